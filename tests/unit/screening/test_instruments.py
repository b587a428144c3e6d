"""The questions are quoted exactly, in the order that the standard gives them."""

from __future__ import annotations

import pytest

from screening.instruments import ADULT, CARER_CONTACT, CHILD, NON_ANSWERS, instrument_for

INSTRUMENTS = (ADULT, CHILD, CARER_CONTACT)


def test_adults_are_asked_the_four_national_questions_in_order() -> None:
    assert [item.question for item in ADULT.items] == [
        "How often do you feel that you lack companionship?",
        "How often do you feel left out?",
        "How often do you feel isolated from others?",
        "How often do you feel lonely?",
    ]


def test_children_are_asked_their_own_wording() -> None:
    assert [item.question for item in CHILD.items] == [
        "How often do you feel that you have no one to talk to?",
        "How often do you feel left out?",
        "How often do you feel alone?",
        "How often do you feel lonely?",
    ]


@pytest.mark.parametrize("instrument", [ADULT, CHILD], ids=lambda instrument: instrument.version)
def test_indirect_questions_offer_the_uk_answers_scored_1_to_3(instrument) -> None:
    for item in instrument.items[:3]:
        assert [(option.label, option.score) for option in item.options] == [
            ("Hardly ever or never", 1),
            ("Some of the time", 2),
            ("Often", 3),
        ]


@pytest.mark.parametrize("instrument", [ADULT, CHILD], ids=lambda instrument: instrument.version)
def test_the_direct_question_has_five_answers_and_no_scores(instrument) -> None:
    assert [(option.code, option.label, option.score) for option in instrument.item("lonely").options] == [
        ("often", "Often or always", None),
        ("some_of_the_time", "Some of the time", None),
        ("occasionally", "Occasionally", None),
        ("hardly_ever", "Hardly ever", None),
        ("never", "Never", None),
    ]


def test_carers_choose_one_of_three_statements() -> None:
    assert [(option.code, option.label) for option in CARER_CONTACT.item("social_contact").options] == [
        ("contact_enough", "I have as much social contact as I want with people I like"),
        ("contact_some", "I have some social contact with people but not enough"),
        ("contact_little", "I have little social contact and I feel socially isolated"),
    ]


@pytest.mark.parametrize(
    ("age", "expected"),
    [(0, None), (9, None), (10, CHILD), (15, CHILD), (16, ADULT), (100, ADULT)],
)
def test_the_age_decides_which_questions_are_asked(age, expected) -> None:
    assert instrument_for(age) == expected


def test_the_age_ranges_leave_no_gap_and_do_not_overlap() -> None:
    assert CHILD.maximum_age is not None
    assert CHILD.maximum_age + 1 == ADULT.minimum_age
    assert CARER_CONTACT.minimum_age == 18


@pytest.mark.parametrize("instrument", INSTRUMENTS, ids=lambda instrument: instrument.version)
def test_every_item_says_where_it_comes_from_and_offers_distinct_answers(instrument) -> None:
    for item in instrument.items:
        codes = [option.code for option in item.options]
        assert item.source
        assert len(set(codes)) == len(codes)
        assert not NON_ANSWERS.intersection(codes)


def test_wording_that_was_not_read_in_its_source_is_marked() -> None:
    unverified = {(i.version, item.name) for i in INSTRUMENTS for item in i.items if not item.verified}
    assert unverified == {("child/1", "isolated"), ("child/1", "lonely"), ("carer_contact/1", "social_contact")}


def test_an_answer_code_has_its_wording_and_an_unknown_one_is_named() -> None:
    assert ADULT.item("lonely").label_of("often") == "Often or always"
    with pytest.raises(ValueError, match="'sometimes'"):
        ADULT.item("lonely").label_of("sometimes")


def test_an_unknown_item_is_named() -> None:
    with pytest.raises(ValueError, match="'happy'"):
        ADULT.item("happy")
