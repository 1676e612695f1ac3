"""The exchange-rate monitor for a case's host countries: levels, what they rest on, and how often they were right.

A rate leads down to the two rates that HMRC prints per pound; levels and the record are computed by the study.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final

from outward.casebook.folder import Casebook
from outward.errors import DataGapError
from outward.risk.currencies import currencies
from outward.risk.ratewatch import SIGN_NAMES, RateRow, RateWatch
from outward.sources.hmrc_rates import SOURCE, HmrcRates
from outward.studies.result import Column, Gap, Heading, Item, Point, Remark, ResultChart, ResultTable, Row
from outward.studies.risks.computed import COMPUTED, count, maybe, percent
from outward.studies.risks.naming import country_name
from outward.vocabulary.figures import Cell, Figure, derive, printed
from outward.vocabulary.labels import Label, same
from outward.vocabulary.periods import Period
from outward.vocabulary.regions import regions
from outward.vocabulary.statements import Largest
from outward.vocabulary.warning_levels import LEVEL_NAMES, LEVELS

_PLACE: Final = Label("Country or region", "国家（地区）")
_REGISTERS: Final[Mapping[str, Label]] = {
    "projects": Label("projects", "项目"), "targets": Label("targets", "目标"), "countries": Label("countries", "国别")}
_COLUMNS: Final[Mapping[str, str]] = {"projects": "host_country", "targets": "region", "countries": "id"}
_SPANS: Final = ((1, Label("Over a month", "一个月变化")), (3, Label("Over three months", "三个月变化")),
                 (12, Label("Over twelve months", "十二个月变化")))
_NAMED: Final = 10
_RULES: Final[Mapping[str, Label]] = {
    "watch": Label("watch or above", "关注及以上"), "warning": Label("warning or above", "预警及以上"),
    "alarm": LEVEL_NAMES["alarm"], "naive": Label("plain rule", "简单规则")}
_REASONS: Final[Mapping[str, Label]] = {
    "anchor": Label("the dollar is what all are counted in", "以美元为计价基准"),
    "stale": Label("its rate is no longer printed", "已无汇率公布"),
    "short": Label("too few months are known", "已知月份过少"),
    "none": Label("no rate of its currency is printed", "未公布其货币汇率")}


def host_countries(casebook: Casebook) -> dict[str, tuple[str, ...]]:
    """Give the economies abroad that a case's registers name, by iso3, with the registers that name each."""
    home = {each.iso3 for id in (casebook.case.nation, casebook.case.region) if (each := regions().get(id)) is not None}
    found: dict[str, list[str]] = {}
    for register, column in _COLUMNS.items():
        table = casebook.registers.get(register)
        if table is None or column not in table.columns:
            continue
        for cell in table[column]:
            for id in str(cell).split(";"):
                region = regions().get(id.strip())
                if region is not None and region.iso3 and region.iso3 not in home:
                    named = found.setdefault(region.iso3, [])
                    if register not in named:
                        named.append(register)
    return {iso3: tuple(named) for iso3, named in found.items()}


def monitor_items(watch: RateWatch, hosts: Mapping[str, tuple[str, ...]]) -> Iterator[Item]:
    """Tell the monitor for host countries.

    Parameters
    ----------
    watch : RateWatch
        Levels of all currencies, and their record, from HMRC's rates.
    hosts : mapping of str to tuple of str
        iso3 to the registers that name it.
    """
    rows = _rows(watch, hosts)
    yield Heading("monitor", Label("exchange rates of host countries", "东道国汇率监测"))
    yield Remark("monitor.preface", Label(
        f"Rates are units of the host's currency for one dollar, as HMRC prints them for {_month(watch.last).en}: "
        "where a rate rises, the currency loses. A leap is a month unlike the five years before, a drift a steady "
        "loss; one of them is a watch, both are a warning, and a crash under way is an alarm.",
        f"汇率为1美元折合当地货币数，取英国税务海关总署{_month(watch.last).zh}公布值；数值上升即当地货币贬值。“异动”"
        "指当月变化明显异于此前五年，“漂移”指持续贬值；两者居其一为关注，兼有为预警，货币危机进行中为警报。"))
    if rows:
        yield from _largest(rows)
        yield _levels_table(rows, hosts)
        yield _changes_chart(rows)
    yield from _without(watch, hosts, rows)
    yield _record_table(watch)
    yield _record_remark(watch)


