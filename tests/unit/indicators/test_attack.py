"""An attacker who has read everything learns of a hidden count no more than is printed: that it is from 1 to 7."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.definitions import CHILD, SCORED_ITEMS, Screening
from indicators.disclosure import HIDDEN_VALUES, added, read_figure, share
from indicators.measures import CHILD_DIRECT
from indicators.publish import added_up, publication_of, release_of, to_csv, to_json
from indicators.quarters import Quarter
from indicators.releases import Release
from tests.unit.indicators.attacker import SUMS_OF_STARS, Attacker, Place, published, values_that_fit
from tests.unit.indicators.populations import BIRMINGHAM, Draw, cells_of, everybodys_cells, population, true_counts

QUARTER = Quarter(2026, 3)
draws = st.builds(
    Draw,
    people=st.sampled_from([5, 12, 35, 60, 100, 150]),
    wards=st.sampled_from([0, 0, 0, 2]),
    left_out=st.sampled_from([0.0, 0.03, 0.15]),
    shape=st.integers(0, 4),
    seed=st.integers(0, 10**6),
)


def release(draw: Draw) -> Release:
    return release_of(everybodys_cells(draw), QUARTER.closes_on)


def sheet(release: Release, council: str | None = BIRMINGHAM) -> str:
    return to_csv(publication_of(council, QUARTER, release))


def what_fits(draw: Draw) -> tuple[dict[Place, set[int]], dict[Place, set[int]], dict[Place, set[int]]]:
    """What each count of 1 to 7 could be, those of no table apart; and each hidden nought where there are people."""
    cells = everybodys_cells(draw)
    figures = published(sheet(release_of(cells, QUARTER.closes_on)))
    attacker = Attacker(figures, sorted({place.row for place in figures if place.group == "Ward"}))
    truth = {place: count for place, count in true_counts(cells).items() if place in attacker.places}
    groups = {place[:3] for place, count in truth.items() if count}
    noughts = {place for place, count in truth.items() if not count and place[:3] in groups}
    targets = {place for place, count in truth.items() if 1 <= count <= 7}
    targets |= {place for place in noughts if figures.get(place) in (":", "<8")}
    fits = values_that_fit(attacker, {place: attacker.places[place] for place in targets}, HIDDEN_VALUES)
    return (
        {place: values for place, values in fits.items() if place not in noughts and place in figures},
        {place: values for place, values in fits.items() if place not in noughts and place not in figures},
        {place: values for place, values in fits.items() if place in noughts},
    )


@settings(max_examples=5)
@given(draws)
def test_every_hidden_count_can_still_be_anything_from_1_to_7(draw) -> None:
    counts, totals, noughts = what_fits(draw)
    for place, values in counts.items():
        assert values == HIDDEN_VALUES, (draw, place)
    for place, values in totals.items():
        assert values >= SUMS_OF_STARS, (draw, place)
    for place, values in noughts.items():
        assert values >= {1, 2, 3, 4, 5}, (draw, place)


def test_who_knows_the_order_of_the_questions_learns_no_more() -> None:
    """Of children, who left is who did not reach the last question: 43 of 46 who finished answered it, so 3 skipped.

    Rounded, that left from 1 to 3: every other number stood at an end of its range.
    """
    often, sometimes = (people_of(n, "often", lonely) for n, lonely in ((8, "often"), (8, "some_of_the_time")))
    seldom, never = people_of(13, "some_of_the_time", "occasionally"), people_of(13, "hardly_ever", "never")
    rest = [
        *people_of(8, "hardly_ever", "hardly_ever"),
        *people_of(2, "often", "skipped"),
        *people_of(1, "often", None),
    ]
    cells = cells_of([*often, *sometimes, *seldom, *never, *rest])
    figures = published(sheet(release_of(cells, QUARTER.closes_on)))
    attacker = Attacker(figures, [])
    skipped = Place("not_answered", CHILD_DIRECT.title, CHILD_DIRECT.wording[0], "Skipped")
    assert values_that_fit(attacker, {skipped: attacker.places[skipped]}, HIDDEN_VALUES)[skipped] == HIDDEN_VALUES


def people_of(number: int, score: str, lonely: str | None) -> list[Screening]:
    """So many children with these answers; those who were not asked how lonely they are had left before."""
    answers = dict.fromkeys(SCORED_ITEMS, score) | ({} if lonely is None else {"lonely": lonely})
    child = next(each for each in population(Draw(100)) if each.instrument == CHILD)
    return [replace(child, role="resident", answers=answers, finished=lonely is not None)] * number


def test_the_attacker_finds_what_rounding_alone_gives_away() -> None:
    figures = {
        Place("adult_ucla", "Everyone", "Everyone", "Lonely some of the time (5 to 7)"): "25",
        Place("adult_ucla", "Role", "Residents", "Lonely some of the time (5 to 7)"): "*",
        Place("adult_ucla", "Role", "Unpaid carers", "Lonely some of the time (5 to 7)"): "20",
    }
    attacker = Attacker(figures, [])
    residents = Place("adult_ucla", "Role", "Residents", "Lonely some of the time (5 to 7)")
    found = values_that_fit(attacker, {residents: attacker.places[residents]}, HIDDEN_VALUES)
    assert found[residents] == {1, 2, 3, 4, 5, 6, 7}
    attacker = Attacker({**figures, Place(*residents[:2], "Unpaid carers", residents.column): "25"}, [])
    found = values_that_fit(attacker, {residents: attacker.places[residents]}, HIDDEN_VALUES)
    assert found[residents] == {1, 2, 3, 4}


@settings(max_examples=6)
@given(draws)
def test_bases_and_shares_are_worked_out_from_what_is_shown(draw) -> None:
    rows = [*csv.DictReader(io.StringIO(sheet(release(draw)), newline=""))]
    for row in [row for row in rows if row["unit"] == "per cent"]:
        line = [each for each in rows if (each["table"], each["row"]) == (row["table"], row["row"])]
        counts = [read_figure(each["text"]) for each in line if each["unit"] == "people"][:-1]
        base = next(each["text"] for each in line if each["column"].startswith("Base"))
        assert base == added(counts).text
        possible = {share(counts[first:last], added(counts)).text for first in range(3) for last in range(first + 1, 4)}
        assert row["text"] in possible


@settings(max_examples=2)
@given(draws, draws, draws)
def test_figures_of_england_can_be_added_up_by_whoever_reads_those_of_councils(first, second, not_told) -> None:
    releases = [release(each) for each in (first, second, not_told)]
    parts = [published(sheet(each)) for each in releases]
    for place, text in published(sheet(added_up(releases, QUARTER.closes_on), None)).items():
        if place.table != "mean_score" and not place.column.startswith("Base") and place.row != "Everyone who began":
            figures = [read_figure(part.get(place, "0")) for part in parts if part.get(place, "0") != ":"]
            used = [figure for part, figure in zip(parts, figures, strict=False) if place in part] or figures
            assert text in {added(figures).text if figures else ":", added(used).text if used else ":"}


def test_every_format_tells_the_same() -> None:
    publication = publication_of(BIRMINGHAM, QUARTER, release(Draw(people=250, wards=2)))
    document = json.loads(to_json(publication))
    rows = [*csv.DictReader(io.StringIO(to_csv(publication), newline=""))]
    in_json = [cell["text"] for table in document["tables"] for line in table["rows"] for cell in line["cells"]]
    assert [row["text"] for row in rows] == in_json
    assert {*document} == {"council", "quarter", "made_on", "about", "definitions", "tables"}


@settings(max_examples=6)
@given(draws)
def test_one_person_more_moves_no_figure_by_more_than_one_step(draw) -> None:
    people = population(draw)
    before = published(sheet(release_of(cells_of(people[:-1]), QUARTER.closes_on)))
    after = published(sheet(release_of(cells_of(people), QUARTER.closes_on)))
    order = ["0", "*", *(str(number) for number in range(10, 1000, 5))]
    for place in before.keys() & after.keys():
        one, other = before[place], after[place]
        is_sum = place.column.startswith("Base") or place.row == "Everyone who began" or place.table == "mean_score"
        if not is_sum and {one, other} <= {*order}:
            assert abs(order.index(one) - order.index(other)) <= 1


@pytest.mark.parametrize("people", [0, 3, 7])
def test_of_a_handful_nothing_is_told_but_that_it_is_one(people) -> None:
    cells = cells_of(population(Draw(people=8))[:people])
    texts = Counter(published(sheet(release_of(cells, QUARTER.closes_on))).values())
    assert {*texts} <= {"0", "*", ":", "<8", "5", "10", "15"}


def test_a_ward_is_shown_from_100_people_on() -> None:
    people = [replace(person, ward="E05000001") for person in population(Draw(people=400, shape=1))]
    few = [replace(person, ward="E05000002") for person in population(Draw(people=60, shape=1, seed=2))]
    figures = published(sheet(release_of(cells_of([*people, *few]), QUARTER.closes_on)))
    told = {place.row: text != ":" for place, text in figures.items() if place.table == "adult_ucla_wards"}
    assert told == {"E05000001": True}, "a row of colons would tell that somebody of a ward took part"
