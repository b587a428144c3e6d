"""What is due by itself: conversations and links to counted rows are forgotten after a day, council sessions when they
end, and services that a council closed until a day open again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from council.desk import CouncilDesk
from kith.council_upkeep import open_edits
from kith.services import Services

TIDY_EVERY_SECONDS: Final = 600
LINKED_FOR: Final = timedelta(hours=24)


@dataclass(frozen=True)
class Tidied:
    """How many of each were forgotten, and how many services opened again."""

    conversations: int
    links: int
    council: int
    reopened: int


def tidy(services: Services, desk: CouncilDesk) -> Tidied:
    """Forget what is due. The dialogue engine forgets its own conversations by the same day."""
    return Tidied(
        conversations=services.chats.forget_silent(),
        links=services.screenings.unlink(services.clock() - LINKED_FOR),
        council=desk.tidy(),
        reopened=open_edits(services).open_again(),
    )
