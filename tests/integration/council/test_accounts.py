"""Users, lock-out, sessions and the audit log, on both databases and with a clock that only tests move."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.exc import DatabaseError

from council.accounts import AccountError, Refused, Role, User
from council.audit import Event
from council.passwords import Passwords, WeakPasswordError
from council.tables import audit, failures, sessions, users
from tests.integration.council.office import BIRMINGHAM, PASSWORD, Office, open_office

SAM = "sam@birmingham.example"
HERE, THERE = "192.0.2.1", "198.51.100.9"


def guess(office: Office, times: int, name: str = SAM, address: str = HERE) -> list[Refused]:
    verdicts = [office.desk.accounts.verify(name, "a wrong guess", address) for _ in range(times)]
    assert all(isinstance(verdict, Refused) for verdict in verdicts)
    return [verdict for verdict in verdicts if isinstance(verdict, Refused)]


def enter(office: Office, name: str = SAM, password: str = PASSWORD, address: str = HERE) -> User | Refused:
    return office.desk.accounts.verify(name, password, address)


def test_a_user_signs_in_with_their_own_password_and_with_no_other(office: Office) -> None:
    office.add(SAM, role="manager")
    user = enter(office)
    assert isinstance(user, User)
    assert (user.name, user.council, user.role) == (SAM, BIRMINGHAM, Role.MANAGER)
    assert enter(office, password=PASSWORD + "x") == Refused()
    assert enter(office, password="") == Refused()


def test_a_name_is_the_same_in_capitals_and_with_spaces_around(office: Office) -> None:
    office.add("Sam@Birmingham.Example")
    assert isinstance(enter(office, " SAM@birmingham.example "), User)
    with pytest.raises(AccountError, match="already"):
        office.add(SAM)


@pytest.mark.parametrize(
    "name", ["sam", "sam@", "@birmingham.example", "sam@birmingham", "a b@c.example", "x" * 250 + "@c.example"]
)
def test_a_name_that_is_no_address_is_refused(office: Office, name: str) -> None:
    with pytest.raises(AccountError, match="email"):
        office.add(name)


@pytest.mark.parametrize(("council", "role"), [("E07000111", "viewer"), ("W06000015", "viewer"), (BIRMINGHAM, "admin")])
def test_a_user_needs_a_care_authority_and_a_role(office: Office, council: str, role: str) -> None:
    with pytest.raises(AccountError):
        office.add(SAM, council, role)


def test_a_weak_password_makes_no_user(office: Office) -> None:
    with pytest.raises(WeakPasswordError):
        office.desk.accounts.add_user(SAM, "short", BIRMINGHAM, "viewer")
    assert office.desk.accounts.users() == []


def test_the_database_holds_no_password_and_no_session_token(office: Office) -> None:
    office.add()
    user = enter(office)
    assert isinstance(user, User)
    token = office.desk.sessions.begin(user).token
    guess(office, 1)
    with office.engine.connect() as connection:
        everything = repr([connection.execute(select(table)).all() for table in (users, sessions, failures, audit)])
    assert PASSWORD not in everything
    assert token not in everything
    assert HERE not in everything


def test_five_wrong_tries_lock_a_user_for_fifteen_minutes(office: Office) -> None:
    office.add()
    assert guess(office, 5) == [Refused()] * 5
    assert enter(office) == Refused(timedelta(minutes=15))
    office.clock.pass_time(minutes=14)
    assert enter(office) == Refused(timedelta(minutes=1))
    office.clock.pass_time(minutes=1)
    assert isinstance(enter(office), User)


def test_the_lock_holds_from_any_address(office: Office) -> None:
    office.add()
    guess(office, 5, address=HERE)
    assert enter(office, address=THERE) == Refused(timedelta(minutes=15))


def test_lock_out_is_the_same_for_a_name_that_nobody_has(office: Office) -> None:
    office.add()
    known, unknown = guess(office, 7, SAM, HERE), guess(office, 7, "nobody@birmingham.example", THERE)
    assert known == unknown


def test_a_sign_in_does_not_wipe_the_slate_and_so_does_not_tell_that_the_name_is_real(office: Office) -> None:
    office.add()
    guess(office, 4)
    assert isinstance(enter(office), User)
    guess(office, 1)
    assert enter(office) == Refused(timedelta(minutes=15))


def test_right_sign_ins_never_add_up_to_a_lock(office: Office) -> None:
    office.add()
    assert all(isinstance(enter(office), User) for _ in range(20))


def test_an_address_that_tries_many_names_waits_longer_and_longer(office: Office) -> None:
    for number in range(10):
        guess(office, 1, f"name{number}@birmingham.example")
    assert guess(office, 1, "name10@birmingham.example") == [Refused(timedelta(seconds=1))]
    office.clock.pass_time(seconds=1)
    assert guess(office, 2, "name11@birmingham.example") == [Refused(), Refused(timedelta(seconds=2))]
    office.add()
    assert isinstance(enter(office, address=THERE), User)


def test_tries_at_the_same_moment_cannot_slip_through_together(office: Office) -> None:
    office.add()
    with ThreadPoolExecutor(8) as pool:
        verdicts = list(pool.map(lambda _: office.desk.accounts.verify(SAM, "a wrong guess", HERE), range(40)))
    assert verdicts.count(Refused()) <= 5


def test_a_hash_with_old_parameters_is_renewed_at_sign_in(database: Engine) -> None:
    open_office(database, Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))).add()
    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=128, parallelism=1))
    office = open_office(database, stronger)
    assert isinstance(enter(office), User)
    with database.connect() as connection:
        assert not stronger.is_outdated(connection.scalars(select(users.c.password_hash)).one())
    assert isinstance(enter(office), User)


def test_a_changed_password_replaces_the_old_one(office: Office) -> None:
    office.add()
    user = enter(office)
    assert isinstance(user, User)
    assert office.desk.accounts.change_password(user, PASSWORD, "quiet-heron-basket", HERE) is None
    assert enter(office) == Refused()
    assert isinstance(enter(office, password="quiet-heron-basket"), User)


def test_a_password_cannot_be_changed_without_the_current_one_or_to_the_same(office: Office) -> None:
    office.add()
    user = enter(office)
    assert isinstance(user, User)
    assert office.desk.accounts.change_password(user, "a wrong guess", "quiet-heron-basket", HERE) == Refused()
    with pytest.raises(WeakPasswordError, match="different"):
        office.desk.accounts.change_password(user, PASSWORD, PASSWORD, HERE)
    assert isinstance(enter(office), User)


def test_an_operator_can_set_a_password_and_remove_a_user(office: Office) -> None:
    office.add()
    office.desk.accounts.set_password(SAM, "quiet-heron-basket")
    user = enter(office, password="quiet-heron-basket")
    assert isinstance(user, User)
    token = office.desk.sessions.begin(user).token
    office.desk.accounts.remove_user(SAM)
    assert office.desk.accounts.find(SAM) is None
    assert office.desk.sessions.find(token) is None
    with pytest.raises(AccountError, match="no user"):
        office.desk.accounts.remove_user(SAM)
    with pytest.raises(AccountError, match="no user"):
        office.desk.accounts.set_password(SAM, "quiet-heron-basket")


def token_of(office: Office) -> str:
    office.add()
    user = enter(office)
    assert isinstance(user, User)
    return office.desk.sessions.begin(user).token


def test_a_session_ends_after_thirty_idle_minutes(office: Office) -> None:
    token = token_of(office)
    office.clock.pass_time(minutes=29, seconds=59)
    assert office.desk.sessions.find(token) is not None
    office.clock.pass_time(minutes=30)
    assert office.desk.sessions.find(token) is None


def test_a_session_ends_after_eight_hours_however_busy(office: Office) -> None:
    token = token_of(office)
    for _ in range(24):
        assert office.desk.sessions.find(token) is not None
        office.clock.pass_time(minutes=20)
    assert office.desk.sessions.find(token) is None


def test_a_session_is_found_only_by_its_own_token_and_not_after_it_ends(office: Office) -> None:
    token = token_of(office)
    assert office.desk.sessions.find(token[:-1]) is None
    assert office.desk.sessions.find("") is None
    office.desk.sessions.end(token)
    assert office.desk.sessions.find(token) is None


def test_tidying_deletes_only_what_has_run_out(office: Office) -> None:
    token = token_of(office)
    guess(office, 1)
    assert office.desk.tidy() == 0
    office.clock.pass_time(minutes=31)
    assert office.desk.sessions.find(token) is None
    office.clock.pass_time(minutes=30)
    assert office.desk.tidy() == 1 + 2, "one session, and one wrong try that was counted for its name and its address"


def test_the_audit_log_is_read_newest_first_and_by_council(office: Office) -> None:
    office.desk.audit.write(Event.SIGNED_IN, SAM, BIRMINGHAM)
    office.clock.pass_time(minutes=1)
    office.desk.audit.write(Event.VIEWED, SAM, "E10000016", "figures 2026-Q4")
    assert [entry.event for entry in office.desk.audit.latest(None)] == [Event.VIEWED, Event.SIGNED_IN]
    assert [entry.what for entry in office.desk.audit.latest("E10000016")] == ["figures 2026-Q4"]


def test_the_database_itself_refuses_to_change_or_delete_an_audit_entry(office: Office) -> None:
    office.desk.audit.write(Event.SIGNED_IN, SAM, BIRMINGHAM)
    with pytest.raises(DatabaseError, match="append-only"), office.engine.begin() as connection:
        connection.execute(update(audit).values(who="someone else"))
    with pytest.raises(DatabaseError, match="append-only"), office.engine.begin() as connection:
        connection.execute(delete(audit))
    assert [entry.who for entry in office.desk.audit.latest(None)] == [SAM]


def test_an_audit_entry_may_go_when_it_is_more_than_a_year_old(office: Office) -> None:
    office.clock.pass_time(days=-800)
    office.desk.audit.write(Event.SIGNED_IN, SAM, BIRMINGHAM)
    with office.engine.begin() as connection:
        assert connection.execute(delete(audit)).rowcount == 1
