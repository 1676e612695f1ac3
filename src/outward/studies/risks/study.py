"""Early warning as results: of an outlook, for a report of its own; of a release, from what is there at first start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from outward.casebook.case import Case
from outward.errors import DataGapError, MissingDependencyError
from outward.risk.levels import Policy
from outward.risk.ratewatch import RateWatch, watch_rates
from outward.risk.states import Country
from outward.sources.hmrc_rates import SOURCE as RATES
from outward.sources.rate_tables import hmrc_monthly
from outward.studies.releases import Release, casebook_of
from outward.studies.result import Gap, Heading, Item, Remark, Section, StudyResult
from outward.studies.risks.computed import WARNING_SOURCE
from outward.studies.risks.country_sections import country_section
from outward.studies.risks.exposed import Exposed
from outward.studies.risks.exposure_sections import REGISTER, exposure_section
from outward.studies.risks.naming import event_name
from outward.studies.risks.outlook import Outlook
from outward.studies.risks.panel_folder import FamilyFile
from outward.studies.risks.rate_sections import host_countries, monitor_items, no_hosts
from outward.studies.risks.ratewatched import bundled_rates_watched
from outward.studies.risks.sections import ratings_section, record_section, warnings_section, years_told
from outward.studies.study import Progress, Request, unheard
from outward.vocabulary.labels import Label, same
from outward.vocabulary.periods import Period
from outward.vocabulary.provenance import Source

NAME: Final = Label("early warning", "风险预警")
TITLE: Final = Label("Early warning of the five risks of going abroad", "“走出去”五类风险预警报告")
SUBTITLE: Final = Label("What may happen, why, how sure, how often such warnings were right, and what would protect",
                        "可能发生什么、原因何在、把握多大、历史表现如何、如何防范")
_READING: Final = Label("Watching exchange rates", "监测汇率")

_LIMITS: Final[tuple[tuple[str, Label], ...]] = (
    ("probability", Label(
        "A probability is no prophecy. Of ten countries with one chance in ten, one is hit and nine are not; nobody "
        "can say which. A warning says where care pays, not what will come.",
        "概率不是预言。十个概率均为十分之一的国家中，通常一国发生而九国不发生，但无法断定是哪一国。"
        "预警提示何处值得防范，而非断言将发生什么。")),
    ("country", Label(
        "The forecasts are of countries and years. Of a site, a partner, a contract or a month they know nothing: "
        "that is for those on the spot.",
        "预测以国家和年份为单位，不反映具体项目地点、合作方、合同或月份，仍须依靠一线人员判断。")),
    ("unforeseen", Label(
        "What has too short or too thin a past is not forecast at all: sanctions, expropriation, restrictions of "
        "transfers, a break of relations. Cover, contracts and plans protect against these, warnings do not.",
        "历史样本过短或过少的事件不作预测，包括制裁、征收、汇兑限制和断交；对此应依靠保险、合同条款和预案，"
        "而非预警。")),
    ("lag", Label(
        "Figures are published late. What has happened since they were is not in a forecast, and a country that "
        "publishes little is not forecast: that is no sign of calm.",
        "数据公布存在滞后，此后发生的情况不在预测之内；数据过少的国家不作预测，并不代表平静。")),
    ("past", Label(
        "The record is of the past. Where the world changes its ways, models fitted on the past err together, and in "
        "one direction; the interval holds the chance of the fit, not this.",
        "历史表现仅反映过去。当环境发生根本变化时，以历史拟合的模型会同向出错；区间只反映拟合的偶然误差，"
        "不包括这种误差。")),
    ("cause", Label(
        "Reasons are what the models rest on, not causes. An indicator that would lower the probability in the model "
        "promises nothing about a policy that moves it.",
        "所列原因说明模型依据，并非因果关系；模型中可降低概率的指标，不等于改变该指标的政策必然见效。")),
    ("rating", Label(
        "A rating is a place among countries. It can rise because others fall, and it does not add up over kinds of "
        "risk.",
        "评级是各国间的相对位次，可因他国变化而升降，不同类别之间不可相加。")),
    ("level", Label(
        "A level follows from the cost of a miss that somebody has chosen. Who chooses otherwise is warned of more or "
        "less, from the same probabilities.",
        "等级取决于所选定的漏报与误报成本；同样的概率，选择不同，预警多寡也不同。")),
)


def outlook_result(outlook: Outlook, *, policy: Policy | None = None, country: Country | None = None,
                   exposed: Exposed | None = None, families: Sequence[FamilyFile] = (), gaps: Sequence[Gap] = ()
                   ) -> StudyResult:
    """Put an outlook into a result, for a report of its own.

    Parameters
    ----------
    outlook : Outlook
        What may happen.
    policy : Policy, optional
        When to warn.
    country : Country, optional
        A country that has a chapter of its own: its reasons, years and ratings.
    exposed : Exposed, optional
        The exposure of a register to the outlook's forecasts; it has a chapter then.
    families : sequence of FamilyFile
        The families of files that the panel was read from: they are named as sources.
    gaps : sequence of Gap
        What else was wanted and could not be told.

    Returns
    -------
    StudyResult
        With a section on what warnings cannot do, and every gap named.
    """
    chosen = policy or Policy()
    hosts = sorted({each.iso3 for each in exposed.exposure.holdings if each.iso3}) if exposed else []
    shown = tuple(dict.fromkeys([*hosts, *([country.iso3] if country and country.iso3 else [])]))
    sections = [warnings_section(outlook, chosen, shown)]
    if country is not None:
        sections.append(country_section(outlook, country, chosen))
    if exposed is not None:
        sections.append(exposure_section(exposed, {one.event.id: years_told(one) for one in outlook.events}))
    sections += [record_section(outlook, chosen), ratings_section(outlook, shown), _limits_section(outlook, gaps)]
    case = Case("early-warning", NAME, TITLE, "", "", "", (), "", outlook.made_on, source=WARNING_SOURCE.id)
    return StudyResult("early-warning", case, outlook.panel_digest[:12], "", tuple(sections),
                       _sources(outlook, exposed, families))


def _limits_section(outlook: Outlook, gaps: Sequence[Gap]) -> Section:
    items: list[Item] = [Remark(f"limits.{key}", text) for key, text in _LIMITS]
    items += [Gap(f"warnings.gap.{id}", Label(f"{event_name(id).en} is not forecast: {why}",
                                              f"未预测“{event_name(id).text('zh')}”：面板缺少所需数据。"),
                  Label("docs/how-to/fill-a-risk-panel.md says which file to add.",
                        "所需文件见 docs/how-to/fill-a-risk-panel.md。")) for id, why in outlook.gaps]
    items += gaps
    return Section("limits", Label("what warnings cannot do", "预警的局限"), tuple(items), apart=True)


def _sources(outlook: Outlook, exposed: Exposed | None, families: Sequence[FamilyFile]) -> tuple[Source, ...]:
    found = [Source(
        WARNING_SOURCE.id, WARNING_SOURCE.title, WARNING_SOURCE.publisher, outlook.made_on,
        note=f"{outlook.method}; panel SHA-256 {outlook.panel_digest}; {WARNING_SOURCE.note}")]
    found += [Source(f"panel:{each.family}", each.name, same(each.source), outlook.made_on,
                     licence="as the provider states it (docs/how-to/fill-a-risk-panel.md)",
                     note=f"known {each.lag} year{'' if each.lag == 1 else 's'} after the year that a figure is about"
                     if each.lag else "known at the end of the year that a figure is about") for each in families]
    if exposed is not None:
        found.append(Source(REGISTER, same(", ".join(exposed.files[:1]) or "register"), Label("the user", "用户"),
                            note="the holdings' own amounts, dates and sources stand in it"))
        if exposed.rate_source is not None:
            found.append(exposed.rate_source)
    return tuple(found)


def early_warning(release: Release, request: Request, progress: Progress = unheard) -> StudyResult:
    """Say what there is to warn of from the first start: exchange rates of the host countries, with their record.

    A release holds no panel of countries and years, so what would forecast events is named as a gap.
    """
    progress(0.0, _READING)
    casebook, as_of = casebook_of(release), request.text("as_of")
    hosts = host_countries(casebook)
    items: list[Item] = []
    if not hosts:
        items.append(no_hosts())
    else:
        try:
            items += monitor_items(_watched(as_of), hosts)
        except (DataGapError, MissingDependencyError) as error:
            items.append(Gap("early-warning.no-rates", Label(
                f"Exchange rates are not watched: {error.what}.", "未监测汇率：缺少可用汇率或所需软件包。"),
                Label(error.mend, "请改用较晚的截止日期，或安装 outward[risk]。")))
    items += [Heading("early-warning.forecasts", Label("forecasts of events", "事件预测")), _no_panel(),
              Remark("early-warning.limits", Label(
                  "A level warns of a currency, not of a project; a quiet level is no promise. Most alerts of the "
                  "record were false: it says how many.",
                  "等级针对货币而非具体项目，平静亦非保证；历史预警多数为误报，比例见历史表现表。"))]
    sources = (*casebook.sources, WARNING_SOURCE, RATES)
    return StudyResult("early-warning", casebook.case, release.name, as_of,
                       (Section("early-warning", NAME, tuple(items)),), sources)


def _watched(as_of: str) -> RateWatch:
    """Watch the rates that come with Outward, those of months that had begun by a day."""
    if not as_of:
        return bundled_rates_watched().watch
    table = hmrc_monthly()
    last = 12 * int(as_of[:4]) + int(as_of[5:7]) - 1
    known = [column for column in table.rates.columns if Period.parse(column).first_month <= last]
    if not known:
        raise DataGapError(f"no monthly rate was known on {as_of}", "exchange-rate monitor",
                           f"Ask as of {table.rates.columns[0]} or later.")
    return watch_rates(table.rates[known], anchor=table.anchor)


def _no_panel() -> Gap:
    return Gap(
        "early-warning.no-panel",
        Label("Coups, armed conflict, falls of liberal democracy, currency, banking and debt crises and high inflation "
              "are not forecast: a release holds no panel of countries and years.",
              "未预测政变、武装冲突、民主指数下降、货币危机、银行危机、债务危机和高通胀："
              "数据版本不含国家—年度面板数据。"),
        Label("Fill a folder with the files of coups, conflict, V-Dem, WGI, WEO and crisis dates by `outward risk "
              "panel add` (docs/how-to/fill-a-risk-panel.md), then run `outward risk report --panel DIR --out DIR`, "
              "or load the folder in the portal's room of risks.",
              "请用 `outward risk panel add` 将政变、冲突、V-Dem、WGI、WEO 和危机日期等文件放入文件夹"
              "（见 docs/how-to/fill-a-risk-panel.md），再运行 `outward risk report --panel DIR --out DIR`，"
              "或在门户的风险模块中载入。"))
