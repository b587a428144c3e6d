"""Simple rankings to compare with: by words, by distance, and by need and then distance."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import inf, log

from directory.candidates import Entry
from directory.grid import distance_km
from directory.model import Place, Service
from directory.search import Wish

WORD = re.compile(r"[^\W_]+")
STEEPNESS, LENGTH = 1.2, 0.75
"""The usual constants of BM25."""


def by_words(entries: Sequence[Entry], wish: Wish) -> list[Service]:
    """BM25 over name, summary, keywords and needs; a wish is its words and the names of its needs."""
    asked = _words(f"{wish.text or ''} {' '.join(wish.needs)}".replace("_", " "))
    documents = [Counter(_words(_text(entry.service))) for entry in entries]
    mean = sum(map(Counter.total, documents)) / max(len(documents), 1)
    rarity = {
        word: log(1 + (len(documents) - found + 0.5) / (found + 0.5))
        for word in set(asked)
        if (found := sum(word in document for document in documents))
    }

    def score(document: Counter[str]) -> float:
        damping = STEEPNESS * (1 - LENGTH + LENGTH * document.total() / mean)
        return sum(
            weight * document[word] * (STEEPNESS + 1) / (document[word] + damping) for word, weight in rarity.items()
        )

    ranked = sorted(
        ((score(document), entry.service) for document, entry in zip(documents, entries, strict=True)),
        key=lambda pair: (-pair[0], pair[1].name),
    )
    return [service for gained, service in ranked if gained > 0 or not asked]


def by_distance(entries: Sequence[Entry], wish: Wish) -> list[Service]:
    """The nearest first, whatever it is."""
    services = (entry.service for entry in entries)
    return sorted(services, key=lambda service: (_away(service, wish.place), service.name))


def by_need_then_distance(entries: Sequence[Entry], wish: Wish) -> list[Service]:
    """The nearest of those that name a need that was asked for; words are not read."""
    named = [entry for entry in entries if not wish.needs or set(wish.needs) & set(entry.service.needs)]
    return by_distance(named, wish)


def _text(service: Service) -> str:
    return f"{service.name} {service.summary} {' '.join(service.keywords)} {' '.join(service.needs)}".replace("_", " ")


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def _away(service: Service, place: Place | None) -> float:
    spot = service.location
    if place is None or spot is None or spot.easting is None or spot.northing is None:
        return inf
    return distance_km((place.easting, place.northing), (spot.easting, spot.northing))
