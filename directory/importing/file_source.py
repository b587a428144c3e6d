"""Files with services: JSON of any length, a zipped data package, a folder of tables, a table with a header mapping."""

from __future__ import annotations

import contextlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO, Final

from directory.importing.batches import Batch, numbered
from directory.importing.csv_mapping import HeaderMapping
from directory.importing.documents import decoded, read_page, read_stream
from directory.importing.errors import BrokenFeedError, TooMuchError
from directory.importing.limits import Limits
from directory.importing.tables_join import JoinedTables

MOST_FILES: Final = 200


@dataclass(frozen=True, slots=True)
class FileSource:
    """Reads files within the limits; `mapping` is for a plain table."""

    limits: Limits
    mapping: HeaderMapping | None = None

    def batches(self, path: Path) -> Iterator[Batch]:
        """The records of a file or folder. Raises kinds of ImportFailedError."""
        if path.is_dir():
            yield from self._folder(path)
            return
        if path.stat().st_size > self.limits.total_bytes:
            raise TooMuchError(f"The file is larger than {self.limits.total_bytes // 1_000_000} MB.")
        with path.open("rb") as file:
            yield from self.package(file, path.name)

    def package(self, file: IO[bytes], name: str) -> Iterator[Batch]:
        """The records of one open file, told by what it holds."""
        head = file.read(512)
        file.seek(0)
        if head.startswith(b"PK"):
            yield from self._zip(file)
        elif head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[") or name.lower().endswith(".json"):
            yield self._json(file)
        elif self.mapping is not None:
            yield Batch("", _rows(self.mapping, file), format="table")
        else:
            raise BrokenFeedError("A plain table needs a header mapping (--mapping FILE.yml).")

    def _json(self, file: IO[bytes]) -> Batch:
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
        small = size <= self.limits.page_bytes
        document = read_page(decoded(file.read())) if small else read_stream(file, self.limits.record_bytes)
        if document.about is not None:
            raise BrokenFeedError("The document holds no list of services.")
        envelope = document.envelope
        form = "Open Referral UK 1" if envelope and envelope.version == 1 else "Open Referral 3"
        return Batch("", numbered(document.records, ""), total=envelope.total if envelope else None, format=form)

    def _zip(self, file: IO[bytes]) -> Iterator[Batch]:
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError):
            raise BrokenFeedError("The zip file is broken.") from None
        with archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            # zipfile never unpacks more of an entry than it says it holds, so what it says can be believed
            if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > self.limits.total_bytes:
                raise TooMuchError("The package is too large when it is unpacked.")
            try:
                yield from self._unpacked(archive, entries)
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as error:
                raise BrokenFeedError(f"The zip file cannot be unpacked: {type(error).__name__}.") from None

    def _unpacked(self, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[Batch]:
        tables = [entry for entry in entries if entry.filename.lower().endswith(".csv")]
        if not tables:
            yield from self._first_json(archive, entries)
            return
        if self.mapping is not None and len(tables) == 1:
            with archive.open(tables[0]) as file:
                yield Batch("", _rows(self.mapping, file), format="table")
            return
        with contextlib.closing(JoinedTables()) as joined:
            for entry in tables:
                with archive.open(entry) as file:
                    joined.add(PurePosixPath(entry.filename).stem.lower(), file)
            yield Batch("", numbered(joined.records(), "services.csv"), format="HSDS data package")

    def _first_json(self, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[Batch]:
        found = [entry for entry in entries if entry.filename.lower().endswith(".json")]
        wanted = next((entry for entry in found if not entry.filename.lower().endswith("datapackage.json")), None)
        if wanted is None:
            raise BrokenFeedError("The package holds neither tables nor a list of services.")
        with archive.open(wanted) as file:
            yield Batch(
                "",
                numbered(read_stream(file, self.limits.record_bytes).records, ""),
                format="Open Referral 3",
            )

    def _folder(self, path: Path) -> Iterator[Batch]:
        with contextlib.closing(JoinedTables()) as joined:
            for table in islice(sorted(path.rglob("*.[cC][sS][vV]")), MOST_FILES):
                with table.open("rb") as file:
                    joined.add(table.stem.lower(), file)
            yield Batch("", numbered(joined.records(), "services.csv"), format="HSDS data package")


def _rows(mapping: HeaderMapping, file: IO[bytes]) -> Iterator[tuple[str, object]]:
    return ((f"row {number}", record) for number, record in enumerate(mapping.records(file), 2))
