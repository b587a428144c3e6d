"""Which of our codes the words of a record mean, each with its reason: needs, life stages, cost, ways to take part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from directory.importing.records import RawAccess, RawService
from directory.importing.text import one_line
from directory.importing.vocabulary import BY_AGES, Evidence, Vocabulary
from directory.model import Access, Attending, Cost, CostOption, Gender, Need
from directory.openreferral.vocabulary import VOCABULARIES, taxonomy_id
from screening.people import LifeStage

LONGEST_TERM: Final = 255
OURS: Final = {taxonomy_id(name): name for name in VOCABULARIES}
"""The taxonomies that Kith publishes: who publishes with Kith means exactly what their terms say."""
_WOMEN_OR_MEN: Final[dict[str, Gender]] = {"women": "women", "men": "men"}
_WAYS: Final = {
    "in person": "in_person",
    "by phone": "phone",
    "by text": "text",
    "online": "online",
    "at home": "home_visit",
}


class Codes:
    """Reads one record; `evidence` gathers why the service bears each code, in the order of the questions."""

    def __init__(self, vocabulary: Vocabulary, record: RawService) -> None:
        self._vocabulary = vocabulary
        self._record = record
        self.evidence: list[Evidence] = []
        self._ours = _our_terms(record)
        self.terms = self._ours.get("keyword", ()) if self._ours else _terms(record)
        eligibility = one_line(record.eligibility_description or "")
        self._for_whom = (*(() if self._ours else self.terms), *filter(None, (eligibility,)))

    def needs(self, name: str) -> tuple[Need, ...]:
        """What the terms name; else what the name of the service does."""
        told = self._told("need", self._terms_of("need"))
        if not told and not self._ours:
            told = self._kept(self._vocabulary.of_name("need", name))
        return tuple(map(Need, told))

    def life_stages(self, low: int | None, high: int | None) -> tuple[LifeStage, ...]:
        """What the terms name; else what the ages say."""
        if (stages := self._told("life_stage", self._terms_of("life_stage"))) or self._ours:
            return tuple(map(LifeStage, stages))
        if (low or 0) >= 50:
            stage = LifeStage.LATER_LIFE
        elif high is not None and high <= 25 and (low or 0) >= 5:
            stage = LifeStage.YOUNG
        else:
            return ()
        self.evidence.append(Evidence("life_stage", stage, BY_AGES, "ages", f"{low or 0} to {high or 'no end'}"))
        return (stage,)

    def for_carers(self) -> bool:
        """Whether the service is for people who care for others."""
        return bool(self._told("carers", self._for_whom))

    def gender(self) -> Gender | None:
        """Women and men both named is everyone."""
        said = set(self._told("gender", self._for_whom))
        return _WOMEN_OR_MEN[said.pop()] if len(said) == 1 else None

    def cost(self) -> Cost:
        """What it costs: the least that is asked, else what the words say."""
        if self._ours:
            return _our_cost(self._record)
        record = self._record
        words = one_line(record.fees or record.fees_description or "")
        amounts = [one.amount for one in record.cost_options if one.amount is not None]
        told = [one_line(one.option or "") for one in record.cost_options]
        said = self._told("cost", tuple(filter(None, (*told, words))))
        about = words or next((one_line(one.amount_description or "") for one in record.cost_options), "")
        if any(amounts):
            return Cost(CostOption.PAID, round(min(filter(None, amounts)), 2), about or None)
        if amounts or "free" in said:
            return Cost(CostOption.FREE, None, about or None)
        return Cost(CostOption.DONATION if "donation" in said else CostOption.UNKNOWN, None, about or None)

    def attending(self, *, has_place: bool) -> tuple[Attending, ...]:
        """How it is met: what the record and its terms say; else in person, where there is a place."""
        if self._ours:
            return tuple(map(Attending, self._told("attending", self._terms_of("attending"))))
        said = (self._record.attending_type, *(schedule.attending_type for schedule in self._record.schedules))
        ways = self._told("attending", tuple(dict.fromkeys(one_line(words) for words in said if words)))
        plain = (_WAYS.get(term.casefold()) for term in self.terms)
        found = dict.fromkeys((*ways, *filter(None, plain)))
        return tuple(map(Attending, found or (("in_person",) if has_place else ())))

    def access(self) -> Access | None:
        """How a person gets in."""
        said = self._record.attending_access or self._record.application_process
        found = self._told("access", (one_line(said),)) if said else ()
        return Access(found[0]) if found else None

    def accessibility(self) -> tuple[str, ...]:
        """Which features help people in, at the service or at any of its places."""
        spots = [spot.location for spot in self._record.service_at_locations if spot.location]
        features: list[RawAccess] = [*self._record.accessibility]
        for spot in spots:
            features += (*spot.accessibility, *spot.accessibility_for_disabilities)
        words = (one_line(text) for one in features for text in (one.accessibility, one.description) if text)
        return tuple(self._told("accessibility", tuple(dict.fromkeys(words))))

    def _terms_of(self, taxonomy: str) -> tuple[str, ...]:
        """The terms that may say something about a taxonomy of ours."""
        return self._ours.get(taxonomy, ()) if self._ours else self.terms

    def _told(self, taxonomy: str, terms: tuple[str, ...]) -> Sequence[str]:
        """The codes that the terms say, surest evidence kept."""
        return self._kept(self._vocabulary.of_terms(taxonomy, terms)) if terms else ()

    def _kept(self, found: Iterable[Evidence]) -> list[str]:
        before = len(self.evidence)
        self.evidence += found
        return [one.code for one in self.evidence[before:]]


def _our_terms(record: RawService) -> Mapping[str, tuple[str, ...]]:
    """The words of the terms of our own taxonomies; {} for what was not published with Kith."""
    found: dict[str, tuple[str, ...]] = {}
    for term in (one.taxonomy_term for one in record.attributes):
        if term and (taxonomy := OURS.get(term.taxonomy_id or "")):
            words = one_line((term.term if taxonomy == "keyword" else term.name) or "")
            found[taxonomy] = (*found.get(taxonomy, ()), *filter(None, (words,)))
    return found


def _our_cost(record: RawService) -> Cost:
    """What it costs, as we publish it: one option at most, which bears our own name for it."""
    for one in record.cost_options:
        if one.option in set(CostOption):
            return Cost(CostOption(one.option), one.amount, one.amount_description)
    return Cost(CostOption.UNKNOWN)


def _terms(record: RawService) -> tuple[str, ...]:
    """The words of every term, value and eligibility, each once."""
    raw = (one.taxonomy_term or one.taxonomy for one in (*record.attributes, *record.service_taxonomys))
    said = [term.name or term.term or "" for term in raw if term]
    said += [one.value or one.label or "" for one in record.attributes if not one.taxonomy_term]
    said += [each.eligibility or "" for each in record.eligibilitys]
    return tuple(words for words in dict.fromkeys(map(one_line, said)) if words and len(words) <= LONGEST_TERM)
