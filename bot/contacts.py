"""The numbers of people and services who can help, each with its source and the day it was last checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import reduce
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from language.phrases import Phrase, phrase

CONTACTS = Path(__file__).parent / "contacts.yml"
FRESH_DAYS = 90


class Slot(StrEnum):
    """The local contacts that every council is asked to add."""

    ADULT_SOCIAL_CARE = "adult_social_care"
    ADULT_SOCIAL_CARE_OUT_OF_HOURS = "adult_social_care_out_of_hours"
    ADULT_SAFEGUARDING = "adult_safeguarding"
    CHILDRENS_SERVICES = "childrens_services"
    CHILDRENS_SERVICES_OUT_OF_HOURS = "childrens_services_out_of_hours"


class _Checked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Way(_Checked):
    """One number to call or text, as people write it. `word` is what a text must begin with."""

    kind: Literal["call", "text"]
    number: Annotated[str, Field(pattern=r"^\d[\d ]*$")]
    word: str | None = None

    @property
    def label(self) -> str:
        """As it is said: "116 123", "text SHOUT to 85258"."""
        if self.kind == "call":
            return self.number
        return f"text {self.word} to {self.number}" if self.word else f"text {self.number}"

    @property
    def words(self) -> Phrase:
        """In a sentence: "call 116 123", "text SHOUT to 85258"."""
        if self.kind == "call":
            return phrase("call {number}", number=self.number)
        if self.word:
            return phrase("text {word} to {number}", word=self.word, number=self.number)
        return phrase("text {number}", number=self.number)

    @property
    def link(self) -> str:
        """The `tel:` or `sms:` link that starts the call or the text."""
        return f"{'tel' if self.kind == 'call' else 'sms'}:{self.number.replace(' ', '')}"


class Contact(_Checked):
    """Somebody to turn to. Ages are inclusive; `hint` is the few words that follow the number in a list."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: str
    who: str
    ways: Annotated[tuple[Way, ...], Field(min_length=1)]
    hours: str
    source: str
    certainty: Literal["source", "two_sources", "unchecked"]
    verified_on: date | None
    email: str | None = None
    hint: str | None = None
    minimum_age: int | None = None
    maximum_age: int | None = None
    slot: Slot | None = None
    council: Annotated[str, Field(pattern=r"^E\d{8}$")] | None = None

    @model_validator(mode="after")
    def _a_local_contact_has_slot_and_council(self) -> Contact:
        if (self.slot is None) != (self.council is None):
            raise ValueError(f"{self.id}: a local contact needs both slot and council")
        return self

    @property
    def line(self) -> Phrase:
        """One line of a list: "Samaritans: call 116 123", with every way to reach them."""
        ways = reduce(lambda one, other: phrase("{one} or {other}", one=one, other=other), (w.words for w in self.ways))
        if self.hint:
            return phrase("{name}: {ways} {hint}", name=self.name, ways=ways, hint=self.hint)
        return phrase("{name}: {ways}", name=self.name, ways=ways)

    def stale(self, today: date, days: int = FRESH_DAYS) -> bool:
        """Tell whether nobody has checked this entry within `days` of `today`."""
        return self.verified_on is None or today - self.verified_on > timedelta(days=days)


class ContactsFile(_Checked):
    """A file of contacts."""

    version: Literal[1]
    contacts: tuple[Contact, ...]


class Contacts:
    """The contacts by id, national ones and the councils' own."""

    def __init__(self, contacts: Iterable[Contact]) -> None:
        self._by_id: dict[str, Contact] = {}
        for contact in contacts:
            if contact.id in self._by_id:
                raise ValueError(f"two contacts are called {contact.id!r}")
            self._by_id[contact.id] = contact

    @classmethod
    def open(cls, *paths: Path) -> Contacts:
        """Read contact files, by default the national one alone; a council's file is named after it.

        Raises `pydantic.ValidationError` or `ValueError` on a file that does not keep the schema.
        """
        files = (
            ContactsFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
            for path in paths or (CONTACTS,)
        )
        return cls(contact for file in files for contact in file.contacts)

    def __iter__(self) -> Iterator[Contact]:
        return iter(self._by_id.values())

    def __getitem__(self, contact_id: str) -> Contact:
        return self._by_id[contact_id]

    def local(self, council: str | None, slots: Iterable[Slot]) -> tuple[Contact, ...]:
        """Return the council's own contacts for these slots, in the order of the slots; none where none were added."""
        if council is None:
            return ()
        return tuple(c for slot in slots for c in self if c.slot is slot and c.council == council)

    def missing_slots(self, council: str) -> tuple[Slot, ...]:
        """Return the local contacts that this council has not added yet."""
        return tuple(slot for slot in Slot if not self.local(council, [slot]))

    def stale(self, today: date, days: int = FRESH_DAYS) -> tuple[Contact, ...]:
        """Return the contacts that somebody should check again."""
        return tuple(contact for contact in self if contact.stale(today, days))
