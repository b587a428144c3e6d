"""What was published of each closed quarter, kept as it was: a figure that stands can be compared with no later one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError

from indicators.counting import Key
from indicators.disclosure import Figure, read_figure
from indicators.quarters import Quarter
from indicators.tables import release

FIGURES: Final = "figures"


@dataclass(frozen=True)
class Release:
    """All the figures of one council's quarter, as shown. `means` are mean scores by measure."""

    made_on: date
    figures: Mapping[Key, Figure]
    means: Mapping[str, str]


class Releases:
    """Releases in the database. The first that is kept is the one that counts."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, council: str, quarter: Quarter, edition: str = FIGURES) -> tuple[date, str] | None:
        """Return the day and the content of what was published of a council's quarter, if anything was."""
        this = (release.c.council == council, release.c.quarter == quarter.start, release.c.edition == edition)
        with self._engine.connect() as connection:
            row = connection.execute(select(release.c.made_on, release.c.content).where(*this)).one_or_none()
        return None if row is None else (row.made_on, row.content)

    def keep(
        self, council: str, quarter: Quarter, made_on: date, content: str, edition: str = FIGURES
    ) -> tuple[date, str]:
        """Publish `content`, unless something was published before; return what is published."""
        row = {"council": council, "quarter": quarter.start, "edition": edition, "made_on": made_on, "content": content}
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(release).values(row))
        except IntegrityError:
            pass
        kept = self.find(council, quarter, edition)
        if kept is None:
            raise RuntimeError("a release was kept and is gone")
        return kept


def written(figures: Mapping[Key, Figure], means: Mapping[str, str]) -> str:
    """Return what is kept of a release: the figures as shown, and nothing that they were made of."""
    return json.dumps({"figures": [[*key, figure.text] for key, figure in figures.items()], "means": dict(means)})


def read_release(made_on: date, content: str) -> Release:
    """Return a release as it was kept."""
    document = json.loads(content)
    figures = {Key(*names): read_figure(text) for *names, text in document["figures"]}
    return Release(made_on, figures, document["means"])
