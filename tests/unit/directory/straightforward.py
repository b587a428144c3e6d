"""The rules of search, one service at a time and in plain Python: what the quick search is held to find, too.

It is slow (10 µs for each service) and meant to be read. Weights and lists are the ones that search uses.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import log
from string import ascii_lowercase

import numpy as np

from directory.candidates import Entry, Prefilter
from directory.families import FAMILY
from directory.kinship import CONDITIONS, DOING, FOR_SOME, GRAVE, IN_PASSING, NEAR, PASTIMES, REFUGE
from directory.likeness import ALIKE, KIN, QUITE_ALIKE, SAME_COSINE, STRONGER, UNLIKE_COSINE, VERY_ALIKE
from directory.meanings import LENGTH, Vector, rounded
from directory.model import ALL_ENGLAND, ANYHOW, AgeRange, Filter, Need, Place, Service, Status, Wanted, When
from directory.offering import offers
from directory.ranking import (
    DISTANCE,
    FARTHEST_KM,
    FOR_OTHERS,
    FRESHNESS,
    IN_DANGER,
    LIFE_STAGE,
    LIKENESS,
    LOCAL,
    NEARNESS_KM,
    NEED,
    NO_JOURNEY_KM,
    YEAR_DAYS,
    distance_to,
)
from directory.relaxing import A_LITTLE_FURTHER, ENOUGH, RADII_KM
from directory.schedule import LONDON
from directory.search import LONGEST_TEXT, Encodes, Wish
from directory.seeking import box_around
from directory.sentences import Outcome, of_silence, sentences, without_place
from directory.spelling import SHORTEST
from directory.suiting import ADULT, for_carers_only, is_crisis, own_needs
from directory.timing import at_the_time
from directory.variety import SEEN_ALREADY
from directory.words import words_of
from screening.people import LifeStage, Role


@dataclass(frozen=True)
class Answer:
    """What a search finds: all ids in their order, how far each is, what is said, and whether it was found nearby."""

    ids: tuple[str, ...]
    total: int
    relaxed: tuple[str, ...]
    local_found: bool


def find(entries: Iterable[Entry], encoder: Encodes, wish: Wish, now: datetime, *, include_examples: bool) -> Answer:
    """Find what suits a wish among all services."""
    place = wish.place
    rules = Prefilter(
        age=wish.age,
        gender=wish.gender,
        councils=(place.council, place.authority) if place else (),
        box=box_around(place, max(wish.radius_km, FARTHEST_KM)) if place else None,
        examples=include_examples,
    )
    everywhere = [there for entry in entries for there in at_each_place(entry)]
    passed = sorted((there for there in everywhere if passes(there.service, rules)), key=lambda one: one.service.id)
    asked = _asked(passed, encoder, wish)
    fits = rank(passed, asked, now.astimezone(LONDON))
    wanted = Rules(wish.radius_km)
    used = relax(fits, wanted, wish.needs)
    let = each_once(used.let(fits), wanted)
    fitting = _in_turn([fit for fit in let if fit.sure], asked) + _in_turn([fit for fit in let if not fit.sure], asked)
    others = stand_ins(fits, wanted, used, fitting)
    exactly = len({fit.service.id for fit in wanted.let(fits) if fit.local and fit.sure})
    said = sentences(_outcome(asked, wanted, used, fitting, others, exactly)) if place else without_place(len(others))
    found = (*fitting, *others)
    said += of_silence(len(found[:ENOUGH]), sum(not fit.sure for fit in found[:ENOUGH]))
    return Answer(tuple(fit.called for fit in found), len(found), said, exactly > 0)


@dataclass(frozen=True, slots=True)
class AtPlace(Entry):
    """A service as it is at the place with this number."""

    number: int = 0


def at_each_place(entry: Entry) -> Iterator[AtPlace]:
    """Yield the service at each of its places that are on the map; as it stands where none is."""
    places = entry.service.places
    known = [number for number, spot in enumerate(places)
             if spot.location.easting is not None and spot.location.northing is not None]  # fmt: skip
    for number in known or [0]:
        service = entry.service
        if number:
            here, others = places[number], (*places[:number], *places[number + 1 :])
            service = replace(service, location=here.location, schedules=here.schedules,
                              accessibility=here.accessibility, elsewhere=others)  # fmt: skip
        yield AtPlace(service, entry.version, entry.vector, number)


def services_of(places: Iterable[Entry]) -> list[Entry]:
    """Return one for each service."""
    return list({one.service.id: one for one in places}.values())


def each_once(fits: Sequence[Fit], wanted: Rules) -> list[Fit]:
    """Return one of the fits of each service, in their order: sure, then with nothing set aside, then the best."""
    best: dict[str, Fit] = {}
    for fit in sorted(fits, key=lambda fit: (not fit.sure, not wanted.allow(fit), -fit.score, fit.number)):
        best.setdefault(fit.service.id, fit)
    return [fit for fit in fits if best[fit.service.id] is fit]


def passes(service: Service, rules: Prefilter) -> bool:
    """Whether a service passes the rules that are never relaxed."""
    old_enough = rules.age is None or (999 if service.maximum_age is None else service.maximum_age) >= rules.age.minimum
    young_enough = rules.age is None or rules.age.maximum is None or (service.minimum_age or 0) <= rules.age.maximum
    return (
        service.status is Status.ACTIVE
        and old_enough
        and young_enough
        and (not rules.gender or service.gender in (None, rules.gender))
        and _reached(service, rules)
        and (not service.areas or not {*rules.councils, ALL_ENGLAND}.isdisjoint(service.areas))
        and (rules.examples or not service.example)
    )


def _reached(service: Service, rules: Prefilter) -> bool:
    spot = service.location
    if service.scope == "national" or not set(rules.councils).isdisjoint(service.areas):
        return True
    if not rules.box or spot is None or spot.easting is None or spot.northing is None:
        return False
    west, south, east, north = rules.box
    return west <= spot.easting <= east and south <= spot.northing <= north


def _asked(entries: Sequence[Entry], encoder: Encodes, wish: Wish) -> Asked:
    text = (wish.text or "").strip()[:LONGEST_TEXT]
    said = words_of(text)
    said = frozenset(respelt(word, entries) for word in said) if text and entries else said
    likeness = likeness_of(entries, encoder.encode([text])[0], said) if text and entries else None
    return Asked(
        wish.place,
        wish.age,
        wish.life_stages,
        wish.role,
        wish.needs,
        wish.wanted,
        wish.times,
        wish.gender is not None or bool({Filter.WOMEN, Filter.MEN} & wish.filters),
        said,
        likeness,
    )


def respelt(word: str, entries: Sequence[Entry]) -> str:
    """The word, or the word one slip away that most services have where nobody and no family has this one."""
    held = Counter(each for entry in services_of(entries) for each in entry.words)
    if len(word) < SHORTEST or not word.isalpha() or word in held or word in FAMILY:
        return word
    near = [each for each in held | dict.fromkeys(FAMILY, 0) if each[0] == word[0] and one_slip(word, each)]
    return min(near, key=lambda each: (-held[each], each), default=word)


def one_slip(typed: str, meant: str) -> bool:
    """Whether they differ by one letter too many, too few or another, or by two that changed places."""
    if len(typed) == len(meant):
        differing = [at for at in range(len(typed)) if typed[at] != meant[at]]
        if len(differing) == 1:
            return meant[differing[0]] in ascii_lowercase
        swapped = len(differing) == 2 and differing[1] == differing[0] + 1
        return swapped and typed[differing[0]] == meant[differing[1]] and typed[differing[1]] == meant[differing[0]]
    shorter, longer = sorted((typed, meant), key=len)
    for at in range(len(longer)):
        if longer[:at] + longer[at + 1 :] == shorter:
            return longer == typed or longer[at] in ascii_lowercase
    return False


def likeness_of(entries: Sequence[Entry], vector: Vector, said: frozenset[str]) -> list[float]:
    """How much each entry is about the text with this meaning and these words, from 0 to 1."""
    plainly = related(said - IN_PASSING)
    return [
        max(_blended(_cosine(entry, vector), share), 0 if entry.conditions.isdisjoint(plainly) else VERY_ALIKE)
        for entry, share in zip(entries, shares_of_words(entries, said), strict=True)
    ]


def related(said: Iterable[str]) -> frozenset[str]:
    """The words, and all of their families."""
    found = set(said)
    for word in said:
        found |= FAMILY.get(word, frozenset())
    return frozenset(found)


def _blended(cosine: float, worded: float) -> float:
    meant = min(max((cosine - UNLIKE_COSINE) / (SAME_COSINE - UNLIKE_COSINE), 0), 1)
    return STRONGER * max(meant, worded) + (1 - STRONGER) * min(meant, worded)


def _cosine(entry: Entry, vector: Vector) -> float:
    if entry.vector is None:
        return 0
    numbers, scale = rounded(entry.vector)
    wanted = np.rint(vector * LENGTH).astype(int).tolist()
    return sum(a * b for a, b in zip(numbers.tolist(), wanted, strict=True)) * float(scale) / LENGTH


def shares_of_words(entries: Sequence[Entry], said: frozenset[str]) -> list[float]:
    """Which share of the words that were said each entry has; a rare word counts for more than a common one."""
    services = services_of(entries)
    counts = {word: sum(not entry.words.isdisjoint(related({word})) for entry in services) for word in said}
    weights = {word: log(1 + len(services) / (0.5 + counts[word])) for word in sorted(said)}
    whole = sum(weights.values()) or 1.0
    return [sum(_part(word, entry) * (weights[word] / whole) for word in weights) for entry in entries]


def _part(word: str, entry: Entry) -> float:
    if word in entry.words:
        return 1
    return 0 if entry.words.isdisjoint(related({word})) else KIN


@dataclass(frozen=True, slots=True)
class Fit:
    """One service against one wish. `distance_km` is None where distance has no meaning.

    `needed`: it is what was asked for. `pointed_at`: the person's own words point to it. `closeness`: how well it may
    stand in for what was asked for, 0 when not at all. `sure`: it says that it is given as wanted.
    """

    service: Service
    score: float
    distance_km: float | None
    needed: bool
    pointed_at: bool
    closeness: float
    at_the_time: bool
    sure: bool
    number: int = 0

    @property
    def called(self) -> str:
        """The service's id, and at which of its places it fits."""
        return f"{self.service.id}~{self.number}" if self.number else self.service.id

    @property
    def local(self) -> bool:
        """Whether it is a service of the person's own area."""
        return self.service.scope == "local"


