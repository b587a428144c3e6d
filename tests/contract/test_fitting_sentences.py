"""Sentences fit the person who reads them: a child, or somebody who asks for another person."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
RESPONSES: dict[str, list[dict[str, Any]]] = yaml.safe_load((ROOT / "domain.yml").read_text())["responses"]
FOR_SOMEONE_ELSE = {"role": "for_someone_else"}
CHILD = {"instrument": "child"}
NOT_FOR_A_CHILD = re.compile(r"GP surger|adult social care|Carers UK|Silver Line|ask your council", re.IGNORECASE)
NEVER_SAID_TO_A_CHILD = {"utter_carer", "utter_result_often_lonely", "utter_for_someone_else"}
"""A young carer has words of their own, the second is for who was asked the adults' questions, the last for helpers."""
OF_THE_READER = re.compile(
    r"near you|suits? you|you may like|would you enjoy|how old are you|what you need", re.IGNORECASE
)
PATH_FOR_SOMEONE_ELSE = sorted(
    {
        name
        for name in RESPONSES
        if re.match(r"utter_(place|found|none_suit|no_more|what_next|talk_to_human|nothing)", name)
    }
    | {f"utter_why_ask{what}" for what in ("", "_life_stage", "_age", "_place", "_need")}
    | {"utter_ask_life_stage", "utter_ask_age", "utter_need_someone_else", "utter_for_someone_else"}
    | {"utter_needs_assessment", "utter_social_prescribing"}
)


def conditions(response: dict[str, Any]) -> dict[str, str]:
    return {condition["name"]: condition["value"] for condition in response.get("condition", ())}


def chosen(name: str, slots: dict[str, str]) -> str:
    """The words that Rasa says: the variant whose conditions hold, else the one without conditions."""
    fitting = [each for each in RESPONSES[name] if conditions(each) and conditions(each).items() <= slots.items()]
    return str((fitting or [each for each in RESPONSES[name] if not conditions(each)])[0]["text"])


@pytest.mark.parametrize("name", PATH_FOR_SOMEONE_ELSE)
def test_who_asks_for_another_person_is_not_spoken_to_as_that_person(name: str) -> None:
    assert not OF_THE_READER.search(chosen(name, FOR_SOMEONE_ELSE))


@pytest.mark.parametrize("name", sorted(RESPONSES.keys() - NEVER_SAID_TO_A_CHILD))
def test_a_child_is_pointed_to_a_grown_up_and_never_to_an_office(name: str) -> None:
    assert not NOT_FOR_A_CHILD.search(chosen(name, CHILD))


def test_whoever_may_be_a_child_is_told_whom_a_child_can_ask() -> None:
    for name in ("utter_carer", "utter_carers_assessment", "utter_needs_assessment", "utter_social_prescribing"):
        assert re.search(r"If you are under 1[68]", chosen(name, {})), name


def test_no_two_variants_ever_fit_the_same_person() -> None:
    """Rasa picks one of several at random. Somebody who asks for another has no instrument: `actions.path.filled`."""
    exclusive = ([{}, FOR_SOMEONE_ELSE, CHILD], [{}, CHILD, {"instrument": "adult"}])
    for name, variants in RESPONSES.items():
        told = [conditions(each) for each in variants]
        assert len({str(each) for each in told}) == len(told), name
        assert any(all(each in allowed for each in told) for allowed in exclusive), name
