"""A checked record as one of our services, with the reason for everything that was read out of words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from directory.importing.codes import Codes
from directory.importing.field_values import is_nothing
from directory.importing.geography import Geography
from directory.importing.languages import languages_in
from directory.importing.reaching import email_address, phone_numbers, web_address
from directory.importing.records import RawPhone, RawService, RawServiceAtLocation
from directory.importing.report import Note, Remedy
from directory.importing.running import schedules_at
from directory.importing.text import SUMMARY, has_markup, one_line, plain_text, summary_and_rest
from directory.importing.vocabulary import Evidence, Vocabulary
from directory.importing.whereabouts import areas_of, places_of
from directory.model import ALL_ENGLAND, Phone, Service, Spot, Status
from directory.openreferral.wording import EXAMPLE

LONGEST_NAME, LONGEST_PHONE, MOST_PHONES = 255, 60, 8
EDITION: Final = 3
"""Raised when more is read out of records than before, so that every source's are read anew at its next run."""
ONE_DAY: Final = timedelta(days=1)
LONGEST_TEXT: Final = 20_000
LONGEST_PHONES: Final = 300
MOST_KEYWORDS: Final = 12
LONGEST_KEYWORD: Final = 60
_OTHERS_REFER = re.compile(
    r"\b(?:cannot refer yourself|must be referred by|no self[- ]referrals?|(?<!self[ -])referrals? only|"
    r"only (?:by|through|via|on) (?!self)(?:\w+ ){0,3}referral)\b", re.I
)  # fmt: skip
_NO_DIGIT = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class Mapped:
    """A service, and why it bears the codes that were read out of words."""

    service: Service
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Mapper:
    """Reads records of one source. `council` is the GSS code of the council whose list it is, or None."""

    vocabulary: Vocabulary
    geography: Geography
    source: str
    council: str | None = None
    example: bool = False
    today: date | None = None
    """A day that is still to come is nobody's word on what was looked at."""

    def map(self, record: RawService, service_id: str, note: Note) -> Mapped:
        """Return the service of a record; `note` hears of fields that were ignored or put right."""
        return _Reading(self, record, note).mapped(service_id)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One record while it is read."""

    mapper: Mapper
    record: RawService
    note: Note

    def mapped(self, service_id: str) -> Mapped:
        record, mapper = self.record, self.mapper
        name = self._text("name", record.name)[:LONGEST_NAME]
        example = mapper.example or record.alert == EXAMPLE
        text = self._text("description", record.description or "").removeprefix(EXAMPLE if example else "")
        text = text.lstrip()[:LONGEST_TEXT]
        summary, description = summary_and_rest(text)
        codes = Codes(mapper.vocabulary, record, name, text, mapper.today)
        low, high = codes.ages(name)
        met = places_of(record.service_at_locations, mapper.geography, self.note)
        location = met[0].location if met else None
        areas = areas_of(record.service_areas, mapper.geography, location, mapper.council, self.note)
        times = schedules_at(record, met)
        service = Service(
            id=service_id,
            name=name,
            organisation=self._organisation(),
            summary=summary or name[:SUMMARY],
            description=description,
            url=self._web_address(record.url),
            email=self._email(),
            status=Status(record.status),
            phones=self._phones(),
            needs=codes.needs(name),
            life_stages=codes.life_stages(low, high),
            for_carers=codes.for_carers(),
            keywords=_keywords(codes.terms),
            minimum_age=low,
            maximum_age=high,
            gender=codes.gender(),
            cost=codes.cost(low),
            attending=codes.attending(has_place=location is not None),
            access=codes.access(),
            self_referral=self._takes_self_referral(),
            languages=self._languages(),
            accessibility=(features := codes.accessibility(met))[0],
            schedules=times[0],
            location=location,
            areas=areas,
            scope="national" if ALL_ENGLAND in areas else "local",
            assured_date=self._assured(),
            source=mapper.source,
            example=example,
            elsewhere=tuple(map(Spot, (place.location for place in met[1:]), times[1:], features[1:])),
        )
        return Mapped(service, tuple(codes.evidence))

    def _assured(self) -> date | None:
        day, today = self.record.assured_date, self.mapper.today
        if day and today and day > today + ONE_DAY:
            self.note("assured_date", "lies in the future", Remedy.IGNORED)
            return None
        return day

    def _text(self, name: str, text: str) -> str:
        if name != "name" and is_nothing(text):
            return ""
        if has_markup(text):
            self.note(name, "has markup", Remedy.PUT_RIGHT)
        return one_line(text) if name == "name" else plain_text(text)

    def _organisation(self) -> str:
        organisation = self.record.organization
        name = one_line(organisation.name or "") if organisation else ""
        if not name:
            self.note("organization.name", "is missing", Remedy.IGNORED)
        return (name or self.mapper.source)[:LONGEST_NAME]

    def _web_address(self, url: str | None) -> str | None:
        if is_nothing(url):
            return None
        if (found := web_address(url or "")) is None:
            self.note("url", "is not a web address", Remedy.IGNORED)
        return found

    def _email(self) -> str | None:
        given = [self.record.email, *(contact.email for contact in self.record.contacts)]
        text = next((address for address in given if address and not is_nothing(address)), None)
        if text is None:
            return None
        if (found := email_address(text)) is None:
            self.note("email", "is not an email address", Remedy.IGNORED)
        return found

    def _phones(self) -> tuple[Phone, ...]:
        found: dict[str, Phone] = {}
        for phone, said_of_it in self._numbers():
            said = (phone.number or "").strip('" ')
            if is_nothing(said):
                continue
            numbers = [
                number
                for number in phone_numbers(one_line(said[:LONGEST_PHONES].replace("\n", "; ")))
                if len(number) <= LONGEST_PHONE
            ]
            if not numbers:
                self.note("phones.number", "is not a phone number", Remedy.IGNORED)
            elif (phone.type or "").lower() != "fax":
                about = one_line(said_of_it or "") or None
                for number in numbers:
                    found.setdefault(_key(number), Phone(number, about))
        return tuple(found.values())[:MOST_PHONES]

    def _numbers(self) -> Iterable[tuple[RawPhone, str | None]]:
        """The service's own numbers, each with what is known of it; else those of where it is met.

        Where it is met at several places, a number of one of them bears its name.
        """
        record = self.record
        own = [(phone, phone.description) for phone in record.phones]
        own += [(phone, phone.description or contact.department) for contact in record.contacts
                for phone in contact.phones]  # fmt: skip
        own += [(phone, self._of_place(spot, phone)) for spot in record.service_at_locations for phone in spot.phones]
        return own or [
            (phone, self._of_place(spot, phone))
            for spot in record.service_at_locations
            if spot.location
            for phone in spot.location.phones
        ]

    def _of_place(self, spot: RawServiceAtLocation, phone: RawPhone) -> str | None:
        several = len(self.record.service_at_locations) > 1
        name = spot.location.name if several and spot.location else None
        return ": ".join(filter(None, (name, phone.description))) or None

    def _takes_self_referral(self) -> bool:
        return _OTHERS_REFER.search(one_line(self.record.application_process or "")) is None

    def _languages(self) -> tuple[str, ...]:
        said = (language.code or language.language or language.name or "" for language in self.record.languages)
        return tuple(dict.fromkeys(code for words in said for code in languages_in(one_line(words)))) or ("en",)


def _key(number: str) -> str:
    """The digits by which a number is known, at home or with the country before it."""
    digits = _NO_DIGIT.sub("", number.replace("(0)", ""))
    return "0" + digits[2:] if digits.startswith("44") and len(digits) == 12 else digits


def _keywords(terms: Iterable[str]) -> tuple[str, ...]:
    """The words of the source's own terms: search reads them, whatever they map to."""
    plain = (term.casefold() for term in terms if len(term) <= LONGEST_KEYWORD)
    return tuple(dict.fromkeys(plain))[:MOST_KEYWORDS]
