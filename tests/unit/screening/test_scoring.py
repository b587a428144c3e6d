"""A total is given only for three answers, and only those three count."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.instruments import NON_ANSWERS
from screening.scoring import SCORED_ITEMS, SCORES, Band, UclaScore, ucla_score

scored = st.sampled_from(sorted(SCORES))
anything = st.sampled_from([*SCORES, *NON_ANSWERS])
direct = st.sampled_from(["often", "some_of_the_time", "occasionally", "hardly_ever", "never", *NON_ANSWERS])
complete = st.fixed_dictionaries(dict.fromkeys(SCORED_ITEMS, scored))
partial = st.dictionaries(st.sampled_from(SCORED_ITEMS), anything)


def test_the_least_and_the_most_lonely_answers_are_the_ends_of_the_scale() -> None:
    assert ucla_score(dict.fromkeys(SCORED_ITEMS, "hardly_ever")) == UclaScore(3, Band.LEAST)
    assert ucla_score(dict.fromkeys(SCORED_ITEMS, "often")) == UclaScore(9, Band.MOST)


def test_the_bands_are_those_of_the_community_life_survey() -> None:
    scores = [ucla_score(dict(zip(SCORED_ITEMS, codes, strict=True))) for codes in product(SCORES, repeat=3)]
    bands = {score.total: score.band.value for score in scores if score is not None}
    assert bands == {3: "least", 4: "least", 5: "some", 6: "some", 7: "some", 8: "most", 9: "most"}


@given(complete)
def test_the_total_is_the_sum_of_the_three_scores(answers) -> None:
    score = ucla_score(answers)
    assert score is not None
    assert score.total == sum(SCORES[code] for code in answers.values())
    assert 3 <= score.total <= 9


@given(partial)
def test_no_total_unless_all_three_are_answered(answers) -> None:
    answered = [code for code in answers.values() if code in SCORES]
    assert (ucla_score(answers) is not None) == (len(answered) == 3)


@given(partial, direct)
def test_the_direct_question_never_counts(answers, lonely) -> None:
    assert ucla_score(answers | {"lonely": lonely}) == ucla_score(answers)


@given(complete, st.sampled_from(SCORED_ITEMS), st.text().filter(lambda code: code not in {*SCORES, *NON_ANSWERS}))
def test_an_unknown_code_is_an_error_that_names_it(answers, item, code) -> None:
    with pytest.raises(ValueError) as error:
        ucla_score(answers | {item: code})
    assert repr(code) in str(error.value)


@pytest.mark.parametrize("code", ["occasionally", "never"])
def test_an_answer_to_the_direct_question_is_no_answer_to_a_scored_one(code) -> None:
    with pytest.raises(ValueError, match=code):
        ucla_score({"companionship": code})
