"""The image of the Dockerfile without anything that builds images: its steps done in a root of their own."""

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SYSTEM = ("bin", "lib", "lib32", "lib64", "sbin", "usr")  # the machine's packages stand for those of the base image
OF_ETC = ("fonts", "group", "gshadow", "hosts", "ld.so.cache", "login.defs", "nsswitch.conf", "passwd", "shadow", "ssl")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
PACKAGES = ("apt-get", "rm", "pip")  # what brings packages of the system, and uv, which the machine has


def steps() -> list[tuple[str, str]]:
    """(instruction, words) of the Dockerfile, with continued lines joined."""
    text = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text())
    return [tuple(line.split(" ", 1)) for line in text.splitlines() if line and not line.startswith("#")]


def walls() -> bool:
    """Whether this machine lets us give a process a file system of its own."""
    tried = ["unshare", "--mount", "sh", "-c", "mount -t tmpfs none /mnt"]
    return (
        shutil.which("unshare") is not None and not subprocess.run(tried, capture_output=True, check=False).returncode
    )


@dataclass(frozen=True)
class Image:
    """What the Dockerfile makes: a root, and how the program is started in it."""

    root: Path
    data: Path

    @classmethod
    def build(cls, folder: Path) -> "Image":
        """Do every step; the system's packages are the machine's."""
        made = cls(folder / "root", folder / "data")
        made._lay_out()
        last = "AS build"
        for instruction, given in steps():
            if instruction == "FROM":
                last = given
            elif instruction == "COPY":
                made._copy(shlex.split(given))
            elif instruction == "RUN" and "AS build" in last:
                made._build(shlex.split(given))
            elif instruction == "RUN":
                for command in given.split(" && "):
                    if shlex.split(command)[0] not in PACKAGES:
                        subprocess.run(made._walled(shlex.split(command), built=False), check=True)
        return made

    def _lay_out(self) -> None:
        for name in ("cairn", "data", "dev", "etc", "proc", "tmp"):
            (self.root / name).mkdir(parents=True)
        self.data.mkdir()
        for name in SYSTEM:
            there = Path("/", name)
            if there.is_symlink():
                (self.root / name).symlink_to(there.readlink())
            elif there.is_dir():
                (self.root / name).mkdir()
        (self.root / sys.base_prefix.lstrip("/")).mkdir(parents=True, exist_ok=True)
        for there in (Path("/etc", name) for name in OF_ETC):
            if there.is_dir():
                shutil.copytree(
                    there, self.root / "etc" / there.name, symlinks=True, ignore=shutil.ignore_patterns("private")
                )
            elif there.exists():
                shutil.copy2(there, self.root / "etc")

    def _copy(self, words: list[str]) -> None:
        if words[0].startswith("--from"):  # the same root all along
            return
        for source in words[:-1]:
            into = self.root / "cairn" / (source if words[-1] == source else Path(words[-1], source))
            copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy
            copy(
                ROOT / source,
                into,
                **({"ignore": shutil.ignore_patterns("__pycache__")} if copy is shutil.copytree else {}),
            )

    def _build(self, words: list[str]) -> None:
        if words[0] in PACKAGES:
            return
        if words[0] == "uv":
            words = [str(ROOT / ".venv/bin/uv"), *words[1:], "--python", _base_python()]
        elif "/" in words[0]:
            words[0] = str(self.root / "cairn" / words[0])
        environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
        subprocess.run(words, cwd=self.root / "cairn", env=environment, check=True)

    def _walled(self, words: list[str], *, built: bool = True, user: str = "0", **environment: str) -> list[str]:
        """A command that sees this root and nothing else; once it is built, nothing of it can be written."""
        root = shlex.quote(str(self.root))
        lines = ["set -e", f"mount --bind {root} {root}"]
        for name in (*SYSTEM, sys.base_prefix.lstrip("/")):
            there = self.root / name
            if there.is_dir() and not there.is_symlink() and not (name != "usr" and name.startswith("usr/")):
                target = shlex.quote(str(there))
                lines += [f"mount --bind /{name} {target}", f"mount -o remount,bind,ro {target}"]
        lines += [f"mount --rbind /{name} {root}/{name}" for name in ("dev", "proc")]
        lines += [f"mount -t tmpfs none {root}/tmp", f"chmod 1777 {root}/tmp"]
        if built:
            lines += [f"mount --bind {shlex.quote(str(self.data))} {root}/data", f"mount -o remount,bind,ro {root}"]
        given = [f"{name}={value}" for name, value in ({"PATH": PATH} | environment).items()]
        become = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "--no-new-privs"]
        become += ["--bounding-set=-all", "--inh-caps=-all"] if user != "0" else []
        command = ["chroot", str(self.root), *become, "env", "-i", "-C", "/cairn", *given, *words]
        return ["unshare", "--mount", "sh", "-c", "\n".join([*lines, f"exec {shlex.join(command)}"])]

    def command(self, *words: str, **environment: str) -> list[str]:
        """A command as `docker run --read-only --cap-drop ALL` does it: user and variables of the image, and some more."""
        told = dict(steps())
        own = dict(pair.split("=", 1) for pair in told["ENV"].split())
        own["PATH"] = own["PATH"].replace("$PATH", PATH)
        return self._walled(list(words) or ast.literal_eval(told["CMD"]), user=told["USER"], **(own | environment))

    def health(self, **environment: str) -> list[str]:
        """The health check, from inside."""
        given = dict(steps())["HEALTHCHECK"]
        return self.command(*ast.literal_eval(given[given.index("[") :]), **environment)

    def say(self, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Do a command inside to its end."""
        return subprocess.run(self.command(*words, **environment), capture_output=True, text=True, check=False)


def _base_python() -> str:
    return str(Path(sys.base_prefix, "bin", f"python{sys.version_info.major}.{sys.version_info.minor}"))
