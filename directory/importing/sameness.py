"""Whether two records are one service: by name, and by organisation, phone or place. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from math import hypot
from typing import Final, NamedTuple

from directory.importing.vocabulary import normal
from directory.model import Location, Service
from directory.words import words_of

SAME_PLACE_M: Final = 300
_EMPTY = re.compile(r"\b(?:the|ltd|limited|cic|cio|charity|trust|of|and|uk)\b")


class Keys(NamedTuple):
    """What equal services have equal: any one shared key makes two records worth a look."""

    organisation: int
    phone: int | None
    place: int | None


@dataclass(frozen=True, slots=True)
class Member:
    """A record of a source. `own_id` is the id that it has when it stands alone."""

    source_id: str
    source: str
    record_id: str
    own_id: str
    first_seen: datetime
    service: Service

    @property
    def rank(self) -> tuple[bool, int, datetime, str, str]:
        """What was assured last comes first; then what was known first."""
        assured = self.service.assured_date
        return (assured is None, -(assured or date.min).toordinal(), self.first_seen, self.source_id, self.record_id)


def keys_of(service: Service) -> Keys:
    """Return the keys of a service."""
    name = name_key(service.name)
    phones = digits_of(service)
    return Keys(
        _number("organisation", name, organisation_key(service.organisation)),
        _number("phone", name, min(phones)) if phones else None,
        _number("place", name, code) if (code := _postcode(service.location)) else None,
    )


def name_key(name: str) -> str:
    """The words of a name that tell it from others, in no order; all of them where none does."""
    return " ".join(sorted(words_of(name))) or normal(name)


def organisation_key(name: str) -> str:
    """The name of an organisation without what is written or left out as people please."""
    return " ".join(_EMPTY.sub(" ", normal(name)).split()) or normal(name)


def is_same(one: Service, other: Service) -> bool:
    """The same name, and nothing that speaks against it: one phone or organisation in common, and one place.

    Where they have several places, one in common is enough. No place in common, two phones of two organisations, or age
    ranges that do not meet are two services.
    """
    if name_key(one.name) != name_key(other.name) or _apart(one, other):
        return False
    if not _ages_meet(one, other) or (one.gender and other.gender and one.gender != other.gender):
        return False
    same_organisation = organisation_key(one.organisation) == organisation_key(other.organisation)
    phones = digits_of(one), digits_of(other)
    if phones[0] and phones[1] and not phones[0] & phones[1]:
        return same_organisation and _together(one, other)
    shared_phone = bool(phones[0] & phones[1])
    return same_organisation or shared_phone or _together(one, other)


def clusters(members: Iterable[Member]) -> list[list[Member]]:
    """Group records that are one service: at most one of each source, the longest known first in each group."""
    groups: list[list[Member]] = []
    for member in sorted(members, key=lambda m: (m.first_seen, m.source_id, m.record_id)):
        for group in groups:
            if all(member.source_id != known.source_id and is_same(member.service, known.service) for known in group):
                group.append(member)
                break
        else:
            groups.append([member])
    return groups


def digits_of(service: Service) -> frozenset[str]:
    """Return the phone numbers of a service, without what people write differently."""
    numbers = (re.sub(r"\D", "", phone.number) for phone in service.phones)
    return frozenset(number.removeprefix("44").lstrip("0") for number in numbers if len(number) >= 5)


def _postcode(location: Location | None) -> str:
    return "".join((location.postal_code or "").split()).upper() if location else ""


def _together(one: Service, other: Service) -> bool:
    """Both have places, and one of them is the same."""
    return any(_is_one_place(here, there) for here, there in place_pairs(one, other))


def _apart(one: Service, other: Service) -> bool:
    """Both have places, and none of them is the same."""
    pairs = place_pairs(one, other)
    return bool(pairs) and all(_are_two_places(here, there) for here, there in pairs)


def place_pairs(one: Service, other: Service) -> list[tuple[Location, Location]]:
    """Return every place of one service with every place of the other."""
    return [(here.location, there.location) for here in one.places for there in other.places]


def _is_one_place(one: Location, other: Location) -> bool:
    if _are_two_places(one, other):
        return False
    return metres_between(one, other) is not None or bool(_postcode(one) and _postcode(one) == _postcode(other))


def _are_two_places(one: Location, other: Location) -> bool:
    distance = metres_between(one, other)
    if _postcode(one) and _postcode(one) == _postcode(other):
        return False
    if distance is not None:
        return distance > SAME_PLACE_M
    return bool(_postcode(one) and _postcode(other))


def metres_between(one: Location, other: Location) -> float | None:
    """Return how far two places are apart, or None where one of them is not known so well."""
    if one.easting is None or one.northing is None or other.easting is None or other.northing is None:
        return None
    return hypot(one.easting - other.easting, one.northing - other.northing)


def _ages_meet(one: Service, other: Service) -> bool:
    lows = (one.minimum_age or 0, other.minimum_age or 0)
    highs = [high for high in (one.maximum_age, other.maximum_age) if high is not None]
    return not highs or max(lows) <= min(highs)


def _number(*parts: str) -> int:
    """A number of 63 bits that stands for the parts, as both databases keep it."""
    digest = hashlib.blake2b("\0".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
