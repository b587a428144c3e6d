"""The measures that are published now. Bands of the UCLA total: Community Life Survey 2020/21, Annex B."""

from __future__ import annotations

from indicators.definitions import (
    ADULTS,
    CARER,
    CHILDREN,
    SCORED_ITEMS,
    Category,
    Indicator,
    Measure,
)

COMMUNITY_LIFE_SURVEY = "Community Life Survey bands (gov.uk, 2020/21, Annex B); UCLA three-item scale"
GSS = "GSS loneliness harmonised standard, direct measure"
NO_SCORE = "People who did not answer all three questions: no total is made and nothing is filled in."
NO_ANSWER = "People who preferred not to say, skipped the question or never reached it."
LONELINESS_CAVEAT = (
    "Local supplementary indicator from people who chose to use this service. Not comparable with PHOF B19, ASCOF 5A "
    "or Community Life Survey figures, and not a statutory return."
)
CARERS_CAVEAT = (
    "Local supplementary indicator from carers who chose to use this service. Not comparable with ASCOF 5A (carers), "
    "PHOF B18 or the Survey of Adult Carers in England, and not a statutory return."
)

LONELY_QUESTION = "How often do you feel lonely?"
ADULT_QUESTIONS = (
    "How often do you feel that you lack companionship?",
    "How often do you feel left out?",
    "How often do you feel isolated from others?",
)
CHILD_QUESTIONS = (
    "How often do you feel that you have no one to talk to?",
    "How often do you feel left out?",
    "How often do you feel alone?",
)
CONTACT_QUESTION = (
    "Thinking about how much social contact you've had with people you like, "
    "which of the following statements best describes your present social situation?"
)

BANDS = (
    Category("least", "Least often lonely (3 to 4)", frozenset({3, 4})),
    Category("some", "Lonely some of the time (5 to 7)", frozenset({5, 6, 7})),
    Category("most", "Most often lonely (8 to 9)", frozenset({8, 9})),
)
DIRECT_ANSWERS = (
    Category("often", "Often or always", frozenset({"often"})),
    Category("some_of_the_time", "Some of the time", frozenset({"some_of_the_time"})),
    Category("less_often", "Less often or never", frozenset({"occasionally", "hardly_ever", "never"})),
)
CONTACT_ANSWERS = (
    Category("contact_enough", "As much social contact as I want", frozenset({"contact_enough"})),
    Category("contact_some", "Some social contact but not enough", frozenset({"contact_some"})),
    Category("contact_little", "Little social contact, socially isolated", frozenset({"contact_little"})),
)


def _ucla_indicators(who: str) -> tuple[Indicator, ...]:
    return tuple(
        Indicator(
            name=f"ucla_{band.name}",
            label=band.label,
            numerator=(band.name,),
            denominator=f"{who} who answered all three questions",
            exclusions=NO_SCORE,
            source=COMMUNITY_LIFE_SURVEY,
            caveat=LONELINESS_CAVEAT,
        )
        for band in BANDS
    )


def _direct_indicators(who: str) -> tuple[Indicator, ...]:
    answered = f"{who} who answered the question"
    return (
        Indicator(
            name="lonely_often",
            label="Often or always",
            numerator=("often",),
            denominator=answered,
            exclusions=NO_ANSWER,
            source=GSS,
            caveat=LONELINESS_CAVEAT,
        ),
        Indicator(
            name="lonely_often_or_some",
            label="Often or always, or some of the time",
            numerator=("often", "some_of_the_time"),
            denominator=answered,
            exclusions=NO_ANSWER,
            source=f"{GSS}; share as PHOF B19 defines it",
            caveat=LONELINESS_CAVEAT,
        ),
    )


ADULT_UCLA = Measure(
    name="adult_ucla",
    title="Loneliness score, adults (16 and over)",
    population=ADULTS,
    items=SCORED_ITEMS,
    wording=ADULT_QUESTIONS,
    categories=BANDS,
    indicators=_ucla_indicators("Adults"),
    by_ward=True,
)
ADULT_DIRECT = Measure(
    name="adult_direct",
    title="How often adults (16 and over) say they feel lonely",
    population=ADULTS,
    items=("lonely",),
    wording=(LONELY_QUESTION,),
    categories=DIRECT_ANSWERS,
    indicators=_direct_indicators("Adults"),
    by_ward=True,
)
CARERS_CONTACT = Measure(
    name="carers_contact",
    title="Social contact of unpaid carers (18 and over)",
    population=ADULTS,
    items=("social_contact",),
    wording=(CONTACT_QUESTION,),
    categories=CONTACT_ANSWERS,
    indicators=(
        Indicator(
            name="carers_enough_contact",
            label="As much social contact as I want",
            numerator=("contact_enough",),
            denominator="Unpaid carers who answered the question",
            exclusions=NO_ANSWER,
            source="Survey of Adult Carers in England, question 11 (three answers), asked here in a chat",
            caveat=CARERS_CAVEAT,
        ),
    ),
    roles=(CARER,),
)
CHILD_UCLA = Measure(
    name="child_ucla",
    title="Loneliness score, children (10 to 15)",
    population=CHILDREN,
    items=SCORED_ITEMS,
    wording=CHILD_QUESTIONS,
    categories=BANDS,
    indicators=_ucla_indicators("Children"),
    by_life_stage=False,
)
CHILD_DIRECT = Measure(
    name="child_direct",
    title="How often children (10 to 15) say they feel lonely",
    population=CHILDREN,
    items=("lonely",),
    wording=(LONELY_QUESTION,),
    categories=DIRECT_ANSWERS,
    indicators=_direct_indicators("Children"),
    by_life_stage=False,
)
MEASURES = (ADULT_UCLA, ADULT_DIRECT, CARERS_CONTACT, CHILD_UCLA, CHILD_DIRECT)
