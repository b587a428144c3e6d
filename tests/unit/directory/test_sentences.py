"""What is said about a search: one short, true sentence for every way in which it can end."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from directory.model import Filter, Need
from directory.sentences import NO_PLACE, NO_PLACE_AND_OTHERS, Outcome, sentences, without_place

FOUND = Outcome(
    needs=(Need.GARDENING,),
    anything=False,
    exactly=3,
    local=3,
    national=0,
    others=0,
    others_local=0,
    wanted_km=8.0,
    used_km=8.0,
    dropped_times=frozenset(),
    beyond=False,
)
WEEKEND = frozenset({Filter.WEEKEND})


def every_outcome() -> list[Outcome]:
    return [
        replace(
            FOUND,
            needs=needs,
            anything=not needs,
            exactly=min(exactly, local),
            local=local,
            national=national,
            others=others,
            others_local=min(others, others_local),
            used_km=used_km,
            dropped_times=times,
            beyond=beyond,
        )
        for needs, exactly, local, national, others, others_local, used_km, times, beyond in product(
            ((), (Need.GARDENING,), (Need.MONEY_ADVICE,), (Need.GARDENING, Need.LUNCH_SOCIAL)),
            (0, 1, 2),
            (0, 1, 2, 5),
            (0, 2),
            (0, 1, 3),
            (0, 1),
            (8.0, 16.0, 30.0),
            (frozenset(), WEEKEND, WEEKEND | {Filter.EVENING}),
            (False, True),
        )
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ()),
        ({"local": 0, "exactly": 0}, ()),
        ({"used_km": 16.0, "exactly": 0}, ("I found none within 5 miles, so I looked up to 10 miles away.",)),
        ({"used_km": 30.0, "exactly": 1}, ("I found only one within 5 miles, so I looked up to 19 miles away.",)),
        (
            {"dropped_times": WEEKEND, "exactly": 2},
            ("I found only two at weekends close by, so some of these are at other times.",),
        ),
        (
            {"dropped_times": WEEKEND | {Filter.EVENING}, "exactly": 0, "used_km": 16.0},
            ("I found none at weekends or in the evening within 5 miles, so I looked at other times and further off.",),
        ),
        (
            {"local": 1, "exactly": 1, "others": 2},
            ("I found only one gardening group close by, so I added other things.",),
        ),
        (
            {"local": 2, "exactly": 0, "others": 1, "used_km": 30.0},
            ("I found only two gardening groups within 19 miles, so I added other things.",),
        ),
        (
            {"local": 0, "exactly": 0, "others": 3, "others_local": 2},
            ("I found no gardening group close by, but these may be good instead.",),
        ),
        (
            {"local": 0, "exactly": 0, "national": 1, "others": 2, "others_local": 2},
            ("I found no gardening group close by, but these may be good instead.",),
        ),
        (
            {"local": 0, "exactly": 0, "national": 1, "others": 2},
            ("I found no gardening group close by, but these may help.",),
        ),
        (
            {"local": 0, "exactly": 0, "national": 4},
            ("I found no gardening group close by yet, so these are for people anywhere in England.",),
        ),
        (
            {"local": 0, "exactly": 0, "national": 4, "needs": (), "anything": True},
            ("I found nothing close by yet, so these are for people anywhere in England.",),
        ),
        ({"beyond": True}, ("Some of these are more than 5 miles away, as they fit your own words.",)),
    ],
)
def test_each_way_to_end_has_its_sentence(changes: dict[str, object], said: tuple[str, ...]) -> None:
    assert sentences(replace(FOUND, **changes)) == said  # type: ignore[arg-type]


def test_there_is_never_more_than_one_short_sentence() -> None:
    for outcome in every_outcome():
        said = sentences(outcome)
        assert len(said) <= 1
        for sentence in said:
            assert sentence.count(".") == 1, sentence
            assert len(sentence.split()) <= 23, sentence


def test_nothing_is_called_near_when_all_is_national() -> None:
    for outcome in every_outcome():
        if not outcome.local and not outcome.others_local and outcome.national:
            assert "close by" in sentences(outcome)[0]
            assert sentences(outcome)[0].startswith("I found no")


def test_what_is_shown_in_place_of_a_wish_is_always_owned_up_to() -> None:
    for outcome in every_outcome():
        if outcome.others:
            assert any(words in sentences(outcome)[0] for words in ("other things", "instead", "may help"))


def test_nothing_found_leaves_the_words_to_the_conversation() -> None:
    assert sentences(replace(FOUND, exactly=0, local=0, dropped_times=WEEKEND, used_km=30.0)) == ()


def test_without_a_place_it_is_said_when_some_were_not_asked_for() -> None:
    assert without_place(0) == (NO_PLACE,)
    assert without_place(2) == (NO_PLACE_AND_OTHERS,)
