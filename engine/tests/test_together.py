"""Which meanings of one message are believed together."""

from __future__ import annotations

from collections import defaultdict

import pytest

from engine.together import together

NEEDED = defaultdict(lambda: 0.5, dict.fromkeys(("answer/often", "answer/hardly_ever"), 0.8))
SCALE = ("answer/often", "answer/hardly_ever")


def test_what_answers_the_open_question_leads() -> None:
    meant = {"why_ask": 0.9, "answer/often": 0.85}
    assert together("why_ask", meant, SCALE, NEEDED) == ("answer/often", "why_ask")


def test_the_rest_comes_as_likely_as_it_is() -> None:
    meant = {"place": 0.6, "need/gardening": 0.7, "filter/free": 0.9, "thanks": 0.1}
    assert together("need/gardening", meant, ("need",), NEEDED) == ("need/gardening", "filter/free", "place")


@pytest.mark.parametrize(
    ("first", "other"),
    [("answer/often", "answer/hardly_ever"), ("tell_age", "life_stage/later_life"), ("life_stage/young", "tell_age")],
)
def test_one_message_gives_one_answer_and_one_age(first: str, other: str) -> None:
    assert together(first, {first: 0.9, other: 0.9}, SCALE, NEEDED) == (first,)


def test_an_answer_to_the_scale_has_to_be_surer_than_a_wish() -> None:
    assert together("why_ask", {"answer/often": 0.7, "need/lgbt": 0.7}, SCALE, NEEDED) == ("why_ask", "need/lgbt")


def test_two_wishes_stand_together() -> None:
    meant = {"need/gardening": 0.8, "need/arts_crafts": 0.7}
    assert together("need/gardening", meant, (), NEEDED) == ("need/gardening", "need/arts_crafts")
