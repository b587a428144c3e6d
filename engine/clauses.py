"""Messages that say several things: "often, and why do you ask?", "gardening or a choir", "77, Wallsend"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

_GREETING = (
    r"^(?:hi|hiya|hello|hey|hey up|ey up|good (?:morning|afternoon|evening|day))(?: there| love| dear| duck)?\b[\s,.!]*"
)
_BREAK = re.compile(
    r"(?:[,.;!?\n]+\s*|\s+)(?:and|but|or|also|plus|&)\s+|[,.;!?\n]+\s*|\s+-+\s+|"
    # a wish and when or at what price: "a walking group at weekends"
    r"\s+(?=(?:at (?:the )?weekends?|on (?:a )?(?:saturday|sunday)s?|in the evenings?|for free|that is free)\b)",
    re.IGNORECASE,
)
_GREETED = re.compile(rf"({_GREETING})(?=\w)", re.IGNORECASE)
_POSTCODE = re.compile(
    r"(?:\b(?:(?:near|close) to|near|nr|round|around|by|in|at|from)\s+)?\b([a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2})\b",
    re.IGNORECASE,
)
"""A whole postcode, with the word that joins it to what is looked for there: "gardening near B13 8JP"."""
_LONGEST = 300
_MOST = 5
_SHORT = 5
_REQUEST = re.compile(
    r"\?|\b(?:(?:can|could|will|would|do|does|is|are) (?:i|you|u|we|ye|yous|there|it|they|that|this)|"
    r"who|why|where|what|whats|any\w*|(?:id|i ?['’]?d|would) (?:like|love|want)|want\w*|wanna|after|looking|look for|"
    r"find|show|need\w*|please|pls|plz|get me|give|tell|wish|fancy|let me|dont|don['’]t|do not|delete|wipe|"
    r"say (?:it|that)|ring|as long as|has to|have to|must)\b",
    re.IGNORECASE,
)
_WISHES = frozenset({"need", "filter"})
_FACTS = frozenset({"place", "life_stage", "tell_age", "i_am_a_carer", "for_someone_else"})
_ASIDES = frozenset({"why_ask", "is_it_private", "who_are_you", "talk_to_human", "go_back", "delete_my_data", "repeat"})
_ASIDES |= {"carers_assessment", "needs_assessment", "social_prescribing", "change_answer", "skip_to_services"}
_COURTESIES = frozenset({"greet", "thanks", "goodbye"})
_RESULTS = frozenset({"more_results", "none_suit", "details", "feedback_wrong", "other_need"})
_SPARE = frozenset({"affirm", "deny"})
_LEADS = ("answer", "affirm", "deny", "none_suit", "skip_to_services", "start_screening", "need", "filter", "place")
"""Which meaning the dialogue follows when none answers the open question."""
_PARTNERS: dict[str, frozenset[str]] = {
    "details": frozenset({"filter"}),
    "goodbye": frozenset({"thanks"}),
    "thanks": frozenset({"goodbye", "more_results", "answer"}),
    "greet": frozenset({"start_screening", "skip_to_services", "place", "for_someone_else", "need", "i_am_a_carer"}),
    "start_screening": frozenset({"greet"}),
}
"""What is dropped unless one of these stands beside it."""
_OTHERS = frozenset({"i_am_a_carer", "for_someone_else"})
_ALONG_A_SCALE = frozenset({"i_am_a_carer", "place"})
"""What is told beside an answer to the scale and is asked for otherwise, so that nobody has to say it twice."""


@dataclass(frozen=True)
class Clause:
    """A part of a message and what it means by itself."""

    text: str
    label: str
    certain: bool = False
    """True where it names an option or says how often, and nothing else."""

    @property
    def intent(self) -> str:
        return self.label.partition("/")[0]

    @property
    def asks(self) -> bool:
        """True when it reads as a question, a wish or a request, not as a part of a story."""
        return bool(_REQUEST.search(self.text))

    @property
    def short(self) -> bool:
        return len(self.text.split()) <= _SHORT


def clauses_of(text: str) -> list[str]:
    """The clauses of `text`, without the word that joins them; none when there is only one, or far too many."""
    if len(text) > _LONGEST:
        return []
    marked = _POSTCODE.sub(r", \1, ", _GREETED.sub(lambda found: found[1].rstrip(" ,.!") + ". ", text))
    parts = _split(marked)
    return parts if 1 < len(parts) <= _MOST else []


def _split(text: str) -> list[str]:
    """The parts of `text`; one that ends in a question mark keeps it."""
    parts, start = [], 0
    for found in _BREAK.finditer(text):
        parts.append(text[start : found.start()] + ("?" if "?" in found.group() else ""))
        start = found.end()
    parts.append(text[start:])
    return [part.strip() for part in parts if any(character.isalnum() for character in part)]


def combined(whole: str, clauses: Sequence[Clause], answers: Collection[str]) -> tuple[str, ...]:
    """The meanings to believe where the clauses of one message mean several things; none where the whole says it all.

    What is one of `answers`, intents or labels that answer the open question, comes first. Beside an answer to the
    scale, what is told is a story unless it asks for something; two different answers to one scale are no answer.
    """
    intents = {name.partition("/")[0] for name in answers}
    scale = any(name.startswith("answer/") and name != "answer/prefer_not_to_say" for name in answers)
    about = whole.partition("/")[0]
    useful = [clause for clause in clauses if _counts(clause, about, intents, scale=scale)]
    present = {clause.intent for clause in useful}
    useful = [clause for clause in useful if _PARTNERS.get(clause.intent, present) & present]
    labels = list(dict.fromkeys(clause.label for clause in useful))
    kinds = [label.partition("/")[0] for label in labels]
    if len(labels) < 2 or sum(kind in {"answer", *_SPARE} for kind in kinds) > 1:
        return ()
    if sum(kind in _ASIDES for kind in kinds) > 1 or any(kinds.count(one) > 1 for one in ("life_stage", "place")):
        return ()
    if about not in {*kinds, "out_of_scope"}:
        return ()
    return tuple(sorted(labels, key=lambda label: (label.partition("/")[0] not in intents, _rank(label))))


def _counts(clause: Clause, about: str, intents: Collection[str], *, scale: bool) -> bool:
    kind = clause.intent
    if kind in {"answer", *_SPARE}:
        return kind in intents and (about == kind or clause.certain or not scale)
    if kind in _ASIDES or kind in _RESULTS:
        return not scale or clause.asks
    if kind in _WISHES:
        return clause.asks or (clause.short and not scale and about not in _OTHERS)
    if kind in _FACTS and scale:
        return kind in _ALONG_A_SCALE
    if kind in _FACTS:
        return (clause.short or kind in intents or kind == "place") and (kind == "place" or _open(intents))
    return kind in _PARTNERS and not scale


def _open(intents: Collection[str]) -> bool:
    """True where who somebody is may be told: in answer to a question about it, or before there is one."""
    return not intents or bool(intents & _FACTS)


def _rank(label: str) -> int:
    intent = label.partition("/")[0]
    return len(_LEADS) + 1 if intent in _COURTESIES else _LEADS.index(intent) if intent in _LEADS else len(_LEADS)