def _record_remark(watch: RateWatch) -> Remark:
    """Say what the record is of, and what stands beside it."""
    record, rise = watch.record, f"{100 * watch.record.depreciation:g}"
    first = _month(record.first) if record.first else Label("–", "–")
    return Remark("monitor.record", Label(
        f"The record is of the levels of all currencies since {first.en}, each computed from the months before alone: "
        f"an alert is a hit where the dollar rose by {rise} % or more within {record.horizon} months. The plain rule "
        f"is a rise by {100 * watch.choices.naive:g} % or more over three months; alerts by lot would be right as "
        "often as such a loss followed any month.",
        f"历史表现统计{first.zh}以来全部货币的等级，每次仅使用此前月份；{record.horizon}个月内美元升幅达{rise}%"
        f"及以上计为命中。简单规则为三个月内升幅达{100 * watch.choices.naive:g}%及以上；随机预警的精确率"
        "即全部月份中此类贬值的发生比例。"))


def _rows(watch: RateWatch, hosts: Mapping[str, tuple[str, ...]]) -> list[tuple[str, RateRow]]:
    """Give the hosts that have a level, the gravest first, and of one level the largest loss."""
    found = [(iso3, row) for iso3 in hosts for row in watch.rows if iso3 in row.economies]
    found.sort(key=lambda each: (-LEVELS.index(each[1].level), -_known(each[1].change_12m), each[0]))
    return found


def _known(change: float) -> float:
    return -math.inf if math.isnan(change) else change


def _largest(rows: list[tuple[str, RateRow]]) -> Iterator[Item]:
    """Say where the currency lost most."""
    order = sorted(rows, key=lambda each: (-_known(each[1].change_12m), each[0]))[:3]
    ranked = [(country_name(iso3), figure) for iso3, row in order if (figure := _change(row, 12)) is not None]
    if ranked and ranked[0][1].value > 0:
        yield Largest("monitor.largest", Label("the rise of the dollar over twelve months", "美元十二个月升幅"),
                      Label("host countries", "东道国"), Label(""), str(Period.parse(order[0][1].month)),
                      tuple((name, figure) for name, figure in ranked if figure.value > 0))


def _levels_table(rows: list[tuple[str, RateRow]], hosts: Mapping[str, tuple[str, ...]]) -> ResultTable:
    def cells(iso3: str, row: RateRow) -> tuple[Figure | Label | None, ...]:
        named, signs = [_REGISTERS[each] for each in hosts[iso3]], [SIGN_NAMES[each] for each in row.signs]
        known = currencies().get(row.code)
        return (Label(", ".join(each.en for each in named), "、".join(each.zh for each in named)),
                known.name if known else same(row.code), _rate(row.code, row.month),
                *(_change(row, months) for months, _ in _SPANS), LEVEL_NAMES[row.level],
                Label(", ".join(each.en for each in signs) or "none", "、".join(each.zh for each in signs) or "无"),
                same(f"{Period.parse(row.since).first_year}-{Period.parse(row.since).first_month % 12 + 1:02}"))

    return ResultTable(
        "monitor.table.levels", Label("exchange rates and their levels", "汇率与等级"), _PLACE,
        (Column("registers", Label("Named in", "所在名录")), Column("currency", Label("Currency", "货币")),
         Column("rate", Label("For one dollar", "1美元折合"), "ratio"),
         *(Column(f"m{months}", name, "%") for months, name in _SPANS), Column("level", Label("Level", "等级")),
         Column("signs", Label("Signs", "征兆")), Column("since", Label("Since", "起始月份"))),
        tuple(Row(iso3, country_name(iso3), cells(iso3, row)) for iso3, row in rows), sources=(COMPUTED,))


def _changes_chart(rows: list[tuple[str, RateRow]]) -> ResultChart:
    order = sorted(rows, key=lambda each: (-_known(each[1].change_12m), each[0]))
    points = tuple(Point(country_name(iso3), Label(""), figure) for iso3, row in order
                   if (figure := _change(row, 12)) is not None)
    return ResultChart(
        "monitor.chart.changes", Label("rise of the dollar in host countries' currencies over twelve months",
                                       "美元对东道国货币十二个月升幅"), "bars", _PLACE,
        Label("rise of the dollar over twelve months", "美元十二个月升幅"), "%", points)


def _rate(code: str, month: str) -> Figure | None:
    """Give a rate for one dollar, of the two that HMRC prints per pound."""
    period = Period.parse(month)
    try:
        rate = HmrcRates().rate(code, "USD", period)
    except DataGapError:
        return None
    known_on = _first_day(period)
    quotes = [printed(Cell("hmrc-rates", f"{currency}.{month}", f"{value:.15g}", SOURCE.id, known_on=known_on), value,
                      unit="ratio", digits=4, kind="ratio") for currency, value in rate.quotes]
    return derive(f"rate.{code}.{month}", rate.formula, quotes, unit="ratio", digits=_digits(rate.value), kind="ratio")


