"""The seed directory keeps its format, sends nobody to a made-up place, and covers what people ask for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, time
from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, StringConstraints, TypeAdapter, model_validator

from directory.model import ALL_ENGLAND, Access, Attending, CostOption, Need
from screening.people import LifeStage

SEED = Path(__file__).resolve().parents[2] / "directory" / "seed"
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ACCESSIBILITY = ("step_free", "hearing_loop", "bsl", "accessible_toilet", "parking")
WRITTEN_ON = date(2026, 11, 21)
A_YEAR_BEFORE = date(2025, 11, 21)

REAL_NUMBER = re.compile(r"\d[\d ]{2,14}|text (?:[A-Z]+ to )?\d[\d ]{4,12}")
DRAMA_NUMBER = re.compile(r"(?:text [A-Z]+ to )?(?:0121 496 0\d{3}|08081 570\d{3}|07700 900\d{3})")
RECURRING_DAY = re.compile(r"(?:-1|[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)")

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3)]
GssCode = Annotated[str, StringConstraints(pattern=r"^E\d{8}$")]
OutwardCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,2}\d[A-Z\d]?$")]
Accessibility = Literal["step_free", "hearing_loop", "bsl", "accessible_toilet", "parking"]


class Entry(BaseModel):
    """Every key is required and no other key is allowed; times are quoted text, dates are YAML dates."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Phone(Entry):
    number: Sentence
    about: Sentence | None


class Cost(Entry):
    option: CostOption
    amount: Annotated[float, Field(gt=0, strict=True)] | Annotated[int, Field(gt=0, strict=True)] | None
    description: Sentence | None


class Schedule(Entry):
    freq: Literal["WEEKLY", "MONTHLY", "DAILY"] | None
    interval: Annotated[int, Field(ge=1, le=12, strict=True)]
    byday: str | None
    opens_at: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None
    closes_at: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None
    dtstart: date | None
    valid_from: date | None
    valid_to: date | None
    description: Sentence | None

    @property
    def days(self) -> tuple[str, ...]:
        return tuple(self.byday.split(",")) if self.byday else ()

    @property
    def opens(self) -> time | None:
        return time.fromisoformat(self.opens_at) if self.opens_at else None

    @model_validator(mode="after")
    def makes_sense(self) -> Schedule:
        if self.freq is None:
            assert self.dtstart or self.description, "a single session needs its day, or words"
            assert not self.byday
        else:
            assert self.opens_at, "a recurring session needs an hour"
        assert bool(self.byday) == (self.freq in ("WEEKLY", "MONTHLY")), "weekly and monthly sessions name their days"
        assert all(RECURRING_DAY.fullmatch(day) for day in self.days), self.byday
        numbered = [day for day in self.days if len(day) > 2]
        assert len(numbered) == (len(self.days) if self.freq == "MONTHLY" else 0), "only monthly days are numbered"
        assert self.interval == 1 or self.dtstart, "every other week counts from a day"
        if self.dtstart and self.days:
            assert WEEKDAYS[self.dtstart.weekday()] in {day[-2:] for day in self.days}, (
                "the first day is one of the days"
            )
        if self.opens_at and self.closes_at:
            assert self.opens_at < self.closes_at
        if self.valid_from and self.valid_to:
            assert self.valid_from < self.valid_to
        return self


class Location(Entry):
    name: Sentence
    address_1: Sentence
    city: Sentence
    postal_code: OutwardCode
    latitude: Annotated[float, Field(ge=52.36, le=52.62, strict=True)]
    longitude: Annotated[float, Field(ge=-2.05, le=-1.70, strict=True)]


