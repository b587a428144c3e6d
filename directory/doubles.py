"""Services that look like one and are shown as two, each pair with what speaks for it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from directory.importing.sameness import digits_of, metres_between, name_key, organisation_key, place_pairs
from directory.model import Service, Status
from directory.words import words_of

ALIKE: Final = 0.5
"""Share of the words of two names that they have in common, from which a phone or place in common counts."""
MUCH_ALIKE: Final = 0.75
"""The same for an organisation in common: one that runs a group on two days names them nearly alike."""
NEAR_M: Final = 150
CROWD: Final = 40
"""More services than this with a number, a place or an organisation and a word in common tell nothing."""
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Double:
    """Two services that may be one, and why, in words."""

    one: Service
    other: Service
    reasons: tuple[str, ...]


def doubles(services: Iterable[Service], parted: Collection[Pair] = ()) -> list[Double]:
    """Return the pairs that may be one service, those with most reasons first.

    `parted` are pairs of ids (the smaller first) of which a person has said that they are two.
    """
    running = {each.id: each for each in services if each.status is Status.ACTIVE}
    pairs = _with_something_in_common(list(running.values())) - set(parted)
    found = (_double(running[one], running[other]) for one, other in pairs)
    return sorted(filter(None, found), key=lambda double: (-len(double.reasons), double.one.name, double.one.id))


def _with_something_in_common(services: Sequence[Service]) -> set[Pair]:
    crowds: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for service in services:
        for key in set(_keys(service)):
            crowds[key].append(service.id)
    near = (ids for ids in crowds.values() if 1 < len(ids) <= CROWD)
    return {(min(pair), max(pair)) for ids in near for pair in combinations(ids, 2)}


def _keys(service: Service) -> Iterator[tuple[str, str, str]]:
    """What two services must have in common to be compared: something, and a word of the name."""
    common = [
        ("organisation", organisation_key(service.organisation)),
        *(("phone", number) for number in digits_of(service)),
        *(("place", spot.location.postal_code) for spot in service.places if spot.location.postal_code),
    ]
    yield "name", name_key(service.name), ""
    for word in words_of(service.name):
        yield from ((kind, value, word) for kind, value in common)


def _double(one: Service, other: Service) -> Double | None:
    words, others = words_of(one.name), words_of(other.name)
    alike = len(words & others) / max(len(words | others), 1)
    phones = digits_of(one) & digits_of(other)
    together = _together(one, other)
    same_organisation = organisation_key(one.organisation) == organisation_key(other.organisation)
    same_name = name_key(one.name) == name_key(other.name)
    near_enough = together is not None or one.location is None or other.location is None
    if not (
        (alike >= ALIKE and (phones or together is not None))
        or (alike >= MUCH_ALIKE and same_organisation and near_enough)
        or (same_name and near_enough)
    ):
        return None
    reasons = (
        "The same name" if same_name else "The names are alike",
        "The same phone number" if phones else None,
        together,
        "The same organisation" if same_organisation else None,
    )
    return Double(one, other, tuple(reason for reason in reasons if reason))


def _together(one: Service, other: Service) -> str | None:
    """What speaks for one place, if anything does."""
    pairs = place_pairs(one, other)
    apart = [metres_between(here, there) for here, there in pairs]
    metres = min((each for each in apart if each is not None), default=None)
    if metres is not None and metres <= NEAR_M:
        return "The same place" if metres < 1 else f"{metres:.0f} metres apart"
    same = (here.postal_code for (here, there), known in zip(pairs, apart, strict=True)
            if known is None and here.postal_code and here.postal_code == there.postal_code)  # fmt: skip
    return next((f"The same postcode: {code}" for code in same), None)
