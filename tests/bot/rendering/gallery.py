"""The pictures of docs/: every kind, drawn from the e-commerce example, and card and map in four languages.

`python -m tests.bot.rendering.gallery docs` draws them anew.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from math import dist
from pathlib import Path
from typing import Any

from PIL import Image

from bot.rendering import BeforeAfter, History, Kind, Matrix, Personas, PersonaSheet, Subject, draw, look
from tests.bot.rendering import samples
from workflows import presets
from workflows.rounds import Metric
from workflows.snapshots import MapSnapshot, Persona, Stage
from workflows.words import MapKind, PainStatus, TouchpointClass, Usage

_REVIEWS = (
    datetime(2026, 12, 21, 9, tzinfo=UTC),
    datetime(2027, 1, 25, 9, tzinfo=UTC),
    datetime(2027, 2, 22, 9, tzinfo=UTC),
)
_MEASURED = {  # metric: the value at each review; the first is the example's own
    "Carts abandoned on the fee page": (29, 27, 24),
    "Satisfaction after the order": (3.4, 3.3, 3.7),
    "Net promoter score": (36, 38, 43),
    "Wait on the hotline": (12, 9, 6),
}
_FELT = ((0.5, 0, -1, -0.5, 0.5, 1), (0.5, 0.5, 0, -1, 0.5, 1), (1, 0.5, 1, -0.5, 1, 1.5))
_EXACT = 160  # colours of the palette that stay as they are
_PAINTS = {
    tuple(bytes.fromhex(colour)) for colour in re.findall("#([0-9A-F]{6})", Path(look.__file__).read_text("utf-8"))
}
_CONCLUSIONS = (
    "The full price is on the product page. Delivery windows stay our worst number.",
    "The new courier began badly: more calls, no better windows. We keep the contract for one more month.",
    "Guests can order, the hotline is quick, and the fee no longer surprises. Next: delivery slots.",
)
_SOLVED = (1, 3, 5)  # how many of the owned pain points are done at each review
_OTHERS = (
    (
        {
            "name": "Bernard",
            "headline": "61 · retired teacher · his oven broke on Sunday",
            "goal": "The same oven again, in the same place, this week.",
        },
        (0.0, -1.0, -0.5, -2.0, 1.0, 1.5),
    ),
    (
        {
            "name": "Aisha and Jonas",
            "headline": "27 and 29 · first flat together · count every euro",
            "goal": "The cheapest kitchen that will not embarrass us in two years.",
        },
        (1.5, 1.0, -1.5, 0.5, 0.0, -0.5),
    ),
)


@dataclass(frozen=True)
class Sample:
    """One picture of the gallery."""

    file: str
    kind: Kind
    subject: Subject
    scale: float


def gallery() -> Iterator[Sample]:
    """Every picture there is."""
    shop = ecommerce()
    yield Sample("map.png", "map", shop, 1)
    yield Sample("pictures/card.png", "card", shop, 1)
    yield Sample("pictures/personas.png", "personas", personas(), 1)
    yield Sample("pictures/matrix.png", "matrix", Matrix(shop), 1)
    yield Sample("pictures/before-after.png", "before_after", before_after(), 1)
    yield Sample("pictures/persona.png", "persona", PersonaSheet(shop.personas[0], shop), 1)
    yield Sample("pictures/history.png", "history", history(), 1)
    yield Sample("pictures/blueprint.png", "map", blueprint(), 1)
    for language in samples.LANGUAGES:
        yield Sample(f"pictures/card-{language}.png", "card", samples.ebike(language), 0.75)
        yield Sample(f"pictures/map-{language}.png", "map", ebike(language), 0.9)


def ebike(language: str) -> MapSnapshot:
    """The e-bike journey of the tests, with evidence for the worst pain points."""
    whole = samples.ebike(language)
    stages = tuple(
        replace(
            stage, pains=tuple(replace(pain, evidence_count=max(0, (pain.severity or 1) - 1)) for pain in stage.pains)
        )
        for stage in whole.stages
    )
    return replace(whole, stages=stages)


def ecommerce() -> MapSnapshot:
    """The example as a map."""
    return presets.snapshot(presets.example("ecommerce"))


def personas() -> Personas:
    """Three kinds of buyers on the stages of the example."""
    shop = ecommerce()
    first = (shop.personas[0], tuple(stage.emotion.median if stage.emotion else None for stage in shop.stages))
    others = tuple((_persona(shop, known), scores) for known, scores in _OTHERS)
    return Personas(shop, (first, *others))


def before_after() -> BeforeAfter:
    """The example before its review, and a quarter later."""
    return BeforeAfter(ecommerce(), reviewed(2))


def history() -> History:
    """The example at its start and over three reviews."""
    return History(
        ((ecommerce().taken_at or _REVIEWS[0], ecommerce()), *((at, reviewed(n)) for n, at in enumerate(_REVIEWS)))
    )


def reviewed(number: int) -> MapSnapshot:
    """The example as it stood at a review."""
    shop = presets.snapshot(presets.example("ecommerce"), reviewed=True)
    owned = [pain.id for stage in shop.stages for pain in stage.pains if pain.ownership]
    # The fee is the worst of them and solved first.
    owned.sort(key=lambda one: next(-(pain.severity or 0) for pain in shop.pains if pain.id == one))
    done = set(owned[: _SOLVED[number]])
    stages = tuple(_felt(stage, number, place, done) for place, stage in enumerate(shop.stages))
    if number == 2:
        new = samples.pain("The price on the product page is wrong for islands", 2, votes=2, id=9000)
        stages = (stages[0], replace(stages[1], pains=(*stages[1].pains, new)), *stages[2:])
    (held,) = shop.rounds
    return replace(
        shop,
        rounds=(replace(held, number=number + 1, conclusion=_CONCLUSIONS[number]),),
        outline=replace(shop.outline, revision=2 + number * 3),
        stages=stages,
        metrics=tuple(_measured(metric, number) for metric in shop.metrics),
        taken_at=_REVIEWS[number],
    )


def blueprint() -> MapSnapshot:
    """The first stages of the example with the work behind them, and touchpoints that were judged."""
    shop = ecommerce()
    stages = tuple(_behind(stage, place) for place, stage in enumerate(shop.stages[2:5]))
    return replace(shop, outline=replace(shop.outline, kind=MapKind.BLUEPRINT), stages=stages, metrics=())


def write(folder: Path) -> list[Path]:
    """Draw them all."""
    files = []
    for sample in gallery():
        file = folder / sample.file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(packed(draw(sample.subject, sample.kind, "png", sample.scale)))
        files.append(file)
    return files


def packed(png: bytes) -> bytes:
    """The picture in 256 colours: a third of the size, for everybody who fetches the repository.

    What we paint with stays exactly as it is, so that no face and no ground takes another tint; the rest, which are gradients and
    the edges of letters, become the nearest of a palette made for them.
    """
    picture, out = Image.open(BytesIO(png)).convert("RGB"), BytesIO()
    counted = picture.getcolors(picture.width * picture.height) or []
    ordered = [colour for _count, colour in sorted(counted, key=lambda one: (one[1] not in _PAINTS, -one[0], one[1]))]
    palette = [*ordered[:_EXACT], *_spread(ordered[_EXACT:])]
    places = {colour: place for place, colour in enumerate(palette)}
    near: dict[tuple[int, ...], int] = {}
    for colour in ordered:
        cell = tuple(part >> 2 for part in colour)
        if colour not in places:
            if cell not in near:
                near[cell] = min(range(len(palette)), key=lambda place: dist(palette[place], colour))
            places[colour] = near[cell]
    raw = picture.tobytes()
    pixels = zip(raw[::3], raw[1::3], raw[2::3], strict=True)
    few = Image.frombytes("P", picture.size, bytes(map(places.__getitem__, pixels)))
    few.putpalette([part for colour in palette for part in colour])
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def _spread(colours: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """A palette for many colours, whether they are common or rare."""
    if not colours:
        return []
    strip = Image.new("RGB", (len(colours), 1))
    strip.putdata(colours)
    flat = strip.quantize(256 - _EXACT, dither=Image.Dither.NONE).getpalette() or []
    return list(zip(flat[::3], flat[1::3], flat[2::3], strict=True))[: 256 - _EXACT]


def _persona(shop: MapSnapshot, known: dict[str, Any]) -> Persona:
    return replace(shop.personas[0], **({"segment": "", "quote": "", "details": {}} | known))


def _felt(stage: Stage, number: int, place: int, done: set[int]) -> Stage:
    assert stage.emotion
    score = _FELT[number][place]
    felt = replace(stage.emotion, median=score, low=max(-2, round(score - 1)), high=min(2, round(score + 1)))
    pains = tuple(replace(pain, status=PainStatus.DONE if pain.id in done else PainStatus.OPEN) for pain in stage.pains)
    return replace(stage, emotion=felt, pains=pains)


def _measured(metric: Metric, number: int) -> Metric:
    values = zip(_REVIEWS, _MEASURED[metric.name], strict=True)
    return replace(metric, values=tuple((at.date(), float(value)) for at, value in values)[: number + 1])


_BACKSTAGE = (
    ("Fee looked up by postcode", "Card checked by the payment provider"),
    ("Route planned the night before", "Courier briefed on the floor and the lift"),
    ("Answers written down for the next caller",),
)
_SUPPORT = (("Price service", "Fraud rules"), ("Courier contract",), ("Spare parts from the maker", "Knowledge base"))
_THERE = (("Web shop team",), ("Tracking service",), ("Hotline, four people",))
_LACKING = ((), ("Slots of two hours",), ("Night shift", "Videos"))
_CLASSES = (TouchpointClass.COMPLEMENTARY, TouchpointClass.CRITICAL, None, TouchpointClass.REDUNDANT)


def _behind(stage: Stage, place: int) -> Stage:
    details = {
        "backstage": "\n".join(_BACKSTAGE[place]),
        "support": "\n".join(_SUPPORT[place]),
        "resources": "\n".join(_THERE[place]),
        "resources_lacking": "\n".join(_LACKING[place]),
    }
    touchpoints = tuple(
        replace(one, classed=_CLASSES[number % 4], importance=(3, 5, 0, 1)[number % 4])
        for number, one in enumerate(stage.touchpoints)
    )
    wished = replace(
        touchpoints[-1],
        id=touchpoints[-1].id + 900,
        title="Message when the van is near",
        usage=Usage.WISHED_FOR,
        classed=None,
        importance=4,
    )
    return replace(
        stage,
        details=stage.details | {name: said for name, said in details.items() if said},
        touchpoints=(*touchpoints, wished) if place == 1 else touchpoints,
    )


if __name__ == "__main__":
    for path in write(Path(sys.argv[1])):
        print(path, path.stat().st_size)
