"""The law and policy that a report names: what each asks of a council, in short, and where it stands.

To be checked by a person each year; the Better Care Fund changes with each of its frameworks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_CARE_ACT: Final = "https://www.legislation.gov.uk/ukpga/2014/23/section/"


@dataclass(frozen=True)
class Policy:
    """One duty or policy, and what it has to do with loneliness. `link` is where its text stands."""

    name: str
    words: str
    link: str


POLICIES: Final = (
    Policy(
        "Care Act 2014, section 1 (well-being)",
        "The general duty to promote well-being includes emotional well-being and personal relationships.",
        f"{_CARE_ACT}1",
    ),
    Policy(
        "Care Act 2014, section 2 (prevention)",
        "Services and steps that prevent or delay needs for care and support, with regard to people and carers whose "
        "needs are not met. What was asked for and not found is one sign of these.",
        f"{_CARE_ACT}2",
    ),
    Policy(
        "Care Act 2014, section 4 (information and advice)",
        "A service that gives people in the area information and advice. The directory of the chat can be part of it.",
        f"{_CARE_ACT}4",
    ),
    Policy(
        "Care Act 2014, sections 9 and 10 (assessments)",
        "An adult or carer who appears to have needs must be assessed. The chat tells people that they can ask.",
        f"{_CARE_ACT}9",
    ),
    Policy(
        "Children Act 1989, section 17ZA (young carers)",
        "Carers under 18 have a young carer’s needs assessment.",
        "https://www.legislation.gov.uk/ukpga/1989/41/section/17ZA",
    ),
    Policy(
        "Social prescribing (NHS England)",
        "Link workers connect people to groups and services; people may refer themselves. The chat tells people so.",
        "https://www.england.nhs.uk/personalisedcare/social-prescribing/",
    ),
    Policy(
        "Better Care Fund 2025 to 2026",
        "From sickness to prevention, carers included. It has no measure of loneliness, and nothing here is one.",
        "https://www.gov.uk/government/publications/better-care-fund-policy-framework-2025-to-2026",
    ),
    Policy(
        "A connected society (2018)",
        "The government’s strategy for tackling loneliness, from which the national questions on loneliness come.",
        "https://www.gov.uk/government/publications/a-connected-society-a-strategy-for-tackling-loneliness",
    ),
)  # fmt: skip
