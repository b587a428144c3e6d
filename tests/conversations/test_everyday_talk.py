"""Everyday talk: leaving for a moment, refusing questions or things, shortened words, hurt, other languages."""

from __future__ import annotations

import pytest

from tests.conversations.conftest import Person
from tests.conversations.test_meanings import (
    STATES,
    to_consent,
    to_life_stage,
    to_need,
    to_place,
    to_results,
    to_role,
)
from tests.conversations.test_screening import answer, begin


@pytest.mark.parametrize("state", STATES)
async def test_whoever_leaves_for_a_moment_finds_the_same_question_again(person: Person, state: str) -> None:
    await STATES[state](person)
    for words in ("gotta go brb", "one moment", "ok im back", "im back"):
        await person.says(words)
        assert person.asked == state, words
        assert person.score is None, words


@pytest.mark.parametrize("said", ["no i dont want questions", "skip the questions"])
async def test_whoever_wants_no_questions_is_shown_services(person: Person, said: str) -> None:
    await to_place(person)
    await person.says(said)
    assert person.asked == "results"
    assert person.cards
    assert "look for that" not in person.read


async def test_whoever_wants_no_questions_is_asked_for_a_place_alone(person: Person) -> None:
    await to_life_stage(person)
    await person.says("no i dont want questions")
    assert person.asked == "place"
    await person.says("B13 8AB")
    assert person.asked == "results"
    assert person.cards


async def test_whoever_wants_no_more_questions_within_them_goes_on_to_services(person: Person) -> None:
    await begin(person)
    await person.says("often")
    await person.says("skip the questions")
    assert person.asked == "place"
    await person.says("B13 8AB")
    assert person.cards


async def test_questions_that_were_stopped_do_not_come_back_with_a_place(person: Person) -> None:
    await begin(person)
    await person.says("stop")
    await person.says("I live in Moseley")
    assert person.asked == "life_stage"


async def test_what_is_not_wanted_is_said_and_not_shown_first(person: Person) -> None:
    await to_need(person)
    await person.says("is there a choir, not a church thing")
    assert "I won't look for that" in person.read
    names = [card["name"] for card in person.cards]
    assert "Sing for the Joy of It" in names
    assert "Quiet Hour" not in names


async def test_one_thing_of_many_is_left_out_of_what_was_found(person: Person) -> None:
    await to_need(person)
    await person.presses("Singing, art and crafts")
    assert "Moseley Knit and Natter" in [card["name"] for card in person.cards]
    await person.says("anything but knitting")
    assert person.cards
    assert "Moseley Knit and Natter" not in [card["name"] for card in person.cards]
    await person.presses("Show me more")
    assert "Moseley Knit and Natter" not in [card["name"] for card in person.cards]


async def test_what_was_refused_before_a_wish_was_chosen_stays_refused(person: Person) -> None:
    await to_need(person)
    await person.says("no knitting please")
    await person.presses("Singing, art and crafts")
    assert "Moseley Knit and Natter" not in [card["name"] for card in person.cards]


async def test_anything_but_one_wish_is_anything(person: Person) -> None:
    await to_need(person)
    await person.says("something to do, not walking")
    assert person.asked == "results"
    assert not any("Stroll" in card["name"] or "Walk" in card["name"] for card in person.cards)


async def test_what_is_nearer_is_shown_first(person: Person) -> None:
    await to_need(person)
    await person.presses("Singing, art and crafts")
    await person.says("have you got one nearer")
    away = [card["distance_km"] for card in person.cards if card["distance_km"] is not None]
    assert away == sorted(away)


async def test_a_wish_and_a_whole_postcode_are_both_kept(person: Person) -> None:
    await person.says("gardening near B13 8JP")
    assert "Birmingham" in person.read
    assert "Gardening" in person.read


async def test_a_place_without_a_capital_is_heard_where_somebody_lives_there(person: Person) -> None:
    await person.says("im 82 and i liv in edgbaston")
    assert "Edgbaston" in person.read


async def test_misspelt_answers_count_as_what_they_can_only_mean(person: Person) -> None:
    await begin(person)
    for said in ("oftn", "hardly evr", "somtimes"):
        await person.says(said)
    assert person.asked == "lonely"
    await person.says("dunno")
    assert person.asked == "lonely"
    await person.says("not oftn")
    assert person.score == {"total": 3 + 1 + 2, "band": "some"}


@pytest.mark.parametrize("said", ["sometimes often", "of", "lonley", "yess", "hmm"])
async def test_what_may_be_no_answer_is_asked_again(person: Person, said: str) -> None:
    await begin(person)
    await person.says(said)
    assert person.asked in {"companionship", "stopped"}
    await person.says("carry on")
    await answer(person, "Often", "Often", "Often", "Never")
    assert person.score == {"total": 9, "band": "most"}


@pytest.mark.parametrize("said", ["noe", "nee", "nein", "hayir", "maybe", "gotta go brb", "na"])
async def test_nobody_consents_by_a_word_that_is_no_yes(person: Person, said: str) -> None:
    await to_consent(person)
    await person.says(said)
    assert person.asked in {"consent", "life_stage"}


async def test_a_misspelt_no_is_a_no(person: Person) -> None:
    await to_role(person)
    await person.says("noo")
    assert person.asked == "age"


@pytest.mark.parametrize("said", ["everyone at school hates me", "i get bullied", "nobody plays with me"])
async def test_a_child_who_is_hurt_hears_who_listens(person: Person, said: str) -> None:
    await person.says(f"im 12 and {said}")
    assert "0800 1111" in person.read
    assert "did not understand" not in person.read


async def test_somebody_in_sorrow_is_not_told_that_they_were_not_understood(person: Person) -> None:
    await to_place(person)
    await person.says("everyone at school hates me")
    assert "0800 1111" in person.read
    assert "did not understand" not in person.read
    assert person.asked == "place"


async def test_whoever_cannot_buy_food_hears_who_helps_before_what_is_free(person: Person) -> None:
    await to_place(person)
    await person.says("I'm skint and can't buy food")
    assert "0800 144 8848" in person.read
    assert "Free only" not in person.read
    assert person.asked == "place"


async def test_english_please_is_no_wish(person: Person) -> None:
    await to_results(person)
    await person.says("szukam grupy spacerowej blisko domu")
    await person.says("English please")
    assert not any("English" in card["name"] for card in person.cards)


async def test_an_age_in_words_of_another_language_tells_the_stage_of_life(person: Person) -> None:
    await person.says("merhaba, yürüyüş grubu arıyorum")
    await person.says("yetmiş iki")
    assert person.asked == "place"
