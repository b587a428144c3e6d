"""Which records are one service, and what the words of other taxonomies mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from directory.importing.merging import choices, merged
from directory.importing.sameness import Member, clusters, is_same, keys_of
from directory.importing.vocabulary import Vocabulary
from directory.model import Need, Phone, Service
from tests.unit.directory.builders import a_service, at_km, spot_at_km

WORDS = Vocabulary.open()
DAY = datetime(2026, 1, 1, tzinfo=UTC)


def member(service: Service, source: str = "one", day: int = 1) -> Member:
    return Member(source, source, service.id, service.id, DAY.replace(day=day), service)


@pytest.mark.parametrize("name", ["tuesday table", "The Tuesday Table", "Table, Tuesday", "Tuesday  Table!"])
def test_a_name_is_the_same_however_it_is_written(name: str) -> None:
    assert is_same(a_service(), a_service(name=name))


def test_one_phone_is_enough_where_organisations_are_written_otherwise() -> None:
    ours = a_service(location=None, phones=(Phone("0121 496 0100"),))
    theirs = replace(ours, organisation="Someone", phones=(Phone("+44 121 496 0100", "office"),))
    assert is_same(ours, theirs)
    assert keys_of(ours).phone == keys_of(theirs).phone


def test_the_same_name_alone_is_not_enough() -> None:
    assert not is_same(a_service(location=None), a_service(location=None, organisation="Someone else"))


def test_two_places_are_two_services() -> None:
    assert not is_same(a_service(), a_service(location=replace(at_km(5), postal_code="B1")))


def test_one_place_in_common_is_enough_where_a_service_has_several() -> None:
    several = a_service(elsewhere=(spot_at_km(5), spot_at_km(9)))
    assert is_same(several, a_service(location=spot_at_km(9.1).location))
    assert not is_same(several, a_service(location=spot_at_km(7).location))


def test_what_holds_at_the_places_goes_with_the_places() -> None:
    """The list that was assured last names one of them and no time: the other says where and when."""
    several = a_service(schedules=spot_at_km(0, "TU").schedules, elsewhere=(spot_at_km(5, "FR"),), assured_date=None)
    sparse = a_service(location=spot_at_km(5).location, summary="Said lately.")
    both = merged([member(several, "one"), member(sparse, "two")], "m")
    assert (both.places, both.summary) == (several.places, "Said lately.")


def test_men_and_women_are_two_services() -> None:
    assert not is_same(a_service(gender="women"), a_service(gender="men"))


def test_two_records_of_one_source_are_never_one() -> None:
    twins = [member(a_service(id="a")), member(a_service(id="b"))]
    assert len(clusters(twins)) == 2


def test_each_record_finds_one_partner() -> None:
    four = [member(a_service(id=key), source) for key, source in zip("abcd", ("one", "one", "two", "two"), strict=True)]
    assert [[one.record_id for one in group] for group in clusters(four)] == [["a", "c"], ["b", "d"]]


def test_a_source_that_says_nothing_does_not_silence_another() -> None:
    old = member(a_service(id="old", minimum_age=50, maximum_age=80, assured_date=date(2020, 1, 1)), "old")
    new = member(a_service(id="new", email="new@example.org", assured_date=date(2026, 1, 1)), "new", 2)
    service = merged([old, new], "x")
    assert (service.id, service.minimum_age, service.maximum_age) == ("x", 50, 80)
    assert (service.email, service.assured_date) == ("new@example.org", date(2026, 1, 1))
    told = {choice.fields: choice.winner.source for choice in choices([old, new])}
    assert (told["minimum_age", "maximum_age"], told["email",]) == ("old", "new")


@pytest.mark.parametrize(
    ("words", "code", "confidence"),
    [
        ("Lunch Clubs", "lunch_social", 0.95),
        ("luncheon club", "lunch_social", 0.95),
        ("Older people > Lunch clubs", "lunch_social", 0.80),
        ("Men’s Sheds", "mens_shed", 0.95),
        ("ESOL", "language_esol", 0.95),
        ("Arts & Crafts", "arts_crafts", 0.95),
    ],
)
def test_terms_of_other_taxonomies_mean_our_needs(words: str, code: str, confidence: float) -> None:
    found = {one.code: one.confidence for one in WORDS.of_terms("need", (words,))}
    assert found[code] == confidence


@pytest.mark.parametrize("words", ["", "Planning applications", "Bin collection", "a", "🙂"])
def test_terms_of_other_matters_mean_nothing(words: str) -> None:
    assert WORDS.of_terms("need", (words,)) == ()


@pytest.mark.parametrize(
    "name", ["Walk-in centre", "Garden sheds for sale", "The Art of Money", "Church Hall hire", "Foster carers"]
)
def test_a_longer_phrase_keeps_a_word_of_a_name_from_being_misread(name: str) -> None:
    wrong = {"walking_activity", "mens_shed", "gardening", "arts_crafts", "faith_culture", "carers_group"}
    assert not {one.code for one in WORDS.of_name("need", name)} & wrong
    assert WORDS.of_terms("need", ("Walk-in centre",)) == ()
    assert [one.code for one in WORDS.of_name("need", "A walk in the park")] == ["walking_activity"]


def test_every_need_has_words_that_mean_it_and_its_own_code_reads_back() -> None:
    assert {one.code for need in Need for one in WORDS.of_terms("need", (need.value,))} == {need.value for need in Need}


def test_a_correction_goes_before_the_list_and_may_say_nothing() -> None:
    words = WORDS.corrected({("need", "lunch club"): "befriending", ("need", "choir"): ""})
    assert [one.code for one in words.of_terms("need", ("Lunch clubs",))] == ["befriending"]
    assert words.of_terms("need", ("Choirs",)) == ()
    assert words.version != WORDS.version
