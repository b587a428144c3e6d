"""A council that wants no made-up services gets none, and its neighbour still does."""

from __future__ import annotations

from dataclasses import replace

from directory.search import Wish
from kith.local_search import LocalSearch
from tests.unit.directory.builders import HOME, an_entry
from tests.unit.directory.searching import NOW, ListedDirectory, OneWordEncoder, named, names


def test_examples_are_left_out_only_where_the_council_wants_none() -> None:
    encoder = OneWordEncoder()
    services = [named("made up", example=True), named("real")]
    entries = [an_entry(each, vector) for each, vector in zip(services, encoder.encode(["a", "b"]), strict=True)]
    wanted: set[str] = set()
    search = LocalSearch(
        ListedDirectory(entries), encoder, lambda: NOW, include_examples=True, without_examples=lambda: wanted
    )
    here = Wish(place=HOME)
    assert sorted(names(search.find(here))) == ["made up", "real"]
    wanted.add(HOME.authority)
    assert names(search.find(here)) == ["real"]
    wanted.symmetric_difference_update({HOME.authority, "E08000035"})
    assert sorted(names(search.find(replace(here, text="lunch")))) == ["made up", "real"]
