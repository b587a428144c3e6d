"""Who one is, proved again: the code of the second step, or the password, typed once more before something grave."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from typing import Final

from council.accounts import Refused
from council.audit import Event
from council.desk import Visit
from council.entrance import PASSWORD_CHECKS, too_many

WRONG_CODE: Final = (
    "That code is not right. Check that your phone shows the right time, then type the code that it shows now."
)
WRONG_PASSWORD: Final = "That is not your password. Check it and try again."  # noqa: S105 - what is said of a wrong one


class Proof(StrEnum):
    """What somebody can type to prove who they are."""

    CODE = "code"
    PASSWORD = "password"  # noqa: S105 - the name of a field
    NONE = "none"


async def proof_of(visit: Visit) -> Proof:
    """Return what this user is asked for: a code where the second step is on, else the password where there is one.

    Whoever signs in through the council's provider alone has neither, until they set the second step up.
    """
    if await asyncio.to_thread(visit.desk.staff.factors.is_on, visit.newcomer):
        return Proof.CODE
    return Proof.PASSWORD if visit.newcomer.has_password else Proof.NONE


async def wrong_code(visit: Visit) -> Refused | None:
    """Check the code of the form against the user's second step, and use it up; a wrong one is logged."""
    user, typed = visit.newcomer, visit.form.get(Proof.CODE, "")
    refused = await asyncio.to_thread(visit.desk.staff.factors.check, user, typed, visit.address)
    if refused and refused.wait is None:
        await asyncio.to_thread(visit.note, Event.SECOND_FACTOR_FAILED, user.name, user.council)
    return refused


async def wrong_proof(visit: Visit, proof: Proof) -> Refused | None:
    """Check what the form brings as proof; a wrong one is logged and counts as a wrong sign-in does."""
    if proof is Proof.CODE:
        return await wrong_code(visit)
    if proof is Proof.NONE:
        return Refused()
    user, typed = visit.newcomer, visit.form.get(Proof.PASSWORD, "")
    async with visit.request.app[PASSWORD_CHECKS]:
        verdict = await asyncio.to_thread(visit.desk.accounts.verify, user.name, typed, visit.address)
    if not isinstance(verdict, Refused):
        return None
    if verdict.wait is None:
        await asyncio.to_thread(visit.note, Event.NOT_CONFIRMED, user.name, user.council)
    return verdict


def why(refused: Refused, proof: Proof = Proof.CODE) -> str:
    """Return what to say to whom was refused."""
    if refused.wait:
        return too_many(refused.wait)
    return WRONG_CODE if proof is Proof.CODE else WRONG_PASSWORD
