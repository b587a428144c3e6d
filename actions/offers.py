"""What is offered: the needs in people's words, which of them fit whom, and what to do with results."""

from __future__ import annotations

from typing import Final

from actions.path import ADULT_AGE, youngest
from actions.turn import Slots
from bot.messages import Button
from directory.model import Need
from language.phrases import phrase
from screening.people import LifeStage, Role, stage_of

NEED_TITLES: Final = {
    Need.BEFRIENDING: phrase("Someone to talk to"),
    Need.LUNCH_SOCIAL: phrase("Lunch clubs and coffee mornings"),
    Need.WALKING_ACTIVITY: phrase("Walks and keeping active"),
    Need.ARTS_CRAFTS: phrase("Singing, art and crafts"),
    Need.GARDENING: phrase("Gardening"),
    Need.MENS_SHED: phrase("Men's sheds"),
    Need.PARENT_BABY: phrase("Parent and baby groups"),
    Need.YOUTH_CLUB: phrase("Youth clubs"),
    Need.CARERS_GROUP: phrase("Groups for carers"),
    Need.BEREAVEMENT: phrase("After someone has died"),
    Need.FAITH_CULTURE: phrase("Faith and culture"),
    Need.LGBT: phrase("LGBT+ groups"),
    Need.LANGUAGE_ESOL: phrase("Learning English"),
    Need.DIGITAL_SKILLS: phrase("Help with phones and computers"),
    Need.TRANSPORT: phrase("Getting about"),
    Need.EMPLOYMENT: phrase("Finding work"),
    Need.MONEY_ADVICE: phrase("Help with money"),
    Need.TALKING_THERAPY: phrase("Help with worry or low mood"),
    Need.VOLUNTEERING: phrase("Volunteering"),
    Need.CONDITION_SUPPORT: phrase("Living with an illness or disability"),
}
_EVERYONE: Final = (Need.BEFRIENDING, Need.WALKING_ACTIVITY, Need.ARTS_CRAFTS)
OFFERED: Final[dict[str | None, tuple[Need, ...]]] = {
    LifeStage.EARLY_YEARS: (
        *(Need.PARENT_BABY, Need.BEFRIENDING, Need.WALKING_ACTIVITY),
        *(Need.TALKING_THERAPY, Need.MONEY_ADVICE),
    ),
    LifeStage.YOUNG: (Need.YOUTH_CLUB, *_EVERYONE, Need.LGBT, Need.TALKING_THERAPY, Need.VOLUNTEERING),
    LifeStage.WORKING_AGE: (*_EVERYONE, Need.MENS_SHED, Need.EMPLOYMENT, Need.VOLUNTEERING, Need.TALKING_THERAPY),
    LifeStage.LATER_LIFE: (*_EVERYONE, Need.LUNCH_SOCIAL, Need.GARDENING, Need.BEREAVEMENT, Need.TRANSPORT),
    None: (*_EVERYONE, Need.LUNCH_SOCIAL, Need.GARDENING, Need.BEREAVEMENT, Need.VOLUNTEERING),
}
NOT_FOR_CHILDREN: Final = frozenset(
    {Need.EMPLOYMENT, Need.LUNCH_SOCIAL, Need.MENS_SHED, Need.MONEY_ADVICE, Need.VOLUNTEERING}
)
_CHILD_UNDER: Final = 16
_YOUNG_UP_TO: Final = 25

_WIDER: Final = Button(title=phrase("Look further away"), payload="/wider")
_GOODBYE: Final = Button(title=phrase("That's all, thank you"), payload="/goodbye")
AFTER_RESULTS: Final = (
    Button(title=phrase("None of these suit me"), payload="/none_suit"),
    _WIDER,
    Button(title=phrase("Something else to do"), payload="/other_need"),
    _GOODBYE,
)
AFTER_RESULTS_FOR_SOMEONE_ELSE: Final = (
    Button(title=phrase("None of these suit them"), payload="/none_suit"),
    _WIDER,
    Button(title=phrase("Something else for them"), payload="/other_need"),
    _GOODBYE,
)


SHOW_KEPT: Final = Button(title=phrase("Show what I kept"), payload="/shortlist")


def for_someone_else(slots: Slots) -> bool:
    """Whether the person asks for somebody else: "they", never "you"."""
    return slots.get("role") == Role.FOR_SOMEONE_ELSE


def under_18(slots: Slots) -> bool:
    """Whether the person who is talking may be under 18, by the age they told of themselves."""
    age = None if for_someone_else(slots) else youngest(slots)
    return age is not None and age < ADULT_AGE


def is_child(slots: Slots) -> bool:
    """Whether services are looked for for somebody under 16."""
    age = youngest(slots)
    return age is not None and age < _CHILD_UNDER


def after_results(slots: Slots) -> tuple[Button, ...]:
    """What can be done with results, in words for the person or for whoever asks for them."""
    always = AFTER_RESULTS_FOR_SOMEONE_ELSE if for_someone_else(slots) else AFTER_RESULTS
    return (SHOW_KEPT, *always) if slots.get("kept") else always


def need_choices(slots: Slots) -> list[Button]:
    """The wishes to choose from, as buttons, with "anything" last."""
    near = phrase("Anything near them") if for_someone_else(slots) else phrase("Anything near me")
    wishes = [Button(title=_title(need, slots), payload=f'/need{{"need":"{need}"}}') for need in offered(slots)]
    return [*wishes, Button(title=near, payload="/no_preference")]


def offered(slots: Slots) -> tuple[Need, ...]:
    """The needs that fit a person's stage of life and age; carers are shown groups for carers first."""
    age = youngest(slots)
    own = (Need.CARERS_GROUP,) if slots.get("role") == Role.CARER else ()
    needs = OFFERED.get(_stage(slots.get("life_stage"), age), OFFERED[None])
    return (*own, *(need for need in needs if not (is_child(slots) and need in NOT_FOR_CHILDREN)))


def _stage(chosen: str | None, age: int | None) -> str | None:
    """The stage that was chosen, unless the age makes it a slip; a child may well be a parent."""
    if age is None or chosen == LifeStage.EARLY_YEARS:
        return chosen
    slip = chosen == LifeStage.YOUNG and age > _YOUNG_UP_TO
    return stage_of(age) if slip or age < _CHILD_UNDER else chosen


def _title(need: Need, slots: Slots) -> str:
    if need is Need.CARERS_GROUP and under_18(slots):
        return phrase("Groups for young carers")
    return NEED_TITLES[need]
