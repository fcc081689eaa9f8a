"""A session that asks what is written down by the driver itself, and all else by SQLAlchemy, in one transaction.

A session that only asks what is written down (`storage.asking`) costs its statements and little else: neither
SQLAlchemy's session nor its transaction is made. Where somebody wants those, they are made over the same connection,
within the same transaction, so that everything sees one state.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from storage.asking import Answer
from storage.held import Held, Row

if TYPE_CHECKING:
    from storage.lanes import Lane

_MADE_LATER = frozenset({"sync_session", "_proxied", "bind", "binds"})


class Session(AsyncSession):
    """A session over a lane. SQLAlchemy's own part of it comes into being where it is first used."""

    def __init__(self, lane: "Lane") -> None:
        """Ask over `lane`."""
        self.lane = lane
        self._last: list[tuple[sa.Table, Mapping[str, Any]]] = []
        self._held = Held()

    def __getattr__(self, name: str) -> Any:
        """Make SQLAlchemy's session."""
        if name not in _MADE_LATER:
            raise AttributeError(name)
        super().__init__(self.lane.connection, expire_on_commit=False)
        self.add_all(self._held.give())
        return self.__dict__[name]

    @property
    def made(self) -> bool:
        """Whether SQLAlchemy's session is there."""
        return "sync_session" in self.__dict__

    async def ask(self, statement: sa.SelectBase, given: Mapping[str, Any]) -> Answer:
        """Ask what is written down: its columns' names, and rows; sees what was not flushed yet."""
        await self._flushed()
        return await self.lane.ask(statement, given)

    async def hold(self, model: type[Row], statement: SelectOfScalar[Row], given: Mapping[str, Any]) -> Row | None:
        """A row as an object: what is changed of it is written with the rest, as SQLAlchemy's session does."""
        if self.made:
            return (await self.exec(statement, params=given)).first()
        written, found = await self.ask(statement, given)
        return self._held.row(model, dict(zip(written.names, found[0], strict=True))) if found else None

    async def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Write what was changed; what is held is written when somebody asks, or else at the end."""
        if self.made:
            await super().flush(objects)

    async def put(self, table: sa.Table, row: Mapping[str, Any]) -> int:
        """Add a row; its id."""
        _, ((row_id,),) = await self.lane.ask(_adding(table, returning=True), row, tuple(row))
        return int(row_id)

    def put_last(self, table: sa.Table, row: Mapping[str, Any]) -> None:
        """Add a row that nobody asks for in this transaction, at its end."""
        self._last.append((table, row))

    async def _flushed(self) -> None:
        if not self.made:
            for order in self._held.changes():
                await self.lane.ask(*order)
        elif self.new or self.dirty or self.deleted:
            await self.flush()

    async def finish(self, *, keep: bool) -> None:
        """Come to the end of the transaction, if it is to be kept or if it only asked."""
        if keep:
            if self.made:
                await self._flushed()
            added = [(_adding(table, returning=False), row, tuple(row)) for table, row in self._last]
            await self.lane.last([*self._held.changes(), *added], end=not self.made)
        if self.made:
            if keep:
                await self.commit()
            await self.close()


@cache
def _adding(table: sa.Table, *, returning: bool) -> sa.Insert:
    return table.insert().returning(table.c.id) if returning else table.insert().inline()
