"""An outlook as sections of a result: what is rising and what is chronic, how such warnings did, and ratings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Final

from outward.risk.events import KINDS, Kind, events
from outward.risk.forecasts import Forecast, Model
from outward.risk.levels import Policy, Standing
from outward.risk.ratings import Rating
from outward.risk.skill import Scores
from outward.risk.states import Country
from outward.studies.result import Column, Heading, Item, Remark, ResultTable, Row, Section
from outward.studies.risks.charted import reliability_chart
from outward.studies.risks.computed import COMPUTED, computed, count, maybe, percent
from outward.studies.risks.naming import MODEL_NAMES, STATE_NAMES, code_of, headed, short_name, within
from outward.studies.risks.outlook import EventOutlook, Outlook
from outward.studies.risks.told import standings_of
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label, same
from outward.vocabulary.statements import Largest, Statement
from outward.vocabulary.warning_levels import LEVEL_NAMES, LEVELS

COUNTRY: Final = Label("Country", "国家")
EVENT: Final = Label("Event", "事件")
_NOWHERE: Final = Label("")
_SHOWN: Final = 12  # countries of a table of warnings
_RATED: Final = 40  # countries of the table of ratings
_NAMED: Final = 8
PROBABILITIES: Final = (("probability", Label("Probability", "概率")), ("lower", Label("5th percentile", "第5百分位")),
                        ("upper", Label("95th percentile", "第95百分位")),
                        ("climatology", Label("Past average", "历史平均")),
                        ("persistence", Label("From own past alone", "仅据本国历史")))


def warnings_section(outlook: Outlook, policy: Policy, chosen: Collection[str] = ()) -> Section:
    """Say, for each kind of risk, which countries are rising and which are chronic.

    Parameters
    ----------
    outlook : Outlook
        What may happen.
    policy : Policy
        When to warn.
    chosen : collection of str
        iso3 of countries that are shown whatever their level, those of a register; empty for none.
    """
    items: list[Item] = [_preface(outlook), _levels_table(policy), _overview(outlook, policy)]
    for kind, name in KINDS.items():
        made = [one for one in outlook.events if one.event.kind == kind]
        items.append(Heading(f"warnings.{kind}", Label(f"{name.en} risk", name.text("zh"))))
        if not made:
            items.append(Remark(f"warnings.{kind}.none", _unforeseen(kind)))
        for one in made:
            items += _warnings_of(one, outlook, policy, frozenset(chosen))
    return Section("warnings", Label("what is rising, and what is chronic", "上升与长期风险"), tuple(items))


def _preface(outlook: Outlook) -> Remark:
    later = [one for one in outlook.events if one.year != outlook.year]
    ends = "" if not later else (
        " Some events have figures that end earlier; each table names the years that it is about.")
    ends_zh = "" if not later else "部分事件的数据截止较早，各表均注明所指年份。"
    return Remark("warnings.preface", Label(
        f"These are forecasts made from what was known on {outlook.made_on} at the latest. A level says how a "
        "probability compares with the cost of a miss; rising is what has just entered a level or become clearly more "
        f"probable, chronic what has stood there before. Only what is rising opens an alert.{ends}",
        f"以下预测仅使用截至{outlook.made_on}已知的数据。等级由概率与漏报、误报的成本之比确定；“上升”指新进入某一等级或"
        f"概率明显提高，“长期”指此前已处于该等级。仅“上升”触发预警。{ends_zh}"))


def _levels_table(policy: Policy) -> ResultTable:
    def cost(level: str) -> float:
        return float({"watch": policy.watch, "warning": policy.warning, "alarm": policy.alarm}[level])

    return ResultTable(
        "warnings.table.levels", Label("levels and what they cost", "等级与成本取舍"), Label("Level", "等级"),
        (Column("cost", Label("False alarms that a missed event is worth", "一次漏报相当于误报次数")),
         Column("threshold", Label("Entered at a probability of", "进入等级的概率"), "%"),
         Column("left", Label("Left below", "退出等级的概率"), "%")),
        tuple(Row(level, LEVEL_NAMES[level], (
            computed(f"policy.{level}.cost", cost(level), digits=0 if cost(level).is_integer() else 1),
            percent(f"threshold.{level}", policy.threshold(level)),
            percent(f"threshold.{level}.left", policy.leave * policy.threshold(level))))
              for level in LEVELS[1:]),
        (Label("A level is left only when several forecasts in a row lie below, so that it does not flicker.",
               "连续多次预测低于退出概率后方退出等级，避免反复跳动。"),))


def _overview(outlook: Outlook, policy: Policy) -> ResultTable:
    columns = (Column("rising", STATE_NAMES["rising"]),
               *(Column(level, LEVEL_NAMES[level]) for level in LEVELS[1:]),
               Column("abstained", Label("Not forecast", "未预测")))
    rows = []
    for one in outlook.events:
        standings = [standing for _, standing, _ in possible_standings(one, outlook, policy)]
        by_level = Counter(each.level for each in standings if each.state != "abstained")
        by_state = Counter(each.state for each in standings)
        rows.append(Row(one.event.id, one.event.name, (
            count(f"{one.event.id}.rising", by_state["rising"]),
            *(count(f"{one.event.id}.{level}", by_level[level]) for level in LEVELS[1:]),
            count(f"{one.event.id}.abstained", by_state["abstained"]))))
    return ResultTable("warnings.table.overview", Label("countries at each level, by "
                                                        "event", "各事件各等级的国家数"), EVENT,
                       columns, tuple(rows),
                       (Label("Countries that are rising stand at one of the three levels too.",
                              "“上升”国家同时计入其所在等级。"),))


def possible_standings(one: EventOutlook, outlook: Outlook, policy: Policy
                       ) -> list[tuple[Country, Standing, float | None]]:
    """Give where countries stand, without those in which the event cannot happen by its definition.

    A conflict that is under way cannot break out: its probability is zero, and a level held from before says nothing.
    """
    return [each for each in standings_of(one, outlook.countries, policy) if each[2] != 0.0]


def _warnings_of(one: EventOutlook, outlook: Outlook, policy: Policy, chosen: frozenset[str]) -> Iterator[Item]:
    id, name = one.event.id, one.event.name
    if not one.has_skill:
        yield Remark(f"warnings.{id}.no-skill", Label(
            f"{name.en}: no country is named, for the record of these forecasts is no better than the past average.",
            f"{name.text('zh')}：过往预测并不优于历史平均，故不列出国家。"))
        return
    standings = possible_standings(one, outlook, policy)
    said = _by_country(one)
    yield from _leading(one, standings)
    abstained = [country for country, standing, _ in standings if standing.state == "abstained"]
    if abstained:
        yield Remark(f"warnings.{id}.abstained", _not_forecast(one, abstained))
    listed = [each for each in standings if each[1].state in ("rising", "chronic")]
    listed.sort(key=lambda each: (each[1].state != "rising", -(each[2] or 0.0), each[0].key))
    shown = [each for place, each in enumerate(listed) if place < _SHOWN or each[0].iso3 in chosen]
    if shown:
        yield ResultTable(
            f"warnings.table.{id}", Label(f"{within(name)}: rising and chronic, {years_told(one)}",
                                          f"{name.text('zh')}：上升与长期（{years_told(one)}）"), COUNTRY,
            (Column("state", Label("Course", "走势")), Column("level", Label("Level", "等级")),
             *(Column(key, headed(each, id), "%") for key, each in PROBABILITIES),
             Column("since", headed(Label("Years at this level", "处于该等级年数"), id))),
            tuple(_warning_row(one, country, standing, said) for country, standing, _ in shown), _more(listed, shown),
            (COMPUTED,))
    else:
        yield Remark(f"warnings.{id}.quiet", Label(f"{name.en}: no country stands at watch or above.",
                                                   f"{name.text('zh')}：没有国家处于关注及以上等级。"))


def _leading(one: EventOutlook, standings: list[tuple[Country, Standing, float | None]]) -> Iterator[Statement]:
    """Say where the event is most probable."""
    first = sorted(((country, p) for country, _, p in standings if p is not None),
                   key=lambda each: (-each[1], each[0].key))[:3]
    ranked = [(country.name, figure) for country, p in first
              if (figure := percent(f"{one.event.id}.{code_of(country)}.{one.year}.ensemble", p)) is not None]
    if ranked:
        yield Largest(f"warnings.{one.event.id}.largest", Label(
            f"the probability of {within(one.event.name)} ({years_told(one)})",
            f"“{one.event.name.text('zh')}”概率（{years_told(one)}）"), Label("countries", "国"), _NOWHERE, "",
            tuple(ranked))


def _by_country(one: EventOutlook) -> dict[tuple[int, str], dict[Model, Forecast]]:
    found: dict[tuple[int, str], dict[Model, Forecast]] = {}
    for each in one.forecasts:
        found.setdefault((each.gwcode, each.iso3), {})[each.model] = each
    return found


def _warning_row(one: EventOutlook, country: Country, standing: Standing,
                 said: dict[tuple[int, str], dict[Model, Forecast]]) -> Row:
    return Row(code_of(country), country.name,
               (STATE_NAMES[standing.state], LEVEL_NAMES[standing.level], *probabilities(one, country, said),
                count(f"{one.event.id}.{code_of(country)}.since", standing.since)))


def probabilities(one: EventOutlook, country: Country,
                  said: dict[tuple[int, str], dict[Model, Forecast]] | None = None) -> tuple[Figure | None, ...]:
    """Give the probability, its interval, and the two baselines beside it."""
    models = (said or _by_country(one)).get((country.gwcode, country.iso3), {})
    id = f"{one.event.id}.{code_of(country)}.{one.year}"
    newest = models.get("ensemble")
    figures = [percent(f"{id}.ensemble", newest.probability if newest else None),
               percent(f"{id}.ensemble.lower", newest.lower if newest else None),
               percent(f"{id}.ensemble.upper", newest.upper if newest else None)]
    baselines: tuple[Model, ...] = ("climatology", "persistence")
    return (*figures, *(percent(f"{id}.{model}", models[model].probability if model in models else None)
                        for model in baselines))


def _more(listed: list[tuple[Country, Standing, float | None]], shown: list[tuple[Country, Standing, float | None]]
          ) -> tuple[Label, ...]:
    if len(listed) == len(shown):
        return ()
    return (Label("Those with the highest probabilities, and those of the register, are shown; the table of levels "
                  "counts all.", "仅列概率最高的国家及项目库所涉国家，等级汇总表统计全部国家。"),)


def _not_forecast(one: EventOutlook, countries: list[Country]) -> Label:
    names = countries[:_NAMED]
    more, more_zh = (" and others", "等") if len(countries) > len(names) else ("", "")
    return Label(
        f"{one.event.name.en} is not forecast, for too few figures are known, for "
        f"{', '.join(each.name.en for each in names)}{more}.",
        f"因已知数据过少，未对下列国家作“{one.event.name.text('zh')}”预测："
        f"{'、'.join(each.name.text('zh') for each in names)}{more_zh}。")


def _unforeseen(kind: Kind) -> Label:
    guarded = [each for each in events().values() if each.kind == kind and each.route == "protection"]
    listed = ", ".join(within(each.name) for each in guarded)
    listed_zh = "、".join(each.name.text("zh") for each in guarded)
    return Label(
        "No event of this kind is forecast from this panel."
        + (f" To be guarded against by cover, contracts and plans: {listed}." if guarded else ""),
        "本面板数据未对此类风险作预测。" + (f"应以保险、合同条款和预案防范：{listed_zh}。" if guarded else ""))


def years_told(one: EventOutlook) -> str:
    """Name the target years."""
    return str(one.year) if one.event.horizon == 1 else f"{one.year}–{one.year + one.event.horizon - 1}"


def record_section(outlook: Outlook, policy: Policy) -> Section:
    """Say how often such warnings were right: scores beside baselines, levels' records, reliability."""
    items: list[Item] = [Remark("record.preface", Label(
        "Each number below is of forecasts of past years, each made from what was known at the end of the year "
        "before, by models fitted on the years before it. The area under the curve (AUROC) is how often an event was "
        "given a higher probability than a non-event: a half is chance. Skill is the share of the squared error of "
        "the past average that the forecasts save; a slope of one is calibrated, below one too bold.",
        "以下各数均来自对过去年份的预测：每次仅使用上年末已知数据，模型仅以此前年份拟合。AUROC "
        "表示事件发生者所得概率高于未发生者的比例，0.5 即随机。技巧得分为相对历史平均所减少的平方误差比例；斜率为 1 "
        "表示校准良好，小于 1 表示过于大胆。"))]
    rows = [Row(f"{one.event.id}.{model}", _line(one, MODEL_NAMES[model]),
                _score_cells(one, model, found))
            for one in outlook.events for model, found in one.scores.items()]
    if rows:
        items.append(ResultTable(
            "record.table.scores", Label("scores of past forecasts", "历次预测得分"),
            Label("Event and model", "事件与模型"),
            (Column("forecasts", Label("Forecasts", "预测次数")),
             Column("events", Label("Events", "事件次数")),
             Column("expected", Label("Events expected", "预期事件次数")), Column("auroc", same("AUROC")),
             Column("auprc", Label("Average precision", "平均精确率")),
             Column("brier", Label("Brier score", "Brier 得分")),
             Column("skill", Label("Skill", "技巧得分")), Column("slope", Label("Slope", "校准斜率"))), tuple(rows)))
    items += _level_records(outlook, policy)
    items += [chart for one in outlook.events if (chart := reliability_chart(one)) is not None]
    return Section("record", Label("how often such warnings were right", "预警的历史表现"), tuple(items))


