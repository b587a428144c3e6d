"""What somebody said they do not want, and the services that are like it: they are shown after all others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from directory.model import Need, Service
from directory.search import Match
from directory.words import words_of
from language.conditions import read_conditions
from language.refusals import refused, refuses_questions

_SAID_OF: Final = {
    Need.ARTS_CRAFTS: "art arts craft crafts",
    Need.BEFRIENDING: "befriending befriender",
    Need.DIGITAL_SKILLS: "computer computers internet",
    Need.EMPLOYMENT: "job jobs employment",
    Need.FAITH_CULTURE: (
        "bible chapel christian church churches faith god hymn hymns jesus mosque parish pray prayer prayers preaching "
        "religion religious spiritual synagogue temple vicar worship"
    ),
    Need.GARDENING: "allotment garden gardening gardens",
    Need.LUNCH_SOCIAL: "eating food lunch lunches meal meals",
    Need.MENS_SHED: "shed sheds",
    Need.TALKING_THERAPY: "counselling counsellor therapist therapy",
    Need.VOLUNTEERING: "volunteer volunteering",
    Need.WALKING_ACTIVITY: "exercise exercises fitness gym sport sports walk walking walks",
    Need.YOUTH_CLUB: "youth",
}
"""Words that stand for the whole of a need, and not for one of the many things in it ("bingo")."""
_KINDS: Final = {need: words_of(words) for need, words in _SAID_OF.items()}


class Unwanted:
    """What the words of a wish refuse. "No stairs" is a condition, and "no questions" none of it."""

    def __init__(self, text: str) -> None:
        words = words_of(" ".join(part for part in refused(text) if _is_of_things(part)))
        self.needs = frozenset(need for need, named in _KINDS.items() if named & words)
        """The needs that are refused as a whole."""
        self._of_kinds = frozenset().union(*(_KINDS[need] for need in self.needs))
        self._things = words - self._of_kinds

    def __bool__(self) -> bool:
        return bool(self._of_kinds or self._things)

    def last(self, matches: Iterable[Match]) -> list[Match]:
        """Return `matches` in their order, those that are not wanted after all others."""
        return sorted(matches, key=lambda match: self._is_one(match.service))

    def _is_one(self, service: Service) -> bool:
        """A choir that sings "the odd hymn" is no church; a lunch club with bingo has bingo."""
        kinds = {*service.needs[:1], *({Need.FAITH_CULTURE} & {*service.needs})}
        named = words_of(" ".join((service.name, *service.keywords)))
        said = named | words_of(service.text)
        return bool(self.needs & kinds or self._of_kinds & named or self._things & said)


def _is_of_things(part: str) -> bool:
    told = read_conditions(part)
    return not (told.names or told.refused or told.languages or refuses_questions(part))
