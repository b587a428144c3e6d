"""One anonymous screening, and every indicator counted from it, as data.

Two instruments are never pooled: adults (16 and over) and children (10 to 15) have their own measures. The question
wording is given here because this room imports no other; a contract test holds it equal to what people are asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

LIFE_STAGES = {
    "early_years": "Pregnancy and early years",
    "young": "Children and young people",
    "working_age": "Working age",
    "later_life": "Retirement and later life",
}
RESIDENT, CARER, FOR_SOMEONE_ELSE = "resident", "carer", "for_someone_else"
ROLES = {RESIDENT: "Residents", CARER: "Unpaid carers"}
"""The roles that are counted. Nobody is screened on behalf of another person."""

ADULT, CHILD, CARER_CONTACT = "adult/1", "child/1", "carer_contact/1"
ADULTS, CHILDREN = "adults", "children"
POPULATIONS = {ADULTS: (ADULT, CARER_CONTACT), CHILDREN: (CHILD,)}
"""Whose answers are counted together. Children and adults are asked different questions and are never pooled."""
CHANNEL, LANGUAGE = "channel", "language"
ANOTHER = "another"
WAYS = {
    CHANNEL: {"web": "Web", "telegram": "Telegram", ANOTHER: "Another channel"},
    LANGUAGE: {"en": "English", ANOTHER: "Another language"},
}
"""How people came, and in which language they were asked: fixed rows, since a row that appears with the first person
who used it tells of that person. The questions are validated in English alone."""
INSTRUMENTS = tuple(version for versions in POPULATIONS.values() for version in versions)
NOT_REACHED = "not_reached"
NON_RESPONSE = {"prefer_not_to_say": "Preferred not to say", "skipped": "Skipped", NOT_REACHED: "Not reached"}
"""`NOT_REACHED` is counted from an absent answer; it is never written as one."""

SAFETY_CATEGORIES = {
    "emergency": "Emergency",
    "suicide": "Suicide",
    "abuse_child": "Abuse of a child",
    "self_harm": "Self-harm",
    "abuse_domestic": "Domestic abuse",
    "abuse_adult": "Abuse or neglect of an adult",
    "harm_to_others": "Harm to others",
    "third_party_suicide": "Worry that someone else will take their life",
    "eating_disorder": "Eating disorder",
    "substance": "Drink or drugs",
}
"""What a safety reply can be about."""

NEEDS = {
    "befriending": "Befriending",
    "lunch_social": "Lunch clubs and social groups",
    "walking_activity": "Walking and being active",
    "arts_crafts": "Arts, crafts and music",
    "gardening": "Gardening",
    "mens_shed": "Men's sheds",
    "parent_baby": "Parents with babies and toddlers",
    "youth_club": "Youth clubs",
    "carers_group": "Carers' groups",
    "bereavement": "Bereavement",
    "faith_culture": "Faith and culture",
    "lgbt": "LGBT+ groups",
    "language_esol": "English classes",
    "digital_skills": "Getting online",
    "transport": "Transport",
    "employment": "Work",
    "money_advice": "Money advice",
    "talking_therapy": "Talking therapy",
    "volunteering": "Volunteering",
    "condition_support": "Support with a condition",
}
"""What a person may look for."""

SCORES = {"hardly_ever": 1, "some_of_the_time": 2, "often": 3}
SCORED_ITEMS = ("companionship", "left_out", "isolated")
ANSWERS: Mapping[str, frozenset[str]] = {
    **{item: frozenset(SCORES) for item in SCORED_ITEMS},
    "lonely": frozenset({"often", "some_of_the_time", "occasionally", "hardly_ever", "never"}),
    "social_contact": frozenset({"contact_enough", "contact_some", "contact_little"}),
}
ITEMS = tuple(ANSWERS)


@dataclass(frozen=True)
class Screening:
    """One anonymous row: no session id, no postcode, no words that a person typed.

    `council` is the GSS code of the adult-social-care authority; `answers` maps item to answer code, and an item that
    was never reached is absent. ValueError names any code that is not known.
    """

    week: date
    council: str | None
    ward: str | None
    life_stage: str | None
    role: str
    channel: str
    language: str
    instrument: str
    answers: Mapping[str, str]
    finished: bool

    def __post_init__(self) -> None:
        if self.week.weekday() != 0:
            raise ValueError(f"a week is named by its Monday, not {self.week}")
        known("instrument", self.instrument, INSTRUMENTS)
        known("role", self.role, (*ROLES, FOR_SOMEONE_ELSE))
        if self.life_stage is not None:
            known("life stage", self.life_stage, LIFE_STAGES)
        for item, code in self.answers.items():
            known("item", item, ANSWERS)
            known(f"answer to {item}", code, ANSWERS[item] | {"prefer_not_to_say", "skipped"})
        valid_council(self.council)
        _shaped("ward", self.ward, r"E05\d{6}")
        _shaped("language", self.language, r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
        _shaped("channel", self.channel, r"[a-z][a-z0-9_]{0,39}")


def valid_council(council: str | None) -> None:
    """Raise ValueError for what cannot be the GSS code of an adult-social-care authority."""
    _shaped("council", council, r"E(06|08|09|10)\d{6}")


def known(what: str, code: str, codes: Mapping[str, object] | frozenset[str] | tuple[str, ...]) -> None:
    """Raise ValueError, which names it, for a `code` that is none of `codes`."""
    if code not in codes:
        raise ValueError(f"unknown {what}: {code!r}")


def _shaped(what: str, code: str | None, pattern: str) -> None:
    if code is not None and not re.fullmatch(pattern, code, re.ASCII):
        raise ValueError(f"unknown {what}: {code!r}")


@dataclass(frozen=True)
class Category:
    """One column of counts. `outcomes` are the answer codes, or UCLA totals, that fall in it."""

    name: str
    label: str
    outcomes: frozenset[str] | frozenset[int]

    @property
    def scores(self) -> tuple[int, int]:
        """The lowest and the highest total of a band of scores."""
        totals = sorted(int(outcome) for outcome in self.outcomes)
        return totals[0], totals[-1]


@dataclass(frozen=True)
class Indicator:
    """A share. `numerator` names categories of its measure; the base is everyone in any category of the measure."""

    name: str
    label: str
    numerator: tuple[str, ...]
    denominator: str
    exclusions: str
    source: str
    caveat: str


@dataclass(frozen=True)
class Measure:
    """What one population is asked about one thing: the questions, the categories of answers, the shares made of them.

    `items` with more than one name are added into a UCLA total. `roles` are the roles that are asked, and
    `by_life_stage` is False where one life stage holds nearly everyone. `by_ward` is True where wards can be large
    enough to be shown.
    """

    name: str
    title: str
    population: str
    items: tuple[str, ...]
    wording: tuple[str, ...]
    categories: tuple[Category, ...]
    indicators: tuple[Indicator, ...]
    roles: tuple[str, ...] = tuple(ROLES)
    by_life_stage: bool = True
    by_ward: bool = False

    @property
    def is_scored(self) -> bool:
        """Tell whether the answers are added into a total."""
        return len(self.items) > 1

    def category_of(self, answers: Mapping[str, str | None]) -> str | None:
        """Return the name of the category that `answers` fall in, None where the measure was not fully answered."""
        outcome: str | int | None = self.total_of(answers) if self.is_scored else answers.get(self.items[0])
        return next((category.name for category in self.categories if outcome in category.outcomes), None)

    def total_of(self, answers: Mapping[str, str | None]) -> int | None:
        """Return the total of a scored measure; None where it has none, or where a question was not answered."""
        scores = [SCORES[code] for item in self.items if (code := answers.get(item)) in SCORES]
        return sum(scores) if self.is_scored and len(scores) == len(self.items) else None
