"""A checked record as one of our services, with the reason for everything that was read out of words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import hypot
from typing import Final

from directory.grid import to_grid
from directory.importing.geography import Geography
from directory.importing.languages import LANGUAGES
from directory.importing.records import RawAccess, RawLocation, RawSchedule, RawService
from directory.importing.report import Remedy
from directory.importing.text import has_markup, one_line, plain_text, summary_and_rest
from directory.importing.vocabulary import BY_AGES, Evidence, Vocabulary, surest
from directory.model import (
    ALL_ENGLAND,
    Access,
    Attending,
    Cost,
    CostOption,
    Gender,
    Location,
    Need,
    Phone,
    Schedule,
    Service,
    Status,
)
from screening.people import LifeStage

SOUTH, NORTH, WEST, EAST = 49.0, 61.5, -9.0, 2.2
"""Degrees around the United Kingdom."""
FAR_FROM_POSTCODE_M: Final = 15_000
LONGEST_NAME, LONGEST_PHONE, MOST_PHONES, MOST_SCHEDULES, MOST_AREAS = 255, 60, 8, 60, 400
LONGEST_TEXT: Final = 20_000
MOST_KEYWORDS: Final = 12
LONGEST_KEYWORD: Final = 60
_EMAIL = re.compile(r"[^@\s<>\"]{1,64}@[^@\s<>\"]+\.[^@\s<>\"]{2,}")
_WEB = re.compile(r"https?://[^\W_](?:[\w-]*\.)+\w[\w-]*(?::\d{1,5})?(?:[/?#][^\s<>\"]{0,1900})?", re.IGNORECASE)
_TAGS = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_WOMEN_OR_MEN: Final[dict[str, Gender]] = {"women": "women", "men": "men"}

Note = Callable[[str, str, Remedy], None]
"""Tells a field, what is wrong with it, and what was done."""


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

    def map(self, record: RawService, service_id: str, note: Note) -> Mapped:
        """Return the service of a record; `note` hears of fields that were ignored or put right."""
        found = _Reading(self, record, note)
        return found.service(service_id)


@dataclass(slots=True)
class _Reading:
    """One record while it is read."""

    mapper: Mapper
    record: RawService
    note: Note
    evidence: list[Evidence] = field(default_factory=list)

    def service(self, service_id: str) -> Mapped:
        record = self.record
        name = self._text("name", record.name)[:LONGEST_NAME]
        summary, description = summary_and_rest(self._text("description", record.description or "")[:LONGEST_TEXT])
        terms = self._terms()
        low, high = self._ages()
        location = self._location()
        needs = self._needs(terms, name)
        areas = self._areas(location)
        service = Service(
            id=service_id,
            name=name,
            organisation=self._organisation(),
            summary=summary or name[:160],
            description=description,
            url=self._web_address(record.url),
            email=self._email(),
            status=Status(record.status),
            phones=self._phones(),
            needs=tuple(map(Need, needs)),
            life_stages=tuple(map(LifeStage, self._life_stages(terms, low, high))),
            for_carers=self._is_for_carers(terms),
            keywords=_keywords(terms),
            minimum_age=low,
            maximum_age=high,
            gender=self._gender(terms),
            cost=self._cost(),
            attending=tuple(map(Attending, self._attending(location, terms))),
            access=self._access(),
            self_referral=self._takes_self_referral(),
            languages=self._languages(),
            accessibility=self._accessibility(),
            schedules=self._schedules(),
            location=location,
            areas=areas,
            scope="national" if ALL_ENGLAND in areas else "local",
            assured_date=record.assured_date,
            source=self.mapper.source,
            example=self.mapper.example,
        )
        return Mapped(service, tuple(self.evidence))

    def _text(self, name: str, text: str) -> str:
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
        text = (url or "").strip()
        if not text:
            return None
        if re.match(r"[\w-]+(\.[\w-]+)+(/|$)", text):
            text = f"https://{text}"
        if not _WEB.fullmatch(text):
            self.note("url", "is not a web address", Remedy.IGNORED)
            return None
        return text

    def _email(self) -> str | None:
        given = [self.record.email, *(contact.email for contact in self.record.contacts)]
        text = next((address.strip().removeprefix("mailto:") for address in given if address and address.strip()), "")
        if text and not (_EMAIL.fullmatch(text) and len(text) <= 254):
            self.note("email", "is not an email address", Remedy.IGNORED)
            return None
        return text or None

    def _phones(self) -> tuple[Phone, ...]:
        raw = [*self.record.phones, *(phone for contact in self.record.contacts for phone in contact.phones)]
        found: dict[str, Phone] = {}
        for phone in raw:
            number = one_line((phone.number or "").strip('" '))
            if not number:
                continue
            if not 3 <= sum(map(str.isdigit, number)) <= 20 or len(number) > LONGEST_PHONE:
                self.note("phones.number", "is not a phone number", Remedy.IGNORED)
            elif (phone.type or "").lower() != "fax":
                found.setdefault(re.sub(r"\D", "", number), Phone(number, one_line(phone.description or "") or None))
        return tuple(found.values())[:MOST_PHONES]

    def _terms(self) -> list[str]:
        raw = (a.taxonomy_term or a.taxonomy for a in (*self.record.attributes, *self.record.service_taxonomys))
        said = [one_line(term.name or term.term or "") for term in raw if term]
        said += [one_line(a.value or a.label or "") for a in self.record.attributes if not a.taxonomy_term]
        said += [one_line(each.eligibility or "") for each in self.record.eligibilitys]
        return [words for words in dict.fromkeys(said) if words and len(words) <= 255]

    def _told(self, taxonomy: str, terms: Iterable[str]) -> list[str]:
        """The codes that the terms say, surest evidence kept."""
        found = surest(one for term in terms for one in self.mapper.vocabulary.of_term(taxonomy, term))
        self.evidence += found
        return [one.code for one in found]

    def _needs(self, terms: list[str], name: str) -> list[str]:
        if needs := self._told("need", terms):
            return needs
        found = surest(self.mapper.vocabulary.of_name("need", name))
        self.evidence += found
        return [one.code for one in found]

    def _life_stages(self, terms: list[str], low: int | None, high: int | None) -> list[str]:
        if stages := self._told("life_stage", terms):
            return stages
        stage = (
            "later_life"
            if (low or 0) >= 50
            else "young"
            if high is not None and high <= 25 and (low or 0) >= 5
            else None
        )
        if stage is None:
            return []
        self.evidence.append(Evidence("life_stage", stage, BY_AGES, "ages", f"{low or 0} to {high or 'no end'}"))
        return [stage]

    def _is_for_carers(self, terms: list[str]) -> bool:
        return bool(self._told("carers", [*terms, *self._eligibility()]))

    def _eligibility(self) -> list[str]:
        text = one_line(self.record.eligibility_description or "")
        return [text] if text else []

    def _ages(self) -> tuple[int | None, int | None]:
        """The service's own ages; else the widest of its eligibilities, where an open end stays open."""
        record = self.record
        if record.minimum_age is not None or record.maximum_age is not None or not record.eligibilitys:
            return record.minimum_age, record.maximum_age
        lows = [each.minimum_age or 0 for each in record.eligibilitys]
        highs = [each.maximum_age for each in record.eligibilitys if each.maximum_age is not None]
        return min(lows) or None, max(highs) if len(highs) == len(lows) else None

    def _gender(self, terms: list[str]) -> Gender | None:
        """Women and men both named is everyone."""
        said = set(self._told("gender", [*terms, *self._eligibility()]))
        return _WOMEN_OR_MEN[said.pop()] if len(said) == 1 else None

    def _cost(self) -> Cost:
        record = self.record
        words = one_line(record.fees or record.fees_description or "")
        options = [one for one in record.cost_options if one.amount is not None]
        told = [one_line(one.option or "") for one in record.cost_options]
        said = self._told("cost", [*filter(None, told), words] if words else list(filter(None, told)))
        about = words or next((one_line(one.amount_description or "") for one in record.cost_options), "")
        if any(one.amount for one in options):
            amount = min(one.amount for one in options if one.amount)
            return Cost(CostOption.PAID, round(amount, 2), about or None)
        if options or "free" in said:
            return Cost(CostOption.FREE, None, about or None)
        if "donation" in said:
            return Cost(CostOption.DONATION, None, about or None)
        return Cost(CostOption.UNKNOWN, None, about or None)

    def _attending(self, location: Location | None, terms: list[str]) -> list[str]:
        said = [self.record.attending_type, *(schedule.attending_type for schedule in self.record.schedules)]
        ways = self._told("attending", dict.fromkeys(one_line(words) for words in said if words))
        exact = (normal for normal in terms if normal.casefold() in _WAYS)
        ways += [_WAYS[way.casefold()] for way in exact if _WAYS[way.casefold()] not in ways]
        return ways or (["in_person"] if location else [])

    def _access(self) -> Access | None:
        said = self.record.attending_access or self.record.application_process
        found = self._told("access", [one_line(said)]) if said else []
        return Access(found[0]) if found else None

    def _takes_self_referral(self) -> bool:
        words = one_line(self.record.application_process or "").casefold()
        return "cannot refer yourself" not in words and "professional referral only" not in words

    def _languages(self) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for language in self.record.languages:
            said = one_line(language.code or language.language or language.name or "").casefold()
            code = LANGUAGES.get(said) or (said if _TAGS.fullmatch(said) and len(said) <= 20 else None)
            if code:
                found[code] = None
        return tuple(found) or ("en",)

    def _accessibility(self) -> tuple[str, ...]:
        spots = [spot.location for spot in self.record.service_at_locations if spot.location]
        features: Sequence[RawAccess] = [*self.record.accessibility]
        for spot in spots:
            features = [*features, *spot.accessibility, *spot.accessibility_for_disabilities]
        said = dict.fromkeys(
            one_line(text) for one in features for text in (one.accessibility, one.description) if text
        )
        return tuple(self._told("accessibility", said))

    def _schedules(self) -> tuple[Schedule, ...]:
        record = self.record
        raw = [*record.schedules, *record.regular_schedules]
        for spot in record.service_at_locations:
            raw += [*spot.schedules, *spot.regular_schedule, *spot.regular_schedules]
            raw += [*spot.location.schedules, *spot.location.regular_schedule] if spot.location and not raw else []
        found = dict.fromkeys(filter(None, map(_schedule, raw)))
        return tuple(found)[:MOST_SCHEDULES]

    def _location(self) -> Location | None:
        spots = [spot.location for spot in self.record.service_at_locations if spot.location]
        met = [spot for spot in spots if (spot.location_type or "physical").lower() not in ("virtual", "postal")]
        if len(met) > 1:
            self.note("service_at_locations", f"has {len(met)} places: the first is used", Remedy.IGNORED)
        return self._spot(met[0]) if met else None

    def _spot(self, raw: RawLocation) -> Location | None:
        address = next(iter((*raw.addresses, *raw.physical_addresses)), None)
        line = one_line(address.address_1 or "")[:255] if address else ""
        city = one_line(address.city or "")[:100] if address else ""
        postcode = _postcode(one_line(address.postal_code or "")) if address else ""
        name = one_line(raw.name or "")[:255] or line or city or postcode
        square = self.mapper.geography.spot(postcode) if postcode else None
        latitude, longitude = self._coordinates(raw)
        grid = to_grid(latitude, longitude) if latitude is not None and longitude is not None else None
        if grid and square and hypot(grid[0] - square.easting, grid[1] - square.northing) > FAR_FROM_POSTCODE_M:
            self.note("location.latitude", "lies far from the postcode: the postcode is used", Remedy.PUT_RIGHT)
            latitude = longitude = grid = None
        if not name and grid is None:
            return None
        east, north = grid or ((square.easting, square.northing) if square else (None, None))
        return Location(
            name=name,
            address_1=line or None,
            city=city or None,
            postal_code=postcode or None,
            latitude=latitude,
            longitude=longitude,
            easting=None if east is None else round(east),
            northing=None if north is None else round(north),
        )

    def _coordinates(self, raw: RawLocation) -> tuple[float | None, float | None]:
        latitude, longitude = raw.latitude, raw.longitude
        if latitude is None or longitude is None:
            return None, None
        if _in_the_uk(latitude, longitude):
            return latitude, longitude
        if _in_the_uk(longitude, latitude):
            self.note("location.latitude", "latitude and longitude are swapped", Remedy.PUT_RIGHT)
            return longitude, latitude
        if latitude or longitude:
            self.note("location.latitude", "latitude and longitude are not in the United Kingdom", Remedy.IGNORED)
        return None, None

    def _areas(self, location: Location | None) -> tuple[str, ...]:
        codes: dict[str, None] = {}
        for area in self.record.service_areas:
            extent = area.extent if isinstance(area.extent, str) and len(area.extent) < 200 else None
            code = self.mapper.geography.area(area.service_area or area.name, area.uri or extent)
            code = code or self.mapper.geography.area(area.name, None)
            if code:
                codes[code] = None
            else:
                self.note("service_areas", "is an area that is not known here", Remedy.IGNORED)
        if ALL_ENGLAND in codes:
            return (ALL_ENGLAND,)
        if not codes and location is None and self.mapper.council:
            return (self.mapper.council,)
        if not codes and (location is None or location.easting is None):
            self.note("service_areas", "neither place nor area is known: nobody can find it nearby", Remedy.IGNORED)
        return tuple(codes)[:MOST_AREAS]


