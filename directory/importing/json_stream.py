"""Reads a JSON document of any length piece by piece.

The usual streaming parsers keep the path of every level, and a document of nothing but brackets fills the memory
through that. Here each value is read by the standard library, which refuses to nest deeper than a thousand, from a
window that is never longer than one value may be.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import IO, Any, Final

from directory.importing.errors import BrokenFeedError, TooMuchError

CHUNK: Final = 1 << 18
MOST_DIGITS: Final = 300
_SPACE = re.compile(r"[ \t\r\n]*")


class JsonReader:
    """A cursor over a document. Raises BrokenFeedError where it is not JSON, TooMuchError for too long a value."""

    def __init__(self, body: IO[bytes], longest_value: int) -> None:
        self._body = body
        self._longest = longest_value
        self._decode = codecs.getincrementaldecoder("utf-8-sig")("replace").decode
        self._scan = json.JSONDecoder(parse_int=whole_number).raw_decode
        self._window = ""
        self._at = 0
        self._ended = False

    def opens(self, bracket: str) -> bool:
        """Whether this bracket is next; it is taken."""
        return self._take(bracket)

    def members(self) -> Iterator[str]:
        """The keys of an object; the value of each must be taken before the next is asked for."""
        if self._take("}"):
            return
        while True:
            key = self.value()
            if not isinstance(key, str) or not self._take(":"):
                raise BrokenFeedError("The JSON is broken: a key was expected.")
            yield key
            if self._take("}"):
                return
            self._expect(",")

    def items(self) -> Iterator[Any]:
        """The items of an array."""
        if self._take("]"):
            return
        while True:
            yield self.value()
            if self._take("]"):
                return
            self._expect(",")

    def value(self) -> Any:
        """Take one whole value."""
        while True:
            self._skip_space()
            try:
                found, end = self._scan(self._window, self._at)
            except (ValueError, RecursionError):
                found, end = None, -1
            if 0 <= end < len(self._window) or (end >= 0 and self._ended):
                self._at = end
                return found
            if self._ended:
                raise BrokenFeedError("The JSON breaks off or is broken.")
            if len(self._window) - self._at > self._longest:
                raise TooMuchError(f"One record is longer than {self._longest:,} characters, or the JSON is broken.")
            self._more()

    def _take(self, letter: str) -> bool:
        self._skip_space()
        if self._window[self._at : self._at + 1] != letter:
            return False
        self._at += 1
        return True

    def _expect(self, letter: str) -> None:
        if not self._take(letter):
            raise BrokenFeedError(f"The JSON breaks off or is broken: “{letter}” was expected.")

    def _skip_space(self) -> None:
        while True:
            self._at = _skip(self._window, self._at)
            if self._at < len(self._window) or self._ended:
                return
            self._more()

    def _more(self) -> None:
        """Lengthen the window, more each time that a value does not fit; what was read falls out of it."""
        chunk = self._body.read(max(CHUNK, len(self._window) - self._at))
        self._ended = not chunk
        self._window = self._window[self._at :] + self._decode(chunk, not chunk)
        self._at = 0


def whole_number(digits: str) -> int | str:
    """A number of JSON; one of more digits than anything counts stays a text, so that its field alone is wrong."""
    return int(digits) if len(digits) <= MOST_DIGITS else digits


def _skip(text: str, at: int) -> int:
    """Where the white space that begins at a place ends."""
    space = _SPACE.match(text, at)
    return space.end() if space else at