def _change(row: RateRow, months: int) -> Figure | None:
    """Give the change of a rate over so many months; ``None`` where the monitor has none."""
    known = {1: row.change_1m, 3: row.change_3m, 12: row.change_12m}[months]
    before = Period.parse(row.month).first_month - months
    now, then = _rate(row.code, row.month), _rate(row.code, str(Period(before, before)))
    if math.isnan(known) or now is None or then is None:
        return None
    return derive(f"rate.{row.code}.{row.month}.change-{months}m", "100*(x1/x2-1)", [now, then], unit="%", digits=1,
                  kind="growth")


def _digits(rate: float) -> int:
    return next((digits for digits, least in ((1, 1000.0), (2, 100.0), (3, 10.0)) if rate >= least), 4)


def _first_day(period: Period) -> str:
    return f"{period.first_year}-{period.first_month % 12 + 1:02}-01"


def _month(month: str) -> Label:
    period = Period.parse(month)
    return Label(period.label("en"), period.label("zh"))


def _without(watch: RateWatch, hosts: Mapping[str, tuple[str, ...]], rows: list[tuple[str, RateRow]]) -> Iterator[Item]:
    """Name the hosts that have no level, and why."""
    reasons: dict[str, list[str]] = {}
    gaps = {code: why for code, why in watch.gaps if why in _REASONS}
    for iso3 in sorted(set(hosts) - {iso3 for iso3, _ in rows}):
        codes = [code for code, each in currencies().items() if iso3 in each.economies]
        why = "anchor" if watch.anchor in codes else next((gaps[code] for code in codes if code in gaps), "none")
        reasons.setdefault(why, []).append(iso3)
    for why, found in reasons.items():
        names = [country_name(iso3) for iso3 in found[:_NAMED]]
        more, more_zh = (" and others", "等") if len(found) > _NAMED else ("", "")
        yield Remark(f"monitor.without.{why}", Label(
            f"Without a level, for {_REASONS[why].en}: {', '.join(each.en for each in names)}{more}.",
            f"未评级（{_REASONS[why].zh}）：{'、'.join(each.text('zh') for each in names)}{more_zh}。"))


def _record_table(watch: RateWatch) -> ResultTable:
    record, rows = watch.record, []
    for each in record.rules:
        id = f"monitor.{each.rule}"
        rows.append(Row(each.rule, _RULES.get(each.rule, each.name), (
            count(f"{id}.alerts", each.alerts), maybe(f"{id}.alerts-a-year", each.alerts_a_year, digits=1),
            count(f"{id}.hits", each.hits), count(f"{id}.false", each.false_alarms),
            percent(f"{id}.precision", each.precision, digits=0),
            count(f"{id}.caught", each.caught), count(f"{id}.missed", each.missed),
            percent(f"{id}.recall", each.recall, digits=0),
            maybe(f"{id}.lead", each.lead_months, digits=1))))
    rows.append(Row("chance", Label("alerts by lot", "随机预警"),
                    (*[None] * 4, percent("monitor.chance", record.base_rate, digits=0), *[None] * 4)))
    return ResultTable(
        "monitor.table.record", Label("how often such levels were right", "等级的历史表现"), Label("Rule", "规则"),
        (Column("alerts", Label("Alerts", "预警次数")), Column("a-year", Label("A year", "每年次数")),
         Column("hits", Label("Hits", "命中")), Column("false", Label("False alarms", "误报")),
         Column("precision", Label("Precision", "精确率"), "%"),
         Column("caught", Label("Losses caught", "捕捉次数")),
         Column("missed", Label("Missed", "漏报")), Column("recall", Label("Recall", "召回率"), "%"),
         Column("lead", Label("Median lead, months", "提前量中位数（月）"))), tuple(rows), sources=(SOURCE.id,))


def no_hosts() -> Gap:
    """Say that a case names no host country."""
    return Gap("early-warning.no-hosts", Label("No host country is registered, so no exchange rate is watched for the "
                                               "case.",
                                               "尚未登记东道国，未监测汇率。"),
               Label("Name host countries in registers/projects.csv or registers/countries.csv.",
                     "请在 registers/projects.csv 或 registers/countries.csv 中填写东道国。"))
