"""A small directory in memory, for the pages of services."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.messages import Card
from bot.service_details import Details, Meeting
from bot.sessions import session_of

ATTACK = "</script><script>alert('hello')</script>"
CHOIR = Card(
    id="choir",
    name="Moseley Community Choir",
    summary="A friendly choir. You do not need to read music.",
    organisation="Moseley Together",
    phones=("0121 496 0123",),
    email="choir@example.org",
    url="https://example.org/choir",
    address="Moseley Exchange, 149 Alcester Road, Birmingham B13 8JP",
    elsewhere=True,
    cost="Free",
    assured_date=date(2026, 11, 3),
    notes=("Example only: this is not a real service.", "Check before you go"),
)
LINE = Card(
    id="line", name="A Phone Line", summary="Someone to talk to.", phones=("0800 4 70 80 90",), scope="national"
)
NASTY = Card(id="nasty", name=ATTACK, summary=ATTACK, url="javascript:alert(1)", notes=(ATTACK,))


OTHER_HALL = Meeting(
    "Kings Heath Library, 15 High Street, Birmingham B14 7BB",
    ("Fridays, 2pm to 4pm",),
    ("Friday 27 November, 2pm to 4pm",),
)


def details(card: Card, *, sessions: tuple[str, ...] = (), example: bool = False) -> Details:
    return Details(
        service_id=card.id,
        card=card,
        good_to_know=("step-free",),
        times=("Tuesdays, 10am to 12 noon",) if sessions else (),
        sessions=sessions,
        in_calendar=bool(sessions),
        example=example,
        linked_data='{"@type":"Service"}',
        elsewhere=(OTHER_HALL,) if card.elsewhere else (),
    )


TIMES = ("Tuesday 24 November, 10am to 12 noon", "Tuesday 1 December, 10am to 12 noon")
ALL = (details(CHOIR, sessions=TIMES, example=True), details(LINE), details(NASTY))


@dataclass
class SmallDirectory:
    """Satisfies `bot.service_details.Listing`, and `Lists` for conversations named by their tokens."""

    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    reports: list[tuple[str, str]] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    reported: set[tuple[str, str]] = field(default_factory=set)

    def keeps(self, token: str, *services: str) -> None:
        self.lists[session_of(token)] = services

    def details(self, service_ids: Sequence[str], language: str) -> list[Details]:
        known = {each.card.id: each for each in ALL}
        return [known[each] for each in service_ids if each in known]

    def calendar(self, service_ids: Sequence[str]) -> bytes | None:
        return b"BEGIN:VCALENDAR" if "choir" in service_ids else None

    def report(self, service_id: str, kind: str) -> None:
        self.reports.append((service_id, kind))

    def kept(self, session: str) -> tuple[str, ...] | None:
        return self.lists.get(session)

    def first_report(self, session: str, service: str) -> bool:
        new = (session, service) not in self.reported
        self.reported.add((session, service))
        return new and session in self.lists

    def begin(self, session: str) -> None:
        self.begun.append(session)
        self.lists[session] = ()
