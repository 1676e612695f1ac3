"""The spreadsheet that people fill in: the register's fields by name, their labels, an example, and the codes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import xlsxwriter

from outward.vocabulary.regions import regions
from outward.vocabulary.sectors import sectors
from outward.workbooks.exports import EPOCH, harmless, legal
from outward_portal.imports.columns import KEY, columns_for
from outward_portal.imports.reading import COMMENT, MAX_ROWS, SHEET
from outward_portal.records.exporting import labels
from outward_portal.records.kinds import Kind

_EXAMPLES: Final[Mapping[str, str]] = {
    "name_en": "Example machine works", "name_zh": "示例机械厂", "summary_en": "What is known of it.",
    "summary_zh": "已知情况。", "sector": "general-equipment", "countries": "KEN;ZMB", "place_en": "Nairobi",
    "place_zh": "内罗毕", "latitude": "-1.29", "longitude": "36.82", "begins": "2015-06", "ends": "2019",
    "as_of": "2024-12-31", "source": "Yearbook 2024, page 12", "paragraphs": "12-14", "currency": "USD",
    "website": "https://www.example.org", "home": "CN-LN", "hs_code": "845710",
}

_GUIDE: Final = (
    ("Row 1 names the fields and is not to be changed; columns that are not needed may be deleted.",
     "第1行是字段名称，请勿改动；不需要的列可以删除。"),
    (f"Rows whose first cell begins with {COMMENT} are left out: the labels and the example.",
     f"首格以 {COMMENT} 开头的行不导入：标签行和示例行。"),
    ("id: empty to add a record; the number of a record to change it. An empty cell then clears the field.",
     "id：留空为新增；填写记录编号为修改，此时空单元格会清空该字段。"),
    ("Choices and sectors: a code, or its name in English or Chinese; see the sheet codes.",
     "选项与行业：填写代码，或其英文、中文名称；见 codes 工作表。"),
    ("Countries: codes of ISO 3166-1 alpha-3, several separated by ;.", "国家：ISO 3166-1三位代码，多个以 ; 分隔。"),
    ("Dates: as exactly as known, 2015, 2015-06 or 2015-06-30. Format the cells as text.",
     "日期：按已知精度填写，2015、2015-06 或 2015-06-30。请将单元格设为文本格式。"),
    ("Amounts: whole units of the currency, without its name.", "金额：以货币的单位填写，不带货币名称。"),
    ("Records that a field names: the number, or the exact name if only one record has it.",
     "引用其他记录：填写编号；名称唯一时也可填写完整名称。"),
    (f"At most {MAX_ROWS:,} rows. Nothing is written before you have seen what would be.",
     f"最多{MAX_ROWS:,}行。先显示将要写入的内容，确认后才会写入。"),
)


def head(kind: Kind, user: Any) -> list[list[str]]:
    """Give the template's rows: names, labels in both languages, an example."""
    columns = columns_for(kind, user)
    told = [labels(column.field.verbose_name) for column in columns.values()]
    return [
        [KEY, *columns],
        [f"{COMMENT} label", *(en for en, _ in told)],
        [f"{COMMENT} 名称", *(zh for _, zh in told)],
        [f"{COMMENT} example 示例", *(_example(name, column) for name, column in columns.items())],
    ]


def _example(name: str, column: Any) -> str:
    if column.choices is not None:
        return sorted(column.choices)[0] if name != "audience" else "agencies"
    if name in _EXAMPLES:
        return _EXAMPLES[name]
    internal = column.field.get_internal_type()
    return {"BooleanField": "false", "DecimalField": "12.5", "PositiveIntegerField": "12", "FloatField": "1.5"}.get(
        internal, "")


def codes(kind: Kind, user: Any) -> Iterator[tuple[str, str, str, str]]:
    """Give each code that a column takes, with its names."""
    for name, column in columns_for(kind, user).items():
        if column.choices is not None:
            for code, text in column.field.flatchoices:
                if str(code) in column.choices:
                    yield name, str(code), *labels(text)
        elif name == "sector":
            yield from ((name, id, each.name.en, each.name.zh) for id, each in sectors().items())
        elif name == "countries":
            yield from ((name, each.id, each.name.en, each.name.zh) for each in regions().of_kind("country"))


def as_csv(kind: Kind, user: Any) -> bytes:
    """Write the template as CSV."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerows([harmless(text) for text in row] for row in head(kind, user))
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8")


def as_xlsx(kind: Kind, user: Any) -> bytes:
    """Write the template as a workbook."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                        "strings_to_numbers": False})
    book.set_properties({"created": EPOCH, "author": "Outward"})
    bold, grey = book.add_format({"bold": True}), book.add_format({"italic": True, "font_color": "#51616e"})
    text = book.add_format({"num_format": "@"})
    rows = head(kind, user)
    sheet = book.add_worksheet(SHEET)
    sheet.set_column(0, len(rows[0]) - 1, 20, text)
    for number, row in enumerate(rows):
        _write(sheet, number, row, bold if number == 0 else grey)
    sheet.freeze_panes(len(rows), 1)
    described = list(columns_for(kind, user).values())
    for at, column in enumerate(described, 1):
        if column.choices is not None and sum(len(code) + 1 for code in column.choices) < 250:
            sheet.data_validation(len(rows), at, MAX_ROWS, at, {
                "validate": "list", "source": sorted(column.choices), "error_type": "warning"})
    _sheet(book, "codes", [("column", "code", "in English", "中文"), *codes(kind, user)], bold)
    _sheet(book, "guide", _GUIDE, None, width=80)
    book.close()
    return stream.getvalue()


def _sheet(book: Any, title: str, rows: Sequence[Sequence[str]], first: Any, *, width: int = 28) -> None:
    sheet = book.add_worksheet(title)
    sheet.set_column(0, 3, width)
    for number, row in enumerate(rows):
        _write(sheet, number, row, first if number == 0 else None)


def _write(sheet: Any, number: int, row: Sequence[str], style: Any) -> None:
    for at, each in enumerate(row):
        if each:
            sheet.write_string(number, at, legal(each), style)
