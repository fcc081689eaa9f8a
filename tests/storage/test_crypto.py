"""Secrets at rest: the key that is made where none is named."""

import stat
from pathlib import Path

import pytest

from storage.crypto import NoKeyError, SealedError, Vault


def test_a_key_of_its_own_is_made_once_and_only_this_user_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / "cairn.key"
    sealed = Vault((), file).seal(b"a secret")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"a secret" not in sealed.encode()
    assert Vault((), file).open(sealed) == b"a secret"  # after a restart
    assert [one.name for one in tmp_path.iterdir()] == ["cairn.key"]
    file.unlink()
    with pytest.raises(SealedError):
        Vault((), file).open(sealed)


def test_nothing_is_made_before_it_is_needed_and_nothing_is_sealed_without_a_key(tmp_path: Path) -> None:
    Vault((), tmp_path / "cairn.key")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(NoKeyError):
        Vault((), None).seal(b"a secret")
