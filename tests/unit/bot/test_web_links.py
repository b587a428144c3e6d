"""Ways to reach somebody become links, and nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web_links import map_link, segments


def links(text: str, short_numbers: bool = True) -> list[tuple[str, str]]:
    return [(segment.text, segment.href) for segment in segments(text, short_numbers) if segment.href]


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("Call 999 now", "tel:999"),
        ("call 999.", "tel:999"),
        ("Call 111 and choose the mental health option", "tel:111"),
        ("Samaritans: 116 123", "tel:116123"),
        ("Childline 0800 1111 is free", "tel:08001111"),
        ("0800 4 70 80 90", "tel:08004708090"),
        ("Carers UK, 0808 808 7777.", "tel:08088087777"),
        ("text SHOUT to 85258", "sms:85258?body=SHOUT"),
        ("Text “SHOUT” to 85258", "sms:85258?body=SHOUT"),
        ("text 88247", "sms:88247"),
        ("text 07860 052906", "sms:07860052906"),
        ("jo@samaritans.org", "mailto:jo@samaritans.org"),
        ("See https://example.org/a?b=c.", "https://example.org/a?b=c"),
        ("Wyślij SHOUT na 85258", "sms:85258?body=SHOUT"),
        ("أرسل SHOUT إلى 85258.", "sms:85258?body=SHOUT"),
        ("发送SHOUT至85258", "sms:85258?body=SHOUT"),
        ("请拨打999。", "tel:999"),
        ("或致电116 123。", "tel:116123"),
        ("请看https://example.org/a。", "https://example.org/a"),
    ],
)
def test_a_contact_becomes_one_link(text: str, href: str) -> None:
    assert [link for _, link in links(text)] == [href]


@pytest.mark.parametrize(
    "text",
    [
        "It costs £999",
        "999,000 people",
        "1999 was long ago",
        "Flat 111 20 High Street",
        "3 November 2026",
        "SHOUT for 85258.50 pounds",
        "The NHS\ncosts 12345 pounds",
        "B13 8AB",
        "javascript:alert(1)",
    ],
)
def test_other_numbers_and_schemes_stay_text(text: str) -> None:
    assert links(text) == []


def test_short_numbers_are_left_alone_where_they_may_be_something_else() -> None:
    assert links("The 111 bus stops outside", short_numbers=False) == []


@given(st.text())
def test_the_words_are_never_changed(text: str) -> None:
    assert "".join(segment.text for segment in segments(text, short_numbers=True)) == text


def test_a_map_link_carries_the_address_safely() -> None:
    assert map_link("1 A & B Rd, B13").endswith("?query=1%20A%20%26%20B%20Rd%2C%20B13")
