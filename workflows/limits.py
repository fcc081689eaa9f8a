"""How much of each thing there may be. The numbers for text are those of the table CHECKs.

`docs/limits.md` tells of all of them, and of what a person is told who reaches one. Whoever runs Cairn may set `Caps`.
"""

from dataclasses import dataclass

from storage.tables import LINE_MAX as LINE_MAX
from storage.tables import NAME_MAX as NAME_MAX
from storage.tables import TEXT_MAX as TEXT_MAX
from storage.tables import TITLE_MAX as TITLE_MAX

STAGES_MAX = 20
TOUCHPOINTS_MAX = 500
NOTES_MAX = 5000
IDEAS_MAX = 500
METRICS_MAX = 30
PERSONAS_MAX = 6
PARTICIPANTS_MAX = 200
NOTE_TEXT_MAX = 500
VOTES_EACH = 5
LINK_MAX = 2000
FIELD_MAX = 600  # one detail of a persona or a stage
CO_FACILITATORS_MAX = 20
OBSERVERS_MAX = 20
LIST_MAX = 100  # workshops in a list: as many as a select takes
LEVELS_MAX = 3  # of maps below each other: an overview, its details, and the details of those
BELOW_MAX = 50  # maps directly below one
PARENTS_SHOWN = 20  # in the select of larger maps
REMIND_BEFORE_DAYS = 3  # an owner, before the day that was promised
REMIND_AGAIN_DAYS = 3  # working days between two reminders after it
ESCALATE_DAYS_MAX = 365
HOOKS_WAITING_MAX = 1000  # deliveries of a workspace's webhook: what comes on top of them is not told
HOOKS_LISTED = 10  # of the last deliveries
LINKS_MAX = 20  # that open one map at a time
LINK_DAYS = (7, 30)  # in which a link for people outside opens a map
LINK_MINUTE = 60  # pages that one link opens
LINKS_MINUTE = 1200  # pages that are asked for by links that opened nothing before, made-up ones among them


@dataclass(frozen=True, slots=True)
class Caps:
    """What whoever runs Cairn may set, for every workspace alike."""

    maps: int = 1000  # that have not ended, in a workspace
    notes: int = NOTES_MAX  # on a map
    person_minute: int = 60  # what one person gives in a minute
    team_minute: int = 1200  # what a workspace gives in a minute


USUAL = Caps()
