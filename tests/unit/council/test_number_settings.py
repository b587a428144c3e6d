"""What a manager may write as a number that people in danger are shown: held to the rules of the files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from bot.contacts import Slot
from council.number_form import WrongFieldError, contact_of

TODAY = date(2026, 11, 18)
REAL = {
    "name": "Birmingham adult safeguarding",
    "who": "Anyone who is worried that an adult is harmed.",
    "number": "0121 303 1234",
    "text": "",
    "hours": "Monday to Friday, 9am to 5pm",
    "hint": "",
    "source": "https://www.birmingham.example/safeguarding",
    "verified_on": "2026-11-17",
}


def read(**changes: str) -> str:
    contact = contact_of(REAL | changes, "E08000025", Slot.ADULT_SAFEGUARDING, TODAY)
    return str(contact.line)


def test_what_is_right_becomes_a_contact_of_the_council() -> None:
    contact = contact_of(REAL, "E08000025", Slot.ADULT_SAFEGUARDING, TODAY)
    assert (contact.council, contact.slot) == ("E08000025", Slot.ADULT_SAFEGUARDING)
    assert contact.verified_on == date(2026, 11, 17)
    assert read() == "Birmingham adult safeguarding: call 0121 303 1234"
    assert read(text="07123 456789").endswith("call 0121 303 1234 or text 07123 456789")
    assert read(hint="(nights)").endswith("call 0121 303 1234 (nights)")
    for hours in ("8.30am to 4.30pm", "24 hours, 365 days", "08:30-16:30, 7 days", "Monday to Friday, 9 to 17.30"):
        assert read(hours=hours) == read()


WRONG: Mapping[str, tuple[Mapping[str, str], str]] = {
    "no name": ({"name": ""}, "Write the name"),
    "no number": ({"number": ""}, "Write the number to call"),
    "a number of dramas": ({"number": "0121 496 0123"}, "rings nowhere"),
    "a text number of dramas": ({"text": "07700 900123"}, "rings nowhere"),
    "a costly number": ({"number": "0909 123 4567"}, "costs the caller more"),
    "a number in the words": ({"hint": "(or ring 0909 879 0000)"}, "only in the fields for numbers"),
    "a number in the name": ({"name": "Safeguarding 09-09.87(90)"}, "only in the fields for numbers"),
    "a web address in the words": ({"hours": "see www.evil.example"}, "no web or email address"),
    "an email address in the words": ({"who": "adults@evil.example"}, "no web or email address"),
    "half a number": ({"number": "303 1234"}, "whole number"),
    "a number with letters": ({"number": "0121 CARE"}, "in digits"),
    "a number of another writing": ({"number": "٠١٢١ ٣٠٣ ١٢٣٤"}, "not a whole number"),
    "a text number of another writing": ({"text": "٠٧١٢٣ ٤٥٦٧٨٩"}, "not a whole number"),
    "no day": ({"verified_on": ""}, "Write the day"),
    "a strange day": ({"verified_on": "yesterday"}, "like this: 2026-11-21"),
    "tomorrow": ({"verified_on": "2026-11-19"}, "still to come"),
    "long ago": ({"verified_on": "2026-08-01"}, "more than 90 days"),
    "no page": ({"source": "our website"}, "whole address"),
    "a script as a page": ({"source": "javascript:alert(1)"}, "whole address"),
    "a very long name": ({"name": "x" * 81}, "at most 80"),
    "a hidden turn": ({"hours": "always\u202e"}, "at most 120"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_right_is_refused_with_a_reason(wrong: str) -> None:
    fields, said = WRONG[wrong]
    with pytest.raises(WrongFieldError, match=said) as refused:
        read(**fields)
    assert refused.value.field in fields
