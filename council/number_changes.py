"""Who changed which number of the safety replies lately: told to all managers of the council for two weeks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.contacts import Contact, Slot

TOLD_FOR: Final = timedelta(days=14)
NO_NUMBER: Final = "no number"


@dataclass(frozen=True)
class NumberChange:
    """One change. `before` and `after` are the numbers as people read them; `stood` is what the page held before.

    `stood` is None where the number of the operator's files was shown, or none at all.
    """

    council: str
    slot: Slot
    at: datetime
    by: str
    before: str
    after: str
    stood: Contact | None = None

    @property
    def mark(self) -> str:
        """What names the change among those of its slot."""
        return self.at.isoformat()


def said(contacts: Iterable[Contact]) -> str:
    """Return the numbers of contacts as people read them."""
    return ", ".join(way.label for contact in contacts for way in contact.ways) or NO_NUMBER


def still_told(changes: Sequence[NumberChange], now: datetime) -> list[NumberChange]:
    """Return those that are to be told, the newest first."""
    return sorted((each for each in changes if now - each.at < TOLD_FOR), key=lambda each: each.at, reverse=True)


def to_json(changes: Sequence[NumberChange]) -> str:
    """Return the changes of one council and slot as they are kept."""
    return json.dumps([_plain(each) for each in changes])


def from_json(council: str, slot: Slot, text: str) -> list[NumberChange]:
    """Return what `to_json` wrote. Raises ValueError (or a kind of it) for anything else."""
    return [
        NumberChange(
            council=council,
            slot=slot,
            at=datetime.fromisoformat(each["at"]),
            by=each["by"],
            before=each["before"],
            after=each["after"],
            stood=Contact.model_validate(each["stood"]) if each["stood"] else None,
        )
        for each in json.loads(text)
    ]


def _plain(change: NumberChange) -> dict[str, Any]:
    return {
        "at": change.mark,
        "by": change.by,
        "before": change.before,
        "after": change.after,
        "stood": change.stood and change.stood.model_dump(mode="json"),
    }
