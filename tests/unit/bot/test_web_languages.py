"""The language of the chat page, and the languages that it offers."""

from __future__ import annotations

import pytest

from bot.messages import Button, Card, Kind, Message
from bot.spoken import OFFERED, language_of
from bot.web_languages import offered_to, voice
from bot.web_view import View, read_assets
from language import catalogues
from language.phrases import phrase

ARABIC = {
    "Send": "إرسال",
    "Anywhere in England": "في أي مكان في إنجلترا",
    "You can get help now": "المساعدة متاحة الآن",
}


@pytest.fixture
def view(monkeypatch: pytest.MonkeyPatch) -> View:
    monkeypatch.setattr(catalogues, "_catalogue", lambda language: ARABIC if language == "ar" else {})
    return View(read_assets(), operator="Example Council", leave_to="https://example.org/")


def chat_page(view: View, language: str = "en", accepted: str = "") -> str:
    return view.page("chat", language, accepted, said="", notice=None, messages=[], unsent="", opening="/greet")


def say(language: str, kind: Kind = Kind.SAY) -> Message:
    return Message(kind=kind, text="...", language=language)


@pytest.mark.parametrize(
    ("reply", "language"),
    [
        ([say("en")], "en"),
        ([say("pl"), say("en")], "pl"),
        ([say("en"), say("ar")], "ar"),
        ([say("ja"), say("en")], "en"),
        ([say("en", Kind.SAFETY)], None),
        ([say("en", Kind.FALLBACK)], None),
        ([], None),
    ],
)
def test_a_reply_tells_which_language_the_conversation_is_in(reply: list[Message], language: str | None) -> None:
    assert language_of(reply) == language


@pytest.mark.parametrize(
    ("accepted", "first"),
    [
        ("pl", "pl"),
        ("pl-PL,pl;q=0.9,en;q=0.8", "pl"),
        ("en-GB,pl;q=0.9", "en"),
        ("de,tr;q=0.5", "tr"),
        ("fr;q=0.2, es;q=0.7", "es"),
        ("", "en"),
        ("*", "en"),
        ("ünsinn;;q=,,", "en"),
    ],
)
def test_the_browsers_language_is_offered_first_and_each_once(accepted: str, first: str) -> None:
    codes = [language.code for language in offered_to(accepted)]
    assert codes[0] == first
    assert sorted(codes) == sorted(OFFERED)


def test_a_language_that_the_browser_accepts_is_offered_and_never_assumed(view: View) -> None:
    page = chat_page(view, accepted="ar")
    assert '<html lang="en-GB" dir="ltr">' in page
    assert page.index("العربية") < page.index("Polski")


def test_the_page_in_arabic_runs_from_right_to_left(view: View) -> None:
    page = chat_page(view, "ar")
    assert '<html lang="ar" dir="rtl">' in page
    assert "إرسال" in page
    assert ">Send<" not in page
    assert "Type here" in page  # nobody translated it here: better English than nothing


def test_each_language_of_the_menu_is_written_in_its_own_way(view: View) -> None:
    page = chat_page(view)
    assert 'lang="ar" dir="rtl">العربية</button>' in page
    assert 'lang="pl" dir="ltr">Polski</button>' in page
    assert "/speak{&#34;language&#34;:&#34;ar&#34;}" in page


def test_each_message_is_marked_with_its_own_language(view: View) -> None:
    replies = [
        Message(kind=Kind.SAY, text="مرحبا", language="ar", buttons=(Button(title="نعم", payload="/affirm"),)),
        Message(kind=Kind.SAFETY, text="Call 999"),
    ]
    shown = view.messages(replies)
    assert '<div class="message kith is-say" lang="ar" dir="rtl">' in shown
    assert '<div class="message kith is-safety" lang="en-GB" dir="ltr">' in shown
    assert "You can get help now" in shown


def test_a_card_is_labelled_in_the_language_of_its_message_and_keeps_its_keepers_words(view: View) -> None:
    line = Card(
        id="1", name="The Silver Line", summary="Someone to talk to", scope="national", phones=("0800 470 8090",)
    )
    shown = view.messages([Message(kind=Kind.RESULTS, text="...", language="ar", cards=(line,))], language="en")
    assert "في أي مكان في إنجلترا" in shown
    assert '<h2 lang="en-GB" dir="auto">The Silver Line</h2>' in shown
    assert '<a dir="ltr" href="tel:08004708090">0800 470 8090</a>' in shown


def test_a_notice_is_said_in_the_language_of_the_page(monkeypatch: pytest.MonkeyPatch, view: View) -> None:
    monkeypatch.setattr(catalogues, "_catalogue", lambda _: {"Wait {seconds} seconds": "Poczekaj {seconds} s"})
    assert "Poczekaj 3 s" in view.messages([], phrase("Wait {seconds} seconds", seconds=3), "pl")


def test_a_language_that_is_not_known_is_english() -> None:
    assert (voice("xx").tag, voice("xx").direction) == ("en-GB", "ltr")
