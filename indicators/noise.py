"""Figures with random noise, for wider release: off unless the operator asks, and only once for a council's quarter.

The noise is discrete Laplace noise from OpenDP, an optional package. It hides whether any one person took part, however
much a reader knows of everybody else, to the degree that epsilon states: whatever the reader thought the odds were,
these figures multiply them by at most e to the power of epsilon. The promise holds for these figures alone: where the
rounded figures of the same quarter are public, too, it does not cover those.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from importlib.util import find_spec
from math import ceil, exp, log
from typing import Final

from indicators.counting import EVERYONE, Key, cell
from indicators.definitions import Category, Measure
from indicators.disclosure import STEP
from indicators.measures import MEASURES
from indicators.quarters import Quarter
from indicators.store import ScreeningStore

EDITION: Final = "noise"
LARGEST_EPSILON: Final = 1.0
MOST_CELLS_OF_ONE_PERSON: Final = 3
"""A carer stands in one band, one direct answer and one answer on contact; nobody stands in more of these cells."""
HEADER: Final = ("council", "quarter", "table", "row", "value", "off_by_at_most_19_times_in_20", "epsilon")
Draw = Callable[[int, float], int]
"""Gives a count with noise of a scale."""


class NoiseError(Exception):
    """Noise that cannot be made; the text is for the operator."""


def opendp_draw() -> Draw:
    """Return OpenDP's discrete Laplace noise. Raises `NoiseError` where the package is missing."""
    if find_spec("opendp") is None:
        raise NoiseError("Noise needs the package opendp: uv sync --extra noise")
    import opendp.prelude as dp

    dp.enable_features("contrib")
    space = dp.atom_domain(T=int), dp.absolute_distance(T=int)

    def draw(count: int, scale: float) -> int:
        return int(dp.m.make_laplace(*space, scale=scale)(count))

    return draw


def noisy_counts(counts: Mapping[Key, int], epsilon: float, draw: Draw) -> dict[Key, int]:
    """Return the counts of everyone's answers with noise, to the nearest 5 and never below 0.

    Rounding comes after the noise, so it costs none of the promise. Raises `NoiseError` for an epsilon out of range.
    """
    if not 0 < epsilon <= LARGEST_EPSILON:
        raise NoiseError(f"Epsilon is more than 0 and at most {LARGEST_EPSILON:g}: the smaller, the more noise.")
    scale = MOST_CELLS_OF_ONE_PERSON / epsilon
    keys = [cell(measure.name, EVERYONE, category.name) for measure, category in _cells()]
    return {key: max(0, STEP * round(draw(counts.get(key, 0), scale) / STEP)) for key in keys}


def error_of(epsilon: float) -> int:
    """Return by how much a figure is off at most, 19 times in 20, with the rounding."""
    fading = exp(-epsilon / MOST_CELLS_OF_ONE_PERSON)
    return ceil(log(0.05 * (1 + fading) / 2) / log(fading)) + STEP // 2


def noisy_csv(store: ScreeningStore, council: str, quarter: Quarter, epsilon: float, today: date, draw: Draw) -> str:
    """Return the noisy figures of a closed quarter as CSV.

    They are drawn once and kept: noise that is drawn anew for each reader would average out. So a second call returns
    the first figures, with the epsilon that they were made with. Raises `NoiseError` for a quarter that is not closed.
    """
    if not quarter.is_closed(today):
        raise NoiseError(f"The figures of {quarter} are made on {quarter.closes_on}.")
    kept = store.releases.find(council, quarter, EDITION)
    if kept is None:
        figures = noisy_counts(store.counts(council, quarter), epsilon, draw)
        content = json.dumps({"epsilon": epsilon, "figures": [[*key, value] for key, value in figures.items()]})
        kept = store.releases.keep(council, quarter, today, content, EDITION)
    document = json.loads(kept[1])
    values = {Key(*names): value for *names, value in document["figures"]}
    return _csv([HEADER, *_lines(council, quarter, document["epsilon"], values)])


def _lines(council: str, quarter: Quarter, epsilon: float, values: Mapping[Key, int]) -> list[tuple[object, ...]]:
    return [
        (council, quarter, measure.title, category.label, value, error_of(epsilon), epsilon)
        for measure, category in _cells()
        if (value := values.get(cell(measure.name, EVERYONE, category.name))) is not None
    ]


def _cells() -> list[tuple[Measure, Category]]:
    return [(measure, category) for measure in MEASURES for category in measure.categories]


def _csv(lines: Sequence[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue()