@dataclass(frozen=True, slots=True)
class Asked:
    """The parts of a wish that ranking reads; `likeness` is each entry's to what was typed, or None."""

    place: Place | None = None
    age: AgeRange | None = None
    life_stages: tuple[LifeStage, ...] = ()
    role: Role = Role.RESIDENT
    needs: tuple[Need, ...] = ()
    wanted: Wanted = ANYHOW
    times: frozenset[When] = frozenset()
    gender_known: bool = False
    said: frozenset[str] = frozenset()
    likeness: list[float] | None = None

    @property
    def nothing(self) -> bool:
        """Whether no wish was told: anything that brings company will do."""
        return not self.needs and self.likeness is None


def rank(entries: Sequence[Entry], asked: Asked, now: datetime) -> list[Fit]:
    """Return the fit of every entry that suits the person, the best first and names last, so that order is stable.

    Local services come first, unless the person typed a wish that a national one fits far better.
    """
    likeness = asked.likeness if asked.likeness is not None else [0.0] * len(entries)
    own = own_needs(asked.life_stages, asked.role)
    fits = [
        _fit(entry, asked, own, like, now)
        for entry, like in zip(entries, likeness, strict=True)
        if suits(entry, asked.age, asked.life_stages, asked.role, asked.needs, asked.said)
        and offers(entry.service, asked.wanted) is not False
    ]
    if asked.likeness is None:
        return sorted(fits, key=lambda fit: (not fit.local, -fit.score, fit.service.name, fit.service.id))
    return sorted(fits, key=lambda fit: (-fit.score - LOCAL * fit.local, fit.service.name, fit.service.id))


