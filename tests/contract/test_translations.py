"""The translators' files hold what the program says, and nothing that could harm a person."""

from __future__ import annotations

import re

import polib
import pytest

from language.catalogues import ENGLISH, LANGUAGES, MESSAGES, SPOKEN
from language.collect import TEMPLATE, collect
from screening.instruments import ADULT, CARER_CONTACT, CHILD

OTHERS = sorted(LANGUAGES.keys() - {ENGLISH})
ALWAYS_TRANSLATED = {"domain.yml:utter_speak_little", "domain.yml:utter_questions_in_english"}
"""Said in every language of the encoder: why the questions are not asked, and what is done instead."""
_BRACES = re.compile(r"\{[^{}]*\}")
_NUMBERS = re.compile(r"\d[\d ]*\d|\d")
_LINKS = re.compile(r"[\w.+-]+@[\w.-]+|https?://\S+|/[a-z_]+\b")


def entries(language: str) -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(MESSAGES / f"{language}.po")) if not entry.obsolete]


def test_the_template_holds_exactly_what_is_said() -> None:
    """Mend with `make messages`."""
    assert [entry.msgid for entry in polib.pofile(str(TEMPLATE))] == [entry.msgid for entry in collect()]


def test_the_validated_wording_is_in_no_translators_file() -> None:
    asked = {item.question for each in (ADULT, CHILD, CARER_CONTACT) for item in each.items}
    assert not asked & {entry.msgid for entry in collect()}


@pytest.mark.parametrize("language", OTHERS)
def test_every_file_has_the_sentences_of_the_template(language: str) -> None:
    assert {entry.msgid for entry in entries(language)} == {entry.msgid for entry in collect()}


@pytest.mark.parametrize("language", SPOKEN)
def test_everything_on_the_way_to_services_is_translated(language: str) -> None:
    assert [entry.msgid for entry in entries(language) if not entry.msgstr] == []


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_not_possible_is_said_in_every_language(language: str) -> None:
    needed = [e for e in entries(language) if ALWAYS_TRANSLATED & {place for place, _ in e.occurrences}]
    assert len(needed) == len(ALWAYS_TRANSLATED)
    assert all(entry.msgstr for entry in needed)


@pytest.mark.parametrize("language", OTHERS)
def test_every_translation_is_marked_as_not_yet_checked(language: str) -> None:
    """A speaker who has checked one takes its `fuzzy` flag away and their name is written into REVIEWERS."""
    assert [entry.msgid for entry in entries(language) if entry.msgstr and not entry.fuzzy] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_fills_in_what_the_sentence_fills_in(language: str) -> None:
    wrong = [
        e.msgid
        for e in entries(language)
        if e.msgstr and set(_BRACES.findall(e.msgid)) != set(_BRACES.findall(e.msgstr))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_names_every_number_and_address_and_no_other(language: str) -> None:
    said = [(entry.msgid, entry.msgstr) for entry in entries(language) if entry.msgstr]
    assert [(english, other) for english, other in said if _facts(english) != _facts(other)] == []


def _facts(text: str) -> set[str]:
    plain = _BRACES.sub(" ", text)
    links = set(_LINKS.findall(plain))
    return links | {" ".join(found.split()) for found in _NUMBERS.findall(_LINKS.sub(" ", plain))}
