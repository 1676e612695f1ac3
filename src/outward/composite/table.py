"""A table of texts read as the data of an index: long or wide, with every wrong cell named by row and column."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from outward.composite.data import Entry, IndexData, Key
from outward.composite.framework import Framework
from outward.errors import InvalidInputError, Problem, UnknownCodeError
from outward.vocabulary.labels import Label, same
from outward.vocabulary.regions import Regions, regions

LONG: Final = ("unit", "variable", "value")
"""The columns that a long table must have; a table without the last two is a wide one, a column a variable."""
OPTIONAL: Final = ("year", "sector", "name", "name_en", "name_zh", "standard_error", "status", "source")

_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
_MISSING: Final = frozenset({"", "na", "n/a", "nan", "..", "...", "…", "-", "–", "—"})
_MOST_PROBLEMS: Final = 50


def read_data(header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], framework: Framework, *,
              file: str = "data", known: Regions | None = None) -> IndexData:
    """Read a table of texts, long (unit, variable, value) or wide (unit and a column a variable).

    Parameters
    ----------
    header : sequence of str
        Names of the columns.
    rows : iterable of (int, sequence of str)
        Line of the file and its cells.
    framework : Framework
        Names the variables, groupings and sectors that may stand in it.
    file : str
        The table's name in errors.
    known : Regions, optional
        Where units are regions: the regions they are looked up in.

    Returns
    -------
    IndexData
        Units in the order of their first row.

    Raises
    ------
    InvalidInputError
        If a column, unit, variable, sector or number is unknown or unreadable, or stands twice; each by row and column.
    """
    return _Table([_header(cell) for cell in header], framework, file, known).read(rows)


def _header(cell: str) -> str:
    return cell.strip().lstrip("\ufeff")


def number_in(text: str) -> float | None:
    """Read a cell's text: a number, NaN for one of the marks of a gap, ``None`` for anything else.

    Examples
    --------
    >>> number_in("1,234.5"), number_in("n/a"), number_in("about 3")
    (1234.5, nan, None)
    """
    plain = unicodedata.normalize("NFKC", text).strip()  # digits of full width are digits
    if plain.casefold() in _MISSING:
        return np.nan
    if _NUMBER.fullmatch(plain):
        return float(plain)
    return float(plain.replace(",", "")) if _GROUPED.fullmatch(plain) else None


class _Table:
    def __init__(self, header: list[str], framework: Framework, file: str, known: Regions | None) -> None:
        self.file, self.framework = file, framework
        self.problems: list[Problem] = []
        self.lower = [cell.lower() for cell in header]
        self.header = header
        self.by_name = _variables_by_name(framework)
        self.groupings = {grouping.code: grouping for grouping in framework.groupings}
        self.sectors = {member for members in framework.coverages.values() for member in members}
        self.sectors |= set(framework.coverages)  # a table may print the sum alone
        self.regions = (known or regions()) if framework.are_regions else None
        self.units: dict[str, Label] = {}
        self.entries: dict[Key, Entry] = {}
        self.groups: dict[tuple[str, str], str] = {}
        self.canonical: dict[str, str | None] = {}

    def read(self, rows: Iterable[tuple[int, Sequence[str]]]) -> IndexData:
        columns = self.columns()
        for line, cells in rows:
            if self.problems and len(self.problems) >= _MOST_PROBLEMS:
                break
            if columns and any(cell.strip() for cell in cells):
                self.row(line, [cell.strip() for cell in cells], columns)
        if not self.units and not self.problems:
            self.wrong(0, "unit", "there is no row of data", "Add a row a unit, or a row a value.")
        if self.problems:
            raise InvalidInputError(self.problems, self.file)
        return IndexData(self.file, tuple(self.units), self.units, self.entries, self.groups)

    def columns(self) -> dict[str, int]:
        """Give the place of each named column; a wide table's variables stand under ``=code``."""
        places: dict[str, int] = {}
        named = [cell for cell in self.lower if cell]
        is_long = "variable" in named and "value" in named
        for place, cell in enumerate(self.lower):
            name = cell if cell in (*LONG, *OPTIONAL) else ""
            if not name and cell and not is_long:
                code = self.variable(self.header[place], 1, self.header[place])
                name = f"={code}" if code else ""
            if name in ("variable", "value", "standard_error") and not is_long:
                self.wrong(1, name, f"the column {name!r} belongs to a long table",
                           "A long table has unit, variable and value; a wide one a column a variable.")
            elif name in places:
                self.wrong(1, self.header[place], "the column stands twice", "Keep one.")
            elif name:
                places[name] = place
            elif cell and is_long:
                self.wrong(1, self.header[place], "the column has no meaning here",
                           f"Columns are {', '.join((*LONG, *OPTIONAL))}.")
        missing = [name for name in (LONG if is_long else LONG[:1]) if name not in places]
        for name in missing:
            self.wrong(1, name, f"there is no column {name!r}", "Name the first column 'unit' and begin with row 1.")
        return {} if self.problems else places

    def row(self, line: int, cells: list[str], columns: Mapping[str, int]) -> None:
        def cell(name: str) -> str:
            place = columns.get(name, -1)
            return cells[place] if 0 <= place < len(cells) else ""

        unit = self.unit(cell("unit"), line)
        sector = self.sector(cell("sector"), line)
        if unit is None or sector is None:
            return
        english, chinese, name = cell("name_en"), cell("name_zh"), cell("name")
        if (english or chinese or name) and self.regions is None:  # regions have names of their own, in both languages
            self.units[unit] = Label(english or name, chinese or name)
        year = cell("year")
        if year and not re.fullmatch(r"[0-9]{4}", year):
            self.wrong(line, "year", f"{year[:60]!r} is no year", "Write four digits, such as 2015.")
            return
        if "variable" in columns:
            code = self.variable(cell("variable"), line, "variable")
            if code is not None:
                self.value((unit, code, year, sector), cell("value"), line, "value", cell)
        else:
            for name, place in columns.items():
                if name.startswith("="):
                    self.value((unit, name[1:], year, sector), cells[place] if place < len(cells) else "", line,
                               self.header[place], cell)

    def unit(self, given: str, line: int) -> str | None:
        if given not in self.canonical:
            self.canonical[given] = self.new_unit(given, line)
        return self.canonical[given]

    def new_unit(self, given: str, line: int) -> str | None:
        if not given:
            self.wrong(line, "unit", "the unit has no code", "Write which unit the row is of.")
            return None
        if self.regions is None:
            self.units.setdefault(given, same(given))
            return given
        try:
            region = self.regions.find(given)
        except UnknownCodeError as error:
            self.wrong(line, "unit", error.what, error.mend)
            return None
        self.units.setdefault(region.id, region.name)
        return region.id

    def variable(self, given: str, line: int, column: str) -> str | None:
        code = given if given in self.groupings else self.by_name.get(given.casefold())
        if code is None:
            near = difflib.get_close_matches(given[:60], [*self.by_name, *self.groupings], n=3)
            self.wrong(line, column, f"{given[:60]!r} is no variable of the framework",
                       f"Near it: {', '.join(near)}." if near else "The framework names its variables.")
        return code

    def sector(self, given: str, line: int) -> str | None:
        if given and given not in self.sectors:
            self.wrong(line, "sector", f"{given[:60]!r} is no sector of the framework's coverages",
                       f"Sectors are {', '.join(sorted(self.sectors)) or 'none: leave the column out'}.")
            return None
        return given

    def value(self, key: Key, text: str, line: int, column: str, cell: object) -> None:
        unit, code, _, _ = key
        if code in self.groupings:
            if text and self.groups.setdefault((unit, code), text) != text:
                self.wrong(line, column, f"{unit} is in {self.groups[unit, code]!r} and in {text!r}",
                           "A unit belongs to one group.")
            return
        number = self.number(text, line, column)
        if key in self.entries:
            self.wrong(line, column, f"{unit} has {code} twice{_of(key)}, first in row {self.entries[key].row}",
                       "Keep one of the two rows.")
            return
        read = cell if callable(cell) else (lambda _name: "")
        error = self.number(read("standard_error"), line, "standard_error")
        if error < 0:
            self.wrong(line, "standard_error", f"the standard error is {error:g}", "Write 0 or more.")
        self.entries[key] = Entry(number, line, error, read("status"), read("source"))

    def number(self, text: str, line: int, column: str) -> float:
        number = number_in(text)
        if number is None:
            self.wrong(line, column, f"{text[:60]!r} is no number",
                       "Write a plain number such as 1234.5, or leave it empty.")
            return np.nan
        if abs(number) > 1e150:  # squares of it must be numbers still
            self.wrong(line, column, f"{text[:60]!r} is too large", "Write it in a larger unit.")
        return number

    def wrong(self, line: int, column: str, what: str, mend: str) -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(Problem(self.file, line, column[:60], what, mend))


def _of(key: Key) -> str:
    _, _, year, sector = key
    return "".join((f" in {year}" if year else "", f" of sector {sector}" if sector else ""))


def _variables_by_name(framework: Framework) -> dict[str, str]:
    """Say which variable a code or a name in either language is."""
    known: dict[str, str] = {}
    labels = {each.code: each.name for each in framework.variables}
    labels |= {each.code: each.name for each in framework.indicators if each.variable == each.code}
    for code in framework.needed:
        label = labels.get(code, same(code))
        for word in (label.zh, label.en):
            if word:
                known.setdefault(word.casefold(), code)
    return known | {code.casefold(): code for code in framework.needed}
