"""One manager alone can change what people in danger are shown: what stands against it."""

from __future__ import annotations

import html
import re
from collections.abc import Awaitable, Callable

import pytest

from bot.contacts import Slot
from bot.safety_reply import AgeBand, safety_reply
from council.audit import Event
from council.identities import Identity
from tests.integration.council.office import BIRMINGHAM, LEEDS, PASSWORD, Office
from tests.integration.council.visitor import Answer, Visitor

MO, MAY, SAM = "mo@birmingham.example", "may@birmingham.example", "sam@birmingham.example"
LEO, OPAL = "leo@leeds.example", "opal@kith.example"
NUMBER = "/council/settings/numbers/adult_safeguarding"
REAL = {
    "name": "Birmingham adult safeguarding",
    "who": "Anyone who is worried that an adult is harmed.",
    "number": "0121 303 1234",
    "hours": "Monday to Friday, 9am to 5pm",
    "source": "https://www.birmingham.example/safeguarding",
    "verified_on": "2026-11-17",
}
EVIL = REAL | {"number": "0121 303 6666"}
PROVED = {"seen": "yes", "password": PASSWORD}
Visit = Callable[[], Awaitable[Visitor]]


@pytest.fixture
async def manager(office: Office, visitor: Visitor) -> Visitor:
    """Mo, manager of a council that has a number on its page."""
    office.add(MO, role="manager")
    await visitor.sign_in(MO)
    kept = await visitor.fill_in(NUMBER, REAL | PROVED | {"was": "no number"})
    assert kept.status == 303
    office.clock.pass_time(minutes=20)
    return visitor


def spoken(answer: Answer) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def shown(office: Office) -> str:
    """What an adult of the council who is harmed is told now."""
    return str(safety_reply(("abuse_adult",), AgeBand.ADULT, office.desk.contacts, BIRMINGHAM)[0].text)


async def change(manager: Visitor, fields: dict[str, str], was: str = "0121 303 1234", **proof: str) -> Answer:
    return await manager.fill_in(NUMBER, fields | {"seen": "yes", "was": was} | (proof or PROVED))


async def test_old_and_new_stand_beside_each_other_before_anything_counts(manager: Visitor, office: Office) -> None:
    page = spoken(await manager.fill_in(NUMBER, EVIL))
    assert "People in danger are shown now 0121 303 1234 From then on 0121 303 6666" in page
    assert "Your password, once more" in page
    assert "0121 303 1234" in shown(office)


async def test_without_the_password_typed_again_nothing_changes(manager: Visitor, office: Office) -> None:
    for proof in ({"password": ""}, {"password": "a wrong guess"}, {"code": "000000"}):
        refused = await change(manager, EVIL, **proof)
        assert refused.status == 403
        assert "not your password" in spoken(refused)
        assert 'value="0121 303 6666"' in refused.text, "what was typed is still there"
    assert (await manager.fill_in(NUMBER, {"seen": "yes", "was": "0121 303 1234"}, to=f"{NUMBER}/remove")).status == 403
    assert "0121 303 1234" in shown(office)
    events = [each.event for each in office.desk.audit.latest(BIRMINGHAM)]
    assert events[:4] == [Event.NOT_CONFIRMED] * 4
    assert events.count(Event.NUMBER_CHANGED) == 1


async def test_guessing_the_password_there_locks_it_as_anywhere(manager: Visitor, office: Office) -> None:
    for _ in range(5):
        await change(manager, EVIL, password="a wrong guess")
    locked = await change(manager, EVIL)
    assert (locked.status, locked.headers["Retry-After"]) == (429, "900")
    assert "0121 303 1234" in shown(office)


async def test_who_has_two_steps_types_a_code_and_each_code_serves_once(manager: Visitor, office: Office) -> None:
    secret = await manager.secret()
    code = manager.code(secret)
    await manager.fill_in("/council/two-step", {"code": code, "password": PASSWORD})
    assert (await change(manager, EVIL, password=PASSWORD)).status == 403, "a password is not enough any more"
    assert (await change(manager, EVIL, code=code)).status == 403, "it signed in already"
    office.clock.pass_time(seconds=30)
    assert (await change(manager, EVIL, code=manager.code(secret))).status == 303
    assert "0121 303 6666" in shown(office)


