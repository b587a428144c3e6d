"""What is said when someone may be in danger: fixed copy, the right numbers first, and nothing asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from bot.contacts import Contact, Contacts, Slot
from bot.messages import Button, Card, Kind, Message, Reply
from bot.safety.categories import CATEGORIES, by_urgency

REPLIES = Path(__file__).parent / "safety_replies.yml"
_ABUSE = frozenset(("abuse_child", "abuse_domestic", "abuse_adult"))
_ADULT_FROM, _OLDER_FROM = 18, 55
_FALLBACK = ("emergency", "nhs_111", "samaritans", "shout", "childline")
_BULLET = "• "


class AgeBand(StrEnum):
    """The age groups that safety copy is written for: under 18, adult, 55 and over, not known."""

    CHILD = "child"
    ADULT = "adult"
    OLDER = "older"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, age: int | None) -> AgeBand:
        """Return the band of an age in years."""
        if age is None:
            return cls.UNKNOWN
        if age < _ADULT_FROM:
            return cls.CHILD
        return cls.ADULT if age < _OLDER_FROM else cls.OLDER


class _Copy(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _CategoryCopy(_Copy):
    opening: Mapping[AgeBand, str]
    contacts: Mapping[AgeBand, tuple[str, ...]]


class _SafetyCopy(_Copy):
    version: Literal[1]
    danger_now: str
    bot: str
    abuse_safe: str
    closing: str
    help_now: str
    fallback: str
    carry_on: str
    stop: str
    categories: Mapping[str, _CategoryCopy]
    help_now_contacts: Mapping[AgeBand, tuple[str, ...]]


@cache
def _copy(path: Path = REPLIES) -> _SafetyCopy:
    """The copy, read once: it is part of the program and does not change while it runs."""
    return _SafetyCopy.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def safety_reply(
    categories: tuple[str, ...], age: AgeBand | None, contacts: Contacts, council: str | None = None
) -> Reply:
    """Answer one or more safety categories in one message, most urgent first; no contact is named twice.

    `council` is the authority's code, where it is known: its own numbers are then shown. Raises `ValueError` on an
    unknown category or none.
    """
    found = _known(categories)
    band, copy = age or AgeBand.UNKNOWN, _copy()
    chosen = _unique(
        c for category in found for c in _listed(copy.categories[category].contacts[band], contacts, council)
    )
    paragraphs = [
        *_unique_text(copy.categories[category].opening[band] for category in found),
        copy.danger_now if found[0] != "emergency" else "",
        copy.bot,
        _lines(chosen),
        copy.abuse_safe if _ABUSE.intersection(found) else "",
        copy.closing,
    ]
    return [_message(paragraphs, found[0], [contacts["emergency"], *chosen], copy)]


def help_now_reply(age: AgeBand | None, contacts: Contacts) -> Reply:
    """Answer "help now", which is always within reach and needs no reason."""
    band, copy = age or AgeBand.UNKNOWN, _copy()
    chosen = _listed(copy.help_now_contacts[band], contacts, None)
    return [_message([copy.help_now, _lines(chosen), copy.bot, copy.closing], None, chosen, copy)]


def contact_lines(contacts: Contacts) -> str:
    """Return the few lines that every fallback shows when nothing else works."""
    return "\n".join([_copy().fallback, _lines(contacts[contact_id] for contact_id in _FALLBACK)])


def _known(categories: tuple[str, ...]) -> tuple[str, ...]:
    unknown = set(categories) - set(CATEGORIES)
    if unknown or not categories:
        raise ValueError(f"not safety categories: {sorted(unknown) or categories!r}")
    return by_urgency(set(categories))


def _listed(names: Iterable[str], contacts: Contacts, council: str | None) -> list[Contact]:
    """Look up contacts by id; a name in <angle brackets> is the council's own, where it has one."""
    return [contact for name in names for contact in _look_up(name, contacts, council)]


def _look_up(name: str, contacts: Contacts, council: str | None) -> tuple[Contact, ...]:
    if name.startswith("<"):
        return contacts.local(council, [Slot(name.strip("<>"))])
    return (contacts[name],)


def _unique(contacts: Iterable[Contact]) -> list[Contact]:
    return list({contact.id: contact for contact in contacts}.values())


def _unique_text(paragraphs: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(paragraphs))


def _lines(contacts: Iterable[Contact]) -> str:
    return "\n".join(f"{_BULLET}{contact.line}" for contact in contacts)


def _message(paragraphs: Iterable[str], category: str | None, chosen: Iterable[Contact], copy: _SafetyCopy) -> Message:
    return Message(
        kind=Kind.SAFETY,
        text="\n\n".join(paragraph for paragraph in paragraphs if paragraph),
        category=category,
        buttons=(Button(title=copy.carry_on, payload="/carry_on"), Button(title=copy.stop, payload="/stop")),
        cards=tuple(_card(contact) for contact in chosen),
    )


def _card(contact: Contact) -> Card:
    return Card(
        id=contact.id,
        name=contact.name,
        summary=contact.who,
        phones=tuple(way.label for way in contact.ways),
        email=contact.email,
        minimum_age=contact.minimum_age,
        maximum_age=contact.maximum_age,
        scope="local" if contact.council else "national",
        assured_date=contact.verified_on,
    )
