"""Sample leads, events and interests: made up, marked as such, in every state, so that each page shows something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from outward_portal.accounts.models import Audience, Organisation
from outward_portal.accounts.requests import Act
from outward_portal.leads.actions import show_interest
from outward_portal.leads.flow import INTEREST
from outward_portal.leads.kinds import EVENTS, LEADS
from outward_portal.leads.models import Event, Interest, Lead
from outward_portal.records import actions
from outward_portal.records.kinds import KINDS, Kind
from outward_portal.records.models import Record
from outward_portal.registers.models import Enterprise
from outward_portal.theme.words import MADE_UP
from outward_portal.workflows.taking import take


@dataclass(frozen=True, slots=True)
class Row:
    """A sample lead: its days are counted from the day on which it is added."""

    key: str
    name_en: str
    name_zh: str
    type: str
    country: str
    sector: str
    wanted: tuple[str, str]
    days: int | None  # until its end
    value: tuple[int, str] | None = None  # in millions
    event: str = ""
    audience: str = Audience.MEMBERS
    values: Mapping[str, Any] = field(default_factory=dict)


EVENT_ROWS: Final = (
    ("visit", "Sample Delegation to Kazakhstan", "样例赴哈萨克斯坦代表团", Event.Type.VISIT, "KAZ", 20, 24,
     ("Sample Chamber of Industry", "样例工业商会"),
     ("Made up. The delegation visits two metro works and a park.\nAsk about local content, and who pays customs.",
      "虚构。代表团考察两处地铁工地和一个园区。\n请了解本地含量要求及关税由谁承担。")),
    ("forum", "Sample Forum on Mining Equipment", "样例矿山装备论坛", Event.Type.FORUM, "ZMB;ZAF", 55, 57,
     ("Sample Ministry of Mines", "样例矿业部"), ("", "")),
    ("fair", "Sample Fair of Machine Building", "样例机械制造展", Event.Type.FAIR, "DEU", -60, -56,
     ("Sample Fair Company", "样例展览公司"),
     ("Made up. It is over; a lead came of it.", "虚构。已结束，带来一条信息。")),
)
LEAD_ROWS: Final = (
    Row("crushers", "Tender: crushers for a quarry", "招标：采石场破碎机", Lead.Type.TENDER, "IND", "special-equipment",
        ("jaw crushers, ball mills, screens", "颚式破碎机、球磨机、振动筛"), 12, (18, "USD"), audience=Audience.PUBLIC),
    Row("mine", "Note: a mine renews its equipment", "经商处来函：某矿更新设备", Lead.Type.EMBASSY, "ZMB",
        "special-equipment",
        ("mining equipment, crushers, repair on site", "矿山设备、破碎机、现场维修"), 40, (25, "USD")),
    Row("pumps", "Cooperation list: pumping station", "合作清单：泵站", Lead.Type.COOPERATION, "EGY",
        "general-equipment",
        ("pumps, valves", "水泵、阀门"), 75, (9, "USD")),
    Row("metro", "Metro line: tunnel boring machines", "地铁线路：盾构机", Lead.Type.VISIT, "KAZ", "special-equipment",
        ("tunnel boring machines", "盾构机"), 2, (120, "USD"), event="visit"),
    Row("cement", "Cement line: mills", "水泥生产线：磨机", Lead.Type.FORUM, "ETH", "special-equipment",
        ("mills, crushers", "磨机、破碎机"), 90, (30, "USD"), event="forum"),
    Row("water", "Aid: water supply for three towns", "援助：三镇供水", Lead.Type.AID, "UGA", "general-equipment",
        ("pumps, pipes, civil works", "水泵、管道、土建"), 30, (60, "CNY")),
    Row("tools", "Spare parts for machine tools", "机床备件", Lead.Type.FORUM, "DEU", "machine-tools",
        ("machine tools, spare parts", "机床、备件"), None, event="fair"),
    Row("mills", "Tender: ball mills for a copper works", "招标：铜厂球磨机", Lead.Type.TENDER, "CHL",
        "special-equipment",
        ("ball mills", "球磨机"), -20, (14, "USD")),
    Row("draft", "Note that agencies read first", "先供成员单位阅看的来函", Lead.Type.EMBASSY, "MNG",
        "special-equipment",
        ("screens", "振动筛"), 50, audience=Audience.AGENCIES),
)


class NoSampleOrganisationsError(Exception):
    """There are no sample organisations, or no sample enterprises of theirs."""


def present() -> bool:
    """Whether there are sample leads that were not taken away."""
    return Lead.objects.filter(is_sample=True, retired_at__isnull=True).exists()


def add_samples(act: Act) -> int:
    """Make up events, leads, and interests in every state; give how many records.

    Raises
    ------
    NoSampleOrganisationsError
        If there are no sample organisations, or no sample enterprises of theirs.
    """
    found = Organisation.objects.filter(is_sample=True).order_by("id")
    mission = found.filter(kind=Organisation.Kind.MISSION).first()
    agency = found.filter(kind=Organisation.Kind.AGENCY).first()
    owned = Enterprise.objects.filter(is_sample=True, owner__kind=Organisation.Kind.ENTERPRISE, retired_at__isnull=True)
    enterprises = list(owned.order_by("pk")[:2])
    if mission is None or agency is None or len(enterprises) < 2:
        raise NoSampleOrganisationsError
    with transaction.atomic():
        events = {row[0]: _event(act, row) for row in EVENT_ROWS}
        leads = {row.key: _lead(act, row, events, mission) for row in LEAD_ROWS}
        _interests(act, leads, enterprises[0], enterprises[1], agency)
    return len(events) + len(leads)


def _day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def _event(act: Act, row: tuple[Any, ...]) -> Record:
    _key, en, zh, kind, countries, first, last, host, briefing = row
    return _made(act, EVENTS, {
        "name_en": en, "name_zh": zh, "type": kind, "countries": countries, "begins": _day(first), "ends": _day(last),
        "host_en": host[0], "host_zh": host[1], "briefing_en": briefing[0], "briefing_zh": briefing[1],
        "audience": Audience.MEMBERS})


def _lead(act: Act, row: Row, events: Mapping[str, Record], mission: Organisation) -> Record:
    amount = {} if row.value is None else {"value": Decimal(row.value[0]) * 1_000_000, "currency": row.value[1]}
    ends = {} if row.days is None else {"deadline": _day(row.days)}
    return _made(act, LEADS, {
        "name_en": f"Sample {row.name_en}", "name_zh": f"样例{row.name_zh}", "type": row.type, "countries": row.country,
        "sector": row.sector, "wanted_en": row.wanted[0], "wanted_zh": row.wanted[1], "audience": row.audience,
        "counterparty_en": "Sample Buyer", "counterparty_zh": "样例买方", "event": events.get(row.event),
        **amount, **ends, **row.values}, owner=mission.pk if row.type == Lead.Type.EMBASSY else None)


def _made(act: Act, kind: Kind, values: Mapping[str, Any], owner: int | None = None) -> Record:
    known = KINDS[kind.key]
    return actions.create(act, known, {"source": MADE_UP.en, "as_of": _day(0)[:7], **values}, owner=owner,
                          is_sample=True)


def _interests(act: Act, leads: Mapping[str, Record], works: Enterprise, other: Enterprise, agency: Organisation
               ) -> None:
    """Show interests and move them on: one in every state."""
    today = timezone.localdate()
    _moved(act, leads["crushers"], works)
    _moved(act, leads["mine"], other, ("follow", {"agency": agency, "next_on": today}), ("note", {
        "happened_on": today, "text": "Made up: the mine asks for references in the region.", "is_internal": False,
        "next_on": today}))
    _moved(act, leads["metro"], works, ("follow", {"agency": agency}), ("offer", _offer(today, 118)))
    _moved(act, leads["cement"], works, ("follow", {"agency": agency}), ("offer", _offer(today, 29)), ("won", {
        "name_en": "Sample Cement line: supply of mills", "name_zh": "样例水泥生产线磨机供货", "type": "supply",
        "signed_on": today, "value": Decimal(29_000_000), "currency": "USD", "audience": Audience.AGENCIES,
        "source": MADE_UP.en}))
    _moved(act, leads["tools"], works, ("offer", _offer(today, 3)), ("lost", {}))
    _moved(act, leads["water"], works, ("no-bid", {}))
    _moved(act, leads["pumps"], other, ("withdraw", {}))


def _offer(day: date, millions: int) -> dict[str, Any]:
    return {"offered_on": day, "offer": Decimal(millions) * 1_000_000, "currency": "USD"}


def _moved(act: Act, lead: Record, enterprise: Enterprise, *steps: tuple[str, dict[str, Any]]) -> Interest:
    found = show_interest(act, Lead.objects.get(pk=lead.pk), enterprise, "Made up: please send the documents.")
    reasoned = Act(act.actor, "Made up: to try the portal with.", act.request)
    for key, values in steps:
        step = INTEREST.step(key)
        assert step is not None
        found = take(reasoned, INTEREST, found, step, values)
    return found


def remove_samples(act: Act) -> int:
    """Take sample leads and events out of their registers, and delete the interests in them; give how many records."""
    with transaction.atomic():
        Interest.objects.filter(lead__is_sample=True).delete()
        found = Record.objects.filter(is_sample=True, retired_at__isnull=True, kind__in=[LEADS.key, EVENTS.key])
        records = list(found)
        for record in records:
            actions.retire(act, record)
        left = Record.objects.filter(pk__in=[record.pk for record in records])
        left.filter(audience=Audience.OWNER).update(audience=Audience.OFFICE)
        left.update(owner=None)  # their organisations can be removed
    return len(records)
