"""A lock between processes on one machine: an embedded database serves one copy of the program."""

import os
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows: no such lock, and no second copy by accident either
    fcntl = None  # type: ignore[assignment]


class FileLock:
    """Held from `take` to `release`, or until the process dies."""

    def __init__(self, path: Path) -> None:
        """Lock by the file at `path`, which stays."""
        self.path = path
        self._file: IO[str] | None = None

    def take(self) -> bool:
        """Take the lock; False where another process holds it."""
        opened = self.path.open("a+", encoding="utf-8")
        if fcntl is not None:
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                opened.close()
                return False
        opened.truncate(0)
        opened.write(f"{os.getpid()}\n")
        opened.flush()
        self._file = opened
        return True

    def release(self) -> None:
        """Let the next one in."""
        if self._file is not None:
            self._file.close()
            self._file = None
