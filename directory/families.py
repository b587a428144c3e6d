"""Words that mean nearly the same to somebody who looks for company or help. Data, in English, for people to edit.

People say "skint" or "going blind"; directories say "debt advice" and "sight loss". A word may be in several families.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from directory.words import words_of

_FAMILIES: Final = """
died dies dying death dead passed bereaved bereavement grief grieving mourning
widow widows widowed widower bereaved
stillbirth stillborn miscarriage miscarried
pet dog cat animal
debt debts debtor bailiff bailiffs arrears overdraft overdrawn owe owing skint bankrupt bankruptcy loan loans
money cash finances financial budget budgeting bills skint
benefit benefits allowance allowances pension pip
heating energy gas electric electricity freezing boiler
job jobs employment career careers unemployed unemployment jobless redundant redundancy sacked dole cv
rent landlord tenant tenancy eviction evicted housing homeless
foodbank pantry groceries
anxiety anxious worry worries worried worrying panic panicky stress stressed nerves
depressed depression mood down
counselling counsellor counselor therapy therapist
couple couples marriage married wife husband partner
dementia alzheimer's alzheimers memory forgetful forgetting
blind blindness sight sighted macular glaucoma cataract cataracts
deaf deafness hearing deafblind tinnitus bsl
veteran veterans army navy raf forces soldier soldiers military regiment
autism autistic asperger's aspergers asd neurodivergent neurodiverse
disabled disability disabilities impairment
downs syndrome disability
lung lungs copd asthma emphysema bronchitis breathing breathless
heart cardiac angina
drinking alcohol alcoholic alcoholism booze boozing sober
anorexia anorexic bulimia bulimic
psychosis psychotic schizophrenia schizophrenic
cancer tumour chemo chemotherapy leukaemia lymphoma
stroke aphasia
diabetes diabetic
epilepsy epileptic seizure seizures
menopause menopausal perimenopause
arthritis arthritic rheumatoid
pain fibromyalgia sciatica
ptsd trauma
baby babies newborn infant
pregnant pregnancy expecting bump bumps
breast breastfeeding feeding
toddler toddlers preschool playgroup tots under-fives fives
mum mums mother mothers mummy mam mom
dad dads father fathers daddy
gran grandma nan nana granny grandmother grandparent grandparents grandad granddad grandfather
teen teens teenager teenagers youth
gay lgbt lgbtq queer lesbian bisexual bi
trans transgender nonbinary
lad lads bloke blokes men
asylum refugee refugees
church chapel christian worship prayer pray praying
muslim muslims islam islamic mosque
hindu temple mandir
sikh gurdwara
jewish synagogue
esol english
computer computers laptop pc internet
tablet tablets ipad ipads
phone phones smartphone mobile telephone
scam scams scammed fraud fraudster con dodgy
sing singing singer choir choirs song songs
music band instrument
guitar ukulele
walk walks walking walker stroll strolling strollers ramble rambling hike hiking
run running jog jogging jogger
exercise exercises exercising fitness gym workout
football footy soccer
dance dances dancing dancer ballroom waltz
garden gardens gardening gardener allotment allotments plants planting
veg veggies vegetables vegetable
knit knitting crochet wool
sew sewing quilt quilts quilting needlework
paint painting painter art arts drawing sketching
clay pottery pots ceramics
wood woodwork woodworking carpentry furniture
mend mending fix fixing repair repairs repairing
bike bikes cycle cycling bicycle
train trains railway railways
film films cinema movie movies
book books reading novel novels
writing poetry poems poem writer
photo photos photography photographs camera
games chess dominoes scrabble draughts
cook cooking baking bake
lunch dinner meal meals supper
coffee tea cuppa brew
volunteer volunteering volunteers
bus buses minibus coach
lift lifts driver drivers ride rides
shopping shops supermarket groceries
visit visits visitor visitors visiting
letter letters post pen penfriend
swim swimming swimmer pool
"""


def _families(lines: Iterable[str]) -> Mapping[str, frozenset[str]]:
    families: dict[str, set[str]] = defaultdict(set)
    for words in map(words_of, lines):
        for word in words:
            families[word] |= words
    return {word: frozenset(others - {word}) for word, others in families.items()}


FAMILY: Final = _families(_FAMILIES.strip().splitlines())
"""For each word, the others that mean nearly the same."""


def with_families(words: Iterable[str]) -> frozenset[str]:
    """Return the words, and those that mean nearly the same."""
    return frozenset(each for word in words for each in (word, *FAMILY.get(word, ())))