async def test_who_has_nothing_to_type_sets_two_steps_up_first(manager: Visitor, office: Office) -> None:
    user = office.desk.accounts.find(MO)
    assert user
    office.desk.staff.identities.bind(user, Identity("https://id.example", "mo"))
    office.desk.accounts.drop_password(user)
    page = await manager.fill_in(NUMBER, EVIL)
    assert "First set up two-step sign-in" in spoken(page)
    assert 'name="seen"' not in page.text
    assert (await change(manager, EVIL, password="")).status == 403


async def test_a_number_that_somebody_else_changed_meanwhile_is_looked_at_again(
    manager: Visitor, office: Office
) -> None:
    late = await change(manager, EVIL, was="no number")
    assert late.status == 409
    assert "Somebody changed this number while you had it open" in spoken(late)
    assert "0121 303 1234" in shown(office)


async def test_every_manager_and_operator_reads_it_for_two_weeks_and_nobody_else(
    manager: Visitor, office: Office, visit: Visit
) -> None:
    await change(manager, EVIL)
    told = "changed the number of Adult safeguarding from 0121 303 1234 to 0121 303 6666 on 18 November 2026 at 10:20"
    assert f"You {told}" in spoken(await manager.get("/council"))
    people = {}
    for name, council, role in (
        (MAY, BIRMINGHAM, "manager"),
        (OPAL, LEEDS, "operator"),
        (SAM, BIRMINGHAM, "editor"),
        (LEO, LEEDS, "manager"),
    ):
        people[name] = await visit()
        await people[name].sign_in(office.add(name, council, role))
    pages = {name: spoken(await one.get("/council")) for name, one in people.items()}
    assert f"{MO} {told}" in pages[MAY]
    assert told.replace("safeguarding from", "safeguarding of Birmingham from") in pages[OPAL]
    assert "0121 303 6666" not in pages[SAM] + pages[LEO]
    office.clock.pass_time(days=14)
    await manager.sign_in(MO)
    assert told not in spoken(await manager.get("/council"))


async def test_an_earlier_number_is_put_back_from_the_notice_after_the_same_proof(
    manager: Visitor, office: Office, visit: Visit
) -> None:
    await change(manager, EVIL)
    office.clock.pass_time(minutes=1)
    await change(manager, EVIL | {"hint": "(nights)"}, was="0121 303 6666")
    may = await visit()
    await may.sign_in(office.add(MAY, role="manager"))
    links = re.findall(r'href="([^"]+back=[^"]+)"', (await may.get("/council")).text)
    assert len(links) == 3, "a second change does not hide the first"
    form = await may.get(html.unescape(links[1]))
    assert 'value="0121 303 1234"' in form.text
    assert 'value="2026-11-17"' in form.text
    assert "0121 303 6666" in shown(office), "looking changes nothing"
    assert (await change(may, REAL, was="0121 303 6666")).status == 303
    assert "0121 303 1234" in shown(office)
    first = await may.get(html.unescape(links[2]))
    assert (first.status, first.headers["Location"]) == (303, f"{NUMBER}/remove"), "there was none"
    assert (await may.get(f"{NUMBER}?back=2026-01-01")).status == 404


async def test_the_log_holds_both_numbers_and_another_council_none_of_it(manager: Visitor, office: Office) -> None:
    await change(manager, EVIL)
    entry = next(each for each in office.desk.audit.latest(BIRMINGHAM) if each.event is Event.NUMBER_CHANGED)
    assert entry.who == MO
    assert entry.what.startswith("adult_safeguarding: 0121 303 1234 to 0121 303 6666 (")
    assert office.desk.settings.number_changes(LEEDS) == []
    assert office.desk.settings.contact(LEEDS, Slot.ADULT_SAFEGUARDING) is None
