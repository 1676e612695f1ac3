"""Numbers that do nothing for want of a setting: said when a case is checked or loaded, and no reason to refuse it."""

from __future__ import annotations

from pathlib import Path

from outward.ingest.cases import case_cautions, check_case, load_case
from outward.ingest.imports import import_file
from tests.ingest.small_case import ROWS, write_case, write_csv

INDEX = "3,1,producer-price-index,CN-JS,all-sectors,2015,index,104,,yearbook"


def test_a_price_index_that_no_setting_names(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "small", [*ROWS, INDEX])
    assert check_case(folder) == ()
    [caution] = case_cautions(folder)
    assert (caution.file, caution.column) == ("case.toml", "price_index")
    assert 'price_index = "producer-price-index" and base_period' in caution.mend
    assert load_case(folder, tmp_path / "workspace").cautions == (caution,)
    settings = folder / "case.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + 'price_index = "producer-price-index"\n',
                        encoding="utf-8")
    assert case_cautions(folder) == ()


def test_a_price_index_that_is_imported(tmp_path: Path) -> None:
    assert load_case(write_case(tmp_path / "small"), tmp_path / "workspace").cautions == ()
    file = write_csv(tmp_path / "prices.csv", "producer-price-index,CN-JS,all-sectors,2015,index,104")
    assert [each.column for each in import_file(file, "small", tmp_path / "workspace").cautions] == ["price_index"]


def test_parts_of_the_industry_that_no_setting_lists(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "small")
    settings = folder / "case.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('["instruments", "general-equipment"]', "[]"), encoding="utf-8")
    assert check_case(folder) == ()
    [caution] = case_cautions(folder)
    assert caution.column == "sectors"
    assert caution.mend.startswith('Write sectors = ["general-equipment", "instruments"]')
