"""Makes the publication of one council and one quarter: counts in, disclosure-controlled tables out."""

from __future__ import annotations

from datetime import date

from indicators.publication import Publication
from indicators.quarters import Quarter
from indicators.store import ScreeningStore


def publish(store: ScreeningStore, council: str | None, quarter: Quarter, today: date) -> Publication:
    """Return everything that may be shown of `council` (None: all of England, for operators) in `quarter`."""
    raise NotImplementedError
