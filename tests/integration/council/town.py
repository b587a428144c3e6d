"""A council with many quarters, wards and needs, so that every part of the pages of figures has something to show."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from council.area import Area
from directory.ward_list import Ward
from indicators.definitions import ANSWERS, CARER, LIFE_STAGES, NEEDS, RESIDENT, Screening
from indicators.need_counts import NeedCounts
from tests.integration.council.office import BIRMINGHAM, Office

WEEKS = (date(2026, 2, 2), date(2026, 5, 4), date(2026, 8, 3))
"""Mondays in the three quarters that are closed by the clock of the office."""
WARDS = {f"E0500{number:04}": Ward(f"Ward {number} Green", 400_000 + 900 * number, 290_000 - 700 * number % 4000)
         for number in range(1, 13)}  # fmt: skip
SERVICES = {"befriending": 3, "lunch_social": 12}
LONELY = ("hardly_ever", "some_of_the_time", "often")


def services(_council: str) -> Mapping[str, int]:
    """What the directory lists: nothing but befriending and lunch clubs."""
    return SERVICES


AREA = Area(WARDS, services)


def fill_town(office: Office, people: int = 420, council: str = BIRMINGHAM, wards: int = 3) -> None:
    """Record as many people in each closed quarter, the last of them in so many wards; fewer told their ward before."""
    for number, week in enumerate(WEEKS):
        _fill(office, people, council, week, sorted(WARDS)[:wards] if week == WEEKS[-1] else [], number)


def _fill(office: Office, people: int, council: str, week: date, wards: list[str], seed: int) -> None:
    chance = random.Random(seed)
    needs = NeedCounts(office.engine, lambda: datetime.combine(week, time(), UTC))
    for number in range(people):
        role = CARER if chance.random() < 0.4 else RESIDENT
        child = role == RESIDENT and chance.random() < 0.25
        answers = {item: chance.choice(LONELY) for item in ("companionship", "left_out", "isolated")}
        if finished := chance.random() < 0.9:
            answers["lonely"] = chance.choice(sorted(ANSWERS["lonely"]))
            if role == CARER:
                answers["social_contact"] = chance.choice(sorted(ANSWERS["social_contact"]))
        ward = chance.choice(wards) if wards and chance.random() < 0.95 else None
        stage, channel = chance.choice(sorted(LIFE_STAGES)), chance.choice(["web", "telegram"])
        need, found = chance.choice(sorted(NEEDS)[:4]), chance.random() < 0.5
        row = Screening(
            week=week,
            council=council,
            ward=ward,
            life_stage=stage,
            role=role,
            channel=channel,
            language="en",
            instrument="child/1" if child else "adult/1",
            answers=answers,
            finished=finished,
        )
        office.desk.screenings.record(f"{council}-{week}-{number}", row)
        needs.count([need], council, stage, found, before={})
