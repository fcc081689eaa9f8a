"""Secrets at rest: sealed with the newest key, opened with any that is still named, so that keys can be changed."""

import base64
import hmac
import os
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

KEY_MIN = 32  # characters: what `openssl rand -base64 32` gives has 44
_KEY_BYTES = 32
_OURS, _SIGNED = b"cairn/storage", b"cairn/signatures"


class NoKeyError(Exception):
    """Nobody said which key to seal with, and there is no file of our own to keep one in."""


class SealedError(Exception):
    """What was sealed cannot be opened: its key is not among those that are named, or it was tampered with."""


class Vault:
    """Seals and opens small secrets.

    `keys` are texts of at least `KEY_MIN` characters, the newest first: it seals, all of them open. Without any, a key
    is made at the first need and kept in `file`, which only this program's user may read; without a file either,
    `NoKeyError` is raised. A file that is there opens, too, where keys are given.
    """

    def __init__(self, keys: Sequence[str], file: Path | None) -> None:
        """Take what was said; nothing is read or written before it is needed."""
        self._keys, self._file = tuple(keys), file
        self._ring: MultiFernet | None = None
        self._newest = ""

    def seal(self, secret: bytes) -> str:
        """The secret, encrypted and signed, as text."""
        return self._opened().encrypt(secret).decode()

    def open(self, sealed: str) -> bytes:
        """The secret again, or SealedError."""
        return self._tried(lambda ring: ring.decrypt(sealed.encode()))

    def again(self, sealed: str) -> str:
        """The same secret, sealed anew with the newest key; SealedError where no key opens it."""
        return self._tried(lambda ring: ring.rotate(sealed.encode())).decode()

    def sign(self, what: bytes) -> bytes:
        """A signature that nobody can make without the newest key: HMAC-SHA256, by a key derived for nothing else."""
        self._opened()
        return hmac.digest(_derived(self._newest, _SIGNED), what, "sha256")

    def missing(self) -> bool:
        """Whether there is no key and no place to keep one."""
        return not self._keys and self._file is None

    def _tried(self, work: Callable[["MultiFernet"], bytes]) -> bytes:
        from cryptography.fernet import InvalidToken

        try:
            return work(self._opened())
        except InvalidToken:
            raise SealedError from None

    def _opened(self) -> "MultiFernet":
        if self._ring is None:
            from cryptography.fernet import Fernet, MultiFernet

            keys = self._keys
            # Whoever begins to name keys has secrets that were sealed with the one that was made for them.
            if self._file is not None and (not keys or self._file.exists()):
                keys = (*keys, _kept(self._file))
            if not keys:
                raise NoKeyError
            self._newest = keys[0]
            self._ring = MultiFernet([Fernet(_derived(key)) for key in keys])
        return self._ring


def _derived(key: str, purpose: bytes = _OURS) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    made = HKDF(SHA256(), _KEY_BYTES, salt=None, info=purpose).derive(key.encode())
    return base64.urlsafe_b64encode(made)


def _kept(file: Path) -> str:
    """The key in the file, which is made where it is missing.

    Two processes may come here at once: the file appears with its contents, for the one that is first.
    """
    if not file.exists():
        fresh = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(_KEY_BYTES))
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(fresh, file)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return file.read_text().strip()
