"""Holding a review: people answer its questions in their own time, and whoever finishes first closes it.

Every answer counts at once, so that nobody loses anything by leaving; what was answered is kept with the round.
"""

from collections.abc import Collection
from datetime import date
from hashlib import sha256

from storage import maps as map_rows
from storage import pains as pain_rows
from storage import reviews as rows
from storage import rows as item_rows
from storage import tables
from workflows import access, items, limits, maps, merging, pains, postings, rhythm, rooms, text, webhooks
from workflows.access import Need
from workflows.cadences import put_off as put_off
from workflows.cadences import set_review as set_review
from workflows.calling import fire_due as fire_due
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.documents import Paper
from workflows.errors import InvalidError, NotAllowedError, NotFoundError
from workflows.metrics import check_value
from workflows.metrics import save_metric as save_metric
from workflows.reviewing import HoldReview
from workflows.touch import touched
from workflows.words import Answered, HookKind, NoteKind, PainStatus, PostingKind, Truth

DECISIONS_MAX = 10


async def begin(desk: Desk, actor: Actor, workshop_id: int, claim: str | None = None) -> Done:
    """Take up the review that waits, or begin one ahead of time; `Done.item_id` is the round."""

    async def work(change_: Change) -> Done:
        await _enter(change_, workshop_id)
        row = await _open(change_, workshop_id)
        return Done(workshop_id, row.id, extra={"number": row.number})

    return await change(desk, actor, claim, work)


async def remind(desk: Desk, actor: Actor, workshop_id: int, claim: str) -> Done:
    """Remind the thread of the review that waits, or begin one; `claim` tells one reminder from another."""

    async def work(change_: Change) -> Done:
        workshop = await _enter(change_, workshop_id)
        row = await _open(change_, workshop_id)
        key = f"review-asked:{row.id}:{sha256(claim.encode()).hexdigest()[:16]}"
        made = (change_.session, change_.outbox, change_.now, workshop)
        await postings.ensure(*made, PostingKind.REVIEW_DUE, key, in_thread=True, subject_id=row.id)
        change_.audit(workshop_id, "review.remind", "review_round", row.id)
        return Done(workshop_id, row.id, extra={"number": row.number})

    return await change(desk, actor, claim, work)


async def answer(desk: Desk, actor: Actor, command: HoldReview, claim: str | None = None) -> Done:
    """Answer some of a review's questions, without finishing it."""
    command = _checked(command)

    async def work(change_: Change) -> Done:
        workshop = await _enter(change_, command.workshop_id)
        row = await _round(change_, command)
        if await _Answers(change_, row, command).take():
            await _audited(change_, workshop, row, command, "review.answer")
            if row.held_at is not None:
                await _tell_more(change_, workshop, row)
        return Done(command.workshop_id, row.id, extra={"number": row.number})

    return await change(desk, actor, claim, work)


async def hold(desk: Desk, actor: Actor, command: HoldReview, claim: str | None = None) -> Done:
    """Answer the rest and finish the review: the map is kept, the result posted, and a picture of what changed.

    The drawing that this asks for starts a new picture message, so that the old one stays as the
    map was. A round is held once, by whoever finishes first; what a later person answers is added to the result
    (`Done.extra["late"]`), and the same person clicking twice changes nothing.
    Without `round_id` the round that is open is held, or one ahead of time.
    """
    command = _checked(command)

    async def work(change_: Change) -> Done:
        workshop = await _enter(change_, command.workshop_id)
        row = await _round(change_, command)
        late = row.held_at is not None
        gave = await _Answers(change_, row, command).take()
        done = Done(command.workshop_id, row.id, extra={"number": row.number, "late": late and gave})
        if late:
            if gave:
                await _audited(change_, workshop, row, command, "review.answer")
                await _tell_more(change_, workshop, row)
            return done
        row.held_at, row.held_by = change_.now, actor.user_id
        row.conclusion = command.conclusion or await rows.last_said(change_.session, items.key(row.id))
        row.skipped_at, row.early = None, False
        row.revision = workshop.revision + 1
        await items.join(change_, workshop)
        await _audited(change_, workshop, row, command, "review.hold")
        await maps.keep_revision(change_, workshop, f"review:{row.number}")
        await _tell(change_, workshop, row)
        await webhooks.note(change_, workshop, HookKind.REVIEW_HELD, row.id)
        return done

    return await change(desk, actor, claim, work)


