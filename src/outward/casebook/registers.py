"""What stands beside the rows: sources, registers, and what refers to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import pandas as pd

from outward.casebook.case import Case
from outward.casebook.definitions import Definitions
from outward.casebook.layout import ID, SETTINGS
from outward.casebook.sheets import Sheet
from outward.errors import OutwardError, Problem
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source

_NUMBER_COLUMNS: Final = {"value": "unit", "quantity": "quantity_unit", "state_share": "state_share_unit",
                      "baseline": "baseline_unit", "threshold": "unit"}
"""Columns of a register that hold numbers, and the column that names each one's unit; where they occur."""

_SUBJECT: Final = re.compile(r"([a-z-]+):(.+)", re.DOTALL)


def read_sources(sheet: Sheet | None) -> tuple[tuple[Source, ...], list[Problem]]:
    """Read ``sources.csv``."""
    if sheet is None:
        return (), []
    problems = list(_id_problems(sheet))
    return tuple(
        Source(row["id"], Label(row["title_en"], row["title_zh"]), Label(row["publisher_en"], row["publisher_zh"]),
               row["date"], row["licence"], row["note"])
        for _, row in sheet.rows()
    ), problems


def read_register(sheet: Sheet, definitions: Definitions) -> tuple[pd.DataFrame, list[Problem]]:
    """Read a register: ids, and the units of its numbers."""
    problems = []
    if sheet.table.columns[0] != "id":
        problems.append(Problem(sheet.file, 1, str(sheet.table.columns[0]), "the first column is not 'id'",
                                "Move the column id to the front."))
    problems += _id_problems(sheet)
    table = sheet.table.reset_index(drop=True)
    for column, unit_column in _NUMBER_COLUMNS.items():
        if column not in sheet.table:
            continue
        if unit_column not in sheet.table:
            problems.append(Problem(sheet.file, 1, column, f"numbers without a column {unit_column!r}", "Add it."))
            continue
        problems += _number_problems(sheet, column, unit_column, definitions)
    return table, problems


def _id_problems(sheet: Sheet) -> Iterator[Problem]:
    seen: set[str] = set()
    for position, id in sheet.cells("id"):
        if not ID.fullmatch(id):
            yield sheet.problem(position, "id", f"{id!r} is not an id" if id else "the cell is empty",
                                "Use letters, digits, points and hyphens, no spaces.")
        elif id in seen:
            yield sheet.problem(position, "id", f"{id!r} stands twice", "Give each row an id of its own.")
        seen.add(id)


def _number_problems(sheet: Sheet, column: str, unit_column: str, definitions: Definitions) -> Iterator[Problem]:
    for position, row in sheet.rows():
        text, unit = row[column], row[unit_column]
        if not text:
            continue
        if not re.fullmatch(r"-?\d+(\.\d+)?", text, re.ASCII):
            yield sheet.problem(position, column, f"{text!r} is no plain number",
                                "Write digits and a point; put words into another column.")
        try:
            definitions.units[unit]
        except OutwardError as error:
            yield sheet.problem(position, unit_column, error.what, error.mend)


def setting_problems(case: Case, definitions: Definitions, sources: Iterable[str]) -> Iterator[Problem]:
    """Name codes of ``case.toml`` that nobody has defined."""
    if case.source and case.source not in sources:
        yield Problem(SETTINGS, 0, "source", f"{case.source!r} is not in sources.csv",
                      "Use an id of that file or of the Sources sheet.")
    regions = [("region", case.region), ("nation", case.nation), *(("benchmarks", one) for one in case.benchmarks)]
    sectors = [("sector", case.sector), *(("sectors", one) for one in case.sectors)]
    known = ((regions, definitions.regions), (sectors, definitions.sectors))
    for named, catalogue in known:
        for key, id in named:
            if id not in catalogue:
                yield Problem(SETTINGS, 0, key, f"{id!r} is not defined",
                              "Use an id of the vocabulary, or define it in the case's regions.csv or sectors.csv.")
    if case.price_index and case.price_index not in definitions.indicators:
        yield Problem(SETTINGS, 0, "price_index", f"{case.price_index!r} is not defined", "Use an indicator's id.")


def target_problems(case: Case, registers: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """Name paths to targets that are in no register."""
    targets = set(registers["targets"]["id"]) if "targets" in registers else set()
    for path in case.target_paths:
        if path.target not in targets:
            yield Problem(SETTINGS, 0, "target_paths", f"target {path.target!r} is not in registers/targets.csv",
                          "Use an id of that register.")


def subject_problems(sheet: Sheet, registers: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """Name subjects such as ``enterprise:E03`` that are not in the register that they name."""
    for text in sheet.table["subject"].unique():
        found = _SUBJECT.fullmatch(text)
        if text and not found:
            what = f"{text!r} does not say of which kind"
            mend = "Write kind:id, such as enterprise:E03 or exporter:private."
        elif found and (register := registers.get(f"{found[1]}s")) is not None and found[2] not in set(register["id"]):
            what, mend = f"{found[2]!r} is not in registers/{found[1]}s.csv", "Use an id of that register."
        else:
            continue
        for position in sheet.having("subject", text):
            yield sheet.problem(position, "subject", what, mend)
