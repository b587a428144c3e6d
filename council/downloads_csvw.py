"""What stands in the CSV, for programs: its columns by the W3C's "CSV on the Web" (CSVW), with the notes."""

from __future__ import annotations

import json
from typing import Any, Final

from indicators.catalogue import DEFINITIONS
from indicators.publication import FIGURE_COLUMNS, Publication

MEDIA_TYPE: Final = "application/csvm+json"
_TEXT: Final = {"base": "string"}
_WHOLE: Final = {"base": "integer", "minimum": 0, "maximum": 100}
_COLUMNS: Final[dict[str, tuple[str, Any, bool]]] = {
    "council": ("GSS code of the council, or \"all\"", {"base": "string", "format": "all|E[0-9]{8}"}, True),
    "quarter": ("Calendar quarter, by the Monday of each week", {"base": "string", "format": "[0-9]{4}-Q[1-4]"}, True),
    "table": ("Table, by its name", _TEXT, True),
    "question": ("What people were asked, word for word; empty where nothing was", _TEXT, False),
    "group": ("What kind of row it is", _TEXT, True),
    "row": ("Whom the row is about; wards by their GSS codes", _TEXT, True),
    "column": ("What is counted", _TEXT, True),
    "unit": (
        "What the figure counts",
        {"base": "string", "format": "people|conversations|needs|per cent|score"},
        True,
    ),
    "text": ("The figure as it is shown. * is 1 to 7, <8 is none to 7, : is not shown", _TEXT, True),
    "value": ("The figure as a number; empty where it is hidden", {"base": "number", "minimum": 0}, False),
    "low": ("Lower end of the 95% interval, in per cent", _WHOLE, False),
    "high": ("Upper end of the 95% interval, in per cent", _WHOLE, False),
    "note": ("What a reader must know of the table", _TEXT, False),
}  # fmt: skip


def to_csvw(publication: Publication, title: str, csv_file: str) -> str:
    """Return the description of `csv_file` (a name or address beside this one) as CSVW metadata, which is JSON."""
    notes = [{"heading": heading, "text": text} for heading, text in publication.about]
    defined = [{"heading": definition.title, "text": definition.in_words()} for definition in DEFINITIONS]
    document = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": csv_file,
        "dc:title": title,
        "dc:description": dict(publication.about)["Who is counted"],
        "dc:issued": publication.made_on and publication.made_on.isoformat(),
        "notes": notes + defined,
        "tableSchema": {
            "columns": [_column(name) for name in FIGURE_COLUMNS],
            "primaryKey": ["table", "group", "row", "column", "unit"],
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _column(name: str) -> dict[str, Any]:
    description, datatype, required = _COLUMNS[name]
    return {"name": name, "titles": name, "dc:description": description, "datatype": datatype, "required": required}
