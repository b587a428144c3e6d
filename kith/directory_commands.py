"""What `kith directory import`, `sources`, `explain`, `correct` and `enrich` do."""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from sqlalchemy import Engine
from yarl import URL

from directory.importing.addresses import web_url
from directory.importing.errors import RefusedAddressError
from directory.importing.explaining import explanation
from directory.importing.geography import Geography
from directory.importing.importer import Importer, Wishes
from directory.importing.limits import Limits
from directory.importing.reading import is_web
from directory.importing.report import Outcome
from directory.importing.source_store import Source, SourceStore
from directory.repository import DirectoryRepository
from kith.database import make_engine
from kith.directory_sources import staging_folder
from kith.errors import CommandError
from kith.migrate import require_newest, upgrade
from kith.preparation import make_places
from kith.services import PLACES_FILE, open_places, utc_now
from kith.settings import Settings

SAY_EVERY_S: Final = 1.0


def import_source(options: argparse.Namespace, settings: Settings) -> int:
    """Read a source into the directory. Returns 0 when it is done, 1 when it failed, 2 when it waits for a person."""
    importer = open_importer(settings)
    source = _source(options, importer.store)
    if options.allow_private:
        importer = replace(importer, limits=replace(importer.limits, private_host=_url(source.address).host))
    wishes = Wishes(dry_run=options.dry_run, confirm=options.confirm)
    report = asyncio.run(importer.run(source, wishes, _progress()))
    print(report.as_text())
    if options.report:
        Path(options.report).write_text(json.dumps(report.as_json(), ensure_ascii=False, indent=1), "utf-8")
    return {Outcome.FAILED: 1, Outcome.HELD: 2, Outcome.BUSY: 1}.get(report.outcome, 0)


def _url(address: str) -> URL:
    try:
        return web_url(address)
    except RefusedAddressError as error:
        raise CommandError(str(error)) from None


def open_importer(settings: Settings) -> Importer:
    """An importer into the database of `settings`, which is brought to the newest form."""
    make_places(settings.var / PLACES_FILE)
    engine = make_engine(settings.database_url)
    upgrade(engine)
    geography = Geography(open_places(settings.var))
    return Importer(
        engine, DirectoryRepository(engine, utc_now), geography, staging_folder(settings.var), utc_now, Limits()
    )


def sources(options: argparse.Namespace, settings: Settings) -> int:
    """List the sources with their last run and freshness."""
    for state in _store(settings).states(options.council):
        last = f"{state.last.outcome} {state.last.finished_at:%Y-%m-%d %H:%M}" if state.last else "never read"
        fresh = f"{state.fresh_at:%Y-%m-%d %H:%M}" if state.fresh_at else "never"
        print(f"{state.source.name}: {state.services} services, {last}, whole at {fresh}, {state.source.address}")
        if state.last and state.last.message:
            print(f"  {state.last.message}")
    return 0


def explain(options: argparse.Namespace, settings: Settings) -> int:
    """Say where a service comes from and why it is shown as it is."""
    lines = explanation(_database(settings), options.text)
    if not lines:
        raise CommandError("No source gave a service with this id, and no council has changed it.")
    print("\n".join(lines))
    return 0


def correct(options: argparse.Namespace, settings: Settings) -> int:
    """Say once for all what a term of a council's lists means: TAXONOMY:TERM=CODE, or no code for nothing."""
    match = re.fullmatch(r"(\w+):(.+)=(\w*)", options.text or "")
    if match is None:
        raise CommandError("Say it as TAXONOMY:TERM=CODE, for example need:Wellbeing cafe=lunch_social")
    _store(settings).correct(options.council, match[1], match[2], match[3], "command line")
    return 0


def _store(settings: Settings) -> SourceStore:
    return SourceStore(_database(settings), utc_now)


def _database(settings: Settings) -> Engine:
    engine = make_engine(settings.database_url)
    require_newest(engine)
    return engine


def _source(options: argparse.Namespace, store: SourceStore) -> Source:
    """The source of this name, or of this address: made or changed to what was said."""
    if not options.text:
        raise CommandError("Say what to import: a web address, a file, or the name of a source.")
    known = store.get(options.text)
    if known is None and not is_web(options.text) and not Path(options.text).exists():
        raise CommandError(f"{options.text} is neither a web address, nor a file, nor a source by name.")
    address = known.address if known else options.text if is_web(options.text) else str(Path(options.text).resolve())
    if is_web(address) and _url(address).user is not None:
        raise CommandError("An address with a user name or password in it is neither kept nor fetched.")
    mapping = Path(options.mapping).read_text("utf-8") if options.mapping else None
    loss = None if options.largest_loss is None else options.largest_loss / 100
    make = store.preview if options.dry_run else store.ensure
    return make(
        options.name or (known.name if known else _name_of(address)),
        address,
        council=options.council,
        header_mapping=mapping,
        largest_loss=loss,
        every_hours=options.every,
    )


def _name_of(address: str) -> str:
    """A name from the address: without the scheme, at most 80 characters."""
    return re.sub(r"^\w+://", "", address).rstrip("/")[-80:]


def _progress() -> Callable[[str], None]:
    """Say on standard error how far it is, at most once a second."""
    said = 0.0

    def say(line: str) -> None:
        nonlocal said
        if time.monotonic() - said >= SAY_EVERY_S:
            said = time.monotonic()
            print(line, file=sys.stderr, flush=True)

    return say
