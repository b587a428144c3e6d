"""What the published directory says in whole sentences."""

from __future__ import annotations

from typing import Final

from directory.model import Access, Cost, CostOption, Service

EXAMPLE: Final = "Example only: this is not a real service."
ACCESS_WORDS: Final = {
    Access.DROP_IN: "No need to book.",
    Access.APPOINTMENT: "Get in touch first to arrange it.",
    Access.REFERRAL: "A referral is needed.",
    Access.MEMBERSHIP: "You need to be a member.",
}


def description_of(service: Service) -> str:
    """Return the whole text of a service; an example says first that it is one."""
    return f"{EXAMPLE}\n\n{service.text}" if service.example else service.text


def fees(cost: Cost) -> str | None:
    """Return what it costs, None where that is not known."""
    if cost.description or cost.option is CostOption.UNKNOWN:
        return cost.description
    amount = f"£{cost.amount:.2f}" if cost.amount else None
    return {CostOption.FREE: "Free", CostOption.DONATION: "Donations welcome"}.get(cost.option, amount)


def eligibility(service: Service) -> str | None:
    """Return who alone may come, None for everybody."""
    parts = (f"For {service.gender}." if service.gender else "", "For unpaid carers." if service.for_carers else "")
    return " ".join(filter(None, parts)) or None


def application(service: Service) -> str | None:
    """Return how a person gets in, None where that is not known."""
    words = ACCESS_WORDS[service.access] if service.access else ""
    referral = "" if service.self_referral else "You cannot refer yourself."
    return " ".join(filter(None, (words, referral))) or None
