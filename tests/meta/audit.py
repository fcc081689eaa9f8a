"""Is anything known against a library that Cairn depends on? `uv audit` asks OSV: python -m tests.meta.audit

Where nobody can be asked (no network, a service that is down) one sentence says so, and nothing fails: the rest of
`make check` says nothing less without it.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0  # seconds for all of it
FOUND, UNABLE = 1, 2  # what uv says by its exit code
UNREACHED = ("error sending request", "Request failed", "HTTP status", "operation timed out")
NOBODY = "Dependencies were not audited: no advisory service can be reached from here ({why}).\n"


def main(arguments: Sequence[str]) -> int:
    """Ask, by default OSV, else the service at the address that is given; the exit code."""
    uv = ROOT / ".venv/bin/uv"
    command = [str(uv), "audit", "--frozen", "--preview-features", "audit-command"]
    if arguments:
        command += ["--service-url", arguments[0]]
    environment = {**os.environ, "UV_HTTP_RETRIES": "0", "UV_HTTP_TIMEOUT": "8", "UV_HTTP_CONNECT_TIMEOUT": "4"}
    try:
        asked = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        sys.stdout.write(NOBODY.format(why="nobody answered"))
        return 0
    if asked.returncode == UNABLE and any(sign in asked.stderr for sign in UNREACHED):
        causes = [line.strip().removeprefix("cause: ") for line in asked.stderr.splitlines() if "cause:" in line]
        sys.stdout.write(NOBODY.format(why=causes[-1] if causes else "uv audit failed"))
        return 0
    sys.stdout.write(asked.stdout)
    sys.stderr.write(asked.stderr)
    return asked.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
