"""Which needs lie near one another, and which services are only for those who ask. Data, for people to edit."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from directory.model import Need
from directory.words import words_of

COMPANY: Final = (Need.BEFRIENDING, Need.LUNCH_SOCIAL)
"""What may help whoever looked for something to do and did not find it."""
PASTIMES: Final = (Need.ARTS_CRAFTS, Need.LUNCH_SOCIAL, Need.BEFRIENDING, Need.MENS_SHED, Need.WALKING_ACTIVITY)
"""What may stand in for a pastime that a person named and nobody offers."""
DOING: Final = frozenset(
    {Need.LUNCH_SOCIAL, Need.WALKING_ACTIVITY, Need.ARTS_CRAFTS, Need.GARDENING, Need.MENS_SHED, Need.BEFRIENDING}
)
"""What "anything near me" is meant to find first."""

NEAR: Final[Mapping[Need, tuple[Need, ...]]] = MappingProxyType(
    {
        Need.BEFRIENDING: (Need.LUNCH_SOCIAL, Need.WALKING_ACTIVITY, Need.ARTS_CRAFTS),
        Need.LUNCH_SOCIAL: (Need.BEFRIENDING, Need.ARTS_CRAFTS, Need.WALKING_ACTIVITY),
        Need.WALKING_ACTIVITY: (Need.GARDENING, *COMPANY),
        Need.ARTS_CRAFTS: (Need.LUNCH_SOCIAL, Need.BEFRIENDING, Need.VOLUNTEERING),
        Need.GARDENING: (Need.WALKING_ACTIVITY, Need.VOLUNTEERING, *COMPANY),
        Need.MENS_SHED: (Need.ARTS_CRAFTS, Need.GARDENING, *COMPANY),
        Need.PARENT_BABY: COMPANY,
        Need.YOUTH_CLUB: (Need.ARTS_CRAFTS, Need.WALKING_ACTIVITY, Need.VOLUNTEERING),
        Need.CARERS_GROUP: COMPANY,
        Need.BEREAVEMENT: (Need.BEFRIENDING, Need.TALKING_THERAPY),
        Need.FAITH_CULTURE: COMPANY,
        Need.LGBT: COMPANY,
        Need.LANGUAGE_ESOL: (Need.LUNCH_SOCIAL, Need.DIGITAL_SKILLS),
        Need.DIGITAL_SKILLS: COMPANY,
        Need.TRANSPORT: (Need.BEFRIENDING,),
        Need.EMPLOYMENT: (Need.VOLUNTEERING, Need.DIGITAL_SKILLS),
        Need.MONEY_ADVICE: (Need.EMPLOYMENT,),
        Need.TALKING_THERAPY: (Need.BEFRIENDING,),
        Need.VOLUNTEERING: (Need.GARDENING, Need.LUNCH_SOCIAL),
        Need.CONDITION_SUPPORT: COMPANY,
    }
)
"""For each need, those that may stand in for it when too little meets it, the nearest first."""

GRAVE: Final = frozenset(
    {Need.TALKING_THERAPY, Need.MONEY_ADVICE, Need.CONDITION_SUPPORT, Need.BEREAVEMENT, Need.EMPLOYMENT}
)
"""Never an answer to a wish for company: shown to those who ask."""
FOR_SOME: Final = GRAVE | {
    Need.FAITH_CULTURE,
    Need.LGBT,
    Need.LANGUAGE_ESOL,
    Need.CARERS_GROUP,
    Need.PARENT_BABY,
    Need.YOUTH_CLUB,
}
"""What makes a lunch club a lunch club for some: later for people who did not say that it is for them."""

CRISIS: Final = "crisis"
"""The keyword of a line for someone in danger: an answer to those who ask for it, never something to fill a page."""

CONDITIONS: Final = words_of(
    """
    adhd alcohol alzheimer's aphasia arthritis asperger's asthma autism autistic bipolar blind bulimia anorexia eating
    cancer cardiac copd learning deaf deafblind dementia diabetes disability disabled epilepsy fibromyalgia heart
    hearing lung lungs macular memory menopause neurodivergent pain parkinson's psychosis ptsd schizophrenia sickle
    sight stroke tinnitus veteran veterans voices forces army drinking visions suicide stillbirth stillborn
    miscarriage
    """
)
"""Words that name a condition, a past or a loss: a service that carries one is for people who name it too."""
IN_PASSING: Final = words_of("eating hearing heart learning memory drinking forces pain sight stroke voices visions")
"""Those of them that people also say of other things: "learning to cook", "stroke a dog". They open, and never lead."""
REFUGE: Final = words_of("asylum")
"""Words of services for people who fled to this country, which are no answer to a wish for culture or gardening."""
