"""A country in an outlook: each event's probability, why, what changed, past cases, and how it went year by year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from outward.risk.events import KINDS
from outward.risk.explanation import Explanation
from outward.risk.levels import Policy
from outward.risk.states import Country
from outward.studies.result import Column, Heading, Item, Remark, ResultTable, Row, Section
from outward.studies.risks.charted import timeline_chart
from outward.studies.risks.computed import computed, maybe, percent
from outward.studies.risks.naming import STATE_NAMES, code_of, headed, within
from outward.studies.risks.outlook import EventOutlook, Outlook
from outward.studies.risks.sections import EVENT, PROBABILITIES, possible_standings, probabilities, years_told
from outward.vocabulary.labels import Label
from outward.vocabulary.warning_levels import LEVEL_NAMES

_IMPOSSIBLE: Final = Label("cannot happen now", "当前不可能发生")
_PARTS: Final = 6  # indicators of a table of reasons


def country_section(outlook: Outlook, country: Country, policy: Policy) -> Section:
    """Say what may happen in a country, why, how it went before, and where it stands.

    Parameters
    ----------
    outlook : Outlook
        What may happen.
    country : Country
        One of its countries.
    policy : Policy
        When to warn.
    """
    items: list[Item] = [_events_table(outlook, country, policy), *_rating(outlook, country)]
    for one in outlook.events:
        items += _event(one, outlook, country, policy)
    return Section("country", Label(f"{country.name.en}", country.name.text("zh")), tuple(items))


def _events_table(outlook: Outlook, country: Country, policy: Policy) -> ResultTable:
    rows = []
    for one in outlook.events:
        standing = next((each for where, each, _ in possible_standings(one, outlook, policy)
                         if where.key == country.key), None)
        newest = probabilities(one, country)[0]
        state = STATE_NAMES[standing.state] if standing else _IMPOSSIBLE if newest else STATE_NAMES["abstained"]
        level = LEVEL_NAMES[standing.level] if standing and standing.state != "abstained" else Label("")
        rows.append(Row(one.event.id, Label(f"{one.event.name.en}, {years_told(one)}",
                                            f"{one.event.name.text('zh')}（{years_told(one)}）"),
                        (state, level, *probabilities(one, country),
                         Label("yes", "是") if one.has_skill else Label("no: do not act on it", "否，不宜据以行动"))))
    return ResultTable(
        "country.table.events", Label("what may happen", "可能发生的事件"), EVENT,
        (Column("state", Label("Course", "走势")), Column("level", Label("Level", "等级")),
         *(Column(key, name, "%") for key, name in PROBABILITIES),
         Column("skill", Label("Record beats the past average", "历史表现优于历史平均"))), tuple(rows))


def _rating(outlook: Outlook, country: Country) -> Iterator[Item]:
    rows = []
    for each in outlook.ratings:
        if each.country.key != country.key:
            continue
        id = f"rating.{code_of(country)}.{each.kind}"
        missing = Label(", ".join(one.en for one in each.missing) or "nothing",
                        "、".join(one.text("zh") for one in each.missing) or "无")
        rows.append(Row(each.kind, KINDS[each.kind], (
            maybe(id, each.score, digits=0), maybe(f"{id}.lower", each.lower, digits=0),
            maybe(f"{id}.upper", each.upper, digits=0), percent(f"{id}.coverage", each.coverage, digits=0), missing)))
    if rows:
        yield ResultTable(
            "country.table.rating", Label("rating of the five kinds, and what is missing", "五类评级与缺失指标"),
            Label("Kind of risk", "风险类别"),
            (Column("score", Label("Rating", "评级"), "index"),
             Column("lower", Label("5th percentile", "第5百分位"), "index"),
             Column("upper", Label("95th percentile", "第95百分位"), "index"),
             Column("coverage", Label("Indicators known", "已知指标占比"), "%"),
             Column("missing", Label("Missing", "缺失指标"))), tuple(rows),
            (Label("The percentiles hold what the sources' own errors allow, where the sources state them.",
                   "百分位区间反映来源自身公布的误差；来源未公布误差的不列区间。"),))


def _event(one: EventOutlook, outlook: Outlook, country: Country, policy: Policy) -> Iterator[Item]:
    reason, name = one.reasons.get(country.key), one.event.name
    chart = timeline_chart(one, outlook, country, policy)
    if reason is None and chart is None:
        return
    yield Heading(f"country.{one.event.id}", name)
    if not one.has_skill:
        yield Remark(f"country.{one.event.id}.no-skill", Label(
            f"The record of {within(name)} is no better than the past average: the reasons say what the models rest "
            "on, and warn of nothing.",
            f"“{name.text('zh')}”的历史预测并不优于历史平均：所列原因仅说明模型依据，不构成预警。"))
    if chart is not None:
        yield chart
    if reason is None:
        yield Remark(f"country.{one.event.id}.no-reason", Label(
            "There is no forecast for the years to come: too few figures are known, or the event cannot happen by its "
            "definition.", "未对今后年份作预测：已知数据过少，或按定义该事件不可能发生。"))
    else:
        yield from _reasons(one, country, reason)


def _reasons(one: EventOutlook, country: Country, reason: Explanation) -> Iterator[Item]:
    id = f"{one.event.id}.{code_of(country)}.reason"
    shown, rest = reason.parts[:_PARTS], reason.parts[_PARTS:]
    rows = [Row(each.predictor.id, each.predictor.name, (
        maybe(f"{id}.{each.predictor.id}.value", each.value), maybe(f"{id}.{each.predictor.id}.usual", each.usual),
        maybe(f"{id}.{each.predictor.id}.part", each.part), maybe(f"{id}.{each.predictor.id}.change", each.change)))
        for each in shown]
    changes = [each.change for each in rest if each.change is not None]
    if rest:
        rows.append(Row("rest", Label("all other indicators", "其他指标合计"), (
            None, None, computed(f"{id}.rest.part", sum(each.part for each in rest)),
            maybe(f"{id}.rest.change", sum(changes) if changes else None))))
    rows.append(Row("base", Label("a country with usual values", "取值一般的国家"), (
        None, None, computed(f"{id}.base", reason.base), None)))
    rows.append(Row("all", Label("sum: log-odds of the probability", "合计：概率的对数几率"), (
        None, None, computed(f"{id}.log-odds", reason.log_odds), maybe(f"{id}.change", reason.change))))
    yield ResultTable(
        f"country.table.{one.event.id}.reasons", Label(f"{within(one.event.name)}: reasons",
                                                       f"{one.event.name.text('zh')}：原因"),
        Label("Indicator", "指标"),
        (Column("value", headed(Label("Value", "取值"), one.event.id)),
         Column("usual", headed(Label("Median of all countries", "各国中位数"), one.event.id)),
         Column("part", headed(Label("Part of the log-odds", "对数几率中的贡献"), one.event.id)),
         Column("change", headed(Label("Change in a year", "一年变化"), one.event.id))), tuple(rows),
        (Label("A part above zero raises the probability. Parts are what the models rest on, not causes.",
               "贡献大于零表示提高概率。贡献说明模型依据，并非因果关系。"),))
    if reason.levers:
        yield ResultTable(
            f"country.table.{one.event.id}.levers", Label(f"{within(one.event.name)}: what would lower the probability",
                                                          f"{one.event.name.text('zh')}：可降低概率的因素"),
            Label("Indicator, if it stood at its usual value", "指标（假设取一般值）"),
            (Column("value", headed(Label("Value", "取值"), one.event.id)),
             Column("usual", headed(Label("Usual value", "一般值"), one.event.id)),
             Column("probability", headed(Label("Probability then", "届时概率"), one.event.id), "%")),
            tuple(Row(each.predictor.id, each.predictor.name, (
                maybe(f"{id}.lever.{each.predictor.id}.value", each.value),
                maybe(f"{id}.lever.{each.predictor.id}.usual", each.usual),
                percent(f"{id}.lever.{each.predictor.id}.probability", each.probability))) for each in reason.levers))
    if reason.cases:
        yield ResultTable(
            f"country.table.{one.event.id}.cases", Label(f"{within(one.event.name)}: nearest past cases",
                                                         f"{one.event.name.text('zh')}：最相近的历史情形"),
            Label("Case", "情形"), (Column("followed", Label("What followed", "其后结果")),),
            tuple(Row(f"{code_of(each.country)}.{each.year}",
                      Label(f"{each.country.name.en}, {each.year}", f"{each.country.name.text('zh')}，{each.year}年"),
                      (Label("it happened", "发生") if each.happened else Label("it did not happen", "未发生"),))
                  for each in reason.cases))
