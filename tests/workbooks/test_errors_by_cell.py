"""What cannot be read is named by its cell, with what to do; nothing is dropped in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from outward.errors import InvalidInputError, NotFoundError, Problem
from outward.workbooks.context import ReadingContext
from outward.workbooks.registers import read_registers
from outward.workbooks.tables import read_tables
from tests.workbooks.conftest import Make, Rows

HEAD: Rows = [["表1　利润总额（2015年，亿元）"], ["行业", "利润总额"]]


def problems_of(path: Path, context: ReadingContext) -> list[Problem]:
    with pytest.raises(InvalidInputError) as caught:
        read_tables(path, context)
    return list(caught.value.problems)


def test_an_unknown_label_is_named_by_its_cell(make: Make, context: ReadingContext) -> None:
    (problem,) = problems_of(make([*HEAD, ["金属制品业", 1], ["五金行当", 2]]), context)
    assert (problem.file, problem.row, problem.column) == ("book.xlsx [Sheet1]", 4, "A4")
    assert "'五金行当'" in problem.what
    assert "Codes" in problem.mend


def test_an_unknown_header_is_named_once_and_not_for_each_value(make: Make, context: ReadingContext) -> None:
    (problem,) = problems_of(make([["2015年"], ["行业", "快乐指数"], *[["金属制品业", 1]] * 5]), context)
    assert (problem.column, problem.what) == ("B2", "the word '快乐指数' is not known")


@pytest.mark.parametrize("text", ["约100", "1,5", "12 34", ">90", "1.2.3"])
def test_a_text_that_is_no_number_among_values(make: Make, context: ReadingContext, text: str) -> None:
    (problem,) = problems_of(make([*HEAD, ["金属制品业", 1], ["仪器仪表制造业", text]]), context)
    assert (problem.column, problem.what) == ("B4", f"{text!r} is not a number")


def test_no_year_and_no_indicator(make: Make, context: ReadingContext) -> None:
    (problem,) = problems_of(make([["表1"], ["行业", "利润总额"], ["金属制品业", 1], ["仪器仪表制造业", 2]]), context)
    assert problem.column == "B3"
    assert problem.what == "no period is stated for this value (and 1 more cells like it, to B4)"
    (problem,) = problems_of(make([["表1 (2015)"], ["行业", "江苏"], ["金属制品业", 1]]), context)
    assert problem.what == "no indicator is stated for this value"


def test_a_unit_that_does_not_measure_the_indicator(make: Make, context: ReadingContext) -> None:
    (problem,) = problems_of(make([["2015年"], ["行业", "利润总额（万人）"], ["金属制品业", 1]]), context)
    assert problem.what == "unit 10,000 persons does not measure total-profit, which is counted in 100 million CNY"
    (problem,) = problems_of(make([["2015年"], ["单位：万人"], ["行业", "利润总额"], ["金属制品业", 1]]), context)
    assert "the unit line says 10,000 persons" in problem.what
    (problem,) = problems_of(make([["2015年"], ["单位：亿圆"], ["行业", "利润总额"], ["金属制品业", 1]]), context)
    assert (problem.column, problem.what) == ("A2", "unit '亿圆' is not known")


def test_row_and_column_that_contradict_each_other(make: Make, context: ReadingContext) -> None:
    (problem,) = problems_of(make([["2015年"], ["行业", "利润总额"], ["资产总计", 1]]), context)
    assert problem.what == "the row says indicator total-assets, the column total-profit"
    rows: Rows = [["2015年"], ["行业", "利润总额（亿元）", "Industry"], ["金属制品业", 1, "Instruments"]]
    (problem,) = problems_of(make(rows), context)
    assert (problem.column, "right of the values" in problem.what) == ("C3", True)


def test_tables_side_by_side_and_merged_values(make: Make, context: ReadingContext) -> None:
    side: Rows = [["2015年"], ["行业", "利润总额（亿元）", "行业", "资产总计（亿元）"],
                  ["金属制品业", 1, "仪器仪表制造业", 2]]
    assert any("stands between columns of values" in problem.what for problem in problems_of(make(side), context))
    (problem,) = problems_of(make([*HEAD, ["金属制品业", 1], ["仪器仪表制造业", None]], merged=["B3:B4"]), context)
    assert (problem.column, problem.what) == ("B4", "the value '1' is merged over several cells")


def test_several_years_in_one_title(make: Make, context: ReadingContext) -> None:
    rows: Rows = [["2014年利润总额"], ["2015年（亿元）"], ["行业", "利润总额"], ["金属制品业", 1]]
    problems = problems_of(make(rows), context)
    assert problems[0].what == "the titles name several periods: 2014, 2015"


def test_a_table_without_a_source(make: Make, context: ReadingContext) -> None:
    silent = ReadingContext(context.region, context.nation, context.sector, context.known_on, "", context.indicators,
                            context.sectors, context.regions, context.units)
    (problem,) = problems_of(make([*HEAD, ["金属制品业", 1]]), silent)
    assert problem.what == "the table names no source"


def test_numbers_that_make_no_table(make: Make, context: ReadingContext) -> None:
    (problem,) = problems_of(make([["2015年"], ["金属制品业"], [2011, 2012]]), context)
    assert (problem.row, problem.what) == (3, "a row of years, and no values with it")
    found = problems_of(make([["年份", "利润总额"], [2011, "甲"], [2012, "乙"]]), context)
    assert [problem.row for problem in found] == [2, 3]
    (problem,) = problems_of(make([["no number here"]]), context)
    assert problem.what == "no value was found on any sheet"


def test_many_problems_are_counted(make: Make, context: ReadingContext) -> None:
    problems = problems_of(make([*HEAD, *[[f"某业{number}号", number] for number in range(300)]]), context)
    assert len(problems) == 201
    assert problems[-1].what == "100 more problems"


def test_lists_name_every_cell_that_is_wrong(make: Make, context: ReadingContext) -> None:
    header = ["indicator", "region", "sector", "period", "unit", "value", "status", "break_before"]
    rows: Rows = [header, ["happiness", "CN-JS", "metal-products", "2015", "%", 1, None, None],
                  ["total-profit", "Atlantis", "metal-products", "in May", "pounds", "about 3", "guessed", "flood"],
                  ["total-profit", None, None, "2015", None, None, None, None],
                  ["total-profit", None, None, "2015", "亿元", None, "printed", None]]
    found = {(problem.row, problem.column) for problem in problems_of(make(rows), context)}
    assert found == {(2, "A2"), (3, "B3"), (3, "D3"), (3, "E3"), (3, "F3"), (3, "G3"), (3, "H3"), (5, "F5")}


def test_a_cell_named_twice_and_an_unknown_column(make: Make, context: ReadingContext) -> None:
    rows: Rows = [["table", "row", "indicator", "period", "unit", "value"],
                  ["1", "1", "total-profit", "2014", "亿元", 1],
                  ["1", "1", "total-profit", "2015", "亿元", 2]]
    (problem,) = problems_of(make(rows), context)
    assert problem.what == "cell 1:1 stands 2 times"
    (problem,) = problems_of(make([["indicator", "period", "unit", "value", "mood"],
                                   ["total-profit", "2014", "亿元", 1, "good"]]), context)
    assert (problem.column, "'mood'" in problem.what) == ("E1", True)


def test_codes_without_meaning_or_with_one_that_is_not_defined(make: Make, context: ReadingContext) -> None:
    def codes(*rows: list[str | None]) -> Problem:
        (problem,) = problems_of(make({"Codes": [["word", "means"], *rows], "表": [*HEAD, ["金属制品业", 1]]}), context)
        return problem

    assert codes(["五金", None]).what == "a word without a meaning, or a meaning without a word"
    assert codes(["五金", "metal-products"], ["五金", "instruments"]).what == "'五金' has two meanings"
    assert "not defined" in codes(["五金", "sector:nowhere"]).what
    assert "not known" in codes(["五金", "nowhere"]).what


def test_registers_name_missing_and_doubled_ids_and_unknown_codes(make: Make, context: ReadingContext) -> None:
    path = make({"enterprises": [["id", "name_en", "sector"], ["E01", "A", "metal-products"], ["E01", "B", "wizardry"],
                                 [None, "C", None], ["E04", "D", None, "stray"]]})
    with pytest.raises(InvalidInputError) as caught:
        read_registers(path, context)
    found = {(problem.column, problem.what) for problem in caught.value.problems}
    assert found == {("A3", "'E01' stands twice"), ("C3", "sector 'wizardry' is not known"), ("A4", "no id"),
                     ("D5", "a cell without a header above it")}


def test_a_file_that_is_not_there(tmp_path: Path, context: ReadingContext) -> None:
    for name in ("none.xlsx", "none.csv"):
        with pytest.raises(NotFoundError):
            read_tables(tmp_path / name, context)
