"""A user's spreadsheet to the case's long table: our template, lists of values, and yearbook sheets as they come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from outward.errors import InvalidInputError, Problem
from outward.workbooks.archive import MAX_CELLS
from outward.workbooks.context import TABLE_COLUMNS, ReadingContext
from outward.workbooks.layout import Layout, find_tables, is_datum
from outward.workbooks.lexicon import Lexicon
from outward.workbooks.longsheets import as_long, long_values
from outward.workbooks.registers import is_form, lexicon_of
from outward.workbooks.sheets import Sheet, read_sheets
from outward.workbooks.words import slug, table_number
from outward.workbooks.yearbook import YearbookTable

MAX_TABLES: Final = 500  # on one sheet
MAX_PROBLEMS: Final = 200  # more than a person mends in one sitting; the rest is counted


def read_tables(path: Path, context: ReadingContext) -> pd.DataFrame:
    """Read every value of a spreadsheet, with what its headers, labels, title and notes say of it.

    Three kinds of sheet are read: the template's ``Tables`` sheet, lists with a row a value under the same headers,
    and yearbook tables, in which titles, unit lines, merged headers, ``其中``, footnote marks and gaps are resolved.

    Parameters
    ----------
    path : pathlib.Path
        An ``.xlsx`` or ``.csv`` file; nothing in it is trusted.
    context : ReadingContext
        The case's vocabularies, and what a silent sheet means.

    Returns
    -------
    pandas.DataFrame
        Exactly the columns ``TABLE_COLUMNS``; all text except ``value`` (float; missing where ``status`` is
        ``missing``). ``table`` is the number in the table's title or its sheet's name, ``row`` counts its values,
        ``note`` keeps the spreadsheet cell and its footnotes.

    Raises
    ------
    NotFoundError
        If there is no such file.
    InvalidInputError
        If the file may not be opened, or holds a word, number or unit that cannot be read; each by its cell.
    """
    sheets = read_sheets(path)
    lexicon = lexicon_of(sheets, context, path.name)
    problems: list[Problem] = []
    rows: list[dict[str, object]] = []
    yearbooks: list[tuple[Layout, list[dict[str, object]]]] = []
    for sheet in sheets:
        if is_form(sheet, context):
            continue
        if long := as_long(sheet):
            rows.extend(long_values(long, lexicon, problems))
        else:
            yearbooks.extend(_yearbook(sheet, lexicon, problems))
    rows.extend(_numbered(yearbooks, {str(row["table"]) for row in rows}))
    problems.extend(_twice(path, rows))
    if not rows and not problems and not any(is_form(sheet, context) or as_long(sheet) for sheet in sheets):
        problems.append(Problem(path.name, 0, "", "no value was found on any sheet",
                                "Fill the Tables sheet, or add a sheet with a table of numbers."))
    if problems:
        raise InvalidInputError(_at_most(problems, path.name), path.name)
    table = pd.DataFrame(rows, columns=list(TABLE_COLUMNS))
    text = [column for column in TABLE_COLUMNS if column != "value"]
    return table.astype(dict.fromkeys(text, object) | {"value": float})


def _yearbook(
    sheet: Sheet, lexicon: Lexicon, problems: list[Problem]
) -> Iterator[tuple[Layout, list[dict[str, object]]]]:
    layouts = find_tables(sheet, lexicon.knows)
    if not layouts and any(cell.number is not None for cell in sheet.cells.values()):
        problems.append(sheet.problem(0, 0, "numbers, and no table among them",
                                      "Give the values row labels and headers, or delete the sheet."))
    if len(layouts) > MAX_TABLES or any(len(one.rows) * len(one.columns) > MAX_CELLS for one in layouts):
        problems.append(sheet.problem(0, 0, f"{len(layouts):,} tables, or one with mostly blank cells",
                                      f"Keep at most {MAX_TABLES:,} tables a sheet, each without empty columns; give "
                                      "long lists the headers of the template's Tables sheet."))
        return
    for layout in layouts:
        if not layout.columns:
            rows = (row for row in (*layout.headers, *layout.rows) if any(is_datum(cell) for cell in sheet.row(row)))
            problems.extend(sheet.problem(row, 0, "a row of years, and no values with it",
                                          "Give the row a label, if these are values; or delete it.") for row in rows)
            continue
        table = YearbookTable(layout, lexicon)
        values = list(table.values())
        problems.extend(table.problems)
        yield layout, values


def _numbered(
    yearbooks: Sequence[tuple[Layout, list[dict[str, object]]]], taken: set[str]
) -> Iterator[dict[str, object]]:
    """Name tables by number or sheet and count their values; a continued table counts on."""
    numbers = [_number(layout) for layout, _ in yearbooks]
    begun = Counter(number for number, continued in numbers if number and not continued)
    per_sheet = Counter(layout.sheet.title for layout, _ in yearbooks)
    seen: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for (layout, values), (number, _) in zip(yearbooks, numbers, strict=True):
        name = slug(layout.sheet.title)[:60]
        seen[layout.sheet.title] += 1
        if number and begun[number] <= 1 and number not in taken:
            name = number
        elif number:
            name = f"{name}-{number}"
        elif per_sheet[layout.sheet.title] > 1:
            name = f"{name}-{seen[layout.sheet.title]}"
        for value in values:
            counts[name] += 1
            yield {"table": name, "row": str(counts[name]), **value}


def _number(layout: Layout) -> tuple[str, bool]:
    return next((found for cell in layout.titles if (found := table_number(cell.text))[0]), ("", False))


def _twice(path: Path, rows: Sequence[dict[str, object]]) -> Iterator[Problem]:
    counts = Counter((str(row["table"]), str(row["row"]), str(row["known_on"])) for row in rows)
    for (table, row, _), count in sorted(counts.items()):
        if count > 1:
            yield Problem(path.name, 0, "row", f"cell {table}:{row} stands {count} times",
                          "Number the rows of a table apart, or leave table and row empty.")


def _at_most(problems: Sequence[Problem], file: str) -> list[Problem]:
    shown = list(problems[:MAX_PROBLEMS])
    if len(problems) > MAX_PROBLEMS:
        shown.append(Problem(file, 0, "", f"{len(problems) - MAX_PROBLEMS} more problems",
                             "Mend these first: one unknown word is often behind many."))
    return shown
