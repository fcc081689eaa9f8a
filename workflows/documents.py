"""What is drawn and shared in the thread when somebody asks for it: the map as a PDF, ideas, two states compared."""

from enum import StrEnum

from storage import tables
from workflows import access, items, postings
from workflows.access import Need
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.words import PostingKind


class Paper(StrEnum):
    """Which one: the first word of its ledger key."""

    PDF = "pdf"
    MATRIX = "matrix"
    COMPARISON = "compare"
    REVIEW = "reviewed"
    EXPORT = "export"


def paper_of(key: str) -> Paper:
    """Which one a ledger key is of."""
    word = key.partition(":")[0]
    return next((paper for paper in Paper if paper == word), Paper.PDF)


async def send(desk: Desk, actor: Actor, workshop_id: int, paper: Paper, claim: str | None = None) -> Done:
    """Have it drawn and shared in the workshop's thread; one per revision where there is no claim."""

    async def work(change_: Change) -> Done:
        row = await access.workshop(change_.session, actor, workshop_id, Need.SEE, lock=True)
        return await order(change_, row, paper, str(claim or row.revision), row.revision)

    return await change(desk, actor, claim, work)


async def order(change_: Change, row: tables.Workshop, paper: Paper, state: str, subject_id: int | None) -> Done:
    """Have a paper made of what stands now; one for each `state`."""
    workshop_id = items.key(row.id)
    posting = await postings.ensure(
        change_.session,
        change_.outbox,
        change_.now,
        row,
        PostingKind.DOCUMENT,
        f"{paper}:{workshop_id}:{state}",
        in_thread=True,
        subject_id=subject_id,
    )
    change_.audit(workshop_id, f"{paper}.send", "posting", posting.id)
    return Done(workshop_id, posting.id)
