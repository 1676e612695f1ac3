"""Yearbook sheets as they come: each test is one sheet with the traps that its name says."""

from __future__ import annotations

import pandas as pd

from outward.vocabulary.numerals import parse_number
from outward.workbooks.context import TABLE_COLUMNS, ReadingContext
from outward.workbooks.tables import read_tables
from tests.workbooks.conftest import Make

Key = tuple[str, str, str, str]


def by_key(table: pd.DataFrame) -> dict[Key, float]:
    """Values by (indicator, region, sector, period); a gap is NaN."""
    keys = zip(table["indicator"], table["region"], table["sector"], table["period"], strict=True)
    return dict(zip(keys, table["value"], strict=True))


def test_a_chinese_sheet_with_two_storey_headers_merged_cells_and_a_unit_line(
    make: Make, context: ReadingContext
) -> None:
    path = make({"主要指标": [
        ["表3　装备制造业主要经济指标（2015年）"],
        [None, None, None, None, "单　位：亿元"],
        ["行　业", "企业单位数\n（个）", "主营业务收入", None, "＃出口交货值"],
        [None, None, "江苏", "全国", None],
        ["合　　计", 100, "１，２３４.５①", 20000, 300.5],
        ["金属制品业", 45, "-", "…", 11],
        ["  其中：仪器仪表制造业", 5, 10.5, 70, "#"],
        ["注：①为快报数。"],
        ["资料来源：江苏统计年鉴2016"],
    ]}, merged=["A1:E1", "A3:A4", "B3:B4", "C3:D3", "E3:E4"])
    table = read_tables(path, context)
    assert tuple(table.columns) == TABLE_COLUMNS
    assert set(table["table"]) == {"3"}
    assert list(table["row"]) == [str(number) for number in range(1, 13)]
    values = by_key(table)
    assert values["number-of-enterprises", "CN-JS", "equipment-manufacturing", "2015"] == 100
    assert values["principal-revenue", "CN-JS", "equipment-manufacturing", "2015"] == 1234.5
    assert values["principal-revenue", "CHN", "equipment-manufacturing", "2015"] == 20000
    assert values["export-delivery-value", "CN-JS", "metal-products", "2015"] == 11
    assert values["principal-revenue", "CN-JS", "instruments", "2015"] == 10.5
    units = dict(zip(table["indicator"], table["unit"], strict=True))
    assert units == {"number-of-enterprises": "enterprises", "principal-revenue": "100 million CNY",
                     "export-delivery-value": "100 million CNY"}
    assert set(table["source"]) == {"js-yearbook-2016"}


def test_footnotes_of_which_flags_and_totals_are_kept_in_the_note(make: Make, context: ReadingContext) -> None:
    path = make([
        ["表1　各行业利润总额（2014年，亿元）"], ["行业", "利润总额"],
        ["合计①", "12.5*"], ["其中：金属制品业", 3],
        ["注：①不含个体户。"], ["* 初步数"],
    ])
    table = read_tables(path, context).set_index("row")
    assert table.at["1", "note"] == ("cell Sheet1!B3; '合计' read as equipment-manufacturing; ① 不含个体户。; * 初步数")
    assert table.at["1", "value_as_printed"] == "12.5"
    assert table.at["2", "note"] == "cell Sheet1!B4; of which: part of 合计"


def test_marks_for_missing_values_are_gaps_that_say_what_was_printed(make: Make, context: ReadingContext) -> None:
    marks = ["-", "—", "…", None, "...", "#", "x"]
    path = make([["Table 2  Total profit, 2015"], ["Unit: 100 million CNY"],
                 ["Region", "Metal products", *["Instruments", "Ships", "Automobiles", "Aerospace", "Machine tools",
                                                "Special equipment", "General equipment"]],
                 ["Jiangsu", 7.5, *marks]])
    table = read_tables(path, context)
    assert list(table["status"]) == ["printed"] + ["missing"] * 7
    assert list(table["value"].isna()) == [False] + [True] * 7
    assert list(table["value_as_printed"]) == ["7.5", "-", "—", "…", "", "...", "#", "x"]
    assert "not taken as zero" in table["note"][1]
    assert "blank" in table["note"][4]


