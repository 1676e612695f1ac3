"""Tables of an index: whatever is wrong is named by row and column, and nothing is read for what it is not."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest

from outward.composite import Evaluation, Framework, IndexData, evaluate, read_data, read_framework
from outward.composite.coin import read_coin
from outward.composite.data import inputs_of
from outward.errors import DataGapError, InvalidInputError, InvalidValueError, OutwardError, Problem
from tests.composite.asem import Cell, made_data, made_framework

FRAMEWORK = read_framework("""
[index]
code = "index"
[coverage]
traditional = ["33", "34"]
full = ["traditional", "39"]
[[indicator]]
code = "a"
name_en = "Margin"
name_zh = "利润率"
[[indicator]]
code = "b"
numerator = "sales"
denominator = "staff"
[[variable]]
code = "staff"
name_en = "Persons employed"
[[grouping]]
code = "belt"
""")
REGIONS = made_framework("a", index="regions = true")
LONG = ["unit", "variable", "year", "sector", "value", "standard_error"]
WIDE = ["unit", "a", "sales", "staff", "belt"]


def table(header: Sequence[str], *rows: Sequence[str], framework: Framework = FRAMEWORK) -> IndexData:
    return read_data(header, enumerate(rows, start=2), framework, file="data.csv")


def problems(header: Sequence[str], *rows: Sequence[str], framework: Framework = FRAMEWORK) -> tuple[Problem, ...]:
    with pytest.raises(InvalidInputError) as caught:
        table(header, *rows, framework=framework)
    assert all(problem.file == "data.csv" and problem.mend for problem in caught.value.problems)
    return caught.value.problems


NO_NUMBERS = ["high", "1,2345", "12,34", "1.2.3", "1 000", "1,000,00", "0x10", "inf", "-Infinity", "1e", "--5", "5%",
              "三", "1_000", "=1+1", "(5)", "1,000e3"]
TOO_LARGE = ["1e151", "-1e400", "9" * 400, "1e999"]

ERRORS = {
    "no column of units": (["province", "a"], [["x", "1"]], 1, "unit", "no column 'unit'"),
    "a column twice": (["unit", "a", "a"], [["x", "1", "1"]], 1, "a", "the column stands twice"),
    "a column twice by code and name": (["unit", "a", "Margin"], [["x", "1", "1"]], 1, "Margin", "stands twice"),
    "a column without a meaning": ([*LONG, "colour"], [["x", "a", "", "", "1", "", "red"]], 1, "colour", "no meaning"),
    "an unknown column": (["unit", "a", "Margn"], [["x", "1", "1"]], 1, "Margn", "'Margn' is no variable"),
    "an unknown variable": (LONG, [["x", "profit", "2015", "", "1", ""]], 2, "variable", "'profit' is no variable"),
    "no unit": (LONG, [["", "a", "2015", "", "1", ""]], 2, "unit", "the unit has no code"),
    "an unknown sector": (LONG, [["x", "a", "2015", "99", "1", ""]], 2, "sector", "'99' is no sector"),
    "a year of two digits": (LONG, [["x", "a", "15", "", "1", ""]], 2, "year", "'15' is no year"),
    "a date for a year": (LONG, [["x", "a", "2015-06", "", "1", ""]], 2, "year", "'2015-06' is no year"),
    "wide digits for a year": (LONG, [["x", "a", "２０１５", "", "1", ""]], 2, "year", "is no year"),
    "a value twice": (LONG, [["x", "a", "2015", "33", "1", ""]] * 2, 3, "value",
                      "x has a twice in 2015 of sector 33, first in row 2"),
    "a unit twice": (WIDE, [["x", "1", "2", "3", "east"]] * 2, 3, "a", "x has a twice, first in row 2"),
    "a unit in two groups": (["unit", "variable", "value"], [["x", "belt", "east"], ["x", "belt", "west"]], 3, "value",
                             "x is in 'east' and in 'west'"),
    "a negative standard error": (LONG, [["x", "a", "", "", "1", "-0.1"]], 2, "standard_error", "error is -0.1"),
    "a standard error in words": (LONG, [["x", "a", "", "", "1", "small"]], 2, "standard_error", "no number"),
    "no rows": (WIDE, [], 0, "unit", "no row of data"),
    "blank rows only": (WIDE, [["", "", "", "", ""], [" ", "", "", "", ""]], 0, "unit", "no row of data"),
    **{f"{text[:12]} for a number": (WIDE, [["x", "1", text, "3", "east"]], 2, "sales", "is no number")
       for text in NO_NUMBERS},
    **{f"{text[:12]} too large": (WIDE, [["x", "1", text, "3", "east"]], 2, "sales", "too large")
       for text in TOO_LARGE},
}


@pytest.mark.parametrize(("header", "rows", "row", "column", "words"), ERRORS.values(), ids=ERRORS)
def test_each_mistake_is_named_by_row_and_column(header: list[str], rows: list[list[str]], row: int, column: str,
                                                 words: str) -> None:
    found = problems(header, *rows)
    assert any((each.row, each.column) == (row, column) and words in each.what for each in found), found


def test_every_mistake_is_named_up_to_fifty() -> None:
    assert [each.row for each in problems(WIDE, *[[f"u{row}", "much", "1", "1", ""] for row in range(80)])] == \
        list(range(2, 52))
    three = problems(WIDE, ["x", "much", "more", "1", ""], ["", "1", "1", "1", ""])
    assert [(each.row, each.column) for each in three] == [(2, "a"), (2, "sales"), (3, "unit")]


def test_a_near_name_is_offered() -> None:
    assert "利润率" in problems(["unit", "利润"], ["x", "1"])[0].mend
    assert "33, 34, 39" in problems(LONG, ["x", "a", "2015", "35", "1", ""])[0].mend


def test_regions_are_looked_up_and_two_names_are_one_region() -> None:
    data = table(["unit", "a"], ["辽宁", "1"], ["Jilin", "2"], framework=REGIONS)
    assert (data.units, data.names["CN-LN"].zh) == (("CN-LN", "CN-JL"), "辽宁")
    (unknown,) = problems(["unit", "a"], ["Atlantis", "1"], framework=REGIONS)
    assert (unknown.row, unknown.column, "Atlantis" in unknown.what) == (2, "unit", True)
    (twice,) = problems(["unit", "a"], ["辽宁", "1"], ["Liaoning", "2"], framework=REGIONS)
    assert (twice.row, twice.column) == (3, "a")


@pytest.mark.parametrize(("text", "value"), [
    ("1", 1.0), ("-1.5", -1.5), ("+2", 2.0), (".5", 0.5), ("5.", 5.0), ("1e3", 1000.0), ("1.5E-2", 0.015),
    ("1,234", 1234.0), ("-1,234,567.8", -1234567.8), (" 7 ", 7.0), ("１２", 12.0), ("1e-300", 1e-300),
    ("1e150", 1e150)])
def test_numbers_are_read_as_they_are_printed(text: str, value: float) -> None:
    assert table(WIDE, ["x", text, "1", "1", ""]).entries["x", "a", "", ""].value == value


@pytest.mark.parametrize("text", ["", " ", "NA", "n/a", "NaN", "..", "...", "…", "-", "–", "—"])
def test_marks_of_a_gap_are_gaps(text: str) -> None:
    entry = table(WIDE, ["x", text, "1", "1", ""]).entries["x", "a", "", ""]
    assert (math.isnan(entry.value), entry.row) == (True, 2)


def test_a_byte_order_mark_capitals_and_spaces_of_headers_do_not_matter() -> None:
    data = table(["\ufeffUnit", " MARGIN ", "Sales", "persons employed", "", "Name_zh"],
                 ["x", "1", "2", "3", "left out", "某省"], ["y", "4"], ["", "", ""])
    assert {key[:2]: entry.value for key, entry in data.entries.items() if entry.value == entry.value} == {
        ("x", "a"): 1, ("x", "sales"): 2, ("x", "staff"): 3, ("y", "a"): 4}
    assert (data.names["x"].zh, data.names["y"].en) == ("某省", "y")


def test_what_a_table_says_beside_values_is_kept() -> None:
    header = ["unit", "variable", "year", "value", "standard_error", "status", "source"]
    data = table(header, ["x", "a", "2014", "1", "0.5", "synthetic", "Yearbook"], ["x", "belt", "", "east", "", "", ""],
                 ["x", "a", "2015", "2", "", "", "Census"])
    assert (data.years, data.is_synthetic, data.sources) == (("2014", "2015"), True, ("Yearbook", "Census"))
    assert data.groups == {("x", "belt"): "east"}
    assert data.entries["x", "a", "2014", ""].standard_error == 0.5


@pytest.mark.parametrize("column", ["value", "standard_error"])
def test_a_column_of_a_wide_table_that_would_say_nothing_is_refused(column: str) -> None:
    """``value`` belongs to a long table; one error for all variables of a row would be in the unit of none."""
    assert problems(["unit", "a", "sales", column], ["x", "1", "2", "3"])


def test_a_sum_over_sectors_comes_before_the_ratio() -> None:
    rows = [["x", variable, "2015", sector, value, ""] for variable, values in
            {"sales": ("10", "20", "70"), "staff": ("1", "1", "8")}.items()
            for sector, value in zip(("33", "34", "39"), values, strict=True)]
    rows += [[unit, variable, "2015", "", value, ""] for unit, variable, value in (("x", "a", "1"), ("y", "a", "2"))]
    rows += [["y", variable, "2015", sector, "5", ""] for variable in ("sales", "staff") for sector in ("33", "34")]
    data = table(LONG, *rows)
    for coverage, wanted in (("traditional", [30, 10]), ("full", [100, np.nan])):  # y lacks a sector
        inputs = inputs_of(data, FRAMEWORK.with_choices({"data.coverage": coverage}))
        np.testing.assert_array_equal(inputs.column("sales"), wanted)
    assert inputs_of(data, FRAMEWORK).coverage == "traditional"


def test_a_sum_may_be_printed_alone_and_its_parts_are_independent_errors() -> None:
    data = table(LONG, ["x", "a", "2015", "traditional", "30", "2"], ["y", "a", "2015", "33", "1", "3"],
                 ["y", "a", "2015", "34", "2", "4"], ["y", "a", "2015", "39", "5", ""])
    traditional, full = (inputs_of(data, FRAMEWORK.with_choices({"data.coverage": name}))
                         for name in ("traditional", "full"))
    assert traditional.column("a").tolist() == [30, 3]
    np.testing.assert_allclose(traditional.standard_errors[:, 0], [2, 5])
    np.testing.assert_array_equal(full.column("a"), [np.nan, 8])  # what x sells of sector 39 is not known


def test_the_newest_year_is_taken_and_what_has_no_year_holds_for_all() -> None:
    header, rows = ["unit", "variable", "year", "value", "standard_error"], [
        ["x", "a", "2014", "1", ""], ["x", "a", "2015", "2", ""], ["x", "staff", "", "9", "0.5"]]
    newest = inputs_of(table(header, *rows), FRAMEWORK)
    assert (newest.year, newest.column("a")[0], newest.column("staff")[0]) == ("2015", 2, 9)
    assert inputs_of(table(header, *rows), FRAMEWORK.with_choices({"data.year": "2014"})).column("a")[0] == 1
    assert newest.where("x", "staff") == "data.csv, row 4, x, staff"
    assert newest.standard_errors[0, newest.variables.index("staff")] == 0.5


def test_a_total_of_one_unit_beside_sectors_of_another_counts() -> None:
    data = table(LONG, ["x", "a", "2015", "33", "1", ""], ["x", "a", "2015", "34", "2", ""],
                 ["y", "a", "2015", "", "5", ""])
    assert inputs_of(data, FRAMEWORK).column("a").tolist() == [3, 5]


def scored(framework: Framework, **columns: Sequence[Cell]) -> Evaluation:
    return evaluate(framework, made_data(framework, columns))


TWO = made_framework("a", "b")


def test_a_column_that_does_not_vary_is_named() -> None:
    with pytest.raises(InvalidValueError, match=r"every value is 3 \(data, column b\)"):
        scored(TWO, a=[1, 2, 4], b=[3, 3, 3])


def test_a_column_without_a_value_is_named() -> None:
    with pytest.raises(DataGapError, match=r"no unit has a value of b \(data, column b\)"):
        scored(TWO, a=[1, 2, 4], b=["", "NA", ".."])


@pytest.mark.parametrize("divisor", ["0", "-2", "0.0"])
def test_a_denominator_that_is_not_positive_is_named_by_row(divisor: str) -> None:
    with pytest.raises(InvalidValueError, match=rf"denominator is {float(divisor):g} \(data, row 3, u1, staff\)"):
        scored(FRAMEWORK, a=[1, 2, 4], sales=[1, 2, 3], staff=["1", divisor, "1"])


def test_a_value_without_a_logarithm_is_named_by_row() -> None:
    framework = made_framework("b", rest='[[indicator]]\ncode = "a"\ntransform = "ln"\n')
    assert scored(framework, a=[1, math.e, math.e**2], b=[1, 2, 4]).stages.denominated[:, 1].tolist() == [0, 1, 2]
    with pytest.raises(InvalidValueError, match=r"value is 0, which has no logarithm \(data, row 3, u1, a\)"):
        scored(framework, a=[1, 0, 4], b=[1, 2, 4])


@pytest.mark.parametrize(("key", "value", "words"), [
    ("data.year", "1999", "no year '1999'"), ("data.coverage", "all", "no coverage 'all'"),
    ("impute.group", "climate", "no grouping 'climate'"), ("normalise.reference", "nobody", "no unit 'nobody'"),
    ("weights.levels", "4", "weights.levels is '4'"), ("normalise.high", -1, "from 0 to -1")])
def test_a_choice_that_does_not_fit_the_data_is_named(key: str, value: object, words: str) -> None:
    choices = {key: value} | ({"weights.method": "pca"} if key == "weights.levels" else {})
    with pytest.raises(InvalidValueError, match=words):
        scored(TWO.with_choices(choices), a=[1, 2, 4], b=[3, 1, 2])


def test_one_unit_is_no_ranking() -> None:
    with pytest.raises(DataGapError, match="1 units have enough data to be ranked, of 3"):
        scored(TWO, a=[1, 2, ""], b=[3, "", 3])


@pytest.mark.parametrize("size", [1e150, 1e120, 1e100, 1e60, 1e-60, 1e-100, 1e-160, 1e-300])
def test_numbers_of_any_size_are_scored_or_refused(size: float) -> None:
    try:
        found = scored(TWO, a=[size, 2 * size / 3, size / 2, size / 7, size / 8], b=[1, 2, 3, 4, 6])
    except OutwardError:
        return
    np.testing.assert_allclose(found.scores["a"], [100, 2 / 3 * 800 / 7 - 100 / 7, 3 / 7 * 100, 100 / 49, 0], atol=1e-9)


HOSTILE = {
    "a million empty rows": (WIDE, [[""]] * 1_000_000), "empty lists": (WIDE, [[]] * 10),
    "binary": (["unit", "a"], [["\0\x01\xff", "\x7fELF"]]), "surrogates": (["unit", "a"], [["\ud800", "\udfff"]]),
    "gigantic text": (["unit", "a"], [["x", "k" * 1_000_000]]),
    "gigantic digits": (["unit", "a"], [["x", "1" * 1_000_000]]),
    "gigantic variable": (["unit", "variable", "value"], [["x", "k" * 1_000_000, "1"]]),
    "gigantic header": (["unit", "k" * 1_000_000], [["x", "1"]]), "nothing": ([], []), "no header": ([""], [["x"]]),
    "many columns": (["unit", *(f"k{at}" for at in range(20_000))], [["x"]]),
    "many groups of digits": (["unit", "a"], [["x", "1" + ",111" * 100_000 + "x"]]),
}


@pytest.mark.parametrize(("header", "rows"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_tables_are_refused_in_our_words(header: list[str], rows: list[list[str]]) -> None:
    with pytest.raises(InvalidInputError) as caught:
        table(header, *rows)
    assert len(str(caught.value)) < 100_000


def test_empty_rows_between_others_are_nothing() -> None:
    rows = [["x", "1", "2"], *[["", "", ""]] * 200_000, ["y", "3", "1"]]
    assert evaluate(TWO, table(["unit", "a", "b"], *rows, framework=TWO)).units == ("x", "y")


def coin(row: int = 0, **cells: str) -> None:
    """Read two indicators under an index as COINr writes them, with other cells in one row of iMeta."""
    common = {"Direction": "1", "Weight": "1", "Target": "", "Denominator": ""}
    codes = [{**common, "Level": "1", "iCode": code, "Parent": "I", "Type": "Indicator"} for code in "ab"]
    codes.append({**common, "Level": "2", "iCode": "I", "Parent": "", "Type": "Aggregate"})
    codes[row] |= cells
    read_coin([(2, {"uCode": "x", "a": "1", "b": "2"})], list(enumerate(codes, start=2)))


COIN = {
    "Direction": ("0", "the direction is '0'"), "Weight": ("much", "'much' is no number"),
    "Parent": ("J", "'J' is no code of iMeta"), "Denominator": ("GDP", "'GDP' is no code"),
    "iCode": ("c", "'c' is no column of iData"), "Target": ("high", "'high' is no number"),
}


@pytest.mark.parametrize("column", COIN)
def test_a_mistake_in_tables_of_coinr_is_named_by_its_row(column: str) -> None:
    text, words = COIN[column]
    with pytest.raises(InvalidInputError) as caught:
        coin(1, **{column: text})
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.column, words in problem.what) == ("iMeta", 3, column, True)


@pytest.mark.parametrize("weight", ["inf", "nan", "-2"])
def test_a_weight_that_is_none_is_named_by_its_row_too(weight: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        coin(1, Weight=weight)
    assert [(each.row, each.column.casefold()) for each in caught.value.problems] == [(3, "weight")]


@pytest.mark.parametrize("column", ["Target", "Denominator"])
def test_na_of_r_is_an_empty_cell(column: str) -> None:
    coin(0, **{column: "NA"})
