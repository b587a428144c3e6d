"""Reads sources again when their time comes, inside the running service and out of the way of people."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

from directory.importing.enriching import Enricher
from directory.importing.importer import Importer, Wishes
from directory.importing.report import Outcome, Report
from directory.importing.source_store import CONFIRM, Source

log = logging.getLogger(__name__)

LOOK_EVERY_S: Final = 60.0
BREATH_S: Final = 0.1
"""Between two batches of vectors: people's messages need the same processor."""
JITTER: Final = 0.1
"""Share of the interval by which it is earlier or later, so that not all councils are asked at midnight."""
AGAIN: Final = 0.25
"""Share of the interval after which a failed run is tried again."""

Sleep = Callable[[float], Awaitable[None]]


async def refresh_regularly(importer: Importer, enricher: Enricher, sleep: Sleep = asyncio.sleep) -> None:
    """Go on for ever: read what is due, then make vectors until all are there."""
    while True:
        try:
            await refresh_due(importer)
            while await asyncio.to_thread(enricher.some):
                await sleep(BREATH_S)
        except Exception as error:  # tried again at the next round
            log.error("refreshing the directory failed: %s", type(error).__name__)
        await sleep(LOOK_EVERY_S * random.uniform(1 - JITTER, 1 + JITTER))


async def refresh_due(importer: Importer, chance: Callable[[float, float], float] = random.uniform) -> list[Report]:
    """Read every source that is due, one after the other. Several processes may do this: each source is read by one."""
    reports: list[Report] = []
    tried: set[str] = set()
    while due := [source for source in importer.store.due() if source.id not in tried]:
        source = due[0]
        tried.add(source.id)
        report = await asyncio.to_thread(_run, importer, source)
        if report.outcome is not Outcome.BUSY:
            importer.store.wish(source, None)
            share = AGAIN if report.outcome is Outcome.FAILED else 1.0
            hours = (source.every_hours or 0) * share * chance(1 - JITTER, 1 + JITTER)
            importer.store.schedule(source, importer.clock() + timedelta(hours=hours))
            reports.append(report)
            log.info("source read: %s, %s", source.name, report.outcome.value)
    return reports


def _run(importer: Importer, source: Source) -> Report:
    """In a thread and a loop of its own: reading is work for the processor, and people's messages come first."""
    return asyncio.run(importer.run(source, Wishes(confirm=source.wish == CONFIRM)))
