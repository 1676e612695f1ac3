"""The folder format: which files a case has, and their columns (at length in docs/how-to/make-a-case.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, get_args

from outward.vocabulary import sectors
from outward.vocabulary.observations import DIMENSIONS
from outward.vocabulary.statements import Hedge

SETTINGS: Final = "case.toml"
MAX_FILE_BYTES: Final = 64 * 1024 * 1024
MAX_CELL_CHARACTERS: Final = 32_767  # what a cell of a spreadsheet holds
HEDGES: Final[tuple[str, ...]] = get_args(Hedge)
COVERAGES: Final = ("", *sectors.COVERAGES)

CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no document can carry, because no XML can, and what steers a terminal."""

ID: Final = re.compile(r"[^\s:;,|\"'<>&]{1,80}")
"""Ids of tables, rows, claims and registers: figures are named after them, and lists of figures are joined by ``;``."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one kind of file; a column that is not required may be left out and is then empty."""

    columns: tuple[str, ...]  # empty: any columns
    required: tuple[str, ...]


TABLES: Final = Layout(
    ("table", "row", *DIMENSIONS, "unit", "value", "value_as_printed", "status", "break_before", "known_on", "source",
     "paragraph", "note"),
    ("table", "indicator", "region", "sector", "period", "unit", "value", "source"),
)
CLAIMS: Final = Layout(
    ("claim", "paragraph", *DIMENSIONS, "unit", "value", "printed", "hedge", "comparison", "status", "source", "note"),
    ("claim", "indicator", "region", "sector", "period", "unit", "value", "source"),
)
FACTS: Final = Layout(("fact",), ("fact",))
SOURCES: Final = Layout(
    ("id", "title_en", "title_zh", "publisher_en", "publisher_zh", "date", "licence", "note"), ("id", "title_en")
)
LABELS: Final = Layout(("code", "name_en", "name_zh"), ("code", "name_en"))
INDICATORS: Final = Layout(
    ("id", "name_en", "name_zh", "unit", "kind", "direction", "formula", "source", "note"),
    ("id", "name_en", "unit", "kind"),
)
VOCABULARY: Final = Layout((), ("id", "name_en"))  # regions.csv, sectors.csv: their other columns are the vocabulary's
UNITS: Final = Layout((), ("code", "dimension", "name_en"))
REGISTER: Final = Layout((), ("id", "name_en"))

SINGLE_FILES: Final = {
    "tables.csv": TABLES,
    "claims.csv": CLAIMS,
    "facts.csv": FACTS,
    "sources.csv": SOURCES,
    "labels.csv": LABELS,
    "indicators.csv": INDICATORS,
    "sectors.csv": VOCABULARY,
    "regions.csv": VOCABULARY,
    "units.csv": UNITS,
}
FOLDERS: Final = {"tables": TABLES, "registers": REGISTER}


def layout_of(name: str) -> Layout | None:
    """Give the layout of a case's CSV file by its name within the folder; ``None`` if a case has no such file.

    Examples
    --------
    >>> layout_of("registers/parks.csv").required
    ('id', 'name_en')
    >>> layout_of("claim.csv") is None
    True
    """
    folder, _, file = name.rpartition("/")
    if folder:
        return FOLDERS.get(folder) if re.fullmatch(r"[^/\\]+\.csv", file) else None
    return SINGLE_FILES.get(name)

