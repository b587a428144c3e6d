"""What a reply looks like in a browser."""

from __future__ import annotations

from datetime import date

import pytest

from bot.messages import Button, Card, Kind, Message
from bot.web_view import View, read_assets

BUDGET = 60 * 1024


def view() -> View:
    return View(read_assets(), operator="Example Council", leave_to="https://example.org/")


def card(**values: object) -> Card:
    return Card.model_validate({"id": "1", "name": "Choir", "summary": "Sing together", **values})


def shown(**values: object) -> str:
    return view().messages([Message(kind=Kind.RESULTS, text="Here", cards=(card(**values),))])


def test_everything_in_a_message_stays_text() -> None:
    attack = "<img src=x onerror=alert(1)>"
    message = Message(
        kind=Kind.RESULTS,
        text=attack,
        buttons=(Button(title=attack, payload='"><script>'),),
        cards=(card(name=attack, summary=attack, reasons=(attack,), address=attack, notes=(attack,), cost=attack),),
    )
    page = view().messages([message], notice=attack)
    assert "<img" not in page
    assert "<script" not in page


def test_a_card_links_to_every_way_of_reaching_the_service() -> None:
    page = shown(
        phones=("0808 808 7777", "text SHOUT to 85258"),
        email="hello@example.org",
        url="https://example.org",
        address="1 High Street, B13 8AB",
    )
    for link in ("tel:08088087777", "sms:85258?body=SHOUT", "mailto:hello@example.org", "https://example.org"):
        assert f'href="{link}"' in page
    assert "openstreetmap.org/search?query=1%20High%20Street%2C%20B13%208AB" in page


def test_a_web_address_that_is_no_web_address_is_not_a_link() -> None:
    assert 'href="javascript' not in shown(url="javascript:alert(1)")
    assert "www.example.org" in shown(url="www.example.org")


def test_cautions_and_the_day_of_checking_stand_on_the_card() -> None:
    page = shown(notes=("Example only",), assured_date=date(2026, 3, 1))
    assert "Example only" in page
    assert "1 March 2026" in page


def test_a_safety_message_is_told_apart_by_words_and_its_numbers_can_be_pressed() -> None:
    page = view().messages([Message(kind=Kind.SAFETY, text="Call 999", category="emergency")])
    assert "You can get help now" in page
    assert 'href="tel:999"' in page


def test_the_page_and_its_files_fit_the_budget_of_a_slow_phone() -> None:
    assets = read_assets()
    page = view().page("chat", said="", notice=None, messages=[], unsent="", opening="/greet")
    assert len(page) + sum(len(asset.packed) for asset in assets.values()) < BUDGET


@pytest.mark.parametrize("name", ["chat.css", "chat.js", "widget.js", "mark.svg"])
def test_no_file_of_the_page_loads_anything_from_elsewhere(name: str) -> None:
    text = read_assets()[name].body.decode()
    assert "url(" not in text
    assert "@import" not in text
