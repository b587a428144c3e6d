"""Every indicator in words: what was asked, who is counted, what it must not be taken for. Given with each download.

Each is a local supplementary indicator. None of them can stand in for a statutory return.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from indicators.definitions import Measure
from indicators.measures import MEASURES

NOBODY_ASKED: Final = "Nobody: it is not collected."


@dataclass(frozen=True)
class Definition:
    """One indicator. `question` quotes what people are asked; `collected` is False where Kith does not ask it yet."""

    name: str
    title: str
    question: tuple[str, ...]
    numerator: str
    denominator: str
    exclusions: str
    source: str
    caveat: str
    collected: bool = True

    def in_words(self) -> str:
        """Return the definition as one paragraph."""
        asked = " ".join(f'"{each}"' for each in self.question) or "Nothing is asked."
        status = "" if self.collected else "Not collected yet. "
        return (
            f"{status}Question: {asked} Numerator: {self.numerator} Denominator: {self.denominator} "
            f"Not counted: {self.exclusions} Source: {self.source}. {self.caveat}"
        )


def _shares(measure: Measure) -> Iterator[Definition]:
    labels = {category.name: category.label for category in measure.categories}
    for indicator in measure.indicators:
        yield Definition(
            name=f"{measure.name}:{indicator.name}",
            title=f"{measure.title}: {indicator.label}",
            question=measure.wording,
            numerator=f"People in: {'; '.join(labels[name] for name in indicator.numerator)}.",
            denominator=f"{indicator.denominator}.",
            exclusions=indicator.exclusions,
            source=indicator.source,
            caveat=indicator.caveat,
        )


def _mean(measure: Measure) -> Definition:
    share = next(_shares(measure))
    scores = "The sum of the scores, 3 (least often lonely) to 9 (most often)."
    return replace(share, name=f"{measure.name}:mean", title=f"{measure.title}: mean", numerator=scores)


CARE_USERS_CONTACT: Final = Definition(
    name="care_users_contact",
    title="Social contact of people who use care",
    question=(
        "Thinking about how much contact you've had with people you like, "
        "which of the following statements best describes your social situation?",
    ),
    numerator="People who say: I have as much social contact as I want with people I like.",
    denominator="People who use long-term support of the council, and answered the question.",
    exclusions=f"{NOBODY_ASKED} It has four answers and can never be added to the carers' question, which has three.",
    source="Adult Social Care Survey, question 8a; its licence (ASCOT, University of Kent) has to be cleared first",
    caveat="Kith does not ask who uses care. Read the Adult Social Care Survey for this figure.",
    collected=False,
)
CHANGE_AT_CHECK_IN: Final = Definition(
    name="change_at_check_in",
    title="Change of the loneliness score at a check-in",
    question=(),
    numerator="People whose score is lower at a check-in some weeks after their first answers.",
    denominator="People who answered all three questions both times.",
    exclusions=NOBODY_ASKED,
    source="UCLA three-item scale, twice",
    caveat="Kith keeps nothing by which a person could be found again after a day, so there is no check-in yet.",
    collected=False,
)
UNMET_NEED: Final = Definition(
    name="unmet_need",
    title="Looked for and not found",
    question=(),
    numerator="Conversations whose last search for a need found no local service that fitted all that was asked for.",
    denominator="Conversations in which that need was looked for near a place.",
    exclusions=(
        "People who said that their answers are not to be counted; searches without a need or without a "
        "place in England. A conversation counts once for each need, for oneself or for someone else."
    ),
    source="Searches in Kith's directory",
    caveat=(
        "Tells of the directory as much as of the area: what nobody has listed cannot be found. A person with several "
        "conversations counts in each."
    ),
)
SAFETY_REPLIES: Final = Definition(
    name="safety_replies",
    title="Safety replies, by council and quarter only",
    question=(),
    numerator="Conversations that met the fixed reply with numbers to call, once a week for each category.",
    denominator="None: no share is made.",
    exclusions="Conversations in which no place was told by then.",
    source="Kith's safety net",
    caveat="Neither people nor incidents. Never to be compared with reported cases, or used to look for a person.",
)

DEFINITIONS: Final = (
    *(definition for measure in MEASURES for definition in _shares(measure)),
    *(_mean(measure) for measure in MEASURES if measure.is_scored),
    CARE_USERS_CONTACT,
    CHANGE_AT_CHECK_IN,
    UNMET_NEED,
    SAFETY_REPLIES,
)
