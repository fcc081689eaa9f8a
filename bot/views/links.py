"""Links by which people outside Slack see a map: making one, showing it, listing and ending them."""

from bot import values
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import blocks
from bot.views.texts import Json, escape, isolate
from workflows.limits import LINK_DAYS
from workflows.sharing import Link, Links
from workflows.snapshots import Outline


def entry(outline: Outline, _: Say) -> Json:
    """Build the way there from the form of exports."""
    button = blocks.button(_("Link…"), Action.LINKS, values.encode(Value(workshop=outline.id)))
    return blocks.said(_("A link for people outside Slack"), accessory=button)


def view(outline: Outline, links: Links, _: Say) -> Json:
    """Build the form, with the links that there are below it."""
    days = [blocks.option(_.n("{count} day", "{count} days", number), number) for number in LINK_DAYS]
    return blocks.modal(
        Modal.LINK,
        _("Link"),
        [
            blocks.section(
                _(
                    "Whoever has the link sees “{title}” as it is at that moment, names included, without signing in. "
                    "It can be ended at any time.",
                    title=isolate(escape(outline.title)),
                )
            ),
            blocks.radios(Field.LINK_DAYS, _("The link opens the map for"), days, value=LINK_DAYS[0]),
            *(
                [blocks.divider(), blocks.header(_("Links that open it now"))]
                if links.links
                else [blocks.context(_("There is no link to this map at present."))]
            ),
            *(_link(outline, one, _) for one in links.links),
        ],
        submit=_("Make the link"),
        close=_("Close"),
        metadata=values.encode(Value(workshop=outline.id)),
    )


def _link(outline: Outline, link: Link, _: Say) -> Json:
    made = _(
        "Made by {who} on {day}, until {until}",
        who=isolate(link.created_by.name),
        day=_.day(link.created_at),
        until=_.day(link.expires_at),
    )
    opened = _.n("opened {count} time", "opened {count} times", link.opened)
    return blocks.said(
        f"{made} · {opened}",
        accessory=blocks.button(
            _("End"),
            Action.LINK_END,
            values.encode(Value(workshop=outline.id, item=link.id)),
            part=str(link.id),
            style="danger",
            ask=blocks.ask(
                _("End this link?"),
                _("It stops working at once, for everybody who has it."),
                _("End it"),
                _("Cancel"),
                danger=True,
            ),
        ),
    )


def made(address: str, _: Say) -> Json:
    """Show a link, which is shown this once."""
    return blocks.info(
        _("Link"),
        _("✅ Here is the link. Copy it now: I do not show it again."),
        f"<{address}>",
        _("Anybody who has it sees the map. End it in `/journey export` when it is not needed any more."),
        close=_("Close"),
    )
