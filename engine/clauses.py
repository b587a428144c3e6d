"""Messages that say several things: "often, and why do you ask?", "gardening or a choir"."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BREAK = re.compile(
    r"(?:[,.;!?\n]+\s*|\s+)(?:and|but|or|also|plus|&)\s+|[,.;!?\n]+\s*|"
    # a wish and when or at what price: "a walking group at weekends"
    r"\s+(?=(?:at (?:the )?weekends?|on (?:a )?(?:saturday|sunday)s?|in the evenings?|for free|that is free)\b)",
    re.IGNORECASE,
)
_LONGEST = 300
_MOST = 5
_WISHES = frozenset({"need", "filter"})
_FACTS = frozenset({"place", "no_place", "life_stage", "tell_age", "i_am_a_carer"})
_ASIDES = frozenset({"why_ask", "is_it_private", "who_are_you", "talk_to_human", "go_back", "delete_my_data"})
_ASIDES |= {"carers_assessment", "needs_assessment", "social_prescribing", "change_answer"}
_MORE = "more_results"
_LEADS = ("answer", "affirm", "deny", "need", "filter", "place", "no_place", "life_stage")
"""Which meaning the dialogue follows when none answers the open question."""
_SPARE = frozenset({"affirm", "deny"})


def clauses_of(text: str) -> list[str]:
    """The clauses of `text`, without the word that joins them; none when there is only one, or far too many."""
    if len(text) > _LONGEST:
        return []
    parts = [part.strip() for part in _BREAK.split(text) if any(character.isalnum() for character in part)]
    return parts if 1 < len(parts) <= _MOST else []


def _intent(label: str) -> str:
    return label.partition("/")[0]


def combined(whole: str, clauses: Sequence[str], answers: Sequence[str]) -> tuple[str, ...]:
    """The meanings to believe where the clauses of one message mean several things; none where the whole says it all.

    What answers the open question comes first. Greetings, thanks and the like are dropped beside anything else, and two
    different answers to one scale are no answer. Then the wish leads, and what else was told follows.
    """
    known = _WISHES | _FACTS | _ASIDES | {"answer", _MORE} | (_SPARE & set(answers))
    useful = [label for label in dict.fromkeys(clauses) if _intent(label) in known]
    kinds = [_intent(label) for label in useful]
    if len(useful) < 2 or sum(kind in {"answer", *_SPARE} for kind in kinds) > 1:
        return ()
    if sum(kind in _ASIDES for kind in kinds) > 1 or kinds.count("life_stage") > 1 or kinds.count("place") > 1:
        return ()
    if ("filter" in kinds and "answer" in kinds) or (_MORE in kinds and "filter" not in kinds):
        return ()
    if _intent(whole) not in {*kinds, "out_of_scope"}:
        return ()
    return tuple(
        sorted(useful, key=lambda label: (_intent(label) not in {_intent(name) for name in answers}, _rank(label)))
    )


def _rank(label: str) -> int:
    intent = _intent(label)
    return _LEADS.index(intent) if intent in _LEADS else len(_LEADS)
