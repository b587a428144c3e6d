"""Calendar quarters, the only period that is published."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta


def monday_of(day: date) -> date:
    """Return the Monday of the week of `day`, by which weeks are named."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, order=True)
class Quarter:
    """A calendar quarter: `number` 1 is January to March. A week belongs to the quarter of its Monday."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 4 and 1 <= self.year < 9999):
            raise ValueError(f"not a quarter: {self.year}-Q{self.number}")

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Read "2026-Q4". ValueError for anything else."""
        match = re.fullmatch(r"(\d{4})-Q([1-4])", text, re.ASCII)
        if match is None:
            raise ValueError(f"not a quarter such as 2026-Q4: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Quarter:
        """Return the quarter whose weeks include `day`."""
        monday = monday_of(day)
        return cls(monday.year, (monday.month + 2) // 3)

    @classmethod
    def of_start(cls, start: date) -> Quarter:
        """Return the quarter whose first day is `start`."""
        return cls(start.year, (start.month + 2) // 3)

    @classmethod
    def last_closed(cls, today: date) -> Quarter:
        """Return the latest quarter whose figures can be made by `today`."""
        quarter = cls.of(today).previous
        return quarter if quarter.is_closed(today) else quarter.previous

    @property
    def start(self) -> date:
        """The first day of the quarter."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> date:
        """The last day of the quarter."""
        return self.next.start - timedelta(days=1)

    @property
    def next(self) -> Quarter:
        """The quarter after this one."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def previous(self) -> Quarter:
        """The quarter before this one."""
        return Quarter(self.year - (self.number == 1), (self.number + 2) % 4 + 1)

    def contains(self, week: date) -> bool:
        """Tell whether the week that starts on the Monday `week` is counted in this quarter."""
        return self.start <= week <= self.end

    @property
    def closes_on(self) -> date:
        """The Monday on which its figures are made: its last week is over for a week, and nothing can change."""
        return monday_of(self.end) + timedelta(weeks=2)

    def is_closed(self, today: date) -> bool:
        """Tell whether the figures of this quarter can be made."""
        return today >= self.closes_on

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"
