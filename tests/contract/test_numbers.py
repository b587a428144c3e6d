"""Every telephone number in a sentence of ours is one of the contacts, where its source and last check stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.contacts import Contacts

ROOT = Path(__file__).resolve().parents[2]
NUMBER = re.compile(r"(?<![\w./#%-])(?:0\d[\d ]{7,12}\d|116 ?123|999|111|101|85258|88247)(?![\w%])")
SPOKEN_IN = (
    "domain.yml",
    "bot/safety_replies.yml",
    "bot/web_errors.py",
    "bot/telegram_wording.py",
    "kith/server.py",
    *(str(path.relative_to(ROOT)) for path in (ROOT / "bot/templates").glob("*.html")),
)


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def known() -> set[str]:
    return {digits(way.link) for contact in Contacts.open() for way in contact.ways} | {
        digits(way.label) for contact in Contacts.open() for way in contact.ways
    }


@pytest.mark.parametrize("file", SPOKEN_IN)
def test_every_number_we_say_is_a_contact_with_a_source(file: str) -> None:
    said = {digits(found) for found in NUMBER.findall((ROOT / file).read_text())}
    assert said <= known()


def test_the_dialogue_names_numbers_at_all() -> None:
    assert NUMBER.search((ROOT / "domain.yml").read_text())
