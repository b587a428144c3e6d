"""A council's settings and numbers: who may change them, what is refused, and what people are told afterwards."""

from __future__ import annotations

import html
import json

import pytest
from sqlalchemy import Engine, insert

from bot.contacts import Contact, Contacts, Slot, Way
from bot.safety_reply import AgeBand, safety_reply
from council.audit import Event
from council.settings_store import CouncilSettings, SettingsStore
from council.tables import settings
from tests.integration.council.office import BIRMINGHAM, LEEDS, PASSWORD, Office
from tests.integration.council.premises import premises
from tests.integration.council.visitor import Answer, Visitor

MO, OPAL = "mo@birmingham.example", "opal@kith.example"
NUMBERS = "/council/settings/numbers/adult_safeguarding"
REAL = {
    "name": "Birmingham adult safeguarding",
    "who": "Anyone who is worried that an adult is harmed.",
    "number": "0121 303 1234",
    "text": "",
    "hours": "Monday to Friday, 9am to 5pm",
    "hint": "",
    "source": "https://www.birmingham.example/safeguarding",
    "verified_on": "2026-11-17",
}
SEEN = {"seen": "yes", "was": "no number", "password": PASSWORD}


@pytest.fixture
async def manager(office: Office, visitor: Visitor) -> Visitor:
    office.add(MO, BIRMINGHAM, "manager")
    await visitor.sign_in(MO)
    return visitor


def words(page: Answer) -> str:
    return " ".join(html.unescape(page.text).split())


def changes(office: Office, council: str = BIRMINGHAM) -> list[tuple[Event, str]]:
    """What the log says was changed, the oldest first."""
    kinds = (Event.SETTING_CHANGED, Event.NUMBER_CHANGED, Event.NUMBER_REMOVED)
    return [(each.event, each.what) for each in reversed(office.desk.audit.latest(council)) if each.event in kinds]


def reply(office: Office, council: str = BIRMINGHAM) -> str:
    """What an adult of the council who is harmed is told now."""
    return safety_reply(("abuse_adult",), AgeBand.ADULT, office.desk.contacts, council)[0].text


async def test_a_manager_changes_settings_and_each_change_is_logged(office: Office, manager: Visitor) -> None:
    fields = {"name": "  Brum  Council ", "language_pl": "yes", "language_ar": "yes", "public_figures": "yes"}
    saved = await manager.fill_in("/council/settings", fields)
    assert (saved.status, saved.headers["Location"]) == (303, "/council/settings?saved")
    chosen = CouncilSettings("Brum Council", ("pl", "ar"), example_services=False, public_figures=True)
    assert office.desk.settings.of(BIRMINGHAM) == chosen
    page = words(await manager.get("/council/settings?saved"))
    assert "Your settings are kept" in page
    assert 'data-language="pl"' in page
    assert 'data-language="fr"' not in page
    assert "Brum Council" in words(await manager.get("/council")), "the name is shown on every page"
    assert changes(office) == [
        (Event.SETTING_CHANGED, "name shown: Brum Council"),
        (Event.SETTING_CHANGED, "languages: pl, ar"),
        (Event.SETTING_CHANGED, "example services: off"),
        (Event.SETTING_CHANGED, "public figures: on"),
    ]
    await manager.fill_in("/council/settings", fields)
    assert len(changes(office)) == 4, "what stays the same is no change"


async def test_a_council_that_chose_nothing_has_the_official_name_and_publishes_nothing(office: Office) -> None:
    assert office.desk.settings.of(BIRMINGHAM) == CouncilSettings()
    assert office.desk.council_name(BIRMINGHAM) == "Birmingham"
    assert not CouncilSettings().public_figures


async def test_settings_of_another_process_are_taken_over_and_strange_ones_left_alone(office: Office) -> None:
    elsewhere = SettingsStore(office.engine, office.clock)
    elsewhere.change(LEEDS, CouncilSettings(example_services=False))
    with office.engine.begin() as connection:
        row = {"council": LEEDS, "name": "of_a_later_version", "value": "1", "changed_at": office.clock()}
        connection.execute(insert(settings).values(row))
    assert office.desk.settings.without_examples() == frozenset()
    office.desk.settings.refresh_if_old()
    assert office.desk.settings.without_examples() == {LEEDS}
    elsewhere.change(LEEDS, CouncilSettings())
    office.desk.settings.refresh_if_old()
    assert office.desk.settings.without_examples() == {LEEDS}, "it was read a moment ago"
    office.clock.pass_time(seconds=2)
    office.desk.settings.refresh_if_old()
    assert office.desk.settings.without_examples() == frozenset()


@pytest.mark.parametrize("name", ["x" * 81, "a\u202eb", "a\x07b"])
async def test_a_name_that_cannot_be_shown_is_explained(office: Office, manager: Visitor, name: str) -> None:
    refused = await manager.fill_in("/council/settings", {"name": name})
    assert (refused.status, "There is a problem" in refused.text) == (422, True)
    assert changes(office) == []


