"""How a failure behind a reply is logged."""

from __future__ import annotations

import logging

log = logging.getLogger(__name__)


def log_failure(error: BaseException | None, what: str) -> None:
    """Log what failed and the kind of error, never what was said: messages of errors may hold a person's words."""
    log.error("%s: %s", what, type(error).__name__)
