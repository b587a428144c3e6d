"""Whom a service is for. What does not suit is never shown, whatever else is missing."""

from __future__ import annotations

from directory.kinship import CRISIS
from directory.model import AgeRange, Need, Service
from screening.people import LifeStage, Role

ADULT = 18
_OF_THE_STAGE = {LifeStage.EARLY_YEARS: Need.PARENT_BABY, LifeStage.YOUNG: Need.YOUTH_CLUB}


def may_be_a_child(age: AgeRange | None, stages: tuple[LifeStage, ...]) -> bool:
    """Whether somebody may be under 18: by their age, or by their stage of life where they told no age."""
    if age is None:
        return stages == (LifeStage.YOUNG,)
    return age.maximum is not None and age.minimum < ADULT


def for_carers_only(service: Service) -> bool:
    """Whether it is a carers' service, and not one where the person and whoever cares for them are both welcome."""
    if not service.for_carers or Need.CARERS_GROUP not in service.needs:
        return False
    return service.needs[0] is Need.CARERS_GROUP or Need.CONDITION_SUPPORT not in service.needs


def own_needs(stages: tuple[LifeStage, ...], role: Role) -> frozenset[Need]:
    """Return what belongs to a person's life without being asked for: play for parents, a club for the young."""
    own = {_OF_THE_STAGE[stage] for stage in stages if stage in _OF_THE_STAGE}
    return frozenset(own | {Need.CARERS_GROUP} if role is Role.CARER else own)


def is_crisis(service: Service) -> bool:
    """Whether it is a line for people in danger."""
    return CRISIS in service.keywords
