"""Every statement pattern in the shapes that decide its words: up, down, flat, zero, one, missing, a change of sign."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from outward.vocabulary import statements as say
from outward.vocabulary.figures import Cell, Figure, Kind, printed
from outward.vocabulary.labels import Label

COMPETITIVENESS = Label("regional competitiveness", "区域竞争力")
LIAONING, JIANGSU, NOWHERE = Label("Liaoning", "辽宁"), Label("Jiangsu", "江苏"), Label("")
INDUSTRY = Label("Liaoning's equipment manufacturing", "辽宁装备制造业")
SALES, PROFIT = Label("industrial sales value", "工业销售产值"), Label("total profit", "利润总额")
FIRMS = Label("number of enterprises", "企业单位数")
SECTORS = Label("sectors", "行业")
PUMPS, VALVES, GEARS = Label("pumps", "泵业"), Label("valves", "阀门业"), Label("gears", "齿轮业")
MONEY = "100 million CNY"

_ROWS = itertools.count(1)


def fig(value: float, unit: str = MONEY, digits: int = 1, kind: Kind = "level") -> Figure:
    """A printed figure; each has a cell of its own."""
    row = str(next(_ROWS))
    return printed(Cell("9", row, repr(value), "S"), value, unit=unit, digits=digits, kind=kind)


def pct(value: float, kind: Kind = "growth") -> Figure:
    """A rate or share in percent."""
    return fig(value, "%", 1, kind)


def points(value: float) -> Figure:
    """A change in percentage points."""
    return fig(value, "pp", 1, "points")


def rank(place: int) -> Figure:
    """A place."""
    return fig(float(place), "rank", 0, "rank")


def count(value: int, unit: str = "enterprises") -> Figure:
    """A count."""
    return fig(float(value), unit, 0, "count")


def shapes() -> Iterator[tuple[str, say.Statement]]:
    """Give each shape with its name."""
    for number, (name, statement) in enumerate(_shapes()):
        assert statement.id == "s", f"{number} {name}"
        yield name, statement


def _shapes() -> Iterator[tuple[str, say.Statement]]:
    yield from _levels()
    yield from _changes()
    yield from _places()
    yield from _lists()
    yield from _bands()
    yield from _trends()
    yield from _others()


def _levels() -> Iterator[tuple[str, say.Statement]]:
    def level(value: Figure, growth: Figure | None = None, period: str = "2015", base: str = "2014",
              hedge: say.Hedge = "", subject: Label = SALES, place: Label = LIAONING) -> say.Level:
        return say.Level("s", subject, place, period, value, hedge, growth, base if growth else "")

    yield "level up", level(fig(7995.97, digits=2), pct(3.7))
    yield "level down", level(fig(7995.97, digits=2), pct(-3.7))
    yield "level flat", level(fig(7995.97, digits=2), pct(-0.04))
    yield "level alone", level(fig(7995.97, digits=2))
    yield "level zero", level(fig(0.0))
    yield "level negative", level(fig(-32.0), pct(-150.0), subject=PROFIT)
    yield "level turned negative", level(fig(5.0), pct(-250.0), subject=PROFIT)
    yield "level about", level(fig(22.0, "trillion CNY", 0), hedge="about")
    yield "level more than", level(fig(22.0, "trillion CNY", 0), hedge="more than")
    state = Label("state share", "国有比重")
    yield "level less than", level(fig(5.0, "%", 0, "share"), hedge="less than", subject=state)
    yield "level nearly", level(fig(45.0, "%", 0, "share"), hedge="nearly", subject=state)
    yield "level one", level(count(1), subject=Label("enterprises above 10 billion", "百亿元以上单位"))
    yield "level count", level(count(4208), pct(-12.8), subject=FIRMS, place=INDUSTRY)
    yield "level half year", level(fig(100.0), pct(5.0), "2016H1", "2015H1")
    yield "level month", level(fig(100.0), pct(5.0), "2014M12", "2010M12")
    yield "level undated", level(fig(100.0), period="")
    yield "level nowhere", level(fig(100.0), place=NOWHERE)
    yield "level plural", level(fig(100.0), subject=Label("profits and taxes", "利税总额"), place=INDUSTRY)
    yield "level whole", say.Level(
        "s", SALES, LIAONING, "2015", fig(100.0), growth=pct(3.7), base_period="2014", share=pct(7.3, "share"),
        whole=Label("the national total", "全国总量"), rank=rank(8),
        field=Label("the provinces of the country", "全国各省（区、市）"))
    yield "level share alone", say.Level("s", SALES, LIAONING, "2015", fig(100.0), share=pct(7.3, "share"))
    yield "level share hedged", say.Level("s", SALES, LIAONING, "2015", fig(100.0), share=pct(60.0, "share"),
                                          share_hedge="more than")
    hedges: tuple[say.Hedge, ...] = ("about", "less than", "nearly")
    for hedge in hedges:
        yield f"share {hedge}", say.Share("s", PUMPS, SALES, LIAONING, "2015", pct(60.0, "share"), hedge)
    yield "level rank alone", say.Level("s", SALES, LIAONING, "2015", fig(100.0), rank=rank(22))
    yield "level persons", level(fig(105.2, "10,000 persons", 1), subject=Label("employees", "从业人员"))


def _changes() -> Iterator[tuple[str, say.Statement]]:
    def growth(value: float, period: str = "2015", base: str = "2014", annual: bool = False) -> say.Growth:
        return say.Growth("s", SALES, LIAONING, period, base, pct(value), annual)

    yield "growth up", growth(3.7)
    yield "growth down", growth(-3.7)
    yield "growth flat", growth(-0.04)
    yield "growth sign change", growth(-180.0)
    yield "growth a year", growth(7.7, "2014", "2010", annual=True)
    yield "growth a year down", growth(-7.7, "2014", "2010", annual=True)
    yield "growth a year flat", growth(0.0, "2014", "2010", annual=True)
    yield "growth without base", growth(3.7, base="")
    yield "growth of a quarter", growth(3.7, "2010Q1", "2009Q1")

    def share(change: float | None, base: str = "2010") -> say.Share:
        return say.Share("s", PUMPS, Label("equipment manufacturing", "装备制造业"), LIAONING, "2015",
                         pct(16.2, "share"), "", None if change is None else points(change), base)

    yield "share up", share(6.2)
    yield "share down", share(-6.2)
    yield "share one point", say.Share("s", PUMPS, SALES, LIAONING, "2015", pct(16.2, "share"), "",
                                       fig(1.0, "pp", 0, "points"), "2014")
    yield "share flat", share(0.04)
    yield "share alone", share(None)
    yield "share without base", share(6.2, base="")


def _places() -> Iterator[tuple[str, say.Statement]]:
    nation = Label("the country", "全国")
    for name, now, before in (("better", 8, 10), ("worse", 10, 8), ("same", 8, 8), ("first", 1, 2)):
        yield f"rank {name}", say.Rank("s", SALES, LIAONING, nation, "2014", rank(now), rank(before), "2010")
    yield "rank alone", say.Rank("s", SALES, LIAONING, nation, "2014", rank(22))
    yield "rank undated", say.Rank("s", SALES, LIAONING, nation, "", rank(3))

    def comparison(difference: Figure | None, multiple: Figure | None, unit: str = MONEY) -> say.Comparison:
        return say.Comparison("s", SALES, LIAONING, JIANGSU, "2014", fig(100.0, unit), fig(300.0, unit), difference,
                              multiple)

    yield "comparison less", comparison(fig(-200.0), None)
    yield "comparison more", comparison(fig(200.0), None)
    yield "comparison same", comparison(fig(0.01), None)
    yield "comparison times", comparison(None, fig(3.2, "times", 1, "ratio"))
    yield "comparison both", comparison(fig(200.0), fig(3.2, "times", 1, "ratio"))
    yield "comparison of shares", comparison(points(-14.7), None, "%")
    yield "comparison alone", comparison(None, None)


def _lists() -> Iterator[tuple[str, say.Statement]]:
    ranked = ((PUMPS, fig(30.0)), (VALVES, fig(20.0)), (GEARS, fig(10.0)))
    yield "largest of three", say.Largest("s", SALES, SECTORS, LIAONING, "2015", ranked, pct(50.0, "share"),
                                          (GEARS, fig(10.0)))
    yield "largest and smallest", say.Largest("s", SALES, SECTORS, LIAONING, "2015", ranked[:2], None,
                                              (GEARS, fig(10.0)))
    yield "largest of two", say.Largest("s", SALES, SECTORS, LIAONING, "", ranked[:2])
    yield "largest of one", say.Largest("s", SALES, SECTORS, INDUSTRY, "2015", ranked[:1])
    yield "range", say.Range("s", SALES, SECTORS, LIAONING, "2015", GEARS, fig(1.0), PUMPS, fig(8.3))
    yield "range flat", say.Range("s", SALES, SECTORS, LIAONING, "", GEARS, fig(1.0), PUMPS, fig(1.04))
    parts = ((PUMPS, pct(30.0, "share")), (VALVES, pct(20.1, "share")), (GEARS, pct(10.0, "share")))
    yield "sum of three shares", say.SumOfShares("s", parts, SALES, LIAONING, "2015", pct(60.1, "share"))
    yield "sum of one share", say.SumOfShares("s", parts[:1], SALES, NOWHERE, "", pct(30.0, "share"))
    comma = ((Label("Hong Kong, Macao and Taiwan", "港澳台"), pct(3.3, "share")), *parts[:2])
    yield "sum with commas", say.SumOfShares("s", comma, SALES, LIAONING, "2015", pct(53.4, "share"))
    hhi, equal = fig(0.188, "ratio", 3, "ratio"), fig(5.3, "ratio", 1, "ratio")
    yield "concentration", say.Concentration("s", SALES, SECTORS, LIAONING, "2015", 3, pct(65.1, "share"), hhi, equal)
    yield "concentration of one", say.Concentration("s", SALES, SECTORS, LIAONING, "", 1, pct(28.3, "share"), hhi,
                                                    equal)
    yield "count", say.Count("s", Label("key enterprises", "重点企业"), LIAONING, count(40),
                             ((PUMPS, count(1)), (VALVES, count(39))))
    yield "count one", say.Count("s", Label("parks", "园区"), LIAONING, count(1, "parks"))
    yield "count zero", say.Count("s", Label("corridors", "通道"), LIAONING, count(0, "corridors"))
    found = ((Label("errors", "错误"), count(2)), (Label("warning", "警告"), count(1)))
    sure, surer = pct(70.0, "share"), pct(93.0, "share")
    yield "audited", say.Audited("s", LIAONING, count(1668, "entries"), found, sure, surer)
    yield "audited alike", say.Audited("s", LIAONING, count(30, "entries"), found, sure, pct(70.0, "share"))
    yield "audited clean", say.Audited("s", INDUSTRY, count(30, "entries"), ((Label("errors", "错误"), count(0)),))


def _bands() -> Iterator[tuple[str, say.Statement]]:
    def place(value: float) -> Figure:
        return fig(value, "rank", 0, "rank")

    field = (COMPETITIVENESS, LIAONING, Label("provinces", "省份"), "2014")
    yield "band", say.RankBand("s", *field, place(7), count(31, "entries"), place(5), place(12))
    yield "band of one place", say.RankBand("s", *field, place(1), count(31, "entries"), place(1), place(1))
    yield "band elsewhere", say.RankBand("s", *field, place(2), count(31, "entries"), place(3), place(3))
    mean = Label("mean of the four places", "四项位次平均值")
    low, high = fig(8.0, "index", 1, "index"), fig(13.0, "index", 1, "index")
    yield "between", say.Between("s", mean, LIAONING, "2014", low, high)
    yield "between alike", say.Between("s", mean, LIAONING, "", low, low)


def _trends() -> Iterator[tuple[str, say.Statement]]:
    def trend(*values: float, change: Figure | None = None, average: Figure | None = None, unit: str = MONEY,
              subject: Label = SALES) -> say.Trend:
        figures = tuple((str(2010 + index), fig(value, unit)) for index, value in enumerate(values))
        return say.Trend("s", subject, LIAONING, figures, False, change, average)

    yield "trend up", trend(100.0, 120.0, 150.0, change=pct(50.0), average=pct(22.5))
    yield "trend down", trend(150.0, 120.0, 100.0, change=pct(-33.3), average=pct(-18.4))
    yield "trend flat", trend(100.0, 100.04, change=pct(0.04), average=pct(0.04))
    yield "trend fluctuating up", trend(100.0, 90.0, 150.0, change=pct(50.0))
    yield "trend fluctuating down", trend(100.0, 190.0, 50.0, average=pct(-29.3))
    yield "trend fluctuating level", trend(100.0, 190.0, 100.0, change=pct(0.0))
    yield "trend to profit", trend(-32.0, 16.0, change=pct(-150.0), subject=PROFIT)
    yield "trend to loss", trend(32.0, -16.0, change=pct(-150.0), average=pct(-150.0), subject=PROFIT)
    yield "trend of losses", trend(-32.0, -16.0, change=pct(-50.0), subject=PROFIT)
    yield "trend of shares", trend(14.0, 3.4, change=points(-10.6), unit="%", subject=Label("share", "比重"))

    def ranks(*places: int, change: Figure | None = None, subject: Label = SALES) -> say.Trend:
        figures = tuple((str(2010 + index), rank(place)) for index, place in enumerate(places))
        return say.Trend("s", subject, LIAONING, figures, True, change)

    yield "ranks better", ranks(8, 5, change=fig(3.0, "rank", 0, "points"))
    yield "ranks worse by one", ranks(2, 9, 3, change=fig(-1.0, "rank", 0, "points"))
    yield "ranks same", ranks(7, 7, subject=Label("national rank, sales", "销售全国位次"))
    yield "trend undated", say.Trend("s", SALES, LIAONING, (("", fig(1.0)), ("2015", fig(2.0))))


def _others() -> Iterator[tuple[str, say.Statement]]:
    def stock(change: float, difference: float) -> say.StockFlow:
        return say.StockFlow("s", Label("outward FDI stock", "对外直接投资存量"),
                             Label("outward FDI flow", "对外直接投资流量"), LIAONING, "2014", fig(change), fig(14.8),
                             fig(difference))

    yield "stock up", stock(46.8, 32.0)
    yield "stock down", stock(-46.8, -61.6)
    yield "stock flat, agrees", stock(0.0, 0.0)

    def target(gap: float, pace: Figure | None = None, years: Figure | None = None, required: Figure | None = None,
               horizon: str = "2020") -> say.TargetGap:
        return say.TargetGap("s", SALES, LIAONING, "2015", fig(200.0), fig(250.0), fig(gap), "about", pace, years,
                             required, horizon)

    years = fig(1.0, "years", 0, "years")
    yield "target short", target(50.0, pct(7.0), years, pct(4.6))
    yield "target short, points", target(50.0, points(0.8), fig(4.2, "years", 1, "years"), points(1.5), "")
    yield "target short, bare", target(50.0)
    yield "target short, years alone", target(50.0, years=years)
    yield "target reached", target(0.0)
    yield "target exceeded", target(-50.0, pct(7.0), years)
    yield "disagreement", say.Disagreement("s", PROFIT, INDUSTRY, "2014", fig(4.93, "million CNY", 2),
                                           fig(12.96, "million CNY", 2), Label("the totals", "总量"))
    yield "disagreement undated", say.Disagreement("s", SALES, LIAONING, "", fig(1.0), fig(2.0), Label("parts", "分项"))
