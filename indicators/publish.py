"""What may be seen of a council and a quarter: nothing while it lasts, and then what was published of it, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from types import MappingProxyType

from indicators.counting import EVERYONE, SCORES_ADDED, WARD, Counted, Key, cell, laid_out, wards_in
from indicators.definitions import SAFETY_CATEGORIES
from indicators.disclosure import NOTHING_SHOWN, WITHHELD, Block, Figure, added, mean, protect
from indicators.measures import MEASURES
from indicators.notes import notes, notes_while_open
from indicators.one_more import one_more
from indicators.order import LEFT_AT, lay_out_order
from indicators.publication import Publication, notes_to_csv, to_csv, to_json
from indicators.quarters import Quarter
from indicators.releases import Release, read_release, written
from indicators.safety_counts import SafetyCounts
from indicators.store import ScreeningStore
from indicators.tabulation import safety_replies, tables_of
from indicators.unmet import lay_out_needs

__all__ = ["Publication", "notes_to_csv", "publication_of", "publish", "publish_due", "release_of", "to_csv", "to_json"]


def publish(
    store: ScreeningStore, safety: SafetyCounts, council: str | None, quarter: Quarter, today: date
) -> Publication:
    """Return everything that may be shown of `council` (None: all of England, for operators) in `quarter`.

    A quarter that is closed by `today` is published when it is first asked for, and kept: later calls return the same.
    """
    if not quarter.is_closed(today):
        return publication_of(council, quarter, None)
    if council is not None:
        return publication_of(council, quarter, _release(store, safety, council, quarter, today))
    releases = [_release(store, safety, code, quarter, today) for code in _councils(store, safety, quarter)]
    nobody = release_of({}, today).figures
    told = [each for each in releases if each.figures != nobody]  # else the `<8` of few would add up where 0 does not
    return publication_of(None, quarter, added_up(told, quarter.closes_on))


def publish_due(store: ScreeningStore, safety: SafetyCounts, today: date) -> int:
    """Publish the last closed quarter of each council, on its day rather than when somebody looks; return how many.

    So the day on a release is the one that was announced, and how long a page takes tells nothing of who took part.
    """
    quarter = Quarter.last_closed(today)
    due = [code for code in _councils(store, safety, quarter) if store.releases.find(code, quarter) is None]
    for council in due:
        _release(store, safety, council, quarter, today)
    return len(due)


def _councils(store: ScreeningStore, safety: SafetyCounts, quarter: Quarter) -> list[str]:
    return sorted({*store.councils(quarter), *safety.councils(quarter)})


def _release(store: ScreeningStore, safety: SafetyCounts, council: str, quarter: Quarter, today: date) -> Release:
    kept = store.releases.find(council, quarter)
    if kept is None:
        counts, replies = store.counts(council, quarter), safety.totals(council, quarter)
        release = release_of(counts, today, replies)
        if not (counts or replies):
            return release
        kept = store.releases.keep(council, quarter, today, written(release.figures, release.means))
    return read_release(*kept)


def release_of(counts: Mapping[Key, int], made_on: date, safety: Mapping[str, int] = MappingProxyType({})) -> Release:
    """Return what may be shown of `counts` and of the `safety` replies by category: one council's and quarter's."""
    counted = laid_out(counts, MEASURES)
    lay_out_order(counted)
    lay_out_needs(counted)
    _lay_out_safety(counted, safety)
    told = {key for key in counted.counts if key.table == LEFT_AT}
    figures = protect(counted.counts, counted.blocks, counted.sums, partial(one_more, bool(wards_in(counts))), told)
    return Release(made_on, figures, _means(counts, figures))


def added_up(releases: Iterable[Release], made_on: date) -> Release:
    """Return the sums of what is shown of councils: whoever reads their figures could add them up, too.

    What one council withholds is left out. Wards are, and means cannot be added.
    """
    shown_somewhere: dict[Key, list[Figure]] = {key: [] for key in release_of({}, made_on).figures}
    for release in releases:
        for key, figure in release.figures.items():
            if not key.row.startswith(f"{WARD}/"):
                shown_somewhere.setdefault(key, []).extend([figure] if figure.text != WITHHELD else [])
    return Release(made_on, {key: added(each) if each else NOTHING_SHOWN for key, each in shown_somewhere.items()}, {})


def publication_of(council: str | None, quarter: Quarter, release: Release | None) -> Publication:
    """Return a release with its tables and notes; None stands for a quarter that is not closed.

    It bears the day that was announced, whenever it was made: any other would tell that there was something to count.
    """
    if release is None:
        return Publication(council, quarter, None, notes_while_open(quarter), ())
    tables = tables_of(release.figures, release.means)
    return Publication(council, quarter, quarter.closes_on, notes(quarter, council is None), tables)


def _lay_out_safety(counted: Counted, safety: Mapping[str, int]) -> None:
    """Add the safety replies to what is published. No total is: conversations stand in several categories."""
    counted.counts.update({safety_replies(category): number for category, number in safety.items()})
    counted.blocks += [Block((safety_replies(category),), hides_none=True) for category in SAFETY_CATEGORIES]


def _means(counts: Mapping[Key, int], figures: Mapping[Key, Figure]) -> dict[str, str]:
    means = {}
    for measure in MEASURES:
        if measure.is_scored:
            bands = [cell(measure.name, EVERYONE, category.name) for category in measure.categories]
            totals = [category.scores for category in measure.categories]
            total = counts.get(cell(measure.name, EVERYONE, SCORES_ADDED), 0)
            people = sum(counts.get(band, 0) for band in bands)
            means[measure.name] = mean(total, people, [figures[band] for band in bands], totals)
    return means
