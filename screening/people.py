"""Who is talking to us: the stage of life they choose, and for whom they ask."""

from __future__ import annotations

from enum import StrEnum


class LifeStage(StrEnum):
    """The four stages of *Reducing social isolation across the lifecourse* (Public Health England, 2015).

    People choose their own: it is never worked out from an age alone, and one person can be in two.
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
