"""The directory's upkeep: every route on one screen, each with the rule that says who may use it."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from council import upkeep_editing as editing
from council import upkeep_review as reviewing
from council import upkeep_services as services
from council import upkeep_sources as sources
from council.desk import CouncilDesk
from council.upkeep_desk import UPKEEP, Upkeep
from council.web import Route, Rule, guarded

_SERVICE: Final = "/council/directory/services/{service:[0-9A-Za-z_-]{1,64}}"
_SOURCE: Final = "/council/directory/sources/{source:[0-9A-Za-z_-]{1,64}}"

ROUTES: Final = (
    Route("GET", "/council/directory", Rule.SIGNED_IN, reviewing.page),
    Route("GET", "/council/directory/stale", Rule.SIGNED_IN, reviewing.stale),
    Route("GET", "/council/reports", Rule.SIGNED_IN, reviewing.reported),
    Route("GET", "/council/directory/doubts", Rule.SIGNED_IN, reviewing.doubtful),
    Route("POST", "/council/directory/doubts", Rule.EDITORS, reviewing.correct),
    Route("GET", "/council/directory/doubles", Rule.SIGNED_IN, reviewing.doubled),
    Route("POST", "/council/directory/doubles", Rule.EDITORS, reviewing.compare),
    Route("GET", "/council/directory/history", Rule.SIGNED_IN, reviewing.history),
    Route("POST", "/council/directory/history/{entry:[0-9]{1,9}}/undo", Rule.EDITORS, reviewing.undo),
    Route("GET", "/council/directory/sources", Rule.SIGNED_IN, sources.page),
    Route("GET", _SOURCE, Rule.SIGNED_IN, sources.one),
    Route("POST", f"{_SOURCE}/run", Rule.EDITORS, sources.run),
    Route("POST", f"{_SOURCE}/confirm", Rule.EDITORS, sources.confirm),
    Route("POST", f"{_SOURCE}/refuse", Rule.EDITORS, sources.refuse),
    Route("GET", "/council/directory/services", Rule.SIGNED_IN, services.listed),
    Route("GET", "/council/directory/services/new", Rule.EDITORS, editing.add_form),
    Route("POST", "/council/directory/services/new", Rule.EDITORS, editing.add),
    Route("GET", _SERVICE, Rule.SIGNED_IN, services.page),
    Route("GET", f"{_SERVICE}/edit", Rule.EDITORS, editing.edit_form),
    Route("POST", f"{_SERVICE}/edit", Rule.EDITORS, editing.edit),
    Route("POST", f"{_SERVICE}/confirm", Rule.EDITORS, services.confirm),
    Route("POST", f"{_SERVICE}/close", Rule.EDITORS, services.close),
    Route("POST", f"{_SERVICE}/open", Rule.EDITORS, services.reopen),
    Route("POST", f"{_SERVICE}/take-back", Rule.EDITORS, services.take_back),
    Route("POST", f"{_SERVICE}/settle", Rule.EDITORS, services.settle),
)


def add_upkeep_pages(app: web.Application, desk: CouncilDesk, upkeep: Upkeep) -> None:
    """Add the pages to `app`, before the council's other routes: the last of those takes every address."""
    app[UPKEEP] = upkeep
    for route in ROUTES:
        app.router.add_route(route.method, route.path, guarded(desk, route))