def _line(one: EventOutlook, of: Label) -> Label:
    """Name a row of an event."""
    short = short_name(one.event.id)
    return Label(f"{short.en}: {of.en}", f"{short.text('zh')}：{of.text('zh')}")


def _score_cells(one: EventOutlook, model: Model, found: Scores) -> tuple[Figure | None, ...]:
    id = f"{one.event.id}.record.{model}"
    return (count(f"{id}.forecasts", found.forecasts), count(f"{id}.events", found.events),
            maybe(f"{id}.expected", found.expected, digits=1), maybe(f"{id}.auroc", found.auroc, digits=3),
            maybe(f"{id}.auprc", found.auprc, digits=3), maybe(f"{id}.brier", found.brier, digits=4),
            maybe(f"{id}.skill", found.skill, digits=3), maybe(f"{id}.slope", found.slope))


def _level_records(outlook: Outlook, policy: Policy) -> Iterator[Item]:
    rows = []
    for one in outlook.events:
        for each in one.records(policy) if len(one.track.year) else ():
            id = f"{one.event.id}.record.{each.level}"
            rows.append(Row(f"{one.event.id}.{each.level}", _line(one, LEVEL_NAMES[each.level]), (
                    maybe(f"{id}.alerts", each.alerts_a_year, digits=1),
                    maybe(f"{id}.opened", each.opened_a_year, digits=1),
                    count(f"{id}.hits", each.hits), count(f"{id}.false", each.false_alarms),
                    count(f"{id}.misses", each.misses), percent(f"{id}.precision", each.precision, digits=0),
                    percent(f"{id}.recall", each.recall, digits=0), maybe(f"{id}.usefulness", each.usefulness),
                    maybe(f"{id}.lead", each.lead_years, digits=1))))
    if rows:
        yield ResultTable(
            "record.table.levels", Label("what each level would have been worth", "各等级的历史效果"),
            Label("Event and level", "事件与等级"),
            (Column("alerts", Label("At it or above, a year", "每年达到次数")),
             Column("opened", Label("Opened a year", "每年新触发次数")),
             Column("hits", Label("Hits", "命中")),
             Column("false", Label("False alarms", "误报")),
             Column("misses", Label("Missed", "漏报")),
             Column("precision", Label("Precision", "精确率"), "%"), Column("recall", Label("Recall", "召回率"), "%"),
             Column("usefulness", Label("Usefulness", "相对效用")),
             Column("lead", Label("Median lead, years", "提前量中位数（年）"))), tuple(rows),
            (Label("Usefulness is the share of the loss that nobody without a model could avoid, at the level's own "
                   "cost; below zero, ignoring the level would have cost less.",
                   "相对效用为按该等级成本计、无模型时无法避免的损失中所减少的比例；"
                   "小于零表示不理会该等级反而损失更少。"),))


