"""The figures of a closed quarter as files. Each is written from the publication, by no other way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from council.audit import Event
from council.desk import Visit
from council.downloads_csvw import MEDIA_TYPE, to_csvw
from council.downloads_xlsx import to_xlsx
from council.figures import Asked, area_of, closed, name_of
from council.reading import with_ward_names
from council.words import quarter_words
from indicators.publication import Publication, notes_to_csv, to_csv, to_json


@dataclass(frozen=True)
class Subject:
    """What a file is about, besides its figures."""

    publication: Publication
    council_name: str
    file: str
    """The name of the file without its ending."""

    @property
    def title(self) -> str:
        """The heading of a file."""
        return f"Loneliness in {self.council_name}, {quarter_words(self.publication.quarter)}"


@dataclass(frozen=True)
class Kind:
    """A form of file: how its name ends, its media type, and what writes it."""

    ending: str
    media_type: str
    write: Callable[[Subject], str | bytes]


def _described(subject: Subject) -> str:
    return to_csvw(subject.publication, subject.title, f"{subject.file}.csv")


def _spreadsheet(subject: Subject) -> bytes:
    return to_xlsx(subject.publication, subject.title)


XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS: Final = {
    kind.ending: kind
    for kind in (
        Kind("csv", "text/csv", lambda subject: to_csv(subject.publication)),
        Kind("notes.csv", "text/csv", lambda subject: notes_to_csv(subject.publication)),
        Kind("csv-metadata.json", MEDIA_TYPE, _described),
        Kind("json", "application/json", lambda subject: to_json(subject.publication)),
        Kind("xlsx", XLSX, _spreadsheet),
    )
}


async def download(visit: Visit) -> web.Response:
    """Send the file that the end of the address names. Not found where the quarter is not closed."""
    kind = KINDS[visit.request.path.partition("figures.")[2]]
    wanted, publication = await closed(visit)
    event = f"{kind.ending} {wanted.quarter}"
    await asyncio.to_thread(visit.note, Event.DOWNLOADED, visit.user.name, wanted.code, event)
    return await written(visit, kind, wanted, publication)


async def written(visit: Visit, kind: Kind, wanted: Asked, publication: Publication) -> web.Response:
    """Return a file as the answer to a request."""
    if kind.ending == "xlsx":
        publication = with_ward_names(publication, area_of(visit).wards)
    subject = Subject(publication, name_of(visit, wanted.council), f"kith-{wanted.code}-{wanted.quarter}")
    content = await asyncio.to_thread(kind.write, subject)
    headers = {"Content-Disposition": f'attachment; filename="{subject.file}.{kind.ending}"'}
    if isinstance(content, bytes):
        return web.Response(body=content, content_type=kind.media_type, headers=headers)
    if kind.ending == "csv":
        beside = visit.request.rel_url.with_path(f"{visit.request.path}-metadata.json", keep_query=True)
        headers["Link"] = f'<{beside}>; rel="describedby"; type="{MEDIA_TYPE}"'
    return web.Response(text=content, content_type=kind.media_type, charset="utf-8", headers=headers)