def test_english_sheet_with_years_across_and_two_label_columns(make: Make, context: ReadingContext) -> None:
    path = make([
        ["Table 4  Employment and profit by industry"], ["Industry", "Item", "Unit", 2013, 2014, "2015"],
        ["Metal products", "Employees", "10,000 persons", 5, 5.5, 6],
        [None, "Total profit", "100 million CNY", 10, "(2.5)", 12],
        ["Of which: instruments", "Total profit", "million CNY", 100, 200, 2015],
        ["Source: China Statistical Yearbook 2016"],
    ])
    table = read_tables(path, context)
    values = by_key(table)
    assert values["employees", "CN-JS", "metal-products", "2014"] == 5.5
    assert values["total-profit", "CN-JS", "metal-products", "2014"] == -2.5
    assert values["total-profit", "CN-JS", "instruments", "2015"] == 2015
    assert list(table["unit"].unique()) == ["10,000 persons", "100 million CNY", "million CNY"]
    assert set(table["source"]) == {"nbs-2016"}


def test_years_down_and_a_value_that_looks_like_a_year(make: Make, context: ReadingContext) -> None:
    path = make([["表5　企业单位数"], ["年份", "企业单位数（个）"], [2014, 1998], [2015, 2016], ["2016年", 2035]])
    values = by_key(read_tables(path, context))
    assert [values["number-of-enterprises", "CN-JS", "equipment-manufacturing", year]
            for year in ("2014", "2015", "2016")] == [1998, 2016, 2035]


def test_a_row_of_values_that_look_like_years_under_a_header_of_years(make: Make, context: ReadingContext) -> None:
    path = make([["表6　资产总计（亿元）"], ["行业", 2014, 2015], ["金属制品业", 2013, 2015]])
    values = by_key(read_tables(path, context))
    assert values["total-assets", "CN-JS", "metal-products", "2014"] == 2013
    assert values["total-assets", "CN-JS", "metal-products", "2015"] == 2015


def test_growth_columns_without_a_name_belong_to_the_column_at_their_left(
    make: Make, context: ReadingContext
) -> None:
    path = make([["2015年装备制造业主要指标"], ["单位：亿元"],
                 ["行业", "主营业务收入", "比上年增长（％）", "利润总额", "比上年增长（％）", "位次"],
                 ["金属制品业", 50, "8.5", 5, "-3.2", 4]])
    table = read_tables(path, context)
    assert list(table["indicator"]) == ["principal-revenue", "principal-revenue.growth", "total-profit",
                                        "total-profit.growth", "total-profit.rank"]
    assert list(table["unit"]) == ["100 million CNY", "%", "100 million CNY", "%", "rank"]
    assert list(table["value"]) == [50, 8.5, 5, -3.2, 4]


def test_headers_that_span_without_being_merged(make: Make, context: ReadingContext) -> None:
    path = make([["Table 7  Metal products"], ["Unit: 100 million CNY"],
                 ["Region", "Total assets", None, "Total profit", None], [None, 2014, 2015, 2014, 2015],
                 ["Jiangsu", 1, 2, 3, 4]])
    values = by_key(read_tables(path, context))
    assert [values[name, "CN-JS", "metal-products", year] for name in ("total-assets", "total-profit")
            for year in ("2014", "2015")] == [1, 2, 3, 4]


def test_several_tables_on_a_sheet_a_continued_one_and_one_without_number(
    make: Make, context: ReadingContext
) -> None:
    path = make({"Page 12": [
        ["表8　资产总计（2015年，亿元）"], ["行业", "资产总计"], ["金属制品业", 1], ["注：1.甲。"], ["2.乙。"], [],
        ["续表8　资产总计（2015年，亿元）"], ["行业", "资产总计"], ["仪器仪表制造业", 2], [],
        ["利润总额（2015年）"], ["单位：万元"], ["行业", "利润总额"], ["金属制品业", 3],
    ]})
    table = read_tables(path, context)
    assert list(zip(table["table"], table["row"], table["value"], strict=True)) == [
        ("8", "1", 1), ("8", "2", 2), ("page-12-3", "1", 3)]
    assert list(table["unit"]) == ["100 million CNY", "100 million CNY", "10,000 CNY"]


