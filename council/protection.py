"""What stands between the council pages and a hostile browser or site: headers, cookies, forms, redirects."""

from __future__ import annotations

from urllib.parse import unquote, urlencode

from aiohttp import web

from council.sessions import is_form_token

HOME = "/council"
SIGN_IN = "/council/sign-in"
CODE = "/council/sign-in/code"
TWO_STEP = "/council/two-step"
LARGEST_FORM = 128 * 1024  # bytes: a service may be described at length

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
TRANSPORT = ("Strict-Transport-Security", "max-age=31536000")


def harden(response: web.StreamResponse, secure: bool) -> None:
    """Put the security headers on a response. A handler may have set its own, as for what may be shown in a frame."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if "frame-ancestors *" in response.headers["Content-Security-Policy"]:
        del response.headers["X-Frame-Options"]
    if secure:
        response.headers.setdefault(*TRANSPORT)


def session_cookie(secure: bool) -> str:
    """Return the name of the cookie of a signed-in user; the prefix makes browsers guard it (RFC 6265bis)."""
    return "__Host-kith_council" if secure else "kith_council"


def visit_cookie(secure: bool) -> str:
    """Return the name of the cookie that ties the sign-in form to the browser that asked for it."""
    return "__Host-kith_visit" if secure else "kith_visit"


def flow_cookie(secure: bool) -> str:
    """Return the name of the cookie that holds, sealed, what ties a sign-in elsewhere to this browser."""
    return "__Host-kith_flow" if secure else "kith_flow"


def set_cookie(response: web.StreamResponse, name: str, value: str, secure: bool) -> None:
    """Set a cookie that scripts cannot read, other sites cannot send, and the browser forgets when it closes."""
    response.set_cookie(name, value, path="/", secure=secure, httponly=True, samesite="Lax")


def drop_cookie(response: web.StreamResponse, name: str, secure: bool) -> None:
    """Make the browser forget a cookie."""
    response.del_cookie(name, path="/", secure=secure, httponly=True, samesite="Lax")


def comes_from_here(request: web.Request) -> bool:
    """Return whether the browser says that a form was sent from our own pages; silence is left to the form token."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    own = (f"https://{request.host}".casefold(), f"http://{request.host}".casefold())
    return origin is None or origin.casefold() in own


def carries_token(secret: str, sent: str) -> bool:
    """Return whether a form carries the token that belongs to the browser's cookie."""
    return bool(secret) and is_form_token(secret, sent)


def safe_next(target: str) -> str:
    """Return `target` when it is a council page of this site, else the council's home."""
    plain = unquote(target)
    inside = plain == HOME or plain.startswith((HOME + "/", HOME + "?"))
    strange = "\\" in plain or "//" in plain or ".." in plain or any(ord(sign) < 33 for sign in target)
    return target if inside and not strange and target.isascii() else HOME


def sign_in_address(request: web.Request) -> str:
    """Return the sign-in page that leads back to the page asked for."""
    wanted = safe_next(request.path_qs) if request.method == "GET" else HOME
    return SIGN_IN if wanted == HOME else f"{SIGN_IN}?{urlencode({'next': wanted})}"
