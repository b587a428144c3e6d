"""How much of a stranger's feed is read, and how long is waited for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes are bytes after unpacking, times are seconds.

    A page up to `page_bytes` is read at once; a longer document is spooled to disk and read as it streams, up to
    `total_bytes` for the whole run. `answer_s` bounds one answer from first to last byte, `silence_s` the wait between
    two bytes. `private_host` is the one host that may lie on this machine or in a private network: for
    an operator whose feed is inside the house, and for tests.
    """

    page_bytes: int = 16_000_000
    total_bytes: int = 4_000_000_000
    record_bytes: int = 1_000_000
    pages: int = 50_000
    redirects: int = 5
    answer_s: float = 120.0
    silence_s: float = 30.0
    tries: int = 4
    first_wait_s: float = 1.0
    longest_wait_s: float = 60.0
    restarts: int = 2
    per_page: int = 100
    at_once: int = 4
    private_host: str | None = None
