"""The domain's sentences in another language."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from engine.translated_replies import TranslatedReplies

DOMAIN = """
version: "3.1"
slots:
  language: {type: any, mappings: [{type: custom}]}
responses:
  utter_hello:
    - text: "Hello, {name}."
      buttons:
        - {title: Go on, payload: '/go{{"a":"b"}}'}
        - {title: Only English, payload: /stay}
      custom: {kind: say}
  utter_unknown:
    - text: Nobody translated this.
      custom: {kind: say}
"""
POLISH = 'msgid ""\nmsgstr ""\n\nmsgid "Hello, {name}."\nmsgstr "Cześć, {name}."\n\nmsgid "Go on"\nmsgstr "Dalej"\n'


@pytest.fixture
def replies(tmp_path: Path) -> TranslatedReplies:
    (tmp_path / "pl.po").write_text(POLISH, encoding="utf-8")
    return TranslatedReplies(EndpointConfig(), Domain.from_yaml(DOMAIN), tmp_path)


def test_text_and_buttons_are_said_in_the_language_of_the_conversation(replies: TranslatedReplies) -> None:
    said = replies.generate_from_slots("utter_hello", {"language": "pl"}, "rest", name="Ola")
    assert said["text"] == "Cześć, Ola."
    assert [button["title"] for button in said["buttons"]] == ["Dalej", "Only English"]
    assert said["buttons"][0]["payload"] == '/go{"a":"b"}'
    assert said["custom"] == {"kind": "say", "language": "pl"}


def test_an_action_that_has_just_changed_the_language_says_so_itself(replies: TranslatedReplies) -> None:
    said = replies.generate_from_slots("utter_hello", {"language": None}, "rest", name="Ola", language="pl")
    assert said["text"] == "Cześć, Ola."


@pytest.mark.parametrize(
    ("response", "language"), [("utter_unknown", "pl"), ("utter_hello", None), ("utter_hello", "xx")]
)
def test_what_has_no_translation_is_said_in_english(replies: TranslatedReplies, response: str, language: str) -> None:
    said = replies.generate_from_slots(response, {"language": language}, "rest", name="Ola")
    assert said["text"] in {"Nobody translated this.", "Hello, Ola."}
    assert said["custom"] == {"kind": "say"}
