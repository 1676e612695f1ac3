"""The page that tells the format tells all of it, and nothing that is not so."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from outward.casebook.case import Case, TargetPath
from outward.casebook.folder import bundled
from outward.casebook.layout import CLAIMS, HEDGES, INDICATORS, LABELS, SINGLE_FILES, SOURCES, TABLES, Layout
from outward.casebook.new import REGISTERS
from outward.vocabulary.facts import FACT_KEYS
from outward.vocabulary.observations import BREAKS, STATUSES

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "make-a-case.md"


def section(title: str) -> str:
    text = PAGE.read_text(encoding="utf-8")
    return re.split(r"\n## ", text.split(f"\n## {title}\n", 1)[1], maxsplit=1)[0]


@pytest.mark.parametrize(
    ("title", "layout"),
    [("tables.csv", TABLES), ("claims.csv", CLAIMS), ("sources.csv", SOURCES), ("labels.csv", LABELS),
     ("Definitions of your own", INDICATORS)],
)
def test_every_column_is_told(title: str, layout: Layout) -> None:
    told = set(re.findall(r"`([a-z_]+)`", section(title)))
    assert set(layout.columns) <= told


def test_required_columns_of_tables_are_the_bold_ones() -> None:
    assert set(re.findall(r"\*\*`([a-z_]+)`\*\*", section("tables.csv"))) == set(TABLES.required)


def test_every_setting_is_told() -> None:
    told = set(re.findall(r"`([a-z_]+)`", section("case.toml").replace("[[target_paths]]", "target_paths")))
    settings = {field.name for field in fields(Case)} - {"name", "title"}
    assert settings | {field.name for field in fields(TargetPath)} <= told


def test_every_choice_is_told() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert all(f"`{choice}`" in text for choice in (*STATUSES, *BREAKS, *HEDGES) if choice)


def test_every_file_is_told() -> None:
    drawing = PAGE.read_text(encoding="utf-8").split("```")[1]
    assert set(re.findall(r"[a-z]+\.csv", drawing)) == set(SINGLE_FILES) - {"units.csv"}  # refused, and said below


def test_every_kind_of_fact_is_told_with_its_keys() -> None:
    told = {kind: tuple(re.findall("`([a-z_]+)`", keys))
            for kind, keys in re.findall(r"\n\| `([a-z_]+)` \| (`[^|]+) \|", section("facts.csv"))}
    assert told == dict(FACT_KEYS)


def test_a_new_case_begins_with_columns_that_the_bundled_one_has() -> None:
    for name, columns in REGISTERS.items():
        assert set(columns) <= set(bundled().registers[name].columns)
