"""A screening holds known codes only, and each answer falls in one category."""

from __future__ import annotations

from datetime import date

import pytest

from indicators.definitions import ANSWERS, Screening
from indicators.measures import ADULT_DIRECT, ADULT_UCLA, CARERS_CONTACT, MEASURES


def screening(**changes: object) -> Screening:
    plain = {
        "week": date(2026, 11, 16),
        "council": "E08000025",
        "ward": None,
        "life_stage": "later_life",
        "role": "resident",
        "channel": "web",
        "language": "en",
        "instrument": "adult/1",
        "answers": {"lonely": "often"},
        "finished": True,
    }
    return Screening(**{**plain, **changes})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("week", date(2026, 11, 17)),
        ("council", "S12000036"),
        ("council", "E08000025; --"),
        ("ward", "B13 8AB"),
        ("life_stage", "elderly"),
        ("role", "robot"),
        ("channel", "Web Chat"),
        ("language", "English"),
        ("instrument", "adult/9"),
        ("answers", {"happy": "often"}),
        ("answers", {"lonely": "sometimes"}),
        ("answers", {"companionship": "never"}),
        ("answers", {"lonely": "not_reached"}),
    ],
)
def test_an_unknown_code_is_refused_by_name(field, value) -> None:
    with pytest.raises(ValueError) as error:
        screening(**{field: value})
    named = [*value, *value.values()] if isinstance(value, dict) else [value]
    assert any(str(code) in str(error.value) for code in named)


@pytest.mark.parametrize("item", ANSWERS)
@pytest.mark.parametrize("code", ["prefer_not_to_say", "skipped"])
def test_every_item_can_be_left_unanswered(item, code) -> None:
    assert screening(answers={item: code}).answers == {item: code}


def test_a_total_needs_all_three_answers() -> None:
    two = {"companionship": "often", "left_out": "often", "lonely": "often"}
    assert ADULT_UCLA.category_of(two) is None
    assert ADULT_UCLA.category_of(two | {"isolated": "skipped"}) is None
    assert ADULT_UCLA.category_of(two | {"isolated": "often"}) == "most"


def test_the_direct_question_is_told_in_three_groups() -> None:
    assert [
        ADULT_DIRECT.category_of({"lonely": code}) for code in ("often", "some_of_the_time", "never", "skipped")
    ] == [
        "often",
        "some_of_the_time",
        "less_often",
        None,
    ]


def test_only_carers_are_counted_in_the_social_contact_measure() -> None:
    assert CARERS_CONTACT.roles == ("carer",)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_every_indicator_is_complete_and_says_that_it_is_not_comparable(measure) -> None:
    names = {category.name for category in measure.categories}
    for indicator in measure.indicators:
        assert names > set(indicator.numerator)
        assert indicator.denominator
        assert indicator.exclusions
        assert indicator.source
        assert "Not comparable with" in indicator.caveat
