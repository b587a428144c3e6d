"""A match from the directory, as a card that a channel can show."""

from __future__ import annotations

from bot.messages import Card
from directory.model import Service
from directory.reasons import cost_in_words
from directory.search import Match
from language.catalogues import said_in


def card_of(match: Match, *, full: bool = False, language: str | None = None) -> Card:
    """The card of a match; `full` shows the whole description instead of the summary.

    What Kith says of the service is said in `language` (None: English); what its keeper wrote stays as written.
    """
    service, cost = match.service, cost_in_words(match.service.cost)
    return Card(
        id=service.id,
        name=service.name,
        summary=(full and service.description) or service.summary,
        organisation=service.organisation,
        distance_km=match.distance_km,
        reasons=tuple(said_in(language, reason) for reason in match.reasons),
        phones=tuple(phone.number for phone in service.phones),
        email=service.email,
        url=service.url,
        address=service.location.address if service.location else None,
        next_session=said_in(language, match.next_session) if match.next_session else None,
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        cost=said_in(language, cost) if cost else None,
        scope=service.scope,
        assured_date=service.assured_date,
        notes=(*(said_in(language, note) for note in match.notes), *_hours(service)),
    )


def _hours(service: Service) -> tuple[str, ...]:
    return tuple(f"{phone.number}: {phone.about}" for phone in service.phones if phone.about)
