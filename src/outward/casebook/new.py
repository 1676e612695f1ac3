"""Begin a case: a folder with commented settings and a header in every file."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Final

from outward.casebook.layout import CLAIMS, CONTROL, FACTS, ID, LABELS, SETTINGS, SOURCES, TABLES
from outward.errors import InvalidValueError, StoreError
from outward.vocabulary.regions import regions
from outward.vocabulary.sectors import sectors

REGISTERS: Final = {
    "enterprises": ("id", "name_en", "name_zh", "city_en", "city_zh", "home", "sector", "ownership_en",
                    "ownership_zh", "state_share", "state_share_unit", "products_en", "products_zh", "role_en",
                    "role_zh", "paragraphs"),
    "projects": ("id", "name_en", "name_zh", "enterprise", "counterparty", "host_country", "type_en", "type_zh",
                 "value", "unit", "quantity", "quantity_unit", "status_en", "status_zh", "paragraphs"),
    "targets": ("id", "name_en", "name_zh", "subject_en", "subject_zh", "indicator_en", "indicator_zh", "indicator_id",
                "region", "sector", "operator", "threshold", "unit", "baseline", "baseline_unit", "baseline_year",
                "kind_en", "kind_zh", "note_en", "note_zh", "paragraphs"),
}
"""The registers that a new case begins with, and their columns; an author may add registers and columns of any name."""

_CLASSES: Final = {
    "equipment-manufacturing": ("metal-products", "general-equipment", "special-equipment", "transport-equipment",
                                "electrical-machinery", "computers-electronics", "instruments"),
}
"""The parts of an industry that statistics usually print, where the vocabulary knows more: those may overlap."""

_SETTINGS: Final = """\
# A case: a region's industry under study. Lines that begin with # are comments.
# Every setting, file and column is told in docs/how-to/make-a-case.md; "outward case check FOLDER" names what is wrong.

# Short name of the case: letters, digits and hyphens.
id = {id}

# Name of the case in lists, and title of its report. An empty Chinese text is shown as untranslated.
name_en = {name_en}
name_zh = {name_zh}
title_en = {title_en}
title_zh = {title_zh}

# The home region, and the whole that it is compared with. Provinces of China have ISO 3166-2 ids, countries ISO 3166-1
# alpha-3 ids. Regions of your own go into regions.csv.
region = {region}
nation = {nation}

# The industry as a whole, and its parts in the order of tables: without parts, the report has no table of them.
# Sectors of your own go into sectors.csv.
sector = {sector}
{sectors}

# Which enterprises the statistics cover: "traditional" or "full"; "" where no source says.
coverage = ""

# The day on which your main source was out: the date of every number that names no other. Nobody else can know it.
{known_on}

# The source of every number that names none: an id of sources.csv. Leave it out where there is only one source.
# source = "yearbook"

# Regions to compare with, such as ["CN-JS", "CN-GD"].
benchmarks = []

# true if the numbers are made up: every page and document then says so.
synthetic = false

# The indicator of the price index and its base year, for growth in constant prices. Leave them out without an index.
# price_index = "producer-price-index"
# base_period = "2010"

# The growth by which a target's reaching is dated: an assumption of yours, never a forecast. One block a target of
# registers/targets.csv; pace is in percentage points a year where the target is a share, else in percent a year.
# [[target_paths]]
# target = "G01"
# pace = 0.5
# note_en = "Assumed: the pace of 2010-2015 goes on."
# note_zh = "假设：延续2010—2015年的增长速度。"
"""


def create_case(
    folder: Path, *, id: str, name_en: str, name_zh: str, region: str, sector: str, known_on: str = ""
) -> Path:
    """Begin a case in a new folder.

    Parameters
    ----------
    folder : pathlib.Path
        Where; it must not exist yet, or be empty.
    id : str
        Short name of the case.
    name_en, name_zh : str
        Name in English and Chinese; the Chinese one may be empty.
    region, sector : str
        The home region and the industry: an id, code or name of the vocabulary.
    known_on : str
        ISO date on which the main source was out; without it the author must set it before the case can be read.

    Returns
    -------
    pathlib.Path
        The folder, with ``case.toml`` full of comments and CSV files that hold a header only.

    Raises
    ------
    StoreError
        If something is in the folder already, or it cannot be written.
    InvalidValueError
        If the id has characters that an id may not have, or the date is none.
    UnknownCodeError
        If the vocabulary knows no such region or sector.
    """
    if not ID.fullmatch(id) or "/" in id or "\\" in id or id.startswith("."):
        raise InvalidValueError(f"case id {id!r}", "create_case", "Use letters, digits and hyphens.")
    for name in (name_en, name_zh):
        if CONTROL.search(name):
            raise InvalidValueError(f"name {name!r} has a character that is no text", "create_case",
                                    "Write a name that can be printed.")
    home = regions().find(region)
    settings = {
        "id": id, "name_en": name_en, "name_zh": name_zh, "title_en": f"{name_en}: a diagnosis",
        "title_zh": f"{name_zh}诊断报告" if name_zh else "", "region": home.id, "nation": home.parent or home.id,
        "sector": sectors().find(sector).id,
    }
    industry = settings["sector"]
    quoted = {key: _toml_text(value) for key, value in settings.items()}
    text = _SETTINGS.format(**quoted, known_on=_date_line(known_on), sectors=_sectors_line(industry))
    headers = {"tables.csv": TABLES.columns, "claims.csv": CLAIMS.columns, "facts.csv": FACTS.columns,
               "sources.csv": SOURCES.columns, "labels.csv": LABELS.columns,
               **{f"registers/{name}.csv": columns for name, columns in REGISTERS.items()}}
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise StoreError(f"{folder} is not empty", "create_case", "Name a folder that is not there yet.")
        (folder / "registers").mkdir(parents=True)  # refuses, where another process was faster
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        (folder / SETTINGS).write_text(text, encoding="utf-8", newline="\n")
        for name, columns in headers.items():
            (folder / name).write_bytes(_header(columns))
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)  # half a case would be in the way of the next attempt
        raise _unwritable(folder, error) from error
    return folder


def _unwritable(folder: Path, error: OSError) -> StoreError:
    return StoreError(f"{folder} cannot be written: {error.strerror}", "create_case",
                      "Make room there, or name a folder that you may write to.")


def _sectors_line(industry: str) -> str:
    parts = _CLASSES.get(industry) or [part.id for part in sectors().parts_of(industry)]
    lines = [f"  {_toml_text(part)}," for part in parts]
    return "\n".join(["sectors = [", *lines, "]"]) if lines else "sectors = []"


def _date_line(known_on: str) -> str:
    if not known_on:
        return "# known_on = 2017-12-31"
    try:
        return f"known_on = {date.fromisoformat(known_on).isoformat()}"
    except ValueError:
        raise InvalidValueError(f"date {known_on!r}", "create_case", "Write it like 2017-12-31.") from None


def _toml_text(text: str) -> str:
    """Quote a text for TOML: a basic string escapes as JSON does."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _header(columns: tuple[str, ...]) -> bytes:
    """Write a header with a byte order mark: without it, spreadsheets read Chinese as gibberish."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(columns)
    return line.getvalue().encode("utf-8-sig")
