"""The directory's upkeep, wired: what the council's pages of it work with."""

from __future__ import annotations

from uuid import uuid4

from bot.web_view import View, read_assets
from council.upkeep_desk import Upkeep
from directory.doubts import Doubts
from directory.edits import Edits
from directory.held import HeldLists
from directory.importing.geography import Geography
from directory.importing.source_store import SourceStore
from directory.looked_after import Looking
from directory.place_file import read_place_file
from directory.territory import Squares
from kith.card_preview import CardPreview
from kith.directory_sources import staging_folder
from kith.services import PLACES_FILE, Services


def open_upkeep(services: Services) -> Upkeep:
    """Return what the pages of the directory's upkeep work with."""
    engine, clock, var = services.engine, services.clock, services.settings.var
    return Upkeep(
        directory=services.directory,
        looking=Looking(engine, Squares(read_place_file(var / PLACES_FILE))),
        edits=open_edits(services),
        reports=services.reports,
        sources=SourceStore(engine, clock),
        held=HeldLists(engine, services.directory, staging_folder(var), clock),
        doubts=Doubts(engine),
        find_place=Geography(services.places).spot,
        card=CardPreview(View(read_assets(), services.settings.operator, leave_to=""), clock),
        new_id=lambda: str(uuid4()),
    )


def open_edits(services: Services) -> Edits:
    """Return what changes the directory."""
    return Edits(services.engine, services.directory, services.clock, services.encoder)
