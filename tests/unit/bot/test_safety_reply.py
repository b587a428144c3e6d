"""The safety reply: the right numbers in the right order, plain words, and nothing asked."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

import pytest

from bot.contacts import Contact, Contacts, Slot, Way
from bot.messages import Kind, Message
from bot.safety import CATEGORIES
from bot.safety_reply import AgeBand, contact_lines, help_now_reply, safety_reply
from language.catalogues import ENGLISH, LANGUAGES, SPOKEN

CONTACTS = Contacts.open()
EVERY = [(category, age) for category in CATEGORIES for age in (*AgeBand, None)]


def reply(category: str, age: AgeBand | None = None) -> Message:
    (message,) = safety_reply((category,), age, CONTACTS)
    return message


@pytest.mark.parametrize(("category", "age"), EVERY)
def test_every_reply_says_what_it_must(category: str, age: AgeBand | None) -> None:
    message = reply(category, age)
    assert message.kind is Kind.SAFETY
    assert message.category == category
    assert "999" in message.text
    assert "I am a bot. No one is watching this chat" in message.text
    assert "not an emergency service" in message.text
    assert [button.payload for button in message.buttons] == ["/carry_on", "/stop"]


@pytest.mark.parametrize(("category", "age"), EVERY)
def test_nothing_is_asked_and_nothing_is_doubted(category: str, age: AgeBand | None) -> None:
    text = reply(category, age).text
    assert "?" not in text
    assert not re.search(r"are you sure|confidential|commit|attention", text, re.IGNORECASE)


@pytest.mark.parametrize(("category", "age"), EVERY)
def test_every_number_on_a_card_is_also_in_the_text(category: str, age: AgeBand | None) -> None:
    message = reply(category, age)
    assert message.cards
    for phone in (phone for card in message.cards for phone in card.phones):
        assert phone in message.text


@pytest.mark.parametrize(("category", "age"), EVERY)
def test_sentences_are_short(category: str, age: AgeBand | None) -> None:
    prose = [line for line in reply(category, age).text.splitlines() if not line.startswith("•")]
    sentences = [sentence.split() for line in prose for sentence in re.split(r"(?<=[.!])\s", line) if sentence]
    assert sum(map(len, sentences)) / len(sentences) <= 12
    assert max(map(len, sentences)) <= 22


@pytest.mark.parametrize(
    ("category", "age", "first"),
    [
        ("suicide", AgeBand.ADULT, "nhs_111"),
        ("abuse_domestic", AgeBand.ADULT, "domestic_abuse"),
        ("abuse_child", AgeBand.CHILD, "childline"),
        ("abuse_child", AgeBand.ADULT, "nspcc"),
        ("abuse_adult", AgeBand.OLDER, "hourglass"),
        ("eating_disorder", AgeBand.ADULT, "beat"),
    ],
)
def test_the_right_line_comes_first_after_999(category: str, age: AgeBand, first: str) -> None:
    assert [card.id for card in reply(category, age).cards][:2] == ["emergency", first]


def test_a_young_person_is_shown_lines_for_the_young() -> None:
    shown = {card.id for card in reply("suicide", AgeBand.CHILD).cards}
    assert {"childline", "papyrus"} <= shown
    assert "silver_line" not in shown


def test_an_older_person_is_not_shown_lines_for_the_young() -> None:
    shown = {card.id for card in reply("suicide", AgeBand.OLDER).cards}
    assert "silver_line" in shown
    assert not {"childline", "papyrus"} & shown


@pytest.mark.parametrize("category", ["abuse_child", "abuse_domestic", "abuse_adult"])
def test_abuse_replies_say_how_to_leave_the_page(category: str) -> None:
    assert "quick exit" in reply(category).text


def test_the_mental_health_option_is_named() -> None:
    assert "call 111 and choose the mental health option (usually 2)" in reply("suicide").text


@pytest.mark.parametrize("pair", list(combinations(CATEGORIES, 2)))
def test_two_categories_are_both_answered_and_no_contact_twice(pair: tuple[str, str]) -> None:
    (message,) = safety_reply(pair, AgeBand.UNKNOWN, CONTACTS)
    (other_way_round,) = safety_reply(pair[::-1], AgeBand.UNKNOWN, CONTACTS)
    assert message.text == other_way_round.text
    assert other_way_round.category == pair[1]
    ids = [card.id for card in message.cards]
    alone = {card.id for category in pair for card in reply(category, AgeBand.UNKNOWN).cards}
    assert message.category == pair[0]
    assert len(ids) == len(set(ids))
    assert set(ids) == alone


def test_a_councils_own_number_is_shown_where_it_has_one() -> None:
    local = Contact(
        id="example_safeguarding",
        name="Example council safeguarding",
        who="Adults at risk",
        ways=(Way(kind="call", number="01632 960001"),),
        hours="office hours",
        source="test",
        certainty="source",
        verified_on=None,
        slot=Slot.ADULT_SAFEGUARDING,
        council="E08000025",
    )
    contacts = Contacts([*CONTACTS, local])
    (with_council,) = safety_reply(("abuse_adult",), AgeBand.ADULT, contacts, council="E08000025")
    (elsewhere,) = safety_reply(("abuse_adult",), AgeBand.ADULT, contacts, council="E08000026")
    assert "01632 960001" in with_council.text
    assert "01632 960001" not in elsewhere.text


@pytest.mark.parametrize("categories", [(), ("boredom",)])
def test_an_unknown_category_is_a_mistake_of_the_program(categories: tuple[str, ...]) -> None:
    with pytest.raises(ValueError):
        safety_reply(categories, None, CONTACTS)


@pytest.mark.parametrize("age", [*AgeBand, None])
def test_help_now_always_has_numbers(age: AgeBand | None) -> None:
    (message,) = help_now_reply(age, CONTACTS)
    assert message.kind is Kind.SAFETY
    assert message.category is None
    assert "999" in message.text
    assert "116 123" in message.text


def test_the_fallback_lines_name_people_to_ring() -> None:
    lines = contact_lines(CONTACTS)
    assert all(number in lines for number in ("999", "111", "116 123", "85258", "0800 1111"))


@pytest.mark.parametrize(
    ("age", "band"),
    [(None, "unknown"), (10, "child"), (17, "child"), (18, "adult"), (54, "adult"), (55, "older"), (95, "older")],
)
def test_ages_fall_into_bands(age: int | None, band: str) -> None:
    assert AgeBand.of(age) == band


LANGUAGES_OF_REPLIES = [code for code in LANGUAGES if code != ENGLISH]


def numbers(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d[\d ]*\d|\d", text))


@pytest.mark.parametrize("language", LANGUAGES_OF_REPLIES)
def test_no_number_and_no_name_is_lost_or_added_in_another_language(language: str) -> None:
    for category, age in EVERY:
        (english,) = safety_reply((category,), age, CONTACTS)
        (other,) = safety_reply((category,), age, CONTACTS, language=language)
        assert numbers(other.text) == numbers(english.text)
        assert [(card.name, card.phones) for card in other.cards] == [(c.name, c.phones) for c in english.cards]
        said = re.sub("[\u2066\u2069]", "", other.text)
        assert all(card.name in said for card in other.cards if card.id != "emergency")


@pytest.mark.parametrize("language", SPOKEN)
def test_a_reply_says_which_language_it_is_in(language: str) -> None:
    (other,) = safety_reply(("suicide",), None, CONTACTS, language=language)
    assert other.language == language
    assert "I am a bot" not in other.text
    assert "Samaritans: call" not in other.text
    (help_now,) = help_now_reply(None, CONTACTS, language=language)
    assert help_now.language == language
    assert numbers(help_now.text) == numbers(help_now_reply(None, CONTACTS)[0].text)
    assert numbers(contact_lines(CONTACTS, language)) == numbers(contact_lines(CONTACTS))


def test_without_a_translation_the_reply_is_in_english() -> None:
    assert safety_reply(("suicide",), None, CONTACTS, language="cy") == safety_reply(("suicide",), None, CONTACTS)


def test_a_number_among_words_from_right_to_left_keeps_its_order() -> None:
    (arabic,) = safety_reply(("suicide",), None, CONTACTS, language="ar")
    assert "\u2066116 123\u2069" in arabic.text
