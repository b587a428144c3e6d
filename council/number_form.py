"""What a manager writes as a number of the safety replies: held to the rules of the files, field by field. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from pydantic import ValidationError

from bot.contacts import FRESH_DAYS, Contact, Slot
from bot.council_contacts import wrong_number

FIELDS = ("name", "who", "number", "text", "hours", "hint", "source", "verified_on")
LONGEST = {"name": 80, "who": 200, "number": 20, "text": 20, "hours": 120, "hint": 60, "source": 300}
_NEEDED = {
    "name": "Write the name of the team.",
    "who": "Write who the number is for.",
    "number": "Write the number to call.",
    "hours": "Write when someone answers.",
    "source": "Write the page on which the number stands.",
    "verified_on": "Write the day on which somebody checked the number.",
}
_SAID: Final = ("name", "who", "hours", "hint")
"""What people in danger read beside the numbers."""
_TIME = re.compile(r"\d{1,2}(?:[.:]\d{2})? ?[ap]m|\d{1,2}:\d{2}", re.IGNORECASE)
_NUMBER_IN_WORDS = re.compile(r"(?:\d[ ()/.\u2013-]*){5}")
_ADDRESS_IN_WORDS = re.compile(r"://|www\.|@", re.IGNORECASE)


class WrongFieldError(ValueError):
    """A field of the form cannot be taken; holds its name and what to say."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


def contact_of(fields: Mapping[str, str], council: str, slot: Slot, today: date) -> Contact:
    """Return the contact that a form describes. Raises WrongFieldError for the first field that cannot be taken."""
    _check_texts(fields)
    values = {name: fields[name] for name in ("name", "who", "hours", "source")} | {
        "id": f"{council}_{slot}".lower(),
        "hint": fields["hint"] or None,
        "certainty": "source",
        "verified_on": _checked_day(fields["verified_on"], today),
        "slot": slot,
        "council": council,
    }
    ways = {"number": {"kind": "call", "number": fields["number"]}, "text": {"kind": "text", "number": fields["text"]}}
    given = {field: way for field, way in ways.items() if fields[field]}
    for field, way in given.items():
        if problem := _wrong_way(values | {"ways": [way]}):
            raise WrongFieldError(field, problem)
    return Contact.model_validate(values | {"ways": [*given.values()]})


def _check_texts(fields: Mapping[str, str]) -> None:
    for name, text in _NEEDED.items():
        if not fields[name]:
            raise WrongFieldError(name, text)
    for name, most in LONGEST.items():
        if len(fields[name]) > most or not fields[name].isprintable():
            raise WrongFieldError(name, f"Use at most {most} letters, numbers and signs.")
    for name in _SAID:
        if _NUMBER_IN_WORDS.search(_TIME.sub(" at ", fields[name])):
            raise WrongFieldError(name, "Write a number that people can ring only in the fields for numbers.")
        if _ADDRESS_IN_WORDS.search(fields[name]):
            raise WrongFieldError(name, "Write no web or email address here.")
    if not re.match(r"https?://\w", fields["source"]):
        raise WrongFieldError("source", "Write the whole address of the page, from https:// on.")


def _wrong_way(values: Mapping[str, Any]) -> str | None:
    """Say what is wrong with the one way of a contact, by the rules that files are held to."""
    try:
        return wrong_number(Contact.model_validate(values))
    except ValidationError:
        return "Write the number in digits, as people write it: 0121 234 5678."


def _checked_day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise WrongFieldError("verified_on", "Write the day like this: 2026-11-21.") from error
    if day > today:
        raise WrongFieldError("verified_on", "This day is still to come.")
    if (today - day).days > FRESH_DAYS:
        raise WrongFieldError("verified_on", f"This is more than {FRESH_DAYS} days ago. Check the number again first.")
    return day


def fields_of(contacts: tuple[Contact, ...]) -> dict[str, str]:
    """Return the fields of the first of these contacts; the day of the check is left out: there must be a new one."""
    if not contacts:
        return dict.fromkeys(FIELDS, "")
    first = contacts[0]
    numbers = {way.kind: way.number for way in reversed(first.ways)}
    return {
        **{name: getattr(first, name) or "" for name in ("name", "who", "hours", "hint", "source")},
        "number": numbers.get("call", ""),
        "text": numbers.get("text", ""),
        "verified_on": "",
    }
