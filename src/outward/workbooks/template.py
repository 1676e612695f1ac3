"""The spreadsheet from which a case starts: what to fill in, in both languages, with lists to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, get_args

from outward.vocabulary.observations import BREAKS, STATUSES
from outward.vocabulary.sectors import COVERAGES
from outward.vocabulary.statements import Hedge
from outward.workbooks.context import CLAIM_COLUMNS, SOURCE_COLUMNS, TABLE_COLUMNS, ReadingContext
from outward.workbooks.exports import legal, new_workbook
from outward.workbooks.guide import COLUMN_HELP, GUIDE, REGISTER_NAMES
from outward.workbooks.longsheets import HEADERS_ZH
from outward.workbooks.registers import CLAIMS, CODES, README, SOURCES, TABLES

_ROWS: Final = 5_000  # rows for which the lists to choose from are laid
_WIDE: Final = frozenset({"note", "name_en", "name_zh", "title_en", "title_zh", "publisher_en", "publisher_zh",
                          "indicator"})


@dataclass(frozen=True, slots=True)
class _Choice:
    """A list to choose from: where it stands, or the few words themselves."""

    source: str | list[str]
    strict: bool  # refuse other entries; a composed indicator or a case's own code is no error


def write_template(target: Path | IO[bytes], context: ReadingContext) -> None:
    """Write the spreadsheet that an analyst fills in to start or enlarge a case.

    Sheets: how to fill it in (English and Chinese), ``Tables``, ``Claims``, ``Sources``, one a register, and ``Codes``
    (the user's own words at its left, the vocabularies at its right). The same context gives the same bytes.

    Parameters
    ----------
    target : pathlib.Path or binary stream
        Where it goes.
    context : ReadingContext
        The case: its vocabularies, registers and defaults.
    """
    _Template(target, context).write()


class _Template:
    def __init__(self, target: Path | IO[bytes], context: ReadingContext) -> None:
        self.context = context
        self.book = new_workbook(target)
        self.header = self.book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top",
                                            "bg_color": "#E8EDF2"})
        self.wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.bold = self.book.add_format({"bold": True})
        self.as_text = self.book.add_format({"num_format": "@"})
        self.codes, self.places = self._code_rows()

    def write(self) -> None:
        self._guide()
        choices = {
            "indicator": self._listed("indicator"), "region": self._listed("region"),
            "sector": self._listed("sector"), "unit": self._listed("unit"),
            "status": _Choice([one for one in STATUSES if one], strict=True),
            "break_before": _Choice([one for one in BREAKS if one], strict=True),
            "coverage": _Choice(list(COVERAGES), strict=True),
        }
        self._form(TABLES, "", TABLE_COLUMNS, choices)
        self._form(CLAIMS, "", CLAIM_COLUMNS, {
            **{name: choice for name, choice in choices.items() if name != "break_before"},
            "hedge": _Choice([one for one in get_args(Hedge) if one], strict=True),
        })
        self._form(SOURCES, "", SOURCE_COLUMNS, {})
        by_column = {column: choices[kind] for column, kind in (
            ("region", "region"), ("country", "region"), ("host_country", "region"), ("sector", "sector"),
            ("unit", "unit"), ("baseline_unit", "unit"), ("indicator_id", "indicator"))}
        for register, columns in self.context.registers.items():
            self._form(register, REGISTER_NAMES.get(register, ""), columns, by_column)
        self._codes_sheet()
        self.book.close()

    def _guide(self) -> None:
        sheet = self.book.add_worksheet(README)
        sheet.set_column(0, 0, 70, self.wrapped)
        sheet.set_column(1, 1, 60, self.wrapped)
        defaults = (("region", self.context.region), ("nation", self.context.nation), ("sector", self.context.sector),
                    ("known_on", self.context.known_on), ("source", self.context.source or "-"))
        lines = [*GUIDE, ("Where a cell is empty, this case means:", "空白单元格在本案例中的含义："),
                 *((f"{name}: {value}", f"{HEADERS_ZH.get(name, '全国')}：{value}") for name, value in defaults)]
        for row, (english, chinese) in enumerate(lines):
            style = self.bold if row == 0 else self.wrapped
            sheet.write_string(row, 0, legal(english), style)
            sheet.write_string(row, 1, legal(chinese), style)

    def _form(self, title: str, chinese: str, columns: Sequence[str], choices: dict[str, _Choice]) -> None:
        sheet = self.book.add_worksheet(title)
        for number, column in enumerate(columns):
            zh = HEADERS_ZH.get(column, "")
            sheet.write_string(0, number, f"{column}\n{zh}" if zh else column, self.header)
            if column in COLUMN_HELP:
                english, help_zh = COLUMN_HELP[column]
                about = f"{title} {chinese}\n" if chinese else ""
                sheet.write_comment(0, number, f"{about}{english}\n{help_zh}", {"author": "Outward", "x_scale": 2})
            # Codes such as 33 or 2015 are text to the reader; a value is a number.
            is_number = column == "value"
            sheet.set_column(number, number, 26 if column in _WIDE else 14, None if is_number else self.as_text)
            if choice := choices.get(column):
                self._validate(sheet, number, choice)
        sheet.freeze_panes(1, 0)

    def _validate(self, sheet: Any, column: int, choice: _Choice) -> None:  # XlsxWriter has no types
        options: dict[str, object] = {"validate": "list", "source": choice.source, "ignore_blank": True}
        if not choice.strict:
            options |= {"error_type": "information", "error_title": "Not in the list",
                        "error_message": "Names and the case's own codes are read too. 也可填写名称或自定义代码。"}
        sheet.data_validation(1, column, _ROWS, column, options)

    def _listed(self, kind: str) -> _Choice:
        first, last = self.places[kind]
        return _Choice(f"='{CODES}'!$E${first}:$E${last}", strict=False)

    def _code_rows(self) -> tuple[list[tuple[str, str, str, str, str]], dict[str, tuple[int, int]]]:
        """The vocabularies as rows of (kind, id, English, Chinese, unit), and the sheet rows that each kind fills."""
        kinds = {
            "indicator": [(one.id, one.name.en, one.name.zh, one.unit) for one in self.context.indicators.values()],
            "region": [(one.id, one.name.en, one.name.zh, "") for one in self.context.regions.values()],
            "sector": [(one.id, one.name.en, one.name.zh, "") for one in self.context.sectors.values()],
            "unit": [(one.code, one.name.en, one.name.zh, "") for one in self.context.units.values()],
        }
        rows: list[tuple[str, str, str, str, str]] = []
        places: dict[str, tuple[int, int]] = {}
        for kind, entries in kinds.items():
            places[kind] = (len(rows) + 2, len(rows) + 1 + len(entries))  # below the header, counted from 1
            rows.extend((kind, *entry) for entry in entries)
        return rows, places

    def _codes_sheet(self) -> None:
        sheet = self.book.add_worksheet(CODES)
        for column, name in enumerate(("word\n原文", "means\n含义", "", "kind\n类别", "id\n代码", "English\n英文",
                                       "Chinese\n中文", "unit\n单位")):
            if name:
                sheet.write_string(0, column, name, self.header)
        for column, name in ((0, "word"), (1, "means")):
            english, chinese = COLUMN_HELP[name]
            sheet.write_comment(0, column, f"{english}\n{chinese}", {"author": "Outward", "x_scale": 2})
        for number, entry in enumerate(self.codes, 1):
            for column, text in enumerate(entry, 3):
                sheet.write_string(number, column, legal(text))
        sheet.set_column(0, 1, 28, self.as_text)
        sheet.set_column(3, 3, 11)
        sheet.set_column(4, 7, 28)
        sheet.freeze_panes(1, 0)
