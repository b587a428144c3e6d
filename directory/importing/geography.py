"""What an import asks of the places: areas by name, and where a postcode lies. Nothing leaves the machine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Protocol

from directory.model import ALL_ENGLAND, Place
from directory.places import One, PlaceAnswer

_CODE = re.compile(r"\b([EKNSW]\d{8})\b")
_MARKS = re.compile(r"[-&,.]")
_EXTRA = re.compile(
    r"\b(?:the|of|city|council|county|borough|district|metropolitan|london|royal|unitary|authority|area|all|whole|"
    r"residents|in|and)\b"
)
_LISTED = re.compile(r"\s*[,;/&+]\s*|\s+and\s+", re.IGNORECASE)
LONGEST_NAME, LONGEST_LIST = 80, 400
WHOLE: Final = frozenset({"england", "united kingdom", "uk", "great britain", "gb", "national", "nationwide"})
WHOLE_CODES: Final = frozenset({ALL_ENGLAND, "K02000001", "K03000001", "K04000001"})
ELSEWHERE: Final = frozenset("NSW")


class PlaceNames(Protocol):
    """What is asked of the places: `directory.places.Places`, or a few places in tests."""

    def look_up(self, text: str) -> PlaceAnswer:
        """Return what the text says about where somebody is."""
        ...

    def council_names(self) -> dict[str, str]:
        """Return council codes with their plain names."""
        ...


class Geography:
    """Looks up areas and postcodes for an import; the same ones come again and again, so they are remembered."""

    def __init__(self, places: PlaceNames, remembered: int = 20_000) -> None:
        self._places = places
        names = places.council_names()
        self._codes: Mapping[str, str] = {_bare(name): code for code, name in names.items()}
        self._known = frozenset(names)
        self.spot = lru_cache(maxsize=remembered)(self._spot)

    def __reduce__(self) -> tuple[type[Geography], tuple[PlaceNames]]:
        """For another process: what is remembered stays here."""
        return Geography, (self._places,)

    def area(self, name: str | None, address: str | None) -> str | None:
        """Return the GSS code of an area by its address ("…/E08000025") or name, or None for one we do not know."""
        if address and (found := _CODE.search(address)) and self._is_ours(found[1]):
            return ALL_ENGLAND if found[1] in WHOLE_CODES else found[1]
        text = " ".join((name or "").casefold().split())
        if text in WHOLE:
            return ALL_ENGLAND
        if (found := _CODE.search(name or "")) and self._is_ours(found[1]):
            return found[1]
        return self._codes.get(_bare(text)) if len(text) < LONGEST_NAME else None

    def areas(self, name: str | None, address: str | None) -> tuple[str, ...]:
        """The codes of an area, or of several that one name lists ("Birmingham and Solihull"), all known or none."""
        if one := self.area(name, address):
            return (one,)
        parts = [part for part in _LISTED.split(name or "") if part.strip()] if len(name or "") < LONGEST_LIST else []
        found = [self.area(part, None) for part in parts]
        return tuple(code for code in found if code) if len(found) > 1 and all(found) else ()

    def _is_ours(self, code: str) -> bool:
        return code in self._known or code in WHOLE_CODES

    def _spot(self, postcode: str) -> Place | None:
        match self._places.look_up(postcode):
            case One(place) if place.precision == "postcode":
                return place
        return None


def _bare(name: str) -> str:
    """The name without the words that councils put around it: "London Borough of Camden" is "camden"."""
    return " ".join(_EXTRA.sub(" ", _MARKS.sub(" ", name.casefold())).split())
