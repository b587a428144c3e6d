"""The page of the numbers that a council's residents are shown in danger: which there are, and which need a check."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from aiohttp import web

from bot.contacts import FRESH_DAYS, Contact, Slot
from council.accounts import Role
from council.desk import CouncilDesk, Visit
from council.number_changes import NumberChange
from council.pages import show

SLOTS: Final = MappingProxyType(
    {
        Slot.ADULT_SOCIAL_CARE: "Adult social care",
        Slot.ADULT_SOCIAL_CARE_OUT_OF_HOURS: "Adult social care, out of hours",
        Slot.ADULT_SAFEGUARDING: "Adult safeguarding",
        Slot.CHILDRENS_SERVICES: "Children\u2019s services (MASH)",
        Slot.CHILDRENS_SERVICES_OUT_OF_HOURS: "Children\u2019s services, out of hours",
    }
)


@dataclass(frozen=True)
class Checked:
    """The numbers of one council and those of the country, with what is wrong with them.

    `own` and `national` are pairs of a contact and whether its check is due.
    """

    own: tuple[tuple[Contact, bool], ...]
    national: tuple[tuple[Contact, bool], ...]
    missing: tuple[str, ...]

    @property
    def due(self) -> tuple[Contact, ...]:
        """The contacts that nobody checked lately, the council's own first."""
        return tuple(contact for contact, due in (*self.own, *self.national) if due)

    @property
    def own_due(self) -> tuple[Contact, ...]:
        """The council's own among them."""
        return tuple(contact for contact, due in self.own if due)


def checked(desk: CouncilDesk, council: str) -> Checked:
    """Look through the numbers that residents of `council` are shown."""
    today = desk.today()

    def with_due(contacts: list[Contact]) -> tuple[tuple[Contact, bool], ...]:
        return tuple((contact, contact.stale(today)) for contact in contacts)

    return Checked(
        own=with_due([*desk.contacts.local(council, Slot)]),
        national=with_due([contact for contact in desk.contacts if contact.council is None]),
        missing=tuple(SLOTS[slot] for slot in desk.contacts.missing_slots(council)),
    )


def changes_told(visit: Visit) -> list[NumberChange]:
    """Return the changes of numbers that this user is told of: those of their council for managers, all for operators.

    Whoever made a change is told, too: somebody else may have used their account. Synchronous: call it in a thread.
    """
    if visit.user.role not in (Role.MANAGER, Role.OPERATOR):
        return []
    return visit.desk.settings.number_changes(None if visit.user.role is Role.OPERATOR else visit.user.council)


async def page(visit: Visit) -> web.Response:
    """Show the numbers."""
    return show(
        visit, "numbers.html", numbers=checked(visit.desk, visit.user.council), slots=SLOTS, fresh_days=FRESH_DAYS
    )
