"""What is said when someone may be in danger: fixed copy, the right numbers first, and nothing asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from bot.contacts import Contact, Contacts, Slot
from bot.messages import Button, Card, Kind, Message, Reply
from bot.safety.categories import CATEGORIES, by_urgency
from language.catalogues import ENGLISH, LANGUAGES, is_said_in, said_in

REPLIES = Path(__file__).parent / "safety_replies.yml"
ABUSE = frozenset(("abuse_child", "abuse_domestic", "abuse_adult"))
"""Categories whose reply the person who does the harm must not see."""
_ADULT_FROM, _OLDER_FROM = 18, 55
_FALLBACK = ("emergency", "nhs_111", "samaritans", "shout", "childline")
_BULLET = "• "
_LIST = "<contacts>"
_NUMBER = re.compile(r"(?<!\w)\d(?:[\d ]*\d)?(?!\w)")
_LEFT_TO_RIGHT, _END = "\u2066", "\u2069"


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


@dataclass(frozen=True)
class Whom:
    """Whom a reply is for, as far as it is known: age group, authority (ONS code) and language (None: English)."""

    age: AgeBand | None = None
    council: str | None = None
    language: str | None = None


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
    categories: tuple[str, ...],
    age: AgeBand | None,
    contacts: Contacts,
    council: str | None = None,
    language: str | None = None,
) -> Reply:
    """Answer one or more safety categories in one message, most urgent first; no contact is named twice.

    It is filed under the first of `categories`: what the message speaks of most plainly.

    `council` is the authority's code, where it is known: its own numbers are then shown. Sentences without a
    translation into `language` are said in English; names and numbers are the same in every language. Raises
    `ValueError` on an unknown category or none.
    """
    found = _known(categories)
    band, copy = age or AgeBand.UNKNOWN, _copy()
    chosen = _unique(
        c for category in found for c in _listed(copy.categories[category].contacts[band], contacts, council)
    )
    openings = _unique_text(copy.categories[category].opening[band] for category in found)
    written = _Written(language if is_said_in(language, openings[0]) else None, copy)
    said = [
        *openings,
        copy.danger_now if found[0] != "emergency" else "",
        copy.bot,
        _LIST,
        copy.abuse_safe if ABUSE.intersection(found) else "",
        copy.closing,
    ]
    return [written.message(said, chosen, [contacts["emergency"], *chosen], categories[0])]


def help_now_reply(
    age: AgeBand | None, contacts: Contacts, council: str | None = None, language: str | None = None
) -> Reply:
    """Answer "help now", which is always within reach and needs no reason."""
    band, copy = age or AgeBand.UNKNOWN, _copy()
    chosen = _listed(copy.help_now_contacts[band], contacts, council)
    written = _Written(language if is_said_in(language, copy.help_now) else None, copy)
    return [written.message([copy.help_now, _LIST, copy.bot, copy.closing], chosen, chosen, None)]


def contact_lines(contacts: Contacts, language: str | None = None) -> str:
    """Return the few lines that every fallback shows when nothing else works."""
    written = _Written(language, _copy())
    return "\n".join([written.say(_copy().fallback), written.lines(contacts[each] for each in _FALLBACK)])


@dataclass(frozen=True)
class _Written:
    """The copy in one language (None: English)."""

    language: str | None
    copy: _SafetyCopy

    def message(
        self, said: Iterable[str], listed: Iterable[Contact], cards: Iterable[Contact], category: str | None
    ) -> Message:
        """One message of the sentences `said`, with the `listed` contacts where the list stands among them."""
        paragraphs = [self.lines(listed) if sentence is _LIST else self.say(sentence) for sentence in said if sentence]
        return Message(
            kind=Kind.SAFETY,
            text="\n\n".join(paragraphs),
            category=category,
            language=self.language or ENGLISH,
            buttons=(
                Button(title=said_in(self.language, self.copy.carry_on), payload="/carry_on"),
                Button(title=said_in(self.language, self.copy.stop), payload="/stop"),
            ),
            cards=tuple(self.card(contact) for contact in cards),
        )

    def say(self, sentence: str) -> str:
        return self._with_numbers_in_order(said_in(self.language, sentence))

    def lines(self, contacts: Iterable[Contact]) -> str:
        return "\n".join(f"{_BULLET}{self.say(contact.line)}" for contact in contacts)

    def card(self, contact: Contact) -> Card:
        """A contact as a card. Its ways to call or text stay as they are: the page makes links of them."""
        return Card(
            id=contact.id,
            name=contact.name,
            summary=self.say(contact.who),
            phones=tuple(way.label for way in contact.ways),
            email=contact.email,
            minimum_age=contact.minimum_age,
            maximum_age=contact.maximum_age,
            scope="local" if contact.council else "national",
            assured_date=contact.verified_on,
        )

    def _with_numbers_in_order(self, text: str) -> str:
        """Keep "116 123" from being shown as "123 116" where the words around it run from right to left."""
        if LANGUAGES[self.language or ENGLISH].direction == "ltr":
            return text
        return _NUMBER.sub(rf"{_LEFT_TO_RIGHT}\g<0>{_END}", text)


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
