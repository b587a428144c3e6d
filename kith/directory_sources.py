"""Other directories as sources, wired: what reads them, and what completes their services afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from directory.importing.enriching import Enricher
from directory.importing.geography import Geography
from directory.importing.importer import Importer
from directory.importing.limits import Limits
from directory.importing.refreshing import refresh_regularly
from kith.services import Services

STAGING_FOLDER: Final = "imports"


def staging_folder(var: Path) -> Path:
    """Where lists lie that are read and not yet taken over."""
    return var / STAGING_FOLDER


async def keep_sources_fresh(services: Services) -> None:
    """Read sources when they are due and make the vectors of their services, for as long as the service runs."""
    importer = Importer(
        services.engine,
        services.directory,
        Geography(services.places),
        staging_folder(services.settings.var),
        services.clock,
        Limits(),
    )
    await refresh_regularly(importer, Enricher(services.engine, services.directory, services.encoder.forgetful()))
