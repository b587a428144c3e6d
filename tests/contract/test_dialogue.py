"""What Python names, what `domain.yml` declares, what is trained and what the docs say are the same things."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.offers import NEED_TITLES, OFFERED
from actions.path import FORMS
from actions.reading import ANY, OPTIONS
from actions.registry import ACTIONS
from bot.chat import ALWAYS_ACCEPTED
from bot.messages import Kind
from directory.model import Filter, Need
from screening.instruments import ADULT, CARER_CONTACT, CHILD, PREFER_NOT_TO_SAY, Item
from screening.people import LifeStage

ROOT = Path(__file__).resolve().parents[2]
DOMAIN: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text())
RESPONSES: dict[str, list[dict[str, Any]]] = DOMAIN["responses"]
NLU = [block for path in (ROOT / "nlu_data/nlu").glob("*.yml") for block in yaml.safe_load(path.read_text())["nlu"]]
RULES = [rule for path in (ROOT / "nlu_data/rules").glob("*.yml") for rule in yaml.safe_load(path.read_text())["rules"]]
ONLY_BUTTONS = {"change", "consent", "pause", "report", "speak", "unkeep", "wrong"}
"""Intents that nobody types."""


def strings_in(folder: str) -> set[str]:
    """Every string literal of the Python files in `folder`, f-strings with their gaps as `*`."""
    found: set[str] = set()
    for path in (ROOT / folder).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.JoinedStr):
                parts = [part.value if isinstance(part, ast.Constant) else "*" for part in node.values]
                found.add("".join(map(str, parts)))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def steps(rule: dict[str, Any], kind: str) -> set[str]:
    """The intents or actions that a rule names."""
    flat = [part for step in rule["steps"] for part in step.get("or", [step])]
    return {part[kind] for part in flat if kind in part}


def test_every_action_of_the_domain_is_in_python_and_the_reverse() -> None:
    assert set(DOMAIN["actions"]) == set(ACTIONS)


def test_the_forms_ask_what_python_expects() -> None:
    assert {name: tuple(form["required_slots"]) for name, form in DOMAIN["forms"].items()} == FORMS


def test_every_intent_has_a_rule_or_an_answerer() -> None:
    assert set().union(*(steps(rule, "intent") for rule in RULES)) | {"skip"} == set(DOMAIN["intents"])


def test_every_action_of_a_rule_exists() -> None:
    named = set().union(*(steps(rule, "action") for rule in RULES))
    assert named <= set(ACTIONS) | set(FORMS)


def test_every_intent_that_people_type_has_examples_and_no_other_does() -> None:
    assert {block["intent"].split("/")[0] for block in NLU} == set(DOMAIN["intents"]) - ONLY_BUTTONS


def test_the_values_of_meanings_are_those_of_the_directory_and_the_instruments() -> None:
    values: dict[str, set[str]] = {}
    for block in NLU:
        intent, _, value = block["intent"].partition("/")
        values.setdefault(intent, set()).add(value)
    assert values["need"] == set(Need)
    assert values["filter"] <= set(Filter)
    assert values["life_stage"] == set(LifeStage)
    scale = {option.code for item in (*ADULT.items, *CARER_CONTACT.items) for option in item.options}
    assert values["answer"] == scale | {PREFER_NOT_TO_SAY, "always"}


def test_every_response_that_python_says_exists_and_every_response_is_said() -> None:
    said = {text for text in strings_in("actions") if text.startswith("utter_")}
    patterns = [re.compile(re.escape(text).replace(r"\*", ".+") + "$") for text in said]
    whole = [text for text in said if not text.endswith("_")]
    unknown = [text for text in whole if not any(re.match(text.replace("*", ".+") + "$", name) for name in RESPONSES)]
    unsaid = [
        name
        for name in RESPONSES
        if not name.startswith("utter_ask_") and name != "utter_crisis" and not any(p.match(name) for p in patterns)
    ]
    assert not unknown
    assert not unsaid


def test_every_question_of_a_form_has_words_or_an_action() -> None:
    for slots in FORMS.values():
        for slot in slots:
            assert f"utter_ask_{slot}" in RESPONSES or f"action_ask_{slot}" in ACTIONS


@pytest.mark.parametrize("instrument", [ADULT, CHILD, CARER_CONTACT], ids=lambda instrument: instrument.version)
def test_validated_wording_is_said_word_for_word(instrument: Any) -> None:
    for item in instrument.items:
        response = variant(item.name, child=instrument is CHILD)
        assert response["text"] == item.question
        assert [button["title"] for button in response["buttons"]] == labels(item)
        assert [button["payload"] for button in response["buttons"]] == payloads(item)


def variant(item: str, *, child: bool) -> dict[str, Any]:
    """The words of a question for children or adults; one set of words may serve both."""
    variants = RESPONSES[f"utter_ask_{item}"]
    chosen = [response for response in variants if ("condition" in response) == child]
    return (chosen or variants)[0]


def labels(item: Item) -> list[str]:
    return [*(option.label for option in item.options), "Prefer not to say"]


def payloads(item: Item) -> list[str]:
    codes = [*(option.code for option in item.options), PREFER_NOT_TO_SAY]
    return [f'/answer{{{{"{item.name}":"{code}"}}}}' for code in codes]


def test_the_introduction_is_said_word_for_word() -> None:
    assert RESPONSES["utter_screening_introduction"][0]["text"] == ADULT.introduction == CHILD.introduction


def test_every_message_says_what_it_is_for_and_every_question_what_it_asks() -> None:
    for name, variants in RESPONSES.items():
        for response in variants:
            custom = response["custom"]
            assert custom["kind"] in set(Kind), name
            assert (custom["kind"] == "ask") <= bool(custom.get("item")), name


def test_every_button_fits_telegram_and_leads_somewhere() -> None:
    buttons = [button for variants in RESPONSES.values() for r in variants for button in r.get("buttons", ())]
    for button in buttons:
        payload = button["payload"].replace("{{", "{").replace("}}", "}")
        assert len(payload.encode()) <= 64
        intent, _, entity = payload.removeprefix("/").partition("{")
        assert intent in DOMAIN["intents"]
        if entity:
            assert re.match(r'"(\w+)"', entity)[1] in DOMAIN["entities"]  # type: ignore[index]


def test_commands_that_are_always_accepted_are_intents() -> None:
    assert {command.removeprefix("/").partition("{")[0] for command in ALWAYS_ACCEPTED} <= set(DOMAIN["intents"])


def test_every_need_has_a_title_and_only_needs_are_offered() -> None:
    assert set(NEED_TITLES) == set(Need)
    assert {need for needs in OFFERED.values() for need in needs} <= set(Need)
    assert ANY not in set(Need)


def test_slots_never_steer_the_rules() -> None:
    assert all(slot["influence_conversation"] is False for slot in DOMAIN["slots"].values())


def test_options_that_can_be_read_are_those_that_are_offered() -> None:
    for item in (*ADULT.items, *CARER_CONTACT.items):
        assert OPTIONS[item.name] == {option.code for option in item.options}


def documented(title: str, column: int = 0) -> set[str]:
    """The first column of a table of docs/conversation.md, without code marks."""
    section = (ROOT / "docs/conversation.md").read_text().split(f"## {title}\n")[1].split("\n## ")[0]
    rows = [line.split("|")[1 + column].strip() for line in section.splitlines() if line.startswith("| `")]
    return {cell.strip("`") for cell in rows}


def test_the_docs_name_every_form_intent_action_and_state() -> None:
    assert documented("Forms") == set(DOMAIN["forms"])
    assert documented("Intents") == set(DOMAIN["intents"])
    assert documented("Actions") == set(DOMAIN["actions"])
    items = {r["custom"]["item"] for variants in RESPONSES.values() for r in variants if r["custom"].get("item")}
    assert documented("States") == items
