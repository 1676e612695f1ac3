"""The spreadsheet that a user fills for an index: a row a unit, a column a variable, each with its unit and its use."""

from __future__ import annotations

import io
from typing import Final

from outward.composite import Framework
from outward.vocabulary.labels import Label, Language, same
from outward.vocabulary.regions import regions
from outward.workbooks.exports import legal, new_workbook

_HEADER_ROW: Final = 4
_WORDS: Final = {
    "how": Label("One row a unit and year. Leave a cell empty where there is no value: nothing is guessed without "
                 "saying so.", "每个评价对象每年一行。没有数值时留空：系统不会在不说明的情况下估算。"),
    "sectors": Label("Where a variable is divided by sector, give one row a unit, year and sector; the sectors of a "
                     "coverage are added up before any ratio is formed.",
                     "变量按行业填报时，每个对象、年份、行业各占一行；系统先按统计口径加总行业数据，再计算比率。"),
    "variables": Label("variables", "变量说明"), "code": Label("variable", "变量代码"), "name": Label("name", "名称"),
    "unit": Label("unit", "单位"), "used": Label("used in", "用于指标"),
}


def template(framework: Framework, language: Language) -> bytes:
    """Make the workbook: the sheet ``data`` with the header that ``data_file`` reads, and a list of the variables.

    Parameters
    ----------
    framework : Framework
        Its variables become columns; provinces of China are filled in where it ranks them.
    language : {"en", "zh"}
        Language of the explanations; codes are the same in both.
    """
    stream = io.BytesIO()
    book = new_workbook(stream)
    bold, note = book.add_format({"bold": True, "bottom": 1}), book.add_format({"italic": True})
    sheet = book.add_worksheet("data")
    sheet.write_string(0, 0, legal(framework.name.text(language)), bold)
    sheet.write_string(1, 0, _WORDS["how"].text(language), note)
    if framework.coverages:
        sheet.write_string(2, 0, _WORDS["sectors"].text(language), note)
    header = ["unit", "name", "year", *(["sector"] if framework.coverages else []),
              *(grouping.code for grouping in framework.groupings), *framework.needed]
    for column, name in enumerate(header):
        sheet.write_string(_HEADER_ROW, column, name, bold)
        sheet.set_column(column, column, max(10, len(name) + 2))
    for row, (id, label) in enumerate(_units(framework), _HEADER_ROW + 1):
        sheet.write_string(row, 0, id)
        sheet.write_string(row, 1, label.text(language))
    sheet.freeze_panes(_HEADER_ROW + 1, 2)
    _list_variables(book.add_worksheet(_WORDS["variables"].text(language)), framework, language, bold)
    book.close()
    return stream.getvalue()


def _units(framework: Framework) -> list[tuple[str, Label]]:
    if not framework.are_regions or not framework.coverages:  # an index of regions by industry is one of provinces
        return []
    return [(region.id, region.name) for region in regions().of_kind("province")]


def _list_variables(sheet: object, framework: Framework, language: Language, bold: object) -> None:
    write = sheet.write_string  # type: ignore[attr-defined]
    for column, key in enumerate(("code", "name", "unit", "used")):
        write(0, column, _WORDS[key].text(language), bold)
    variables = {each.code: (each.name, each.unit) for each in framework.variables}
    variables |= {each.code: (each.name, each.unit) for each in framework.indicators if each.variable == each.code
                  and not each.denominator}
    for row, code in enumerate(framework.needed, 1):
        name, unit = variables.get(code, (same(code), ""))
        used = [each.name.text(language) for each in framework.indicators if code in (each.variable, each.denominator)]
        for column, text in enumerate((code, name.text(language), unit, "; ".join(used))):
            write(row, column, legal(text))
    for column, width in enumerate((34, 44, 20, 60)):
        sheet.set_column(column, column, width)  # type: ignore[attr-defined]
