"""How a `Message` looks on Telegram."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages import Button, Card, Kind, Message
from bot.telegram_render import LONGEST_TEXT, keyboard, plain, render, units
from language import catalogues


def say(text: str, kind: Kind = Kind.SAY, **more: object) -> Message:
    return Message.model_validate({"kind": kind, "text": text, **more})


def card(**more: object) -> Card:
    return Card.model_validate({"id": "1", "name": "Knit and Natter", "summary": "Knitting with company.", **more})


def seen(texts: list[str]) -> str:
    """What a person sees of Telegram's HTML."""
    return html.unescape(re.sub(r"</?(?:b|i|a)\b[^>]*>", "", "\n".join(texts)))


def card_lines(**more: object) -> list[str]:
    [bubble] = render(say("", Kind.RESULTS, cards=(card(**more),)))
    return bubble.text.split("\n")


def test_words_are_escaped() -> None:
    [bubble] = render(say("<b>Tea</b> & \"cake\" for 'you'"))
    assert bubble.text == "&lt;b&gt;Tea&lt;/b&gt; &amp; \"cake\" for 'you'"


def test_paragraphs_and_lines_are_kept() -> None:
    [bubble] = render(say("One\r\ntwo\n \n\nthree\n"))
    assert bubble.text == "One\ntwo\n\nthree"


def test_control_characters_and_halves_of_characters_are_dropped() -> None:
    [bubble] = plain("a\x00b\x1bc\ud83dd")
    assert bubble.text == "a b c d"


def test_a_long_text_breaks_between_paragraphs() -> None:
    paragraphs = [letter * 1500 for letter in "abcde"]
    texts = [bubble.text for bubble in render(say("\n\n".join(paragraphs)))]
    assert texts == ["\n\n".join(paragraphs[:2]), "\n\n".join(paragraphs[2:4]), paragraphs[4]]


def test_a_long_paragraph_breaks_between_lines_and_a_long_line_between_words() -> None:
    assert [units(bubble.text) for bubble in render(say("a" * 3000 + "\n" + "b" * 3000))] == [3000, 3000]
    texts = [bubble.text for bubble in render(say("word " * 2000))]
    assert len(texts) == 3
    assert all(set(text.split()) == {"word"} for text in texts)