def ratings_section(outlook: Outlook, chosen: Collection[str] = ()) -> Section:
    """Give ratings of the five kinds with their coverage: those of chosen countries, or else the highest."""
    by_country: dict[tuple[int, str], dict[Kind, Rating]] = {}
    for each in outlook.ratings:
        by_country.setdefault(each.country.key, {})[each.kind] = each
    rated = [found for found in by_country.values() if any(each.score is not None for each in found.values())]
    wanted = [found for found in rated if next(iter(found.values())).country.iso3 in chosen] if chosen else rated
    wanted.sort(key=lambda found: -max(each.score or 0.0 for each in found.values()))
    items: list[Item] = [Remark("ratings.preface", Label(
        "A rating is where a country stands among all today, from 0 for the least to 100 for the most risk; it is no "
        "forecast. What is missing is left out and named, never filled in; below half of its indicators a country has "
        "no rating.",
        "评级反映一国当前在各国中的相对位置，0为风险最低，100为最高，并非预测。缺失指标不插补，仅予列明；"
        "指标不足一半的不予评级。"))]
    if wanted:
        items.append(ResultTable(
            "ratings.table.scores", Label("ratings of the five kinds of risk", "五类风险评级"), COUNTRY,
            (*(Column(kind, name, "index") for kind, name in KINDS.items()),
             Column("coverage", Label("Indicators known", "已知指标占比"), "%")),
            tuple(_rating_row(found) for found in wanted[:_RATED]),
            () if len(wanted) <= _RATED else (Label("Those with the highest rating of any kind are shown.",
                                                    "仅列任一类评级最高的国家。"),)))
    items.append(_missing_table(outlook.ratings))
    return Section("ratings", Label("where countries stand today", "各国当前评级"), tuple(items))


