"""The quick search finds what the rules say when they are read one service at a time: the same, in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.candidates import Entry
from directory.catalogue import Catalogue
from directory.model import (
    ALL_ENGLAND,
    Access,
    AgeRange,
    Attending,
    Cost,
    CostOption,
    Filter,
    Location,
    Need,
    Place,
    Schedule,
    Service,
    Spot,
    When,
)
from directory.search import Search, Wish
from screening.people import LifeStage, Role
from tests.unit.directory.builders import BIRMINGHAM, HOME, an_entry, at_km
from tests.unit.directory.straightforward import find

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
MOMENTS = (NOW, datetime(2026, 11, 21, 0, 30, tzinfo=UTC), datetime(2026, 11, 21, 22, 15, 7, tzinfo=UTC))
SOLIHULL, COUNTY = "E08000029", "E10000031"
TOWN = Place("p:x", "Elsewhere", "E07000218", COUNTY, HOME.easting + 20_000, HOME.northing, "postcode")
WORDS = ("dominoes", "choir", "knitting", "dementia", "stroke", "asylum", "walk", "lunch", "crafty")
TEXTS = (
    "dominoes",
    "a choir for people with dementia",
    "knitting and walks",
    "lunch after a stroke",
    "hello there",
    "asylum",
    "alzheimers, or cuppa and craffty",
    "knitteing a scarf after my storke",
    "nothing but domino and a supper",
)


class FewWordsEncoder:
    """Meaning is which of the words stand in a text."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        counts = np.array([[0.2 + (word in text) for word in WORDS] for text in texts], np.float32)
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)


class Listed:
    """A directory that is a list, of which some services came later."""

    def __init__(self, entries: Sequence[Entry], late: Sequence[Entry]) -> None:
        self.services = {entry.service.id: entry.service for entry in (*entries, *late)}
        first = Catalogue.of([[*entries, *late[: len(late) // 2]]])
        self.kept = first.changed([entry.service.id for entry in late], late, first.edition)

    def catalogue(self) -> Catalogue:
        return self.kept

    def read(self, service_ids: Sequence[str], catalogue: Catalogue | None = None) -> dict[str, Service]:
        return {key: self.services[key] for key in service_ids}


def several(values: Sequence[str], most: int = 2) -> st.SearchStrategy[tuple]:
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


schedules = st.builds(
    Schedule,
    freq=st.sampled_from([None, "WEEKLY", "MONTHLY", "DAILY"]),
    interval=st.sampled_from([1, 2]),
    byday=st.sampled_from([None, "MO", "SA", "TU,SU", "1TH", "FR,-2SA,3SA"]),
    bymonthday=st.sampled_from([None, None, "21", "-9,-10"]),
    opens_at=st.sampled_from([None, time(0), time(9), time(12, 30), time(18), time(22)]),
    closes_at=st.sampled_from([None, time(0), time(2), time(9, 30), time(14), time(20)]),
    dtstart=st.sampled_from([None, date(2026, 11, 28), date(2026, 11, 21), date(2026, 9, 1)]),
    valid_from=st.sampled_from([None, None, date(2026, 11, 22), date(2026, 10, 31)]),
    valid_to=st.sampled_from([None, None, date(2026, 11, 20), date(2026, 11, 21)]),
)
locations = st.sampled_from([*map(at_km, (0, 0, 1, 5, 8, 9, 16, 17, 24, 30, 31, 45)), Location("Somewhere")])
features = st.sampled_from([(), (), ("step_free",), ("step_free", "hearing_loop"), ("bsl", "accessible_toilet")])
spots = st.builds(Spot, locations, st.lists(schedules, max_size=2).map(tuple), features)
services = st.builds(
    Service,
    id=st.uuids().map(str),
    name=st.sampled_from(["Table", "The Choir", "Knit", "Dementia Café", "Walkers"]),
    organisation=st.just("Friends"),
    summary=st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join),
    needs=several(tuple(Need), 3),
    life_stages=several(tuple(LifeStage)),
    for_carers=st.booleans(),
    keywords=several(("crisis", *WORDS)),
    minimum_age=st.sampled_from([None, None, None, 11, 18, 65]),
    maximum_age=st.sampled_from([None, None, None, 0, 17, 60]),
    gender=st.sampled_from([None, None, "women", "men"]),
    cost=st.sampled_from(CostOption).map(Cost),
    attending=several(tuple(Attending)),
    access=st.sampled_from([None, *Access]),
    self_referral=st.booleans(),
    languages=st.sampled_from([("en",), ("en",), ("en", "pl"), ("ur", "pa"), ("en", "bfi"), ()]),
    accessibility=features,
    schedules=st.lists(schedules, max_size=2).map(tuple),
    location=st.none() | locations,
    elsewhere=st.just(()) | st.lists(spots, max_size=3).map(tuple),
    areas=several((BIRMINGHAM, SOLIHULL, COUNTY, ALL_ENGLAND)),
    scope=st.sampled_from(["local", "local", "national"]),
    assured_date=st.sampled_from([None, date(2026, 11, 20), date(2026, 3, 1), date(2020, 1, 1)]),
    example=st.booleans(),
)
wishes = st.builds(
    Wish,
    place=st.sampled_from([HOME, HOME, TOWN, None]),
    age=st.sampled_from([None, None, AgeRange(12, 15), AgeRange(16, 24), AgeRange(65, None)]),
    life_stages=several(tuple(LifeStage)),
    role=st.sampled_from(Role),
    needs=several(tuple(Need), 4),
    text=st.sampled_from([None, " ", *TEXTS]),
    filters=st.frozensets(st.sampled_from(Filter), max_size=2),
    languages=st.sampled_from([frozenset(), frozenset(), frozenset({"pl"}), frozenset({"pl", "ur"})]),
    times=st.frozensets(st.sampled_from(When), max_size=2),
    radius_km=st.sampled_from([8.0, 16.0, 2.0, 64.0]),
    gender=st.sampled_from([None, "women", "men"]),
)


def entry_of(service: Service) -> Entry:
    """One in seven has no vector yet, as after an import."""
    vector = FewWordsEncoder().encode([f"{service.name} {service.summary}"])[0]
    return an_entry(service, vector if int(service.id[:2], 16) % 7 else None)


@settings(max_examples=300)
@given(
    st.lists(services, max_size=40, unique_by=lambda service: service.id),
    wishes,
    st.booleans(),
    st.integers(0, 9),
    st.sampled_from(MOMENTS),
)
def test_the_quick_search_finds_what_the_rules_say(
    listed: list[Service], wish: Wish, include_examples: bool, late: int, now: datetime
) -> None:
    entries = [entry_of(service) for service in listed]
    directory, encoder = Listed(entries[late:], entries[:late]), FewWordsEncoder()
    quick = Search(directory, encoder, lambda: now, include_examples=include_examples).find(wish)
    told = find(entries, encoder, wish, now, include_examples=include_examples)
    assert quick.ids == told.ids
    assert (quick.total, quick.relaxed, quick.local_found) == (told.total, told.relaxed, told.local_found)