def test_headings_within_a_table_and_english_labels_at_its_right(make: Make, context: ReadingContext) -> None:
    path = make([["表9　利润总额（2015年，亿元）"], ["行业", "利润总额", "Industry"],
                 ["江苏省", None, "Jiangsu"], ["金属制品业", 1, "Metal Products"],
                 ["全　国"], ["金属制品业", 2, "Metal Products"]])
    values = by_key(read_tables(path, context))
    assert values["total-profit", "CN-JS", "metal-products", "2015"] == 1
    assert values["total-profit", "CHN", "metal-products", "2015"] == 2


def test_total_among_provinces_is_the_nation(make: Make, context: ReadingContext) -> None:
    path = make([["各地区装备制造业利润总额（2015年，亿元）"], ["地区", "利润总额"],
                 ["合计", 90], ["江苏", 9], ["浙江", 8]])
    values = by_key(read_tables(path, context))
    assert values["total-profit", "CHN", "equipment-manufacturing", "2015"] == 90
    assert values["total-profit", "CN-ZJ", "equipment-manufacturing", "2015"] == 8


def test_numbering_rows_running_numbers_and_codes_are_no_values(make: Make, context: ReadingContext) -> None:
    path = make([["表10　利润总额（2015年，亿元）"], ["序号", "行业", "行业代码", "利润总额", "资产总计"],
                 [None, "甲", None, 1, 2], [1, "金属制品业", 33, 4, 5], [2, "通用设备制造业", 34, 6, 7]])
    table = read_tables(path, context)
    assert list(table["value"]) == [4, 5, 6, 7]


def test_percent_formats_and_hidden_decimals_keep_the_stored_number(make: Make, context: ReadingContext) -> None:
    path = make([["表11　金属制品业（2015年）"],
                 ["地区", "出口交货值占销售产值比重", "利润总额（亿元）", "资产总计（亿元）"],
                 ["江苏", 0.0853, 1301.5, 2.4567]],
                formats={"B3": "0.00%", "C3": "#,##0.00", "D3": "0.0"})
    table = read_tables(path, context)
    assert list(table["value"]) == [8.53, 1301.5, 2.4567]
    assert list(table["value_as_printed"]) == ["8.53%", "1,301.50", "2.4567"]
    assert "shown as 2.5" in table["note"][2]
    assert list(table["unit"]) == ["%", "100 million CNY", "100 million CNY"]


def test_a_unit_that_no_sheet_states_is_presumed_and_says_so(make: Make, context: ReadingContext) -> None:
    path = make([["Table 12  Metal products, 2015"], ["Region", "Total profit"], ["Jiangsu", 4]])
    table = read_tables(path, context)
    assert list(table["status"]) == ["presumed"]
    assert "unit not printed, 100 million CNY presumed" in table["note"][0]


def test_half_years_months_and_averages_over_years(make: Make, context: ReadingContext) -> None:
    path = make([["金属制品业利润总额（亿元）"], ["时期", "利润总额"], ["2016年上半年", 1], ["2016年1-11月", 2],
                 ["December 2014", 3], ["2010-2014年", 4]])
    assert list(read_tables(path, context)["period"]) == ["2016H1", "2016M01-2016M11", "2014M12", "2010-2014"]


def test_a_made_up_case_marks_every_value(make: Make, context: ReadingContext) -> None:
    made_up = ReadingContext(context.region, context.nation, context.sector, context.known_on, context.source,
                             context.indicators, context.sectors, context.regions, context.units, synthetic=True)
    path = make([["Table 1  Total profit, 2015 (100 million CNY)"], ["Industry", "Total profit"], ["Metal products", 4],
                 ["Instruments", "..."]])
    assert list(read_tables(path, made_up)["status"]) == ["synthetic", "missing"]


def test_the_codes_sheet_says_what_unknown_words_mean(make: Make, context: ReadingContext) -> None:
    path = make({
        "表": [["主要指标"], ["行业", "主营收入甲（亿元）", "备用列"], ["五金行当", 5, 1], ["另一行", 6, 2]],
        "Codes": [["word", "means"], ["主营收入甲", "principal-revenue"], ["五金行当", "sector:metal-products"],
                  ["备用列", "ignore"], ["另一行", "忽略"], ["表", "period:2015"]],
    })
    table = read_tables(path, context)
    assert by_key(table) == {("principal-revenue", "CN-JS", "metal-products", "2015"): 5}