async def test_only_an_operator_reaches_the_settings_of_another_council(office: Office, manager: Visitor) -> None:
    for path in ("/council/settings", NUMBERS):
        assert (await manager.get(f"{path}?council={LEEDS}")).status == 403
        assert (await manager.fill_in(path, {**REAL, **SEEN, "council": LEEDS})).status == 403
    remove = await manager.fill_in(NUMBERS, {"council": LEEDS}, to=f"{NUMBERS}/remove")
    assert remove.status == 403
    assert changes(office, LEEDS) == []
    office.add(OPAL, BIRMINGHAM, "operator")
    await manager.fill_in("/council", {}, to="/council/sign-out")
    await manager.sign_in(OPAL)
    saved = await manager.fill_in(f"/council/settings?council={LEEDS}", {"council": LEEDS, "name": "Leeds City"})
    assert saved.headers["Location"] == f"/council/settings?council={LEEDS}&saved"
    assert office.desk.settings.of(LEEDS).name == "Leeds City"
    assert (await manager.get("/council/settings?council=E07000111")).status == 404


async def test_a_number_counts_only_after_the_whole_reply_was_looked_at(office: Office, manager: Visitor) -> None:
    preview = await manager.fill_in(NUMBERS, REAL)
    assert preview.status == 200
    assert "Birmingham adult safeguarding: call 0121 303 1234" in words(preview)
    assert "If anyone is in danger now" in words(preview)
    assert "0121 303 1234" not in reply(office)
    assert changes(office) == []
    kept = await manager.fill_in(NUMBERS, REAL | SEEN)
    assert (kept.status, kept.headers["Location"]) == (303, "/council/settings#numbers")
    assert "Birmingham adult safeguarding: call 0121 303 1234" in reply(office)
    assert "0121 303 1234" not in reply(office, LEEDS)
    told = "adult_safeguarding: no number to 0121 303 1234 (Birmingham adult safeguarding, 2026-11-17)"
    assert changes(office) == [(Event.NUMBER_CHANGED, told)]


async def test_a_number_that_cannot_be_right_is_refused_at_both_steps(office: Office, manager: Visitor) -> None:
    for step in ({}, SEEN):
        refused = await manager.fill_in(NUMBERS, {**REAL, **step, "number": "0121 496 0123"})
        assert refused.status == 422
        assert "rings nowhere" in words(refused)
        assert 'value="0121 496 0123"' in refused.text, "what was typed is still there to be mended"
    assert changes(office) == []
    assert office.desk.settings.contacts() == ()


async def test_an_unknown_kind_of_number_is_not_found(manager: Visitor) -> None:
    assert (await manager.get("/council/settings/numbers/emergency")).status == 404
    assert (await manager.fill_in(NUMBERS, REAL, to="/council/settings/numbers/x")).status == 404


async def test_the_pages_number_stands_in_place_of_the_files_until_it_is_taken_away(
    database: Engine,
) -> None:
    filed = Contact(
        id="filed",
        name="Filed safeguarding",
        who="Adults",
        ways=(Way(kind="call", number="0121 303 9999"),),
        hours="always",
        source="test",
        certainty="source",
        verified_on=None,
        slot=Slot.ADULT_SAFEGUARDING,
        council=BIRMINGHAM,
    )
    async with premises(database, lambda _: {}, contacts=Contacts([*Contacts.open(), filed])) as town:
        office, manager = town.office, await town.visitor()
        office.add(MO, BIRMINGHAM, "manager")
        await manager.sign_in(MO)
        form = (await manager.get(NUMBERS)).text
        assert "0121 303 9999" in form
        assert 'name="verified_on" type="date" value=""' in form, "each change needs a check of its own"
        proved = SEEN | {"was": "0121 303 9999"}
        await manager.fill_in(NUMBERS, REAL | proved | {"text": "07123 456789", "hint": "(office hours)"})
        assert "call 0121 303 1234 or text 07123 456789 (office hours)" in reply(office)
        assert "0121 303 9999" not in reply(office)
        assert "07123 456789" in (await manager.get(NUMBERS)).text
        page = words(await manager.get(f"{NUMBERS}/remove"))
        assert "shown now</dt><dd>0121 303 1234, text 07123 456789<" in page
        assert "From then on</dt><dd>0121 303 9999<" in page
        proved["was"] = "0121 303 1234, text 07123 456789"
        await manager.fill_in(NUMBERS, proved, to=f"{NUMBERS}/remove")
        assert "0121 303 9999" in reply(office)
        told = "adult_safeguarding: 0121 303 1234, text 07123 456789 to 0121 303 9999"
        assert changes(office)[-1] == (Event.NUMBER_REMOVED, told)


async def test_a_number_that_cannot_be_read_leaves_the_files_number(office: Office, manager: Visitor) -> None:
    await manager.fill_in(NUMBERS, REAL | SEEN)
    with office.engine.begin() as connection:
        connection.execute(settings.update().values(value=json.dumps({"id": "broken"})))
    office.desk.contact_book.refresh()
    assert office.desk.settings.contacts() == ()
    assert "Samaritans" in reply(office)


async def test_what_a_manager_writes_comes_back_as_text_and_not_as_markup(office: Office, manager: Visitor) -> None:
    trick = {"name": '<script>alert("x")</script>', "who": "<b>all</b>"}
    for page in (
        await manager.fill_in(NUMBERS, REAL | trick),
        await manager.fill_in(NUMBERS, REAL | trick | {"number": "x"}),
        await manager.fill_in("/council/settings", {"name": trick["name"] * 9}),
    ):
        assert "<script>" not in page.text
        assert "<b>all" not in page.text
