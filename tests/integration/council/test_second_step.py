"""The second step: its codes, their one use, recovery codes, who must have it, and what a password alone opens."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from council.accounts import Refused, User
from council.audit import Event
from council.second_factors import RECOVERY_CODES
from council.tables import recovery_codes, second_factors
from tests.integration.council.office import BIRMINGHAM, PASSWORD, Office
from tests.integration.council.visitor import Visitor

SAM, OPAL = "sam@birmingham.example", "opal@kith.example"
HERE = "192.0.2.1"
CODE, TWO_STEP = "/council/sign-in/code", "/council/two-step"
Visit = Callable[[], Awaitable[Visitor]]


def user(office: Office, name: str = SAM) -> User:
    found = office.desk.accounts.find(name)
    assert found
    return found


def enrolled(office: Office, name: str = SAM) -> tuple[User, pyotp.TOTP, tuple[str, ...]]:
    """Someone whose app shows codes, their app, and their recovery codes."""
    office.add(name)
    factors = office.desk.staff.factors
    app = pyotp.TOTP(factors.offer(user(office, name), "a session").secret)
    codes = factors.confirm(user(office, name), app.at(office.clock.now), HERE, "a session")
    assert not isinstance(codes, Refused)
    office.clock.pass_time(seconds=30)
    return user(office, name), app, codes


def test_a_code_is_right_for_its_half_minute_and_a_little_around_it(office: Office) -> None:
    sam, app, _ = enrolled(office)
    check, now = office.desk.staff.factors.check, office.clock.now
    for seconds, verdict in ((-120, Refused()), (-60, Refused()), (60, Refused()), (0, None), (30, None)):
        assert check(sam, app.at(now + timedelta(seconds=seconds)), HERE) == verdict, seconds


def test_a_code_is_accepted_once_and_older_ones_no_more(office: Office) -> None:
    sam, app, _ = enrolled(office)
    check, now = office.desk.staff.factors.check, office.clock.now
    assert check(sam, app.at(now), HERE) is None
    assert check(sam, app.at(now), HERE) == Refused()
    assert check(sam, app.at(now - timedelta(seconds=30)), HERE) == Refused()
    office.clock.pass_time(seconds=30)
    assert check(sam, app.at(office.clock.now), HERE) is None


def test_of_many_tries_with_one_code_at_the_same_moment_one_gets_through(office: Office) -> None:
    # A user each: the losers of one round count as wrong tries, and those of two would lock everyone out.
    for name, kind in ((SAM, "app"), ("lee@leeds.example", "recovery")):
        who, app, codes = enrolled(office, name)
        code = app.at(office.clock.now) if kind == "app" else codes[0]
        with ThreadPoolExecutor(4) as pool:
            verdicts = [*pool.map(lambda address, who=who, code=code: try_from(office, who, code, address), range(4))]
        assert verdicts.count(None) == 1, kind


def try_from(office: Office, who: User, code: str, number: int) -> Refused | None:
    return office.desk.staff.factors.check(who, code, f"192.0.2.{number}")


def test_a_recovery_code_works_once_however_it_is_typed(office: Office) -> None:
    sam, _, codes = enrolled(office)
    check = office.desk.staff.factors.check
    assert len(set(codes)) == RECOVERY_CODES
    assert check(sam, codes[0], HERE) is None
    assert check(sam, codes[0], HERE) == Refused()
    assert check(sam, f" {codes[1].lower().replace('-', ' ')} ", HERE) is None
    assert office.desk.staff.factors.recovery_codes_left(sam) == RECOVERY_CODES - 2


def test_a_recovery_code_of_another_user_is_no_good(office: Office) -> None:
    _, _, codes = enrolled(office)
    lee, _, _ = enrolled(office, "lee@leeds.example")
    assert office.desk.staff.factors.check(lee, codes[0], HERE) == Refused()


def test_five_wrong_codes_lock_the_step_for_fifteen_minutes_and_leave_the_password_alone(office: Office) -> None:
    sam, app, codes = enrolled(office)
    check = office.desk.staff.factors.check
    assert [check(sam, "000000", HERE) for _ in range(5)] == [Refused()] * 5
    assert check(sam, app.at(office.clock.now), HERE) == Refused(timedelta(minutes=15))
    assert check(sam, codes[0], "198.51.100.9") == Refused(timedelta(minutes=15))
    office.clock.pass_time(minutes=15)
    assert check(sam, app.at(office.clock.now), HERE) is None


@pytest.mark.parametrize("code", ["", " ", "12345", "1234567", "１２３４５６", "\udcff", "\x00", "a" * 10_000])
def test_nonsense_is_just_a_wrong_code(office: Office, code: str) -> None:
    sam, _, _ = enrolled(office)
    assert office.desk.staff.factors.check(sam, code, HERE) == Refused()


def test_the_database_holds_neither_the_secret_nor_a_recovery_code(office: Office) -> None:
    _, app, codes = enrolled(office)
    with office.engine.connect() as connection:
        kept = repr([connection.execute(select(table)).all() for table in (second_factors, recovery_codes)])
    assert app.secret not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_a_secret_that_was_moved_to_another_user_does_not_open(office: Office) -> None:
    _, app, _ = enrolled(office)
    lee, _, _ = enrolled(office, "lee@leeds.example")
    with office.engine.begin() as connection:
        sealed = connection.scalar(select(second_factors.c.sealed_secret).where(second_factors.c.user_id != lee.id))
        connection.execute(second_factors.update().values(sealed_secret=sealed))
    assert office.desk.staff.factors.check(lee, app.at(office.clock.now), HERE) == Refused()


async def test_a_user_sets_it_up_and_from_then_on_is_asked_for_a_code(office: Office, visit: Visit) -> None:
    office.add(SAM)
    here, there = await visit(), await visit()
    await here.sign_in(SAM)
    secret, before = await here.secret(), here.cookie("kith_council")
    shown = await here.fill_in(TWO_STEP, {"code": here.code(secret), "password": PASSWORD})
    assert len(re.findall(r"<code>[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}</code>", shown.text)) == RECOVERY_CODES
    assert here.cookie("kith_council") not in (before, None), "the session is a new one"
    assert (await there.get("/council", Cookie=f"kith_council={before}")).status == 303, "and the old one is over"

    office.clock.pass_time(seconds=30)
    asked = await there.give_password(SAM, next="/council/numbers")
    assert asked.headers["Location"] == f"{CODE}?next=/council/numbers"
    half = there.cookie("kith_council")
    inside = await there.fill_in(
        asked.headers["Location"], {"code": there.code(secret), "next": "/council/numbers"}, to=CODE
    )
    assert (inside.status, inside.headers["Location"]) == (303, "/council/numbers")
    assert there.cookie("kith_council") not in (half, None), "the session is a new one"
    assert (await there.get("/council/numbers")).status == 200
    told = [entry.event for entry in reversed(office.desk.audit.latest(BIRMINGHAM))]
    assert told == [Event.SIGNED_IN, Event.SECOND_FACTOR_ON, Event.SIGNED_IN], "the last of them with the code"


async def test_a_password_alone_opens_nothing_while_the_code_is_still_to_come(office: Office, visitor: Visitor) -> None:
    enrolled(office)
    await visitor.give_password(SAM)
    for path in ("/council", "/council/figures", "/council/figures.csv", "/council/password", "/council/users"):
        turned = await visitor.get(path)
        assert (turned.status, turned.text) == (303, ""), path
        assert turned.headers["Location"].startswith("/council/sign-in")
    assert (await visitor.get(TWO_STEP)).headers["Location"] == CODE, "nor can another app be set up"
    token = await visitor.token(CODE)
    for path in (TWO_STEP, f"{TWO_STEP}/off", f"{TWO_STEP}/codes", "/council/password"):
        answer = await visitor.post(path, {"form_token": token, "code": "000000"})
        assert answer.status in (303, 403), path
    assert office.desk.staff.factors.is_on(user(office))


async def test_the_half_way_ends_after_ten_minutes(office: Office, visitor: Visitor) -> None:
    _, app, _ = enrolled(office)
    await visitor.give_password(SAM)
    token = await visitor.token(CODE)
    office.clock.pass_time(minutes=11)
    late = await visitor.post(CODE, {"form_token": token, "code": app.at(office.clock.now)})
    assert late.headers["Location"] == "/council/sign-in"
    assert (await visitor.get("/council")).status == 303


async def test_a_wrong_code_is_explained_and_logged_and_many_have_to_wait(office: Office, visitor: Visitor) -> None:
    enrolled(office)
    await visitor.give_password(SAM)
    answers = [await visitor.fill_in(CODE, {"code": "000000"}) for _ in range(6)]
    assert [answer.status for answer in answers] == [403] * 5 + [429]
    assert "That code is not right" in answers[0].text
    assert answers[5].headers["Retry-After"] == "900"
    failed = [entry for entry in office.desk.audit.latest(BIRMINGHAM) if entry.event is Event.SECOND_FACTOR_FAILED]
    assert len(failed) == 5


async def test_an_operator_cannot_go_on_without_it(office: Office, visitor: Visitor) -> None:
    office.add(OPAL, role="operator")
    first = await visitor.give_password(OPAL)
    assert first.headers["Location"] == f"{TWO_STEP}?next=/council"
    assert (await visitor.get("/council")).status == 303
    assert "Your account needs this" in (await visitor.get(TWO_STEP)).text
    shown = await visitor.fill_in(TWO_STEP, {"code": visitor.code(await visitor.secret())})
    assert "Your recovery codes" in shown.text
    assert (await visitor.get("/council")).status == 200
    office.clock.pass_time(seconds=30)
    assert (await visitor.post(f"{TWO_STEP}/off", {"form_token": await visitor.token("/council")})).status == 403


async def test_a_council_can_ask_it_of_everyone(office: Office, visit: Visit) -> None:
    office.add(SAM)
    office.add("lee@leeds.example", "E08000035")
    settings = office.desk.settings
    settings.change(BIRMINGHAM, replace(settings.of(BIRMINGHAM), second_factor=True))
    sam, lee = await visit(), await visit()
    assert (await sam.give_password(SAM)).headers["Location"].startswith(TWO_STEP)
    assert (await lee.give_password("lee@leeds.example")).headers["Location"] == "/council"


async def test_new_recovery_codes_and_switching_off_ask_for_a_code(office: Office, visitor: Visitor) -> None:
    sam, app, old = enrolled(office)
    await visitor.give_password(SAM)
    await visitor.fill_in(CODE, {"code": old[0]})
    for action in ("codes", "off"):
        assert (await visitor.fill_in(TWO_STEP, {"code": "000000"}, to=f"{TWO_STEP}/{action}")).status == 403
    fresh = await visitor.fill_in(TWO_STEP, {"code": old[1]}, to=f"{TWO_STEP}/codes")
    assert old[2] not in fresh.text
    assert office.desk.staff.factors.check(sam, old[2], HERE) == Refused()
    off = await visitor.fill_in(TWO_STEP, {"code": app.at(office.clock.now)}, to=f"{TWO_STEP}/off")
    assert off.status == 303
    assert not office.desk.staff.factors.is_on(sam)
    assert (await visitor.get("/council")).status == 200
