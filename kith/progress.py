"""Saying what is going on, to the person who waits for it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator


@contextlib.contextmanager
def step(name: str) -> Iterator[None]:
    """Say what is going on when it takes more than two seconds to finish."""
    started = time.monotonic()
    print(f"{name} ...", end="", flush=True)
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f" done in {time.monotonic() - started:.1f} s", flush=True)
