"""Whom services are for: the rules of `suiting`, many services at a time."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from directory.catalogue import Numbering
from directory.facts import Flag, need_bits, stage_bits
from directory.families import with_families
from directory.kinship import CONDITIONS, IN_PASSING
from directory.likeness import having
from directory.model import AgeRange, Need
from directory.segment import Rows, Segment
from directory.suiting import ADULT, may_be_a_child
from screening.people import LifeStage, Role

Truths = NDArray[np.bool_]
_YOUNG: Final = stage_bits((LifeStage.YOUNG,))
_LATER: Final = stage_bits((LifeStage.LATER_LIFE,))
_EARLY: Final = stage_bits((LifeStage.EARLY_YEARS,))
_SUPPORT: Final = np.uint32(need_bits((Need.CONDITION_SUPPORT,)))


def suiting(
    segment: Segment,
    rows: Rows,
    numbering: Numbering,
    age: AgeRange | None,
    stages: tuple[LifeStage, ...],
    role: Role,
    needs: tuple[Need, ...],
    said: frozenset[str],
) -> Truths:
    """Return for each row whether the service is for such a person at all; `said` are the words they used."""
    flags = segment.facts["flags"][rows]
    suited = np.ones(len(rows), np.bool_)
    if may_be_a_child(age, stages):
        suited &= _for_the_young(segment, rows, stages)
    if stages:
        suited &= _of_stage(segment, rows, stages, needs)
    if role is not Role.CARER and Need.CARERS_GROUP not in needs:
        suited &= (flags & Flag.CARERS_ONLY) == 0
    suited &= _of_condition(segment, rows, flags, numbering, needs, said)
    if Need.LANGUAGE_ESOL not in needs:
        refuge = np.flatnonzero(flags & Flag.REFUGE)
        suited[refuge] &= having(segment, rows[refuge], numbering, said)
    return suited


def naming(segment: Segment, rows: Rows, numbering: Numbering, said: frozenset[str]) -> Truths:
    """Return for each row whether the person named the illness, the past or the loss that it names."""
    return having(segment, rows, numbering, sorted(with_families(said) & CONDITIONS))


def leading(segment: Segment, rows: Rows, numbering: Numbering, said: frozenset[str]) -> Truths:
    """Return for each row whether it names the illness, the past or the loss that the person named beyond doubt."""
    return naming(segment, rows, numbering, said - IN_PASSING)


def _for_the_young(segment: Segment, rows: Rows, stages: tuple[LifeStage, ...]) -> Truths:
    """Whoever may be under 18 gets nothing for adults only."""
    theirs = segment.facts["stages"][rows]
    welcome = (theirs == 0) | ((theirs & np.uint8(_YOUNG | stage_bits(stages))) != 0)
    young: Truths = (segment.facts["youngest"][rows] < ADULT) & welcome
    return young


def _of_stage(segment: Segment, rows: Rows, stages: tuple[LifeStage, ...], needs: tuple[Need, ...]) -> Truths:
    """What is only for the young, or only for the old, is not for those at the other end of life."""
    theirs = segment.facts["stages"][rows]
    theirs_too = (theirs == 0) | ((theirs & np.uint8(stage_bits(stages))) != 0)
    if asked := need_bits({Need.YOUTH_CLUB, Need.PARENT_BABY} & set(needs)):
        theirs_too |= (segment.facts["needs"][rows] & np.uint32(asked)) != 0
    if stages == (LifeStage.YOUNG,):
        fitting = theirs != _LATER
    elif stages == (LifeStage.LATER_LIFE,):
        fitting = ((theirs & np.uint8(_YOUNG)) == 0) & (theirs != _EARLY)
    else:
        fitting = theirs != _YOUNG
    suited: Truths = theirs_too | fitting
    return suited


def _of_condition(
    segment: Segment,
    rows: Rows,
    flags: NDArray[Any],
    numbering: Numbering,
    needs: tuple[Need, ...],
    said: frozenset[str],
) -> Truths:
    """A service for people with dementia is for those who say so, or ask for such support and name nothing else."""
    suited = np.ones(len(rows), np.bool_)
    if Need.CONDITION_SUPPORT in needs and with_families(said).isdisjoint(CONDITIONS):
        return suited
    only = ((flags & Flag.CONDITION) != 0) & ((segment.facts["needs"][rows] & _SUPPORT) != 0)
    theirs = np.flatnonzero(only)
    suited[theirs] = naming(segment, rows[theirs], numbering, said)
    return suited