def test_lengths_are_counted_in_utf_16_units() -> None:
    texts = [bubble.text for bubble in render(say("🙂" * LONGEST_TEXT))]
    assert "".join(texts) == "🙂" * LONGEST_TEXT
    assert max(len(text.encode("utf-16-le")) // 2 for text in texts) <= LONGEST_TEXT


WORDS = st.text(st.sampled_from('ab<>&"🙂é\n \t\x00'), max_size=300).map(lambda text: text * 40)


@settings(max_examples=60)
@given(text=WORDS, name=WORDS, notes=st.lists(WORDS, max_size=4), phones=st.lists(st.just("0121 496 0000"), max_size=3))
def test_whatever_is_said_fits_is_never_empty_and_loses_no_word(
    text: str, name: str, notes: list[str], phones: list[str]
) -> None:
    cards = (card(name=name, notes=tuple(notes), phones=tuple(phones)),) * 3
    bubbles = render(say(text, cards=cards))
    assert all(0 < units(bubble.text) <= LONGEST_TEXT and bubble.text.strip() for bubble in bubbles)
    for bubble in bubbles:
        assert bubble.text.count("<b>") == bubble.text.count("</b>")
        assert bubble.text.count("<i>") == bubble.text.count("</i>")
    visible = seen([bubble.text for bubble in bubbles])
    assert visible.count("0121 496 0000") == 3 * len(phones)
    kept = re.sub(r"[\s\x00]", "", text)
    assert re.sub(r"\s", "", visible).startswith(kept)


def test_buttons_stand_under_the_last_piece() -> None:
    button = Button(title="Yes", payload="/affirm")
    bubbles = render(say("a" * 3000 + "\n\n" + "b" * 3000, Kind.ASK, buttons=(button,)))
    assert [bubble.rows for bubble in bubbles] == [(), ((button,),)]


def test_buttons_without_words_still_have_something_to_stand_under() -> None:
    [bubble] = render(say(" ", Kind.ASK, buttons=(Button(title="Yes", payload="/affirm"),)))
    assert bubble.text == "Please choose:"


def test_nothing_to_say_is_nothing_to_send() -> None:
    assert render(say("\n \n")) == []


@pytest.mark.parametrize(
    ("titles", "rows"),
    [
        (["Yes", "No"], [["Yes", "No"]]),
        (["Free", "Online", "Weekend"], [["Free", "Online"], ["Weekend"]]),
        (
            ["Hardly ever", "Some of the time", "Often", "Prefer not to say"],
            [["Hardly ever"], ["Some of the time"], ["Often"], ["Prefer not to say"]],
        ),
        ([], []),
    ],
)
def test_short_titles_stand_in_two_columns_and_a_long_one_makes_one_column(
    titles: list[str], rows: list[list[str]]
) -> None:
    buttons = [Button(title=title, payload=f"/{title}") for title in titles]
    assert [[button.title for button in row] for row in keyboard(buttons)] == rows


def test_questions_and_answers_are_protected_and_what_people_pass_on_is_not() -> None:
    protected = {kind: render(say("words", kind))[0].protected for kind in Kind}
    assert protected == {
        Kind.SAY: True,
        Kind.ASK: True,
        Kind.RESULTS: False,
        Kind.SAFETY: False,
        Kind.FALLBACK: False,
    }
    assert not render(say("words", cards=(card(),)))[0].protected
    assert not plain("words")[0].protected


def test_a_card_is_compact_and_in_a_fixed_order() -> None:
    assert card_lines(
        organisation="Moseley Hub",
        notes=("Example, not a real service",),
        reasons=("Near you", "Free"),
        phones=("0121 496 0000", "text TEA to 85258"),
        email="hello@hub.example",
        address="1 High Street, B13 8AB",
        distance_km=3.0,
        next_session="Tuesday, 2pm",
        cost="Free",
        minimum_age=55,
        assured_date=date(2026, 5, 3),
        url="https://www.hub.example/knit?a=1&b=2",
    ) == [
        "<b>Knit and Natter</b>",
        "<i>Example, not a real service</i>",
        "Moseley Hub",
        "Knitting with company.",
        "• Near you",
        "• Free",
        "Phone: 0121 496 0000",
        "Phone: text TEA to 85258",
        "Email: hello@hub.example",
        "Where: 1 High Street, B13 8AB",
        "1.9 miles away",
        "Age 55 and over",
        "When: Tuesday, 2pm",
        "Cost: Free",
        "Details checked on 3 May 2026",
        'Website: <a href="https://www.hub.example/knit?a=1&amp;b=2">hub.example</a>',
    ]


def test_what_a_card_does_not_know_takes_no_line() -> None:
    assert card_lines() == ["<b>Knit and Natter</b>", "Knitting with company."]


def test_a_long_summary_is_shortened_at_a_word() -> None:
    line = card_lines(summary="company " * 100)[1]
    assert line.endswith("company…")
    assert len(line) <= 400


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "tg://user?id=1",
        "www.hub.example",
        "http://[bad",
        "https://",
        "https://a.example/" + "x" * 2000,
    ],
)
def test_only_a_web_address_becomes_a_link(url: str) -> None:
    assert len(card_lines(url=url)) == 2


def test_a_link_cannot_break_out_of_its_tag() -> None:
    line = card_lines(url='https://hub.example/"><b>x')[-1]
    assert line == 'Website: <a href="https://hub.example/&quot;&gt;&lt;b&gt;x">hub.example</a>'


def test_a_card_in_another_language_is_labelled_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"Phone: {phone}": "الهاتف: {phone}", "{miles} miles away": "على بعد {miles} ميل"}
    monkeypatch.setattr(catalogues, "_catalogue", lambda _: known)
    shown = card(phones=("0121 496 0000",), distance_km=3.0)
    [bubble] = render(say("اتصل على 116 123", Kind.RESULTS, language="ar", cards=(shown,)))
    assert bubble.text.split("\n") == [
        "اتصل على \u2066116 123\u2069",
        "",
        "<b>Knit and Natter</b>",
        "Knitting with company.",
        "الهاتف: \u20660121 496 0000\u2069",
        "على بعد \u20661.9\u2069 ميل",
    ]


def test_the_buttons_of_a_card_stand_right_under_it_and_the_others_under_the_last() -> None:
    keep = Button(title="Keep this", payload="/keep1")
    wrong = Button(title="This is wrong or closed", payload="/wrong1")
    more = Button(title="Show me more", payload="/more_results")
    shown = (card(name="Choir", buttons=(keep, wrong)), card(name="Lunch", buttons=(keep, wrong)))
    first, last = render(say("Here", Kind.RESULTS, cards=shown, buttons=(more,)))
    assert first.text.startswith("Here")
    assert "Choir" in first.text
    assert "Lunch" not in first.text
    assert first.rows == ((keep,), (wrong,))
    assert "Lunch" in last.text
    assert last.rows == ((keep,), (wrong,), (more,))


def test_a_card_links_to_its_page_where_that_has_a_whole_address() -> None:
    assert "More about this" in card_lines(page="https://kith.test/services/1")[-1]
    assert "More about this" not in "\n".join(card_lines(page="/services/1"))
