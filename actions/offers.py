"""What is offered: the needs in people's words, which of them fit a stage of life, and what to do with results."""

from __future__ import annotations

from typing import Final

from bot.messages import Button
from directory.model import Need
from screening.people import LifeStage

NEED_TITLES: Final = {
    Need.BEFRIENDING: "Someone to talk to",
    Need.LUNCH_SOCIAL: "Lunch clubs and coffee mornings",
    Need.WALKING_ACTIVITY: "Walks and keeping active",
    Need.ARTS_CRAFTS: "Singing, art and crafts",
    Need.GARDENING: "Gardening",
    Need.MENS_SHED: "Men's sheds",
    Need.PARENT_BABY: "Parent and baby groups",
    Need.YOUTH_CLUB: "Youth clubs",
    Need.CARERS_GROUP: "Groups for carers",
    Need.BEREAVEMENT: "After someone has died",
    Need.FAITH_CULTURE: "Faith and culture",
    Need.LGBT: "LGBT+ groups",
    Need.LANGUAGE_ESOL: "Learning English",
    Need.DIGITAL_SKILLS: "Help with phones and computers",
    Need.TRANSPORT: "Getting about",
    Need.EMPLOYMENT: "Finding work",
    Need.MONEY_ADVICE: "Help with money",
    Need.TALKING_THERAPY: "Talking therapy",
    Need.VOLUNTEERING: "Volunteering",
    Need.CONDITION_SUPPORT: "Living with an illness or disability",
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
    Button(title="None of these suit me", payload="/none_suit"),
    Button(title="Look further away", payload="/wider"),
    Button(title="Something else to do", payload="/other_need"),
    Button(title="That's all, thank you", payload="/goodbye"),
)
