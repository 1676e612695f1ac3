"""The spreadsheet that a user fills: filled by hand, as a program or a person would, and read back."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from outward.composite import Framework, evaluate, read_framework
from outward.composite.shipped import SHIPPED, shipped_framework
from outward.errors import OutwardError
from outward.studies.indices.reading import data_file
from outward.studies.indices.template import template
from outward.vocabulary.labels import LANGUAGES, Language
from outward.vocabulary.regions import regions
from tests.composite import provinces

PROVINCES, COUNTRIES = SHIPPED
HEADER_ROW = 5


def opened(framework: Framework, language: Language) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(template(framework, language)))


def data_sheet(book: Workbook) -> Worksheet:
    sheet = book["data"]
    assert isinstance(sheet, Worksheet)
    return sheet


def columns_of(sheet: Worksheet) -> dict[str, int]:
    """Give the place of each column by its header."""
    return {str(cell.value): int(cell.column or 0) for cell in sheet[HEADER_ROW] if cell.value}


def saved(book: Workbook, path: Path) -> Path:
    book.save(path)
    return path


class TestItsSheets:
    """What stands in it before anybody writes."""

    @pytest.mark.parametrize("id", SHIPPED)
    def test_a_column_for_every_variable_and_grouping(self, id: str) -> None:
        framework = shipped_framework(id)
        columns = list(columns_of(data_sheet(opened(framework, "en"))))
        assert columns == ["unit", "name", "year", *(["sector"] if framework.coverages else []),
                           *(grouping.code for grouping in framework.groupings), *framework.needed]

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_provinces_are_filled_in_and_countries_are_not(self, language: Language) -> None:
        sheet = data_sheet(opened(shipped_framework(PROVINCES), language))
        rows = {str(row[0].value): row[1].value for row in sheet.iter_rows(min_row=HEADER_ROW + 1)}
        assert rows == {region.id: region.name.text(language) for region in regions().of_kind("province")}
        assert data_sheet(opened(shipped_framework(COUNTRIES), language)).max_row == HEADER_ROW

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("id", SHIPPED)
    def test_variables_are_listed_with_their_unit_and_use(self, id: str, language: Language) -> None:
        framework = shipped_framework(id)
        book = opened(framework, language)
        sheet = book[book.sheetnames[1]]
        assert isinstance(sheet, Worksheet)
        rows = {str(row[0]): row[1:] for row in sheet.iter_rows(min_row=2, values_only=True)}
        assert list(rows) == list(framework.needed)
        for code, (name, _, used) in rows.items():
            users = [each for each in framework.indicators if code in (each.variable, each.denominator)]
            assert used == "; ".join(each.name.text(language) for each in users)
            assert name != code
            assert "未译" not in f"{name}{used}"
            assert "untranslated" not in f"{name}{used}"

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_is_the_same_each_time(self, language: Language) -> None:
        assert template(shipped_framework(PROVINCES), language) == template(shipped_framework(PROVINCES), language)

    def test_words_of_a_framework_are_never_formulas(self) -> None:
        framework = read_framework('[index]\ncode = "i"\nname_en = "=1+1"\n[[indicator]]\ncode = "a"\n'
                                   'name_en = "=HYPERLINK(1)"\nunit = "@x"\n')
        book = opened(framework, "en")
        for sheet in book.worksheets:
            assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        assert data_sheet(book)["A1"].value == "=1+1"


def filled(language: Language) -> Workbook:
    """Fill in the made-up provinces: one row a province, year and sector."""
    book = opened(shipped_framework(PROVINCES), language)
    sheet = data_sheet(book)
    columns = columns_of(sheet)
    sheet.delete_rows(HEADER_ROW + 1, sheet.max_row)
    lines: dict[tuple[str, str], int] = {}
    for unit, variable, value, year, sector, _ in provinces.rows():
        line = lines.setdefault((unit, sector), HEADER_ROW + 1 + len(lines))
        sheet.cell(line, columns["unit"], unit)
        if variable == "area":
            sheet.cell(line, columns[variable], value)
            continue
        sheet.cell(line, columns["year"], int(year))
        if sector:
            sheet.cell(line, columns["sector"], sector)
        if value:
            sheet.cell(line, columns[variable], float(value))
    return book


class TestFilled:
    """Read back, it is the table that was meant."""

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("coverage", ["traditional", "full"])
    def test_the_made_up_provinces_rank_as_from_their_own_file(self, tmp_path: Path, language: Language, coverage: str
                                                               ) -> None:
        framework = shipped_framework(PROVINCES).with_choices({"data.coverage": coverage})
        wanted = evaluate(framework, data_file(provinces.FILE, framework))
        found = evaluate(framework, data_file(saved(filled(language), tmp_path / "filled.xlsx"), framework))
        assert found.units == wanted.units
        assert found.rank.tolist() == wanted.rank.tolist()
        assert found.score.tolist() == wanted.score.tolist()
        assert found.inputs.groups == wanted.inputs.groups

    def test_so_they_do_where_what_has_no_sector_stands_apart(self, tmp_path: Path) -> None:
        """In a long table: the same cells, but none that is empty."""
        framework = shipped_framework(PROVINCES)
        book = filled("en")
        sheet = data_sheet(book)
        header = {place: code for code, place in columns_of(sheet).items()}
        rows = [["unit", "year", "sector", "variable", "value"]]
        for row in sheet.iter_rows(min_row=HEADER_ROW + 1):
            unit, year, sector = (str(row[place - 1].value or "") for place in (1, 3, 4))
            rows += [[unit, year, sector, header[cell.column or 0], str(cell.value)] for cell in row[4:]
                     if cell.value is not None]
        path = tmp_path / "long.csv"
        path.write_text("".join(f"{','.join(row)}\n" for row in rows), encoding="utf-8")
        wanted = evaluate(framework, data_file(provinces.FILE, framework))
        found = evaluate(framework, data_file(path, framework))
        assert found.rank[np.argsort(found.units)].tolist() == wanted.rank[np.argsort(wanted.units)].tolist()

    def test_countries_are_written_into_it_by_name(self, tmp_path: Path) -> None:
        framework = shipped_framework(COUNTRIES)
        book = opened(framework, "zh")
        sheet = data_sheet(book)
        for line, (name, place) in enumerate((("越南", 0.4), ("Germany", 0.9), ("哈萨克斯坦", 0.6)), HEADER_ROW + 1):
            sheet.cell(line, 1, name)
            sheet.cell(line, 3, 2018)
            for each in framework.indicators:
                assert each.goalposts is not None
                low, high = map(each.transformed, each.goalposts)
                share = place if each.direction > 0 else 1 - place
                sheet.cell(line, columns_of(sheet)[each.variable], each.in_unit(low + share * (high - low)))
        found = evaluate(framework, data_file(saved(book, tmp_path / "filled.xlsx"), framework))
        assert found.units == ("VNM", "DEU", "KAZ")
        assert found.score.tolist() == pytest.approx([40, 90, 60])

    def test_an_untouched_one_ranks_nobody(self, tmp_path: Path) -> None:
        for id in SHIPPED:
            framework = shipped_framework(id)
            (tmp_path / "template.xlsx").write_bytes(template(framework, "en"))
            with pytest.raises(OutwardError):
                evaluate(framework, data_file(tmp_path / "template.xlsx", framework))

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_provinces_keep_their_names_in_both_languages(self, tmp_path: Path, language: Language) -> None:
        framework = shipped_framework(PROVINCES)
        (tmp_path / "template.xlsx").write_bytes(template(framework, language))
        name = data_file(tmp_path / "template.xlsx", framework).names["CN-LN"]
        assert (name.en, name.zh) == ("Liaoning", "辽宁")

    def test_a_framework_of_one_s_own_has_a_template_too(self, tmp_path: Path) -> None:
        framework = read_framework('[index]\ncode = "i"\n[[indicator]]\ncode = "a"\n[[indicator]]\ncode = "b"\n'
                                   'denominator = "people"\n')
        book = opened(framework, "en")
        sheet = data_sheet(book)
        assert list(columns_of(sheet)) == ["unit", "name", "year", "a", "b", "people"]
        for row in (["x", "甲", None, 1, 10, 2], ["y", "乙", None, 3, 8, 4]):
            sheet.append(row)
        data = data_file(saved(book, tmp_path / "filled.xlsx"), framework)
        assert evaluate(framework, data).rank.tolist() == [1, 1]
        assert data.names["x"].zh == "甲"