def _fit(entry: Entry, asked: Asked, own: frozenset[Need], likeness: float, now: datetime) -> Fit:
    service, wished = entry.service, frozenset(asked.needs)
    away = distance_to(service, asked.place)
    others, hard = unasked(entry, wished | own), for_hard_times(entry, wished)
    apart = len(others) + hard
    if not entry.needs.isdisjoint(wished):
        apart = min(apart, 1)
    apart += 2 * for_others_fate(entry, asked.said) + bool(service.gender and not asked.gender_known)
    score = (
        NEED * _need_fit(entry, asked, own)
        + LIKENESS * likeness
        + LIFE_STAGE * _stage_fit(service, asked.life_stages)
        + DISTANCE * _nearness(away)
        + FRESHNESS * _freshness(service.assured_date, now.date())
        - FOR_OTHERS * (1 - likeness / 2) * apart
        - IN_DANGER * is_crisis(service)
    )
    return Fit(
        service,
        score,
        away,
        needed=_needed(entry, likeness, asked, for_some=bool(others or hard)),
        pointed_at=likeness >= VERY_ALIKE,
        closeness=0 if others or hard else _closeness(service, asked, own),
        at_the_time=at_the_time(service, asked.times, asked.wanted.filters, now),
        sure=offers(service, asked.wanted) is True,
        number=entry.number if isinstance(entry, AtPlace) else 0,
    )


