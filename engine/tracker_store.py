"""The tracker store: what a conversation leaves behind while it lasts, and nothing of what the person wrote.

The database is the record; a bounded cache of trackers saves reading and replaying it on each turn. In `endpoints.yml`:

    tracker_store:
      type: engine.tracker_store.CachedSQLTrackerStore
      url: sqlite:///var/engine.db    # or postgresql://...
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, Restarted
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

from engine.compaction import compact, since_fresh_start
from engine.event_rows import EventRows, connect
from engine.redaction import without_words

_SECONDS_AN_HOUR = 3600
_SECONDS_BETWEEN_DELETIONS = 300


@dataclass(frozen=True)
class _Cached:
    tracker: DialogueStateTracker
    last_id: int | None  # of its newest row, where other processes share the database


class CachedSQLTrackerStore(TrackerStore):  # type: ignore[misc]
    """Keeps the current session of each conversation, without words, until `retention_hours` of silence.

    A conversation of more than `max_events` events is shortened to about its `keep_events` newest
    (`engine.compaction`).
    """

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        host: str = "sqlite:///var/engine.db",
        max_cached: int = 1000,
        retention_hours: float = 24,
        max_events: int = 80,
        keep_events: int = 30,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`host` is the whole address: Rasa hands over `url` from `endpoints.yml` under that name."""
        if event_broker is not None:
            raise RasaException("An event broker is refused: it would carry what people write out of the engine.")
        super().__init__(domain)
        self._rows = EventRows(connect(host))
        self._cache: OrderedDict[str, _Cached] = OrderedDict()
        self._max_cached = int(max_cached)
        self._retention = float(retention_hours) * _SECONDS_AN_HOUR
        self._max_events, self._keep_events = int(max_events), int(keep_events)
        self._clock = clock
        self._last_deletion = 0.0
        self._delete_silent()
        self._keep_deleting()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """A tracker of the current session, which the caller may change; None for someone who has not been here."""
        known = self._known(sender_id)
        return known.copy() if known.events else None

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        return await self.retrieve(conversation_id)

    async def keys(self) -> Iterable[str]:
        return self._rows.senders()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the turn's events without words; drop whatever a new session or a restart made meaningless."""
        sender_id = tracker.sender_id
        known = self._known(sender_id)
        self._cache.pop(sender_id, None)  # a failed write must not leave a stale entry
        added = _added(known, tracker)
        if added is None:
            known, added = self._replay(sender_id, []), list(tracker.events)
            self._rows.replace(sender_id, [])
        new = without_words(added)
        events = self._shortened(known, new)
        if len(events) == len(known.events) + len(new):
            self._rows.append(sender_id, new)
            for event in new:
                known.update(event)
        else:
            self._rows.replace(sender_id, events)
            known = self._replay(sender_id, events)
        if any(isinstance(event, Restarted) for event in new):
            self._rows.scrub()
        self._remember(sender_id, known)
        if self._clock() - self._last_deletion > _SECONDS_BETWEEN_DELETIONS:
            self._delete_silent()

    def _known(self, sender_id: str) -> DialogueStateTracker:
        cached = self._cache.get(sender_id)
        if cached is None or (self._rows.is_shared and cached.last_id != self._rows.last_id(sender_id)):
            tracker = self._replay(sender_id, self._rows.load(sender_id))
            self._remember(sender_id, tracker)
            return tracker
        self._cache.move_to_end(sender_id)
        return cached.tracker

    def _replay(self, sender_id: str, events: Sequence[Event]) -> DialogueStateTracker:
        return DialogueStateTracker.from_events(sender_id, list(events), self.domain.slots)

    def _shortened(self, known: DialogueStateTracker, new: list[Event]) -> Sequence[Event]:
        events = since_fresh_start([*known.events, *new])
        if len(events) <= self._max_events:
            return events
        return compact(events, self.domain.slots, self._keep_events)

    def _remember(self, sender_id: str, tracker: DialogueStateTracker) -> None:
        last_id = self._rows.last_id(sender_id) if self._rows.is_shared else None
        self._cache[sender_id] = _Cached(tracker, last_id)
        self._cache.move_to_end(sender_id)
        while len(self._cache) > self._max_cached:
            self._cache.popitem(last=False)

    def _delete_silent(self) -> None:
        self._last_deletion = self._clock()
        oldest_kept = self._last_deletion - self._retention
        self._rows.delete_silent_since(oldest_kept)
        silent = [sender for sender, cached in self._cache.items() if _last_moment(cached.tracker) < oldest_kept]
        for sender_id in silent:
            del self._cache[sender_id]

    def _keep_deleting(self) -> None:
        """Delete on time even when nobody writes. Without a running loop (training, tests) saving takes care of it."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return

        def delete_and_continue() -> None:
            self._delete_silent()
            loop.call_later(_SECONDS_BETWEEN_DELETIONS, delete_and_continue)

        loop.call_later(_SECONDS_BETWEEN_DELETIONS, delete_and_continue)


def _last_moment(tracker: DialogueStateTracker) -> float:
    return float(tracker.events[-1].timestamp) if tracker.events else 0.0


def _added(known: DialogueStateTracker, tracker: DialogueStateTracker) -> list[Event] | None:
    """The tracker's events beyond those already known; None when the tracker did not grow out of what is known."""
    count = len(known.events)
    if count and (len(tracker.events) < count or tracker.events[count - 1] is not known.events[-1]):
        return None
    return list(islice(tracker.events, count, None))
