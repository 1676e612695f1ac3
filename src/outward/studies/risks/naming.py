"""What warnings call things in both languages: models, courses, events, countries and currencies."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from outward.risk.events import events
from outward.risk.forecasts import Model
from outward.risk.levels import State
from outward.risk.states import Country
from outward.vocabulary.labels import Label, same
from outward.vocabulary.regions import regions

MODEL_NAMES: Final[Mapping[Model, Label]] = MappingProxyType({
    "ensemble": Label("average of both models", "两模型平均"), "logit": Label("shrunk logit", "收缩逻辑回归"),
    "boosting": Label("gradient boosting", "梯度提升树"),
    "persistence": Label("from the country's own past alone", "仅据本国历史"),
    "static": Label("governance ratings alone", "仅据治理评级"),
    "climatology": Label("past average of all countries", "各国历史平均")})

STATE_NAMES: Final[Mapping[State, Label]] = MappingProxyType({
    "quiet": Label("quiet", "平静"), "chronic": Label("chronic", "长期"), "rising": Label("rising", "上升"),
    "abstained": Label("not forecast", "未预测")})


SHORT_NAMES: Final[Mapping[str, Label]] = MappingProxyType({
    "coup": Label("coup", "政变"), "irregular_leader": Label("irregular change", "非正常更替"),
    "libdem_fall": Label("fall of democracy", "民主下降"), "rule_of_law_fall": Label("fall of law", "法治下降"),
    "conflict_onset": Label("onset", "冲突爆发"), "conflict_escalation": Label("escalation", "冲突升级"),
    "currency_crash": Label("currency crash", "货币危机"), "banking_crisis": Label("banking crisis", "银行危机"),
    "debt_crisis": Label("debt crisis", "债务危机"), "high_inflation": Label("high inflation", "高通胀")})
"""Events as the headings of columns name them: two tables of one country have no heading in common."""


def headed(name: Label, event: str) -> Label:
    """Head a column of an event's numbers.

    Examples
    --------
    >>> headed(Label("Probability", "概率"), "coup")
    Label(en='Probability, coup', zh='概率（政变）')
    """
    short = short_name(event)
    return Label(f"{name.en}, {short.en}", f"{name.zh}（{short.text('zh')}）")


def short_name(event: str) -> Label:
    """Name an event as headings of columns and long tables do."""
    return SHORT_NAMES.get(event, event_name(event))


def event_name(id: str) -> Label:
    """Name an event, or the rest of them.

    Examples
    --------
    >>> event_name("coup").zh, event_name("other").en
    ('政变企图', 'Other events')
    """
    known = events().get(id)
    return known.name if known else Label("Other events", "其他事件") if id == "other" else same(id)


def within(name: Label) -> str:
    """Write an English name as it stands within a sentence.

    Examples
    --------
    >>> within(event_name("coup"))
    'coup attempt'
    """
    return name.en[:1].lower() + name.en[1:]


def code_of(country: Country) -> str:
    """Give what a country goes by in the ids of figures."""
    return country.iso3 or str(country.gwcode)


def country_name(iso3: str) -> Label:
    """Name an economy by its ISO code; its code where nobody knows it.

    Examples
    --------
    >>> country_name("ZMB"), country_name("QQQ").en
    (Label(en='Zambia', zh='赞比亚'), 'QQQ')
    """
    return next((region.name for region in regions().values() if region.iso3 == iso3), same(iso3))