def _needed(entry: Entry, likeness: float, asked: Asked, *, for_some: bool) -> bool:
    """What names no need that was chosen must be very like the words; what is only for some, a good deal like them."""
    if asked.nothing:
        return not for_hard_times(entry, frozenset())
    in_danger = is_crisis(entry.service)
    if not entry.needs.isdisjoint(asked.needs) and not (in_danger and GRAVE.isdisjoint(asked.needs)):
        return True
    if asked.needs:
        return likeness >= VERY_ALIKE and not for_some
    return likeness >= (VERY_ALIKE if in_danger else QUITE_ALIKE if for_some else ALIKE)


def _need_fit(entry: Entry, asked: Asked, own: frozenset[Need]) -> float:
    """How much it is about the wishes: the share of them that it meets, how much else it is, and what it is first.

    Where no wish was told, company and what belongs to the person's own life.
    """
    if asked.nothing:
        return 0.5 if own & entry.needs else 0.3 if DOING & entry.needs else 0
    named = len(entry.needs.intersection(asked.needs))
    if not named:
        return 0
    first = entry.service.needs[0] in asked.needs
    return 0.6 * named / len(asked.needs) + 0.2 * named / len(entry.needs) + 0.2 * first


def _closeness(service: Service, asked: Asked, own: frozenset[Need]) -> float:
    """1 for a need next to one that was asked for, less for those further off, 0 for no relation."""
    lists = [NEAR[need] for need in asked.needs] or [PASTIMES, *((need,) for need in own)]
    return max(
        (1 - near.index(need) / len(near) for near in lists for need in service.needs if need in near), default=0.0
    )


def _stage_fit(service: Service, stages: tuple[LifeStage, ...]) -> float:
    """A little more for the person's own stage, 0 where it is for all, less where it is for others or may be."""
    if not service.life_stages:
        return 0
    if not stages:
        return -0.8 if len(service.life_stages) == 1 else 0
    return 0.5 if set(service.life_stages) & set(stages) else -1


def _nearness(away: float | None) -> float:
    """1 at the door, falling by more than half over five miles."""
    return float(np.exp(-(NO_JOURNEY_KM if away is None else away) / NEARNESS_KM))


def _freshness(assured: date | None, today: date) -> float:
    return max(0.0, 1 - (today - assured).days / YEAR_DAYS) if assured else 0


@dataclass(frozen=True, slots=True)
class Rules:
    """The wishes that can be set aside: how far, and at what time of the week."""

    radius_km: float
    times: bool = True

    def let(self, fits: Sequence[Fit]) -> list[Fit]:
        """Return the fits to what was asked for that these rules let through, in their order."""
        return [fit for fit in fits if fit.needed and self.allow(fit)]

    def allow(self, fit: Fit) -> bool:
        """Whether it is near enough, and at the time."""
        reach = self.radius_km * (A_LITTLE_FURTHER if fit.pointed_at else 1)
        near = fit.distance_km is None or fit.distance_km <= reach or not fit.local
        return near and (fit.at_the_time or not self.times)


