"""A match from the directory, as a card that a channel can show."""

from __future__ import annotations

from bot.messages import Card
from directory.model import Cost, CostOption, Service
from directory.search import Match


def card_of(match: Match, *, full: bool = False) -> Card:
    """The card of a match; `full` shows the whole description instead of the summary."""
    service = match.service
    return Card(
        id=service.id,
        name=service.name,
        summary=(full and service.description) or service.summary,
        organisation=service.organisation,
        distance_km=match.distance_km,
        reasons=match.reasons,
        phones=tuple(phone.number for phone in service.phones),
        email=service.email,
        url=service.url,
        address=service.location.address if service.location else None,
        next_session=match.next_session,
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        cost=_cost(service.cost),
        scope=service.scope,
        assured_date=service.assured_date,
        notes=(*match.notes, *_hours(service)),
    )


def _cost(cost: Cost) -> str | None:
    if cost.option == CostOption.UNKNOWN:
        return cost.description
    if cost.description:
        return cost.description
    return f"£{cost.amount:.2f}" if cost.amount else {"free": "Free", "donation": "Donation", "paid": None}[cost.option]


def _hours(service: Service) -> tuple[str, ...]:
    return tuple(f"{phone.number}: {phone.about}" for phone in service.phones if phone.about)
