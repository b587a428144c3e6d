"""The second process of an import: the same comes out as without it, and nothing is lost where it dies."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from directory import tables
from directory.importing.helper_process import HelperEndedError, HelperProcess
from directory.importing.importer import Importer
from directory.importing.report import Report
from directory.repository import DirectoryRepository
from tests.integration.directory.importing.conftest import NOW
from tests.integration.directory.importing.feeds import Feed, record

BAD = {"minimum_age": -1}


async def read(importer: Importer, feed: Feed, name: str = "a feed") -> Report:
    return await importer.run(importer.store.ensure(name, feed.address))


def many(count: int) -> list[list[object]]:
    """Pages of ten, in which every seventh record is bad and one comes twice."""
    records = [record(f"r{n}", name=f"Club {n}", **(BAD if n % 7 == 0 else {})) for n in range(count)]
    records[-1] = dict(records[1])
    return [list(records[start : start + 10]) for start in range(0, count, 10)]


def told(report: Report) -> tuple[object, ...]:
    return report.outcome, report.added, report.refused, [*map(str, report.problems)]


async def test_two_processes_make_of_a_feed_what_one_makes(feed: Feed, importer: Importer, database: Engine) -> None:
    feed.pages = many(60)
    alone = await read(replace(importer, worth_a_process=None), feed)
    tables.metadata.drop_all(database)
    tables.metadata.create_all(database)
    together = await read(replace(importer, worth_a_process=1), feed)
    assert told(together) == told(alone)
    assert together.added == 60 - len(range(0, 60, 7)) - 1
    assert DirectoryRepository(database, lambda: NOW).count() == together.added


def test_what_is_asked_is_answered_in_its_order() -> None:
    helper = HelperProcess()
    asked = [helper.ask(abs, -number) for number in range(20)]
    assert [one.result(20) for one in asked] == [*range(20)]
    helper.close()


def test_work_that_fails_there_is_told_and_the_next_goes_on() -> None:
    helper = HelperProcess()
    failed, good = helper.ask(int, "no number"), helper.ask(abs, -2)
    with pytest.raises(HelperEndedError, match="ValueError"):
        failed.result(20)
    assert good.result(20) == 2
    helper.close()


def test_a_process_that_dies_leaves_nobody_waiting() -> None:
    helper = HelperProcess()
    for one in [helper.ask(os._exit, 1), helper.ask(abs, -2)]:
        with pytest.raises(HelperEndedError):
            one.result(20)
    with pytest.raises(HelperEndedError):
        helper.ask(abs, -2)
    helper.close()


def test_a_process_ends_when_its_owner_closes_it() -> None:
    helper = HelperProcess()
    number = helper.ask(os.getpid).result(20)
    helper.close()
    assert not Path(f"/proc/{number}").exists()
