"""An exposure as a section of a result: expected loss, where it gathers, bad years, covers, and what is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from outward.risk.cover_lift import offer_totals
from outward.risk.covers import COVER_TYPES
from outward.risk.events import KINDS, events
from outward.risk.exposure import Exposure
from outward.risk.exposure_totals import By, Total, currencies
from outward.risk.holdings import Holding
from outward.studies.result import Column, Gap, Heading, Item, Remark, ResultTable, Row, Section
from outward.studies.risks.charted import amount_digits, loss_chart
from outward.studies.risks.computed import COMPUTED, computed, count, maybe, percent
from outward.studies.risks.exposed import Exposed, Tails
from outward.studies.risks.naming import country_name, event_name
from outward.vocabulary.figures import Cell, Figure, derive, printed
from outward.vocabulary.labels import Label, same
from outward.vocabulary.sectors import sectors
from outward.vocabulary.units import units

REGISTER: Final = "register"
"""Id of the source that the user's register is."""

_SHOWN: Final = 12
_MOST_SUMMED: Final = 60  # holdings of a total whose amount is shown as the sum of theirs
_MILLION: Final = 1e6
_BY: Final[tuple[tuple[By, Label], ...]] = (
    ("country", Label("Host country", "东道国")), ("industry", Label("Industry", "行业")),
    ("risk", Label("Kind of risk", "风险类别")), ("event", Label("Event", "事件")))
_OF: Final = {"amount": Label("amount", "金额"), "expected_loss": Label("expected loss", "期望损失")}
_ACROSS: Final = {"country": Label("by country", "按国家"), "industry": Label("by industry", "按行业"),
                  "holding": Label("by holding", "按项目")}
_STANDINGS: Final = {"covered": Label("Covered", "已保障"), "partly": Label("Partly", "部分保障"),
                     "open": Label("Open", "无保障"), "not_at_stake": Label("Not at stake", "不涉及"),
                     "no_severity": Label("Not judged", "无损失假设")}
_ROUTES: Final = {"warning": Label("warning", "预警"), "protection": Label("protection", "防护")}


@dataclass(frozen=True, slots=True)
class _Money:
    """How a currency's amounts are shown: in millions, with the decimals of the largest."""

    currency: str
    unit: str
    digits: int

    def figure(self, id: str, amount: float | None) -> Figure | None:
        """Make the figure of an amount; ``None`` where there is none."""
        millions = None if amount is None else amount / _MILLION
        return maybe(f"exposure.{self.currency}.{id}", millions, unit=self.unit, digits=self.digits,
                     kind="level")

    def of(self, key: str, name: Label, unit: str = "") -> Column:
        """Head a column of anything but amounts: tables of two currencies have no heading in common."""
        return Column(key, Label(f"{name.en}, {self.currency}", f"{name.zh}（{self.currency}）"), unit)

    def column(self, key: str, name: Label) -> Column:
        """Head a column of amounts; a currency that the catalogue of units lacks is named in the heading."""
        if self.unit != "index":
            return Column(key, name, self.unit)
        return Column(key, Label(f"{name.en} (million {self.currency})", f"{name.zh}（百万{self.currency}）"), "index")


def exposure_section(exposed: Exposed, own_years: Mapping[str, str] | None = None) -> Section:
    """Say what the forecasts mean for what one has abroad.

    Parameters
    ----------
    exposed : Exposed
        The exposure with its totals, tails and covers.
    own_years : mapping of str to str, optional
        By event, the target years that its forecast is about, where they are not those of the exposure.
    """
    items: list[Item] = [Remark("exposure.assumed", Label(
        "Severities, effects of covers and loadings are assumptions, not measurements: `outward risk exposure` lists "
        "each with its reason, and a file of your own replaces any of them.",
        "损失程度、保障作用与相关系数均为假设，并非实测；`outward risk exposure` 逐项列出理由，可用自备文件替换。"))]
    if exposed.is_synthetic:
        items.append(Remark("exposure.synthetic", Label("The register is made up (synthetic): its amounts are "
                                                        "nobody's.",
                                                        "项目库为虚构数据（synthetic），金额不属于任何企业。")))
    items.append(_weighed_table(exposed.exposure, own_years or {}))
    for currency in currencies(exposed.exposure):
        items += _of_currency(exposed, currency)
    items += _gaps(exposed)
    return Section("exposure", Label("what it means for what one has abroad", "对境外项目的影响"), tuple(items))


