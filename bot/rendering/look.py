"""Colours and styles of the pictures. Whatever a colour says, an icon, a face or a bar says too."""

from dataclasses import dataclass

INK, INK_SOFT, INK_FAINT = "#1B2130", "#4A5468", "#667085"
WHITE, PAGE_FILL, HAIRLINE, HAIRLINE_SOFT = "#FFFFFF", "#F4F5F8", "#E1E5EC", "#EDF0F4"
ACCENT, ACCENT_DARK, ACCENT_PALE = "#4338CA", "#3730A3", "#EEF0FF"
PAIN, IDEA, IDEA_DARK, MOMENT_INK, GOOD = "#B42318", "#0F766E", "#0B6159", "#8A5A00", "#0B6159"
STAGE_RAMP = ("#312E81", "#34418F", "#2F559A", "#24689E", "#1A7896", "#137F86", "#0F766E")
EMOTIONS = ("#A61B1B", "#B54708", "#5D6B82", "#157A72", "#0B6159")
AVATARS = ("#4338CA", "#0F766E", "#9D174D", "#1D4ED8", "#7C4A03", "#4D5B1E", "#6B21A8", "#155E75")


@dataclass(frozen=True, slots=True)
class Style:
    """How a shape is painted. `dash` is on, off."""

    fill: str = ""
    stroke: str = ""
    width: float = 1
    dash: tuple[float, ...] = ()


PANEL = Style(WHITE, HAIRLINE)
LANE_SHADE = Style("#FAFBFC")
LANE_LINE = Style("", HAIRLINE)
COLUMN_LINE = Style("", HAIRLINE_SOFT)
LANE_BADGE = Style(ACCENT_PALE)
PERSONA_DISC = Style("#E0E7FF", ACCENT, 2)
CHANNEL_LINE = Style("", "#C9D0DB", 3)
ZERO_LINE = Style("", "#C2C9D6")
GRID_LINE = Style("", "#D5DBE5", 1, (3, 5))
TOUCHPOINT = Style("#F7F8FA", HAIRLINE)
TOUCHPOINT_WISHED = Style(WHITE, "#8791A5", 1.4, (5, 4))
TOUCHPOINT_MOMENT = Style("#FFF8E1", "#E0A100", 2)
TOUCHPOINT_MOMENT_WISHED = Style("#FFFCF2", "#B98300", 1.8, (5, 4))
STAR = Style("#F5B301", MOMENT_INK, 1.6)
TOUCHPOINT_REDUNDANT = Style(WHITE, HAIRLINE)
DOT_ON, DOT_OFF = Style(INK_SOFT), Style("#D5DAE3")
SERVICE_BAND, SERVICE_LINE = Style("#F1F2FE"), Style("", ACCENT, 1.6, (7, 5))
RESOURCE = Style("#F7F8FA", HAIRLINE)
RESOURCE_LACKING = Style("#FFFAF8", "#D08A7C", 1.3, (5, 4))
BACKSTAGE_CARD, SUPPORT_CARD = Style("#F3F6FB", "#D3DDEB"), Style("#F2F4F7", "#D5DAE3")
BUBBLE = Style(ACCENT_PALE)
JOY_CARD, JOY_INK = Style("#F2FAF0", "#C4E0BC"), "#3B6B22"
ITCH_CARD, ITCH_INK = Style("#FBF4FD", "#E3C8EC"), "#86308F"
PAIN_CARD = Style("#FFF6F3", "#F4C7BC")
PAIN_CRITICAL = Style("#FFECE8", PAIN, 1.6)
PAIN_UNPROVEN = Style("#FFFAF8", "#C98272", 1.3, (5, 4))
PAIN_CRITICAL_UNPROVEN = Style("#FFECE8", PAIN, 1.6, (6, 4))
PAIN_CLOSED = Style("#F6F8F7", "#D3DCD9")
IDEA_CARD = Style("#F0FAF8", "#B7DFD8")
DECISION_CARD = Style("#F5F5FF", "#CFCFF3")
SEVERITY_ON, SEVERITY_OFF, SEVERITY_CLOSED = Style(PAIN), Style("#F1CFC7"), Style("#98A2B3")
NO_OWNER = Style(WHITE, PAIN, 1.6, (3, 2.4))
LOW_RING = Style("", EMOTIONS[0], 2, (4, 4))
SPREAD = Style("#DCE1EA")
PILL_GOOD, PILL_BAD, PILL_EVEN, PILL_VOTES = Style("#DDF3EF"), Style("#FDE7E3"), Style("#EAEDF2"), Style(ACCENT_PALE)
GHOST, GHOST_LINE = Style("#E9ECF2"), Style("", "#C9D0DB", 3, (2, 9))


def stage_colours(count: int) -> list[str]:
    """One colour a stage, running along the ramp."""
    return [_along_ramp(index / max(1, count - 1)) for index in range(count)]


def avatar_colour(name: str) -> str:
    """The colour of a person, the same on every picture."""
    return AVATARS[sum(ord(letter) * place for place, letter in enumerate(name, 1)) % len(AVATARS)]


def emotion_level(median: float) -> int:
    """Which of the five faces a score gets, 0 the angriest."""
    bounds = (-1.2, -0.25, 0.25, 1.2)
    if median in {bounds[0], bounds[1]}:
        return bounds.index(median)
    return sum(median >= bound for bound in bounds)


def _along_ramp(part: float) -> str:
    place = part * (len(STAGE_RAMP) - 1)
    first = min(int(place), len(STAGE_RAMP) - 2)
    blend = place - first
    a, b = STAGE_RAMP[first], STAGE_RAMP[first + 1]
    mixed = (round(int(a[i : i + 2], 16) * (1 - blend) + int(b[i : i + 2], 16) * blend) for i in (1, 3, 5))
    return "#" + "".join(f"{part:02X}" for part in mixed)
