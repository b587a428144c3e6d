"""Where a conversation stands follows from its slots, and every step can be undone."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from actions.path import (
    FIND,
    NOT_ASKED,
    SCALE,
    SCREENING,
    SCREENING_FORM,
    SERVICES_FORM,
    answered,
    complete,
    filled,
    next_step,
    reopened,
)
from screening.instruments import PREFER_NOT_TO_SAY

ADULT = {"minimum": 47, "maximum": 47}
CHILD = {"minimum": 14, "maximum": 14}
INFANT = {"minimum": 8, "maximum": 8}


def begun(**told: Any) -> dict[str, Any]:
    """The slots of a screening that has begun and in which these things were told, one after the other."""
    slots: dict[str, Any] = {"screening_key": "key"}
    for name, value in told.items():
        slots |= filled(slots, {name: value})
    return slots


def open_questions(slots: dict[str, Any]) -> list[str]:
    return [name for name in SCREENING if slots.get(name) is None]


def test_a_resident_is_asked_the_four_questions_and_not_the_carers() -> None:
    assert open_questions(begun(consent="yes", role="resident", age=ADULT)) == list(SCALE)


def test_an_adult_carer_is_asked_the_carers_question_as_well() -> None:
    assert open_questions(begun(consent="yes", role="carer", age=ADULT)) == [*SCALE, "social_contact"]


def test_a_young_carer_is_not_asked_the_question_for_adults() -> None:
    assert open_questions(begun(consent="yes", role="carer", age=CHILD)) == list(SCALE)


def test_the_age_chooses_the_wording() -> None:
    assert begun(consent="yes", role="resident", age=ADULT)["instrument"] == "adult"
    assert begun(consent="yes", role="resident", age=CHILD)["instrument"] == "child"


def test_nobody_is_asked_without_consent_or_below_ten_or_without_an_age() -> None:
    assert open_questions(begun(consent="no")) == []
    assert open_questions(begun(consent="yes", role="resident", age=INFANT)) == []
    assert open_questions(begun(consent="yes", role="resident", age=PREFER_NOT_TO_SAY)) == []


def test_a_corrected_age_brings_the_questions_back() -> None:
    slots = begun(consent="yes", role="carer", age=INFANT)
    assert open_questions(slots | filled(slots, {"age": ADULT})) == [*SCALE, "social_contact"]


def test_a_corrected_role_takes_the_carers_question_away() -> None:
    slots = begun(consent="yes", role="carer", age=ADULT)
    assert "social_contact" not in open_questions(slots | filled(slots, {"role": "resident"}))


def test_the_screening_comes_before_services_and_services_before_what_was_found() -> None:
    slots = begun(consent="yes", role="resident", age=ADULT)
    assert next_step(slots) == SCREENING_FORM
    slots |= dict.fromkeys(SCALE, "often")
    assert next_step(slots) == SERVICES_FORM
    slots |= {"life_stage": "working_age", "place": "none", "need": ["any"]}
    assert next_step(slots) == FIND


def test_without_a_screening_only_the_young_are_asked_their_age() -> None:
    assert filled({}, {"life_stage": "young"})["age"] is None
    assert filled({}, {"life_stage": "later_life"})["age"] == NOT_ASKED
    assert "age" not in filled({"age": CHILD}, {"life_stage": "young"})


def test_a_screening_is_complete_only_when_each_question_was_met() -> None:
    slots = begun(consent="yes", role="resident", age=ADULT)
    assert not complete(slots)
    assert complete(slots | dict.fromkeys(SCALE, "skipped"))
    assert not complete(begun(consent="no"))


@given(
    role=st.sampled_from(["resident", "carer"]),
    age=st.sampled_from([ADULT, CHILD, INFANT, PREFER_NOT_TO_SAY]),
    answers=st.lists(st.sampled_from(["hardly_ever", "often", "skipped"]), max_size=5),
    data=st.data(),
)
def test_any_answer_can_be_reopened_and_given_again_with_the_same_end(
    role: str, age: Any, answers: list[str], data: st.DataObject
) -> None:
    slots = begun(consent="yes", role=role, age=age)
    for name, value in zip(open_questions(slots), answers, strict=False):
        slots |= filled(slots, {name: value})
    name = data.draw(st.sampled_from(answered(slots)))
    reasked = slots | reopened(slots, name)
    assert reasked[name] is None
    again = reasked | filled(reasked, {name: slots[name]})
    assert open_questions(again) == open_questions(slots)
    assert {n: again[n] for n in answered(slots)} == {n: slots[n] for n in answered(slots)}
