"""What a directory is made of: pure values after Open Referral UK 3.0, with the facts that matching needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum
from typing import Final, Literal

from screening.people import LifeStage

ALL_ENGLAND = "E92000001"
"""The GSS code of England: a service area that covers everyone."""


class Need(StrEnum):
    """What a person may look for: the terms of the directory's own taxonomy."""

    BEFRIENDING = "befriending"
    LUNCH_SOCIAL = "lunch_social"
    WALKING_ACTIVITY = "walking_activity"
    ARTS_CRAFTS = "arts_crafts"
    GARDENING = "gardening"
    MENS_SHED = "mens_shed"
    PARENT_BABY = "parent_baby"
    YOUTH_CLUB = "youth_club"
    CARERS_GROUP = "carers_group"
    BEREAVEMENT = "bereavement"
    FAITH_CULTURE = "faith_culture"
    LGBT = "lgbt"
    LANGUAGE_ESOL = "language_esol"
    DIGITAL_SKILLS = "digital_skills"
    TRANSPORT = "transport"
    EMPLOYMENT = "employment"
    MONEY_ADVICE = "money_advice"
    TALKING_THERAPY = "talking_therapy"
    VOLUNTEERING = "volunteering"
    CONDITION_SUPPORT = "condition_support"


class Filter(StrEnum):
    """A wish about how a service is given, for whom, or when."""

    FREE = "free"
    STEP_FREE = "step_free"
    ONLINE = "online"
    WEEKEND = "weekend"
    EVENING = "evening"
    HEARING_LOOP = "hearing_loop"
    BSL = "bsl"
    ACCESSIBLE_TOILET = "accessible_toilet"
    WOMEN = "women"
    MEN = "men"
    IN_PERSON = "in_person"
    PHONE = "phone"
    HOME_VISIT = "home_visit"
    SELF_REFERRAL = "self_referral"


class When(StrEnum):
    """A time at which a person is free, besides the filters for weekends and evenings; the last three are of now."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    TODAY = "today"
    TOMORROW = "tomorrow"
    NOW = "now"


class Status(StrEnum):
    """Open Referral UK service status."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily closed"


class Attending(StrEnum):
    """How a service is met."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    TEXT = "text"
    ONLINE = "online"
    HOME_VISIT = "home_visit"


class Access(StrEnum):
    """How a person gets in."""

    DROP_IN = "drop_in"
    APPOINTMENT = "appointment"
    REFERRAL = "referral"
    MEMBERSHIP = "membership"


class CostOption(StrEnum):
    """What it costs, as far as is known."""

    FREE = "free"
    PAID = "paid"
    DONATION = "donation"
    UNKNOWN = "unknown"


Gender = Literal["women", "men"]
Scope = Literal["local", "national"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a service should be given: filters, and languages (ISO 639 codes) of which it should speak one."""

    filters: frozenset[Filter] = frozenset()
    languages: frozenset[str] = frozenset()


ANYHOW: Final = Wanted()


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Whole years, both ends included; `maximum` None means no upper end."""

    minimum: int
    maximum: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in England, never finer than a 250 m square.

    `code` is short (at most 30 ASCII bytes) and stable, for use in a button; it never holds a postcode. `council` is
    the lowest-tier council (E06 to E09); `authority` the one with adult social care (the county E10 in two-tier
    areas, else the council). `easting` and `northing` are metres on the British National Grid. `ward` is the code of
    the ward (E05) where the list of places knows it.
    """

    code: str
    name: str
    council: str
    authority: str
    easting: int
    northing: int
    precision: Literal["postcode", "outcode", "town"]
    ward: str | None = None


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as people write it ("0808 808 7777", "text SHOUT to 85258") and what to know about it."""

    number: str
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """`amount` is in pounds."""

    option: CostOption
    amount: float | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a service runs: the Open Referral UK subset of an iCalendar recurrence rule, in Europe/London time.

    `byday` is comma-separated ("MO", "1TU,3TU", "-1FR"), `bymonthday` likewise ("1,15"). Without `freq` it is a single
    session on `dtstart`, or, without that, only the words of `description`.
    """

    freq: Literal["WEEKLY", "MONTHLY", "DAILY"] | None = None
    interval: int = 1
    byday: str | None = None
    bymonthday: str | None = None
    opens_at: time | None = None
    closes_at: time | None = None
    dtstart: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """Where a service is met. `latitude` and `longitude` are WGS84 degrees; easting and northing metres."""

    name: str
    address_1: str | None = None
    city: str | None = None
    postal_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    easting: int | None = None
    northing: int | None = None

    @property
    def address(self) -> str:
        """The address in one line, without repeating the name."""
        parts = (self.name, self.address_1, self.city, self.postal_code)
        return ", ".join(dict.fromkeys(part for part in parts if part))


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where a service is met, when it runs there, and what helps people in there."""

    location: Location
    schedules: tuple[Schedule, ...] = ()
    accessibility: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """One service as the directory holds it.

    `schedules` and `accessibility` are those of its first place, `location`, where it has one; `elsewhere` are the
    places after it, each with its own. Empty `life_stages` means all; empty `areas` means that no area rule is known.
    `assured_date` is when its owner last assured it, `verified_on` when someone last checked it against `source`.
    """

    id: str
    name: str
    organisation: str
    summary: str
    description: str = ""
    url: str | None = None
    email: str | None = None
    status: Status = Status.ACTIVE
    phones: tuple[Phone, ...] = ()
    needs: tuple[Need, ...] = ()
    life_stages: tuple[LifeStage, ...] = ()
    for_carers: bool = False
    keywords: tuple[str, ...] = ()
    minimum_age: int | None = None
    maximum_age: int | None = None
    gender: Gender | None = None
    cost: Cost = Cost(CostOption.UNKNOWN)
    attending: tuple[Attending, ...] = ()
    access: Access | None = None
    self_referral: bool = True
    languages: tuple[str, ...] = ("en",)
    accessibility: tuple[str, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    location: Location | None = None
    areas: tuple[str, ...] = ()
    scope: Scope = "local"
    assured_date: date | None = None
    verified_on: date | None = None
    source: str | None = None
    example: bool = False
    elsewhere: tuple[Spot, ...] = ()

    @property
    def places(self) -> tuple[Spot, ...]:
        """Every place where it is met, in its keeper's order; () where it is met nowhere."""
        if self.location is None:
            return ()
        return (Spot(self.location, self.schedules, self.accessibility), *self.elsewhere)

    def at(self, number: int) -> Service:
        """The service as it is at one of its places, counted from 0: that place is the first, the others follow."""
        if not number:
            return self
        places = self.places
        here = places[number]
        others = (*places[:number], *places[number + 1 :])
        return replace(self, location=here.location, schedules=here.schedules, accessibility=here.accessibility,
                       elsewhere=others)  # fmt: skip

    @property
    def text(self) -> str:
        """All that its keeper wrote, in paragraphs; a summary that only begins the description is not said twice."""
        cut = self.summary.endswith("…") and " ".join(self.description.split()).startswith(self.summary[:-1])
        parts = ("" if cut else self.summary, self.description)
        return "\n\n".join(dict.fromkeys(part for part in parts if part))
