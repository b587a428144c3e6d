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
from directory.openreferral.records import Published, Record
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
        made = [self._full_service(one) if query.full else records.listed_service(one) for one in page.services]
        return envelope(query.paging, page.total, made)

    def service(self, service_id: str) -> Record:
        """One service with everything."""
        return self._full_service(_known(self.reader.service, service_id))

    def services_at_locations(self, asked: Pairs) -> Record:
        """One page of services where they are met."""
        query = read_query(asked, OF_SERVICES_AT_LOCATIONS)
        place = place_of(query.postcode, self.places) if query.postcode else None
        page = self.reader.services_at_locations(query, place)
        made = [
            self._full_spot(one) if query.full else records.listed_service_at_location(one) for one in page.services
        ]
        return envelope(query.paging, page.total, made)

    def service_at_location(self, link_id: str) -> Record:
        """One service where it is met, with everything."""
        return self._full_spot(_known(self.reader.service_at_location, link_id))

    def taxonomies(self, asked: Pairs) -> Record:
        """One page of taxonomies: there is a handful."""
        paging = read_query(asked, PAGING).paging
        codes = self.reader.taxonomies()
        return envelope(paging, len(codes), [records.taxonomy(code) for code in paging.part_of(codes)])

    def taxonomy(self, wanted: str) -> Record:
        """One taxonomy."""
        return records.taxonomy(_known(self._taxonomy_code, wanted))

    def taxonomy_terms(self, asked: Pairs) -> Record:
        """One page of terms."""
        query = read_query(asked, OF_TERMS)
        terms = self.reader.taxonomy_terms(query.taxonomy_id)
        made = [records.taxonomy_term(term.taxonomy, term.code) for term in query.paging.part_of(terms)]
        return envelope(query.paging, len(terms), made)

    def taxonomy_term(self, term_id: str) -> Record:
        """One term."""
        term = _known(self.reader.taxonomy_term, term_id)
        return records.taxonomy_term(term.taxonomy, term.code)

    def _full_service(self, published: Published) -> Record:
        return records.full_service(published, self._name)

    def _full_spot(self, published: Published) -> Record:
        return records.full_service_at_location(published, self._name)

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