def relax(fits: Sequence[Fit], wanted: Rules, needs: Sequence[Need] = ()) -> Rules:
    """Return the strictest rules, in the order of setting aside, that find enough local services.

    Where none do, the strictest that find the most. With several needs, each that can be met nearby must be.
    """
    if _gain(fits, wanted, needs)[:2] >= _full(needs):
        return wanted
    steps = list(_steps(wanted))
    gains = [_gain(fits, rules, needs) for rules in steps]
    return _put_back(fits, steps[gains.index(max(gains))], wanted, needs)


def stand_ins(fits: Sequence[Fit], wanted: Rules, used: Rules, shown: Sequence[Fit]) -> list[Fit]:
    """Return what fills the page when too little was found: near the wish, local before national; [] when enough was.

    Nothing is better than something out of place: a service without closeness to the wish is never a stand-in, nor one
    that does not say that it is given as wanted.
    """
    if len(shown) >= ENOUGH:
        return []
    taken = {fit.service.id for fit in shown}
    let = replace(used, times=False).allow
    near = [fit for fit in fits if fit.closeness > 0 and fit.sure and fit.service.id not in taken and let(fit)]
    near = each_once(near, wanted)
    near.sort(key=lambda fit: (not fit.local, -(fit.score + NEED * fit.closeness), fit.service.name, fit.service.id))
    return near[: ENOUGH - len(shown)]


def _steps(wanted: Rules) -> Iterator[Rules]:
    yield wanted
    anytime = replace(wanted, times=False)
    yield anytime
    yield from (replace(anytime, radius_km=radius) for radius in RADII_KM if radius > wanted.radius_km)


def _put_back(fits: Sequence[Fit], found: Rules, wanted: Rules, needs: Sequence[Need]) -> Rules:
    """Keep the time rule where setting it aside gained nothing."""
    kept = replace(found, times=wanted.times)
    return kept if _gain(fits, kept, needs) == _gain(fits, found, needs) else found


def _full(needs: Sequence[Need]) -> tuple[int, int]:
    return (len(needs), ENOUGH)


def _gain(fits: Sequence[Fit], rules: Rules, needs: Sequence[Need]) -> tuple[int, ...]:
    """How many of the needs a local service meets, then how many local services there are, up to enough.

    First of those that say that they are given as wanted, then of all.
    """
    local = [fit for fit in rules.let(fits) if fit.local]
    return (*_counted([fit for fit in local if fit.sure], needs), *_counted(local, needs))


def _counted(fits: Sequence[Fit], needs: Sequence[Need]) -> tuple[int, int]:
    met = {need for fit in fits for need in fit.service.needs}
    return (len(met & set(needs)), min(len({fit.service.id for fit in fits}), ENOUGH))


def _in_turn(fits: list[Fit], asked: Asked) -> list[Fit]:
    if asked.nothing:
        return mixed(fits)
    return one_of_each(fits, asked.needs) if len(asked.needs) > 1 else fits


def _outcome(
    asked: Asked, wanted: Rules, used: Rules, fitting: Sequence[Fit], others: Sequence[Fit], exactly: int
) -> Outcome:
    local = sum(fit.local for fit in fitting)
    times = ({Filter.WEEKEND, Filter.EVENING} & asked.wanted.filters) | asked.times
    return Outcome(
        needs=asked.needs,
        anything=asked.nothing,
        exactly=exactly,
        local=local,
        national=len(fitting) - local,
        others=len(others),
        others_local=sum(fit.local for fit in others),
        wanted_km=wanted.radius_km,
        used_km=used.radius_km,
        dropped_times=frozenset() if used.times else frozenset(times),
        beyond=any((fit.distance_km or 0) > used.radius_km for fit in fitting[:ENOUGH] if fit.local),
    )


def one_of_each(fits: Sequence[Fit], needs: Sequence[Need]) -> list[Fit]:
    """Return all fits so that each need that was asked for has its turn; one that meets several counts for each."""
    waiting = list(fits)
    turns: Counter[Need] = Counter()
    shown: list[Fit] = []
    for _ in range(min(len(needs), len(fits))):
        fewest = min((turns[need] for need in needs if _first(waiting, (need,))), default=None)
        behind = [need for need in needs if turns[need] == fewest]
        following = _first(waiting, behind)
        if following is None:
            break
        waiting.remove(following)
        shown.append(following)
        turns.update(set(following.service.needs) & set(needs))
    return shown + waiting