class Service(Entry):
    id: UUID
    name: Sentence
    organisation: Sentence
    summary: Annotated[str, StringConstraints(min_length=20, max_length=160)]
    description: Annotated[str, StringConstraints(min_length=40, max_length=600)]
    url: HttpUrl | None
    email: Annotated[str, StringConstraints(pattern=r"^[a-z0-9.]+@[a-z0-9.-]+\.[a-z]+$")] | None
    status: Literal["active"]
    phones: tuple[Phone, ...]
    needs: tuple[Need, ...]
    life_stages: tuple[LifeStage, ...]
    for_carers: Annotated[bool, Field(strict=True)]
    keywords: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9' -]+$")], ...]
    minimum_age: Annotated[int, Field(ge=0, le=100, strict=True)] | None
    maximum_age: Annotated[int, Field(ge=0, le=100, strict=True)] | None
    gender: Literal["women", "men"] | None
    cost: Cost
    attending: Annotated[tuple[Attending, ...], Field(min_length=1)]
    access: Access
    self_referral: Annotated[bool, Field(strict=True)]
    languages: Annotated[tuple[Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")], ...], Field(min_length=1)]
    accessibility: tuple[Accessibility, ...]
    schedules: tuple[Schedule, ...]
    location: Location | None
    areas: tuple[GssCode, ...]
    scope: Literal["local", "national"]
    assured_date: date | None
    verified_on: date | None
    source: Sentence
    example: Annotated[bool, Field(strict=True)]

    @model_validator(mode="after")
    def agrees_with_itself(self) -> Service:
        for values in (self.needs, self.life_stages, self.attending, self.languages, self.accessibility, self.areas):
            assert len(values) == len(set(values)), f"said twice in {self.name}"
        if self.minimum_age is not None and self.maximum_age is not None:
            assert self.minimum_age <= self.maximum_age
        assert self.cost.amount is None or self.cost.option is CostOption.PAID
        assert all(day is None or day <= WRITTEN_ON for day in (self.assured_date, self.verified_on))
        assert self.phones or self.url, "there must be a way to reach it"
        return self


@pytest.fixture(scope="module")
def national() -> tuple[Service, ...]:
    return _read("national.yml")


@pytest.fixture(scope="module")
def borough() -> tuple[Service, ...]:
    return _read("borough.yml")


def _read(name: str) -> tuple[Service, ...]:
    return TypeAdapter(tuple[Service, ...]).validate_python(yaml.safe_load((SEED / name).read_text(encoding="utf-8")))


def _names(services: Iterable[Service], broken: Callable[[Service], bool]) -> list[str]:
    return [service.name for service in services if broken(service)]


def _twice(values: Iterable[object]) -> list[object]:
    return [value for value, count in Counter(values).items() if count > 1]


def test_ids_and_names_are_used_once(national: tuple[Service, ...], borough: tuple[Service, ...]) -> None:
    services = national + borough
    assert _twice(service.id for service in services) == []
    assert _twice(service.name.casefold() for service in services) == []


def test_no_two_services_tell_the_same_story(national: tuple[Service, ...], borough: tuple[Service, ...]) -> None:
    services = national + borough
    assert _twice(service.summary for service in services) == []
    assert _twice(service.description for service in services) == []


def test_nobody_is_promised_secrecy_or_called_by_a_label(
    national: tuple[Service, ...], borough: tuple[Service, ...]
) -> None:
    unwanted = re.compile(
        r"\bconfidential|\bthe elderly\b|\bsuffer(s|ing)? from\b|\bcommit(ted|ting)? suicide\b", re.IGNORECASE
    )
    assert _names(national + borough, lambda s: bool(unwanted.search(f"{s.summary} {s.description}"))) == []


def test_files_stay_small_enough_to_read_in_review() -> None:
    assert all(path.stat().st_size < 1_000_000 for path in SEED.glob("*.yml"))


# --- real national services


def test_there_are_at_least_thirty_national_services_for_all_of_england(national: tuple[Service, ...]) -> None:
    assert len(national) >= 30
    assert _names(national, lambda s: s.scope != "national" or s.areas != (ALL_ENGLAND,) or s.example) == []


def test_most_national_services_can_be_rung(national: tuple[Service, ...]) -> None:
    assert sum(bool(service.phones) for service in national) >= 30


def test_every_national_service_has_a_secure_web_address_that_is_not_an_example(national: tuple[Service, ...]) -> None:
    assert _names(national, lambda s: s.url is None or s.url.scheme != "https" or "example" in str(s.url)) == []


def test_no_national_service_carries_a_made_up_number(national: tuple[Service, ...]) -> None:
    numbers = [phone.number for service in national for phone in service.phones]
    assert [number for number in numbers if not REAL_NUMBER.fullmatch(number) or DRAMA_NUMBER.fullmatch(number)] == []


def test_a_number_without_a_dated_check_is_never_shown_as_assured(national: tuple[Service, ...]) -> None:
    assert _names(national, lambda s: s.assured_date != s.verified_on) == []
    year = re.compile(r"2026-\d\d-\d\d")
    undated = _names(national, lambda s: s.verified_on is not None and str(s.verified_on) not in year.findall(s.source))
    assert undated == []


def test_a_crisis_service_says_so_and_names_no_home_visit(national: tuple[Service, ...]) -> None:
    crisis = [service for service in national if "crisis" in service.keywords]
    assert len(crisis) >= 8
    assert _names(crisis, lambda s: not s.phones or Attending.HOME_VISIT in s.attending) == []


@pytest.mark.parametrize(
    "number", ["116 123", "text SHOUT to 85258", "111", "0800 1111", "0808 808 7777", "0800 4 70 80 90"]
)
def test_the_numbers_people_know_best_are_there(national: tuple[Service, ...], number: str) -> None:
    assert number in {phone.number for service in national for phone in service.phones}


@pytest.mark.parametrize("need", Need)
def test_every_need_has_a_national_answer(national: tuple[Service, ...], need: Need) -> None:
    assert any(need in service.needs for service in national)


# --- the example borough


def test_the_borough_has_at_least_two_hundred_examples_and_nothing_real(borough: tuple[Service, ...]) -> None:
    assert len(borough) >= 200
    assert _names(borough, lambda s: not s.example or s.scope != "local") == []


def test_examples_use_only_numbers_kept_for_drama(borough: tuple[Service, ...]) -> None:
    numbers = [phone.number for service in borough for phone in service.phones]
    assert [number for number in numbers if not DRAMA_NUMBER.fullmatch(number)] == []
    assert _twice(numbers) == []


def test_no_example_hides_a_telephone_number_in_its_words(borough: tuple[Service, ...]) -> None:
    assert _names(borough, lambda s: bool(re.search(r"\d[\d ]{8,}", f"{s.summary} {s.description}"))) == []


def test_examples_write_only_to_example_org(borough: tuple[Service, ...]) -> None:
    assert _names(borough, lambda s: s.url is not None and not str(s.url).startswith("https://example.org/")) == []
    assert _names(borough, lambda s: s.email is not None and not s.email.endswith("@example.org")) == []


def test_example_places_name_themselves_as_examples(borough: tuple[Service, ...]) -> None:
    places = [service.location for service in borough if service.location]
    assert [p.name for p in places if "Example" not in p.name or "Example" not in p.address_1] == []


def test_one_example_place_stands_in_one_spot(borough: tuple[Service, ...]) -> None:
    spots = {(p.name, p.address_1, p.postal_code, p.latitude, p.longitude) for s in borough if (p := s.location)}
    assert _twice(name for name, *_ in spots) == []
    assert _twice((latitude, longitude) for *_, latitude, longitude in spots) == []


def test_somewhere_to_go_has_an_address(borough: tuple[Service, ...]) -> None:
    assert _names(borough, lambda s: s.location is None and s.attending == (Attending.IN_PERSON,)) == []


def test_examples_serve_birmingham_and_its_neighbours(borough: tuple[Service, ...]) -> None:
    served = Counter(code for service in borough for code in service.areas)
    assert set(served) == {"E08000025", "E08000028", "E08000029"}
    assert min(served["E08000028"], served["E08000029"]) >= 5
    assert sum(not service.areas for service in borough) >= 5


def test_every_example_has_a_need(borough: tuple[Service, ...]) -> None:
    assert _names(borough, lambda s: not s.needs) == []


@pytest.mark.parametrize("need", Need)
def test_every_need_has_eight_examples(borough: tuple[Service, ...], need: Need) -> None:
    assert sum(need in service.needs for service in borough) >= 8


@pytest.mark.parametrize("stage", LifeStage)
def test_every_life_stage_has_fifteen_examples(borough: tuple[Service, ...], stage: LifeStage) -> None:
    assert sum(stage in service.life_stages for service in borough) >= 15


@pytest.mark.parametrize("day", WEEKDAYS)
def test_every_day_of_the_week_has_fifteen_examples(borough: tuple[Service, ...], day: str) -> None:
    assert sum(any(day == d[-2:] for t in service.schedules for d in t.days) for service in borough) >= 15


@pytest.mark.parametrize(("start", "end"), [(time(8), time(12)), (time(12), time(17)), (time(17), time(23))])
def test_morning_afternoon_and_evening_have_forty_examples_each(
    borough: tuple[Service, ...], start: time, end: time
) -> None:
    def opens_then(service: Service) -> bool:
        return any(t.opens is not None and start <= t.opens < end for t in service.schedules)

    assert sum(map(opens_then, borough)) >= 40


@pytest.mark.parametrize("option", [CostOption.FREE, CostOption.PAID, CostOption.DONATION])
def test_every_cost_has_twenty_examples(borough: tuple[Service, ...], option: CostOption) -> None:
    assert sum(service.cost.option is option for service in borough) >= 20


@pytest.mark.parametrize("feature", ACCESSIBILITY)
def test_every_access_feature_has_examples(borough: tuple[Service, ...], feature: str) -> None:
    assert sum(feature in service.accessibility for service in borough) >= 5


@pytest.mark.parametrize("gender", ["women", "men"])
def test_women_and_men_have_ten_examples_each(borough: tuple[Service, ...], gender: str) -> None:
    assert sum(service.gender == gender for service in borough) >= 10


@pytest.mark.parametrize("language", ["ur", "pa", "pl", "bn", "ar", "bfi"])
def test_the_languages_of_the_city_are_heard(borough: tuple[Service, ...], language: str) -> None:
    assert sum(language in service.languages for service in borough) >= 3


@pytest.mark.parametrize("way", [Attending.IN_PERSON, Attending.HOME_VISIT, Attending.PHONE, Attending.ONLINE])
def test_every_way_of_attending_has_ten_examples(borough: tuple[Service, ...], way: Attending) -> None:
    assert sum(way in service.attending for service in borough) >= 10


@pytest.mark.parametrize("ages", [(65, None), (50, None), (18, 25), (11, 18), (18, None), (None, None)])
def test_age_limits_of_every_kind_occur(borough: tuple[Service, ...], ages: tuple[int | None, int | None]) -> None:
    assert sum((service.minimum_age, service.maximum_age) == ages for service in borough) >= 2


def test_groups_for_under_fives_are_found_by_life_stage_and_not_shut_to_their_parents(
    borough: tuple[Service, ...],
) -> None:
    toddlers = [service for service in borough if "under 5s" in service.keywords]
    assert len(toddlers) >= 5
    assert _names(toddlers, lambda s: LifeStage.EARLY_YEARS not in s.life_stages or s.maximum_age is not None) == []


@pytest.mark.parametrize("outcode", ["B13", "B14", "B15", "B23", "B21", "B11", "B31", "B29", "B72", "B2"])
def test_the_named_parts_of_the_city_have_something_near(borough: tuple[Service, ...], outcode: str) -> None:
    assert sum(s.location is not None and s.location.postal_code == outcode for s in borough) >= 4


def test_some_examples_are_past_their_date_and_most_are_not(borough: tuple[Service, ...]) -> None:
    days = [service.assured_date for service in borough]
    stale = sum(day is not None and day < A_YEAR_BEFORE for day in days)
    recent = sum(day is not None and day >= date(2026, 1, 21) for day in days)
    assert stale >= 10
    assert recent >= 0.85 * len(days)
