"""People drawn by chance, for tests that publish figures about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from indicators.counting import (
    EVERYONE,
    NO_CATEGORY,
    STAGE_GROUPS,
    WARD,
    Counted,
    Key,
    cell,
    groups,
    laid_out,
    not_answered,
)
from indicators.counting import cells_of as answers_of
from indicators.definitions import ANSWERS, LIFE_STAGES, NEEDS, NON_RESPONSE, SCORED_ITEMS, Screening
from indicators.measures import MEASURES
from indicators.unmet import FOUND, NOT_FOUND, cells_of_needs, lay_out_needs, need_cell, stage_cell
from tests.unit.indicators.attacker import Place

BIRMINGHAM = "E08000025"
WEEK = date(2026, 7, 6)
SHAPES = ((5, 4, 2), (1, 1, 1), (14, 3, 1), (1, 4, 12), (40, 2, 1))
"""How the answers lean: lonelier, evenly, less lonely."""


@dataclass(frozen=True)
class Draw:
    """How a population is drawn: how many people, in how many wards, how many leave questions out, how answers lean."""

    people: int
    wards: int = 0
    left_out: float = 0.0
    shape: int = 0
    seed: int = 0


def population(draw: Draw) -> list[Screening]:
    """Return people as `draw` says, the same each time."""
    chance = Random(repr(draw))
    return [_person(chance, draw) for _ in range(draw.people)]


def _person(chance: Random, draw: Draw) -> Screening:
    child = chance.random() < 0.1
    role = "carer" if not child and chance.random() < 0.2 else "resident"
    stage = "young" if child else chance.choices([None, *LIFE_STAGES], [1, 1, 2, 8, 6])[0]
    answers = {
        item: chance.choices(["hardly_ever", "some_of_the_time", "often"], SHAPES[draw.shape])[0]
        for item in SCORED_ITEMS
    }
    answers["lonely"] = chance.choice(sorted(ANSWERS["lonely"]))
    if role == "carer":
        answers["social_contact"] = chance.choice(sorted(ANSWERS["social_contact"]))
    for item in list(answers):
        if chance.random() < draw.left_out:
            answers[item] = chance.choice(["skipped", "prefer_not_to_say"])
    finished = chance.random() > draw.left_out
    reached = list(answers)[: len(answers) if finished else chance.randint(1, len(answers) - 1)]
    return Screening(
        week=WEEK,
        council=BIRMINGHAM,
        ward=f"E05{chance.randint(1, draw.wards):06}" if draw.wards and chance.random() < 0.9 else None,
        life_stage=stage,
        role=role,
        channel=chance.choice(["web", "telegram"]),
        language="en",
        instrument="child/1" if child else "adult/1",
        answers={item: answers[item] for item in reached},
        finished=finished,
    )


def cells_of(people: Sequence[Screening]) -> Counter[Key]:
    """Return the cells that these people stand in, with what each of them looked for."""
    cells = searches([person.life_stage for person in people])
    for person in people:
        cells.update(answers_of(person, MEASURES))
    return cells


def searches(stages: Sequence[str | None], seed: int = 0) -> Counter[Key]:
    """Return the cells of conversations of people in these stages of life, each of which named up to three needs."""
    chance, cells = Random(seed), Counter[Key]()
    for stage in stages:
        outcomes = {need: chance.random() < 0.5 for need in chance.sample(sorted(NEEDS), chance.randint(0, 3))}
        cells.update(cells_of_needs(stage, outcomes))
    return cells


def everybodys_cells(draw: Draw) -> Counter[Key]:
    """Return the cells of a population, and of some more people who answered nothing and only looked for something."""
    chance = Random(repr(draw))
    others = chance.choices([None, *LIFE_STAGES], [1, 1, 2, 8, 6], k=chance.randint(0, 3 * draw.people))
    return cells_of(population(draw)) + searches(others, draw.seed)


def true_counts(cells: Mapping[Key, int]) -> dict[Place, int]:
    """Return the true number at each place of the tables, and of those in no category; but for how people took part."""
    counted: Counted = laid_out(cells, MEASURES)
    lay_out_needs(counted)
    wards = sorted({key.row.partition("/")[2] for key in cells if key.row.startswith(f"{WARD}/")})
    truth = {}
    for measure in MEASURES:
        labels = {category.name: category.label for category in measure.categories} | {NO_CATEGORY: NO_CATEGORY}
        for group in groups(measure, wards):
            table, row = (f"{measure.name}_wards", group.code) if group.kind == WARD else (measure.name, group.label)
            for name, label in labels.items():
                place = Place(table, EVERYONE.kind if group is EVERYONE else group.kind, row, label)
                truth[place] = counted.counts[cell(measure.name, group, name)]
    reasons = {
        Place("not_answered", measure.title, question, label): counted.counts[not_answered(measure, item, reason)]
        for measure in MEASURES
        for item, question in zip(measure.items, measure.wording, strict=True)
        for reason, label in NON_RESPONSE.items()
    }
    return truth | reasons | _true_counts_of_needs(cells)


def _true_counts_of_needs(cells: Mapping[Key, int]) -> dict[Place, int]:
    columns = {FOUND: "Something near was found", NOT_FOUND: "Nothing near was found"}
    by_need = {
        Place("needs", "Need", label, column): cells[need_cell(need, outcome)]
        for need, label in NEEDS.items()
        for outcome, column in columns.items()
    }
    by_stage = {
        Place("unmet_needs", group.kind, group.label, "Needs for which nothing near was found"): cells[
            stage_cell(group.code)
        ]
        for group in STAGE_GROUPS
    }
    return by_need | by_stage
