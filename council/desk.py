"""What the council pages are given to work with, and what a page knows about the visit that it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from aiohttp import web
from sqlalchemy import Engine

from bot.contacts import Contacts
from council.accounts import Accounts, User
from council.audit import Audit, Event
from council.sessions import Session, Sessions
from indicators.safety_counts import SafetyCounts
from indicators.store import ScreeningStore


def remote_address(request: web.Request) -> str:
    """Return the address of the other end of the connection: right when no proxy stands in between."""
    return request.remote or ""


@dataclass(frozen=True)
class CouncilDesk:
    """Everything that the council pages use; nothing else reaches them.

    `secure` says that people reach the service by https. `operator` is the name of whoever runs it. `address_of` tells
    the visitor's address: behind a proxy, pass a function that trusts that proxy's header and no other.
    """

    accounts: Accounts
    sessions: Sessions
    audit: Audit
    screenings: ScreeningStore
    safety_counts: SafetyCounts
    contacts: Contacts
    council_name: Callable[[str], str]
    clock: Callable[[], datetime]
    secure: bool
    operator: str
    address_of: Callable[[web.Request], str] = remote_address

    def today(self) -> date:
        """Return the day by the clock."""
        return self.clock().date()

    def tidy(self) -> int:
        """Delete sessions that ran out and tries that no longer matter; return how many rows went."""
        return self.sessions.tidy() + self.accounts.guard.tidy()


@dataclass(frozen=True)
class Visit:
    """One request to the council pages. `secret` is the cookie value that forms are tied to."""

    request: web.Request
    desk: CouncilDesk
    session: Session | None
    secret: str
    form: Mapping[str, str]

    @property
    def user(self) -> User:
        """The signed-in user; only for pages whose rule asks for one."""
        if self.session is None:
            raise RuntimeError("this page has no signed-in user")
        return self.session.user

    @property
    def address(self) -> str:
        """The visitor's network address."""
        return self.desk.address_of(self.request)

    def note(self, event: Event, who: str, council: str = "", what: str = "") -> None:
        """Write to the audit log (synchronous: call it in a thread)."""
        self.desk.audit.write(event, who, council, what, self.desk.accounts.guard.origin(self.address))


def open_desk(
    engine: Engine,
    clock: Callable[[], datetime],
    key: bytes,
    screenings: ScreeningStore,
    safety_counts: SafetyCounts,
    contacts: Contacts,
    council_name: Callable[[str], str],
    secure: bool,
    operator: str,
) -> CouncilDesk:
    """Return a desk on the tables in `engine`. `key` is the service's secret: the same in every process."""
    return CouncilDesk(
        accounts=Accounts(engine, clock, key),
        sessions=Sessions(engine, clock),
        audit=Audit(engine, clock),
        screenings=screenings,
        safety_counts=safety_counts,
        contacts=contacts,
        council_name=council_name,
        clock=clock,
        secure=secure,
        operator=operator,
    )