def mixed(fits: Iterable[Fit]) -> list[Fit]:
    """Return all fits, the best first, where each kind costs more the more often it has been shown."""
    kinds: dict[str, deque[Fit]] = {}
    for fit in fits:
        kinds.setdefault(fit.service.needs[0] if fit.service.needs else "", deque()).append(fit)
    turns: Counter[str] = Counter()
    shown: list[Fit] = []
    while kinds:
        kind = max(kinds, key=lambda kind: (kinds[kind][0].local, kinds[kind][0].score - SEEN_ALREADY * turns[kind]))
        shown.append(kinds[kind].popleft())
        turns[kind] += 1
        if not kinds[kind]:
            del kinds[kind]
    return shown


def _first(fits: Iterable[Fit], needs: Collection[Need]) -> Fit | None:
    return next((fit for fit in fits if set(needs) & set(fit.service.needs)), None)


def suits(
    entry: Entry,
    age: AgeRange | None,
    stages: tuple[LifeStage, ...],
    role: Role,
    needs: tuple[Need, ...],
    said: frozenset[str],
) -> bool:
    """Whether the service is for such a person at all; `said` are the words they used."""
    service = entry.service
    return (
        _of_age(service, age, stages)
        and _of_stage(service, stages, needs)
        and (role is Role.CARER or Need.CARERS_GROUP in needs or not for_carers_only(service))
        and _of_condition(entry, said, needs)
        and (REFUGE.isdisjoint(entry.words) or Need.LANGUAGE_ESOL in needs or not said.isdisjoint(entry.words))
    )


def unasked(entry: Entry, told: frozenset[Need]) -> frozenset[Need]:
    """Return what the service is for besides what this person told: a faith, a loss, an illness, being a parent."""
    return (entry.needs & FOR_SOME) - told


def for_hard_times(entry: Entry, asked: frozenset[Need]) -> bool:
    """Whether it is about crisis, illness, loss, therapy, work or money, and none of that was asked for."""
    return is_crisis(entry.service) or not (entry.needs & GRAVE) <= asked


def for_others_fate(entry: Entry, said: frozenset[str]) -> bool:
    """Whether it is about an illness or a loss that this person did not name."""
    return bool(entry.conditions) and not GRAVE.isdisjoint(entry.needs) and related(said).isdisjoint(entry.conditions)


def _of_age(service: Service, age: AgeRange | None, stages: tuple[LifeStage, ...]) -> bool:
    """Whoever may be under 18 gets nothing for adults only; the other limits are the database's."""
    told_young = stages == (LifeStage.YOUNG,)
    if (not told_young) if age is None else (age.maximum is None or age.minimum >= ADULT):
        return True
    for_grown_ups = service.life_stages and not {LifeStage.YOUNG, *stages} & set(service.life_stages)
    return (service.minimum_age or 0) < ADULT and not for_grown_ups


def _of_stage(service: Service, stages: tuple[LifeStage, ...], needs: tuple[Need, ...]) -> bool:
    """What is only for the young, or only for the old, is not for those at the other end of life."""
    theirs = set(service.life_stages)
    if not theirs or not stages or theirs & set(stages):
        return True
    if {Need.YOUTH_CLUB, Need.PARENT_BABY} & set(needs) & set(service.needs):
        return True
    if stages == (LifeStage.YOUNG,):
        return theirs != {LifeStage.LATER_LIFE}
    if stages == (LifeStage.LATER_LIFE,):
        return LifeStage.YOUNG not in theirs and theirs != {LifeStage.EARLY_YEARS}
    return theirs != {LifeStage.YOUNG}


def _of_condition(entry: Entry, said: frozenset[str], needs: tuple[Need, ...]) -> bool:
    """A service for people with dementia is for those who say so, or ask for such support and name nothing else."""
    if (
        not entry.conditions
        or Need.CONDITION_SUPPORT not in entry.needs
        or not related(said).isdisjoint(entry.conditions)
    ):
        return True
    return Need.CONDITION_SUPPORT in needs and related(said).isdisjoint(CONDITIONS)
