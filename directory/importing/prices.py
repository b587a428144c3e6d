"""What a service costs, read from words: prices, gifts, "free", and for whom alone it is free.

Nobody is promised that something is free when only some may come for nothing: "free for over 60s", "first class free".
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from directory.model import CostOption

LONGEST_READ: Final = 4000
_HINTS: Final = (
    "£",
    "free",
    "charg",
    "donat",
    "contribut",
    "cost",
    "pay",
    "fee",
    "pence",
    "pounds",
    "0p",
    "5p",
    "price",
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_PRICE = re.compile(
    r"£\s?(\d{1,4}(?:,\d{3})*(?:\.\d{1,2})?)(?![\d,.]*\d|\s?(?:k|m|bn|million)\b)|\b(\d{1,2})\s?p(?:ence)?\b(?!\s?\.?m\b)",
    re.I,
)
_BARE_PRICE = re.compile(r"(\d{1,4}(?:[.,]\d{1,2})?)")
_OTHER_MONEY = re.compile(
    r"\b(?:sav(?:e|es|ed|ing|ings)|grants?|rais(?:e|ed|ing)|worth|debts?|incomes?|fund(?:ed|ing|s)|priz\w+|win|earn\w*|fines?|"
    r"budgets?|bills?|vouchers?|allowances?|payments? of|benefits? of)\b", re.I
)  # fmt: skip
_TO_COME = re.compile(
    r"\b(?:per|each|every|sessions?|weekly|week|class(?:es)?|door|entry|admission|members?(?:hip)?|annual|fees?|costs?|charges?|"
    r"subs(?:cription)?s?|adults?|child(?:ren)?|heads?|terms?|lessons?|from|return|hours?|days?|months?|years?|plus|"
    r"concessions?|pay|includ\w+|courses?|tickets?|breakfast|lunch|meals?|a (?:visit|mile|person|family)|"
    r"siblings?|famil(?:y|ies)|incl)\b", re.I
)  # fmt: skip
_GIFT = re.compile(r"\bdonat\w+|\b(?:voluntary )?contributions?\b|\bpay (?:what|as) you\b", re.I)
_SUGGESTED = re.compile(r"\bdonat\w+|\bcontributions?\b|\bsuggest\w+", re.I)
_NOTHING = re.compile(
    r"\b(?:no|without|not?) (?:any )?(?:charges?|costs?|fees?|payment)\b|\bfree of charge\b|\bnothing to pay\b", re.I
)
_CHARGE = re.compile(
    r"\b(?:not|n't|never) free\b|\bisn['’]t free\b|"
    r"\b(?:is|are) (?:a |an )?(?:small |nominal |modest )?(?:charges?|fees?)\b|"
    r"\b(?:charges?|fees?|costs?) (?:may |will )?appl(?:y|ies)\b|\bchargeable\b|\bpay for (?:your|their) own\b|"
    r"\b(?:small|nominal|modest) (?:charge|fee)\b", re.I
)  # fmt: skip
_FREE = re.compile(r"\bfree\b(?!-)", re.I)
_NOT_A_PRICE = re.compile(
    r"(?:[\w]-|\b(?:feel|set|step|alcohol|drugs?|smoke|gluten|dairy|nut|meat|sugar|barrier|hands|hassle|stress|trouble|"
    r"interest|tax|rent|fat|pain|caffeine|not|never|n['’]t|are you|when|be|if|is) )$", re.I
)  # fmt: skip
_ALSO_CALLED_FREE = re.compile(
    r" (?:from|time|range|up|will|speech|(?:on[- ]street |car |street |disabled )?parking|car park|wi-?fi|internet|"
    r"(?:hot )?(?:tea|coffee|refreshments?|drinks?|cake|biscuits|snacks?|lunch|food|meals?)|kit|equipment|bus|travel|"
    r"transport|phone|childcare|creche|school|prescriptions?|nhs|pass|gift|hours|swimming lessons|places?)\b", re.I
)  # fmt: skip
_ONCE = re.compile(r"\bfirst\b[^.;]{0,25} $|\btrials? (?:is |are )?$|\btasters? (?:session )?(?:is |are )?$", re.I)
_JUST_A_TASTE = re.compile(r" (?:trial|taster|first|introductory|initial)\b", re.I)
_SOME = (
    r"(?:over|under|aged?|\d+|members?|concessions?|students?|unwaged|unemployed|benefits?|universal credit|pension\w*|"
    r"carers?|companions?|child(?:ren)?|kids|eligible|those|low incomes?|card|pass|receiv\w+|bab(?:y|ies)|siblings?|"
    r"disabled|veterans?|referred|referrals?|toddlers|pupils|some|supporters?|assistants?|patients|selected|certain)"
)
_FOR_SOME = re.compile(rf" (?:\w+ )?(?:(?:for|to|with|when) (?:[\w'’]+ ){{0,3}}?{_SOME}|if)\b", re.I)
_SOME_GO = re.compile(rf"\b{_SOME}s?(?: (?:go|is|are|get in|attend|can attend|enter))?[:,]? $", re.I)
_FROM_AGE = re.compile(r"\b(?:over|aged|age)[- ](\d{2})|(\d{2}) ?(?:\+|and over|plus|or over)", re.I)
_ONLY_SOME = re.compile(rf"\b{_SOME}\b", re.I)
_ASK = re.compile(r"\b(?:var(?:y|ies|iable)|contact|call|enquir\w+|ring|ask|tbc|depend\w*)\b", re.I)


def is_gift(words: str) -> bool:
    """Whether an amount with these words beside it is asked as a gift."""
    return bool(_SUGGESTED.search(words))


class Told(NamedTuple):
    """What words say of the cost; `amount` is in pounds, the least that is asked; `words` is the sentence for it."""

    option: CostOption
    amount: float | None
    words: str


def cost_told(text: str, *, of_cost: bool, minimum_age: int | None = None) -> Told | None:
    """Read what it costs, or None where nothing certain is said.

    `of_cost` tells that the text is about nothing else (a field for fees): then any amount in it is a price.
    """
    text = text[:LONGEST_READ].replace("GBP", "£")
    if of_cost and (bare := _BARE_PRICE.fullmatch(text.strip())):
        amount = float(bare[1].replace(",", "."))
        return Told(CostOption.PAID if amount else CostOption.FREE, amount or None, text)
    if not _may_tell(text):
        return None
    return _weighed([_Sentence(one, of_cost, minimum_age) for one in _SENTENCE.split(text) if _may_tell(one)])


def only_for_some(words: str) -> bool:
    """Whether a price has words beside it that keep it from being everybody's ("Under 18s", "prices vary")."""
    return bool(_ONLY_SOME.search(words) or _ASK.search(words))


