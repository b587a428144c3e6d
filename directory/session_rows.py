"""What is on now, today or tomorrow: the answers of `timing`, for the sessions of many services at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from directory.facts import UNKNOWN
from directory.model import When
from directory.recurrence import Rule, falls_on
from directory.segment import Rows, Segment

Truths = NDArray[np.bool_]


def on_at(segment: Segment, rows: Rows, times: frozenset[When], parts: int, now: datetime) -> Truths:
    """Return whether each row has a session at one of these times of now, and of these parts of the day (0: any)."""
    counts = segment.holding[rows + 1] - segment.holding[rows]
    before = np.cumsum(counts) - counts
    sessions = segment.sessions[np.arange(counts.sum()) + np.repeat(segment.holding[rows] - before, counts)]
    fits = np.zeros(len(sessions), np.bool_)
    for when in times & _MEANT.keys():
        fits |= _MEANT[when](sessions, now)
    if parts:
        fits &= (sessions["parts"] & np.uint8(parts)) != 0
    found = np.zeros(len(rows), np.bool_)
    found[np.repeat(np.arange(len(rows)), counts)[fits]] = True
    return found


def _now(sessions: NDArray[np.void], now: datetime) -> Truths:
    """One without an end is never "now"."""
    begun = (sessions["opens"] != UNKNOWN) & (sessions["opens"] <= _minutes(now)) & (sessions["closes"] != UNKNOWN)
    still: Truths = _since_yesterday(sessions, now) | (_today_not_over(sessions, now) & begun)
    return still


def _today(sessions: NDArray[np.void], now: datetime) -> Truths:
    found: Truths = _since_yesterday(sessions, now) | _today_not_over(sessions, now)
    return found


def _tomorrow(sessions: NDArray[np.void], now: datetime) -> Truths:
    return _falls(sessions, now, 1)


def _today_not_over(sessions: NDArray[np.void], now: datetime) -> Truths:
    closes = sessions["closes"]
    ahead: Truths = (closes == UNKNOWN) | _overnight(sessions) | (closes > _minutes(now))
    return ahead & _falls(sessions, now, 0)


def _since_yesterday(sessions: NDArray[np.void], now: datetime) -> Truths:
    late: Truths = _overnight(sessions) & (sessions["closes"] > _minutes(now))
    return late & _falls(sessions, now, -1)


def _overnight(sessions: NDArray[np.void]) -> Truths:
    opens, closes = sessions["opens"], sessions["closes"]
    found: Truths = (opens != UNKNOWN) & (closes != UNKNOWN) & (closes <= opens)
    return found


def _falls(sessions: NDArray[np.void], now: datetime, days: int) -> Truths:
    columns: list[Any] = [sessions[name] for name in Rule._fields]
    found: Truths = falls_on(Rule(*columns), now.date() + timedelta(days=days))
    return found


def _minutes(now: datetime) -> float:
    return now.hour * 60 + now.minute + now.second / 60 + now.microsecond / 60e6


_MEANT: Final[Mapping[When, Callable[[NDArray[np.void], datetime], Truths]]] = MappingProxyType(
    {When.NOW: _now, When.TODAY: _today, When.TOMORROW: _tomorrow}
)
