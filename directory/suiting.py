"""Whom a service is for. What does not suit is never shown, whatever else is missing."""

from __future__ import annotations

from directory.candidates import Entry
from directory.kinship import CONDITIONS, CRISIS, FOR_SOME, GRAVE, REFUGE
from directory.model import AgeRange, Need, Service
from screening.people import LifeStage, Role

ADULT = 18
_OF_THE_STAGE = {LifeStage.EARLY_YEARS: Need.PARENT_BABY, LifeStage.YOUNG: Need.YOUTH_CLUB}


def suits(
    entry: Entry,
    age: AgeRange | None,
    stages: tuple[LifeStage, ...],
    role: Role,
    needs: tuple[Need, ...],
    said: frozenset[str],
) -> bool:
    """Whether the service is for such a person at all; `said` are the words they used."""
    service = entry.service
    return (
        _of_age(service, age, stages)
        and _of_stage(service, stages, needs)
        and (role is Role.CARER or Need.CARERS_GROUP in needs or not for_carers_only(service))
        and _of_condition(entry, said, needs)
        and (REFUGE.isdisjoint(entry.words) or Need.LANGUAGE_ESOL in needs or not said.isdisjoint(entry.words))
    )


def for_carers_only(service: Service) -> bool:
    """Whether it is a carers' service, and not one where the person and whoever cares for them are both welcome."""
    if not service.for_carers or Need.CARERS_GROUP not in service.needs:
        return False
    return service.needs[0] is Need.CARERS_GROUP or Need.CONDITION_SUPPORT not in service.needs


def own_needs(stages: tuple[LifeStage, ...], role: Role) -> frozenset[Need]:
    """Return what belongs to a person's life without being asked for: play for parents, a club for the young."""
    own = {_OF_THE_STAGE[stage] for stage in stages if stage in _OF_THE_STAGE}
    return frozenset(own | {Need.CARERS_GROUP} if role is Role.CARER else own)


def unasked(entry: Entry, told: frozenset[Need]) -> frozenset[Need]:
    """Return what the service is for besides what this person told: a faith, a loss, an illness, being a parent."""
    return (entry.needs & FOR_SOME) - told


def for_hard_times(entry: Entry, asked: frozenset[Need]) -> bool:
    """Whether it is about crisis, illness, loss, therapy, work or money, and none of that was asked for."""
    return is_crisis(entry.service) or not (entry.needs & GRAVE) <= asked


def for_others_fate(entry: Entry, said: frozenset[str]) -> bool:
    """Whether it is about an illness or a loss that this person did not name."""
    return bool(entry.conditions) and not GRAVE.isdisjoint(entry.needs) and said.isdisjoint(entry.conditions)


def is_crisis(service: Service) -> bool:
    """Whether it is a line for people in danger."""
    return CRISIS in service.keywords


def _of_age(service: Service, age: AgeRange | None, stages: tuple[LifeStage, ...]) -> bool:
    """Whoever may be under 18 gets nothing for adults only; the other limits are the database's."""
    if age is None or age.maximum is None or age.minimum >= ADULT:
        return True
    for_grown_ups = service.life_stages and not {LifeStage.YOUNG, *stages} & set(service.life_stages)
    return (service.minimum_age or 0) < ADULT and not for_grown_ups


def _of_stage(service: Service, stages: tuple[LifeStage, ...], needs: tuple[Need, ...]) -> bool:
    """What is only for the young, or only for the old, is not for those at the other end of life."""
    theirs = set(service.life_stages)
    if not theirs or not stages or theirs & set(stages):
        return True
    if {Need.YOUTH_CLUB, Need.PARENT_BABY} & set(needs) & set(service.needs):
        return True
    if stages == (LifeStage.YOUNG,):
        return theirs != {LifeStage.LATER_LIFE}
    if stages == (LifeStage.LATER_LIFE,):
        return LifeStage.YOUNG not in theirs and theirs != {LifeStage.EARLY_YEARS}
    return theirs != {LifeStage.YOUNG}


def _of_condition(entry: Entry, said: frozenset[str], needs: tuple[Need, ...]) -> bool:
    """A service for people with dementia is for those who say so, or ask for such support and name nothing else."""
    if not entry.conditions or Need.CONDITION_SUPPORT not in entry.needs or not said.isdisjoint(entry.conditions):
        return True
    return Need.CONDITION_SUPPORT in needs and said.isdisjoint(CONDITIONS)
