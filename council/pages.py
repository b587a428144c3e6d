"""Puts council pages together from templates; every value is escaped unless it is markup of our own."""

from __future__ import annotations

import hashlib
from pathlib import Path

import jinja2
from aiohttp import web

from council.desk import Visit
from council.sessions import form_token

_HERE = Path(__file__).parent
STYLE = _HERE / "static" / "council.css"


class Pages:
    """The templates, loaded once."""

    def __init__(self) -> None:
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.style = STYLE.read_bytes()
        self.style_mark = hashlib.sha256(self.style).hexdigest()[:12]

    def show(self, visit: Visit, template: str, status: int = 200, **values: object) -> web.Response:
        """Return a page; every template knows the visit's user, council and form token."""
        user = visit.session.user if visit.session else None
        text = self._templates.get_template(template).render(
            user=user,
            own_council=visit.desk.council_name(user.council) if user else "",
            operator=visit.desk.operator,
            form_token=form_token(visit.secret),
            style_mark=self.style_mark,
            path=visit.request.path,
            **values,
        )
        return web.Response(text=text, content_type="text/html", status=status)


PAGES = web.AppKey("council_pages", Pages)


def show(visit: Visit, template: str, status: int = 200, **values: object) -> web.Response:
    """Return a page of the council room."""
    return visit.request.app[PAGES].show(visit, template, status, **values)


async def stylesheet(visit: Visit) -> web.Response:
    """Return the style sheet. Its address changes with its content, so browsers may keep it."""
    pages = visit.request.app[PAGES]
    fresh = visit.request.query.get("v") == pages.style_mark
    kept = "public, max-age=31536000, immutable" if fresh else "no-cache"
    return web.Response(body=pages.style, content_type="text/css", charset="utf-8", headers={"Cache-Control": kept})
