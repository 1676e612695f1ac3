"""A made-up case that begins as spreadsheets: Yunmeng Province in the country of Daze. Nothing in it is true.

The numbers come from a generator with a fixed seed; names of places, firms and documents are invented and say so.
"""

from __future__ import annotations

import math
import random
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from outward.vocabulary.indicators import indicators
from outward.vocabulary.regions import regions
from outward.vocabulary.sectors import sectors
from outward.vocabulary.units import units
from outward.workbooks.context import ReadingContext
from outward.workbooks.template import write_template

SEED = 20161231
YEARS = (2011, 2012, 2013, 2014, 2015, 2016)
SECTORS = {"metal-products": "金属制品业", "general-equipment": "通用设备制造业", "special-equipment": "专用设备制造业",
           "electrical-machinery": "电气机械和器材制造业", "instruments": "仪器仪表制造业"}
REGION, NATION = "X-YUNMENG", "X-DAZE"
MARK_EN, MARK_ZH = "made up", "虚构"
SOURCE = "yunmeng-yearbook-2017"

SETTINGS = f"""\
# A made-up case: no number, place, firm or document in it is real.
id = "yunmeng"
name_en = "Yunmeng equipment manufacturing ({MARK_EN})"
name_zh = "云梦省装备制造业（{MARK_ZH}）"
title_en = "Yunmeng's equipment manufacturing industry: a diagnosis of made-up data"
title_zh = "云梦省装备制造业诊断报告（{MARK_ZH}数据）"
region = "{REGION}"
nation = "{NATION}"
sector = "equipment-manufacturing"
sectors = [{", ".join(f'"{sector}"' for sector in SECTORS)}]
coverage = "traditional"
known_on = 2017-10-31
synthetic = true
price_index = "producer-price-index"
base_period = "2011"

[[target_paths]]
target = "G01"
pace = 6.0
note_en = "Made up: an assumed growth of 6 percent a year."
note_zh = "{MARK_ZH}：假定年均增长6%。"
"""

REGIONS = f"""\
id,name_en,name_zh,kind,parent,aliases
{NATION},Daze ({MARK_EN}),大泽国（{MARK_ZH}）,country,WLD,Daze|大泽国
{REGION},Yunmeng ({MARK_EN}),云梦省（{MARK_ZH}）,province,{NATION},Yunmeng Province|Yunmeng|云梦省|云梦
"""

SOURCES = f"""\
id,title_en,title_zh,publisher_en,publisher_zh,date,licence,note
{SOURCE},Yunmeng Statistical Yearbook 2017 ({MARK_EN}),云梦统计年鉴2017（{MARK_ZH}）,Nobody,无,2017-10,,not real
"""

# Indicator: header as a yearbook prints it, size of the region's largest sector in 2011, decimals printed.
LEVELS: dict[str, tuple[str, float, int]] = {
    "number-of-enterprises": ("企业单位数（个）", 900.0, 0),
    "total-assets": ("资产总计", 1800.0, 2),
    "principal-revenue": ("主营业务收入", 2400.0, 2),
    "total-profit": ("利润总额", 130.0, 2),
    "employees": ("平均用工人数（万人）", 21.0, 2),
    "sales-value": ("工业销售产值", 2300.0, 2),
    "export-delivery-value": ("＃出口交货值", 260.0, 2),
}

Levels = dict[tuple[str, str, str, int], float]  # by indicator, region, sector ("" for all five) and year


def made_up_levels() -> Levels:
    """Make up the levels: sectors grow at paces of their own, and totals are the sums of what is printed."""
    draw = random.Random(SEED)
    levels: Levels = {}
    for indicator, (_, size, digits) in LEVELS.items():
        for region, scale in ((REGION, 1.0), (NATION, 14.0)):
            for sector in SECTORS:
                level = size * scale * draw.uniform(0.3, 1.0)
                for year in YEARS:
                    levels[indicator, region, sector, year] = round(level, digits)
                    level *= 1 + draw.uniform(-0.03, 0.12)
            for year in YEARS:
                total = math.fsum(levels[indicator, region, sector, year] for sector in SECTORS)
                levels[indicator, region, "", year] = round(total, digits)
    return levels


