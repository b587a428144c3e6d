"""A card says in a person's language what Kith says of a service, and in its keeper's words what the keeper says."""

from __future__ import annotations

from datetime import date, time

import pytest

from actions.cards import card_of
from directory.model import Attending, Cost, CostOption, Phone, Schedule, Service
from directory.reasons import notes_for, reasons_for
from directory.schedule import Session
from directory.schedule_words import session_in_words
from directory.search import Match
from language import catalogues

TODAY = date(2026, 11, 21)
POLISH = {
    "{miles} miles away": "odległość w milach: {miles}",
    "Tuesdays": "we wtorki",
    "{days}, {hours}": "{days}, {hours}",
    "{start} to {end}": "od {start} do {end}",
    "{weekday} {day} {month}": "{weekday}, {day} {month}",
    "Tuesday": "wtorek",
    "November": "listopada",
    "Free": "Bezpłatnie",
    "free": "bezpłatnie",
    "Check before you go": "Sprawdź, zanim pójdziesz",
}
CHOIR = Service(
    id="choir",
    name="Choir",
    organisation="Moseley Together",
    summary="Sing with us",
    cost=Cost(CostOption.FREE),
    attending=(Attending.IN_PERSON,),
    schedules=(Schedule("WEEKLY", byday="TU", opens_at=time(14, 30), closes_at=time(16)),),
    phones=(Phone("0121 496 0123", "Mondays only"),),
)


def match(service: Service = CHOIR) -> Match:
    session = Session(date(2026, 11, 24), time(14, 30), time(16))
    return Match(service, 1.29, reasons_for(service, 1.29), session_in_words(session, TODAY), notes_for(service, TODAY))


def test_in_english_nothing_changes() -> None:
    card = card_of(match())
    assert card.reasons == ("0.8 miles away", "free", "Tuesdays, 2:30pm to 4pm")
    assert card.next_session == "Tuesday 24 November, 2:30pm to 4pm"
    assert (card.cost, card.notes) == ("Free", ("Check before you go", "0121 496 0123: Mondays only"))


def test_in_polish_only_the_keepers_words_are_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogues, "_catalogue", lambda _: POLISH)
    card = card_of(match(), language="pl")
    assert card.reasons == ("odległość w milach: 0.8", "bezpłatnie", "we wtorki, od 14:30 do 16:00")
    assert card.next_session == "wtorek, 24 listopada, od 14:30 do 16:00"
    assert (card.cost, card.notes) == ("Bezpłatnie", ("Sprawdź, zanim pójdziesz", "0121 496 0123: Mondays only"))
    assert (card.name, card.summary, card.organisation) == ("Choir", "Sing with us", "Moseley Together")


@pytest.mark.parametrize(
    ("cost", "words"),
    [
        (Cost(CostOption.PAID, 4.0), "£4"),
        (Cost(CostOption.PAID, 4.0, "£4 with a cup of tea"), "£4 with a cup of tea"),
        (Cost(CostOption.UNKNOWN), None),
    ],
)
def test_a_cost_is_told_as_far_as_it_is_known(cost: Cost, words: str | None) -> None:
    service = Service(id="1", name="Tea", organisation="Tea", summary="Tea", cost=cost)
    assert card_of(match(service), language="pl").cost == words
