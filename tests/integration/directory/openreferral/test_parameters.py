"""Each parameter against a plain reading of the seed, on both databases; and examples only where they are wanted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

import pytest
from sqlalchemy import Engine

from directory.model import Need, Place, Service
from directory.openreferral.feed import Feed, NotFoundError
from directory.openreferral.query import BadQueryError
from directory.openreferral.vocabulary import taxonomy_id
from directory.openreferral.wording import EXAMPLE
from directory.places import One, Places
from directory.rows import derived_id
from tests.integration.directory.openreferral.conftest import filled, published
from tests.integration.directory.openreferral.plain import (
    Rule,
    covers,
    has_session,
    mentions,
    within_ages,
    within_metres,
)

Question = tuple[dict[str, str], tuple[Rule, ...]]
POSTCODE = "B13 8AB"
GARDENING = derived_id("term", "need", "gardening")
SAMARITANS = derived_id("organisation", "Samaritans")

ABOUT_SERVICES: dict[str, Question] = {
    "everything": ({}, ()),
    "a word": ({"search": "lunch"}, (mentions("lunch"),)),
    "words in any order and case": ({"search": "CLUB lunch"}, (mentions("lunch", "club"),)),
    "an organisation": ({"search": "samaritans"}, (mentions("samaritans"),)),
    "a word of a term": ({"search": "mens shed"}, (mentions("mens", "shed"),)),
    "parts of words": ({"search": "unch rou"}, (mentions("unch", "rou"),)),
    "a letter in another case": ({"search": "É"}, (mentions("é"),)),
    "an organisation's own": ({"organization_id": SAMARITANS}, (lambda s: s.organisation == "Samaritans",)),
    "changed before": ({"modified_after": "2026-11-21T09:00:00Z"}, ()),
    "changed since": ({"modified_after": "2026-11-21T10:00:01+01:00"}, (lambda s: False,)),
    "signs that databases read as anything": ({"search": "%_"}, (mentions("%_"),)),
    "a term": ({"taxonomy_term_id": GARDENING}, (lambda s: Need.GARDENING in s.needs,)),
    "an unknown term": ({"taxonomy_term_id": derived_id("no", "term")}, (lambda s: False,)),
    "a taxonomy": ({"taxonomy_id": taxonomy_id("life_stage")}, (lambda s: bool(s.life_stages),)),
    "an unknown taxonomy": ({"taxonomy_id": taxonomy_id("none")}, (lambda s: False,)),
    "from an age": ({"minimum_age": "18"}, (within_ages(18, 999),)),
    "from birth": ({"minimum_age": "0"}, ()),
    "up to an age": ({"maximum_age": "25"}, (within_ages(0, 25),)),
    "between ages": ({"minimum_age": "10", "maximum_age": "25"}, (within_ages(10, 25),)),
    **{f"on {day}": ({"day": day}, (has_session(day),)) for day in ("MO", "TU", "WE", "TH", "FR", "SA", "SU")},
    "from a time": ({"start_time": "17:00"}, (has_session(start=time(17)),)),
    "by a time": ({"end_time": "12:00"}, (has_session(end=time(12)),)),
    "one session on a day and between times": (
        {"day": "Tuesday", "start_time": "10:00", "end_time": "13:00"},
        (has_session("TU", time(10), time(13)),),
    ),
    "all narrow each other": (
        {"search": "lunch", "day": "TU", "taxonomy_id": taxonomy_id("need"), "minimum_age": "50"},
        (mentions("lunch"), has_session("TU"), lambda s: bool(s.needs), within_ages(50, 999)),
    ),
}  # fmt: skip


def about_places(home: Place) -> dict[str, Question]:
    return {
        "covering a postcode": ({"postcode": POSTCODE}, (covers(home),)),
        **{
            f"within {metres} m": (
                {"postcode": POSTCODE, "proximity": str(metres)},
                (covers(home), within_metres(home, metres)),
            )
            for metres in (0, 800, 3000, 5000.5, 100_000, 1_000_000)
        },
        "near on a Monday": (
            {"postcode": POSTCODE.lower(), "proximity": "4000", "day": "MO"},
            (covers(home), within_metres(home, 4000), has_session("MO")),
        ),
    }


def expected(services: Iterable[Service], question: Question) -> set[str]:
    return {service.id for service in services if all(rule(service) for rule in question[1])}


def found(feed: Feed, question: Question) -> set[str]:
    page = feed.services([*question[0].items(), ("per_page", "500")])
    return {record["id"] for record in page["contents"]}


def found_at_locations(feed: Feed, question: Question) -> set[str]:
    page = feed.services_at_locations([*question[0].items(), ("per_page", "500")])
    return {record["service"]["id"] for record in page["contents"]}


def test_every_parameter_gives_what_a_plain_reading_gives(
    database: Engine, places: Places, seed: list[Service]
) -> None:
    feed = published(database, places, filled(database))
    somewhere = [service for service in seed if service.location]
    answer = places.look_up(POSTCODE)
    assert isinstance(answer, One)
    for name, question in ABOUT_SERVICES.items():
        assert found(feed, question) == expected(seed, question), name
    for name, question in (ABOUT_SERVICES | about_places(answer.place)).items():
        assert found_at_locations(feed, question) == expected(somewhere, question), name


def test_the_questions_tell_services_apart(seed: list[Service], places: Places) -> None:
    """A parameter that were ignored would give everything: that must not be the right answer."""
    answer = places.look_up(POSTCODE)
    assert isinstance(answer, One)
    everything = {"everything", "from birth", "changed before"}
    nothing = {"an unknown term", "an unknown taxonomy", "signs that databases read as anything", "changed since"}
    sizes = {name: len(expected(seed, question)) for name, question in ABOUT_SERVICES.items()}
    assert {name for name, size in sizes.items() if size == len(seed)} == everything
    assert {name for name, size in sizes.items() if size == 0} == nothing
    near = {len(expected(seed, question)) for question in about_places(answer.place).values()}
    assert len(near) > 4


def test_terms_can_be_asked_for_by_taxonomy(feed: Feed, seed: list[Service]) -> None:
    page = feed.taxonomy_terms([("taxonomy_id", taxonomy_id("need"))])
    assert {term["term"] for term in page["contents"]} == {need for service in seed for need in service.needs}


def test_every_example_is_marked_and_nothing_else_is(feed: Feed, seed: list[Service]) -> None:
    examples = {service.id for service in seed if service.example}
    listed = feed.services([("per_page", "500")])["contents"]
    assert {record["id"] for record in listed if record.get("alert") == EXAMPLE} == examples
    assert {record["id"] for record in listed if EXAMPLE in record["description"]} == examples
    assert examples


def test_without_examples_there_is_no_trace_of_one(database: Engine, places: Places, seed: list[Service]) -> None:
    feed = published(database, places, filled(database), examples=False)
    real = [service for service in seed if not service.example]
    assert found(feed, ({}, ())) == {service.id for service in real}
    assert found_at_locations(feed, ({}, ())) == {service.id for service in real if service.location}
    terms = {(t["taxonomy_id"], t["term"]) for t in feed.taxonomy_terms([("per_page", "500")])["contents"]}
    assert {code for kind, code in terms if kind == taxonomy_id("keyword")} == {k for s in real for k in s.keywords}
    example = next(service for service in seed if service.example and service.location)
    with pytest.raises(NotFoundError):
        feed.service(example.id)
    with pytest.raises(NotFoundError):
        feed.service_at_location(derived_id(example.id, "service_at_locations", 0))


@pytest.mark.parametrize(
    ("postcode", "code"),
    [
        ("EH1 1AA", "outside_england"),
        ("ZZ99 9ZZ", "unknown_postcode"),
        ("B13", "unknown_postcode"),
        ("8 13 8AB", "unknown_postcode"),
        ("Ｂ13 8AB", "unknown_postcode"),
        ("X B13 8AB", "unknown_postcode"),
        ("Leeds", "unknown_postcode"),
    ],
)
def test_a_postcode_that_is_not_one_of_ours_is_refused_without_repeating_it(
    feed: Feed, postcode: str, code: str
) -> None:
    with pytest.raises(BadQueryError) as caught:
        feed.services_at_locations([("postcode", postcode)])
    assert caught.value.code == code
    assert postcode not in caught.value.message
