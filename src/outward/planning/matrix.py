"""The policy matrix: measures down, goals, factors, areas, agencies or instruments across, a mark where they meet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from outward.errors import InvalidInputError, InvalidValueError, Problem
from outward.vocabulary.labels import Label, Language

MARK: Final = "x"
_KEY, _NAME = "key", "measure"


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column of a matrix."""

    key: str
    name: Label


@dataclass(frozen=True, slots=True)
class PolicyMatrix:
    """Which measure meets which column."""

    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    crossings: frozenset[tuple[str, str]]  # of a row's key and a column's

    def meets(self, row: str, column: str) -> bool:
        """Whether a measure meets a column."""
        return (row, column) in self.crossings

    def count(self, *, row: str = "", column: str = "") -> int:
        """Count the marks of a row, of a column, or of both where both are named."""
        return sum((not row or each[0] == row) and (not column or each[1] == column) for each in self.crossings)

    @property
    def empty_rows(self) -> tuple[Line, ...]:
        """Measures that meet nothing."""
        met = {row for row, _ in self.crossings}
        return tuple(line for line in self.rows if line.key not in met)

    @property
    def empty_columns(self) -> tuple[Line, ...]:
        """Columns that no measure meets."""
        met = {column for _, column in self.crossings}
        return tuple(line for line in self.columns if line.key not in met)


def policy_matrix(rows: Iterable[Line], columns: Iterable[Line], crossings: Iterable[tuple[str, str]]) -> PolicyMatrix:
    """Lay measures against columns; a crossing of which a line is not there is left out with it.

    Raises
    ------
    InvalidValueError
        If two rows or two columns share a key.

    Examples
    --------
    >>> columns = [Line("A07", Label("Finance")), Line("A08", Label("Banks"))]
    >>> matrix = policy_matrix([Line("61", Label("Fund first sets"))], columns, [("61", "A07"), ("62", "A07")])
    >>> matrix.count(row="61"), [line.key for line in matrix.empty_columns]
    (1, ['A08'])
    """
    down, across = tuple(rows), tuple(columns)
    keys = _keys(down, "row"), _keys(across, "column")
    return PolicyMatrix(down, across, frozenset((row, column) for row, column in crossings
                                                if row in keys[0] and column in keys[1]))


def _keys(lines: Sequence[Line], what: str) -> set[str]:
    keys = [line.key for line in lines]
    if len(set(keys)) != len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise InvalidValueError(f"two {what}s {twice!r}", "policy matrix", f"Give each {what} a key of its own.")
    return set(keys)


def narrowed(matrix: PolicyMatrix, *, only_met: bool = False, columns: Iterable[str] = ()) -> PolicyMatrix:
    """Keep some columns, or only the lines that meet anything.

    Parameters
    ----------
    matrix : PolicyMatrix
        The whole.
    only_met : bool
        Leave out rows and columns without a mark, after the columns were chosen.
    columns : iterable of str
        Keys of the columns that stay; all if empty.
    """
    wanted = set(columns)
    across = tuple(line for line in matrix.columns if not wanted or line.key in wanted)
    found = policy_matrix(matrix.rows, across, matrix.crossings)
    if not only_met:
        return found
    empty = {line.key for line in found.empty_rows}, {line.key for line in found.empty_columns}
    return PolicyMatrix(tuple(line for line in found.rows if line.key not in empty[0]),
                        tuple(line for line in found.columns if line.key not in empty[1]), found.crossings)


def as_lines(matrix: PolicyMatrix, language: Language) -> tuple[list[str], list[list[str]]]:
    """Write a matrix as a header and rows of texts: key, measure, then a mark a column.

    A header's text begins with the column's key and a colon, so that a file that was changed by hand can be read again.

    Examples
    --------
    >>> matrix = policy_matrix([Line("61", Label("Fund"))], [Line("A07", Label("Finance"))], [("61", "A07")])
    >>> as_lines(matrix, "en")
    (['key', 'measure', 'A07: Finance'], [['61', 'Fund', 'x']])
    """
    header = [_KEY, _NAME, *(f"{line.key}: {line.name.text(language)}" for line in matrix.columns)]
    rows = [[row.key, row.name.text(language), *(MARK if matrix.meets(row.key, column.key) else ""
                                                 for column in matrix.columns)] for row in matrix.rows]
    return header, rows


