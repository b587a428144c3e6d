"""Which of our codes the words of a record mean, each with its reason: needs, life stages, cost, ways to take part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from directory.importing.age_words import Ages, ages_of_field, ages_of_text
from directory.importing.described import Described
from directory.importing.field_values import is_nothing
from directory.importing.prices import cost_told, is_gift, only_for_some
from directory.importing.records import RawAccess, RawAttribute, RawCost, RawService, RawServiceAtLocation
from directory.importing.text import one_line
from directory.importing.vocabulary import BY_AGES, IN_NAME, IN_TEXT, WITHIN, Basis, Evidence, Vocabulary
from directory.importing.whereabouts import Met
from directory.model import Access, Attending, Cost, CostOption, Gender, Need
from directory.openreferral.vocabulary import VOCABULARIES, taxonomy_id
from screening.people import LifeStage

LONGEST_TERM: Final = 255
OURS: Final = {taxonomy_id(name): name for name in VOCABULARIES}
"""The taxonomies that Kith publishes: who publishes with Kith means exactly what their terms say."""
_WOMEN_OR_MEN: Final[dict[str, Gender]] = {"women": "women", "men": "men"}
WHOLE: Final = ("term", "correction")
"""Evidence that is about a term as a whole, not about a word in it."""
LONGEST_PRICE: Final = 100
POUNDS: Final = ("gbp", "£", "pounds", "pound", "pounds sterling", "sterling")
OLDEST_OF_EARLY_YEARS: Final = 5
"""A description that names smaller children means a group of parents: the stage says so, and not who may come."""
_WAYS: Final = {
    "in person": "in_person",
    "by phone": "phone",
    "by text": "text",
    "online": "online",
    "at home": "home_visit",
}


class Codes:
    """Reads one record; `evidence` gathers why the service bears each code, in the order of the questions."""

    def __init__(
        self, vocabulary: Vocabulary, record: RawService, name: str, text: str, today: date | None = None
    ) -> None:
        self._vocabulary = vocabulary
        self._record = record
        self._costs = [one for one in record.cost_options if _holds(one, today)]
        self.evidence: list[Evidence] = []
        self._ours = _our_terms(record)
        self.terms = self._ours.get("keyword", ()) if self._ours else _terms(record)
        eligibility = one_line(record.eligibility_description or "")
        self._text = "" if self._ours else text
        self._described = Described(vocabulary, "" if self._ours else name, self._text)
        self._for_whom = (*(() if self._ours else self.terms), *filter(None, (eligibility,)))

    def needs(self, name: str) -> tuple[Need, ...]:
        """What the terms and the name of the service name; where they name nothing, what its description does."""
        told = self._told("need", self._terms_of("need"))
        if not self._ours:
            told += self._kept(one for one in self._vocabulary.of_name("need", name) if one.code not in told)
            told = told or self._kept(self._described.needs())
        return tuple(map(Need, told))

    def ages(self, name: str) -> Ages:
        """The service's own; else the widest of its eligibilities (an open end stays open); else what words say."""
        record = self._record
        if record.minimum_age is not None or record.maximum_age is not None:
            return record.minimum_age, record.maximum_age
        lows = [each.minimum_age or 0 for each in record.eligibilitys]
        highs = [each.maximum_age for each in record.eligibilitys if each.maximum_age is not None]
        if any(lows) or highs:
            return min(lows) or None, max(highs) if len(highs) == len(lows) else None
        return (None, None) if self._ours else self._ages_in_words(name)

    def _ages_in_words(self, name: str) -> Ages:
        """What the fields for who may come say, else the name, else the description."""
        fields = (self._record.eligibility_description, *(each.eligibility for each in self._record.eligibilitys))
        for words in map(one_line, filter(None, fields)):
            if found := ages_of_field(words):
                return self._kept_ages(found, WITHIN, "field", words)
        named: tuple[tuple[str, float, Basis], ...] = ((name, IN_NAME, "name"), (self._text, IN_TEXT, "description"))
        for words, confidence, basis in named:
            found = ages_of_text(words)
            if found and (found[1] is None or found[1] > OLDEST_OF_EARLY_YEARS):
                return self._kept_ages(found, confidence, basis, words)
        return None, None

    def _kept_ages(self, found: Ages, confidence: float, basis: Basis, words: str) -> Ages:
        code = "-".join("" if age is None else str(age) for age in found)
        self.evidence.append(Evidence("age", code, confidence, basis, words[:LONGEST_TERM]))
        return found

    def life_stages(self, low: int | None, high: int | None) -> tuple[LifeStage, ...]:
        """What the terms name; else what the ages say, else the description."""
        if (stages := self._told("life_stage", self._terms_of("life_stage"))) or self._ours:
            return tuple(map(LifeStage, stages))
        if (low or 0) >= 50:
            stage = LifeStage.LATER_LIFE
        elif high is not None and high <= OLDEST_OF_EARLY_YEARS:
            stage = LifeStage.EARLY_YEARS
        elif high is not None and high <= 25 and (low or 0) >= 4:
            stage = LifeStage.YOUNG
        elif low or high is not None:
            return ()
        else:
            return tuple(map(LifeStage, self._kept(self._described.life_stage())))
        self.evidence.append(Evidence("life_stage", stage, BY_AGES, "ages", f"{low or 0} to {high or 'no end'}"))
        return (stage,)

    def for_carers(self) -> bool:
        """Whether the service is for people who care for others."""
        return bool(self._told("carers", self._for_whom))

    def gender(self) -> Gender | None:
        """Women and men both named is everyone."""
        said = set(self._told("gender", self._for_whom) or self._kept(self._described.gender()))
        return _WOMEN_OR_MEN[said.pop()] if len(said) == 1 else None

    def cost(self, minimum_age: int | None) -> Cost:
        """What it costs: the least that is asked, else what the words say, else what the description does."""
        if self._ours:
            return _our_cost(self._record)
        record = self._record
        words = one_line(record.fees or record.fees_description or "")
        about = words or next((one_line(one.amount_description or "") for one in self._costs), "") or None
        about = None if is_nothing(about) else about
        asked = [one for one in self._costs if one.amount is not None and _in_pounds(one)]
        if priced := [one.amount for one in asked if one.amount and not is_gift(_words_of(one))]:
            return Cost(CostOption.PAID, round(min(priced), 2), about)
        if any(one.amount == 0 and not only_for_some(f"{_words_of(one)} {words}") for one in asked):
            return Cost(CostOption.FREE, None, about)
        said = tuple(filter(None, (*map(_words_of, self._costs), words)))
        whole = (one for one in self._vocabulary.of_terms("cost", (*said, *self.terms)) if one.basis in WHOLE)
        if code := next(iter(self._kept(whole)), None):
            return Cost(CostOption(code), None, about)
        for text, of_cost, confidence, basis in self._cost_words(said):
            if text and (told := cost_told(text, of_cost=of_cost, minimum_age=minimum_age)):
                self.evidence.append(Evidence("cost", told.option, confidence, basis, told.words[:LONGEST_TERM]))
                return Cost(told.option, told.amount, about or _in_short(told.words, told.option))
            if about and of_cost:
                break
        return Cost(CostOption.UNKNOWN, None, about)

    def _cost_words(self, said: tuple[str, ...]) -> Iterable[tuple[str, bool, float, Basis]]:
        """The texts that may tell a cost: fields for it, then the description."""
        return (". ".join(said), True, WITHIN, "field"), (self._text, False, IN_TEXT, "description")

    def attending(self, *, has_place: bool) -> tuple[Attending, ...]:
        """How it is met: what the record and its terms say; else in person, where there is a place."""
        if self._ours:
            return tuple(map(Attending, self._told("attending", self._terms_of("attending"))))
        said = (self._record.attending_type, *(schedule.attending_type for schedule in self._record.schedules))
        ways = self._told("attending", tuple(dict.fromkeys(one_line(words) for words in said if words)))
        plain = (_WAYS.get(term.casefold()) for term in self.terms)
        found = dict.fromkeys((*ways, *filter(None, plain)))
        spots = [spot.location for spot in self._record.service_at_locations if spot.location]
        if not found and any((spot.location_type or "").lower() == "virtual" for spot in spots):
            found["online"] = None
        return tuple(map(Attending, found or (("in_person",) if has_place else ())))

    def access(self) -> Access | None:
        """How a person gets in."""
        said = self._record.attending_access or self._record.application_process
        found = self._told("access", (one_line(said),)) if said else ()
        return Access(found[0]) if found else None

    def accessibility(self, places: Sequence[Met]) -> list[tuple[str, ...]]:
        """Which features help people in at each of its places; where it has one or none, all that is said of any."""
        said = [] if self._ours else self._said_of_access()
        if len(places) < 2:
            return [tuple(self._kept(self._accessibility(self._record.service_at_locations, said)))]
        found = [list(self._accessibility(place.spots, said)) for place in places]
        self._kept(dict.fromkeys(one for each in found for one in each))
        return [tuple(one.code for one in each) for each in found]

    def _accessibility(self, spots: Iterable[RawServiceAtLocation], said: Sequence[Evidence]) -> Iterable[Evidence]:
        features: list[RawAccess] = [*self._record.accessibility]
        for spot in (each.location for each in spots if each.location):
            features += (*spot.accessibility, *spot.accessibility_for_disabilities)
        words = dict.fromkeys(
            one_line(text) for one in features for text in (one.accessibility, one.description) if text
        )
        found, denied = self._vocabulary.of_features(tuple(words))
        found += said
        best = {one.code: one for one in reversed(found) if one.code not in denied or one.basis != "description"}
        return reversed(best.values())

    def _said_of_access(self) -> list[Evidence]:
        """What terms and the description say of the service, wherever it is met."""
        terms = (one for term in self.terms for one in self._vocabulary.of_terms("accessibility", (term,)))
        return [*(one for one in terms if one.basis in WHOLE), *self._described.codes("accessibility")]

    def _terms_of(self, taxonomy: str) -> tuple[str, ...]:
        """The terms that may say something about a taxonomy of ours."""
        return self._ours.get(taxonomy, ()) if self._ours else self.terms

    def _told(self, taxonomy: str, terms: tuple[str, ...]) -> list[str]:
        """The codes that the terms say, surest evidence kept."""
        return self._kept(self._vocabulary.of_terms(taxonomy, terms)) if terms else []

    def _kept(self, found: Iterable[Evidence]) -> list[str]:
        before = len(self.evidence)
        self.evidence += found
        return [one.code for one in self.evidence[before:]]


