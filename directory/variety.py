"""Taking turns, so that a page shows different kinds of thing: each wish that was told, or kinds of company."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterable, Sequence

from directory.model import Need
from directory.ranking import Fit

SEEN_ALREADY = 1.2
"""What a score loses, when anything will do, for each service of its kind that stands before it."""


def one_of_each(fits: Sequence[Fit], needs: Sequence[Need]) -> list[Fit]:
    """Return all fits so that each need that was asked for has its turn; one that meets several counts for each."""
    waiting = list(fits)
    turns: Counter[Need] = Counter()
    shown: list[Fit] = []
    for _ in range(min(len(needs), len(fits))):
        fewest = min((turns[need] for need in needs if _first(waiting, (need,))), default=None)
        behind = [need for need in needs if turns[need] == fewest]
        following = _first(waiting, behind)
        if following is None:
            break
        waiting.remove(following)
        shown.append(following)
        turns.update(set(following.service.needs) & set(needs))
    return shown + waiting


def mixed(fits: Iterable[Fit]) -> list[Fit]:
    """Return all fits, the best first, where each kind costs more the more often it has been shown."""
    kinds: dict[str, deque[Fit]] = {}
    for fit in fits:
        kinds.setdefault(fit.service.needs[0] if fit.service.needs else "", deque()).append(fit)
    turns: Counter[str] = Counter()
    shown: list[Fit] = []
    while kinds:
        kind = max(kinds, key=lambda kind: (kinds[kind][0].local, kinds[kind][0].score - SEEN_ALREADY * turns[kind]))
        shown.append(kinds[kind].popleft())
        turns[kind] += 1
        if not kinds[kind]:
            del kinds[kind]
    return shown


def _first(fits: Iterable[Fit], needs: Collection[Need]) -> Fit | None:
    return next((fit for fit in fits if set(needs) & set(fit.service.needs)), None)
