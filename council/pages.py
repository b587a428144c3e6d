"""Puts council pages together from templates; every value is escaped unless it is markup of our own."""

from __future__ import annotations

import hashlib
from pathlib import Path

import jinja2
from aiohttp import web

from council.desk import Visit
from council.sessions import form_token

_HERE = Path(__file__).parent
_ASSETS = {"council.css": "text/css", "chart.css": "text/css", "mark.svg": "image/svg+xml"}


class Pages:
    """The templates and the files that go with them, loaded once."""

    def __init__(self) -> None:
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.assets = {name: (_HERE / "static" / name).read_bytes() for name in _ASSETS}
        self.mark = hashlib.sha256(b"".join(self.assets.values())).hexdigest()[:12]

    def show(self, visit: Visit, template: str, status: int = 200, **values: object) -> web.Response:
        """Return a page; every template knows the visit's user, council and form token."""
        user = visit.session.user if visit.session else None
        text = self._templates.get_template(template).render(
            user=user,
            own_council=visit.desk.council_name(user.council) if user else "",
            operator=visit.desk.operator,
            form_token=form_token(visit.secret),
            mark=self.mark,
            path=visit.request.path,
            **values,
        )
        return web.Response(text=text, content_type="text/html", status=status)


PAGES = web.AppKey("council_pages", Pages)


def show(visit: Visit, template: str, status: int = 200, **values: object) -> web.Response:
    """Return a page of the council room."""
    return visit.request.app[PAGES].show(visit, template, status, **values)


async def asset(visit: Visit) -> web.Response:
    """Return the style sheet or the icon. Their addresses change with their content, so browsers may keep them."""
    pages = visit.request.app[PAGES]
    name = visit.request.path.rpartition("/")[2]
    fresh = visit.request.query.get("v") == pages.mark
    kept = "public, max-age=31536000, immutable" if fresh else "no-cache"
    return web.Response(body=pages.assets[name], content_type=_ASSETS[name], headers={"Cache-Control": kept})
