"""How a service is given, against what a person wants of it: it says yes, it says no, or it does not say.

What is not said is not "no": such a service comes after those that say yes. For women only, and for men only, is the
exception: a group that does not say so is for everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from directory.model import Access, Attending, CostOption, Filter, Service, Wanted

SIGN_LANGUAGE: Final = "bfi"
ENGLISH: Final = "en"
AT_HOME: Final = frozenset({Attending.ONLINE, Attending.PHONE, Attending.TEXT, Attending.HOME_VISIT})
"""Ways in which nobody has to come through a door."""
WAYS: Final[Mapping[Filter, frozenset[Attending]]] = MappingProxyType(
    {
        Filter.ONLINE: frozenset({Attending.ONLINE}),
        Filter.PHONE: frozenset({Attending.PHONE}),
        Filter.IN_PERSON: frozenset({Attending.IN_PERSON, Attending.HOME_VISIT}),
        Filter.HOME_VISIT: frozenset({Attending.HOME_VISIT}),
    }
)
"""Wishes of which one is enough: online or by phone."""
OFFERED: Final = (
    *(Filter.FREE, Filter.STEP_FREE, Filter.HEARING_LOOP, Filter.BSL, Filter.ACCESSIBLE_TOILET, Filter.WOMEN),
    *(Filter.MEN, Filter.SELF_REFERRAL, *WAYS),
)
"""Money, access and how people meet are needs, not tastes: these are never set aside. The others are times."""
_NEAR_TONGUES: Final = (frozenset({"zh", "cmn", "yue"}), frozenset({"bn", "syl"}), frozenset({"fa", "prs"}))
"""Codes that feeds use for one another."""


def says(service: Service, wanted: Filter) -> bool | None:
    """Whether the service is given like that; None where it does not say. A wish of `OFFERED`."""
    if wanted in WAYS:
        return _any_of(service.attending, WAYS[wanted])
    if wanted is Filter.FREE:
        return None if service.cost.option is CostOption.UNKNOWN else service.cost.option is CostOption.FREE
    if wanted is Filter.WOMEN or wanted is Filter.MEN:
        return service.gender == wanted.value
    return _refers(service) if wanted is Filter.SELF_REFERRAL else _accessible(service, wanted)


def speaks(service: Service, language: str) -> bool | None:
    """Whether it is given in a language. Most that name English alone were never asked, so that says nothing."""
    if not understood(language).isdisjoint(service.languages):
        return True
    return False if names_languages(service) else None


def understood(language: str) -> frozenset[str]:
    """Return the codes that stand for a language."""
    return next((codes for codes in _NEAR_TONGUES if language in codes), frozenset({language}))


def names_languages(service: Service) -> bool:
    """Whether it names a spoken language besides English."""
    return not set(service.languages) <= {ENGLISH, SIGN_LANGUAGE}


def offers(service: Service, wanted: Wanted) -> bool | None:
    """Whether a service is given as wanted: False for one plain no, None where something is not said."""
    ways = [says(service, way) for way in WAYS if way in wanted.filters]
    tongues = [speaks(service, language) for language in wanted.languages]
    singly = [says(service, one) for one in OFFERED if one in wanted.filters and one not in WAYS]
    return _all([*singly, *(_either(some) for some in (ways, tongues) if some)])


def unsaid(service: Service, wanted: Wanted) -> Wanted:
    """Return what is wanted and the service does not say."""
    ways = frozenset(way for way in WAYS if way in wanted.filters and not service.attending)
    singly = {one for one in wanted.filters if one in OFFERED and one not in WAYS and says(service, one) is None}
    silent = bool(wanted.languages) and _either([speaks(service, each) for each in wanted.languages]) is None
    return Wanted(ways | singly, wanted.languages if silent else frozenset())


def _any_of(given: Iterable[Attending], wanted: frozenset[Attending]) -> bool | None:
    ways = frozenset(given)
    return not ways.isdisjoint(wanted) if ways else None


def _refers(service: Service) -> bool | None:
    """A person may come by themselves; where only that nothing speaks against it is known, it is not said."""
    if not service.self_referral or service.access is Access.REFERRAL:
        return False
    return True if service.access else None


def _accessible(service: Service, wanted: Filter) -> bool | None:
    """Nobody needs a ramp or a toilet at home, nor a loop for a visit; a phone has neither loop nor sign."""
    ways = frozenset(service.attending)
    if wanted.value in service.accessibility or (wanted is Filter.BSL and SIGN_LANGUAGE in service.languages):
        return True
    if wanted is Filter.BSL or wanted is Filter.HEARING_LOOP:
        if ways == {Attending.PHONE}:
            return False
        return True if wanted is Filter.HEARING_LOOP and ways and ways <= AT_HOME else None
    return True if ways and ways <= AT_HOME else None


def _either(answers: list[bool | None]) -> bool | None:
    """Yes where one is yes, no where all are no."""
    if True in answers:
        return True
    return None if None in answers else False


def _all(answers: list[bool | None]) -> bool | None:
    if False in answers:
        return False
    return None if None in answers else True
