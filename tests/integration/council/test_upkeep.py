"""The directory's upkeep through real pages on both databases: who may do what, and that nothing typed is lost."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer
from sqlalchemy import Engine

from council.upkeep import ROUTES
from council.upkeep_words import DEEDS, FIELDS, KINDS
from council.web import Rule
from directory.edits import confirming
from directory.history import Author, Deed
from directory.model import Phone, Service, Status
from directory.reports import Wrong
from tests.integration.council.keeping import Keeping, open_keeping
from tests.integration.council.office import BIRMINGHAM, LEEDS, Office
from tests.integration.council.visitor import Answer, Visitor
from tests.integration.directory.importing.feeds import Feed, record
from tests.unit.directory.builders import a_service

LUNCH = "/council/directory/services/lunch"
EDIT = f"{LUNCH}/edit"


@pytest.fixture
def keeping(office: Office, database: Engine, tmp_path: Path) -> Keeping:
    return open_keeping(office, database, tmp_path / "imports")


def words(answer: Answer) -> str:
    """Return what stands on a page, without the card in its frame."""
    page = re.sub(r'srcdoc="[^"]*"', "", answer.text)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def fields_of(answer: Answer) -> dict[str, str]:
    """Return what a browser would send of the last form of a page, as it stands."""
    form = answer.text[answer.text.rindex("<form", 0, answer.text.rindex('name="mark"')) :]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        given = dict(re.findall(r'([a-z_-]+)="([^"]*)"', tag))
        if "name" in given and (given.get("type") != "checkbox" or " checked" in tag):
            found[given["name"]] = html.unescape(given.get("value", ""))
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        found[name] = html.unescape(text)
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = html.unescape(chosen[1]) if chosen else ""
    return found


async def edited(visitor: Visitor, path: str = EDIT, **changes: str) -> Answer:
    """Open the form, change some fields, and send it."""
    form = fields_of(await visitor.get(path))
    return await visitor.post(path, form | changes)


async def saved(visitor: Visitor, path: str = EDIT, **changes: str) -> Answer:
    """The same, and press "Save" under the card."""
    preview = await edited(visitor, path, **changes)
    assert preview.status == 200, words(preview)
    return await visitor.post(path, fields_of(preview) | {"step": "save"})


# Who may do what


async def test_every_route_states_its_rule_and_what_changes_anything_is_for_editors(keeping: Keeping) -> None:
    for route in ROUTES:
        assert route.rule is Rule.EDITORS or route.method == "GET", route.path
        if route.path.endswith(("/edit", "/new")):
            assert route.rule is Rule.EDITORS


@pytest.mark.parametrize("path", sorted({route.path for route in ROUTES if route.method == "GET"}))
async def test_nobody_sees_anything_without_signing_in(keeping: Keeping, path: str) -> None:
    async with keeping.browser() as visitor:
        visitor.browser.cookie_jar.clear()
        answer = await visitor.get(re.sub(r"\{service.*\}", "lunch", re.sub(r"\{source.*\}", "s", path)))
        assert (answer.status, answer.text) == (303, "")


async def test_a_viewer_reads_and_changes_nothing(keeping: Keeping) -> None:
    keeping.upkeep.reports.add("lunch", Wrong.CLOSED)
    async with keeping.browser("viewer") as visitor:
        page = await visitor.get(LUNCH)
        assert page.status == 200
        assert "Change something" not in words(page)
        assert "It is right as it is" not in words(page)
        for path in (EDIT, "/council/directory/services/new"):
            assert (await visitor.get(path)).status == 403
        for deed in ("confirm", "close", "open", "settle", "take-back", "edit"):
            assert (await visitor.fill_in("/council/directory", {}, to=f"{LUNCH}/{deed}")).status == 403
    assert keeping.upkeep.edits.history.of("lunch") == []


async def test_another_councils_services_are_as_if_they_were_not_there(keeping: Keeping) -> None:
    async with keeping.browser("manager") as visitor:
        listed = words(await visitor.get("/council/directory/services"))
        assert "2 services" in listed
        assert "Met Here" in listed
        for service in ("choir", "outside", "line", "nothing"):
            path = f"/council/directory/services/{service}"
            assert (await visitor.get(path)).status == 404
            assert (await visitor.get(f"{path}/edit")).status == 404
            for deed in ("confirm", "close", "settle", "edit"):
                assert (await visitor.fill_in("/council/directory", {}, to=f"{path}/{deed}")).status == 404
        assert (await visitor.get(f"/council/directory?council={LEEDS}")).status == 403


async def test_an_operator_looks_after_all_of_them(keeping: Keeping) -> None:
    async with keeping.browser("operator") as visitor:
        assert (await visitor.get("/council/directory/services/line")).status == 200
        assert "Choir" in words(await visitor.get("/council/directory/services?everywhere=on&words=cho"))
        assert "Choir" in words(await visitor.get(f"/council/directory/services?council={LEEDS}"))


async def test_a_form_without_its_token_or_from_elsewhere_changes_nothing(keeping: Keeping) -> None:
    async with keeping.browser() as visitor:
        assert (await visitor.post(f"{LUNCH}/confirm", {})).status == 403
        token = await visitor.token(LUNCH)
        sent = await visitor.post(f"{LUNCH}/confirm", {"form_token": token}, Sec_Fetch_Site="cross-site")
        assert sent.status == 403
    assert keeping.upkeep.edits.history.of("lunch") == []


# Editing


async def test_a_phone_number_is_put_right_after_a_look_at_the_card(keeping: Keeping) -> None:
    async with keeping.browser() as visitor:
        preview = await edited(visitor, phone_0="0121 496 0199")
        assert preview.status == 200
        card = html.unescape(re.findall(r'srcdoc="([^"]*)"', preview.text)[0])
        assert 'href="tel:01214960199"' in card
        assert "Tuesday &lt;b&gt;Table&lt;/b&gt;" in card
        assert "It was: 0121 496 0100" in words(preview)
        assert keeping.lunch().phones == (Phone("0121 496 0100"),)
        done = await visitor.post(EDIT, fields_of(preview) | {"step": "save"})
        assert (done.status, done.headers["Location"]) == (303, f"{LUNCH}?done=saved")
        assert keeping.lunch().phones == (Phone("0121 496 0199"),)
        page = words(await visitor.get(LUNCH))
        assert "What you say instead of the source" in page
        assert "ed@birmingham.example" in page
    before = {field: value for field, value in vars_of(keeping.lunch()).items() if field != "phones"}
    assert before.items() <= vars_of(replace(keeping.lunch(), phones=())).items()


def vars_of(service: Service) -> dict[str, object]:
    return {name: getattr(service, name) for name in Service.__dataclass_fields__}


async def test_a_form_that_is_sent_as_it_is_changes_nothing(keeping: Keeping) -> None:
    async with keeping.browser() as visitor:
        answer = await edited(visitor)
        assert answer.status == 422
        assert "You have not changed anything yet" in words(answer)
    assert keeping.upkeep.edits.of("lunch") == []


async def test_all_that_is_wrong_is_said_at_once_and_nothing_typed_is_lost(keeping: Keeping) -> None:
    wrong = {
        "name": "",
        "summary": "x" * 161,
        "email": "nobody",
        "url": "javascript:alert(1)",
        "phone_0": "ring us",
        "minimum_age": "sixty",
        "place_postcode": "ZZ9 9ZZ",
        "languages": "Klingonese",
        "amount": "three",
        "when_0_opens": "noon",
        "description": "Kept <script>as it</script> was typed & more",
    }
    async with keeping.browser() as visitor:
        answer = await edited(visitor, **wrong)
        assert answer.status == 422
        said = words(answer)
        for sentence in (
            "Write the name of the service.",
            "Use at most 160 characters. There are 161 now.",
            "Write an email address",
            "Write the whole web address",
            "Write a phone number",
            "Write an age in years",
            "We do not know this postcode",
            "We do not know the language",
            "Write pounds",
            "Write a time like 14:30",
        ):
            assert sentence in said
        assert {key: value for key, value in fields_of(answer).items() if key in wrong} == wrong
        for field in ("email", "phone_0", "when_0_opens"):
            assert f'href="#{field}"' in answer.text
            assert f'id="{field}"' in answer.text
    assert keeping.upkeep.edits.of("lunch") == []


async def test_going_back_from_the_card_loses_nothing(keeping: Keeping) -> None:
    async with keeping.browser() as visitor:
        preview = await edited(visitor, description="One line\n\nand another.", need_arts_crafts="yes")
        form = await visitor.post(EDIT, fields_of(preview) | {"step": "change"})
        again = fields_of(form)
        assert again["description"] == "One line\n\nand another."
        assert again["need_arts_crafts"] == "yes"
        assert (await visitor.post(EDIT, again)).status == 200


async def test_two_who_edit_at_once_do_not_overwrite_each_other(keeping: Keeping) -> None:
    async with keeping.browser() as visitor:
        opened = fields_of(await visitor.get(EDIT))
        await saved(visitor, phone_0="0121 496 0111")
        late = await visitor.post(EDIT, opened | {"phone_0": "0121 496 0122"})
        assert late.status == 409
        assert "changed this service while you had it open" in words(late)
        assert fields_of(late)["phone_0"] == "0121 496 0122"
        assert keeping.lunch().phones == (Phone("0121 496 0111"),)


async def test_what_this_form_would_refuse_stays_while_something_else_is_put_right(keeping: Keeping) -> None:
    keeping.tell(a_service(id="lunch", name="N" * 255, description="D" * 15_000, url="ftp://old", email="odd"))
    async with keeping.browser() as visitor:
        assert (await saved(visitor, phone_0="0121 496 0199")).status == 303
    assert keeping.lunch().description == "D" * 15_000
    assert [edit.field for edit in keeping.upkeep.edits.of("lunch")] == ["phones"]


async def test_a_new_service_is_added_and_found_and_sent_twice_is_added_once(keeping: Keeping) -> None:
    new = "/council/directory/services/new"
    typed = {
        "name": "Tea and Toast",
        "organisation": "St Anne's",
        "summary": "Tea for all.",
        "need_lunch_social": "yes",
        "place_name": "St Anne's",
        "place_postcode": "b13 8jp",
        "when_0_often": "weekly",
        "when_0_TU": "yes",
        "when_0_opens": "10:00",
        "when_0_closes": "12:00",
        "cost": "free",
        "way_in_person": "yes",
    }
    async with keeping.browser() as visitor:
        empty = await edited(visitor, new)
        assert empty.status == 422
        assert "Tick at least one thing that it is." in words(empty)
        preview = await edited(visitor, new, **typed)
        card = html.unescape(re.findall(r'srcdoc="([^"]*)"', preview.text)[0])
        assert "Tuesdays, 10am to 12 noon" in card
        sent = fields_of(preview) | {"step": "save"}
        assert (await visitor.post(new, sent)).status == 303
        assert (await visitor.post(new, sent)).status == 303
        listed = words(await visitor.get("/council/directory/services?words=toast"))
        assert "1 service " in listed
        assert "Our own" in listed
    [found] = keeping.upkeep.looking.named("toast", 10)
    service = keeping.upkeep.directory.get(found.id)
    assert service
    assert (service.areas, service.assured_date) == ((BIRMINGHAM,), date(2026, 11, 18))
    assert service.location
    assert (service.location.easting, service.location.postal_code) == (407_625, "B13 8JP")


# What is done to a service


async def test_still_right_is_one_press(keeping: Keeping) -> None:
    keeping.tell(a_service(id="lunch", name="Lunch", assured_date=date(2020, 1, 1)))
    async with keeping.browser() as visitor:
        assert "Lunch" in words(await visitor.get("/council/directory/stale"))
        await visitor.fill_in(LUNCH, {}, to=f"{LUNCH}/confirm")
        assert "Lunch" not in words(await visitor.get("/council/directory/stale"))
    assert keeping.lunch().assured_date == date(2026, 11, 18)


async def test_a_service_is_closed_until_a_day_opened_again_and_closed_for_good(keeping: Keeping) -> None:
    async with keeping.browser() as visitor:
        for day in ("", "soon", "2026-11-17", "2028-01-01"):
            answer = await visitor.fill_in(LUNCH, {"how": "now", "until": day}, to=f"{LUNCH}/close")
            assert answer.status == 422
        await visitor.fill_in(LUNCH, {"how": "now", "until": "2026-12-24"}, to=f"{LUNCH}/close")
        page = words(await visitor.get(LUNCH))
        assert "Closed for now until 24 Dec 2026" in page
        assert keeping.lunch().status is Status.TEMPORARILY_CLOSED
        await visitor.fill_in(LUNCH, {}, to=f"{LUNCH}/open")
        assert keeping.lunch().status is Status.ACTIVE
        await visitor.fill_in(LUNCH, {"how": "good"}, to=f"{LUNCH}/close")
        assert keeping.lunch().status is Status.DEFUNCT


@pytest.mark.parametrize(
    ("outcome", "status", "assured"),
    [("right", "active", True), ("corrected", "active", False), ("closed", "defunct", False)],
)
async def test_settling_a_report_removes_it_and_says_what_was_found(
    keeping: Keeping, outcome: str, status: str, assured: bool
) -> None:
    keeping.tell(a_service(id="lunch", assured_date=date(2026, 1, 1)))
    keeping.upkeep.reports.add("lunch", Wrong.CLOSED)
    keeping.upkeep.reports.add("choir", Wrong.CLOSED)
    async with keeping.browser("manager") as visitor:
        listed = words(await visitor.get("/council/reports"))
        assert "It has closed: 1" in listed
        assert "Choir" not in listed
        await visitor.fill_in(LUNCH, {"outcome": outcome}, to=f"{LUNCH}/settle")
        assert "Nothing has been reported" in words(await visitor.get("/council/reports"))
        assert "reports settled" in words(await visitor.get("/council/activity"))
    assert [each.service_id for each in keeping.upkeep.reports.all()] == ["choir"]
    assert keeping.lunch().status == status
    assert (keeping.lunch().assured_date == date(2026, 11, 18)) is assured
    assert keeping.upkeep.edits.history.of("lunch")[0].deed is Deed.SETTLED


async def test_saving_a_correction_settles_the_reports_with_it(keeping: Keeping) -> None:
    keeping.upkeep.reports.add("lunch", Wrong.NUMBER)
    async with keeping.browser() as visitor:
        await saved(visitor, phone_0="0121 496 0199")
    assert keeping.upkeep.reports.all() == ()


async def test_a_change_is_undone_and_what_was_changed_since_is_not(keeping: Keeping) -> None:
    async with keeping.browser() as visitor:
        await saved(visitor, phone_0="0121 496 0199")
        entry = keeping.upkeep.edits.history.of("lunch")[0].id
        undo = f"/council/directory/history/{entry}/undo"
        await saved(visitor, phone_0="0121 496 0188")
        refused = await visitor.fill_in(LUNCH, {}, to=undo)
        assert refused.status == 409
        assert "changed again since" in words(refused)
        newer = keeping.upkeep.edits.history.of("lunch")[0].id
        await visitor.fill_in(LUNCH, {}, to=f"/council/directory/history/{newer}/undo")
        await visitor.fill_in(LUNCH, {}, to=undo)
        assert keeping.lunch().phones == (Phone("0121 496 0100"),)
        assert "Undone" in words(await visitor.get("/council/directory/history"))


async def test_a_field_is_taken_back_to_what_the_source_says(keeping: Keeping) -> None:
    async with keeping.browser() as visitor:
        await saved(visitor, phone_0="0121 496 0199")
        keeping.tell(a_service(id="lunch", phones=(Phone("0121 496 0177"),)))
        assert keeping.lunch().phones == (Phone("0121 496 0199"),)
        await visitor.fill_in(LUNCH, {"field": "phones"}, to=f"{LUNCH}/take-back")
    assert keeping.lunch().phones == (Phone("0121 496 0177"),)


async def test_another_councils_change_cannot_be_undone(keeping: Keeping) -> None:
    async with keeping.browser() as visitor:
        keeping.upkeep.edits.change("choir", confirming(date(2026, 1, 1)), Author("lee@leeds.example", LEEDS))
        keeping.upkeep.edits.change("choir", confirming(date(2026, 11, 18)), Author("lee@leeds.example", LEEDS))
        entry = keeping.upkeep.edits.history.of("choir")[0].id
        answer = await visitor.fill_in("/council/directory/history", {}, to=f"/council/directory/history/{entry}/undo")
        assert answer.status in (403, 404)
        assert "Choir" not in words(await visitor.get("/council/directory/history"))


# Lists, doubts and doubles


@pytest.fixture
async def feed(keeping: Keeping):
    found = Feed()
    async with TestServer(found.app()) as server:
        found.address = str(server.make_url("/services"))
        yield found


async def bring(keeping: Keeping, feed: Feed, council: str | None = BIRMINGHAM) -> str:
    """Import the feed; returns the address of its page."""
    keeping.office.clock.pass_time(minutes=1)
    source = keeping.importer.store.ensure("our list", feed.address, council=council)
    await keeping.importer.run(source)
    return f"/council/directory/sources/{source.id}"


async def test_a_source_shows_how_it_went_and_what_was_wrong_where(keeping: Keeping, feed: Feed) -> None:
    feed.pages = [[record("a"), record("b", minimum_age=-4), record("c", email="nobody")]]
    path = await bring(keeping, feed)
    async with keeping.browser() as visitor:
        listed = words(await visitor.get("/council/directory/sources"))
        assert "3 read, 2 new, 0 changed, 0 withdrawn, 1 left out, 0 merged, 2 problems" in listed
        page = words(await visitor.get(path))
        assert "page 1, record 2" in page
        assert "minimum_age is below zero record left out" in page
        assert "email is not an email address field ignored" in page
        await visitor.fill_in(path, {}, to=f"{path}/run")
        assert "within a few minutes" in words(await visitor.get(path))
    assert [source.wish for source in keeping.importer.store.due()] == ["read"]


async def test_another_councils_source_is_not_shown(keeping: Keeping, feed: Feed) -> None:
    path = await bring(keeping, feed, LEEDS)
    async with keeping.browser("manager") as visitor:
        assert "our list" not in words(await visitor.get("/council/directory/sources"))
        assert (await visitor.get(path)).status == 404
        assert (await visitor.fill_in("/council/directory", {}, to=f"{path}/run")).status == 404


@pytest.mark.parametrize("word", ["confirm", "refuse"])
async def test_a_held_list_shows_what_would_go_and_is_confirmed_or_refused(
    keeping: Keeping, feed: Feed, word: str
) -> None:
    feed.pages = [[record("a"), record("b", name="Supper Club")]]
    path = await bring(keeping, feed)
    feed.pages = [[record("a"), record("c", name="Knitting")]]
    assert await bring(keeping, feed) == path
    async with keeping.browser() as visitor:
        page = words(await visitor.get(path))
        assert "Would go: 1 Supper Club" in page
        assert "Would be new: 1 Knitting" in page
        keeping.office.clock.pass_time(minutes=1)
        await visitor.fill_in(path, {}, to=f"{path}/{word}")
        assert "This list waits for you" not in words(await visitor.get(path))
    due = keeping.importer.store.due()
    assert [source.wish for source in due] == (["confirm"] if word == "confirm" else [])
    assert keeping.upkeep.looking.named("Supper", 5) != []


async def test_a_doubtful_term_is_put_right_once_for_all(keeping: Keeping, feed: Feed) -> None:
    term = [{"taxonomy_term": {"name": "Walking football for dads"}}]
    feed.pages = [[record("a", name="First", attributes=term), record("b", name="Second", attributes=term)]]
    await bring(keeping, feed)
    async with keeping.browser() as visitor:
        page = await visitor.get("/council/directory/doubts")
        assert "“Walking football for dads”" in words(page)
        assert "2 services: First , Second" in words(page)
        answer = await visitor.fill_in(
            "/council/directory/doubts",
            {"taxonomy": "need", "words": "Walking football for dads", "code": "mens_shed"},
        )
        assert answer.status == 303
        assert "Walking football" not in words(await visitor.get("/council/directory/doubts"))
        wrong = {"taxonomy": "need", "words": "Walking football for dads", "code": "nonsense"}
        assert (await visitor.fill_in("/council/directory/doubts", wrong)).status == 400
    await bring(keeping, feed)
    [found] = keeping.upkeep.looking.named("First", 5)
    service = keeping.upkeep.directory.get(found.id)
    assert service
    assert service.needs == ("mens_shed",)


async def test_two_that_look_like_one_are_explained_parted_or_made_one(keeping: Keeping) -> None:
    keeping.tell(
        a_service(id="lunch", name="Tuesday Table", phones=(Phone("0121 496 0100"),)),
        a_service(id="again", name="The Tuesday Table", organisation="Hall", phones=(Phone("+44 121 496 0100"),)),
    )
    path = "/council/directory/doubles"
    async with keeping.browser() as visitor:
        page = words(await visitor.get(path))
        assert "The same name. The same phone number. The same place." in page
        pair = {"keep": "lunch", "other": "again"}
        assert (await visitor.fill_in(path, pair | {"verdict": "two"})).status == 303
        assert "No two services look like one" in words(await visitor.get(path))
        parted = keeping.upkeep.edits.history.of("lunch")[0]
        await visitor.fill_in(LUNCH, {}, to=f"/council/directory/history/{parted.id}/undo")
        assert "The same name" in words(await visitor.get(path))
        assert (await visitor.fill_in(path, {"keep": "lunch", "other": "choir", "verdict": "one"})).status == 404
        await visitor.fill_in(path, pair | {"verdict": "one"})
        assert "No two services look like one" in words(await visitor.get(path))
    again = keeping.upkeep.directory.get("again")
    assert again
    assert again.status is Status.INACTIVE


async def test_the_first_page_counts_what_waits(keeping: Keeping) -> None:
    keeping.tell(a_service(id="lunch", name="Lunch", assured_date=None))
    keeping.upkeep.reports.add("lunch", Wrong.CLOSED)
    async with keeping.browser() as visitor:
        page = words(await visitor.get("/council/directory"))
        assert "You look after 2 services" in page
        assert "Said to be wrong or closed 1" in page
        assert "Not confirmed for a year 1" in page
        assert "Lists that wait for you 0" in page


async def test_everything_is_in_the_audit_log(keeping: Keeping) -> None:
    async with keeping.browser("manager") as visitor:
        await visitor.fill_in(LUNCH, {}, to=f"{LUNCH}/confirm")
        await saved(visitor, phone_0="0121 496 0199")
        entry = keeping.upkeep.edits.history.of("lunch")[0].id
        await visitor.fill_in(LUNCH, {}, to=f"/council/directory/history/{entry}/undo")
        log = words(await visitor.get("/council/activity"))
    for line in (
        "service changed E08000025 confirmed",
        "service changed E08000025 phone",
        "change undone E08000025 changed of",
    ):
        assert line in log


def test_every_kind_deed_and_field_has_words() -> None:
    assert set(KINDS) == set(Wrong)
    assert set(DEEDS) == set(Deed)
    assert set(Service.__dataclass_fields__) - {"id", "example"} <= set(FIELDS)
