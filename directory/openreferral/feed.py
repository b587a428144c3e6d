"""What each address of the published directory answers, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, TypeVar

from directory.openreferral import records
from directory.openreferral.coverage import PlaceNames, area_name, place_of
from directory.openreferral.paging import envelope
from directory.openreferral.query import (
    OF_SERVICES,
    OF_SERVICES_AT_LOCATIONS,
    OF_TERMS,
    PAGING,
    read_query,
)
from directory.openreferral.reading import OpenReferralReader
from directory.openreferral.records import Record
from directory.openreferral.vocabulary import taxonomy_id

Pairs = Iterable[tuple[str, str]]
Found = TypeVar("Found")
LONGEST_ID: Final = 36
ABOUT: Final = {
    "version": "HSDS-UK-3.0",
    "profile": "https://docs.openreferraluk.org/en/latest/",
    "openapi_url": "https://openreferraluk.org/specifications/3.0/openapi.json",
}


class NotFoundError(LookupError):
    """There is no such record."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Synchronous. Lists take the parameters of the request and raise BadQueryError; records raise NotFoundError."""

    reader: OpenReferralReader
    places: PlaceNames

    def about(self) -> Record:
        """What this is."""
        return dict(ABOUT)

    def services(self, asked: Pairs) -> Record:
        """One page of services."""
        query = read_query(asked, OF_SERVICES)
        page = self.reader.services(query)
        return envelope(query.paging, page.total, [records.listed_service(one) for one in page.services])

    def service(self, service_id: str) -> Record:
        """One service with everything."""
        return records.full_service(_known(self.reader.service, service_id), self._name)

    def services_at_locations(self, asked: Pairs) -> Record:
        """One page of services where they are met."""
        query = read_query(asked, OF_SERVICES_AT_LOCATIONS)
        place = place_of(query.postcode, self.places) if query.postcode else None
        page = self.reader.services_at_locations(query, place)
        return envelope(query.paging, page.total, [records.listed_service_at_location(one) for one in page.services])

    def service_at_location(self, link_id: str) -> Record:
        """One service where it is met, with everything."""
        return records.full_service_at_location(_known(self.reader.service_at_location, link_id), self._name)

    def taxonomies(self, asked: Pairs) -> Record:
        """One page of taxonomies: there is a handful."""
        paging = read_query(asked, PAGING).paging
        codes = self.reader.taxonomies()
        shown = codes[paging.offset : paging.offset + paging.per_page]
        return envelope(paging, len(codes), [records.taxonomy(code) for code in shown])

    def taxonomy(self, wanted: str) -> Record:
        """One taxonomy."""
        return records.taxonomy(_known(self._taxonomy_code, wanted))

    def taxonomy_terms(self, asked: Pairs) -> Record:
        """One page of terms."""
        query = read_query(asked, OF_TERMS)
        page = self.reader.taxonomy_terms(query)
        return envelope(query.paging, page.total, [records.taxonomy_term(*term) for term in page.terms])

    def taxonomy_term(self, term_id: str) -> Record:
        """One term."""
        return records.taxonomy_term(*_known(self.reader.taxonomy_term, term_id))

    def _taxonomy_code(self, wanted: str) -> str | None:
        return next((code for code in self.reader.taxonomies() if taxonomy_id(code) == wanted), None)

    def _name(self, code: str) -> str | None:
        return area_name(code, self.places)


def _known(find: Callable[[str], Found | None], wanted: str) -> Found:
    """Databases refuse some characters: what cannot be an id is not even asked for."""
    found = find(wanted) if len(wanted) <= LONGEST_ID and wanted.isprintable() else None
    if found is None:
        raise NotFoundError
    return found