def reading_context() -> ReadingContext:
    """Tell a reader of spreadsheets what the case's settings say."""
    rows = [dict(zip(REGIONS.splitlines()[0].split(","), line.split(","), strict=True))
            for line in REGIONS.splitlines()[1:]]
    return ReadingContext(
        REGION, NATION, "equipment-manufacturing", "2017-10-31", "", indicators(), sectors(),
        regions().with_added(rows), units(), coverage="traditional", synthetic=True,
        sources={SOURCE: (f"Yunmeng Statistical Yearbook 2017 ({MARK_EN})", f"云梦统计年鉴2017（{MARK_ZH}）")},
    )


def write_spreadsheet_case(folder: Path) -> Path:
    """Write the case: settings, its own regions and sources, a yearbook as it comes, and the filled-in template.

    Examples
    --------
    >>> import tempfile
    >>> case = write_spreadsheet_case(Path(tempfile.mkdtemp()) / "yunmeng")
    >>> sorted(file.name for file in case.iterdir())
    ['case.toml', 'regions.csv', 'sources.csv', 'template.xlsx', 'yearbook.xlsx']
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "regions.csv").write_text(REGIONS, encoding="utf-8")
    (folder / "sources.csv").write_text(SOURCES, encoding="utf-8")
    write_yearbook(folder / "yearbook.xlsx")
    write_filled_template(folder / "template.xlsx")
    return folder


def write_yearbook(path: Path) -> None:
    """Write the yearbook: several tables a sheet, two-storey headers, of-which columns, notes, gaps."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    levels = made_up_levels()
    by_sheet = {"规模": ("number-of-enterprises", "total-assets", "employees"),
                "效益": ("principal-revenue", "total-profit"), "产销": ("sales-value",)}
    number = 0
    for title, names in by_sheet.items():
        sheet = book.create_sheet(title)
        for name in names:
            number += 1
            _sector_table(sheet, number, name, levels)
    _by_year(book.create_sheet("出口"), number + 1, levels)
    _capital(book.create_sheet("Capital"), number + 2)
    _investment(book.create_sheet("Investment and prices"), number + 3)
    book.save(path)


def _sector_table(sheet: Worksheet, number: int, indicator: str, levels: Levels) -> None:
    """Sectors down, region and nation across with years beneath them."""
    header, _, digits = LEVELS[indicator]
    name = header.split("（")[0]
    top = sheet.max_row + 3 if sheet.max_row > 1 else 1
    width = 1 + 2 * len(YEARS)
    sheet.cell(top, 1, f"表{number}　装备制造业分行业{name}（{MARK_ZH}）")
    sheet.merge_cells(start_row=top, start_column=1, end_row=top, end_column=width)
    unit = {"number-of-enterprises": "个", "employees": "万人"}.get(indicator, "亿元")
    sheet.cell(top + 1, width, f"单 位：{unit}")
    sheet.cell(top + 2, 1, "行　业")
    sheet.merge_cells(start_row=top + 2, start_column=1, end_row=top + 3, end_column=1)
    for start, place in ((2, "云梦省"), (2 + len(YEARS), "全　国")):
        sheet.cell(top + 2, start, place)
        sheet.merge_cells(start_row=top + 2, start_column=start, end_row=top + 2, end_column=start + len(YEARS) - 1)
        for offset, year in enumerate(YEARS):
            sheet.cell(top + 3, start + offset, year)
    for line, (sector, label) in enumerate([("", "合　　计"), *SECTORS.items()], top + 4):
        sheet.cell(line, 1, label + ("①" if sector == "instruments" else ""))
        for column, (region, year) in enumerate([(place, year) for place in (REGION, NATION) for year in YEARS], 2):
            cell = sheet.cell(line, column, levels[indicator, region, sector, year])
            cell.number_format = "#,##0." + "0" * digits if digits else "#,##0"
    end = top + 4 + len(SECTORS) + 1
    sheet.cell(end, 1, f"注：①数据均为{MARK_ZH}。")
    sheet.cell(end + 1, 1, f"资料来源：云梦统计年鉴2017（{MARK_ZH}）")