def _words_of(cost: RawCost) -> str:
    return one_line(" ".join(filter(None, (cost.option, cost.amount_description))))


def _holds(cost: RawCost, today: date | None) -> bool:
    """Whether a price is asked today: not over, and not still to come."""
    return today is None or ((cost.valid_from or today) <= today <= (cost.valid_to or today))


def _in_pounds(cost: RawCost) -> bool:
    return is_nothing(cost.currency) or one_line(cost.currency or "").casefold() in POUNDS


def _in_short(words: str, option: CostOption) -> str | None:
    """The sentence of a price for the card; "Free" needs none."""
    return words if option is CostOption.PAID and len(words) <= LONGEST_PRICE else None


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


def _all_attributes(record: RawService) -> tuple[RawAttribute, ...]:
    """Under whichever name a feed keeps them."""
    return (*record.attributes, *record.service_taxonomys, *record.service_taxonomies, *record.taxonomies,
            *record.taxonomy_terms, *record.categories)  # fmt: skip


def _terms(record: RawService) -> tuple[str, ...]:
    """The words of every term, value and eligibility, each once."""
    raw = (one.taxonomy_term or one.taxonomy for one in _all_attributes(record))
    said = [term.name or term.term or "" for term in raw if term]
    said += [one.value or one.label or "" for one in record.attributes if not one.taxonomy_term]
    said += [each.eligibility or "" for each in record.eligibilitys]
    return tuple(words for words in dict.fromkeys(map(one_line, said)) if words and len(words) <= LONGEST_TERM)
