"""A match from the directory, as a card that a channel can show."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from urllib.parse import quote

from bot.messages import Button, Card
from directory.model import Service
from directory.reasons import cost_in_words
from directory.search import Match
from language.catalogues import ENGLISH, said_in
from language.phrases import Phrase, phrase

KEEP: Final = phrase("Keep this")
TAKE_OFF: Final = phrase("Take off my list")
WRONG: Final = phrase("This is wrong or closed")


def card_in_chat(match: Match, kept: Collection[str], site: str, language: str | None, *, full: bool = False) -> Card:
    """The card of a match with what can be done with it in a conversation that keeps the services `kept`."""
    keeping = ("unkeep", TAKE_OFF) if match.id in kept else ("keep", KEEP)
    buttons = (_button(*keeping, match.id, language), _button("wrong", WRONG, match.id, language))
    page = f"{site}{page_of(match.id, language)}"
    return card_of(match, full=full, language=language).model_copy(update={"page": page, "buttons": buttons})


def page_of(service_id: str, language: str | None) -> str:
    """The address of a service's page on this site, in the language of the reader."""
    asked = f"?language={language}" if language and language != ENGLISH else ""
    return f"/services/{quote(service_id, safe='')}{asked}"


def card_of(match: Match, *, full: bool = False, language: str | None = None) -> Card:
    """The card of a match, at the place at which it was found; `full` shows the whole text instead of the summary.

    What Kith says of the service is said in `language` (None: English); what its keeper wrote stays as written.
    """
    service, cost = match.service, cost_in_words(match.service.cost)
    return Card(
        id=match.id,
        name=service.name,
        summary=service.text if full else service.summary,
        organisation=service.organisation,
        distance_km=match.distance_km,
        reasons=tuple(said_in(language, reason) for reason in match.reasons),
        phones=tuple(phone.number for phone in service.phones),
        email=service.email,
        url=service.url,
        address=service.location.address if service.location else None,
        elsewhere=bool(service.elsewhere),
        next_session=said_in(language, match.next_session) if match.next_session else None,
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        cost=said_in(language, cost) if cost else None,
        scope=service.scope,
        assured_date=service.assured_date,
        notes=(*(said_in(language, note) for note in match.notes), *_hours(service)),
    )


def _button(command: str, title: Phrase, service_id: str, language: str | None) -> Button:
    return Button(title=said_in(language, title), payload=f'/{command}{{"service":"{service_id}"}}')


def _hours(service: Service) -> tuple[str, ...]:
    return tuple(f"{phone.number}: {phone.about}" for phone in service.phones if phone.about)
