"""Needs that people bring here and that others must meet: food, a home, benefits, a doctor."""

from __future__ import annotations

import re
from typing import Final

_ELSEWHERE: Final = re.compile(
    r"\bfood ?banks?\b|\bfood (?:parcel|voucher)|\bno food\b|"
    r"\bevict|\bhomeless|\bno ?where to (?:live|stay|sleep)|\bsleeping rough|\bcouncil (?:house|flat|tax)|\bhousing\b|"
    r"\b(?:my|the|pay\w*|behind on(?: my)?) rent\b|\blandlord|"
    r"\buniversal credit\b|\bpip\b|\battendance allowance\b|\bpension credit\b|\b(?:housing|my|claim\w*) benefits?\b|"
    r"\bbenefits? (?:stopped|claim|form)|"
    r"\b(?:gp|doctor'?s?|dentist'?s?|hospital) (?:appointment|surgery)|"
    r"\b(?:see|find|get|register with) (?:a|my) (?:gp|doctor|dentist)\b|"
    r"\b(?:repeat )?prescription\b(?<!social prescription)"
)


def elsewhere(text: str) -> bool:
    """Whether `text` names something that advisers, the council or a surgery help with."""
    return bool(_ELSEWHERE.search(text.casefold()))
