"""What an export says of itself: who asked what and when, how it is cited, what its columns and codes mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from outward_portal.records.exporting import LICENCE_EN, LICENCE_ZH, Asked, Header, Value, headers, labels, rows
from outward_portal.records.exporting_private import HEADERS as PRIVATE_HEADERS
from outward_portal.records.exporting_private import PrivateTable


@dataclass(frozen=True, slots=True)
class Export:
    """A list to be written, for one person."""

    asked: Asked
    user: Any
    private: PrivateTable | None  # None: not asked for
    read: Callable[[], Iterator[tuple[Value, ...]]] | None = None  # gives the records where they were read before
    read_private: Callable[[], Iterator[tuple[Value, ...]]] | None = None

    @property
    def name(self) -> str:
        """The file's name, without its ending."""
        return f"outward-{self.asked.query.kind.slug}-{self.asked.at:%Y-%m-%d}"

    @property
    def headers(self) -> tuple[Header, ...]:
        """The columns."""
        return headers(self.asked.query.kind)

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """The records."""
        return self.read() if self.read is not None else rows(self.asked.query, self.user)

    def private_rows(self) -> Iterator[tuple[Value, ...]]:
        """The private fields, where they were asked for."""
        assert self.private is not None
        return self.read_private() if self.read_private is not None else self.private.rows()


def data_package(export: Export) -> dict[str, Any]:
    """Describe the tables as a Frictionless tabular data package."""
    asked = export.asked
    slug = asked.query.kind.slug
    en, zh = labels(asked.query.kind.plural)
    tables = [(slug, f"{slug}.csv", f"{en} / {zh}", export.headers, ["id"]),
              ("codes", "codes.csv", "Codes / 代码", CODE_HEADERS, ["column", "code"])]
    if export.private is not None:
        tables.insert(1, ("private_fields", "private_fields.csv", "Private fields / 非公开字段", PRIVATE_HEADERS, []))
    return {
        "profile": "tabular-data-package",
        "name": export.name,
        "title": f"{en} / {zh}",
        "description": asked.citation("en"),
        "homepage": asked.address,
        "created": f"{asked.at:%Y-%m-%dT%H:%M:%SZ}",
        "licenses": [{"name": "other-at", "title": LICENCE_EN}],
        "sources": [{"title": "the source that each row names in its column source"}],
        "resources": [{
            "profile": "tabular-data-resource", "name": name, "path": path, "title": title, "format": "csv",
            "mediatype": "text/csv", "encoding": "utf-8",
            "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True,
                        "header": True},
            "schema": {"fields": [schema_field(column) for column in columns], "missingValues": [""],
                       **({"primaryKey": key} if key else {})},
        } for name, path, title, columns, key in tables],
    }


def schema_field(column: Header) -> dict[str, Any]:
    """Describe a column as a Frictionless table schema does."""
    described: dict[str, Any] = {"name": column.name, "type": column.type,
                                 "title": f"{column.label_en} / {column.label_zh}"}
    if column.codes:
        described["constraints"] = {"enum": list(column.codes)}
    return described


COLUMN_HEADERS: Final = (
    Header("column", "column", "列"), Header("type", "type", "类型"), Header("label_en", "in English", "英文"),
    Header("label_zh", "in Chinese", "中文"),
)
CODE_HEADERS: Final = (
    Header("column", "column", "列"), Header("code", "code", "代码"), Header("label_en", "in English", "英文"),
    Header("label_zh", "in Chinese", "中文"),
)


def column_rows(columns: Sequence[Header]) -> Iterator[tuple[Value, ...]]:
    """Explain the columns, one a row."""
    return ((column.name, column.type, column.label_en, column.label_zh) for column in columns)


def code_rows(columns: Sequence[Header]) -> Iterator[tuple[Value, ...]]:
    """Explain the codes, one a row."""
    return ((column.name, code, *names) for column in columns for code, names in column.codes.items())


def about_lines(export: Export) -> list[tuple[str, str]]:
    """Say what was asked, when, and how the rows are to be read."""
    asked = export.asked
    en, zh = labels(asked.query.kind.plural)
    return [
        ("Register / 名录", f"{en} / {zh}"),
        ("Asked", "; ".join(f"{name}: {value}" for name, value in asked.conditions("en"))),
        ("查询条件", "；".join(f"{name}：{value}" for name, value in asked.conditions("zh"))),
        ("Address / 网址", asked.address),
        ("Retrieved / 检索时间", f"{asked.at:%Y-%m-%d %H:%M} UTC"),
        ("Records / 记录数", str(asked.count)),
        *([("Withheld / 未收录", f"{asked.withheld}: their source does not allow to give them on / 来源不允许再分发")]
          if asked.withheld else []),
        ("Cite as", asked.citation("en")),
        ("引用格式", asked.citation("zh")),
        ("Licence", LICENCE_EN),
        ("许可", LICENCE_ZH),
        ("Rows", "One record is one row, also where it is in several countries: their codes stand in one cell, "
                 "separated by ;. Do not add up rows by country without saying how you shared them out."),
        ("Totals", "The column counting, where there is one, says how a row counts in totals, so that nothing is "
                   "counted twice."),
        ("Marks", "sample is true for made-up rows; retired_at and merged_into mark what has left the register."),
        ("Amounts", "Amounts are in whole units of the currency in the column currency."),
        ("Names", "A missing translation is an empty cell. A record that you may not see is not named."),
    ]


def readme(export: Export) -> Iterator[str]:
    """Write the README of a ZIP, line by line."""
    about = about_lines(export)
    slug = export.asked.query.kind.slug
    yield f"# {about[0][1]}"
    yield ""
    for name, text in about[1:]:
        yield f"- **{name}**: {text}"
    yield ""
    yield "## Files / 文件"
    yield ""
    yield f"- `{slug}.csv`, `{slug}.xlsx`, `{slug}.json`: the same records three times / 同一批记录"
    if export.private is not None:
        yield "- `private_fields.csv`: private fields that you may see; their owners are told / 非公开字段"
    yield "- `codes.csv`: what each code means / 代码含义"
    yield "- `datapackage.json`: the columns, as a Frictionless tabular data package / 列说明"
    yield ""
    yield "In the CSV files an apostrophe stands before a text that begins with = + - @, a tab or a line break, so that"
    yield "no spreadsheet program runs it as a formula; numbers are untouched. In the XLSX file it is typed as text."
    yield "CSV文件中以 = + - @、制表符或换行符开头的文字前加了撇号，以防被当作公式执行；数字不受影响。"
    yield ""
    yield "## Columns / 列"
    yield ""
    yield "| column | type | in English | 中文 |"
    yield "|---|---|---|---|"
    for column in export.headers:
        yield f"| {column.name} | {column.type} | {column.label_en} | {column.label_zh} |"
    yield ""
    yield "## Codes / 代码"
    yield ""
    yield "Countries are codes of ISO 3166-1 alpha-3 (provinces: CN-LN); sectors are the portal's ids for divisions of "
    yield "GB/T 4754; currencies are codes of ISO 4217; dates are as exact as the source is (2015, 2015-06 ...)."
    yield ""
    yield "| column | code | in English | 中文 |"
    yield "|---|---|---|---|"
    for line in code_rows(export.headers):
        yield "| " + " | ".join(str(cell) for cell in line) + " |"
    yield ""
