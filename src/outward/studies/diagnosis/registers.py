"""The registers: enterprises, projects, parks, clusters, corridors, policies, instruments and agencies of the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from outward.errors import InvalidValueError
from outward.indicators import traced
from outward.studies.diagnosis.chapter import Chapter, period_label
from outward.studies.holdings import Holdings, decimals
from outward.studies.result import Column, Gap, Heading, Item, ResultTable, Row, Section
from outward.vocabulary.figures import Cell, Figure, printed
from outward.vocabulary.labels import Label, same
from outward.vocabulary.periods import Period
from outward.vocabulary.statements import Count


@dataclass(frozen=True, slots=True)
class Shown:
    """How a register is shown: its name, the unit its rows count in, the columns, and by what the count is split."""

    name: Label
    unit: str
    columns: tuple[tuple[str, Label], ...]
    split: str = ""


_PLACE, _COUNTRY, _SECTOR = Label("Place", "地点"), Label("Country", "国家"), Label("Sector", "行业")
_ENTERPRISE, _STATUS = Label("Enterprise", "企业"), Label("Status", "状态")

SHOWN = {
    "enterprises": Shown(
        Label("enterprises", "企业"),
        "enterprises",
        (
            ("city", Label("City", "城市")),
            ("sector", _SECTOR),
            ("ownership", Label("Ownership", "所有制")),
            ("products", Label("Products", "产品")),
            ("facts", Label("Facts", "情况")),
        ),
        "role",
    ),
    "projects": Shown(
        Label("projects", "项目"),
        "projects",
        (
            ("enterprise", _ENTERPRISE),
            ("host_country", Label("Host country", "东道国")),
            ("type", Label("Type", "类型")),
            ("value", Label("Value", "金额")),
            ("status", _STATUS),
        ),
        "type",
    ),
    "parks": Shown(
        Label("parks", "园区"),
        "parks",
        (
            ("country", _COUNTRY),
            ("kind", Label("Kind", "类别")),
            ("sector_focus", Label("Focus", "主导产业")),
            ("markets", Label("Markets", "市场")),
        ),
        "kind",
    ),
    "clusters": Shown(
        Label("clusters", "产业集群"),
        "clusters",
        (
            ("place", _PLACE),
            ("area_group", Label("Area", "区域")),
            ("industry", _SECTOR),
            ("role", Label("Role", "定位")),
        ),
        "area_group",
    ),
    "corridors": Shown(
        Label("legs of corridors", "通道区段"),
        "legs",
        (
            ("route", Label("Route", "线路")),
            ("from", Label("From", "起点")),
            ("to", Label("To", "终点")),
            ("mode", Label("Mode", "方式")),
            ("status", _STATUS),
        ),
        "route",
    ),
    "policies": Shown(
        Label("policies", "政策"),
        "policies",
        (
            ("issuer", Label("Issuer", "发布机构")),
            ("period", Label("Period", "时期")),
            ("scope", Label("Scope", "层级")),
            ("content", Label("Content", "内容")),
        ),
        "scope",
    ),
    "instruments": Shown(
        Label("instruments", "支持工具"),
        "instruments",
        (
            ("class", Label("Class", "类别")),
            ("provider", Label("Provider", "提供方")),
            ("beneficiary", Label("Beneficiary", "受益方")),
            ("status", _STATUS),
        ),
        "class",
    ),
    "agencies": Shown(
        Label("agencies", "机构"),
        "agencies",
        (("role", Label("Role", "职能")), ("member", Label("In the leading group", "领导小组成员"))),
        "",
    ),
    "priority_subsectors": Shown(
        Label("products of priority subsectors", "重点领域产品"),
        "entries",
        (
            ("subsector", Label("Subsector", "领域")),
            ("specification", Label("Specification", "规格")),
            ("task", Label("Task", "任务")),
        ),
        "subsector",
    ),
    "alliances": Shown(
        Label("alliances", "联盟"),
        "entries",
        (
            ("type", Label("Type", "类型")),
            ("sector", _SECTOR),
            ("standards", Label("Standards", "标准")),
            ("facts", Label("Facts", "情况")),
        ),
    ),
    "facilities": Shown(
        Label("technology centres and sites abroad", "技术中心与境外机构"),
        "entries",
        (
            ("type", Label("Type", "类型")),
            ("level", Label("Level", "级别")),
            ("enterprise", _ENTERPRISE),
            ("country", _COUNTRY),
            ("facts", Label("Facts", "情况")),
        ),
        "type",
    ),
}
"""Registers that the report knows how to show, in their order; any other is shown by its own columns."""

LEFT_OUT = ("targets", "countries")
"""Registers that other chapters show."""
MOST_PARTS, MOST_COLUMNS = 4, 4


def registers(holdings: Holdings) -> Chapter:
    """Show each register of the case."""
    held = holdings.casebook.registers
    order = [name for name in SHOWN if name in held] + sorted(set(held) - set(SHOWN) - set(LEFT_OUT))
    items: list[Item] = []
    for name in order:
        if len(held[name]):
            items += _register(holdings, name, held[name])
    if not items:
        items.append(
            Gap(
                "registers.gap",
                Label("The registers are empty.", "各名录均为空。"),
                Label("Fill the files in registers/.", "请填写 registers/ 下的文件。"),
            )
        )
    return Chapter(Section("registers", Label("Registers", "名录"), tuple(items)))


def _register(holdings: Holdings, name: str, table: pd.DataFrame) -> list[Item]:
    shown = SHOWN.get(name) or _by_its_columns(name, table)
    columns = tuple(column for column in shown.columns if _has(table, column[0]))
    rows = tuple(
        Row(row["id"], _name(row), tuple(_cell(holdings, name, row, column) for column, _ in columns))
        for row in _rows(table)
    )
    title = Label(shown.name.en[:1].upper() + shown.name.en[1:], shown.name.zh)
    return [
        Heading(f"registers.{name}", title),
        _count(holdings, name, table, shown),
        ResultTable(
            f"registers.table.{name}",
            Label(f"Register of {shown.name.en}", f"{shown.name.text('zh')}名录"),
            Label("Name", "名称"),
            tuple(Column(column, label) for column, label in columns),
            rows,
            sources=(holdings.casebook.sources[0].id,),
        ),
    ]


def _by_its_columns(name: str, table: pd.DataFrame) -> Shown:
    """Show a register of the case's own by its first columns."""
    bases = [
        column.removesuffix("_en")
        for column in table.columns
        if column not in ("id", "name_en", "name_zh", "paragraphs") and not column.endswith(("_zh", "unit"))
    ]
    title = Label(name.replace("_", " "), "")
    return Shown(
        title, "entries", tuple((base, Label(base.replace("_", " ").capitalize(), "")) for base in bases[:MOST_COLUMNS])
    )


