"""Moving between the six steps.

Codes of `Thin`, by step: 1 no_goal, no_frontline, no_backstage, few_departments (count);
2 no_persona, persona_no_goal, persona_thin (names); 3 few_stages (count), stages_without_action
(names), stages_without_touchpoint (names); 4 stages_few_scores (names), stages_without_pain_or_joy
(names), pains_without_evidence (count); 5 critical_without_owner (names; needs a reason),
no_decision, no_votes; 6 no_cadence, no_baseline.
"""

from workflows.commands import Actor, Done, GoToStep
from workflows.desk import Desk
from workflows.snapshots import Gate, MapSnapshot


def gate(snapshot: MapSnapshot) -> Gate:
    """What is thin in the workshop's present step."""
    raise NotImplementedError


async def go_to(desk: Desk, actor: Actor, command: GoToStep, claim: str | None = None) -> Done:
    """Move on or back. A second click on the same button is a no-op with the same answer. Facilitators."""
    raise NotImplementedError


async def finish(desk: Desk, actor: Actor, workshop_id: int, claim: str | None = None) -> Done:
    """Step 6 is done: the map is living from now on (needs a cadence). Facilitators."""
    raise NotImplementedError
