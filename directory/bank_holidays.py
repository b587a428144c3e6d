"""Bank holidays of England, with the extra ones that were proclaimed, as the `holidays` library knows them."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase


def is_bank_holiday(day: date) -> bool:
    """Whether most things are shut on this day, or keep other hours."""
    return day in _of_england()


@cache
def _of_england() -> HolidayBase:
    from holidays import country_holidays  # here: it looks through a folder of countries

    return country_holidays("GB", subdiv="ENG")