def test_lists_with_a_row_a_value_are_read_by_their_headers(make: Make, context: ReadingContext) -> None:
    path = make({"data": [
        ["指标", "地区", "行业", "年份", "单位", "数值", "备注"],
        ["利润总额", "江苏", "金属制品业", 2015, "亿元", "1,234.50", "快报"],
        ["total-assets", "CN-ZJ", "33", "2014", "100 million CNY", 7, None],
        ["利润总额", None, None, "2014年", "亿元", "-", None],
    ]})
    table = read_tables(path, context)
    assert list(table["value"])[:2] == [1234.5, 7]
    assert list(table["status"]) == ["printed", "printed", "missing"]
    assert list(table["sector"]) == ["metal-products", "metal-products", "equipment-manufacturing"]
    assert list(table["region"]) == ["CN-JS", "CN-ZJ", "CN-JS"]
    assert list(table["table"].unique()) == ["data"]
    assert table["note"][0] == "快报; cell data!F2"


def test_a_comma_separated_file_is_one_sheet(context: ReadingContext, make: Make) -> None:
    path = make([["x"]]).with_name("profit.csv")
    path.write_text("\ufeff利润总额（2015年，亿元）\n行业,利润总额\n金属制品业,\"1,234.5\"\n", encoding="utf-8")
    table = read_tables(path, context)
    assert (table["table"][0], table["value"][0]) == ("profit", 1234.5)


def test_labels_in_two_languages_broken_lines_and_names_run_together(make: Make, context: ReadingContext) -> None:
    path = make([["表13　主要指标（2015年）"], ["单位：亿元、万人"],
                 ["行业\nSector", "主营业务\n收入", "利润总额\nTotal profit", "浙江资产总计",
                  "平均用工人数 Employees here"],
                 ["金属制品业 Metal Things", 1, 2, 3, 4], ["仪器仪表制造业\nInstrument makers", 5, 6, 7, 8]])
    table = read_tables(path, context)
    assert list(table["indicator"])[:4] == ["principal-revenue", "total-profit", "total-assets", "employees"]
    assert list(table["region"])[:4] == ["CN-JS", "CN-JS", "CN-ZJ", "CN-JS"]
    assert list(table["sector"])[3:5] == ["metal-products", "instruments"]
    assert list(table["unit"])[2:4] == ["100 million CNY", "10,000 persons"]


def test_units_and_bases_in_a_column_of_their_own(make: Make, context: ReadingContext) -> None:
    path = make([["表14　金属制品业主要指标"], ["指标", "单位", 2014, 2015], ["企业单位数", "个", 10, 12],
                 ["利润总额", "万元", 1.5, 2.5], ["工业生产者出厂价格指数", "上年=100", 98.1, 97.2]])
    table = read_tables(path, context)
    assert list(table["unit"]) == ["enterprises"] * 2 + ["10,000 CNY"] * 2 + ["index"] * 2
    assert "base 上年=100" in table["note"][4]
    assert list(table["status"].unique()) == ["printed"]


def test_measured_indicators_by_their_composed_names(make: Make, context: ReadingContext) -> None:
    path = make([["表15　金属制品业（2015年）"],
                 ["地区", "利润总额增速（%）", "利润总额占全国比重（%）", "growth of total profit (%)",
                  "利润总额全国位次"],
                 ["江苏", 1, 2, 3, 4]])
    assert list(read_tables(path, context)["indicator"]) == [
        "total-profit.growth", "total-profit.share-of-nation", "total-profit.growth", "total-profit.rank"]


def test_what_the_casebook_reads_of_the_printed_text_is_the_value(make: Make, context: ReadingContext) -> None:
    """The case's own check compares value and print: both must say the same number."""
    texts = ["１，２３４.５①", "8.5%", "(2.5)", "−3.2", "1 234.5*", "+7", "12a)"]
    path = make([["表16　利润总额增速（2015年）"],
                 ["地区", "金属制品业", "仪器仪表制造业", "汽车制造业", "通用设备制造业", "专用设备制造业",
                  "电气机械和器材制造业", "医药制造业"], ["江苏", *texts]])
    table = read_tables(path, context)
    assert set(table["indicator"]) == {"total-profit.growth"}  # the title says growth, not profit
    assert list(table["value"]) == [1234.5, 8.5, -2.5, -3.2, 1234.5, 7, 12]
    for value, printed in zip(table["value"], table["value_as_printed"], strict=True):
        inside = printed.strip("()")
        assert (parse_number(inside) if inside == printed else -parse_number(inside)) == value
