"""A tiny made-up study result with every statement pattern, a table, every kind of chart, a gap and a remark."""

from __future__ import annotations

from outward.casebook.case import Case
from outward.studies.result import (
    Column,
    Gap,
    Heading,
    Point,
    Remark,
    ResultChart,
    ResultTable,
    Row,
    Section,
    StudyResult,
)
from outward.vocabulary import statements as say
from outward.vocabulary.figures import Cell, Figure, Kind, derive, printed
from outward.vocabulary.labels import Label, same
from outward.vocabulary.provenance import Source

ANYVILLE, OTHERTOWN = Label("Anyville", "某市"), Label("Othertown", "他市")
SALES = Label("industrial sales value", "工业销售产值")
SECTORS = Label("sectors", "行业")
PUMPS, VALVES, GEARS = Label("pumps", "泵业"), Label("valves", "阀门业"), Label("gears", "齿轮业")
YEARBOOK = Source("yearbook", Label("Anyville Statistical Yearbook", "某市统计年鉴"),
                  Label("Anyville Bureau of Statistics", "某市统计局"), "2016-12-31")
REGISTERS = Source("registers", Label("Anyville's registers", "某市名录"), Label("Anyville Commission", "某市委员会"),
                   "2017")


def cell(row: int, text: str, unit: str = "100 million CNY", kind: Kind = "level", table: str = "1",
         source: str = "yearbook") -> Figure:
    """A printed number of the made-up yearbook, with as many digits as its text has."""
    plain = text.replace(",", "")
    digits = len(plain.partition(".")[2])
    stands = Cell(table, str(row), text, source, paragraph="12", known_on="2016-12-31")
    return printed(stands, float(plain), unit=unit, digits=digits, kind=kind)


def share(id: str, part: Figure, whole: Figure) -> Figure:
    """Part in whole, in percent."""
    return derive(id, "100*x1/x2", [part, whole], unit="%", digits=1, kind="share")


def growth(id: str, current: Figure, base: Figure) -> Figure:
    """Growth over the base, in percent."""
    return derive(id, "100*(x1/x2-1)", [current, base], unit="%", digits=1, kind="growth")


S2014, S2015, OTHER = cell(1, "205.10"), cell(2, "197.53"), cell(3, "1,234.00")
PUMPS15, VALVES15, GEARS15 = cell(4, "120.53"), cell(5, "57.00"), cell(6, "20.00")
PROFIT14, PROFIT15 = cell(7, "-3.20"), cell(8, "1.60")
RANK14, RANK15 = cell(9, "10", "rank", "rank"), cell(10, "8", "rank", "rank")
STOCK14, STOCK15, FLOW15 = (cell(11, "1.00", "billion USD"), cell(12, "1.50", "billion USD"),
                            cell(13, "0.45", "billion USD"))
TARGET = cell(14, "250", table="claims")
S2013 = cell(15, "180.00")
FIRMS = tuple(cell(row, "1", "enterprises", "count", table="enterprises", source="registers") for row in range(1, 4))


def statements() -> tuple[say.Statement, ...]:
    """One statement of each pattern, in the fullest shape that it takes."""
    total_growth = growth("sales.growth.2015", S2015, S2014)
    pump_share = share("sales.pumps.share.2015", PUMPS15, S2015)
    valve_share = share("sales.valves.share.2015", VALVES15, S2015)
    pump_share14 = cell(16, "62.5", "%", "share")
    change = derive("sales.pumps.share.change.2015", "x1-x2", [pump_share, pump_share14], unit="pp", digits=1,
                    kind="points")
    together = derive("sales.two.share.2015", "x1+x2", [pump_share, valve_share], unit="%", digits=1, kind="share")
    hhi = derive("sales.hhi.2015", "(x1**2+x2**2+x3**2)/(x1+x2+x3)**2", [PUMPS15, VALVES15, GEARS15], unit="ratio",
                 digits=3, kind="ratio")
    equals = derive("sales.effective.2015", "1/x1", [hhi], unit="ratio", digits=1, kind="ratio")
    less = derive("sales.other.difference.2015", "x1-x2", [S2015, OTHER], unit="100 million CNY", digits=2,
                  kind="level")
    multiple = derive("sales.other.multiple.2015", "x1/x2", [S2015, OTHER], unit="times", digits=2, kind="ratio")
    stock_change = derive("stock.change.2015", "x1-x2", [STOCK15, STOCK14], unit="billion USD", digits=2, kind="level")
    unexplained = derive("stock.unexplained.2015", "x1-x2", [stock_change, FLOW15], unit="billion USD", digits=2,
                         kind="level")
    gap = derive("target.gap", "x1-x2", [TARGET, S2015], unit="100 million CNY", digits=2, kind="level")
    pace = cell(17, "7.0", "%", "growth", table="claims")
    years = derive("target.years", "x1/x2/10*2", [gap, pace], unit="years", digits=1, kind="years")
    required = derive("target.required", "100*((x1/x2)**(1/5)-1)", [TARGET, S2015], unit="%", digits=1, kind="growth")
    firms = derive("firms.count", "x1+x2+x3", FIRMS, unit="enterprises", digits=0, kind="count")
    pump_firms = derive("firms.pumps", "x1+x2", FIRMS[:2], unit="enterprises", digits=0, kind="count")
    valve_firms = derive("firms.valves", "x1", FIRMS[2:], unit="enterprises", digits=0, kind="count")
    summed = derive("sales.summed.2015", "x1+x2+x3", [PUMPS15, VALVES15, GEARS15], unit="100 million CNY", digits=2,
                    kind="level")
    average = derive("sales.average.2013-2015", "100*((x1/x2)**(1/2)-1)", [S2015, S2013], unit="%", digits=1,
                     kind="growth")
    return (
        say.Level("s.level", SALES, ANYVILLE, "2015", S2015, "about", growth=total_growth, base_period="2014",
                  share=share("sales.share.2015", S2015, OTHER), whole=Label("the national total", "全国"), rank=RANK15,
                  field=Label("the nation", "全国")),
        say.Growth("s.growth", SALES, ANYVILLE, "2015", "2014", total_growth),
        say.Share("s.share", PUMPS, SALES, ANYVILLE, "2015", pump_share, "", change, "2014"),
        say.Rank("s.rank", SALES, ANYVILLE, Label("the nation", "全国"), "2015", RANK15, RANK14, "2014"),
        say.Comparison("s.comparison", SALES, ANYVILLE, OTHERTOWN, "2015", S2015, OTHER, less, multiple),
        say.Largest("s.largest", SALES, SECTORS, ANYVILLE, "2015",
                    ((PUMPS, PUMPS15), (VALVES, VALVES15), (GEARS, GEARS15)), pump_share, (GEARS, GEARS15)),
        say.Range("s.range", SALES, SECTORS, ANYVILLE, "2015", GEARS, GEARS15, PUMPS, PUMPS15),
        say.Trend("s.trend", SALES, ANYVILLE, (("2013", S2013), ("2014", S2014), ("2015", S2015)), False,
                  growth("sales.growth.2013-2015", S2015, S2013), average),
        say.SumOfShares("s.sum", ((PUMPS, pump_share), (VALVES, valve_share)), SALES, ANYVILLE, "2015", together),
        say.Concentration("s.concentration", SALES, SECTORS, ANYVILLE, "2015", 2, together, hhi, equals),
        say.StockFlow("s.stock", Label("outward FDI stock", "对外直接投资存量"),
                      Label("outward FDI flow", "对外直接投资流量"), ANYVILLE, "2015", stock_change, FLOW15,
                      unexplained),
        say.TargetGap("s.target", SALES, ANYVILLE, "2015", S2015, TARGET, gap, "", pace, years, required, "2020"),
        say.Count("s.count", Label("key enterprises", "重点企业"), ANYVILLE, firms,
                  ((PUMPS, pump_firms), (VALVES, valve_firms))),
        say.Disagreement("s.disagreement", SALES, ANYVILLE, "2015", S2015, summed, Label("its parts", "各部分")),
    )


