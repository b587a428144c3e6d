"""How and when something should be: read from the words, kept in the conversation, and said back."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from actions.conditions import conditions_told, wanted_of
from actions.noting import confirm
from actions.registry import ACTIONS, Actions
from actions.services import Services
from actions.told import hears_conditions, told
from actions.turn import Turn
from actions.wishes import Wishes
from directory.model import Filter, Wanted
from directory.search import Results, Wish


def turn(text: str, intent: str = "filter", form: str | None = None, **more: Any) -> Turn:
    slots, entities = more.get("slots", {}), more.get("entities", {})
    return Turn("s", "web", slots, intent, entities, text, more.get("requested"), form)


def kept(text: str, intent: str = "filter", **more: Any) -> dict[str, Any]:
    return conditions_told(turn(text, intent, **more))


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("is there a hearing loop", ["hearing_loop"]),
        ("women only", ["women"]),
        ("can someone come to my house", ["home_visit"]),
        ("somewhere they speak Polish", ["speaks:pl"]),
        ("free, with a hearing loop and step-free", ["free", "hearing_loop", "step_free"]),
        ("by phone or in Urdu", ["phone", "speaks:ur"]),
    ],
)
def test_what_is_said_is_kept_whatever_the_engine_took_it_for(text: str, filters: list[str]) -> None:
    heard = turn(text, "who_are_you", entities={"need": "mens_shed", "place": "t:polis"})
    assert told(heard, cast("Services", None)) == {"filters": filters}


def test_a_wish_keeps_its_need_beside_its_conditions() -> None:
    facts = told(
        turn("a lunch club with a hearing loop, for women", "need", entities={"need": "lunch_social"}),
        cast("Services", SimpleNamespace(clock=lambda: datetime(2026, 11, 22, tzinfo=UTC), mentions=NoMentions())),
    )
    assert facts == {"need": ["lunch_social"], "filters": ["hearing_loop", "women"]}


def test_beside_a_place_conditions_are_heard_and_days_are_not() -> None:
    assert kept("Friday Bridge, with a hearing loop", "place") == {"filters": ["hearing_loop"]}
    assert kept("just show me what's on in town today", "skip_to_services")["times"] == ["today"]


class NoMentions:
    """A sentence without names."""

    def find(self, text: str) -> tuple[str, ...]:
        return ()


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("a story of a hearing loop that broke", "out_of_scope"),
        ("someone to talk to on the phone", "talk_to_human"),
        ("I want to stop", "stop"),
        ("women only", "delete_my_data"),
        ("night night", "goodbye"),
        ("morning", "greet"),
    ],
)
def test_a_story_a_command_and_a_call_for_a_person_are_no_conditions(text: str, intent: str) -> None:
    assert not hears_conditions(turn(text, intent))


def test_an_answer_of_the_scale_is_never_a_condition() -> None:
    assert not hears_conditions(turn("sundays", "out_of_scope", form="screening_form"))
    assert hears_conditions(turn("sundays", "out_of_scope", form="services_form"))


def test_a_new_language_way_or_gender_takes_the_place_of_the_old_and_the_rest_stays() -> None:
    before = {"filters": ["free", "online", "speaks:pl", "women"], "times": ["today"]}
    assert kept("in Urdu", slots=before)["filters"] == ["free", "online", "speaks:ur", "women"]
    assert kept("face to face", slots=before)["filters"] == ["free", "in_person", "speaks:pl", "women"]
    assert kept("men only", slots=before)["filters"] == ["free", "men", "online", "speaks:pl"]
    assert kept("on Tuesdays", slots=before)["times"] == ["tuesday"]


def test_what_is_not_wanted_any_more_is_let_go() -> None:
    before = {"filters": ["hearing_loop", "women"]}
    assert kept("it doesn't have to be women only", slots=before) == {"filters": ["hearing_loop"]}
    assert kept("not online") == {"filters": ["in_person"]}


def test_what_the_engine_heard_gives_way_to_what_the_words_say() -> None:
    assert kept("is there an accessible toilet near the hall", entities={"filter": "step_free"}) == {
        "filters": ["accessible_toilet"]
    }
    assert kept("on the phone, I'm stuck in bed", entities={"filter": "online"})["filters"] == ["online", "phone"]
    assert kept("phone only", entities={"filter": "online"}) == {"filters": ["phone"]}


def test_the_button_for_online_or_phone_means_both() -> None:
    pressed = Turn("s", "web", {}, "filter", {"filter": "online"}, None, None, None)
    assert conditions_told(pressed) == {"filters": ["online", "phone"]}


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("women only with a hearing loop", "has a hearing loop; for women"),
        ("in Polish", "speaks Polish"),
        ("online or by phone", "Online or by phone"),
        ("by phone", "by phone"),
        ("something this afternoon", "Today; In the afternoon"),
        ("is anything open now", "Open now"),
        ("step-free, at the weekend", "Step-free only; At the weekend"),
    ],
)
def test_what_was_heard_is_said_back(text: str, noted: str) -> None:
    said = turn(text)
    confirm(said, conditions_told(said))
    assert [each["noted"] for each in said.said] == [noted]


def test_the_slots_become_what_is_wanted() -> None:
    slots = {"filters": ["hearing_loop", "speaks:pl", "weekend"], "times": ["today"]}
    wanted = frozenset({Filter.HEARING_LOOP, Filter.WEEKEND})
    assert wanted_of(slots) == Wanted(wanted, frozenset({"pl"}))


class Seeking:
    """A search that remembers what it was asked."""

    def __init__(self) -> None:
        self.wishes: list[Wish] = []

    def find(self, wish: Wish, skip: int = 0, limit: int = 3) -> Results:
        self.wishes.append(wish)
        return Results((), 0, (), local_found=False)


MISHEARD = ("action_aside", "action_not_understood", "action_show_details", "action_volunteered", "action_languages")


@pytest.mark.parametrize("action", MISHEARD)
async def test_after_results_a_condition_searches_again_wherever_it_was_led(action: str) -> None:
    search = Seeking()
    services = SimpleNamespace(
        search=search,
        places=SimpleNamespace(by_code=lambda code: None),
        mentions=NoMentions(),
        wishes=Wishes(),
        clock=lambda: datetime(2026, 11, 22, tzinfo=UTC),
    )
    slots = {"greeted": True, "life_stage": "later_life", "age": "not_asked", "place": "none", "need": ["any"]}
    tracker = {
        "sender_id": "s",
        "slots": slots | {"shown": ["1"], "filters": ["free"]},
        "latest_message": {"text": "is anything on tonight in Polish", "intent": {"name": "who_are_you"}},
        "events": [],
        "active_loop": {},
    }
    assert action in ACTIONS
    answer = await Actions(cast("Services", services)).run(
        {"next_action": action, "sender_id": "s", "tracker": tracker}
    )
    wish, for_everyone = search.wishes
    assert (wish.filters, wish.languages, wish.times) == ({"free", "evening"}, {"pl"}, {"today"})
    assert (for_everyone.filters, for_everyone.languages, for_everyone.times) == ({"free"}, frozenset(), frozenset())
    kept_slots = {event["name"]: event["value"] for event in answer["events"] if event["event"] == "slot"}
    assert kept_slots["filters"] == ["evening", "free", "speaks:pl"]