def _rows(table: pd.DataFrame) -> list[dict[str, str]]:
    return [{str(name): str(value) for name, value in row.items()} for row in table.to_dict("records")]


def _has(table: pd.DataFrame, column: str) -> bool:
    return column in table.columns or f"{column}_en" in table.columns


def _name(row: dict[str, str]) -> Label:
    return Label(row.get("name_en", "") or row["id"], row.get("name_zh", ""))


def _text(row: dict[str, str], column: str) -> Label | None:
    """The words of a column in both languages; nothing where the register has none."""
    english, chinese = row.get(f"{column}_en", row.get(column, "")), row.get(f"{column}_zh", "")
    if not english and not chinese:
        return None
    return Label(english, chinese) if f"{column}_zh" in row else same(english)


def _cell(holdings: Holdings, name: str, row: dict[str, str], column: str) -> Figure | Label | None:
    if column in row and f"{column}_en" not in row:
        text = row[column]
        if f"{column}_unit" in row or (column == "value" and "unit" in row):
            return _amount(holdings, name, row, column)
        if column == "period" and _is_period(text):
            return period_label(text)
        if text and all(part.strip() in holdings.casebook.regions for part in text.split(";")):
            return _joined([holdings.casebook.regions[part.strip()].name for part in text.split(";")])
        if column.startswith("sector") and text in holdings.casebook.sectors:
            return holdings.sector_label(text)
        if column == "enterprise" and text:
            return _joined([holdings.code_label(f"enterprise:{part.strip()}") for part in text.split(";")])
    return _text(row, column)


def _is_period(text: str) -> bool:
    try:
        return Period.parse(text).is_dated
    except InvalidValueError:
        return False


def _joined(labels: Sequence[Label]) -> Label:
    return Label("; ".join(label.en for label in labels), "；".join(label.text("zh") for label in labels))


def _amount(holdings: Holdings, name: str, row: dict[str, str], column: str) -> Figure | None:
    """A number of the register as a printed figure."""
    text, unit = row[column], row.get(f"{column}_unit") or row.get("unit", "")
    if not text:
        return None
    value = float(text.replace(",", ""))
    return printed(
        _register_cell(holdings, f"{name}.{column}", row, text),
        value,
        unit=unit,
        digits=decimals(text, value),
        kind="level",
    )


def _register_cell(holdings: Holdings, table: str, row: dict[str, str], text: str) -> Cell:
    casebook = holdings.casebook
    return Cell(table, row["id"], text, casebook.sources[0].id, row.get("paragraphs", ""), casebook.case.known_on)


def _count(holdings: Holdings, name: str, table: pd.DataFrame, shown: Shown) -> Count:
    """Count the register's rows, and the largest of the groups that it falls into."""
    rows = _rows(table)
    ones = [
        printed(
            _register_cell(holdings, name, row, row.get("name_en", "") or row["id"]),
            1.0,
            unit=shown.unit,
            digits=0,
            kind="count",
        )
        for row in rows
    ]
    groups: dict[Label, list[Figure]] = {}
    if shown.split and _has(table, shown.split):
        for row, one in zip(rows, ones, strict=True):
            label = _text(row, shown.split)
            if label is not None:
                groups.setdefault(label, []).append(one)
    largest = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0].en))[:MOST_PARTS]
    parts = tuple(
        (label, traced.count(f"registers.count.{name}.{place}", members, unit=shown.unit))
        for place, (label, members) in enumerate(largest, start=1)
    )
    return Count(
        f"registers.count.{name}",
        shown.name,
        Label(""),
        traced.count(f"registers.count.{name}", ones, unit=shown.unit),
        parts if len(groups) > 1 else (),
    )
