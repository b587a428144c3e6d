"""What the front keeps of a conversation, on both databases: little, exact, and only for a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, inspect

from bot.safety_reply import AgeBand
from bot.sessions import LIFETIME, MOST_OFFERED, MOST_REPORTED, Conversation, SessionStore, session_of
from bot.tables import metadata
from tests.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 11, 21, 12, tzinfo=UTC))


@pytest.fixture
def store(database: Engine, clock: Clock) -> SessionStore:
    metadata.create_all(database)
    return SessionStore(database, clock)


def test_a_conversation_is_unknown_until_it_begins(store: SessionStore) -> None:
    assert store.open("a") is None
    store.begin("a")
    assert store.open("a") == Conversation(fresh=True)


def test_payloads_add_up_and_the_oldest_go_first(store: SessionStore) -> None:
    store.begin("a")
    store.offer("a", ["/one", "/two"])
    store.offer("a", ["/two", "/three"])
    known = store.open("a")
    assert known is not None
    assert known.offered == {"/one", "/two", "/three"}
    store.offer("a", [f"/{number}" for number in range(MOST_OFFERED)])
    known = store.open("a")
    assert known is not None
    assert len(known.offered) == MOST_OFFERED
    assert "/one" not in known.offered


def test_nothing_is_offered_in_a_conversation_that_never_began(store: SessionStore) -> None:
    store.offer("a", ["/one"])
    assert store.open("a") is None


def test_a_day_of_silence_ends_it_and_any_use_renews_it(store: SessionStore, clock: Clock) -> None:
    store.begin("a")
    clock.now += LIFETIME - timedelta(minutes=1)
    store.offer("a", ["/one"])
    clock.now += LIFETIME - timedelta(minutes=1)
    assert store.open("a") is not None
    clock.now += timedelta(minutes=2)
    assert store.open("a") is None
    assert store.forget_silent() == 1


def test_a_use_that_was_noted_lately_need_not_be_noted_again(store: SessionStore, clock: Clock) -> None:
    store.begin("a")
    clock.now += timedelta(minutes=6)
    known = store.open("a")
    assert known is not None
    assert not known.fresh


def test_the_age_group_and_an_owed_pause_are_remembered_until_it_is_forgotten(store: SessionStore) -> None:
    store.begin("a")
    store.note_age("a", 14)
    store.owe_pause("a", True)
    assert store.open("a") == Conversation(frozenset(), AgeBand.CHILD, pause_owed=True, fresh=True)
    store.forget("a")
    assert store.open("a") == Conversation(fresh=True)


def test_a_token_leads_to_a_session_and_not_back(store: SessionStore, database: Engine) -> None:
    session = session_of("the-token-of-a-browser")
    assert len(session) == 32
    assert "token" not in session
    columns = {column["name"] for column in inspect(database).get_columns("chat_session")}
    told = {"age_band", "language", "council", "counted", "kept", "reported"}
    assert columns == {"id", "offered", "pause_owed", "used_at", *told}


def test_a_category_is_first_once_a_week(store: SessionStore, clock: Clock) -> None:
    store.begin("a")
    assert store.first_this_week("a", ["suicide", "self_harm", "suicide"]) == ["suicide", "self_harm"]
    assert store.first_this_week("a", ["self_harm", "substance"]) == ["substance"]
    clock.now += timedelta(days=7)
    assert store.first_this_week("a", ["suicide"]) == ["suicide"]
    assert store.first_this_week("a conversation that never began", ["suicide"]) == []


def test_what_is_kept_lasts_as_long_as_the_conversation(store: SessionStore, clock: Clock) -> None:
    assert store.kept("a") is None
    store.begin("a")
    assert store.kept("a") == ()
    store.note_kept("a", ["choir", "lunch"])
    assert store.kept("a") == ("choir", "lunch")
    store.note_kept("a", [])
    assert store.kept("a") == ()
    store.note_kept("a", ["choir"])
    clock.now += LIFETIME + timedelta(seconds=1)
    assert store.kept("a") is None


def test_deleting_forgets_what_is_kept_and_what_was_reported(store: SessionStore) -> None:
    store.begin("a")
    store.note_kept("a", ["choir"])
    assert store.first_report("a", "choir")
    store.forget("a")
    assert store.kept("a") == ()
    assert store.first_report("a", "choir")


def test_a_service_is_reported_once_in_a_conversation(store: SessionStore) -> None:
    store.begin("a")
    assert [store.first_report("a", name) for name in ("choir", "choir", "lunch")] == [True, False, True]
    store.begin("b")
    assert store.first_report("b", "choir")


def test_a_conversation_that_never_began_reports_nothing(store: SessionStore) -> None:
    assert not store.first_report("a", "choir")


def test_one_conversation_cannot_report_the_whole_directory(store: SessionStore) -> None:
    store.begin("a")
    assert sum(store.first_report("a", str(number)) for number in range(MOST_REPORTED + 5)) == MOST_REPORTED
