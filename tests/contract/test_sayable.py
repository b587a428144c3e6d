"""Whatever residents read can be said in another language, whole: shown by a language of one letter.

Its catalogue is what the translators are given, with every English word made "ж". An English word that is left over
was built in a way that no translator can reach.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from html.parser import HTMLParser
from itertools import product

import pytest

from bot.messages import Button, Card, Kind, Message
from bot.telegram_render import render
from bot.telegram_wording import HELP_HINT, MENU, wording
from bot.web_errors import TooLargeError, TooLongError, TooManyRequestsError
from bot.web_page import BROKEN, CLOSED
from bot.web_view import View, read_assets
from directory.model import Access, Attending, Cost, CostOption, Filter, Schedule, Wanted
from directory.reasons import ask_first, cost_in_words, distance_in_words, notes_for, reasons_for
from directory.schedule import Session
from directory.schedule_words import rule_in_words, session_in_words
from directory.sentences import of_silence, sentences, without_place
from language import catalogues
from language.catalogues import LANGUAGES, said_in
from language.collect import collect
from tests.unit.directory.builders import TODAY, a_service, national
from tests.unit.directory.test_sentences import every_outcome

OTHER = "pl"
_WORD = re.compile(r"(\{[^{}]*\})|[A-Za-z][\w'+-]*")
_LEFT = re.compile(r"[A-Za-z][A-Za-z']+")
NAMES = {"Kith", "Example", "Council", "Choir", "OpenStreetMap", *(language.name for language in LANGUAGES.values())}


@pytest.fixture(scope="module")
def one_letter() -> Mapping[str, str]:
    return {entry.msgid: _WORD.sub(lambda found: found[1] or "ж", entry.msgid) for entry in collect()}


@pytest.fixture(autouse=True)
def spoken(monkeypatch: pytest.MonkeyPatch, one_letter: Mapping[str, str]) -> None:
    monkeypatch.setattr(catalogues, "_catalogue", lambda _: one_letter)


def english_left_in(text: str) -> list[str]:
    return [word for word in _LEFT.findall(said_in(OTHER, text)) if word not in NAMES]


def test_what_is_said_about_a_search() -> None:
    said = {sentence for outcome in every_outcome() for sentence in sentences(outcome)}
    said |= {*without_place(0), *without_place(1)}
    assert len(said) > 40
    assert {sentence: english_left_in(sentence) for sentence in said if english_left_in(sentence)} == {}


def schedules() -> list[Schedule]:
    weekly = [
        Schedule("WEEKLY", interval, byday, opens_at=opens_at, closes_at=closes_at)
        for interval, byday, (opens_at, closes_at) in product(
            (1, 2, 3, 4),
            ("MO", "MO,TU,WE", "TU,TH,SU", "MO,TU,WE,TH,FR,SA,SU"),
            ((None, None), (time(12), None), (time(9, 30), time(15)), (time(0), time(23, 59))),
        )
    ]
    monthly = [Schedule("MONTHLY", byday=f"{place}{day}") for place in (1, 2, 3, 4, 5, -1) for day in ("WE", "FR")]
    return [
        *weekly,
        *monthly,
        Schedule("MONTHLY", byday="1TH,-1FR,3SA"),
        Schedule("MONTHLY", bymonthday="1,15"),
        Schedule("DAILY", opens_at=time(0), closes_at=time(0)),
        *(Schedule(dtstart=date(2026, month, 5), opens_at=time(14)) for month in range(1, 13)),
    ]


def test_when_a_service_runs() -> None:
    said = [words for schedule in schedules() if (words := rule_in_words(schedule))]
    said += [session_in_words(Session(date(2026, 11, day), time(10), time(12)), TODAY) for day in range(1, 31)]
    said += [session_in_words(Session(TODAY, time(10), time(12), check=True), TODAY)]
    assert len(said) > 90
    assert {words: english_left_in(words) for words in said if english_left_in(words)} == {}


def test_why_a_service_suits() -> None:
    ages = {"minimum_age": 18, "maximum_age": 25}
    services = [
        a_service(gender="women", for_carers=True, accessibility=("step_free",), **ages),
        a_service(gender="men", minimum_age=65, example=True, assured_date=None),
        a_service(maximum_age=11, attending=(Attending.HOME_VISIT,)),
        national(attending=(Attending.PHONE, Attending.TEXT, Attending.ONLINE)),
    ]
    said = [words for service in services for words in (*reasons_for(service, None), *notes_for(service, TODAY))]
    given = a_service(
        accessibility=("hearing_loop", "bsl", "accessible_toilet"), languages=("ur",), access=Access.DROP_IN
    )
    everything = Wanted(frozenset(Filter), frozenset({"ur"}))
    said += [*reasons_for(given, None, everything), *ask_first(a_service(attending=()), everything)]
    said += [*of_silence(3, 3), *of_silence(3, 1)]
    said += [distance_in_words(kilometres) for kilometres in (0.1, 1.61, 3.3, 20)]
    said += [words for option in CostOption if (words := cost_in_words(Cost(option)))]
    assert len(said) > 20
    assert {words: english_left_in(words) for words in said if english_left_in(words)} == {}


def test_what_the_channels_say_themselves() -> None:
    telegram = wording("https://1.2.3.4", HELP_HINT)
    said = [*vars(telegram).values(), *(command.description for command in MENU), CLOSED, BROKEN]
    said += [
        error.message for error in (TooLargeError(), TooLongError(), TooManyRequestsError(1), TooManyRequestsError(9))
    ]
    allowed = {"https", "title"}
    assert {text: left for text in said if (left := set(english_left_in(text)) - allowed)} == {}


CARD = Card(
    id="1",
    name="Choir",
    summary="...",
    distance_km=3.0,
    phones=("0121 496 0123",),
    email="1@2.3",
    url="https://1.2.3.4",
    address="1, 2",
    elsewhere=True,
    next_session="10",
    minimum_age=18,
    maximum_age=25,
    cost="£1",
    assured_date=date(2026, 5, 3),
)
SHOWN = [
    Message(kind=Kind.SAFETY, text="999", language=OTHER),
    Message(kind=Kind.RESULTS, text="...", language=OTHER, cards=(CARD, CARD.model_copy(update={"distance_km": None}))),
]


def test_a_card_on_telegram() -> None:
    bubbles = [bubble for message in SHOWN for bubble in render(message)]
    bubbles += render(Message(kind=Kind.ASK, text="", buttons=(Button(title="1", payload="/1"),), language=OTHER))
    text = "\n".join(re.sub(r"<[^>]*>", "", bubble.text) for bubble in bubbles)
    assert english_left_in(text) == []


class Words(HTMLParser):
    """The words of a page that people see or hear, outside what is marked as another language."""

    HEARD = ("aria-label", "placeholder", "title", "data-words")
    EMPTY = ("meta", "link", "input", "path", "circle", "rect", "br")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._languages: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in self.EMPTY:
            self._languages.append(given.get("lang") or (self._languages[-1] if self._languages else ""))
        self.found += [str(given[name]) for name in self.HEARD if name in given and self._languages[-1] == OTHER]

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.EMPTY:
            self._languages.pop()

    def handle_data(self, data: str) -> None:
        if self._languages and self._languages[-1] == OTHER:
            self.found.append(data)


@pytest.mark.parametrize("messages", [[], SHOWN], ids=["before", "later"])
@pytest.mark.parametrize("name", ["chat", "not_found"])
def test_every_word_of_a_page(name: str, messages: list[Message]) -> None:
    view = View(read_assets(), operator="Example Council", leave_to="https://1.2.3.4")
    given = {"said": "1" if messages else "", "notice": CLOSED if messages else None, "unsent": "", "opening": "/greet"}
    words = Words()
    words.feed(view.page(name, OTHER, messages=messages, **given))
    assert len(words.found) > 10
    assert english_left_in(" ".join(words.found)) == []
