"""The made-up case that begins as spreadsheets: what was made up is what is read, and all of it says so."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from outward.workbooks.registers import read_registers
from outward.workbooks.tables import read_tables
from tests.worlds.spreadsheet_case import (
    LEVELS,
    MARK_EN,
    MARK_ZH,
    NATION,
    REGION,
    SECTORS,
    YEARS,
    made_up_levels,
    reading_context,
    write_spreadsheet_case,
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_spreadsheet_case(tmp_path_factory.mktemp("cases") / "yunmeng")


def test_every_made_up_level_is_read_from_the_messy_yearbook(case: Path) -> None:
    table = read_tables(case / "yearbook.xlsx", reading_context())
    levels = table[table["indicator"].isin(LEVELS)]
    found = {(row.indicator, row.region, "" if row.sector == "equipment-manufacturing" else row.sector,
              int(str(row.period))): row.value for row in levels.itertuples()}
    assert found == made_up_levels()
    assert len(found) == len(LEVELS) * 2 * (len(SECTORS) + 1) * len(YEARS)
    assert set(levels["unit"]) == {"enterprises", "100 million CNY", "10,000 persons"}


def test_capital_investment_and_prices_are_there(case: Path) -> None:
    table = read_tables(case / "yearbook.xlsx", reading_context())
    shares = table[table["indicator"].str.endswith("-capital-share")]
    assert len(shares) == 6 * 5 * 2
    assert list(shares[shares["status"] == "missing"]["value_as_printed"]) == ["…"]
    by_row = shares.dropna(subset="value").groupby(["region", "sector"])["value"].sum()
    complete = by_row.drop((REGION, "instruments"))
    assert ((complete - 100).abs() <= 0.3).all()  # six rounded shares
    investment = table[table["indicator"].isin(["ofdi-stock", "ofdi-flow"])]
    assert set(investment["sector"]) == {"all-sectors"}
    assert set(investment["region"]) == {REGION, NATION}
    prices = table[table["indicator"] == "producer-price-index"]
    assert list(prices["period"]) == [str(year) for year in YEARS]
    assert prices["note"].str.contains("base 2011=100").all()


def test_everything_says_that_it_is_made_up(case: Path) -> None:
    assert "synthetic = true" in (case / "case.toml").read_text(encoding="utf-8")
    table = read_tables(case / "yearbook.xlsx", reading_context())
    assert set(table["status"]) == {"synthetic", "missing"}
    forms = read_registers(case / "template.xlsx", reading_context())
    assert set(forms) == {"claims", "enterprises", "projects", "targets"}
    for name in ("enterprises", "projects", "targets"):
        assert forms[name]["name_en"].str.contains(MARK_EN).all()
        assert forms[name]["name_zh"].str.contains(MARK_ZH).all()
    book = openpyxl.load_workbook(case / "yearbook.xlsx")
    titles = [str(cell.value) for sheet in book for row in sheet for cell in row
              if str(cell.value).startswith(("表", "续表", "Table"))]
    assert len(titles) == 11
    assert all(MARK_ZH in title or MARK_EN in title for title in titles)


def test_names_on_the_forms_become_ids(case: Path) -> None:
    forms = read_registers(case / "template.xlsx", reading_context())
    assert list(forms["enterprises"]["sector"]) == ["general-equipment", "electrical-machinery", "instruments"]
    assert list(forms["projects"]["host_country"]) == ["KAZ", "EGY"]
    assert forms["targets"].at[0, "indicator_id"] == "principal-revenue"


def test_the_numbers_do_not_change_from_one_making_to_the_next(case: Path, tmp_path: Path) -> None:
    again = write_spreadsheet_case(tmp_path / "yunmeng")
    for name in ("yearbook.xlsx", "template.xlsx"):
        one, other = (read_tables(folder / name, reading_context()) for folder in (case, again))
        assert one.equals(other)
