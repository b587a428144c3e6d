"""What a reader of the published directory may ask, read from the query string and checked.

The names and meanings are those of the Open Referral UK 3.0 profile, and three that it describes but puts at no
address: `organization_id`, `modified_after` and `full`, as HSDS 3.0 has them. No message repeats what was sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Final, TypeVar

from directory.openreferral.paging import Paging

DEFAULT_PER_PAGE: Final = 50
MOST_PER_PAGE: Final = 1000
LAST_PAGE: Final = 999_999_999
LONGEST_SEARCH: Final = 200
MOST_WORDS: Final = 10
OLDEST: Final = 150
FARTHEST_M: Final = 1_000_000
LONGEST_POSTCODE: Final = 10
WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY_NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

PAGING: Final = frozenset({"page", "per_page"})
OF_TERMS: Final = PAGING | {"taxonomy_id"}
OF_SERVICES: Final = PAGING | {
    "search", "taxonomy_term_id", "taxonomy_id", "minimum_age", "maximum_age", "day", "start_time", "end_time",
    "organization_id", "modified_after", "full",
}  # fmt: skip
OF_SERVICES_AT_LOCATIONS: Final = OF_SERVICES | {"postcode", "proximity"}

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}(\.\d{1,6})?", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(:[0-5]\d)?", re.ASCII)

_SPACE_FOR_PLUS = re.compile(r"(T\S+) (\d\d:?\d\d)")

Value = TypeVar("Value")


class BadQueryError(ValueError):
    """A request that cannot be answered as it stands: `code` for programs, `message` for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked. Every rule narrows the others; None or empty means that it was not asked for.

    Ages are years and `proximity` is metres. `day` is an iCalendar weekday ("TU"), times are wall-clock times in
    England. `modified_after` is timezone-aware, `postcode` is as it was typed.
    """

    paging: Paging
    words: tuple[str, ...] = ()
    taxonomy_term_id: str | None = None
    taxonomy_id: str | None = None
    minimum_age: float | None = None
    maximum_age: float | None = None
    day: str | None = None
    start_time: time | None = None
    end_time: time | None = None
    postcode: str | None = None
    proximity: float | None = None
    organization_id: str | None = None
    modified_after: datetime | None = None
    full: bool = False


def read_query(pairs: Iterable[tuple[str, str]], allowed: frozenset[str]) -> Query:
    """Read the parameters of a request. Raises BadQueryError for one that is unknown, repeated or wrong.

    A parameter without a value counts as not given.
    """
    given = _given(pairs, allowed)
    query = Query(
        paging=Paging(_read(given, "page", _page) or 1, _read(given, "per_page", _per_page) or DEFAULT_PER_PAGE),
        words=_read(given, "search", _words) or (),
        taxonomy_term_id=_read(given, "taxonomy_term_id", _uuid),
        taxonomy_id=_read(given, "taxonomy_id", _uuid),
        minimum_age=_read(given, "minimum_age", _age),
        maximum_age=_read(given, "maximum_age", _age),
        day=_read(given, "day", _day),
        start_time=_read(given, "start_time", _time),
        end_time=_read(given, "end_time", _time),
        postcode=_read(given, "postcode", _postcode),
        proximity=_read(given, "proximity", _distance),
        organization_id=_read(given, "organization_id", _uuid),
        modified_after=_read(given, "modified_after", _moment),
        full=_read(given, "full", _truth) or False,
    )
    if query.proximity is not None and query.postcode is None:
        raise BadQueryError("postcode_missing", "proximity is counted from a postcode: send postcode too.")
    return query


def _given(pairs: Iterable[tuple[str, str]], allowed: frozenset[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in pairs:
        if name not in allowed:
            known = ", ".join(sorted(allowed)) or "none"
            raise BadQueryError("unknown_parameter", f"There is a parameter that is not known here. Known: {known}.")
        if name in given:
            raise BadQueryError("repeated_parameter", f"{name} was sent more than once.")
        given[name] = value.strip()
    return {name: value for name, value in given.items() if value}


def _read(given: dict[str, str], name: str, parse: Callable[[str], Value]) -> Value | None:
    if name not in given:
        return None
    try:
        return parse(given[name])
    except ValueError as wrong:
        raise BadQueryError("bad_parameter", f"{name} {wrong}.") from None


def _page(text: str) -> int:
    return _whole(text, LAST_PAGE)


def _per_page(text: str) -> int:
    return _whole(text, MOST_PER_PAGE)


def _whole(text: str, most: int) -> int:
    if not _WHOLE.fullmatch(text) or not 1 <= int(text) <= most:
        raise ValueError(f"must be a whole number from 1 to {most}")
    return int(text)


def _number(text: str, most: int) -> float:
    if not _NUMBER.fullmatch(text) or float(text) > most:
        raise ValueError(f"must be a number from 0 to {most}")
    return float(text)


def _age(text: str) -> float:
    return _number(text, OLDEST)


def _distance(text: str) -> float:
    return _number(text, FARTHEST_M)


def _words(text: str) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(text.split()))
    if len(text) > LONGEST_SEARCH or len(words) > MOST_WORDS:
        raise ValueError(f"may have at most {MOST_WORDS} words and {LONGEST_SEARCH} characters")
    if not all(word.isprintable() for word in words):
        raise ValueError("may only have characters that can be printed")
    return words


def _uuid(text: str) -> str:
    if not _UUID.fullmatch(text):
        raise ValueError("must be a UUID, as this directory publishes it")
    return text.lower()


def _day(text: str) -> str:
    if text.upper() in WEEKDAYS:
        return text.upper()
    if text.lower() not in DAY_NAMES:
        raise ValueError("must be a weekday, such as MO or Monday")
    return WEEKDAYS[DAY_NAMES.index(text.lower())]


def _time(text: str) -> time:
    if not _TIME.fullmatch(text):
        raise ValueError("must be a time in England such as 09:30, from 00:00 to 23:59, without a time zone")
    return time.fromisoformat(text)


def _moment(text: str) -> datetime:
    """A moment without a zone is one in UTC, and a day is its beginning.

    The plus of an offset is a space by the rules of web forms, where it was not written as %2B.
    """
    try:
        moment = datetime.fromisoformat(_SPACE_FOR_PLUS.sub(r"\1+\2", text))
    except ValueError:
        raise ValueError("must be a moment such as 2026-11-21T09:30:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _truth(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError("must be true or false")
    return text.lower() == "true"


def _postcode(text: str) -> str:
    if len(text) > LONGEST_POSTCODE:
        raise ValueError("must be a full postcode")
    return text
