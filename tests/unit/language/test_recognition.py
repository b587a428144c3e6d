"""In which language a message is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from language.recognition import changed, recognised

SENTENCES = Path(__file__).parents[3] / "evaluation/understanding/sentences"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Dzień dobry, szukam kogoś do rozmowy", "pl"),
        ("Busco un grupo para cantar cerca de Leeds", "es"),
        ("je cherche quelqu'un avec qui parler", "fr"),
        ("أشعر بالوحدة كثيرا", "ar"),
        ("Procuro um grupo de jardinagem perto de B13 8JP", "pt"),
        ("cerco un coro vicino a Bedford", "it"),
        ("yalnız hissediyorum, konuşacak biri lazım", "tr"),
        ("我想找人聊天", "zh"),
        ("話し相手がほしいです", "ja"),
        ("친구를 만나고 싶어요", "ko"),
        ("Ich suche einen Chor in Leeds", "de"),
    ],
)
def test_a_sentence_is_recognised(text: str, language: str) -> None:
    assert recognised(text) == language


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "3",
            "B13 8JP",
            "LE2",
            "1234 5678",
            "😀",
            "no",
            "nie",
            "ok",
            "epilepsy",
            "baby sensory",
            "amateur dramatics",
        ),
        *("Ashby de la Zouch", "Chapel en le Frith", "Barrow-in-Furness", "Beaulieu", "La Retraite, Clapham Park"),
    ],
)
def test_names_numbers_and_single_words_tell_no_language(text: str) -> None:
    assert recognised(text) in {None, "en"}


def test_english_in_wide_letters_is_english() -> None:
    assert recognised("Ｉ ｔｈｉｎｋ Ｉ ａｍ ｈａｖｉｎｇ ａ ｈｅａｒｔ ａｔｔａｃｋ") == "en"


def test_nobody_who_writes_english_is_answered_in_another_language() -> None:
    texts = [json.loads(line)["text"] for line in (SENTENCES / "en.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [text for text in texts if recognised(text) not in {None, "en"}] == []


def test_it_changes_only_when_the_words_are_plainly_in_another_language() -> None:
    assert changed("szukam klubu dla seniorów", None) == "pl"
    assert changed("szukam klubu dla seniorów", "pl") is None
    assert changed("Bethnal Green Road", "pl") is None
    assert changed("can we carry on in English please", "pl") == "en"
    assert changed("I would like to sing in a choir", None) is None