_WAYS: Final = {
    "in person": "in_person",
    "by phone": "phone",
    "by text": "text",
    "online": "online",
    "at home": "home_visit",
}


def _in_the_uk(latitude: float, longitude: float) -> bool:
    return SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST


def _postcode(text: str) -> str:
    return text.upper()[:10] if any(map(str.isdigit, text)) else ""


def _keywords(terms: Iterable[str]) -> tuple[str, ...]:
    """The words of the source's own terms: search reads them, whatever they map to."""
    plain = (term.casefold() for term in terms if len(term) <= LONGEST_KEYWORD)
    return tuple(dict.fromkeys(plain))[:MOST_KEYWORDS]


def _schedule(raw: RawSchedule) -> Schedule | None:
    byday = raw.byday or raw.weekday
    freq = raw.freq or ("WEEKLY" if byday else None)
    if freq == "WEEKLY" and byday:
        byday = ",".join(dict.fromkeys(day[-2:] for day in byday.split(",")))
    description = one_line(raw.description or "") or None
    if not (freq or raw.dtstart or description or raw.opens_at):
        return None
    kind: Iterator[str] = (known for known in ("WEEKLY", "MONTHLY", "DAILY") if known == freq)
    return Schedule(
        freq=next(kind, None),  # type: ignore[arg-type]
        interval=raw.interval,
        byday=byday if freq else None,
        bymonthday=raw.bymonthday if freq == "MONTHLY" else None,
        opens_at=raw.opens_at,
        closes_at=raw.closes_at,
        dtstart=raw.dtstart,
        valid_from=raw.valid_from,
        valid_to=raw.valid_to or raw.until,
        description=description,
    )
