"""The contacts as they are now: those of the files, and what councils put in their place while the service runs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from bot.contacts import Contact, Contacts

log = logging.getLogger(__name__)


class ContactBook:
    """Holds the present contacts in memory, so that a reply to someone in danger waits for no database.

    `read` gives what councils set themselves. Where it fails, the contacts of the last time stay.
    """

    def __init__(self, from_files: Contacts, read: Callable[[], Iterable[Contact]] = tuple) -> None:
        self._from_files = from_files
        self._read = read
        self.current = from_files

    def refresh(self) -> None:
        """Take over what councils have changed."""
        try:
            self.current = self.with_these(self._read())
        except Exception as error:  # whatever it is, the old numbers are better than none
            log.error("the councils' own contacts cannot be read: %s", type(error).__name__)

    def with_these(self, own: Iterable[Contact]) -> Contacts:
        """Return the contacts of the files, with `own` in place of those for the same council and slot."""
        own = tuple(own)
        replaced = {(contact.council, contact.slot) for contact in own}
        kept = (each for each in self._from_files if each.council is None or (each.council, each.slot) not in replaced)
        return Contacts([*kept, *own])