def read_crossings(content: str, *, rows: Iterable[str], columns: Iterable[str], name: str = "matrix.csv"
                   ) -> frozenset[tuple[str, str]]:
    """Read which measure meets which column from a matrix's CSV; what stands below an empty line is its citation.

    Parameters
    ----------
    content : str
        The file's text.
    rows, columns : iterable of str
        The keys that there are.
    name : str
        What the file is called in problems.

    Raises
    ------
    InvalidInputError
        If a key is unknown or stands twice, a measure stands below an empty line, or a cell holds anything but a mark;
        each problem names row and column.

    Examples
    --------
    >>> sorted(read_crossings("key,measure,A07: Finance\\n61,Fund,x\\n", rows=["61"], columns=["A07"]))
    [('61', 'A07')]
    """
    known, allowed = set(rows), set(columns)
    lines = _lines(content, name)
    if not lines or lines[0][:2] != [_KEY, _NAME]:
        raise InvalidInputError([Problem(name, 1, _KEY, "the header does not begin with key and measure",
                                         "Export the matrix and change its marks only.")], name)
    heads = [_plain(cell).partition(":")[0].strip() for cell in lines[0][2:]]
    problems = [Problem(name, 1, head, "no such column, or it stands twice", "Export the matrix again.")
                for place, head in enumerate(heads) if head not in allowed or head in heads[:place]]
    found: set[tuple[str, str]] = set()
    seen: set[str] = set()
    for number, line in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in line):
            problems += [Problem(name, place, _KEY, f"{key!r} stands below an empty line", "Take the empty line out.")
                         for place, key in _below(lines, number) if key in known]
            break
        key = _plain(line[0])
        if key not in known or key in seen:
            problems.append(Problem(name, number, _KEY, f"{key!r} is no measure of this plan, or stands twice",
                                    "Export the matrix again."))
            continue
        seen.add(key)
        marks = _marks(line, heads, number, name, problems)
        found.update((key, head) for head in marks)
    if problems:
        raise InvalidInputError(problems, name)
    return frozenset(found)


def _lines(content: str, name: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline=""))
    try:
        return list(reader)
    except csv.Error as error:  # such as a quotation mark that nothing closes
        raise InvalidInputError([Problem(name, reader.line_num, "", f"the line cannot be read: {error}",
                                         "Export the matrix and change its marks only.")], name) from error


def _below(lines: Sequence[Sequence[str]], empty: int) -> Iterator[tuple[int, str]]:
    """Give number and key of the lines below an empty one: a measure among them would lose its marks unseen."""
    yield from ((number, _plain(line[0])) for number, line in enumerate(lines[empty:], start=empty + 1) if line)


def _marks(line: Sequence[str], heads: Sequence[str], number: int, name: str, problems: list[Problem]) -> list[str]:
    """Give the columns that a row marks; name what is no mark."""
    marked = []
    if len(line) > len(heads) + 2:
        problems.append(Problem(name, number, "", f"{len(line)} cells where the header has {len(heads) + 2}",
                                "Give every column one cell."))
    for head, cell in zip(heads, line[2:], strict=False):
        text = cell.strip().casefold()
        if text == MARK:
            marked.append(head)
        elif text:
            problems.append(Problem(name, number, head, f"{cell!r} is no mark", f"Write {MARK} or nothing."))
    return marked


def _plain(cell: str) -> str:
    """Take away the apostrophe that keeps spreadsheet programs from running a text."""
    text = cell.strip()
    return text[1:] if text.startswith("'") else text


def differences(before: Iterable[tuple[str, str]], after: Iterable[tuple[str, str]]
                ) -> Mapping[str, frozenset[tuple[str, str]]]:
    """Say which crossings a new matrix adds and which it takes away.

    Examples
    --------
    >>> found = differences([("61", "A07")], [("61", "A08")])
    >>> sorted(found["added"]), sorted(found["removed"])
    ([('61', 'A08')], [('61', 'A07')])
    """
    old, new = frozenset(before), frozenset(after)
    return {"added": new - old, "removed": old - new}