def _weighed_table(exposure: Exposure, own_years: Mapping[str, str]) -> ResultTable:
    """Name the forecasts that were weighed: their target years, and when they were made."""
    def row(event: str) -> Row:
        first, last = exposure.chances.windows[event]
        years = own_years.get(event) or (str(first) if first == last else f"{first}–{last}")
        days = exposure.chances.made_on.get(event, ())
        return Row(event, event_name(event), (same(years), same(", ".join(days) or "–")))

    return ResultTable(
        "exposure.table.weighed", Label("forecasts that are weighed", "所用预测"), Label("Event", "事件"),
        (Column("years", Label("Target years", "目标年份")), Column("made", Label("Made on", "预测日期"))),
        tuple(map(row, exposure.chances.events)),
        (Label("Each event counts with the newest forecast that its figures allow; where they end earlier than others, "
               "so do its years. An event whose record is no better than the past average is not weighed.",
               "各事件均采用现有数据所能给出的最新预测；数据截止较早者，所指年份亦较早。"
               "历史表现不优于历史平均的事件不计入。"),), (COMPUTED,))


def _of_currency(exposed: Exposed, currency: str) -> Iterator[Item]:
    exposure = exposed.exposure
    added = [each for each in exposed.totals if each.currency == currency]
    unit = f"million {currency}" if f"million {currency}" in units() else "index"
    whole = next(each for each in added if each.by == "all")
    money = _Money(currency, unit, amount_digits(whole.expected_loss / _MILLION))
    yield Heading(f"exposure.{currency}", same(currency))
    yield _totals_table(exposed, money, "all", Label("All holdings", "全部项目"), [whole])
    chart = loss_chart(exposed, currency, unit, _MILLION)
    if chart is not None:
        yield chart
    for by, name in _BY:
        rows = [each for each in added if each.by == by]
        if rows:
            yield _totals_table(exposed, money, by, name, rows[:_SHOWN])
    yield from _concentration(exposed, currency)
    yield from (_tail_table(each, money) for each in exposed.tails if each.stated.currency == currency)
    yield from _covers(exposed, money)
    yield _protection(exposure, money)


def _totals_table(exposed: Exposed, money: _Money, by: By, name: Label, rows: Sequence[Total]) -> ResultTable:
    titles = {"all": Label("expected loss of all holdings", "全部项目的期望损失"),
              "country": Label("expected loss by host country", "分东道国期望损失"),
              "industry": Label("expected loss by industry", "分行业期望损失"),
              "risk": Label("expected loss by kind of risk", "分风险类别期望损失"),
              "event": Label("expected loss by event", "分事件期望损失")}
    title, is_whole = titles[by], by not in ("risk", "event")
    amounts = (money.of("holdings", Label("Holdings", "项目数")), money.column("amount", Label("Amount", "金额")))
    return ResultTable(
        f"exposure.table.{money.currency}.{by}",
        Label(f"{title.en}, {money.currency}", f"{title.zh}（{money.currency}）"), name,
        (*(amounts if is_whole else ()), money.column("expected", Label("Expected loss", "期望损失")),
         money.column("lower", Label("All probabilities low", "概率均取下限")),
         money.column("upper", Label("All probabilities high", "概率均取上限")),
         *((money.of("coverage", Label("Amount with a forecast", "有预测的金额占比"), "%"),) if by == "all" else ())),
        tuple(_total_row(exposed, money, each) for each in rows), sources=(COMPUTED,))


def _total_row(exposed: Exposed, money: _Money, each: Total) -> Row:
    id = f"{each.by}.{each.key or 'none'}"
    amounts = () if each.by in ("risk", "event") else (
        count(f"exposure.{money.currency}.{id}.holdings", each.holdings), _amount(exposed, money, each, id))
    losses = [(name, value if each.coverage > 0 else None) for name, value in (
        ("expected", each.expected_loss), ("lower", each.lower), ("upper", each.upper))]  # unforecast is not zero
    return Row(each.key or "none", _key_name(each), (
        *amounts, *(money.figure(f"{id}.{name}", value) for name, value in losses),
        *((percent(f"exposure.{money.currency}.{id}.coverage", each.coverage, digits=0),) if each.by == "all" else ())))


