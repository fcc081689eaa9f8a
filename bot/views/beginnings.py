"""What a workshop can begin with, as one list of choices in four groups."""

from collections.abc import Sequence

from bot.i18n import N_, Say
from bot.views import blocks
from bot.views.texts import Json
from workflows.beginnings import Beginning, Source
from workflows.templates import KeptTemplate

NOTHING = "none"
STAGE_SETS = {
    "seven_stages": N_("Seven stages: from awareness to advocacy"),
    "five_stages": N_("Five stages: from indifference to the deal"),
    "ecommerce": N_("Online shop: six stages"),
    "healthcare": N_("Healthcare: seven stages"),
    "it_services": N_("IT services: seven stages"),
    "agency": N_("Marketing agency: seven stages"),
    "jacket": N_("Winter jacket: six stages, the tutorial"),
}
EXAMPLES = {
    "jacket": N_("Winter jacket, the tutorial"),
    "ecommerce": N_("Online shop"),
    "healthcare": N_("Healthcare"),
    "it_services": N_("IT services"),
    "agency": N_("Marketing agency"),
}


def groups(templates: Sequence[KeptTemplate], _: Say) -> list[Json]:
    """List every way to begin; what the workspace kept itself stands above what is ready-made."""
    own = [blocks.option(_("No, we find our own"), NOTHING)]
    kept = [blocks.option(one.name, Beginning(Source.TEAM, str(one.id)), _.listed(one.stages)) for one in templates]
    return [
        blocks.group(_("From nothing"), own),
        *([blocks.group(_("Your team's templates: stages, touchpoints, actions"), kept)] if kept else []),
        blocks.group(_("Stages only"), [blocks.option(_(title), name) for name, title in STAGE_SETS.items()]),
        blocks.group(_("An example to build on: customer, touchpoints, actions"), _examples(Source.EXAMPLE, _)),
        blocks.group(_("A whole example to look around in: pains and ideas, too"), _examples(Source.WHOLE, _)),
    ]


def _examples(source: Source, _: Say) -> list[Json]:
    labels = {
        Source.EXAMPLE: N_("{name}, to build on"),
        Source.WHOLE: N_("{name}, to look around in"),
    }
    return [blocks.option(_(labels[source], name=_(name)), Beginning(source, key)) for key, name in EXAMPLES.items()]


def made_up(_: Say) -> str:
    """Say on an example's customer, in the language of the map, that nobody met them."""
    return _("Made up: this is one of Cairn's examples. Replace it with what you know.")
