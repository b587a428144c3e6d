"""Numbers are read out of what feeds write around them; how a text line is used is a part of its number."""

from __future__ import annotations

import pytest

from directory.importing.reaching import phone_numbers


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("text SHOUT to 85258", ["text SHOUT to 85258"]),
        ("Text HELLO to 07700 900098", ["Text HELLO to 07700 900098"]),
        ("text 88247", ["text 88247"]),
        ("0121 496 0123 or text 07700 900123", ["0121 496 0123", "text 07700 900123"]),
        ("T: 0121 496 0123", ["0121 496 0123"]),
        ("Tel. 111", ["111"]),
        ("Mobile number 07700 900123", ["07700 900123"]),
        ("0121 496 0000 (option 2)", ["0121 496 0000 (option 2)"]),
        ("0121 496 0000 x12", ["0121 496 0000 x12"]),
        ("Tel: 0121 496 0000 Mob: 07700 900123", ["0121 496 0000", "07700 900123"]),
        ("Tel: 0121 496 0000 Fax: 0121 496 0009", ["0121 496 0000"]),
        ("Fax: 0121 496 0009", []),
        ("0121 496 0000 07700 900123", ["0121 496 0000", "07700 900123"]),
        ("1214960000", ["01214960000"]),
        ("1214960000.0", ["01214960000"]),
        ("447700900123", ["+447700900123"]),
        ("1.21496E+09", []),
    ],
)
def test_words_that_tell_how_to_use_a_number_stay(written: str, read: list[str]) -> None:
    assert [*phone_numbers(written)] == read
