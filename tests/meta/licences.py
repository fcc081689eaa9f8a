"""What Cairn is made of and under which licences: written into NOTICE from what is installed.

python -m tests.meta.licences check    is NOTICE true, and may everything be used?
python -m tests.meta.licences write    bring NOTICE up to date
"""

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.markers import Marker

ROOT = Path(__file__).parents[2]
NOTICE = ROOT / "NOTICE"
HEADING = "It is installed together with these libraries, which are no part of this distribution:"

# Which licences may be depended on, and what they are called in the metadata of packages. LGPL and MPL are for
# libraries that are used as they come; nothing of them is changed or copied here.
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "MIT": ("mit", "mit license", "mit-0", "mit-cmu"),
    "BSD": ("bsd", "bsd license", "bsd-2-clause", "bsd-3-clause", "bsd 2-clause license", "bsd 3-clause license"),
    "Apache-2.0": ("apache-2.0", "apache 2.0", "apache license 2.0", "apache software license"),
    "ISC": ("isc", "isc license"),
    "PSF-2.0": ("psf-2.0", "psfl", "python software foundation license"),
    "LGPL-3.0": ("lgpl-3.0-only", "lgpl-3.0-or-later"),
    "MPL-2.0": ("mpl-2.0", "mozilla public license 2.0 (mpl 2.0)"),
}
_FAMILY = {name: family for family, names in FAMILIES.items() for name in names}


# What the image has, so that NOTICE says the same wherever it is written.
IMAGE = {
    "python_version": "3.11",
    "python_full_version": "3.11.13",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "os_name": "posix",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "platform_machine": "x86_64",
}


class UnknownLicenceError(Exception):
    """A package says nothing of its licence that is allowed here."""


@dataclass(frozen=True, slots=True)
class Library:
    """A package that Cairn needs when it runs."""

    name: str
    version: str
    licence: str

    @property
    def family(self) -> str:
        """The allowed licences it is under; raises UnknownLicenceError."""
        return family(self.licence, self.name)


def family(licence: str, name: str = "it") -> str:
    """Name the families of a licence expression. Of several that may be chosen from, one allowed is enough."""
    chosen = [_all_of(part) for part in re.split(r"\s+OR\s+", licence.strip("()"))]
    allowed = [one for one in chosen if one]
    if not allowed:
        msg = f"{name}: nothing is known of the licence {licence!r}; see tests/meta/licences.py"
        raise UnknownLicenceError(msg)
    return " or ".join(dict.fromkeys(allowed))


def _all_of(expression: str) -> str:
    found = [_FAMILY.get(part.strip("() ").lower(), "") for part in re.split(r"\s+AND\s+", expression)]
    return " and ".join(dict.fromkeys(found)) if all(found) else ""


def needed(lock: Mapping[str, Any]) -> Iterator[str]:
    """Name everything that the image installs to run Cairn, whatever needs it: no development tools."""
    packages = {one["name"]: one for one in lock["package"]}
    waiting, seen = [("cairn", frozenset[str]())], set()
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        package = packages[name]
        optional = [one for extra in extras for one in package.get("optional-dependencies", {}).get(extra, ())]
        waiting += [
            (one["name"], frozenset(one.get("extra", ())))
            for one in (*package.get("dependencies", ()), *optional)
            if "marker" not in one or Marker(one["marker"]).evaluate(IMAGE)
        ]
    yield from sorted({name for name, _ in seen} - {"cairn"})


def library(name: str) -> Library:
    """Read what an installed package says of itself."""
    found = metadata.distribution(name)
    told = found.metadata
    kinds = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier", ()) if one.startswith("License ::")]
    said = (told.get("License-Expression"), told.get("License"), " AND ".join(kinds))
    licence = next((one for one in said if one and "\n" not in one and len(one) < 80), "")
    return Library(str(told["Name"]), found.version, licence)


def written(libraries: Sequence[Library]) -> str:
    """The part of NOTICE that this module writes."""
    width = max(len(one.name) for one in libraries)
    lines = [f"  {one.name:<{width}}  {one.family}" for one in sorted(libraries, key=lambda one: one.name.lower())]
    return f"{HEADING}\n\n" + "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Check or write; the exit code."""
    libraries = [library(name) for name in needed(tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8")))]
    try:
        part = written(libraries)
    except UnknownLicenceError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    now = NOTICE.read_text(encoding="utf-8")
    wanted = now.partition(HEADING)[0].rstrip() + "\n\n" + part
    if arguments == ["write"]:
        NOTICE.write_text(wanted, encoding="utf-8")
    elif wanted != now:
        sys.stderr.write("NOTICE is not up to date: python -m tests.meta.licences write\n")
        return 1
    sys.stdout.write(f"NOTICE names {len(libraries)} libraries, all under licences that are allowed.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
