"""What each council chose on its page of settings, and the numbers that it set there in place of the files'.

Other parts of the service read it through `SettingsStore.of` (memory, no wait) and `SettingsStore.contacts`.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, delete, insert, select

from bot.contacts import Contact, Slot
from council.number_changes import NumberChange, from_json, still_told, to_json
from council.tables import settings

log = logging.getLogger(__name__)

_NUMBER: Final = "number:"
_CHANGED: Final = "changed:"
_FRESH_FOR: Final = timedelta(seconds=2)


@dataclass(frozen=True)
class CouncilSettings:
    """The choices of one council. `name` is empty where the official name is used.

    `languages` are those (besides English) in which its button for web sites is offered. `public_figures` means that
    published figures may be opened without sign-in. `second_factor` means that every password needs a second step.
    """

    name: str = ""
    languages: tuple[str, ...] = ()
    example_services: bool = True
    public_figures: bool = False
    second_factor: bool = False


NO_CHOICE: Final = CouncilSettings()


class SettingsStore:
    """The settings of all councils, kept in memory; `refresh` takes over what other processes changed."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock
        self._all: Mapping[str, CouncilSettings] = MappingProxyType({})
        self._read_at: datetime | None = None

    def of(self, council: str) -> CouncilSettings:
        """Return the settings of a council as they were at the last `refresh` or `change`."""
        return self._all.get(council, NO_CHOICE)

    def without_examples(self) -> frozenset[str]:
        """Return the codes of the councils whose residents are shown no made-up services."""
        return frozenset(code for code, chosen in self._all.items() if not chosen.example_services)

    def refresh_if_old(self) -> None:
        """Read all settings again unless that was done within two seconds."""
        if self._read_at is None or self._clock() - self._read_at >= _FRESH_FOR:
            self.refresh()

    def refresh(self) -> None:
        """Read all settings again: one query, of a few rows for each council."""
        self._read_at = self._clock()
        query = select(settings.c.council, settings.c.name, settings.c.value)
        with self._engine.connect() as connection:
            rows = connection.execute(query.where(settings.c.name.not_like("%:%"))).all()
        found: dict[str, dict[str, Any]] = {}
        for row in rows:
            found.setdefault(row.council, {})[row.name] = json.loads(row.value)
        self._all = MappingProxyType({code: _chosen(values) for code, values in found.items()})

    def change(self, council: str, chosen: CouncilSettings) -> tuple[str, ...]:
        """Keep these settings; return the names of those that are new."""
        self.refresh()
        before = asdict(self.of(council))
        changed = {name: value for name, value in asdict(chosen).items() if value != before[name]}
        with self._engine.begin() as connection:
            for name, value in changed.items():
                _drop(connection, council, name)
                self._put(connection, council, name, json.dumps(value))
        self._all = MappingProxyType({**self._all, council: chosen})
        return tuple(changed)

    def contacts(self) -> tuple[Contact, ...]:
        """Return the numbers that councils set on their pages, from the database."""
        query = select(settings).where(settings.c.name.like(f"{_NUMBER}%")).order_by(settings.c.council)
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return tuple(contact for row in rows if (contact := _contact(row.council, row.value)) is not None)

    def contact(self, council: str, slot: Slot) -> Contact | None:
        """Return the number that stands on the page of this council, from the database."""
        return next((each for each in self.contacts() if (each.council, each.slot) == (council, slot)), None)

    def change_number(self, change: NumberChange, contact: Contact | None) -> None:
        """Keep this number for the council and slot of `change`, or (None) go back to the files'; remember the change.

        What happened longer ago than it is told is forgotten here: the audit log still has it.
        """
        own, told = f"{_NUMBER}{change.slot}", f"{_CHANGED}{change.slot}"
        known = [each for each in self.number_changes(change.council) if each.slot is change.slot]
        with self._engine.begin() as connection:
            _drop(connection, change.council, own)
            if contact is not None:
                self._put(connection, change.council, own, contact.model_dump_json())
            _drop(connection, change.council, told)
            self._put(connection, change.council, told, to_json([change, *known]))

    def number_changes(self, council: str | None) -> list[NumberChange]:
        """Return the changes of numbers that are still told, of one council or (None) of all, the newest first."""
        query = select(settings).where(settings.c.name.like(f"{_CHANGED}%"))
        if council is not None:
            query = query.where(settings.c.council == council)
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        found = [
            change
            for row in rows
            for change in from_json(row.council, Slot(row.name.removeprefix(_CHANGED)), row.value)
        ]
        return still_told(found, self._clock())

    def _put(self, connection: Connection, council: str, name: str, value: str) -> None:
        row = {"council": council, "name": name, "value": value, "changed_at": self._clock()}
        connection.execute(insert(settings).values(row))


def _drop(connection: Connection, council: str, name: str) -> None:
    connection.execute(delete(settings).where(settings.c.council == council, settings.c.name == name))


def _chosen(values: Mapping[str, Any]) -> CouncilSettings:
    """Return the settings of one council; names that this version does not know are left alone."""
    known = {name: value for name, value in values.items() if name in asdict(NO_CHOICE)}
    return replace(NO_CHOICE, **known | {"languages": tuple(known.get("languages", ()))})


def _contact(council: str, value: str) -> Contact | None:
    try:
        contact = Contact.model_validate_json(value)
    except ValidationError:
        log.error("a number of council %s cannot be read: the one of the files is used", council)
        return None
    return contact if contact.council == council else None