def _checked(command: HoldReview) -> HoldReview:
    """The command with its texts cleaned, or InvalidError."""
    for metric_id, value in command.values.items():
        check_value(f"values.{metric_id}", value)
    if len(command.decisions) > DECISIONS_MAX:
        raise InvalidError("decisions", "too_many", limit=DECISIONS_MAX)
    return HoldReview(
        command.workshop_id,
        command.round_id,
        command.statuses,
        command.values,
        text.body("conclusion", command.conclusion, limits.TEXT_MAX),
        command.due,
        command.claims,
        tuple(text.body("decisions", one, limits.NOTE_TEXT_MAX, required=True) for one in command.decisions),
    )


async def _enter(change_: Change, workshop_id: int) -> tables.Workshop:
    workshop = await access.workshop(change_.session, change_.actor, workshop_id, Need.CONTRIBUTE, lock=True)
    if change_.actor.is_guest:
        raise NotAllowedError("guest")
    return workshop


async def _round(change_: Change, command: HoldReview) -> tables.ReviewRound:
    """The round that is to be held."""
    if command.round_id is None:
        return await _open(change_, command.workshop_id)
    found = await rows.round_of(change_.session, command.workshop_id, command.round_id)
    if found is None:
        raise NotFoundError("review")
    return found


async def _open(change_: Change, workshop_id: int) -> tables.ReviewRound:
    """The round that waits, or a new one ahead of time."""
    row = await rows.open_round(change_.session, workshop_id)
    if row is None:
        last = await rows.last_round(change_.session, workshop_id)
        number = last.number + 1 if last else 1
        row = tables.ReviewRound(workshop_id=workshop_id, number=number, due_at=change_.now, early=True)
        change_.session.add(row)
        await change_.session.flush()
    return row


async def _audited(
    change_: Change, workshop: tables.Workshop, row: tables.ReviewRound, command: HoldReview, action: str
) -> None:
    after: dict[str, object] = {
        "statuses": {str(pain): status.value for pain, status in command.statuses.items()},
        "due": {str(pain): day.isoformat() for pain, day in command.due.items()},
        "values": {str(metric): value for metric, value in command.values.items()},
        "claims": {str(note): truth.value for note, truth in command.claims.items()},
        "conclusion": command.conclusion,
    }
    change_.audit(command.workshop_id, action, "review_round", row.id, after=after)
    await touched(change_, workshop, soon=action == "review.hold")


async def _tell(change_: Change, workshop: tables.Workshop, row: tables.ReviewRound) -> None:
    """Post the result, and the picture of what changed where there is something to compare with."""
    round_id = items.key(row.id)
    made = (change_.session, change_.outbox, change_.now, workshop)
    await postings.ensure(*made, PostingKind.REVIEW_HELD, f"held:{round_id}", in_thread=True, subject_id=round_id)
    if await map_rows.kept_before(change_.session, items.key(workshop.id), row.revision or 0):
        picture = f"{Paper.REVIEW}:{items.key(workshop.id)}:{round_id}"
        await postings.ensure(*made, PostingKind.DOCUMENT, picture, in_thread=True, subject_id=row.revision)


async def _tell_more(change_: Change, workshop: tables.Workshop, row: tables.ReviewRound) -> None:
    """Bring the result up to date with what was added to it."""
    stamp = f"r{workshop.revision}"
    await postings.renew(change_.session, change_.outbox, workshop.team_id, f"held:{row.id}", stamp)


