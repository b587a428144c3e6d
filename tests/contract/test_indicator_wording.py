"""What the council tables say was asked is what people are asked, and both rooms score it alike."""

from __future__ import annotations

from itertools import product

import pytest

from bot.safety import CATEGORIES
from indicators import definitions
from indicators.measures import MEASURES
from screening.instruments import ADULT, CARER_CONTACT, CHILD, NON_ANSWERS
from screening.people import LifeStage, Role
from screening.scoring import SCORED_ITEMS, SCORES, ucla_score

INSTRUMENTS = {instrument.version: instrument for instrument in (ADULT, CHILD, CARER_CONTACT)}
ASKED = {
    definitions.ADULTS: {item.name: item for item in (*ADULT.items, *CARER_CONTACT.items)},
    definitions.CHILDREN: {item.name: item for item in CHILD.items},
}


def test_every_instrument_can_be_counted() -> None:
    assert set(definitions.INSTRUMENTS) == set(INSTRUMENTS)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_the_printed_question_is_the_question_that_was_asked(measure) -> None:
    assert measure.wording == tuple(ASKED[measure.population][item].question for item in measure.items)


def test_both_rooms_know_the_same_answers() -> None:
    for items in ASKED.values():
        for name, item in items.items():
            assert definitions.ANSWERS[name] == {option.code for option in item.options}
    assert set(NON_ANSWERS) == set(definitions.NON_RESPONSE) - {"not_reached"}


def test_both_rooms_know_the_same_people() -> None:
    assert set(definitions.LIFE_STAGES) == set(LifeStage)
    assert {*definitions.ROLES, definitions.FOR_SOMEONE_ELSE} == set(Role)


@pytest.mark.parametrize("codes", list(product([*SCORES, *sorted(NON_ANSWERS)], repeat=3)))
def test_both_rooms_put_the_same_answers_in_the_same_band(codes) -> None:
    answers = dict(zip(SCORED_ITEMS, codes, strict=True))
    score = ucla_score(answers)
    for measure in MEASURES:
        if measure.items == SCORED_ITEMS:
            assert measure.category_of(answers) == (score and score.band.value)


def test_the_safety_categories_that_are_counted_are_those_that_are_answered() -> None:
    assert tuple(definitions.SAFETY_CATEGORIES) == CATEGORIES
