"""`kith user` on a real database: what it changes, what it prints, and that the log says so."""

from __future__ import annotations

import pytest

from council.accounts import AccountError, Refused, User
from council.audit import COMMAND_LINE, Event
from kith.errors import CommandError
from kith.user_command import change_user
from tests.integration.council.office import BIRMINGHAM, PASSWORD, Office

SAM = "sam@birmingham.example"


def run(office: Office, action: str, name: str = SAM, **options: str) -> str:
    password = options.get("password", PASSWORD)
    return change_user(office.desk, action, name, options.get("council"), options.get("role"), lambda: password)


def signs_in(office: Office, password: str = PASSWORD) -> bool:
    return isinstance(office.desk.accounts.verify(SAM, password, "192.0.2.1"), User)


def test_a_user_is_added_given_a_password_and_removed(office: Office) -> None:
    assert run(office, "add", council=BIRMINGHAM, role="editor") == ""
    assert signs_in(office)
    user = office.desk.accounts.find(SAM)
    assert user
    token = office.desk.sessions.begin(user).token
    run(office, "password", password="quiet-heron-basket")
    assert office.desk.sessions.find(token) is None, "whoever was signed in is out"
    assert signs_in(office, "quiet-heron-basket")
    run(office, "remove")
    assert office.desk.accounts.find(SAM) is None
    told = [(entry.event, entry.who, entry.what) for entry in reversed(office.desk.audit.latest(BIRMINGHAM))]
    assert told == [
        (Event.USER_ADDED, COMMAND_LINE, f"{SAM}: editor"),
        (Event.PASSWORD_CHANGED, COMMAND_LINE, SAM),
        (Event.USER_REMOVED, COMMAND_LINE, SAM),
    ]


def test_a_link_is_printed_with_which_a_user_who_lost_everything_starts_again(office: Office) -> None:
    office.add(SAM)
    link = run(office, "link").strip()
    assert not signs_in(office)
    home, _, token = link.rpartition("/council/set-up/")
    assert home == office.desk.site
    assert office.desk.staff.finish_with_password(token, "quiet-heron-basket")
    assert signs_in(office, "quiet-heron-basket")


def test_what_cannot_be_done_is_said(office: Office) -> None:
    with pytest.raises(CommandError, match="--council"):
        run(office, "add")
    for action in ("link", "password", "remove"):
        with pytest.raises(AccountError, match="no user"):
            run(office, action)
    assert office.desk.accounts.verify(SAM, PASSWORD, "192.0.2.1") == Refused()