def table() -> ResultTable:
    """A table with numbers, words, a gap and a total."""
    money = "100 million CNY"
    return ResultTable(
        "table.sales", Label("Sales by sector", "分行业销售产值"), Label("Sector", "行业"),
        (Column("sales", SALES, money), Column("share", Label("share of total", "占总额比重"), "%"),
         Column("remark", Label("remark", "说明"))),
        (
            Row("pumps", PUMPS, (PUMPS15, share("sales.pumps.share.2015", PUMPS15, S2015), Label("steady", "稳定"))),
            Row("valves", VALVES, (VALVES15, None, None)),
            Row("gears", GEARS, (GEARS15, None, None)),
            Row("total", Label("Total", "合计"), (S2015, None, same("A-1")), is_total=True),
        ),
        notes=(Label("The share of valves is not printed.", "阀门业比重未刊印。"),),
    )


def charts() -> tuple[ResultChart, ...]:
    """A chart of each kind."""
    one = (Point(PUMPS, Label(""), PUMPS15), Point(VALVES, Label(""), VALVES15), Point(GEARS, Label(""), GEARS15))
    two = (Point(same("2014"), ANYVILLE, S2014), Point(same("2015"), ANYVILLE, S2015),
           Point(same("2015"), OTHERTOWN, OTHER))
    ranks = (Point(same("2014"), ANYVILLE, RANK14), Point(same("2015"), ANYVILLE, RANK15))
    summary = (statements()[5],)

    def chart(kind: str, points: tuple[Point, ...], unit: str = "100 million CNY") -> ResultChart:
        return ResultChart(f"chart.{kind.replace(' ', '-')}", SALES, kind, SECTORS, SALES, unit,  # type: ignore[arg-type]
                           points, summary if kind == "bars" else ())

    return (chart("bars", one), chart("grouped bars", two), chart("stacked bars", two), chart("lines", two),
            chart("ranks", ranks, "rank"), chart("dots", one))


def case(*, synthetic: bool = True) -> Case:
    """The made-up case."""
    return Case("anyville", Label("Anyville's pumps", "某市泵业"), Label("Pumps of Anyville", "某市泵业诊断报告"),
                "CN-LN", "CHN", "equipment-manufacturing", ("general-equipment",), "traditional", "2016-12-31",
                synthetic=synthetic)


def result(*, synthetic: bool = True) -> StudyResult:
    """The whole result: a summary, a chapter of everything, one of charts."""
    every = statements()
    return StudyResult(
        "diagnosis", case(synthetic=synthetic), "r1", "",
        (
            Section("summary", Label("Summary", "摘要"), (
                say.Level("summary.sales", SALES, ANYVILLE, "2015", S2015),
                say.Trend("summary.profit", Label("total profit", "利润总额"), ANYVILLE,
                          (("2014", PROFIT14), ("2015", PROFIT15))),
            )),
            Section("scale", Label("Scale", "规模"), (
                *every[:4], Heading("scale.sectors", Label("By sector", "分行业")), *every[4:], table(),
                Remark("scale.remark", Label("Sales are those of enterprises above designated size.",
                                             "销售产值为规模以上企业口径。")),
                Gap("gap.exports", Label("No exports are loaded.", "尚未载入出口数据。"),
                    Label("Load export-delivery-value for 2015.", "请载入2015年出口交货值。")),
            )),
            Section("charts", Label("Charts", "图"), charts()),
        ),
        (YEARBOOK, REGISTERS),
    )
