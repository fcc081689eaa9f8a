"""The emotion curve as a chart of Slack's own: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block.

The block takes titles of 50 characters, labels of 20, 20 points, and the labels have to differ.
"""

from bot.i18n import Say
from bot.views.texts import Json, clip
from workflows.snapshots import MapSnapshot

TYPE = "data_visualization"
TITLE_MAX, LABEL_MAX, AXIS_MAX, POINTS_MAX, LEAST = 50, 20, 50, 20, 2


def chart(snapshot: MapSnapshot, _: Say) -> Json | None:
    """Draw the median of each scored stage, −2 to +2; None where there is no curve yet."""
    scored = [stage for stage in snapshot.stages if stage.emotion][:POINTS_MAX]
    if len(scored) < LEAST:
        return None
    names = _labels([stage.name for stage in scored])
    points = [
        {"label": name, "value": stage.emotion.median if stage.emotion else 0}
        for name, stage in zip(names, scored, strict=True)
    ]
    return {
        "type": TYPE,
        "title": clip(_("How it feels, stage by stage"), TITLE_MAX),
        "chart": {
            "type": "line",
            "series": [{"name": clip(_("Median score"), LABEL_MAX), "data": points}],
            "axis_config": {
                "categories": names,
                "x_label": clip(_("Stages"), AXIS_MAX),
                "y_label": clip(_("−2 awful … +2 wonderful"), AXIS_MAX),
            },
        },
    }


def without(blocks: list[Json]) -> list[Json]:
    """Leave the charts away."""
    return [block for block in blocks if block.get("type") != TYPE]


def _labels(names: list[str]) -> list[str]:
    """Shorten names so that no two become the same."""
    short = [clip(name, LABEL_MAX) for name in names]
    return [
        clip(f"{number}. {name}", LABEL_MAX) if short.count(label) > 1 else label
        for number, (name, label) in enumerate(zip(names, short, strict=True), 1)
    ]
