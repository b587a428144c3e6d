"""What a council put right outlives imports, can be explained, and what an import does stands in the history."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from sqlalchemy import Engine

from directory.edits import Edits, Wanted
from directory.history import Author, Deed
from directory.importing.enriching import Enricher
from directory.importing.explaining import explanation
from directory.importing.importer import Importer
from directory.importing.refreshing import refresh_due
from directory.importing.source_store import CONFIRM, READ
from directory.model import Service
from directory.repository import DirectoryRepository
from directory.search import Search, Wish
from language.encoder import Vectors
from tests.integration.directory.importing.conftest import NOW, Import
from tests.integration.directory.importing.feeds import BIRMINGHAM, Feed, record
from tests.unit.directory.builders import HOME

Names = Callable[[], list[str]]
SAM = Author("sam@birmingham.example", BIRMINGHAM)
RIGHT = [{"number": "0121 496 0199", "about": None}]


class NoEncoder:
    """Every text means the same."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.full((len(texts), 4), 0.1, np.float32)


@pytest.fixture
def edits(importer: Importer, database: Engine) -> Edits:
    return Edits(database, importer.repository, importer.clock, NoEncoder())


def the_service(repository: DirectoryRepository) -> Service:
    found = Search(repository, NoEncoder(), lambda: NOW, include_examples=True).find(Wish(place=HOME))
    return found.matches[0].service


async def test_a_phone_number_put_right_survives_the_next_import_until_it_is_taken_back(
    feed: Feed, bring: Import, importer: Importer, edits: Edits
) -> None:
    await bring(council=BIRMINGHAM)
    service = the_service(importer.repository)
    edits.change(service.id, Wanted({"phones": RIGHT}), SAM)
    feed.pages = [[record(phones=[{"number": "0121 496 0111"}], description="A cold lunch.")]]
    assert (await bring()).changed == 1
    shown = the_service(importer.repository)
    assert (shown.phones[0].number, shown.summary) == ("0121 496 0199", "A cold lunch.")
    edits.take_back(service.id, ["phones"], SAM)
    assert the_service(importer.repository).phones[0].number == "0121 496 0111"


async def test_making_meanings_keeps_the_councils_word_and_ends(
    bring: Import, importer: Importer, edits: Edits, database: Engine
) -> None:
    await bring()
    service = the_service(importer.repository)
    edits.change(service.id, Wanted({"phones": RIGHT}), SAM)
    enricher = Enricher(database, importer.repository, NoEncoder())
    assert enricher.some() == 1
    assert enricher.some() == 0
    assert the_service(importer.repository).phones[0].number == "0121 496 0199"
    assert edits.of(service.id)[0].said == [{"number": "0121 496 0100", "about": None}]


async def test_it_is_explained_who_is_heard(bring: Import, importer: Importer, edits: Edits, database: Engine) -> None:
    await bring()
    service = the_service(importer.repository)
    edits.change(service.id, Wanted({"phones": RIGHT}), SAM)
    lines = explanation(database, service.id)
    assert lines[0] == (
        "phones: put right by sam@birmingham.example for E08000025 on 2026-11-21, the source says "
        '[{"number": "0121 496 0100", "about": null}]'
    )
    assert any(line.startswith("from a feed, record ") for line in lines)


async def test_what_an_import_changed_and_withdrew_stands_in_the_history_and_can_be_undone(
    feed: Feed, bring: Import, importer: Importer, edits: Edits, shown: Names
) -> None:
    feed.pages = [[record("a"), record("b", name="Supper")]]
    await bring(council=BIRMINGHAM, largest_loss=1.0)
    feed.pages = [[record("a", name="Lunch")]]
    await bring()
    assert shown() == ["Lunch"]
    withdrawn, changed = edits.history.latest(BIRMINGHAM)
    assert (changed.deed, changed.author.name) == (Deed.IMPORTED, "a feed")
    assert changed.changes["name"] == ("Tuesday Table a", "Lunch")
    assert (withdrawn.deed, withdrawn.name) == (Deed.WITHDRAWN, "Supper")
    edits.undo(withdrawn.id, SAM)
    edits.undo(changed.id, SAM)
    assert shown() == ["Supper", "Tuesday Table a"]
    assert edits.is_own(withdrawn.service_id)
    await bring()
    assert shown() == ["Supper", "Tuesday Table a"]


async def test_a_service_that_another_source_still_has_was_not_withdrawn(
    feed: Feed, bring: Import, edits: Edits, shown: Names
) -> None:
    feed.pages = [[record("a", name="Lunch"), record("b")]]
    await bring(name="one", largest_loss=1.0)
    feed.pages = [[record("z", name="Lunch")]]
    await bring(name="other")
    feed.pages = [[record("b")]]
    await bring(name="one")
    assert "Lunch" in shown()
    assert edits.history.latest(None) == []


async def test_importing_again_writes_no_history(feed: Feed, bring: Import, edits: Edits) -> None:
    await bring()
    feed.pages = [[record(organization={"id": "another id", "name": "Friends of the Hall"})]]
    await bring()
    assert edits.history.latest(None) == []


async def test_a_wish_is_granted_once_also_for_a_source_that_is_read_by_hand(
    feed: Feed, bring: Import, importer: Importer, shown: Names
) -> None:
    await bring(name="ours")
    feed.pages = [[record("a"), record("b", name="Supper")]]
    assert await refresh_due(importer) == []
    wishing = importer.store.get("ours")
    assert wishing
    importer.store.wish(wishing, READ)
    assert len(await refresh_due(importer)) == 1
    assert "Supper" in shown()
    assert await refresh_due(importer) == []
    feed.pages = [[record("a")]]
    assert (await bring(name="ours")).outcome == "held"
    importer.store.wish(wishing, CONFIRM)
    [report] = await refresh_due(importer)
    assert (report.outcome, report.removed) == ("done", 1)
    assert "Supper" not in shown()
