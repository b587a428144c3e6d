"""What is due by itself: conversations and links to counted rows are forgotten after a day, council sessions when they
end; services that a council closed until a day open again; the figures of a quarter that has closed are published.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from council.desk import CouncilDesk
from indicators.publish import publish_due
from kith.council_upkeep import open_edits
from kith.services import Services

TIDY_EVERY_SECONDS: Final = 600
LINKED_FOR: Final = timedelta(hours=24)


@dataclass(frozen=True)
class Tidied:
    """How many of each were forgotten, services opened again, and councils' figures were published."""

    conversations: int
    links: int
    council: int
    reopened: int
    published: int


def tidy(services: Services, desk: CouncilDesk) -> Tidied:
    """Forget and publish what is due. The dialogue engine forgets its own conversations by the same day."""
    today = services.clock().date()
    return Tidied(
        conversations=services.chats.forget_silent(),
        links=services.screenings.unlink(services.clock() - LINKED_FOR),
        council=desk.tidy(),
        reopened=open_edits(services).open_again(),
        published=publish_due(services.screenings, services.safety_counts, today),
    )
