"""What the pages of figures know of a council's area besides its figures: its wards, and the services in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from aiohttp import web

from directory.ward_list import Ward


def _none_known(_council: str) -> Mapping[str, int] | None:
    return None


@dataclass(frozen=True)
class Area:
    """Wards by their codes; `services` gives the number of services in a council's area by need, None if not known."""

    wards: Mapping[str, Ward] = field(default_factory=lambda: MappingProxyType({}))
    services: Callable[[str], Mapping[str, int] | None] = _none_known


AREA = web.AppKey("council_area", Area)
