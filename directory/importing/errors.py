"""Why a source cannot be taken over. Each message is one line for the keeper of the directory.

ImportFailedError
├── RefusedAddressError   the address may not be fetched: another scheme, a private network, a redirect to one
├── UnreachableError      no whole answer came, however often it was tried
├── TooMuchError          the feed is larger than the limits
├── BrokenFeedError       what came is not a feed
└── FeedChangedError      the feed changed while it was read
"""

from __future__ import annotations


class ImportFailedError(Exception):
    """A source could not be taken over; what was known of it before stays."""


class RefusedAddressError(ImportFailedError):
    """The address may not be fetched."""


class UnreachableError(ImportFailedError):
    """No whole answer came."""


class TooMuchError(ImportFailedError):
    """The feed is larger than the limits."""


class BrokenFeedError(ImportFailedError):
    """What came is not a feed."""


class FeedChangedError(ImportFailedError):
    """The feed changed while it was read."""
