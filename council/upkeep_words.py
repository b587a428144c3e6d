"""What stands in the directory and its history, in words for the people who look after it."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Any, Final

from directory.heeding import Edit
from directory.history import Changes, Deed
from directory.model import Cost, Location, Phone, Schedule, Service, Spot, Status
from directory.openreferral.vocabulary import term_words
from directory.plain import saying
from directory.reasons import cost_in_words
from directory.reports import Wrong
from directory.schedule_words import rule_in_words
from language.spoken import name_of

NOTHING: Final = "nothing"
FIELDS: Final = MappingProxyType(
    {
        "name": "Name",
        "organisation": "Run by",
        "summary": "In a sentence",
        "description": "Description",
        "url": "Web page",
        "email": "Email",
        "status": "Open or closed",
        "phones": "Phone",
        "needs": "What it is",
        "life_stages": "Life stages",
        "for_carers": "For carers",
        "keywords": "Keywords",
        "minimum_age": "Youngest age",
        "maximum_age": "Oldest age",
        "gender": "Women or men only",
        "cost": "Cost",
        "attending": "Ways to take part",
        "access": "How to get in",
        "self_referral": "People can come by themselves",
        "languages": "Languages",
        "accessibility": "Access",
        "schedules": "Times",
        "location": "Place",
        "elsewhere": "Other places",
        "areas": "Area",
        "scope": "Local or national",
        "assured_date": "Last confirmed",
        "verified_on": "Last checked",
        "source": "Where it is from",
        "pair": "Another service",
    }
)
DEEDS: Final = MappingProxyType(
    {
        Deed.ADDED: "Added",
        Deed.CHANGED: "Changed",
        Deed.CONFIRMED: "Said to be still right",
        Deed.CLOSED_FOR_NOW: "Closed for now",
        Deed.CLOSED: "Closed for good",
        Deed.REOPENED: "Opened again",
        Deed.TAKEN_BACK: "Taken back to what the source says",
        Deed.UNDONE: "Undone",
        Deed.ONE: "Said to be the same as another",
        Deed.TWO: "Said to be two services",
        Deed.SETTLED: "Reports looked into",
        Deed.REMOVED: "Removed",
        Deed.RESTORED: "Brought back",
        Deed.IMPORTED: "Changed by its source",
        Deed.WITHDRAWN: "Withdrawn by its source",
    }
)
STATUSES: Final = MappingProxyType(
    {
        Status.ACTIVE: "Open",
        Status.INACTIVE: "Not shown",
        Status.TEMPORARILY_CLOSED: "Closed for now",
        Status.DEFUNCT: "Closed for good",
    }
)
KINDS: Final = MappingProxyType(
    {
        Wrong.CLOSED: "It has closed",
        Wrong.NUMBER: "The phone number is wrong",
        Wrong.TIME: "The day or time is wrong",
        Wrong.OTHER: "Something else is wrong",
    }
)
_TAXONOMIES: Final = MappingProxyType({"needs": "need", "life_stages": "life_stage", "attending": "attending"})
_BLANK: Final = Service("", "", "", "")
Line = tuple[str, str, str]


def lines_of(changes: Changes) -> list[Line]:
    """Return for each field its name and its values before and after."""
    return [
        (FIELDS.get(name, name), in_words(name, before), in_words(name, after))
        for name, (before, after) in changes.items()
    ]


def edit_line(edit: Edit) -> Line:
    """Return the field, the council's word and the source's."""
    return FIELDS.get(edit.field, edit.field), in_words(edit.field, edit.value), in_words(edit.field, edit.said)


def in_words(name: str, value: Any) -> str:
    """Return a plain value of a field in words."""
    try:
        said = _said(name, getattr(saying(_BLANK, {name: value}), name))
    except (ValueError, AttributeError):  # a field or value of another time, or no field of a service at all
        said = "" if value is None else str(value)
    return said or NOTHING


def _said(name: str, value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            return "; ".join(filter(None, (_item(name, each) for each in value)))
        case Status():
            return STATUSES[value]
        case Cost():
            return str(cost_in_words(value) or "")
        case Location():
            return value.address
        case date():
            return f"{value:%-d %b %Y}"
    return "" if value is None else str(value).replace("_", " ") if name in ("access", "gender") else str(value)


def _item(name: str, value: Any) -> str:
    match value:
        case Phone():
            return f"{value.number} ({value.about})" if value.about else value.number
        case Schedule():
            return schedule_in_words(value)
        case Spot():
            times = "; ".join(map(schedule_in_words, value.schedules))
            return f"{value.location.address} ({times})" if times else value.location.address
    if name == "languages":
        return str(name_of(value) or value)
    if taxonomy := _TAXONOMIES.get(name):
        return term_words(taxonomy, str(value))[0]
    return str(value).replace("_", " ")


def schedule_in_words(schedule: Schedule) -> str:
    """Return a rule with what its keeper wrote about it."""
    said = str(rule_in_words(schedule) or "")
    about = schedule.description or ""
    return f"{said} ({about})" if about and about != said else said or about
