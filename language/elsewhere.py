"""Needs that people bring here and that others must meet: food, a home, benefits, a doctor."""

from __future__ import annotations

import re
from typing import Final

_NEEDED: Final = r"(?:food|eat|groceries|shopping|heating|gas|electric(?:ity)?|nappies|formula|bills|rent|meter)"
_WANT: Final = re.compile(
    r"\bfood ?banks?\b|\bfood (?:parcel|voucher)|\bno food\b|\bnothing (?:to eat|in the (?:fridge|cupboards?))\b|"
    r"\b(?:can'?t|cannot|can not|couldn'?t|unable to|struggl\w+ to|no money (?:to|for)|not enough (?:to|for|money for))"
    rf"(?: (?:afford|buy|pay|pay for|to|for|my|the|any|get|put|on|a))* {_NEEDED}\b"
)
"""Food and warmth that somebody cannot pay for."""
_ELSEWHERE: Final = re.compile(
    r"\bevict|\bhomeless|\bno ?where to (?:live|stay|sleep)|\bsleeping rough|\bcouncil (?:house|flat|tax)|\bhousing\b|"
    r"\b(?:my|the|pay\w*|behind on(?: my)?) rent\b|\blandlord|"
    r"\buniversal credit\b|\bpip\b|\battendance allowance\b|\bpension credit\b|\b(?:housing|my|claim\w*) benefits?\b|"
    r"\bbenefits? (?:ha(?:ve|s) )?(?:been )?(?:stopped|sanctioned|cut|claim|form)|"
    r"\b(?:gp|doctor'?s?|dentist'?s?|hospital) (?:appointment|surgery)|"
    r"\b(?:see|find|get|register with) (?:a|my) (?:gp|doctor|dentist)\b|"
    r"\b(?:repeat )?prescription\b(?<!social prescription)"
)


def elsewhere(text: str) -> bool:
    """Whether `text` names something that advisers, the council or a surgery help with."""
    return in_want(text) or bool(_ELSEWHERE.search(_plain(text)))


def in_want(text: str) -> bool:
    """Whether `text` tells of somebody who cannot pay for food or warmth: that is to be helped before all else."""
    return bool(_WANT.search(_plain(text)))


def _plain(text: str) -> str:
    return text.casefold().replace("’", "'")