def _amount(exposed: Exposed, money: _Money, each: Total, id: str) -> Figure | None:
    """Give an amount as the sum of its holdings', down to the register; of many, or exchanged ones, as computed."""
    held = [one for one, amount in zip(exposed.exposure.holdings, exposed.exposure.amounts, strict=True)
            if one.currency == money.currency and not np.isnan(amount) and _belongs(one, each)]
    if exposed.exchanged or not 0 < len(held) <= _MOST_SUMMED or len(held) != each.holdings:
        return money.figure(f"{id}.amount", each.amount)
    cells = [printed(Cell(REGISTER, one.id, f"{one.amount:.15g}", REGISTER, known_on=one.as_of, note=one.source),
                     float(one.amount or 0.0) / _MILLION, unit=money.unit, digits=money.digits, kind="level")
             for one in held]
    total = ",".join(f"x{place}" for place in range(1, len(cells) + 1))
    return derive(f"exposure.{money.currency}.{id}.amount", f"sum({total})", cells, unit=money.unit,
                  digits=money.digits, kind="level")


def _belongs(holding: Holding, each: Total) -> bool:
    if each.by == "country":
        return holding.iso3 == each.key
    return holding.industry == each.key if each.by == "industry" else True


def _key_name(each: Total) -> Label:
    if each.by == "all":
        return Label("all", "合计")
    if not each.key:
        return Label("not stated", "未说明")
    if each.by == "country":
        return country_name(each.key)
    if each.by == "risk":
        return next((name for kind, name in KINDS.items() if kind == each.key), Label("other", "其他"))
    if each.by == "industry":
        return _industry(each.key)
    return event_name(each.key)


def _industry(key: str) -> Label:
    return sectors()[key].name if key in sectors() else same(key)


def _concentration(exposed: Exposed, currency: str) -> Iterator[Item]:
    rows = []
    for each in exposed.concentrations:
        if each.currency != currency:
            continue
        id = f"concentration.{currency}.{each.of}.{each.by}"
        of, across = _OF[each.of], _ACROSS[each.by]
        naming = {"country": country_name, "industry": _industry, "holding": same}[each.by]
        largest = naming(each.largest) if each.largest else Label("not stated", "未说明")
        rows.append(Row(f"{each.of}.{each.by}", Label(f"{of.en} {across.en}, {currency}",
                                                      f"{of.zh}{across.zh}（{currency}）"), (
            computed(f"{id}.hhi", each.measured.hhi, digits=3),
            computed(f"{id}.effective", each.measured.effective_number, digits=1), largest,
            percent(f"{id}.largest", each.largest_share, digits=0))))
    if rows:
        yield ResultTable(
            f"exposure.table.{currency}.concentration", Label(f"how concentrated, {currency}", f"集中度（{currency}）"),
            Label("Measured", "度量对象"),
            (Column("hhi", Label("Herfindahl-Hirschman index", "赫芬达尔—赫希曼指数")),
             Column("effective", Label("As many equal ones", "相当于均等个数")),
             Column("largest", Label("Largest", "最大者")),
             Column("share", Label("Its share", "占比"), "%")), tuple(rows))


def _tail_table(tails: Tails, money: _Money) -> ResultTable:
    stated, alone = tails.stated, tails.independent
    rows = [Row("mean", Label("mean of the scenarios", "情景平均"), (
        money.figure("tail.mean", stated.mean), money.figure("tail.mean.independent", alone.mean), None))]
    for tail, other in zip(stated.tails, alone.tails, strict=True):
        id, share = f"tail.{tail.level}", f"{100 * tail.level:g}"
        first = next(iter(stated.by_country(tail)), "")
        rows += [
            Row(f"{id}.var", Label(f"not exceeded in {share} % of scenarios", f"{share}%情景下不超过"), (
                money.figure(f"{id}.var", tail.value_at_risk),
                money.figure(f"{id}.var.independent", other.value_at_risk),
                None)),
            Row(f"{id}.shortfall", Label(f"mean of the worst {100 - 100 * tail.level:g} %",
                                         f"最差{100 - 100 * tail.level:g}%情景平均"), (
                money.figure(f"{id}.shortfall", tail.expected_shortfall),
                money.figure(f"{id}.shortfall.independent", other.expected_shortfall),
                country_name(first) if first else None))]
    return ResultTable(
        f"exposure.table.{money.currency}.tail", Label(f"losses of a bad year, {money.currency}",
                                                       f"不利年份的损失（{money.currency}）"), Label("Loss", "损失"),
        (money.column("stated", Label("With shocks in common", "考虑共同冲击")),
         money.column("independent", Label("If none were in common", "假设互不相关")),
         Column("first", Label("Country that adds most", "贡献最大的国家"))), tuple(rows),
        (Label("Shocks of the world and of regions strike several countries at once: the two columns differ by what "
               "that adds to a bad year. Their size is an assumption.",
               "全球与区域冲击会同时波及多国，两列之差即其在不利年份增加的损失；冲击大小为假设。"),))


