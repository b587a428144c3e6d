"""A council desk on a real database, with a clock that tests set and screenings that they choose."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

from argon2 import PasswordHasher
from sqlalchemy import Engine

from bot.contact_book import ContactBook
from bot.contacts import Contacts
from council.desk import CouncilDesk, open_desk
from council.passwords import Passwords
from council.providers import Provider
from council.settings_store import SettingsStore
from council.tables import metadata
from indicators.definitions import ANSWERS, LIFE_STAGES, Screening
from indicators.safety_counts import SafetyCounts
from indicators.store import ScreeningStore
from indicators.tables import metadata as indicator_metadata

BIRMINGHAM, LEEDS = "E08000025", "E08000035"
NAMES = {BIRMINGHAM: "Birmingham", LEEDS: "Leeds"}
PASSWORD = "otter-lamp-violin-9"
QUICK = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@dataclass
class Clock:
    """A clock that stands still until a test moves it."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 18, 10, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def pass_time(self, **how_much: float) -> None:
        self.now += timedelta(**how_much)


@dataclass
class Office:
    """The desk of a test, and short ways to fill it."""

    desk: CouncilDesk
    clock: Clock
    engine: Engine

    def add(self, name: str = "sam@birmingham.example", council: str = BIRMINGHAM, role: str = "viewer") -> str:
        return self.desk.accounts.add_user(name, PASSWORD, council, role).name

    def fill(self, people: int, council: str = BIRMINGHAM, week: date = date(2026, 11, 2), seed: int = 1) -> None:
        """Record `people` screenings with answers drawn by chance."""
        chance = random.Random(seed)
        for number in range(people):
            answers = {
                item: chance.choice(sorted(codes)) for item, codes in ANSWERS.items() if item != "social_contact"
            }
            row = Screening(
                week=week,
                council=council,
                ward=None,
                life_stage=chance.choice(sorted(LIFE_STAGES)),
                role="resident",
                channel=chance.choice(["web", "telegram"]),
                language="en",
                instrument="adult/1",
                answers=answers,
                finished=True,
            )
            self.desk.screenings.record(f"{seed}-{council}-{week}-{number}", row)


def open_office(
    database: Engine,
    passwords: Passwords = QUICK,
    secure: bool = False,
    contacts: Contacts | None = None,
    site: str = "http://127.0.0.1:8080",
    providers: Mapping[str, Provider] = MappingProxyType({}),
    clock: Clock | None = None,
) -> Office:
    """Make the tables and a desk that works on them."""
    metadata.create_all(database)
    indicator_metadata.create_all(database)
    clock = clock or Clock()
    settings = SettingsStore(database, clock)
    desk = open_desk(
        database,
        clock,
        b"a key of this test",
        screenings=ScreeningStore(database, clock),
        safety_counts=SafetyCounts(database, clock),
        settings=settings,
        contact_book=ContactBook(contacts or Contacts.open(), settings.contacts),
        official_name=NAMES.get,
        secure=secure,
        operator="Kith Test House",
        site=site,
        providers=providers,
        passwords=passwords,
    )
    return Office(desk, clock, database)
