"""The sentences of a report are made of published figures, and claim no more than these bear."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date

import pytest

from council.report_findings import findings
from indicators.counting import cells_of
from indicators.definitions import ANSWERS, LIFE_STAGES, Screening
from indicators.measures import MEASURES
from indicators.publication import Publication
from indicators.publish import publication_of, release_of
from indicators.quarters import Quarter
from indicators.unmet import cells_of_needs

Q2, Q3 = Quarter(2026, 2), Quarter(2026, 3)


def made(people: int, often: float, quarter: Quarter = Q3, found: bool = False) -> Publication:
    """Publish what so many people said, of whom a share is lonely often."""
    chance, cells = random.Random(1), Counter[object]()
    for number in range(people):
        lonely = "often" if number < often * people else chance.choice(["never", "some_of_the_time"])
        answers = {item: chance.choice(sorted(ANSWERS[item])) for item in ("companionship", "left_out", "isolated")}
        person = Screening(
            week=date(2026, 8, 3), council="E08000025", ward=None, life_stage=chance.choice(sorted(LIFE_STAGES)),
            role="resident", channel="web", language="en", instrument="adult/1", answers=answers | {"lonely": lonely},
            finished=True,
        )  # fmt: skip
        cells.update(cells_of(person, MEASURES))
        cells.update(cells_of_needs(person.life_stage, {"gardening": found}))
    return publication_of("E08000025", quarter, release_of(cells, quarter.closes_on))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def busy() -> Publication:
    return made(400, 0.5)


def test_a_share_is_said_with_its_interval(busy: Publication) -> None:
    said = " ".join(findings([busy], None))
    assert "Of adults (16 and over) who answered, 50% (95% interval 45% to 55%) said that they feel lonely" in said


def test_a_difference_within_the_intervals_may_be_chance(busy: Publication) -> None:
    said = " ".join(findings([made(400, 0.45, Q2), busy], None))
    assert "In April to June 2026 it was 45%" in said
    assert "The intervals overlap: chance alone may explain the difference." in said


def test_a_difference_beyond_the_intervals_is_said_with_its_caveat(busy: Publication) -> None:
    said = " ".join(findings([made(400, 0.1, Q2), busy], None))
    assert "The intervals do not overlap. Who chose to take part may still have changed." in said


def test_what_was_looked_for_in_vain_stands_with_the_services_that_there_are(busy: Publication) -> None:
    assert "Gardening (400 conversations, no services listed here today)" in findings([busy], {})[-1]
    assert "Gardening (400 conversations, 1 service listed here today)" in findings([busy], {"gardening": 1})[-1]
    assert "Gardening (400 conversations)." in findings([busy], None)[-1]


def test_where_everything_was_found_no_gap_is_claimed() -> None:
    assert findings([made(200, 0.5, found=True)], {})[-1].startswith("No need is shown")


def test_of_a_few_people_nothing_is_said_but_what_is_shown() -> None:
    lines = findings([made(5, 0.4)], None)
    assert lines[0].startswith("Adults who began the questions about loneliness: ")
    assert "%" not in " ".join(lines)
