"""What is kept, and what is said to be wrong, without Rasa and without a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from actions.cards import card_in_chat
from actions.reporting import ask_what_is_wrong, report
from actions.services import Services
from actions.shortlist import MOST_KEPT, keep, show_kept, take_off
from actions.turn import Turn
from directory.reports import Wrong
from directory.search import Match
from directory.spots import meant
from tests.unit.directory.builders import a_service

FULL_LENGTH = "11111111-1111-1111-1111-111111111111"


@dataclass
class Town:
    """A directory, a front and a list of reports in memory."""

    gone: set[str] = field(default_factory=set)
    noted: list[tuple[str, ...]] = field(default_factory=list)
    reported: set[str] = field(default_factory=set)
    reports: list[tuple[str, Wrong]] = field(default_factory=list)

    def these(self, service_ids: Sequence[str], place: object, wanted: object) -> tuple[Match, ...]:
        there = [each for each in service_ids if each not in self.gone]
        return tuple(_match(each) for each in there)

    def by_code(self, code: str) -> None:
        return None

    def note_kept(self, session: str, services: Sequence[str]) -> None:
        self.noted.append(tuple(services))

    def first_report(self, session: str, service: str) -> bool:
        new = service not in self.reported
        self.reported.add(service)
        return new

    def add(self, service_id: str, kind: Wrong) -> None:
        self.reports.append((service_id, kind))


def _match(name: str) -> Match:
    service_id, spot = meant(name)
    return Match(a_service(id=service_id, name=service_id.title()), None, (), None, (), spot)


def services_of(town: Town) -> Services:
    any_part = cast("Any", town)
    return Services(
        places=any_part,
        mentions=any_part,
        search=any_part,
        counts=any_part,
        needs=any_part,
        conversations=any_part,
        clock=any_part,
        new_key=any_part,
        reports=any_part,
        operator="Testbury Council",
    )


def turn(text: str | None = None, entities: dict[str, str] | None = None, **slots: Any) -> Turn:
    known = {"shown": ["choir", "lunch"], "found": ["choir", "lunch"], **slots}
    return Turn("s", "web", known, "keep", entities or {}, text, None, None)


def slot(events: list[dict[str, Any]], name: str) -> Any:
    return [event["value"] for event in events if event.get("name") == name][-1]


def responses(of: Turn) -> list[str]:
    return [said["response"] for said in of.said]


def test_the_one_of_the_button_is_kept_and_the_front_is_told() -> None:
    town, now = Town(), turn(entities={"service": "choir"})
    assert slot(keep(now, services_of(town)), "kept") == ["choir"]
    assert town.noted == [("choir",)]
    assert now.said[0]["names"] == "Choir"


def test_keeping_twice_keeps_once() -> None:
    assert slot(keep(turn(entities={"service": "choir"}, kept=["choir"]), services_of(Town())), "kept") == ["choir"]


def test_a_service_is_kept_once_at_the_place_that_was_chosen_last() -> None:
    town = Town()
    keep(turn(entities={"service": "choir~2"}, kept=["choir", "line"]), services_of(town))
    assert town.noted == [("choir~2", "line")]
    take_off(turn(entities={"service": "choir"}, kept=["choir~2", "line"]), services_of(town))
    assert town.noted[-1] == ("line",)


def test_what_is_gone_from_the_directory_is_not_kept() -> None:
    town, now = Town(gone={"choir"}), turn(entities={"service": "choir"})
    keep(now, services_of(town))
    assert town.noted == []


def test_a_list_has_an_end() -> None:
    town, now = Town(), turn(entities={"service": "choir"}, kept=[str(number) for number in range(MOST_KEPT)])
    keep(now, services_of(town))
    assert responses(now)[0] == "utter_list_full"
    assert town.noted == []


def test_nothing_is_kept_during_a_pause() -> None:
    town = Town()
    for step in (keep, take_off, show_kept):
        events = step(turn("keep the first", {"service": "choir"}, paused=True), services_of(town))
        assert events == [{"event": "followup", "name": "action_not_understood", "timestamp": None}]
    assert town.noted == []


def test_the_last_one_off_leaves_nothing() -> None:
    town = Town()
    events = take_off(turn(entities={"service": "choir"}, kept=["choir"]), services_of(town))
    assert slot(events, "kept") is None
    assert town.noted == [()]


def test_the_list_is_shown_with_a_way_to_take_each_off() -> None:
    now = turn(kept=["lunch", "choir"])
    show_kept(now, services_of(Town()))
    [shown] = now.said
    assert shown["json_message"]["item"] == "shortlist"
    cards = shown["json_message"]["cards"]
    assert [card["id"] for card in cards] == ["lunch", "choir"]
    assert {card["buttons"][0]["title"] for card in cards} == {"Take off my list"}
    assert "/shortlist" not in {button["payload"] for button in shown["buttons"]}


def test_every_button_of_a_card_fits_telegram() -> None:
    match = Match(a_service(id=FULL_LENGTH), None, (), None, (), spot=49)
    for kept in ((), (FULL_LENGTH,)):
        card = card_in_chat(match, kept, "", None)
        assert all(len(button.payload.encode()) <= 64 for button in card.buttons)


def test_the_page_of_a_card_is_in_the_language_of_the_reader() -> None:
    match = Match(a_service(id=FULL_LENGTH), None, (), None, ())
    assert card_in_chat(match, (), "", None).page == f"/services/{FULL_LENGTH}"
    assert card_in_chat(match, (), "https://kith.test", "pl").page == (
        f"https://kith.test/services/{FULL_LENGTH}?language=pl"
    )


def test_what_is_wrong_is_asked_of_the_one_that_is_meant() -> None:
    now = turn("the second one is closed")
    assert slot(ask_what_is_wrong(now, services_of(Town())), "reporting") == "lunch"
    assert now.said[0]["name"] == "Lunch"


def test_which_one_is_asked_where_it_is_not_plain() -> None:
    now = turn("that group has shut down")
    ask_what_is_wrong(now, services_of(Town()))
    assert [button["payload"] for button in now.said[0]["buttons"]] == [
        '/wrong{"service":"choir"}',
        '/wrong{"service":"lunch"}',
    ]


def test_a_report_counts_once_in_a_conversation_and_is_thanked_every_time() -> None:
    town = Town()
    for _ in range(2):
        now = turn(entities={"kind": "closed"}, reporting="lunch")
        assert slot(report(now, services_of(town)), "reporting") is None
        assert responses(now)[0] == "utter_reported"
    assert town.reports == [("lunch", Wrong.CLOSED)]


@pytest.mark.parametrize("kind", ["", "broken", "'; DROP TABLE"])
def test_a_kind_that_there_is_not_counts_for_nothing(kind: str) -> None:
    town = Town()
    report(turn(entities={"kind": kind}, reporting="lunch"), services_of(town))
    assert town.reports == []


def test_a_report_on_what_is_gone_counts_for_nothing() -> None:
    town = Town(gone={"lunch"})
    report(turn(entities={"kind": "closed"}, reporting="lunch"), services_of(town))
    assert town.reports == []
