"""The cookie by which a browser without JavaScript keeps its conversation."""

from __future__ import annotations

from aiohttp import web


def cookie_name(secure: bool) -> str:
    """Its name: with the prefix that browsers hold to this very site, where the site has TLS."""
    return "__Host-kith" if secure else "kith"


def remember(response: web.Response, token: str, secure: bool) -> None:
    """Set a cookie that ends with the browser's session and never travels from another site."""
    response.set_cookie(cookie_name(secure), token, httponly=True, samesite="Strict", secure=secure, path="/")


def from_here(request: web.Request) -> bool:
    """Whether a form was sent from our own page, as far as the browser tells."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
