"""What is offered: the needs in people's words, which of them fit a stage of life, and what to do with results."""

from __future__ import annotations

from typing import Final

from bot.messages import Button
from directory.model import Need
from language.phrases import phrase
from screening.people import LifeStage

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
    Need.TALKING_THERAPY: phrase("Talking therapy"),
    Need.VOLUNTEERING: phrase("Volunteering"),
    Need.CONDITION_SUPPORT: phrase("Living with an illness or disability"),
}
_EVERYONE: Final = (Need.BEFRIENDING, Need.WALKING_ACTIVITY, Need.ARTS_CRAFTS)
OFFERED: Final[dict[str | None, tuple[Need, ...]]] = {
    LifeStage.EARLY_YEARS: (Need.PARENT_BABY, Need.WALKING_ACTIVITY, Need.TALKING_THERAPY, Need.MONEY_ADVICE),
    LifeStage.YOUNG: (Need.YOUTH_CLUB, Need.ARTS_CRAFTS, Need.LGBT, Need.TALKING_THERAPY, Need.VOLUNTEERING),
    LifeStage.WORKING_AGE: (*_EVERYONE, Need.MENS_SHED, Need.EMPLOYMENT, Need.VOLUNTEERING, Need.TALKING_THERAPY),
    LifeStage.LATER_LIFE: (*_EVERYONE, Need.LUNCH_SOCIAL, Need.GARDENING, Need.BEREAVEMENT, Need.TRANSPORT),
    None: (*_EVERYONE, Need.LUNCH_SOCIAL, Need.GARDENING, Need.BEREAVEMENT, Need.VOLUNTEERING),
}
AFTER_RESULTS: Final = (
    Button(title=phrase("None of these suit me"), payload="/none_suit"),
    Button(title=phrase("Look further away"), payload="/wider"),
    Button(title=phrase("Something else to do"), payload="/other_need"),
    Button(title=phrase("That's all, thank you"), payload="/goodbye"),
)
