"""The note on a situation, drafted in both languages from what all its readers may see, each statement with its source.

The note is read by the office and by all agencies named in tasks. So no private value enters it, and no project that
not every agency sees: whoever writes it adds what they may tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone

from outward.vocabulary.labels import Label
from outward.vocabulary.warning_levels import LEVEL_NAMES
from outward_portal.accounts.models import Audience
from outward_portal.records.models import Record
from outward_portal.registers.models import Enterprise, Project
from outward_portal.risks import keeping
from outward_portal.risks.models import CountryStanding, Incident, IncidentFact, IncidentTask
from outward_portal.risks.presentation import shown
from outward_portal.risks.words import event_name, kinds
from outward_portal.theme import words

_TO_AGENCIES: Final = (Audience.PUBLIC, Audience.MEMBERS, Audience.AGENCIES)
_NOTHING: Final = Label("", "")
_TOPICS: Final = {
    "situation": Label("Situation", "形势"), "people": Label("People abroad", "境外人员"),
    "payments": Label("Payments due", "到期款项"), "cover": Label("Cover", "保障"),
    "contacts": Label("Contacts", "联系渠道"),
}
_ROUTES: Final = {
    "warning": Label("warning: such events can be foreseen to a degree", "预警：此类事件可在一定程度上预见"),
    "protection": Label("protection: such events cannot be foreseen; cover, contracts and plans help",
                        "防护：此类事件无法预见，靠保障、合同和预案应对"),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A note as the portal puts it together."""

    text: Label
    left_out: int  # projects that not every reader of the note may see


def drafted(incident: Incident, user: Any) -> Draft:
    """Put a note together from what is known now.

    Parameters
    ----------
    incident : Incident
        Which.
    user : User
        Who asks: is told how many of the projects that they see are left out.
    """
    named = Project.objects.filter(pk__in=incident.projects.values("project")).select_related("enterprise")
    told = list(named.filter(audience__in=_TO_AGENCIES, retired_at__isnull=True).order_by("name_en", "pk"))
    seen = named.visible_to(user).count()
    parts = [part for group in (_head(incident), _forecast(incident), _projects(told), _facts(incident, told),
                                _tasks(incident)) for part in group]
    return Draft(Label("\n".join(part.en for part in parts), "\n".join(part.zh for part in parts)), seen - len(told))


def _head(incident: Incident) -> Iterator[Label]:
    now = f"{timezone.localtime():%Y-%m-%d %H:%M}"
    since = f"{timezone.localtime(incident.began_at):%Y-%m-%d %H:%M}"
    if incident.is_exercise:
        yield Label("EXERCISE. Nothing of this has happened.", "演练。以下内容均未发生。")
    yield Label(f"Situation as of {now}", f"截至{now}的情况")
    yield Label("", "")
    country = Label(words.region_name(incident.region, "en"), words.region_name(incident.region, "zh"))
    kind, event = kinds()[incident.risk], event_name(incident.event) if incident.event else None
    yield Label(f"Country: {country.en}. Kind of risk: {kind.en}{f', {event.en}' if event else ''}. Since {since}.",
                f"国家：{country.zh}。风险类别：{kind.zh}{f'，{event.zh}' if event else ''}。起始时间：{since}。")
    yield Label(f"Route: {_ROUTES[incident.route].en}.", f"处置路径：{_ROUTES[incident.route].zh}。")
    yield Label("", "")
    yield Label(f"What happened: {incident.summary} (source: {incident.source})",
                f"事由：{incident.summary}（来源：{incident.source}）")


