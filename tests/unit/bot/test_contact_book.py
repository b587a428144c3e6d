"""The book of contacts: what a council sets takes the place of its file's, and a failure takes nothing away."""

from __future__ import annotations

from datetime import date

import pytest

from bot.contact_book import ContactBook
from bot.contacts import Contact, Contacts, Slot, Way

HERE, THERE = "E08000025", "E08000035"


def contact(name: str, council: str = HERE, slot: Slot = Slot.ADULT_SAFEGUARDING) -> Contact:
    return Contact(
        id=name,
        name=name,
        who="Adults",
        ways=(Way(kind="call", number="0121 303 8765"),),
        hours="always",
        source="test",
        certainty="source",
        verified_on=date(2026, 11, 1),
        slot=slot,
        council=council,
    )


def names(contacts: Contacts, council: str = HERE) -> list[str]:
    return [each.name for each in contacts.local(council, Slot)]


def test_what_a_council_sets_stands_in_place_of_its_file_for_that_slot_alone() -> None:
    files = [contact("filed"), contact("filed_children", slot=Slot.CHILDRENS_SERVICES), contact("filed_there", THERE)]
    book = ContactBook(Contacts([*Contacts.open(), *files]), lambda: [contact("set")])
    assert names(book.current) == ["filed", "filed_children"]
    book.refresh()
    assert names(book.current) == ["set", "filed_children"]
    assert names(book.current, THERE) == ["filed_there"]
    assert book.current["samaritans"].name == "Samaritans"


def test_numbers_that_cannot_be_read_leave_the_last_ones_standing(caplog: pytest.LogCaptureFixture) -> None:
    answers = [[contact("set")]]
    book = ContactBook(Contacts.open(), lambda: answers.pop())
    book.refresh()
    book.refresh()
    assert names(book.current) == ["set"]
    assert "cannot be read" in caplog.text
