"""From a case's registers to records: each row becomes a record once, and is renewed when the case is loaded again."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from outward.vocabulary.regions import regions
from outward_portal.records.cases import CaseRow, begun_row
from outward_portal.records.kinds import Kind
from outward_portal.registers import kinds

if TYPE_CHECKING:
    import pandas as pd

    from outward.casebook.folder import Casebook


def case_rows(casebook: Casebook) -> Iterator[CaseRow]:
    """Read a case's registers, enterprises first: other rows point to them.

    Parameters
    ----------
    casebook : Casebook
        The case, from a release.
    """
    for register, kind in _REGISTERS.items():
        table = casebook.registers.get(register)
        for _, line in (table.iterrows() if table is not None else ()):
            yield _row(kind, _texts(line), casebook)


_REGISTERS: Final[Mapping[str, Kind]] = {
    "enterprises": kinds.ENTERPRISES,
    "projects": kinds.PROJECTS,
    "parks": kinds.PARKS,
    "clusters": kinds.CLUSTERS,
    "priority_subsectors": kinds.SUBSECTORS,
    "facilities": kinds.FACILITIES,
    "alliances": kinds.ALLIANCES,
    "agencies": kinds.AGENCIES,
}

_RENAMED: Final[Mapping[str, Mapping[str, str]]] = {
    "enterprise": {"facts": "summary", "city": "place", "gbt_4754_2011": "industry_code"},
    "project": {"host_country": "countries", "type": "type_note", "status": "stage_note",
                "other_counterparty": "partners"},
    "park": {"country": "countries", "kind": "type", "sector_focus": "focus", "facts": "summary"},
    "cluster": {"area_group": "area", "gbt_4754_2011": "industry_code"},
    "subsector": {"subsector": "group", "gbt_4754_2011": "industry_code", "isic_rev4": "isic_code"},
    "facility": {"country": "countries", "facts": "summary"},
    "alliance": {"facts": "summary"},
    "agency": {"member": "membership"},
}
"""Columns of the case's registers that are called otherwise in the portal's."""


def _row(kind: Kind, texts: Mapping[str, str], casebook: Casebook) -> CaseRow:
    row = begun_row(kind, texts, _RENAMED[kind.key], casebook)
    if kind is kinds.SUBSECTORS:
        row.values.pop("group", None)
    _read_numbers(row, texts, casebook)
    _read_choices(row, texts)
    _read_named(row, texts)
    if kind is kinds.ENTERPRISES and (country := _country_of(row.values.get("home", ""))):
        row.values.setdefault("countries", country)
    if kind is kinds.PROJECTS and not row.values.get("sector"):
        row.values.pop("sector", None)
    return row


def _country_of(region: str) -> str:
    """Give the country in which a region lies, empty where none is known."""
    known = regions()
    return next((each.id for each in known.of_kind("country") if region in known and known.is_within(region, each.id)),
                "")


def _read_numbers(row: CaseRow, texts: Mapping[str, str], casebook: Casebook) -> None:
    """Read amounts in whole units of their currency, quantities and shares."""
    for name in ("value", "quantity", "state_share"):
        row.values.pop(name, None)
    if texts.get("value"):
        unit = casebook.units[texts["unit"]]
        if unit.currency:
            row.values["value"] = Decimal(texts["value"]) * unit.factor.numerator / unit.factor.denominator
            row.values["currency"] = unit.currency
            _keep(row, "value_hedge", texts)
    if texts.get("quantity") and row.kind is kinds.PROJECTS:
        row.values["quantity"] = Decimal(texts["quantity"])
        row.values["quantity_unit"] = texts["quantity_unit"]
        _keep(row, "quantity_hedge", texts)
        if texts["quantity_unit"] == "projects" and _is_programme(texts):
            row.values["is_programme"] = True
    if texts.get("quantity_unit") == "sq km" and row.kind is kinds.PARKS:
        row.values["area_km2"] = Decimal(texts["quantity"])
    if texts.get("state_share"):
        row.values["state_share"] = Decimal(texts["state_share"])
        _keep(row, "state_share_hedge", texts)


def _is_programme(texts: Mapping[str, str]) -> bool:
    """A row that counts projects is no project of one enterprise."""
    return not texts.get("enterprise")


def _keep(row: CaseRow, name: str, texts: Mapping[str, str]) -> None:
    if texts.get(name):
        row.values[name] = texts[name]


def _read_choices(row: CaseRow, texts: Mapping[str, str]) -> None:
    words = _case_words()
    for name, columns in _CHOICES.get(row.kind.key, {}).items():
        stated = [texts[column] for column in columns if texts.get(column)]
        found = next((words[f"{row.kind.key}.{name}", text] for text in stated
                      if (f"{row.kind.key}.{name}", text) in words), "")
        if found:
            row.values[name] = found
        elif stated:
            row.unread.append(f"{row.key} {name}: {stated[0]}")


_CHOICES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "enterprise": {"ownership": ("ownership_en",)},
    "project": {"type": ("type_en", "mode_en"), "stage": ("status_en",)},
    "park": {"location": ("kind_en",)},
    "facility": {"type": ("type_en",)},
    "alliance": {"type": ("type_en",)},
}
"""Choices, and the columns whose words say which; the first known word counts."""


def _read_named(row: CaseRow, texts: Mapping[str, str]) -> None:
    for name in ("enterprise", "counterparty"):
        if texts.get(name) and name in row.kind.form_fields:
            row.named[name] = texts[name]
    if texts.get("enterprise_status") == "presumed" and "enterprise_presumed" in row.kind.form_fields:
        row.values["enterprise_presumed"] = True


def _texts(line: pd.Series[Any]) -> dict[str, str]:
    return {str(column): str(text) for column, text in line.items()}


@cache
def _case_words() -> dict[tuple[str, str], str]:
    text = (files("outward_portal.registers") / "data" / "case_words.csv").read_text(encoding="utf-8")
    return {(line["field"], line["word"]): line["value"] for line in csv.DictReader(text.splitlines())}


