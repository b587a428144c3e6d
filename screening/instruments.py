"""The validated questions, as data. Wording is quoted exactly: it must not be shortened, split or made friendlier.

`verified` tells whether the wording was read in the named source. Where it is False the wording must be checked
against the source before a launch.
"""

from __future__ import annotations

from dataclasses import dataclass

PREFER_NOT_TO_SAY = "prefer_not_to_say"
SKIPPED = "skipped"
NON_ANSWERS = frozenset({PREFER_NOT_TO_SAY, SKIPPED})


@dataclass(frozen=True)
class Option:
    """One answer. `score` counts towards the UCLA total; None where the answer is a category and never a number."""

    code: str
    label: str
    score: int | None


@dataclass(frozen=True)
class Item:
    """One question with its answers, in the order in which they must be shown."""

    name: str
    question: str
    options: tuple[Option, ...]
    source: str
    verified: bool

    def label_of(self, code: str) -> str:
        """Return the wording of the answer `code`. ValueError when the item has no such answer."""
        for option in self.options:
            if option.code == code:
                return option.label
        raise ValueError(f"{code!r} is not an answer to {self.name!r}")


@dataclass(frozen=True)
class Instrument:
    """A set of questions asked together, in this order, of people in an age range (years, both ends included)."""

    name: str
    version: str
    introduction: str
    items: tuple[Item, ...]
    minimum_age: int
    maximum_age: int | None
    language: str
    source: str

    def item(self, name: str) -> Item:
        """Return the item called `name`. ValueError when the instrument has none."""
        for item in self.items:
            if item.name == name:
                return item
        raise ValueError(f"{self.version} has no item {name!r}")


GSS = "Government Statistical Service, loneliness indicators harmonised standard (gss.civilservice.gov.uk), May 2020"
ONS_CHILDREN = "Office for National Statistics, children's and young people's experiences of loneliness, December 2018"
SACE = "NHS Digital, Survey of Adult Carers in England, question 11"

RELATIONSHIPS = (
    "The next four questions are about relationships with others. "
    "For each one, please say how often (if at all) you feel that way."
)
FREQUENCY = (
    Option("hardly_ever", "Hardly ever or never", 1),
    Option("some_of_the_time", "Some of the time", 2),
    Option("often", "Often", 3),
)
DIRECT_FREQUENCY = (
    Option("often", "Often or always", None),
    Option("some_of_the_time", "Some of the time", None),
    Option("occasionally", "Occasionally", None),
    Option("hardly_ever", "Hardly ever", None),
    Option("never", "Never", None),
)

ADULT = Instrument(
    name="UCLA three-item loneliness scale and direct measure, adults",
    version="adult/1",
    introduction=RELATIONSHIPS,
    items=(
        Item("companionship", "How often do you feel that you lack companionship?", FREQUENCY, GSS, verified=True),
        Item("left_out", "How often do you feel left out?", FREQUENCY, GSS, verified=True),
        Item("isolated", "How often do you feel isolated from others?", FREQUENCY, GSS, verified=True),
        Item("lonely", "How often do you feel lonely?", DIRECT_FREQUENCY, GSS, verified=True),
    ),
    minimum_age=16,
    maximum_age=None,
    language="en",
    source=GSS,
)

CHILD = Instrument(
    name="Children's three-item loneliness scale and direct measure",
    version="child/1",
    introduction=RELATIONSHIPS,
    items=(
        Item(
            "companionship",
            "How often do you feel that you have no one to talk to?",
            FREQUENCY,
            f"{ONS_CHILDREN}, as quoted by HuffPost, 5 December 2018",
            verified=True,
        ),
        Item(
            "left_out",
            "How often do you feel left out?",
            FREQUENCY,
            f"{ONS_CHILDREN}, as quoted by HuffPost, 5 December 2018",
            verified=True,
        ),
        Item(
            "isolated",
            "How often do you feel alone?",
            FREQUENCY,
            f"{ONS_CHILDREN}; read in a secondary source only",
            verified=False,
        ),
        Item(
            "lonely",
            "How often do you feel lonely?",
            DIRECT_FREQUENCY,
            f"{ONS_CHILDREN}; general knowledge, check against the guidance",
            verified=False,
        ),
    ),
    minimum_age=10,
    maximum_age=15,
    language="en",
    source=ONS_CHILDREN,
)

CARER_CONTACT = Instrument(
    name="Carers' social contact",
    version="carer_contact/1",
    introduction="",
    items=(
        Item(
            "social_contact",
            "Thinking about how much social contact you've had with people you like, "
            "which of the following statements best describes your present social situation?",
            (
                Option("contact_enough", "I have as much social contact as I want with people I like", None),
                Option("contact_some", "I have some social contact with people but not enough", None),
                Option("contact_little", "I have little social contact and I feel socially isolated", None),
            ),
            f"{SACE}; answers read in LG Inform, the question itself is general knowledge: check the questionnaire",
            verified=False,
        ),
    ),
    minimum_age=18,
    maximum_age=None,
    language="en",
    source=SACE,
)

VALIDATED_LANGUAGES = frozenset(each.language for each in (ADULT, CHILD, CARER_CONTACT))
"""The languages with a validated wording (ISO 639-1). In any other language the questions are not asked at all."""


def instrument_for(age: int) -> Instrument | None:
    """Return the loneliness instrument for a person of `age` years; None below 10, where nothing is validated."""
    if age >= ADULT.minimum_age:
        return ADULT
    return CHILD if age >= CHILD.minimum_age else None