def _rating_row(found: dict[Kind, Rating]) -> Row:
    country = next(iter(found.values())).country
    id = f"rating.{code_of(country)}"
    mean = sum(each.coverage for each in found.values()) / len(found)
    return Row(code_of(country), country.name, (
        *(maybe(f"{id}.{kind}", found[kind].score if kind in found else None, digits=0) for kind in KINDS),
        percent(f"{id}.coverage", mean, digits=0)))


def _missing_table(ratings: tuple[Rating, ...]) -> ResultTable:
    rows = []
    for kind, name in KINDS.items():
        each = [one for one in ratings if one.kind == kind]
        lacking = Counter(label for one in each for label in one.missing)
        often = [label for label, _ in sorted(lacking.items(), key=lambda item: (-item[1], item[0].en))[:3]]
        rows.append(Row(kind, name, (
            count(f"ratings.{kind}.rated", sum(one.score is not None for one in each)),
            count(f"ratings.{kind}.unrated", sum(one.score is None for one in each)),
            Label(", ".join(label.en for label in often) or "none",
                  "、".join(label.text("zh") for label in often) or "无"))))
    return ResultTable("ratings.table.missing", Label("countries without a rating, and what is missing most",
                                                      "未评级国家与最常缺失的指标"), Label("Kind of risk", "风险类别"),
                       (Column("rated", Label("Rated", "已评级")),
                        Column("unrated", Label("Not rated", "未评级")),
                        Column("missing", Label("Missing most often", "最常缺失"))), tuple(rows))