def _forecast(incident: Incident) -> Iterator[Label]:
    """Say where the forecast stood, and how often such forecasts were right."""
    rows = CountryStanding.objects.filter(region=incident.region, kind=incident.risk).select_related("outlook")
    rows = rows.filter(event=incident.event) if incident.event else rows
    found = shown(rows, keeping.kept_outlook(keeping.newest()))
    yield Label("", "")
    if not found:
        yield Label("Forecast: none is made of this event in this country.", "预测：本平台未对该国该事件作预测。")
    for each in found:
        level, day = LEVEL_NAMES[each.stands.level], each.stands.outlook.made_on
        if each.stands.probability is None:
            yield Label(f"Forecast: {each.name.en}, {each.years}: the model abstained for want of data.",
                        f"预测：{each.name.zh}（{each.years}年）：数据不足，模型未作预测。")
            continue
        count = each.similar_count
        similar = Label(f" Where forecasts were about as high, it came in {each.similar} of {count}.",
                        f"以往预测水平相近的{count}例中，{each.similar}实际发生。") if each.similar else _NOTHING
        synthetic = each.stands.outlook.is_synthetic
        made_up = Label(" Made from synthetic figures.", "（依据虚构数据。）") if synthetic else _NOTHING
        yield Label(f"Forecast: {each.name.en}, {each.years}: {each.probability} ({each.interval}), "
                    f"level {level.en}, from what was known on {day}.{similar.en}{made_up.en}",
                    f"预测：{each.name.zh}（{each.years}年）：概率{each.probability}（{each.interval}），级别“{level.zh}”，"
                    f"依据{day}已知信息。{similar.zh}{made_up.zh}")


def _projects(told: list[Project]) -> Iterator[Label]:
    yield Label("", "")
    yield Label(f"Projects concerned: {len(told)}", f"涉及项目：{len(told)}个")
    open_enterprises = set(Enterprise.objects.filter(
        pk__in=[each.enterprise_id for each in told if each.enterprise_id], audience__in=_TO_AGENCIES,
        retired_at__isnull=True).values_list("pk", flat=True))
    for each in told:
        enterprise = each.enterprise if each.enterprise_id in open_enterprises else None
        en = [_name(each, "en"), _name(enterprise, "en") if enterprise else "",
              words.amount(each.value, each.currency, "en")]
        zh = [_name(each, "zh"), _name(enterprise, "zh") if enterprise else "",
              words.amount(each.value, each.currency, "zh")]
        yield Label(f"- {'; '.join(part for part in en if part)} (source: {_source(each, 'en') or 'none stated'})",
                    f"- {'；'.join(part for part in zh if part)}（来源：{_source(each, 'zh') or '未注明'}）")


def _name(record: Record, language: Any) -> str:
    return words.plain_pair(record.name_en, record.name_zh, language)


def _source(record: Record, language: Any) -> str:
    return ", ".join(part for part in (words.source(record.source, language), record.as_of) if part)


def _facts(incident: Incident, told: list[Project]) -> Iterator[Label]:
    keys = {each.pk for each in told}
    facts = [each for each in incident.facts.filter(ended_at__isnull=True).select_related("project")
             if each.project_id is None or each.project_id in keys]
    for topic, title in _TOPICS.items():
        rows: list[IncidentFact] = [each for each in facts if each.topic == topic]
        if not rows and topic == "situation":
            continue
        yield Label("", "")
        yield Label(f"{title.en}{'' if rows else ': not known yet.'}", f"{title.zh}{'' if rows else '：尚不清楚。'}")
        for row in rows:
            of = _NOTHING
            if row.project is not None:
                of = Label(f"{_name(row.project, 'en')}: ", f"{_name(row.project, 'zh')}：")
            yield Label(f"- {of.en}{words.plain_pair(row.text_en, row.text_zh, 'en')} (source: {row.source})",
                        f"- {of.zh}{words.plain_pair(row.text_en, row.text_zh, 'zh')}（来源：{row.source}）")


def _tasks(incident: Incident) -> Iterator[Label]:
    """Tell of the tasks that are not an enterprise's, and count all that are of projects which agencies see."""
    rows: list[IncidentTask] = [
        each for each in incident.tasks.select_related("agency", "project")
        if each.project is None or each.project.audience in _TO_AGENCIES]
    done = sum(each.is_done for each in rows)
    yield Label("", "")
    yield Label(f"Tasks: {done} of {len(rows)} done.", f"任务：共{len(rows)}项，已完成{done}项。")
    for each in rows:
        if each.is_done or each.project is not None:
            continue
        due = f"{timezone.localtime(each.due_at):%Y-%m-%d %H:%M}"
        who = Label(words.plain_pair(each.agency.name_en, each.agency.name_zh, "en"),
                    words.plain_pair(each.agency.name_en, each.agency.name_zh, "zh")) if each.agency else Label(
            "the office", "办公室")
        yield Label(f"- {words.plain_pair(each.title_en, each.title_zh, 'en')} ({who.en}, due {due})",
                    f"- {words.plain_pair(each.title_en, each.title_zh, 'zh')}（{who.zh}，{due}前）")
