"""The ten checks: what was found, one group per mistake, and the form that calls a finding a false alarm."""

from bot import values
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import blocks, check_words, moves
from bot.views.texts import Json
from workflows import limits
from workflows.findings import Dismissed, Finding, Report
from workflows.snapshots import Outline
from workflows.words import WorkshopStatus

PAGE = 8  # findings at a time: more is a wall


def view(report: Report, user_id: str, _: Say, *, page: int = 0) -> Json:
    """List one page: what is still to be looked at, then the false alarms."""
    outline = report.snapshot.outline
    rows: list[Finding | Dismissed] = [*report.findings, *report.dismissed]
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(page, 0), pages - 1)
    may = moves.leads(outline, user_id) and outline.status is not WorkshopStatus.ENDED
    return blocks.modal(
        Modal.CHECKS,
        _("Check the map"),
        [
            blocks.aside(outline.title),
            *(_lead(report, _) if page == 0 else []),
            *_groups(outline, rows[page * PAGE : (page + 1) * PAGE], _, may=may),
            *_turning(outline, page, pages, _),
        ],
        close=_("Close"),
        metadata=values.encode(Value(workshop=outline.id, page=page)),
    )


def _lead(report: Report, _: Say) -> list[Json]:
    count = len(report.findings)
    if count:
        return [
            blocks.section(
                _.n(
                    "{count} thing on your map looks like one of the ten usual mistakes. A button mends it.",
                    "{count} things on your map look like one of the ten usual mistakes. A button mends each.",
                    count,
                )
            )
        ]
    return [
        blocks.section(
            _(
                "🌿 I looked for the ten usual mistakes and found none that can be told at this step. "
                "This map is in good hands: go on like this."
            )
        )
    ]


def _groups(outline: Outline, rows: list[Finding | Dismissed], _: Say, *, may: bool) -> list[Json]:
    """Put findings below the mistake they belong to, and false alarms below a heading of their own."""
    shown: list[Json] = []
    above = None
    for row in rows:
        if isinstance(row, Dismissed):
            heading, why = _("Called a false alarm"), ""
        else:
            heading, why = _(check_words.TITLES[row.check]), _(check_words.WHY[row.check])
        if heading != above:
            shown += [blocks.divider(), blocks.section(f"*{heading}*"), *([blocks.context(why)] if why else [])]
            above = heading
        shown += (
            _dismissed(outline, row, _, may=may) if isinstance(row, Dismissed) else _found(outline, row, _, may=may)
        )
    return shown


def _found(outline: Outline, finding: Finding, _: Say, *, may: bool) -> list[Json]:
    value = values.encode(_value(outline, finding))
    label = _(check_words.MENDS[finding.code]) if finding.code in check_words.MENDS else ""
    mend = blocks.button(label, Action.MEND, value) if label else None
    dismiss = blocks.button(_("False alarm…"), Action.DISMISS, value) if may else None
    said = check_words.sentence(finding, _)
    if dismiss is None:
        return [blocks.section(said, accessory=mend)]
    return [blocks.section(said), blocks.actions(mend, dismiss)]


def _dismissed(outline: Outline, one: Dismissed, _: Say, *, may: bool) -> list[Json]:
    value = values.encode(Value(workshop=outline.id, item=one.id))
    back = blocks.button(_("Take it back"), Action.TAKE_BACK, value) if may else None
    who = _("{person}, {day}:", person=blocks.mention(one.by.user_id), day=_.date(one.at))
    return [
        blocks.section(check_words.sentence(one.finding, _), accessory=back),
        blocks.context(who),
        blocks.aside(one.reason),
    ]


def _value(outline: Outline, finding: Finding) -> Value:
    return Value(workshop=outline.id, item=finding.item_id, kind=finding.code)


def _turning(outline: Outline, page: int, pages: int, _: Say) -> list[Json]:
    if pages == 1:
        return []

    def turn(label: str, to: int, part: str) -> Json:
        value = values.encode(Value(workshop=outline.id, page=to))
        return blocks.button(label, Action.CHECKS_PAGE, value, part=part)

    return [
        blocks.divider(),
        blocks.actions(
            turn(_("Back"), page - 1, "back") if page else None,
            turn(_("More"), page + 1, "more") if page + 1 < pages else None,
        ),
        blocks.context(_("Page {page} of {pages}", page=page + 1, pages=pages)),
    ]


def dismiss(outline: Outline, finding: Finding, _: Say) -> Json:
    """Ask why a finding is a false alarm."""
    return blocks.modal(
        Modal.DISMISS,
        _("A false alarm?"),
        [
            blocks.section(check_words.sentence(finding, _)),
            blocks.text_input(
                Field.REASON,
                _("Why is this fine as it is?"),
                placeholder=_("e.g. {example}", example=_("Our customers use this very word")),
                hint=_("Everybody sees the reason with your name. You can take it back."),
                limit=limits.LINE_MAX,
                focus=True,
            ),
        ],
        submit=_("It is fine"),
        close=_("Cancel"),
        metadata=values.encode(_value(outline, finding)),
    )


def hint(outline: Outline, count: int, _: Say) -> list[Json]:
    """Say in one quiet line that there is something to look at; nothing where there is nothing."""
    if not count:
        return []
    look = blocks.button(_("Look"), Action.CHECKS, values.encode(Value(workshop=outline.id)))
    said = _.n(
        "The check of ten usual mistakes found {count} thing.",
        "The check of ten usual mistakes found {count} things.",
        count,
    )
    return [blocks.section(said, accessory=look)]
