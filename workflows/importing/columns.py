"""Which column is what: by its heading in any of four languages, or as somebody said in the form."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from workflows.importing.sheet import Sheet
from workflows.importing.vocabulary import HEADINGS, NEEDED, ROLES, Kind, Role, folded

ALIKE = 84  # of 100: less than this is another word
SHORT = 4  # letters: what is shorter is alike by chance
_TELLING = {
    Kind.METRICS: frozenset({Role.METRIC, Role.VALUE, Role.UNIT}),
    Kind.SURVEY: frozenset({Role.TEXT, Role.SAMPLE, Role.SOURCE}),
    Kind.TOUCHPOINTS: frozenset(ROLES[Kind.TOUCHPOINTS]) - {Role.STAGE, Role.SCORE},
}


@dataclass(frozen=True, slots=True)
class Mapping:
    """What an import is, and what its columns hold: the role of each, by its place, or nothing.

    `stage` is for rows that name none: a stage's id, 0 for the whole journey.
    """

    kind: Kind
    roles: tuple[Role | None, ...]
    sure: bool = True
    headless: bool = False
    stage: int | None = None
    guessed: frozenset[int] = field(default_factory=frozenset)

    @property
    def missing(self) -> tuple[Role, ...]:
        """The roles that no column has and without which nothing can be read."""
        return tuple(role for role in NEEDED[self.kind] if role not in self.roles)

    def place(self, role: Role) -> int | None:
        """Which column holds it."""
        return self.roles.index(role) if role in self.roles else None


def guess(sheet: Sheet, kind: Kind | None = None) -> Mapping:
    """What the headings say; `sure` where nobody needs to be asked."""
    kinds = [kind] if kind else list(Kind)
    found = [(*_fitted(sheet.columns, one), one) for one in kinds]
    _weight, roles, guessed, best = max(found, key=lambda each: (each[0], -kinds.index(each[3])))
    headless = False
    if not any(roles):
        # One column of words without a heading is a list of touchpoints, whose first line is one, too.
        roles, headless = _alone(sheet, best, roles)
    mapping = Mapping(best, tuple(roles), headless=headless, guessed=frozenset(guessed))
    asks = best is not Kind.METRICS and Role.STAGE not in roles
    sure = not (mapping.missing or guessed or headless or asks)
    return Mapping(best, tuple(roles), sure, headless, None, frozenset(guessed))


def fit(sheet: Sheet) -> float:
    """How much the headings say: among several sheets, the one to take is where they say the most."""
    return max(_fitted(sheet.columns, kind)[0] for kind in Kind)


def _alone(sheet: Sheet, kind: Kind, roles: list[Role | None]) -> tuple[list[Role | None], bool]:
    if len(sheet.columns) == 1:
        return [NEEDED[kind][0]], True
    return roles, False


def _fitted(columns: Sequence[str], kind: Kind) -> tuple[float, list[Role | None], set[int]]:
    """How well an import of this kind fits, and the roles of the columns."""
    roles: list[Role | None] = [None] * len(columns)
    names = [folded(one) for one in columns]
    for role in ROLES[kind]:
        exact = [place for place, name in enumerate(names) if name in HEADINGS[role] and roles[place] is None]
        if exact:
            roles[exact[0]] = role
    guessed = set()
    for place, name in enumerate(names):
        if roles[place] is None and len(name) >= SHORT:
            open_ = {word: role for role in ROLES[kind] if role not in roles for word in HEADINGS[role]}
            from rapidfuzz import fuzz, process  # loaded where a heading is no word that is known

            near = process.extractOne(name, list(open_), scorer=fuzz.ratio, score_cutoff=ALIKE)
            if near:
                roles[place] = open_[near[0]]
                guessed.add(place)
    taken = {role for role in roles if role}
    complete = all(role in taken for role in NEEDED[kind])
    return len(taken & _TELLING[kind]) + 0.5 * len(taken) + (3 if complete else 0), roles, guessed
