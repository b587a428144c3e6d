"""What the tracker store keeps, shortens and forgets."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

from engine.compaction import compact, since_fresh_start
from engine.redaction import NOT_KEPT, without_words
from engine.tests.conftest import PROJECT
from engine.tracker_store import CachedSQLTrackerStore

HOUR = 3600.0


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(PROJECT / "domain.yml"))


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def opened(folder: Path, domain: Domain, clock: Clock | None = None, **options: int) -> CachedSQLTrackerStore:
    return CachedSQLTrackerStore(domain, host=f"sqlite:///{folder}/engine.db", clock=clock or Clock(), **options)


def said(text: str, intent: str, moment: float = 1_800_000_000.0) -> UserUttered:
    return UserUttered(text, {"name": intent, "confidence": 0.9}, timestamp=moment)


def turn(text: str, intent: str, *events: Event, moment: float = 1_800_000_000.0) -> list[Event]:
    return [said(text, intent, moment), *events, ActionExecuted("action_listen", timestamp=moment)]


def add(store: CachedSQLTrackerStore, sender: str, events: Sequence[Event]) -> None:
    async def save() -> None:
        tracker = await store.get_or_create_tracker(sender)
        for event in events:
            tracker.update(event)
        await store.save(tracker)

    asyncio.run(save())


def stored(store: CachedSQLTrackerStore, sender: str) -> DialogueStateTracker | None:
    return asyncio.run(store.retrieve(sender))


def test_a_second_process_reads_what_the_first_one_kept(tmp_path: Path, domain: Domain) -> None:
    first = opened(tmp_path, domain)
    add(first, "ann", turn("gardening", "need", SlotSet("need", "gardening")))
    [one, other] = [stored(first, "ann"), stored(opened(tmp_path, domain), "ann")]
    assert one is not None
    assert other is not None
    assert [event.as_dict() for event in one.events] == [event.as_dict() for event in other.events]
    assert other.get_slot("need") == "gardening"


def test_nobody_is_known_who_has_not_been_here(tmp_path: Path, domain: Domain) -> None:
    assert stored(opened(tmp_path, domain), "ann") is None


def test_what_a_caller_does_to_a_tracker_is_not_kept_unless_saved(tmp_path: Path, domain: Domain) -> None:
    store = opened(tmp_path, domain)
    add(store, "ann", turn("hi", "greet"))
    tracker = stored(store, "ann")
    assert tracker is not None
    tracker.update(SlotSet("need", "gardening"))
    again = stored(store, "ann")
    assert again is not None
    assert again.get_slot("need") is None


def test_a_new_session_and_a_restart_leave_nothing_before_them(tmp_path: Path, domain: Domain) -> None:
    for fresh in (Restarted(), ActionExecuted("action_session_start")):
        store = opened(tmp_path, domain)
        add(store, "ann", turn("gardening", "need", SlotSet("need", "gardening")))
        add(store, "ann", [fresh, ActionExecuted("action_listen")])
        tracker = stored(store, "ann")
        assert tracker is not None
        assert [type(event) for event in tracker.events] == [type(fresh), ActionExecuted]
        assert b"gardening" not in (tmp_path / "engine.db").read_bytes()


def test_a_conversation_silent_for_a_day_is_deleted_when_anyone_speaks(tmp_path: Path, domain: Domain) -> None:
    clock = Clock()
    store = opened(tmp_path, domain, clock)
    add(store, "ann", turn("hi", "greet", moment=clock.now))
    clock.now += 23 * HOUR
    add(store, "bob", turn("hi", "greet", moment=clock.now))
    assert stored(store, "ann") is not None
    clock.now += 2 * HOUR
    add(store, "bob", turn("hi", "greet", moment=clock.now))
    assert stored(store, "ann") is None
    assert asyncio.run(store.keys()) == ["bob"]


def test_a_conversation_silent_for_a_day_is_deleted_at_start(tmp_path: Path, domain: Domain) -> None:
    clock = Clock()
    add(opened(tmp_path, domain, clock), "ann", turn("hi", "greet", moment=clock.now))
    clock.now += 25 * HOUR
    assert asyncio.run(opened(tmp_path, domain, clock).keys()) == []


def test_the_cache_is_bounded_and_forgets_no_one(tmp_path: Path, domain: Domain) -> None:
    store = opened(tmp_path, domain, max_cached=2)
    for sender in ("ann", "bob", "cat", "dan"):
        add(store, sender, turn("hi", "greet"))
    assert len(store._cache) == 2
    assert stored(store, "ann") is not None


def test_an_event_broker_is_refused(tmp_path: Path, domain: Domain) -> None:
    with pytest.raises(RasaException, match="event broker is refused"):
        CachedSQLTrackerStore(domain, event_broker=object())


def test_a_message_keeps_its_intent_and_own_values_and_loses_its_words() -> None:
    own = {"entity": "need", "value": "gardening", "extractor": "MeaningClassifier"}
    found = {"entity": "name", "value": "Zebedee", "start": 8, "end": 15, "extractor": "SpacyEntityExtractor"}
    message = UserUttered(
        "call me Zebedee", {"name": "need", "confidence": 0.8}, [own, found], metadata={"said": "Zebedee"}
    )
    [kept] = without_words([message])
    assert "Zebedee" not in str(kept.as_dict())
    assert isinstance(kept, UserUttered)
    assert kept.intent == {"name": "need", "confidence": 0.8}
    assert kept.entities == [own, {"entity": "name", "value": NOT_KEPT, "extractor": "SpacyEntityExtractor"}]


def test_what_the_bot_said_is_not_kept() -> None:
    assert without_words([BotUttered("You said Zebedee")]) == []


def test_words_in_a_slot_go_when_the_same_turn_replaces_them() -> None:
    events = turn("Zebedee Road", "place", SlotSet("place", "Zebedee Road"), SlotSet("place", "E08000035"))
    values = [event.value for event in without_words(events) if isinstance(event, SlotSet)]
    assert values == ["E08000035"]


def test_redacting_twice_is_redacting_once() -> None:
    once = without_words(turn("hello", "greet", SlotSet("need", "gardening")))
    assert [event.as_dict() for event in without_words(once)] == [event.as_dict() for event in once]


def long_conversation(turns: int) -> list[Event]:
    """Turns outside a form, then a form whose questions are never answered."""
    form = [SlotSet("need", "gardening"), ActionExecuted("check_form"), ActiveLoop("check_form")]
    events: list[Event] = [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")]
    for number in range(turns):
        events += (
            turn("…", "start", *form) if number == turns // 3 else turn("…", "greet", ActionExecuted("utter_greet"))
        )
    return events


def test_a_shortened_conversation_is_in_the_same_state_and_keeps_its_newest_events(domain: Domain) -> None:
    events = long_conversation(60)
    shorter = compact(events, domain.slots, keep=30)
    assert len(shorter) < 50 < len(events)
    assert list(shorter[-30:]) == events[-30:]
    [before, after] = [DialogueStateTracker.from_events("ann", list(each), domain.slots) for each in (events, shorter)]
    assert after.current_slot_values() == before.current_slot_values()
    assert after.active_loop_name == before.active_loop_name == "check_form"
    assert after.latest_action_name == before.latest_action_name


def test_a_conversation_without_a_place_to_cut_stays_whole(domain: Domain) -> None:
    events: list[Event] = [ActionExecuted("utter_greet") for _ in range(90)]
    assert compact(events, domain.slots, keep=30) is events


def test_only_the_newest_session_counts() -> None:
    start = ActionExecuted("action_session_start")
    events = [*turn("a", "greet"), start, *turn("b", "greet")]
    assert since_fresh_start(events) == events[2:]


@pytest.fixture
def postgresql() -> Iterator[str]:
    """A PostgreSQL server of our own on a loopback port. Skips where PostgreSQL is not installed."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if not homes:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    # PostgreSQL refuses to run as root, and its user must reach the folder.
    other_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="engine-postgresql-"))
    folder.chmod(0o777)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def control(*arguments: str) -> None:
        subprocess.run([*other_user, *arguments], check=True, capture_output=True, cwd="/")

    control(f"{homes[0]}/initdb", "-D", f"{folder}/data", "-U", "kith", "-A", "trust", "--no-sync")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    control(f"{homes[0]}/pg_ctl", "-D", f"{folder}/data", "-o", options, "-l", f"{folder}/log", "-w", "start")
    try:
        yield f"postgresql://kith@127.0.0.1:{port}/postgres"
    finally:
        control(f"{homes[0]}/pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def test_two_processes_that_share_postgresql_never_answer_from_a_stale_cache(postgresql: str, domain: Domain) -> None:
    one, other = [CachedSQLTrackerStore(domain, host=postgresql, clock=Clock()) for _ in range(2)]
    add(one, "ann", turn("gardening", "need", SlotSet("need", "gardening")))
    add(other, "ann", turn("lunch", "need", SlotSet("need", "lunch_social")))
    for store in (one, other):
        tracker = stored(store, "ann")
        assert tracker is not None
        assert tracker.get_slot("need") == "lunch_social"
    add(one, "ann", [Restarted(), ActionExecuted("action_listen")])
    restarted = stored(other, "ann")
    assert restarted is not None
    assert restarted.get_slot("need") is None
