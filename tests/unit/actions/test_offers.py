"""What is offered fits whoever it is for: a child, a young carer, an older person, or somebody who asks for another."""

from __future__ import annotations

from typing import Any

import pytest

from actions.offers import NEED_TITLES, NOT_FOR_CHILDREN, after_results, need_choices, offered, under_18
from actions.path import filled
from directory.model import Need
from screening.people import LifeStage, Role


def aged(years: int, **told: Any) -> dict[str, Any]:
    return {"age": {"minimum": years, "maximum": years}, **told}


def titles(slots: dict[str, Any]) -> list[str]:
    return [button.title for button in need_choices(slots)]


@pytest.mark.parametrize("stage", [*LifeStage, "prefer_not_to_say", None])
@pytest.mark.parametrize("years", [8, 10, 13, 15])
def test_a_child_is_offered_nothing_for_grown_ups(years: int, stage: str | None) -> None:
    assert not NOT_FOR_CHILDREN & set(offered(aged(years, life_stage=stage)))


def test_a_child_is_offered_a_youth_club_whatever_stage_was_pressed() -> None:
    assert all(Need.YOUTH_CLUB in offered(aged(13, life_stage=stage)) for stage in (None, "later_life", "young"))


def test_a_child_who_has_a_child_is_offered_groups_for_parents() -> None:
    assert Need.PARENT_BABY in offered(aged(15, life_stage=LifeStage.EARLY_YEARS))


@pytest.mark.parametrize("stage", [LifeStage.YOUNG, LifeStage.LATER_LIFE, None])
def test_nobody_of_65_is_offered_a_youth_club(stage: str | None) -> None:
    assert Need.YOUTH_CLUB not in offered(aged(70, life_stage=stage))


def test_somebody_who_may_be_a_child_is_not_offered_work() -> None:
    assert Need.EMPLOYMENT not in offered({"life_stage": LifeStage.YOUNG})


def test_a_carer_is_offered_groups_for_carers_first_and_a_young_one_groups_for_young_carers() -> None:
    assert titles(aged(50, role=Role.CARER, life_stage=LifeStage.WORKING_AGE))[0] == "Groups for carers"
    assert titles(aged(14, role=Role.CARER, life_stage=LifeStage.YOUNG))[0] == "Groups for young carers"


def test_every_list_ends_with_anything_and_says_whose() -> None:
    assert titles({})[-1] == "Anything near me"
    assert titles({"role": Role.FOR_SOMEONE_ELSE})[-1] == "Anything near them"


def test_what_can_be_done_with_results_is_said_of_the_person_it_is_for() -> None:
    mine, theirs = after_results({}), after_results({"role": Role.FOR_SOMEONE_ELSE})
    assert [button.payload for button in mine] == [button.payload for button in theirs]
    of_them = [button.title for button in theirs if button not in mine]
    assert of_them == ["None of these suit them", "Something else for them"]


@pytest.mark.parametrize(
    ("slots", "expected"),
    [({}, False), (aged(0), True), (aged(17), True), (aged(18), False), (aged(12, role=Role.FOR_SOMEONE_ELSE), False)],
)
def test_who_is_talking_may_be_under_18(slots: dict[str, Any], expected: bool) -> None:
    assert under_18(slots) is expected


def test_the_age_of_somebody_else_never_chooses_questions_for_the_person_who_asks() -> None:
    slots = filled({"role": Role.FOR_SOMEONE_ELSE}, {"age": {"minimum": 12, "maximum": 12}})
    assert slots["instrument"] is None


def test_every_choice_has_a_title_of_its_own() -> None:
    assert len(set(NEED_TITLES.values())) == len(Need)
