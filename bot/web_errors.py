"""What the web channel says when it does not carry out a request.

    ChatError
    ├── BadRequestError        400  bad_request
    ├── ForeignOriginError     403  origin_not_allowed
    ├── UnknownSessionError    404  unknown_session
    ├── TooLargeError          413  too_large
    ├── TooLongError           413  too_long
    ├── ContentTypeError       415  unsupported_media_type
    └── TooManyRequestsError   429  too_many_requests

Every error has the one shape `{"error": {"code", "message"}}`. No message repeats what a person wrote.
"""

from __future__ import annotations

import logging
import math
import traceback
from collections.abc import Mapping

from language.phrases import Phrase, phrase

HELP = phrase("If you need help now, call 999 in an emergency, or call Samaritans free on 116 123, day or night.")
"""Stands in every refusal that can meet a person's words: it must not depend on any file or service being there."""


def with_help(sentence: Phrase) -> Phrase:
    """Return `sentence` with `HELP` after it."""
    return Phrase("{sentence} {help}", {"sentence": sentence, "help": HELP})


class ChatError(Exception):
    """A request that is not carried out; `message` is fit to be shown to a person."""

    status = 400
    code = "bad_request"
    message = "The request could not be understood."

    def __init__(self, message: str | None = None) -> None:
        super().__init__(self.code)
        self.message = message or self.message

    @property
    def headers(self) -> Mapping[str, str]:
        return {}


class BadRequestError(ChatError):
    message = (
        'Send a JSON object: {"session": null} to begin, then {"session": "...", "text": "..."} '
        'or {"session": "...", "payload": "..."}, never both.'
    )


class ForeignOriginError(ChatError):
    status = 403
    code = "origin_not_allowed"
    message = "This site is not on the list of sites that may use this chat."


class UnknownSessionError(ChatError):
    status = 404
    code = "unknown_session"
    message = 'This conversation has ended or is not known. Send {"session": null} to start again.'


class TooLargeError(ChatError):
    status = 413
    code = "too_large"
    message = with_help(phrase("That was too much to read, so nobody has read it. Please send a shorter message."))


class TooLongError(ChatError):
    status = 413
    code = "too_long"
    message = with_help(phrase("That message is longer than 4,000 characters. Please send it in shorter parts."))


class ContentTypeError(ChatError):
    status = 415
    code = "unsupported_media_type"
    message = "Send the body as application/json."


class TooManyRequestsError(ChatError):
    status = 429
    code = "too_many_requests"

    def __init__(self, wait: float) -> None:
        """`wait`: seconds until the next message is welcome."""
        self.wait = max(1, math.ceil(wait))
        super().__init__(with_help(_too_many(self.wait)))

    @property
    def headers(self) -> Mapping[str, str]:
        return {"Retry-After": str(self.wait)}


def _too_many(seconds: int) -> Phrase:
    if seconds == 1:
        return phrase("That was a lot of messages at once. Please wait 1 second, then try again.")
    return phrase("That was a lot of messages at once. Please wait {seconds} seconds, then try again.", seconds=seconds)


def error_body(code: str, message: str) -> dict[str, dict[str, str]]:
    return {"error": {"code": code, "message": message}}


def log_without_words(log: logging.Logger, error: BaseException) -> None:
    """Log where an exception came from, but not its message: that may hold what a person wrote."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("web chat failed with %s\n%s", type(error).__name__, frames)