class _Answers:
    """Takes the answers of one person over into the map, and keeps them with the round."""

    def __init__(self, change_: Change, row: tables.ReviewRound, command: HoldReview) -> None:
        self.change, self.session, self.row, self.command = change_, change_.session, row, command
        self.new = False

    async def take(self) -> bool:
        """Take everything over; whether there was anything new in it."""
        today = await self._today()
        await self._pains(today)
        await self._values(today)
        await self._claims(today)
        await self._decisions()
        if self.command.conclusion:
            await self._keep(Answered.CONCLUSION, 0, self.command.conclusion, "")
        await self.session.flush()
        return self.new

    async def _today(self) -> date:
        review = await rows.of_workshop(self.session, self.command.workshop_id)
        place = rhythm.zone(review.tz if review else self.change.actor.tz)
        return self.change.now.astimezone(place).date()

    async def _keep(self, kind: Answered, item_id: int, said: str, before: str) -> None:
        """Keep an answer; each person has one to each question."""
        author = self.change.actor.user_id
        row = await rows.answer_of(self.session, items.key(self.row.id), kind, item_id, author)
        if row is None:
            row = tables.ReviewAnswer(
                round_id=items.key(self.row.id), kind=kind.value, item_id=item_id, author_id=author, before=before
            )
        elif row.answer == said:
            return
        row.answer, row.at, self.new = said, self.change.now, True
        self.session.add(row)

    async def _check(self, field: str, model: type[item_rows.Item], ids: Collection[int]) -> None:
        """Refuse what never was on this map; what left it meanwhile keeps nobody from answering the rest."""
        if await item_rows.known(self.session, model, self.command.workshop_id, ids) != set(ids):
            raise InvalidError(field, "unknown_item")

    async def _pains(self, today: date) -> None:
        wanted = {*self.command.statuses, *self.command.due}
        await self._check("statuses", tables.Contribution, wanted)
        found = await pain_rows.pains_in(self.session, self.command.workshop_id, list(wanted))
        for pain_id in sorted(found):
            pain, owner = found[pain_id], await pain_rows.owner_of(self.session, pain_id)
            before, status = pain.status or "", self.command.statuses.get(pain_id, PainStatus(pain.status or "open"))
            day = self.command.due.get(pain_id)
            if day is not None and owner is not None and day != owner.due_on:
                if day < today:
                    field = f"due.{pain_id}"
                    raise InvalidError(field, "past_date")
                pains.promise(owner, day, "")
                owner.version, owner.remind_at = owner.version + 1, self.change.now
                await pains.renew(self.change, owner)
            if pain.status != status:
                pains.mark(self.change, pain, owner, status)
                if owner is not None:
                    await pains.renew(self.change, owner)
                if status is PainStatus.DONE:
                    workshop = await self.session.get_one(tables.Workshop, self.command.workshop_id)
                    await webhooks.note(self.change, workshop, HookKind.PAIN_DONE, pain_id)
            pain.verified_on = today
            await self._keep(Answered.PAIN, pain_id, f"{status}:{day or ''}", before)

    async def _values(self, today: date) -> None:
        await self._check("values", tables.Metric, self.command.values.keys())
        round_id = items.key(self.row.id)
        for metric_id, value in self.command.values.items():
            last = await rows.last_value(self.session, metric_id, but=round_id)
            row = await rows.value_of(self.session, metric_id, round_id)
            if row is None:
                row = tables.MetricValue(
                    metric_id=metric_id, round_id=round_id, value=value, measured_on=today, author_id=""
                )
            row.value, row.author_id, row.created_at = value, self.change.actor.user_id, self.change.now
            self.session.add(row)
            await self._keep(Answered.METRIC, metric_id, repr(value), "" if last is None else repr(last))

    async def _claims(self, today: date) -> None:
        """What still holds is verified; what does not leaves the map, from where the history can bring it back."""
        await self._check("claims", tables.Contribution, self.command.claims.keys())
        for note_id, truth in sorted(self.command.claims.items()):
            note = await item_rows.live(self.session, tables.Contribution, self.command.workshop_id, note_id)
            if note is None:
                continue  # the same form, sent twice, or somebody else found the same
            await self._keep(Answered.CLAIM, note_id, truth.value, note.text[: limits.NAME_MAX])
            if truth is Truth.STILL:
                note.verified_on = today
            elif truth is Truth.GONE and note.kind == NoteKind.PAIN:
                owner = await pain_rows.owner_of(self.session, note_id)
                pains.mark(self.change, note, owner, PainStatus.DROPPED)
                if owner is not None:
                    await pains.renew(self.change, owner)
            elif truth is Truth.GONE:
                workshop = await self.session.get_one(tables.Workshop, self.command.workshop_id)
                await merging.release(self.change, workshop, note)
                note.deleted_at = self.change.now
                self.change.audit(self.command.workshop_id, "note.delete", "note", note_id)

    async def _decisions(self) -> None:
        for said in self.command.decisions:
            if await rows.said(self.session, items.key(self.row.id), Answered.DECISION, said):
                continue  # the same form, sent twice
            workshop = await self.session.get_one(tables.Workshop, self.command.workshop_id)
            await rooms.take(self.change, workshop, tables.Contribution, self.change.caps.notes, "decisions")
            note = tables.Contribution(
                workshop_id=self.command.workshop_id,
                kind=NoteKind.DECISION.value,
                text=said,
                author_id=self.change.actor.user_id,
                created_at=self.change.now,
                updated_at=self.change.now,
            )
            self.session.add(note)
            await self.session.flush()
            kept: dict[str, object] = {"text": said, "stage_id": None}
            self.change.audit(self.command.workshop_id, "note.add", NoteKind.DECISION.value, note.id, after=kept)
            await self._keep(Answered.DECISION, items.key(note.id), said, "")
