"""Whom a service is for, and who is never shown it."""

from __future__ import annotations

from typing import Any

import pytest

from directory.model import AgeRange, Need, Service
from directory.suiting import for_carers_only
from directory.words import words_of
from screening.people import LifeStage, Role
from tests.unit.directory.builders import a_service, an_entry
from tests.unit.directory.straightforward import suits

YOUNG, WORKING, LATER = (LifeStage.YOUNG,), (LifeStage.WORKING_AGE,), (LifeStage.LATER_LIFE,)


def shown(service: Service, said: str = "", **told: Any) -> bool:
    fields: dict[str, Any] = {"age": None, "stages": (), "role": Role.RESIDENT, "needs": ()} | told
    return suits(an_entry(service), **fields, said=words_of(said))


@pytest.mark.parametrize(("age", "fits"), [(14, False), (17, False), (18, True), (40, True)])
def test_a_service_for_adults_is_for_adults(age: int, fits: bool) -> None:
    assert shown(a_service(minimum_age=18), age=AgeRange(age, age)) is fits


def test_whoever_may_be_seventeen_is_shown_nothing_for_adults() -> None:
    assert not shown(a_service(minimum_age=18), age=AgeRange(16, 25))
    assert shown(a_service(minimum_age=16), age=AgeRange(16, 25))


def test_a_child_is_not_sent_to_a_club_for_the_retired() -> None:
    retired = a_service(life_stages=LATER)
    assert not shown(retired, age=AgeRange(14, 14), stages=YOUNG)
    assert not shown(retired, stages=YOUNG)
    assert shown(retired, stages=LATER)


def test_an_adult_is_not_sent_to_a_youth_club_unless_asking_for_one() -> None:
    club = a_service(life_stages=YOUNG, needs=(Need.YOUTH_CLUB,))
    assert not shown(club, stages=WORKING)
    assert not shown(club, stages=LATER)
    assert shown(club, stages=WORKING, needs=(Need.YOUTH_CLUB,))


def test_a_grandparent_may_ask_for_a_playgroup() -> None:
    playgroup = a_service(life_stages=(LifeStage.EARLY_YEARS,), needs=(Need.PARENT_BABY,))
    assert not shown(playgroup, stages=LATER)
    assert shown(playgroup, stages=LATER, needs=(Need.PARENT_BABY,))


def test_a_carers_group_is_for_carers_and_for_those_who_ask() -> None:
    group = a_service(needs=(Need.CARERS_GROUP,), for_carers=True)
    assert not shown(group)
    assert shown(group, role=Role.CARER)
    assert shown(group, role=Role.FOR_SOMEONE_ELSE, needs=(Need.CARERS_GROUP,))


@pytest.mark.parametrize(
    ("needs", "only"),
    [
        ((Need.CARERS_GROUP,), True),
        ((Need.YOUTH_CLUB, Need.CARERS_GROUP), True),
        ((Need.CARERS_GROUP, Need.CONDITION_SUPPORT), True),
        ((Need.CONDITION_SUPPORT, Need.CARERS_GROUP), False),
        ((Need.TRANSPORT,), False),
    ],
)
def test_where_carers_come_along_it_is_not_only_for_them(needs: tuple[Need, ...], only: bool) -> None:
    assert for_carers_only(a_service(needs=needs, for_carers=True)) is only


def test_a_dementia_garden_is_shown_where_the_words_point_to_it() -> None:
    garden = a_service(name="Dementia Garden Club", needs=(Need.GARDENING, Need.CONDITION_SUPPORT))
    assert not shown(garden, said="gardening", needs=(Need.GARDENING,))
    assert shown(garden, said="gardening for my mum with dementia", needs=(Need.GARDENING,))
    assert shown(garden, needs=(Need.CONDITION_SUPPORT,))


def test_whoever_names_one_condition_is_not_shown_another() -> None:
    parkinsons = a_service(name="Parkinson's Table Tennis", needs=(Need.CONDITION_SUPPORT,))
    general = a_service(name="A Helpline", needs=(Need.CONDITION_SUPPORT,))
    assert not shown(parkinsons, said="epilepsy", needs=(Need.CONDITION_SUPPORT,))
    assert shown(parkinsons, said="I have parkinsons", needs=(Need.CONDITION_SUPPORT,))
    assert shown(general, said="epilepsy", needs=(Need.CONDITION_SUPPORT,))


def test_help_with_asylum_is_no_answer_to_a_wish_for_culture() -> None:
    advice = a_service(summary="Advice for people seeking asylum.", needs=(Need.FAITH_CULTURE,))
    assert not shown(advice, needs=(Need.FAITH_CULTURE,))
    assert shown(advice, said="I am seeking asylum", needs=(Need.FAITH_CULTURE,))
