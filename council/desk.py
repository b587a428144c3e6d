"""What the council pages are given to work with, and what a page knows about the visit that it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from aiohttp import web
from sqlalchemy import Engine

from bot.contact_book import ContactBook
from bot.contacts import Contacts
from council.accounts import Accounts, Role, User, is_council
from council.audit import Audit, Event
from council.identities import Identities
from council.passwords import Passwords
from council.providers import Provider
from council.sealing import Seal
from council.second_factors import SecondFactors
from council.sessions import Session, Sessions
from council.set_ups import SetUps
from council.settings_store import SettingsStore
from council.staff import Staff
from indicators.safety_counts import SafetyCounts
from indicators.store import ScreeningStore


def remote_address(request: web.Request) -> str:
    """Return the address of the other end of the connection: right when no proxy stands in between."""
    return request.remote or ""


def no_wait(_request: web.Request) -> float:
    """Return that nobody has to wait for a page."""
    return 0.0


@dataclass(frozen=True)
class CouncilDesk:
    """Everything that the council pages use; nothing else reaches them.

    `secure` says that people reach the service by https. `operator` is the name of whoever runs it. `site` is the
    address under which people reach the service: links that leave our pages are made of it, never of what a browser
    says. `official_name` knows the authorities of England, and None for any other code; `providers` are the identity
    providers by council.
    `address_of` tells the visitor's address: behind a proxy, pass a function that trusts that proxy's header and no
    other. `wait_s` gives the seconds until whoever sent a request may ask for a page again, 0.0 for now.
    """

    staff: Staff
    audit: Audit
    settings: SettingsStore
    screenings: ScreeningStore
    safety_counts: SafetyCounts
    contact_book: ContactBook
    official_name: Callable[[str], str | None]
    clock: Callable[[], datetime]
    secure: bool
    operator: str
    site: str
    seal: Seal
    providers: Mapping[str, Provider] = field(default_factory=lambda: MappingProxyType({}))
    address_of: Callable[[web.Request], str] = remote_address
    wait_s: Callable[[web.Request], float] = no_wait

    @property
    def accounts(self) -> Accounts:
        """The users."""
        return self.staff.accounts

    @property
    def sessions(self) -> Sessions:
        """Who is signed in."""
        return self.staff.sessions

    @property
    def contacts(self) -> Contacts:
        """The numbers that people in danger are shown now."""
        return self.contact_book.current

    def council_name(self, code: str) -> str:
        """Return the name that a council chose to be shown, else its official one, else its code."""
        return self.settings.of(code).name or self.official_name(code) or code

    def knows(self, code: str) -> bool:
        """Whether there is such a council: an adult-social-care authority of England."""
        return is_council(code) and self.official_name(code) is not None

    def needs_second_factor(self, user: User) -> bool:
        """Whether a password alone never lets this user in."""
        return user.role is Role.OPERATOR or self.settings.of(user.council).second_factor

    def today(self) -> date:
        """Return the day by the clock."""
        return self.clock().date()

    def tidy(self) -> int:
        """Delete sessions and links that ran out and tries that no longer matter; return how many rows went."""
        kept: Sequence[Sessions | SetUps | Identities] = (self.sessions, self.staff.set_ups, self.staff.identities)
        return sum(each.tidy() for each in kept) + self.accounts.guard.tidy()


@dataclass(frozen=True)
class Visit:
    """One request to the council pages. `secret` is the cookie value that forms are tied to.

    `session` is that of a user who is signed in; `arriving` that of one who still owes a second factor.
    """

    request: web.Request
    desk: CouncilDesk
    session: Session | None
    secret: str
    form: Mapping[str, str]
    arriving: Session | None = None

    @property
    def user(self) -> User:
        """The signed-in user; only for pages whose rule asks for one."""
        if self.session is None:
            raise RuntimeError("this page has no signed-in user")
        return self.session.user

    @property
    def newcomer(self) -> User:
        """The user who is signed in or still owes a second factor; only for pages on that way."""
        session = self.session or self.arriving
        if session is None:
            raise RuntimeError("nobody has given a password")
        return session.user

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
    *,
    screenings: ScreeningStore,
    safety_counts: SafetyCounts,
    settings: SettingsStore,
    contact_book: ContactBook,
    official_name: Callable[[str], str | None],
    secure: bool,
    operator: str,
    site: str,
    providers: Mapping[str, Provider],
    passwords: Passwords | None = None,
    address_of: Callable[[web.Request], str] = remote_address,
    wait_s: Callable[[web.Request], float] = no_wait,
) -> CouncilDesk:
    """Return a desk on the tables in `engine`. `key` is the service's secret: the same in every process."""
    accounts = Accounts(engine, clock, key, passwords)
    return CouncilDesk(
        staff=Staff(
            accounts=accounts,
            sessions=Sessions(engine, clock),
            factors=SecondFactors(engine, clock, key, accounts.guard),
            identities=Identities(engine, clock),
            set_ups=SetUps(engine, clock),
        ),
        audit=Audit(engine, clock),
        settings=settings,
        screenings=screenings,
        safety_counts=safety_counts,
        contact_book=contact_book,
        official_name=official_name,
        clock=clock,
        secure=secure,
        operator=operator,
        site=site.rstrip("/"),
        seal=Seal(key, "sign-in elsewhere"),
        providers=providers,
        address_of=address_of,
        wait_s=wait_s,
    )
