"""Services as plain values, as JSON knows them: what is compared, kept in the history or a catalogue, and put back."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any, Final

from pydantic import TypeAdapter

from directory.model import Service

_SERVICE: Final = TypeAdapter(Service)
_QUICKLY: Final = 1
Plain = dict[str, Any]


def plain(service: Service) -> Plain:
    """Return every field of a service as JSON knows it."""
    found: Plain = _SERVICE.dump_python(service, mode="json")
    return found


def service_from(values: Mapping[str, Any]) -> Service:
    """Return the service of plain values. Raises ValueError for values that a service cannot have."""
    return _SERVICE.validate_python(values)


def packed(service: Service) -> bytes:
    """Return the whole service as JSON, pressed together: about half of it is names of fields."""
    return zlib.compress(_SERVICE.dump_json(service), _QUICKLY)


def unpacked(kept: bytes) -> Service:
    """Return the service that was `packed`."""
    return _SERVICE.validate_json(zlib.decompress(kept))


def saying(service: Service, values: Mapping[str, Any]) -> Service:
    """Return the service with these plain values instead of its own. Raises ValueError as `service_from` does."""
    return service_from({**plain(service), **values}) if values else service


def differences(before: Service, after: Service) -> dict[str, tuple[Any, Any]]:
    """Return the fields that differ, each with its plain values before and after."""
    old, new = plain(before), plain(after)
    return {name: (old[name], new[name]) for name in old if old[name] != new[name]}
