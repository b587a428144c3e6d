"""What `kith user` does; each change stands in the audit log as one from the command line."""

from __future__ import annotations

from collections.abc import Callable

from council.accounts import AccountError, User
from council.audit import COMMAND_LINE, Event
from council.desk import CouncilDesk
from kith.errors import CommandError


def change_user(
    desk: CouncilDesk, action: str, name: str, council: str | None, role: str | None, password: Callable[[], str]
) -> str:
    """Carry out one action; return what is to be shown. Raises AccountError, WeakPasswordError or CommandError."""
    if action == "add":
        _add(desk, name, council, role, password)
        return ""
    user = _existing(desk, name)
    if action == "link":
        _note(desk, Event.USER_RESET, user)
        return f"{desk.site}/council/set-up/{desk.staff.reset(user)}\n"
    if action == "password":
        desk.staff.set_password(user, password())
        _note(desk, Event.PASSWORD_CHANGED, user)
    else:
        desk.accounts.remove_user(name)
        _note(desk, Event.USER_REMOVED, user)
    return ""


def _add(desk: CouncilDesk, name: str, council: str | None, role: str | None, password: Callable[[], str]) -> None:
    if not council:
        raise CommandError("Say which council: --council E08000025")
    if not desk.knows(council):
        raise CommandError(f"There is no council with the code {council}.")
    user = desk.accounts.add_user(name, password(), council, role or "viewer")
    _note(desk, Event.USER_ADDED, user, str(user.role))


def _existing(desk: CouncilDesk, name: str) -> User:
    user = desk.accounts.find(name)
    if user is None:
        raise AccountError(f"there is no user {name}")
    return user


def _note(desk: CouncilDesk, event: Event, user: User, what: str = "") -> None:
    desk.audit.write(event, COMMAND_LINE, user.council, f"{user.name}: {what}" if what else user.name)
