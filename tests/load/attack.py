"""How published figures stand up to an attacker with a solver: `python -m tests.load.attack [--populations 40]`.

For each population drawn by chance: what is published, which values each count of 1 to 7 can still have for whoever has
read all of it, and what one person more or less changes. What the figures mean: docs/disclosure.md.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from random import Random

from indicators.disclosure import HIDDEN_VALUES, shown
from indicators.publish import publication_of, release_of, to_csv
from indicators.quarters import Quarter
from tests.unit.indicators.attacker import SUMS_OF_STARS, Attacker, Place, published, values_that_fit
from tests.unit.indicators.populations import (
    BIRMINGHAM,
    SHAPES,
    Draw,
    cells_of,
    everybodys_cells,
    population,
    true_counts,
)

QUARTER = Quarter(2026, 3)
SIZES = (35, 60, 100, 200, 400, 1_000)


def drawn(number: int) -> Draw:
    """Return the population of this number."""
    chance = Random(number)
    left_out = chance.choice((0.0, 0.03, 0.15))
    return Draw(SIZES[number % len(SIZES)], chance.choice((0, 0, 2)), left_out, chance.randrange(len(SHAPES)), number)


def figures_of(draw: Draw, without: int = 0) -> dict[Place, str]:
    """Return what is published of a population, without its last people."""
    people = population(draw)
    cells = everybodys_cells(draw) - cells_of(people) + cells_of(people[: len(people) - without])
    return published(to_csv(publication_of(BIRMINGHAM, QUARTER, release_of(cells, QUARTER.closes_on))))


def rounded_only(draw: Draw, figures: dict[Place, str]) -> dict[Place, str]:
    """Return the same tables under rounding and `*` alone, with nothing withheld."""
    truth = true_counts(everybodys_cells(draw))
    return {place: shown(truth[place]).text if place in truth else text for place, text in figures.items()}


def narrowed(draw: Draw, figures: dict[Place, str]) -> tuple[int, int, int, int]:
    """Return how many counts of 1 to 7 there are, how many have lost a value, and how many have one value left.

    A total of hidden reasons for empty answers, which no table has, may be as many as its stars at least. Last, how
    many questions the solver left undecided: their values count as lost.
    """
    attacker = Attacker(figures, sorted({place.row for place in figures if place.group == "Ward"}))
    truth = true_counts(everybodys_cells(draw))
    small = [place for place, count in truth.items() if 1 <= count <= 7 and place in attacker.places]
    fits = values_that_fit(attacker, {place: attacker.places[place] for place in small}, HIDDEN_VALUES)
    whole = {place: HIDDEN_VALUES if place in figures else SUMS_OF_STARS for place in small}
    lost = sum(not values >= whole[place] for place, values in fits.items())
    pinned = sum(len(values) <= 1 for values in fits.values())
    return len(small), lost, pinned, attacker.undecided


def main() -> None:
    """Attack and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--populations", type=int, default=40)
    parser.add_argument("--rounding-alone", action="store_true", help="attack the same tables with nothing withheld")
    options = parser.parse_args()
    total: Counter[str] = Counter()
    for number in range(options.populations):
        draw, begun = drawn(number), time.perf_counter()
        figures = figures_of(draw)
        neighbour = figures_of(draw, without=1)
        attacked = rounded_only(draw, figures) if options.rounding_alone else figures
        small, lost, pinned, undecided = narrowed(draw, attacked)
        changed = sum(neighbour.get(place) != text for place, text in figures.items())
        total.update(
            small=small, lost=lost, pinned=pinned, undecided=undecided, same=not changed, changed=changed, populations=1
        )
        total.update(shown=sum(text != ":" for text in figures.values()), figures=len(figures))
        print(
            f"{draw}: {small} small, {lost} narrowed, {pinned} pinned; one person moves {changed} figures", flush=True
        )
        print(f"  {time.perf_counter() - begun:.1f} s; so far {dict(total)}", flush=True)


if __name__ == "__main__":
    main()
