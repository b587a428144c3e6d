"""When the service of a record runs: at each of its places, or at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from directory.importing.records import RawSchedule, RawService, RawServiceAtLocation
from directory.importing.rules import last_day
from directory.importing.text import one_line
from directory.importing.time_values import Recurrence
from directory.importing.whereabouts import Met, is_met_at
from directory.model import Schedule

MOST_SCHEDULES: Final = 60


def schedules_at(record: RawService, places: Sequence[Met]) -> list[tuple[Schedule, ...]]:
    """Return when it runs at each of its places; where it has one or none, all that is said of it.

    What is said of the service, or of a place that nobody can go to, holds wherever nothing else is said.
    """
    raw = [*record.schedules, *record.regular_schedules]
    if len(places) < 2:
        return [_read(raw + _said_at(record.service_at_locations, known=bool(raw)))]
    raw += _said_at((spot for spot in record.service_at_locations if not is_met_at(spot)), known=bool(raw))
    everywhere = _read(raw)
    return [_read(_said_at(place.spots, known=bool(raw))) or everywhere for place in places]


def _said_at(spots: Iterable[RawServiceAtLocation], *, known: bool) -> list[RawSchedule]:
    """What is said of the service there; when the place is open counts where nothing is known of the service."""
    found: list[RawSchedule] = []
    for spot in spots:
        found += [*spot.schedules, *spot.regular_schedule, *spot.regular_schedules]
        if spot.location and not known and not found:
            found += [*spot.location.schedules, *spot.location.regular_schedule]
    return found


def _read(raw: Iterable[RawSchedule]) -> tuple[Schedule, ...]:
    return tuple(dict.fromkeys(filter(None, map(_schedule, raw))))[:MOST_SCHEDULES]


def _schedule(raw: RawSchedule) -> Schedule | None:
    byday = raw.byday or raw.weekday
    freq: Recurrence | None = raw.freq or ("WEEKLY" if byday else None)
    if freq == "WEEKLY" and byday:
        byday = ",".join(dict.fromkeys(day[-2:] for day in byday.split(",")))
    description = (
        ". ".join(filter(None, (one_line(raw.description or "").rstrip("."), one_line(raw.notes or "")))) or None
    )
    if not (freq or raw.dtstart or description or raw.opens_at):
        return None
    return Schedule(
        freq=freq,
        interval=raw.interval,
        byday=byday if freq else None,
        bymonthday=raw.bymonthday if freq == "MONTHLY" else None,
        opens_at=raw.opens_at,
        closes_at=raw.closes_at,
        dtstart=raw.dtstart,
        valid_from=raw.valid_from,
        valid_to=raw.valid_to
        or raw.until
        or last_day(freq, raw.interval, byday, raw.count, raw.dtstart or raw.valid_from),
        description=description,
    )
