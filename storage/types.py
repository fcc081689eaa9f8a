"""Column types that mean the same on SQLite and on PostgreSQL."""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from storage.crypto import Vault

VAULT = "cairn_vault"  # where an engine's dialect holds the vault of its database


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An instant. Takes aware datetimes only, gives aware UTC back; SQLite keeps it without a zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive datetimes: they would silently be read as some machine's local time."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "a naive datetime cannot be stored"
            raise ValueError(msg)
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Put the zone back that SQLite dropped."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Sealed(sa.types.TypeDecorator[str]):
    """A secret text, sealed by the database's vault. Text, because what is sealed is much longer than what was."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal."""
        return None if value is None else _vault(dialect).seal(value.encode())

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Open; raises `storage.crypto.SealedError` where the key is not there any more."""
        return None if value is None else _vault(dialect).open(value).decode()


def _vault(dialect: Dialect) -> Vault:
    found = getattr(dialect, VAULT, None)
    if not isinstance(found, Vault):
        msg = "a secret column was used over a connection that is not the database's own"
        raise TypeError(msg)
    return found
