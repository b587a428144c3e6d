"""Who is talking to us: the stage of life they choose, and for whom they ask."""

from __future__ import annotations

from enum import StrEnum


class LifeStage(StrEnum):
    """The four stages of *Reducing social isolation across the lifecourse* (Public Health England, 2015).

    People choose their own, and one person can be in two. It is worked out only from an age that somebody told
    unasked and that leaves no doubt (under 18, 65 and over), so that they are not asked for what they have said.
    """

    EARLY_YEARS = "early_years"
    YOUNG = "young"
    WORKING_AGE = "working_age"
    LATER_LIFE = "later_life"


class Role(StrEnum):
    """For whom a person asks. Someone who asks for another person is never screened in their place."""

    RESIDENT = "resident"
    CARER = "carer"
    FOR_SOMEONE_ELSE = "for_someone_else"


_ADULT_FROM = 18
_LATER_LIFE_FROM = 65


def stage_of(age: int) -> LifeStage:
    """The stage of life that an age in years tells, where a person answers the question for it with their age."""
    if age < _ADULT_FROM:
        return LifeStage.YOUNG
    return LifeStage.WORKING_AGE if age < _LATER_LIFE_FROM else LifeStage.LATER_LIFE
