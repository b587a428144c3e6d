"""One service as feeds write it: Open Referral UK 3.0, its version 1, and the international HSDS 3.0.

The names of all three stand side by side, since real feeds mix them. What a field must be is said in `field_values`;
what a record means is read in `mapping`.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from directory.importing.field_values import (
    JUST_ONE,
    Amount,
    Degrees,
    Identifier,
    MaximumAge,
    MinimumAge,
    Name,
    Status,
    Text,
    listed,
    named,
    wrong,
)
from directory.importing.rules import only_told, open_ones, with_age_span, with_rule
from directory.importing.time_values import Bound, Clock, Count, Day, Frequency, Interval, MonthDays, Weekdays


class Raw(BaseModel):
    """Fields that we do not know are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


class RawTerm(Raw):
    """A taxonomy term; version 1 calls the taxonomy `vocabulary`."""

    id: Text = None
    taxonomy_id: Text = None
    name: Text = None
    term: Text = None
    taxonomy: Annotated[Any, Field(default=None)] = None
    vocabulary: Text = None


class RawAttribute(Raw):
    taxonomy_term: Annotated[RawTerm | None, JUST_ONE] = None
    taxonomy: Annotated[RawTerm | None, JUST_ONE] = None
    link_type: Text = None
    label: Text = None
    value: Text = None


def _as_attributes(value: Any) -> Any:
    """Terms under another name than the standard's: words alone, or terms without anything around them."""
    if isinstance(value, str | dict):
        value = [value] if value else []
    return [_as_attribute(one) for one in value] if isinstance(value, list) else () if value is None else value


def _as_attribute(term: Any) -> Any:
    if isinstance(term, str):
        return {"taxonomy_term": {"name": term}}
    bare = (
        isinstance(term, dict) and isinstance(term.get("name"), str) and not {"taxonomy_term", "taxonomy"} & term.keys()
    )
    return {"taxonomy_term": term} if bare else term


class RawEligibility(Raw):
    eligibility: Text = None
    minimum_age: MinimumAge = None
    maximum_age: MaximumAge = None

    _span_in_one_field = model_validator(mode="before")(with_age_span)


class RawSchedule(Raw):
    freq: Frequency = None
    interval: Interval = 1
    byday: Weekdays = None
    weekday: Weekdays = None
    bymonthday: MonthDays = None
    opens_at: Clock = None
    closes_at: Clock = None
    dtstart: Bound = None
    valid_from: Bound = None
    valid_to: Bound = None
    until: Bound = None
    count: Count = None
    description: Text = None
    notes: Text = None
    attending_type: Text = None

    _rule_in_one_text = model_validator(mode="before")(with_rule)

    @model_validator(mode="after")
    def _in_order(self) -> RawSchedule:
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise wrong("valid_to comes before valid_from")
        return self


class RawAddress(Raw):
    address_1: Text = None
    address_2: Text = None
    city: Text = None
    postal_code: Text = None


class RawAccess(Raw):
    accessibility: Text = None
    description: Text = None
    details: Text = None


class RawPhone(Raw):
    """A number with what is known of it; some feeds give the number alone."""

    number: Text = None
    description: Text = None
    type: Text = None


Phones = Annotated[tuple[RawPhone, ...], listed("number")]
Schedules = Annotated[tuple[RawSchedule, ...], BeforeValidator(open_ones), listed("description")]
Accesses = Annotated[tuple[RawAccess, ...], listed("accessibility")]
Addresses = Annotated[tuple[RawAddress, ...], listed()]


class RawLocation(Raw):
    name: Text = None
    location_type: Text = None
    latitude: Degrees = None
    longitude: Degrees = None
    addresses: Addresses = ()
    physical_addresses: Addresses = ()
    accessibility: Accesses = ()
    accessibility_for_disabilities: Accesses = ()
    schedules: Schedules = ()
    regular_schedule: Schedules = ()
    phones: Phones = ()


class RawServiceAtLocation(Raw):
    location: Annotated[RawLocation | None, JUST_ONE] = None
    phones: Phones = ()
    schedules: Schedules = ()
    regular_schedule: Schedules = ()
    regular_schedules: Schedules = ()


class RawContact(Raw):
    name: Text = None
    title: Text = None
    department: Text = None
    email: Text = None
    phones: Phones = ()


class RawCost(Raw):
    option: Text = None
    amount: Amount = None
    amount_description: Text = None
    currency: Text = None
    valid_from: Bound = None
    valid_to: Bound = None

    @model_validator(mode="after")
    def _not_negative(self) -> RawCost:
        if self.amount is not None and not 0 <= self.amount < 1_000_000:
            raise wrong("amount is below zero or far too large")
        return self


class RawLanguage(Raw):
    code: Text = None
    name: Text = None
    language: Text = None


class RawArea(Raw):
    name: Text = None
    service_area: Text = None
    uri: Text = None
    extent: Annotated[Any, Field(default=None)] = None


class RawOrganization(Raw):
    id: Text = None
    name: Text = None
    website: Text = None
    url: Text = None
    email: Text = None


Terms = Annotated[tuple[RawAttribute, ...], BeforeValidator(_as_attributes)]


class RawService(Raw):
    """A service with everything around it, whichever of the standards it is written in."""

    id: Identifier
    name: Name
    description: Text = None
    url: Text = None
    email: Text = None
    status: Status = "active"
    fees: Text = None
    fees_description: Text = None
    application_process: Text = None
    eligibility_description: Text = None
    alert: Text = None
    minimum_age: MinimumAge = None
    maximum_age: MaximumAge = None
    assured_date: Day = None
    attending_type: Text = None
    attending_access: Text = None
    organization: Annotated[
        RawOrganization | None, named("name"), Field(validation_alias=AliasChoices("organization", "organisation"))
    ] = None
    schedules: Schedules = ()
    regular_schedules: Schedules = ()
    service_at_locations: Annotated[tuple[RawServiceAtLocation, ...], listed()] = ()
    service_areas: Annotated[tuple[RawArea, ...], listed("service_area")] = ()
    languages: Annotated[tuple[RawLanguage, ...], listed("name")] = ()
    phones: Phones = ()
    contacts: Annotated[tuple[RawContact, ...], listed()] = ()
    cost_options: Annotated[tuple[RawCost, ...], listed("amount_description")] = ()
    attributes: Terms = ()
    service_taxonomys: Terms = ()
    service_taxonomies: Terms = ()
    taxonomies: Terms = ()
    taxonomy_terms: Terms = ()
    categories: Terms = ()
    eligibilitys: Annotated[tuple[RawEligibility, ...], listed("eligibility")] = ()
    accessibility: Accesses = ()

    _span_in_one_field = model_validator(mode="before")(with_age_span)
    _empties_are_nothing = model_validator(mode="before")(only_told)

    @model_validator(mode="after")
    def _ages_in_order(self) -> RawService:
        for low, high in ((self.minimum_age, self.maximum_age),
                          *((each.minimum_age, each.maximum_age) for each in self.eligibilitys)):  # fmt: skip
            if low is not None and high is not None and low > high:
                raise wrong("minimum_age is above maximum_age")
        return self