def _by_year(sheet: Worksheet, number: int, levels: Levels) -> None:
    """Years down within each region, indicators across, one of them a part of its left neighbour."""
    for row in ([f"表{number}　装备制造业工业销售产值和出口交货值（{MARK_ZH}）"], ["单位：亿元"],
                ["年　份", "工业销售产值", "＃出口交货值"]):
        sheet.append(row)
    for place, region in (("云梦省", REGION), ("大泽国", NATION)):
        sheet.append([place])
        for year in YEARS:
            sheet.append([f"{year}年", *(levels[name, region, "", year] for name in
                                        ("sales-value", "export-delivery-value"))])
    sheet.append([f"资料来源：云梦统计年鉴2017（{MARK_ZH}）"])
    sheet.append([])
    sheet.append([f"续表{number}　分行业出口交货值（{MARK_ZH}）"])
    sheet.append(["单位：亿元"])
    sheet.append(["行业", "地区", *YEARS])
    for sector, label in SECTORS.items():
        for place, region in (("云梦省", REGION), ("大泽国", NATION)):
            sheet.append([label if region == REGION else None, place,
                          *(levels["export-delivery-value", region, sector, year] for year in YEARS)])
    sheet.append([f"资料来源：云梦统计年鉴2017（{MARK_ZH}）"])


def _capital(sheet: Worksheet, number: int) -> None:
    """Shares in English, the region and the nation as sections; the last share is a gap in one row."""
    draw = random.Random(SEED + 1)
    names = ("state", "collective", "corporate", "personal", "hmt", "foreign")
    labels = {"hmt": "Hong Kong, Macao and Taiwan"}
    sheet.append([f"Table {number}  Paid-in capital by owner, 2016 ({MARK_EN})"])
    sheet.append(["Unit: %"])
    sheet.append(["Industry", *(f"{labels.get(name, name.capitalize())} capital share of paid-in capital"
                                for name in names)])
    for place in ("Yunmeng", "Daze"):
        sheet.append([place])
        for sector in SECTORS:
            weights = [draw.uniform(0.2, 3.0) for _ in names]
            shares: list[float | str] = [round(100 * weight / sum(weights), 1) for weight in weights]
            if place == "Yunmeng" and sector == "instruments":
                shares[-1] = "…"
            sheet.append([sectors()[sector].name.en, *shares])
            for cell in sheet[sheet.max_row]:
                cell.number_format = "0.0"
    sheet.append([f"Source: Yunmeng Statistical Yearbook 2017 ({MARK_EN})"])


def _investment(sheet: Worksheet, number: int) -> None:
    """Outward investment by year, and a price index with a stated base, in two tables on one sheet."""
    draw = random.Random(SEED + 2)
    sheet.append([f"Table {number}  Outward FDI of all sectors ({MARK_EN})"])
    sheet.append(["Unit: 100 million USD"])
    sheet.append(["Region", "Item", *YEARS])
    for place, size in (("Yunmeng", 3.0), ("Daze", 120.0)):
        flows = [round(size * draw.uniform(0.6, 1.6), 2) for _ in YEARS]
        stocks = [round(4 * size + sum(flows[:count]) * 0.97, 2) for count in range(1, len(flows) + 1)]
        sheet.append([place, "Outward FDI stock", *stocks])
        sheet.append([None, "Outward FDI flow", *flows])
    sheet.append([f"Source: Yunmeng Statistical Yearbook 2017 ({MARK_EN})"])
    index = [100.0]
    for _ in YEARS[1:]:
        index.append(round(index[-1] * (1 + draw.uniform(-0.02, 0.03)), 1))
    sheet.append([])
    sheet.append([f"Table {number + 1}  Producer price index of Yunmeng's equipment manufacturing ({MARK_EN})"])
    sheet.append(["Year", "Producer price index (2011=100)"])
    for row in zip(YEARS, index, strict=True):
        sheet.append(row)
    sheet.append([f"Source: Yunmeng Statistical Yearbook 2017 ({MARK_EN})"])