def _may_tell(text: str) -> bool:
    plain = text.casefold()
    return any(hint in plain for hint in _HINTS)


class _Sentence:
    """One sentence: what is asked, and whether it is free, for some, the first time, or for a gift."""

    def __init__(self, text: str, of_cost: bool, minimum_age: int | None) -> None:
        self.text = text.strip()
        found = [
            float((match[1] or "0").replace(",", "")) or int(match[2] or 0) / 100 for match in _PRICE.finditer(text)
        ]
        if found and not of_cost and (_OTHER_MONEY.search(text) or not self._is_a_price(text)):
            found = []
        self.prices = [amount for amount in found if amount]
        self.is_gift = bool(_GIFT.search(text))
        self.gift_is_priced = bool(_SUGGESTED.search(text))
        self.asks = bool(_CHARGE.search(text))
        self.is_free = (bool(found) and not any(found)) or (bool(_NOTHING.search(text)) and not self.asks)
        self.for_some = self.once = False
        for match in _FREE.finditer(text):
            self._weigh(text[: match.start()], text[match.end() :], minimum_age)

    @staticmethod
    def _is_a_price(text: str) -> bool:
        return len(text.split()) <= 8 or _TO_COME.search(text) is not None

    def _weigh(self, before: str, after: str, minimum_age: int | None) -> None:
        """What one "free" says, by what stands around it."""
        if _ONCE.search(before) or _JUST_A_TASTE.match(after):
            self.once = True
        elif (_NOT_A_PRICE.search(before) and not re.search(r"\b(?:is|be|are) $", before)) or _ALSO_CALLED_FREE.match(
            after
        ):
            return
        elif (_FOR_SOME.match(after) and not _for_all_who_come(after, minimum_age)) or _SOME_GO.search(before):
            self.for_some = True
        else:
            self.is_free = True


def _for_all_who_come(after: str, minimum_age: int | None) -> bool:
    """Whether "free for over 60s" is everybody, since nobody younger may come."""
    named = _FROM_AGE.search(after[:60])
    return named is not None and minimum_age is not None and int(named[1] or named[2]) <= minimum_age


def _weighed(said: list[_Sentence]) -> Told | None:
    gifts = [one for one in said if one.is_gift]
    priced = [one for one in said if one.prices and not (one.is_gift and one.gift_is_priced)]
    if priced:
        return Told(CostOption.PAID, min(amount for one in priced for amount in one.prices), priced[0].text)
    asking = next((one for one in said if one.once or one.asks), None)
    if asking:
        return Told(CostOption.PAID, None, asking.text)
    if any(one.for_some for one in said):
        return None
    free = next((one for one in said if one.is_free), None)
    if free:
        return Told(CostOption.FREE, None, free.text)
    return Told(CostOption.DONATION, None, gifts[0].text) if gifts else None
