"""Where a person is: what people type, turned into a place in England, without asking anybody else."""

from __future__ import annotations

from dataclasses import dataclass

from directory.model import Place


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing was recognised. Holds no text, so that what was typed cannot leak."""


@dataclass(frozen=True, slots=True)
class One:
    """Exactly one place is meant."""

    place: Place


@dataclass(frozen=True, slots=True)
class Several:
    """More than one place may be meant, at most six, with names that tell them apart.

    `elsewhere` names the countries outside England that also have such a place ("Wales").
    """

    places: tuple[Place, ...]
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutsideEngland:
    """A place that is known, in `country`: "Scotland", "Wales", "Northern Ireland", "the Isle of Man"..."""

    country: str


PlaceAnswer = Unknown | One | Several | OutsideEngland