FORMS: dict[str, list[dict[str, str | float]]] = {
    "Tables": [
        {"table": "research", "indicator": "研发经费支出", "period": year, "unit": "亿元", "value": value,
         "source": SOURCE, "note": MARK_EN}
        for year, value in zip(YEARS, (31.2, 34.0, 38.6, 41.9, 47.3, 52.8), strict=True)
    ],
    "Claims": [
        {"claim": "C001", "paragraph": "1", "indicator": "value-added.share-of-industry", "region": "云梦省",
         "sector": "equipment-manufacturing", "period": "2016", "unit": "%", "value": 24.6, "printed": "24.6",
         "status": "synthetic", "source": SOURCE, "note": MARK_EN},
    ],
    "enterprises": [
        {"id": f"E0{number}", "name_en": f"{name} ({MARK_EN})", "name_zh": f"{zh}（{MARK_ZH}）", "sector": sector,
         "city_en": "Holt", "city_zh": "霍尔特", "ownership_en": "private", "ownership_zh": "民营",
         "role_en": "leading enterprise", "role_zh": "龙头企业"}
        for number, (name, zh, sector) in enumerate((
            ("Holt Pump Works", "霍尔特泵业", "general-equipment"), ("Marsh Cable", "沼泽电缆", "电气机械和器材制造业"),
            ("Reed Instruments", "芦苇仪表", "instruments")), 1)
    ],
    "projects": [
        {"id": f"J0{number}", "name_en": f"{name} ({MARK_EN})", "name_zh": f"{zh}（{MARK_ZH}）",
         "enterprise": f"E0{number}", "host_country": host, "type_en": "greenfield", "type_zh": "绿地投资",
         "value": value, "unit": "million USD", "status_en": "planned", "status_zh": "拟建"}
        for number, (name, zh, host, value) in enumerate((
            ("Pump plant", "泵厂", "KAZ", 45), ("Cable plant", "电缆厂", "Egypt", 120.5)), 1)
    ],
    "targets": [
        {"id": "G01", "name_en": f"Revenue of Yunmeng's equipment industry ({MARK_EN})",
         "name_zh": f"云梦省装备制造业主营业务收入目标（{MARK_ZH}）", "subject_en": "Yunmeng's equipment industry",
         "subject_zh": "云梦省装备制造业", "indicator_en": "revenue from principal business",
         "indicator_zh": "主营业务收入", "indicator_id": "principal-revenue", "region": REGION,
         "sector": "equipment-manufacturing", "operator": ">=", "threshold": 12000, "unit": "100 million CNY",
         "kind_en": "goal", "kind_zh": "目标", "note_en": MARK_EN, "note_zh": MARK_ZH},
    ],
}


def write_filled_template(path: Path) -> None:
    """Write the template and fill it in as a user would, by the names of its columns."""
    write_template(path, reading_context())
    book = openpyxl.load_workbook(path)
    for title, rows in FORMS.items():
        sheet = book[title]
        columns = {str(cell.value).split("\n")[0]: number for number, cell in enumerate(sheet[1], 1)}
        for line, row in enumerate(rows, 2):
            for name, value in row.items():
                sheet.cell(line, columns[name], value)
    book.save(path)
