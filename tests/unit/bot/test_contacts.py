"""The contact file: complete, checked, and honest about its age."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.contacts import CONTACTS, Contact, Contacts, Slot, Way

KNOWN = {
    "emergency": "999",
    "nhs_111": "111",
    "samaritans": "116 123",
    "shout": "85258",
    "papyrus": "0800 068 4141",
    "childline": "0800 1111",
    "nspcc": "0808 800 5000",
    "silver_line": "0800 4 70 80 90",
    "age_uk": "0800 678 1602",
    "hourglass": "0808 808 8141",
    "domestic_abuse": "0808 2000 247",
    "mens_advice": "0808 801 0327",
    "galop": "0800 999 5428",
    "carers_uk": "0808 808 7777",
    "cruse": "0808 808 1677",
    "police_101": "101",
}


def contact(**changes: object) -> Contact:
    values = {
        "id": "example",
        "name": "Example",
        "who": "Anyone",
        "ways": [{"kind": "call", "number": "01632 960000"}],
        "hours": "always",
        "source": "test",
        "certainty": "source",
        "verified_on": date(2026, 1, 1),
    }
    return Contact.model_validate(values | changes)


@pytest.mark.parametrize(("contact_id", "number"), KNOWN.items())
def test_the_numbers_are_those_of_the_research(contact_id: str, number: str) -> None:
    assert Contacts.open()[contact_id].ways[0].number == number


def test_every_contact_says_where_it_comes_from() -> None:
    assert all(c.source and c.hours and c.who for c in Contacts.open())


@pytest.mark.parametrize(
    ("way", "label", "link"),
    [
        (Way(kind="call", number="116 123"), "116 123", "tel:116123"),
        (Way(kind="text", number="85258", word="SHOUT"), "text SHOUT to 85258", "sms:85258"),
        (Way(kind="text", number="07860 052906"), "text 07860 052906", "sms:07860052906"),
    ],
)
def test_a_way_can_be_said_and_tapped(way: Way, label: str, link: str) -> None:
    assert (way.label, way.link) == (label, link)


@pytest.mark.parametrize(("days", "stale"), [(0, False), (90, False), (91, True)])
def test_a_contact_goes_stale_after_ninety_days(days: int, stale: bool) -> None:
    today = date(2026, 6, 1)
    contacts = Contacts([contact(verified_on=today - timedelta(days=days))])
    assert bool(contacts.stale(today)) is stale


def test_a_contact_that_nobody_checked_is_stale() -> None:
    assert Contacts([contact(verified_on=None)]).stale(date(2026, 6, 1))


def test_two_contacts_cannot_share_an_id() -> None:
    with pytest.raises(ValueError, match="example"):
        Contacts([contact(), contact()])


@pytest.mark.parametrize(
    "changes",
    [
        {"ways": []},
        {"ways": [{"kind": "call", "number": "ring us"}]},
        {"certainty": "sure"},
        {"fax": "1"},
        {"slot": "adult_social_care"},
        {"council": "E08000025"},
    ],
)
def test_a_broken_entry_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        contact(**changes)


def test_a_councils_contacts_are_found_by_slot_and_the_missing_ones_named() -> None:
    local = contact(slot="adult_social_care", council="E08000025")
    contacts = Contacts([local])
    assert contacts.local("E08000025", [Slot.ADULT_SAFEGUARDING, Slot.ADULT_SOCIAL_CARE]) == (local,)
    assert contacts.local(None, list(Slot)) == ()
    assert Slot.ADULT_SOCIAL_CARE not in contacts.missing_slots("E08000025")
    assert len(contacts.missing_slots("E08000025")) == len(Slot) - 1


def test_a_councils_file_is_read_after_the_national_one(tmp_path: Path) -> None:
    own = tmp_path / "contacts.yml"
    own.write_text(
        "version: 1\ncontacts:\n"
        "- {id: x, name: X, who: Adults, hours: h, source: s, certainty: source, verified_on: null,"
        ' slot: adult_social_care, council: E08000025, ways: [{kind: call, number: "01632 960000"}]}\n'
    )
    assert Contacts.open(CONTACTS, own).local("E08000025", Slot)[0].id == "x"