def _covers(exposed: Exposed, money: _Money) -> Iterator[Item]:
    lifts = [each for each in exposed.lifts.lifts if each.currency == money.currency][:_SHOWN]
    names = {each.id: each.name for each in exposed.exposure.protection.covers}
    if lifts:
        yield ResultTable(
            f"exposure.table.{money.currency}.covers", Label(f"what covers take away, {money.currency}",
                                                             f"各项保障的作用（{money.currency}）"),
                                                             Label("Cover", "保障"),
            (money.column("bare", Label("Expected loss of what it covers, without any cover",
                                        "所保项目的期望损失（无任何保障）")),
             money.column("shapley", Label("It takes away, its fair share", "该保障减少的损失（公平分摊）"))),
            tuple(Row(each.cover, names.get(each.cover, same(each.cover)), (
                money.figure(f"cover.{each.cover}.bare", each.bare),
                money.figure(f"cover.{each.cover}.shapley", each.shapley))) for each in lifts),
            (Label("Covers of one holding overlap; the fair share is the mean of what each adds over every order in "
                   "which they could have been bought (Shapley).",
                   "同一项目的多项保障相互重叠；公平分摊为各种取得次序下新增作用的平均值（Shapley 值）。"),))
    offers = [each for each in offer_totals(exposed.exposure) if each.currency == money.currency and each.saves > 0]
    if offers:
        yield ResultTable(
            f"exposure.table.{money.currency}.offers", Label("what covers not yet held would take away, "
                                                             f"{money.currency}",
                                                             f"尚未取得的保障可减少的损失（{money.currency}）"),
            Label("Kind of cover", "保障类型"),
            (money.column("saves", Label("It would take away", "可减少期望损失")),),
            tuple(Row(each.type, COVER_TYPES[each.type], (money.figure(f"offer.{each.type}.saves", each.saves),))
                  for each in offers))


def _protection(exposure: Exposure, money: _Money) -> ResultTable:
    """Say of each event, forecast or not, how many holdings are protected and what stays to be lost."""
    standing = exposure.standing()
    inside = np.array([each.currency == money.currency for each in exposure.holdings]) & ~np.isnan(exposure.amounts)
    rows = []
    for column, event in enumerate(exposure.events):
        by = Counter(standing[inside, column].tolist())
        id = f"protection.{event}"
        known = events().get(event)
        rows.append(Row(event, event_name(event), (
            _ROUTES[known.route] if known else Label(""),
            money.figure(f"{id}.bare", float(np.nansum(exposure.bare_if[inside, column]))),
            money.figure(f"{id}.residual", float(np.nansum(exposure.loss_if[inside, column]))),
            *(count(f"exposure.{money.currency}.{id}.{key}", by[key]) for key in _STANDINGS))))
    return ResultTable(
        f"exposure.table.{money.currency}.protection", Label(f"how protected, event by event, {money.currency}",
                                                             f"分事件保障状况（{money.currency}）"),
                                                             Label("Event", "事件"),
        (Column("route", Label("Routed to", "应对途径")),
         money.column("bare", Label("It would take everywhere, uncovered", "各地均发生时损失（无保障）")),
         money.column("residual", Label("What stays after cover", "扣除保障后损失")),
         *(money.of(key, name) for key, name in _STANDINGS.items())), tuple(rows),
        (Label("Events routed to protection cannot be foreseen: only cover, contracts and plans help against them.",
               "归入“防护”的事件无法预见，只能以保险、合同条款和预案应对。"),), (COMPUTED,))


def _gaps(exposed: Exposed) -> Iterator[Item]:
    counted = {what for each in exposed.exposure.gaps if (what := each.what)}
    by_what = {what: [each for each in exposed.exposure.gaps if each.what == what] for what in sorted(counted)}
    rows = [Row(what, each[0].label, (count(f"exposure.gap.{what}.holdings", len({id for one in each
                                                                              for id in one.holdings})),))
            for what, each in by_what.items()]
    if rows:
        yield ResultTable("exposure.table.gaps", Label("what was not counted, and what was taken for granted",
                                                       "未计入与所作假定"), Label("Case", "情形"),
                          (Column("holdings", Label("Holdings", "项目数")),), tuple(rows))
    if exposed.exchanged and exposed.exchanged.without_rate:
        yield Gap("exposure.no-rate", Label(
            "Some amounts keep their own currency, for no exchange rate is printed for their date.",
            "部分金额因所在日期无汇率而保留原币种。"),
            Label("State them at a date with a rate, or in the currency wanted.",
                                              "请改用有汇率的日期，或直接以目标币种列示。"))
