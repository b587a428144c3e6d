"""Every page and every record of the loaded seed against the published schemas and the paging rules of the profile."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from directory.openreferral.feed import Feed
from directory.openreferral.records import Record

Lists = Callable[[list[tuple[str, str]]], Record]


def schema(standard: Path, name: str) -> Draft202012Validator:
    documents = {path.name: json.loads(path.read_text("utf-8")) for path in standard.glob("*.json")}
    registry: Registry[Any] = Registry().with_resources(
        (file, Resource.from_contents(document, default_specification=DRAFT202012))
        for file, document in documents.items()
    )
    return Draft202012Validator(
        documents[f"{name}.json"], registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def pages(lists: Lists, per_page: int) -> Iterator[Record]:
    """Follow the pages as a reader does, through JSON, until one says that it is the last."""
    for number in range(1, 10_000):
        page: Record = json.loads(json.dumps(lists([("page", str(number)), ("per_page", str(per_page))])))
        yield page
        if page["last_page"]:
            return


def contents(lists: Lists, per_page: int = 100) -> list[Record]:
    return [record for page in pages(lists, per_page) for record in page["contents"]]


def wrong(checker: Draft202012Validator, record: Record) -> list[str]:
    return [f"{record['id']} {error.json_path}: {error.message}" for error in checker.iter_errors(record)]


def test_the_schemas_can_find_fault(standard: Path) -> None:
    checker = schema(standard, "service")
    assert wrong(checker, {"id": "not a uuid", "name": "A", "status": "open", "schedules": [{"id": 1}]})
    assert wrong(schema(standard, "taxonomy"), {"id": 1, "name": "A", "description": "B"})


LISTS = [
    ("services", "service_list"),
    ("services_at_locations", "service_at_location_list"),
    ("taxonomies", "taxonomy"),
    ("taxonomy_terms", "taxonomy_term"),
]
RECORDS = [
    ("services", "service", "service"),
    ("services_at_locations", "service_at_location", "service_at_location"),
    ("taxonomies", "taxonomy", "taxonomy"),
    ("taxonomy_terms", "taxonomy_term", "taxonomy_term"),
]


@pytest.mark.parametrize(("lists", "shape"), LISTS)
def test_every_record_of_every_page_conforms(feed: Feed, standard: Path, lists: str, shape: str) -> None:
    checker = schema(standard, shape)
    found = contents(getattr(feed, lists))
    assert found
    assert [fault for record in found for fault in wrong(checker, record)] == []


@pytest.mark.parametrize(("lists", "one", "shape"), RECORDS)
def test_every_record_that_a_list_names_is_there_and_conforms(
    feed: Feed, standard: Path, lists: str, one: str, shape: str
) -> None:
    checker = schema(standard, shape)
    ids = [record["id"] for record in contents(getattr(feed, lists))]
    records = [json.loads(json.dumps(getattr(feed, one)(key))) for key in ids]
    assert [record["id"] for record in records] == ids
    assert [fault for record in records for fault in wrong(checker, record)] == []


def test_a_service_at_location_is_also_the_service_that_the_interface_describes(feed: Feed, standard: Path) -> None:
    """The OpenAPI file gives its address the schema of a service."""
    checker = schema(standard, "service")
    [*listed] = contents(feed.services_at_locations)[:20]
    assert [fault for one in listed for fault in wrong(checker, feed.service_at_location(one["id"]))] == []


@pytest.mark.parametrize("lists", [lists for lists, _ in LISTS])
@pytest.mark.parametrize("per_page", [1, 3, 50, 500])
def test_every_page_keeps_the_paging_rules(feed: Feed, lists: str, per_page: int) -> None:
    ask: Lists = getattr(feed, lists)
    total = ask([])["total_items"]
    last = -(-total // per_page)
    for number, page in enumerate(pages(ask, per_page), start=1):
        expected = {
            "total_items": total,
            "total_pages": last,
            "page_number": number,
            "size": per_page if number < last else total - per_page * (last - 1),
            "first_page": number == 1,
            "last_page": number == last,
            "empty": False,
        }
        assert {name: page[name] for name in expected} == expected
        assert page.keys() == expected.keys() | {"contents"}
        assert len(page["contents"]) == page["size"]
    assert number == last


@pytest.mark.parametrize("lists", [lists for lists, _ in LISTS])
def test_a_page_after_the_last_is_empty_and_the_last(feed: Feed, lists: str) -> None:
    for number in ("1000", "999999999"):
        page = getattr(feed, lists)([("page", number)])
        assert (page["contents"], page["size"], page["empty"]) == ([], 0, True)
        assert (page["first_page"], page["last_page"], page["page_number"]) == (False, True, int(number))


@pytest.mark.parametrize("lists", ["services", "services_at_locations"])
def test_a_list_of_nothing_has_one_empty_page(feed: Feed, lists: str) -> None:
    page = getattr(feed, lists)([("search", "zebrafish")])
    assert (page["total_items"], page["total_pages"], page["size"], page["contents"]) == (0, 1, 0, [])
    assert (page["first_page"], page["last_page"], page["empty"]) == (True, True, True)


@pytest.mark.parametrize(("lists", "one", "shape"), RECORDS[:2])
def test_a_full_list_gives_every_record_as_its_own_address_does(
    feed: Feed, standard: Path, lists: str, one: str, shape: str
) -> None:
    checker = schema(standard, shape)

    def ask(pairs: list[tuple[str, str]]) -> Record:
        answer: Record = getattr(feed, lists)([*pairs, ("full", "true")])
        return answer

    records = contents(ask)
    assert [fault for record in records for fault in wrong(checker, record)] == []
    assert [record["id"] for record in records] == [record["id"] for record in contents(getattr(feed, lists))]
    assert all(record == json.loads(json.dumps(getattr(feed, one)(record["id"]))) for record in records[::7])


@pytest.mark.parametrize("lists", [lists for lists, _ in LISTS])
def test_following_the_pages_gives_every_record_once(feed: Feed, lists: str) -> None:
    ask: Lists = getattr(feed, lists)
    by_seven = [record["id"] for record in contents(ask, per_page=7)]
    assert len(by_seven) == len(set(by_seven)) == ask([])["total_items"]
    assert by_seven == [record["id"] for record in contents(ask, per_page=500)]


def test_the_terms_of_services_are_the_terms_that_are_published(feed: Feed) -> None:
    terms = {record["id"]: record for record in contents(feed.taxonomy_terms)}
    used = [
        attribute["taxonomy_term"]
        for record in contents(feed.services)
        for attribute in feed.service(record["id"])["attributes"]
    ]
    assert {term["id"] for term in used} == terms.keys()
    assert all(terms[term["id"]] == term for term in used)
    assert {term["taxonomy_id"] for term in used} == {record["id"] for record in contents(feed.taxonomies)}


def test_a_service_names_the_locations_that_are_published(feed: Feed) -> None:
    named = {spot["id"] for one in contents(feed.services) for spot in feed.service(one["id"])["service_at_locations"]}
    assert named == {record["id"] for record in contents(feed.services_at_locations)}
