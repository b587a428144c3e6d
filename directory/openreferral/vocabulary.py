"""The taxonomies that describe our services, with names and descriptions for those who read the directory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from directory.rows import derived_id


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One taxonomy: `terms` are the code, name and description of those that we named ourselves."""

    name: str
    description: str
    terms: Mapping[str, tuple[str, str]]


VOCABULARIES: Final[Mapping[str, Vocabulary]] = {
    "need": Vocabulary(
        "Kith needs",
        "What a person may look for when they would like more company, or help with what keeps them apart.",
        {
            "befriending": ("Befriending", "Regular visits, calls or messages from a friendly volunteer."),
            "lunch_social": ("Lunch and social groups", "Eating together, coffee mornings and social clubs."),
            "walking_activity": ("Walking and activity", "Walking groups, gentle exercise, dance and sport."),
            "arts_crafts": ("Arts and crafts", "Making things, music, singing, books and games."),
            "gardening": ("Gardening", "Community gardens, allotments and nature groups."),
            "mens_shed": ("Men's Sheds", "Workshops where people make and mend things side by side."),
            "parent_baby": ("Parent and baby", "Groups for parents and carers of babies and small children."),
            "youth_club": ("Youth clubs", "Clubs and activities for children and young people."),
            "carers_group": ("Carers' groups", "Support and breaks for unpaid carers."),
            "bereavement": ("Bereavement", "Support after someone has died."),
            "faith_culture": ("Faith and culture", "Groups of a faith, or of people who share a culture."),
            "lgbt": ("LGBT+", "Groups and support for LGBT+ people."),
            "language_esol": ("Language and English classes", "Learning English, or meeting in another language."),
            "digital_skills": ("Digital skills", "Help with phones, tablets, computers and getting online."),
            "transport": ("Transport", "Lifts, community buses and help with getting out."),
            "employment": ("Work", "Help with finding work, training and work clubs."),
            "money_advice": ("Money advice", "Advice about benefits, debt, housing and bills."),
            "talking_therapy": ("Talking and listening", "Counselling, talking therapies and listening lines."),
            "volunteering": ("Volunteering", "Giving time to help others."),
            "condition_support": (
                "Living with a condition",
                "Groups for people with a health condition or disability.",
            ),
        },
    ),
    "life_stage": Vocabulary(
        "Kith life stages",
        "The stages of Reducing social isolation across the lifecourse (Public Health England, 2015).",
        {
            "early_years": ("Pregnancy and early years", "Expecting a child, or with a child under five."),
            "young": ("Children and young people", "Children, young people and students."),
            "working_age": ("Working age", "Adults of working age."),
            "later_life": ("Later life", "Retirement and later life."),
        },
    ),
    "attending": Vocabulary(
        "Kith ways to take part",
        "How a service is met.",
        {
            "in_person": ("In person", "You go there."),
            "phone": ("By phone", "You talk on the phone."),
            "text": ("By text", "You write text messages."),
            "online": ("Online", "You meet, talk or read on the internet."),
            "home_visit": ("At home", "Someone comes to your home."),
        },
    ),
    "keyword": Vocabulary("Kith keywords", "Words that the keepers of the directory gave to a service.", {}),
}


def taxonomy_id(taxonomy: str) -> str:
    """Return the stable UUID of a taxonomy."""
    return derived_id("taxonomy", taxonomy)


def taxonomy_name(taxonomy: str) -> str:
    """Return the name of a taxonomy, made from its code where we did not name it."""
    known = VOCABULARIES.get(taxonomy)
    return known.name if known else _in_words(taxonomy)


def taxonomy_description(taxonomy: str) -> str:
    """Return what a taxonomy is for."""
    known = VOCABULARIES.get(taxonomy)
    return known.description if known else f"Terms of the kind “{_in_words(taxonomy)}”."


def term_words(taxonomy: str, code: str) -> tuple[str, str]:
    """Return the name and description of a term, made from its code where we did not name it."""
    known = VOCABULARIES.get(taxonomy)
    return (known.terms.get(code) if known else None) or (_in_words(code), f"{taxonomy_name(taxonomy)}: {_plain(code)}")


def _plain(code: str) -> str:
    return code.replace("_", " ")


def _in_words(code: str) -> str:
    plain = _plain(code)
    return plain[:1].upper() + plain[1:]
