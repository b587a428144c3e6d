"""The form of a service: its fields as a person types them, and what they mean. What was not touched is not read.

A field that nobody changed is never checked and never changed: a list from elsewhere may hold what this form would
refuse, and a person who puts a phone number right must not be held up by it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from council.upkeep_times import times_as_typed, times_of
from council.upkeep_typing import (
    WrongFieldError,
    age_of,
    amount_of,
    checked,
    email_of,
    languages_of,
    phone_of,
    web_address_of,
)
from directory.importing.text import one_line, plain_text
from directory.model import Access, Attending, CostOption, Need, Place, Service
from directory.plain import plain
from language.spoken import name_of
from screening.people import LifeStage

Form = Mapping[str, str]
FindPlace = Callable[[str], Place | None]
FEATURES: Final = MappingProxyType(
    {
        "step_free": "Step-free",
        "hearing_loop": "Hearing loop",
        "bsl": "British Sign Language",
        "accessible_toilet": "Accessible toilet",
        "parking": "Parking for disabled people",
        "large_print": "Large print",
        "autism_friendly": "Autism friendly",
        "dementia_friendly": "Dementia friendly",
    }
)
PHONES: Final = 2
YES: Final = "yes"


@dataclass(frozen=True)
class Filled:
    """A form that was sent. `values` are plain values of the fields that were changed, `errors` say what is wrong."""

    typed: Form
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def as_typed(service: Service) -> dict[str, str]:
    """Return the fields of the form for a service as it is; a box that is not ticked is not there."""
    place, cost = service.location, service.cost
    typed = {
        **{name: getattr(service, name) or "" for name in ("name", "organisation", "summary", "description")},
        **{name: getattr(service, name) or "" for name in ("url", "email", "gender", "access")},
        **{name: str(getattr(service, name) or "") for name in ("minimum_age", "maximum_age")},
        "keywords": ", ".join(service.keywords),
        "languages": ", ".join(_language(code) for code in service.languages),
        "cost": cost.option.value,
        "amount": "" if cost.amount is None else f"{cost.amount:.2f}",
        "cost_words": cost.description or "",
        "place_name": place.name if place else "",
        "place_line": (place and place.address_1) or "",
        "place_city": (place and place.city) or "",
        "place_postcode": (place and place.postal_code) or "",
        **times_as_typed(service.schedules),
    }
    for number in range(phone_rows(service)):
        phone = service.phones[number] if number < len(service.phones) else None
        typed |= {
            f"phone_{number}": phone.number if phone else "",
            f"phone_{number}_about": (phone and phone.about) or "",
        }
    ticked = [
        *(f"need_{need}" for need in service.needs),
        *(f"stage_{stage}" for stage in service.life_stages),
        *(f"way_{way}" for way in service.attending),
        *(f"feature_{feature}" for feature in service.accessibility),
        *(name for name in ("for_carers", "self_referral") if getattr(service, name)),
    ]
    return {key: value.replace("\r\n", "\n") for key, value in typed.items()} | dict.fromkeys(ticked, YES)


def phone_rows(service: Service) -> int:
    """Return how many phone numbers the form has room for."""
    return max(PHONES, len(service.phones) + 1)


def mark_of(service: Service) -> str:
    """Return what changes when anything that the form shows changes: two people may have it open."""
    return hashlib.sha256(json.dumps(as_typed(service), sort_keys=True).encode()).hexdigest()[:16]


def read_form(sent: Form, service: Service, find_place: FindPlace) -> Filled:
    """Return what a form changes of a service, and what is wrong with it."""
    before = as_typed(service)
    typed = {key: value.replace("\r\n", "\n") for key, value in sent.items()}
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for names, read in _GROUPS:
        if not any(_differs(key, typed, before) for key in {*typed, *before} if names.fullmatch(key)):
            continue
        try:
            values |= read(typed, service, find_place)
        except WrongFieldError as wrong:
            errors[wrong.field] = str(wrong)
    low, high = (values.get(name, getattr(service, name)) for name in ("minimum_age", "maximum_age"))
    if "maximum_age" not in errors and low is not None and high is not None and low > high:
        errors["maximum_age"] = "The oldest age is below the youngest. Write them the other way round."
    now = plain(service)
    return Filled(typed, {name: value for name, value in values.items() if now[name] != value}, errors)


def _differs(key: str, typed: Form, before: Form) -> bool:
    return typed.get(key, "").strip() != before.get(key, "").strip()


def _text(name: str, clean: Callable[[str], str] = one_line, needed: str = "") -> Callable[..., dict[str, Any]]:
    def read(typed: Form, _service: Service, _find: FindPlace) -> dict[str, Any]:
        return {name: checked(name, clean(typed.get(name, "")), needed)}

    return read


def _url(typed: Form, _service: Service, _find: FindPlace) -> dict[str, Any]:
    return {"url": web_address_of(typed.get("url", ""))}


def _email(typed: Form, _service: Service, _find: FindPlace) -> dict[str, Any]:
    return {"email": email_of(typed.get("email", ""))}


def _phones(typed: Form, service: Service, _find: FindPlace) -> dict[str, Any]:
    rows = ((key, typed.get(key, ""), typed.get(f"{key}_about", ""))
            for key in (f"phone_{number}" for number in range(phone_rows(service))))  # fmt: skip
    return {"phones": [phone for row in rows if (phone := phone_of(*row))]}


def _ticked(field_name: str, prefix: str, known: tuple[str, ...]) -> Callable[..., dict[str, Any]]:
    """Those that stood there keep their order: the first need is what a service is most."""

    def read(typed: Form, service: Service, _find: FindPlace) -> dict[str, Any]:
        stood = [str(code) for code in getattr(service, field_name)]
        codes = [*(code for code in stood if f"{prefix}_{code}" in typed or code not in known),
                 *(code for code in known if f"{prefix}_{code}" in typed and code not in stood)]  # fmt: skip
        return {field_name: codes}

    return read


def _carers(typed: Form, _service: Service, _find: FindPlace) -> dict[str, Any]:
    return {"for_carers": "for_carers" in typed}


def _referral(typed: Form, _service: Service, _find: FindPlace) -> dict[str, Any]:
    return {"self_referral": "self_referral" in typed}


def _age(name: str) -> Callable[..., dict[str, Any]]:
    return lambda typed, _service, _find: {name: age_of(name, typed.get(name, ""))}


def _chosen(name: str, known: tuple[str, ...]) -> Callable[..., dict[str, Any]]:
    def read(typed: Form, _service: Service, _find: FindPlace) -> dict[str, Any]:
        value = typed.get(name, "")
        if value and value not in known:
            raise WrongFieldError(name, "Choose one of those that are offered.")
        return {name: value or None}

    return read


def _cost(typed: Form, _service: Service, _find: FindPlace) -> dict[str, Any]:
    option = typed.get("cost", "")
    if option not in list(CostOption):
        raise WrongFieldError("cost", "Choose one of those that are offered.")
    amount = amount_of(typed.get("amount", ""))
    if amount and option == CostOption.FREE:
        raise WrongFieldError("amount", "It cannot be free and cost something. Choose one.")
    words = checked("cost_words", one_line(typed.get("cost_words", "")))
    return {"cost": {"option": option, "amount": amount, "description": words or None}}


def _keywords(typed: Form, _service: Service, _find: FindPlace) -> dict[str, Any]:
    words = [one_line(word).casefold() for word in typed.get("keywords", "").split(",")]
    kept = list(dict.fromkeys(word for word in words if word))
    if len(kept) > 12 or any(len(word) > 60 for word in kept):
        raise WrongFieldError("keywords", "Use at most 12 words, each with at most 60 letters.")
    return {"keywords": kept}


def _languages(typed: Form, service: Service, _find: FindPlace) -> dict[str, Any]:
    return {"languages": languages_of(typed.get("languages", ""), service.languages)}


def _location(typed: Form, service: Service, find_place: FindPlace) -> dict[str, Any]:
    name, line, city, postcode = (
        checked(key, one_line(typed.get(key, "")))
        for key in ("place_name", "place_line", "place_city", "place_postcode")
    )
    if not (name or line or city or postcode):
        if service.elsewhere:
            raise WrongFieldError("place_name", "It is met at other places, too. Write where it is met first.")
        return {"location": None}
    postcode, before = postcode.upper(), service.location
    texts = {"name": name or line or city or postcode, "address_1": line or None, "city": city or None}
    if before and postcode == (before.postal_code or ""):
        return {"location": plain(service)["location"] | texts}
    spot = find_place(postcode) if postcode else None
    if postcode and spot is None:
        raise WrongFieldError("place_postcode", "We do not know this postcode. Write it whole, like B13 8JP.")
    if not postcode:
        raise WrongFieldError("place_postcode", "Write the postcode, so that people nearby find it.")
    where = {"easting": spot.easting, "northing": spot.northing} if spot else {}
    return {"location": texts | {"postal_code": postcode, "latitude": None, "longitude": None} | where}


def _schedules(typed: Form, service: Service, _find: FindPlace) -> dict[str, Any]:
    return {"schedules": times_of(typed, service.schedules)}


def _language(code: str) -> str:
    return str(name_of(code) or code)


_GROUPS: Final = tuple(
    (re.compile(names), read)
    for names, read in (
        ("name", _text("name", needed="Write the name of the service.")),
        ("organisation", _text("organisation", needed="Write who runs it.")),
        ("summary", _text("summary", needed="Write in a sentence what it is.")),
        ("description", _text("description", plain_text)),
        ("url", _url),
        ("email", _email),
        (r"phone_\d+(?:_about)?", _phones),
        ("need_.*", _ticked("needs", "need", tuple(Need))),
        ("stage_.*", _ticked("life_stages", "stage", tuple(LifeStage))),
        ("way_.*", _ticked("attending", "way", tuple(Attending))),
        ("feature_.*", _ticked("accessibility", "feature", tuple(FEATURES))),
        ("for_carers", _carers),
        ("self_referral", _referral),
        ("minimum_age", _age("minimum_age")),
        ("maximum_age", _age("maximum_age")),
        ("gender", _chosen("gender", ("women", "men"))),
        ("access", _chosen("access", tuple(Access))),
        ("cost|amount|cost_words", _cost),
        ("keywords", _keywords),
        ("languages", _languages),
        ("place_.*", _location),
        ("when_.*", _schedules),
    )
)
