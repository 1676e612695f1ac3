"""What the facts of a country say in a section: a sentence made from their numbers, their list, their charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from outward.errors import OutwardError
from outward.studies.country_facts import read_shares, topics
from outward.vocabulary.labels import Label
from outward.vocabulary.regions import regions
from outward_portal.dossiers.figures import cited, unit_label, value_of
from outward_portal.dossiers.models import Fact
from outward_portal.dossiers.queries import newest, series
from outward_portal.dossiers.sections import Asked, Chart, Contributor, Part, Sentence, Value


def _part(section: str, say: Callable[[Mapping[str, Fact]], Sentence | None], *, charted: tuple[str, ...] = (),
          shares: tuple[str, ...] = (), together: tuple[str, ...] = ()) -> Contributor:
    """Make the contributor of a section's facts."""

    def part(asked: Asked) -> Part | None:
        current = newest(fact for fact in asked.facts if fact.section == section)
        if not current:
            return None
        charts = [_along_time(topic, asked) for topic in charted]
        charts += [_by_share(current.get(topic)) for topic in shares]
        charts.append(_side_by_side(current, together))
        in_order = sorted(current.values(), key=_place)
        return Part(_("Facts"), say(current), tuple(in_order), charts=tuple(each for each in charts if each),
                    cited=tuple(dict.fromkeys(cited(fact) for fact in in_order)))

    return part


def _place(fact: Fact) -> int:
    order = list(topics())
    return order.index(fact.topic) if fact.topic in topics() else len(order) + (fact.pk or 0)


# -- charts -----------------------------------------------------------------------------------------------------------


def _along_time(topic: str, asked: Asked) -> Chart | None:
    """Columns by year, where two years or more are known in one unit."""
    stated = series(asked.facts, topic)
    stated = [fact for fact in stated if fact.unit == stated[-1].unit]
    if len(stated) < 2:
        return None
    points = tuple((Label(fact.period, fact.period), fact.number) for fact in stated if fact.number is not None)
    return Chart(topics()[topic].name, unit_label(stated[-1].unit), "columns", points, cited(stated[-1]))


def _by_share(fact: Fact | None) -> Chart | None:
    """Bars by name, of a text that lists shares in percent; a name that is no region's stays as in the source."""
    found = read_shares(fact.summary_en) if fact is not None else ()
    if fact is None or len(found) < 2:
        return None
    return Chart(fact.label, unit_label("%"), "bars", tuple((_partner(name), share) for name, share in found),
                 cited(fact))


def _partner(name: str) -> Label:
    try:
        return Label(name, regions().find(name).name.zh)
    except OutwardError:
        return Label(name, "")


def _side_by_side(current: Mapping[str, Fact], keys: tuple[str, ...]) -> Chart | None:
    found = [current[key] for key in keys if key in current and current[key].number is not None]
    if len(found) < 2 or len({(fact.unit, fact.period) for fact in found}) > 1:
        return None
    points = tuple((_short(fact.label), fact.number) for fact in found if fact.number is not None)
    year = found[0].period
    title = Label(f"Shares of GDP, {year}", f"占国内生产总值比重，{year}年")
    return Chart(title, unit_label(found[0].unit), "bars", points, cited(found[0]))


def _short(name: Label) -> Label:
    """Leave out what the chart's title says of every bar."""
    return Label(name.en.split(", share")[0], name.zh.split("占")[0])


# -- sentences --------------------------------------------------------------------------------------------------------


class _Clauses:
    """Builds a sentence from the clauses whose facts are there."""

    def __init__(self, current: Mapping[str, Fact]) -> None:
        self.current, self.en, self.zh, self.values = current, list[str](), list[str](), list[Value]()

    def add(self, topic: str, en: str, zh: str, *, numbers_only: bool = True) -> _Clauses:
        """Add a clause about a topic; ``{}`` is the place of its value."""
        fact = self.current.get(topic)
        if fact is not None and (fact.number is not None or not numbers_only):
            place = "{" + str(len(self.values)) + "}"
            self.en.append(en.replace("{}", place))
            self.zh.append(zh.replace("{}", place))
            self.values.append(value_of(fact))
        return self

    def sentence(self, en: str = "", zh: str = "") -> Sentence | None:
        """Join the clauses; ``None`` where there is none."""
        if not self.en:
            return None
        joined = self.en[0] if len(self.en) == 1 else f"{', '.join(self.en[:-1])} and {self.en[-1]}"
        return Sentence(f"{en}{joined[0].upper() + joined[1:] if not en else joined}.", f"{zh}{'，'.join(self.zh)}。",
                        tuple(self.values))


def _at_a_glance(current: Mapping[str, Fact]) -> Sentence | None:
    name = regions()[next(iter(current.values())).countries].name
    return (_Clauses(current)
            .add("population", "{} people", "人口{}")
            .add("area", "a territory of {}", "面积{}")
            .add("gdp-official", "a GDP of {} at the official exchange rate", "按官方汇率计算的国内生产总值为{}")
            .add("gdp-per-capita-ppp", "{} per person at purchasing power parity", "按购买力平价计算人均{}")
            .sentence(f"{name.en}: ", f"{name.zh}："))


def _market_demand(current: Mapping[str, Fact]) -> Sentence | None:
    return (_Clauses(current)
            .add("imports", "the country imports goods and services for {}", "货物和服务进口额为{}")
            .add("gdp-growth", "its GDP growth is {}", "国内生产总值增长率为{}")
            .add("industrial-growth", "its industrial growth is {}", "工业生产增长率为{}")
            .sentence())


def _investment_environment(current: Mapping[str, Fact]) -> Sentence | None:
    return (_Clauses(current)
            .add("inflation", "inflation is {}", "物价涨幅为{}")
            .add("taxes", "the state takes {} of GDP in taxes", "税收占国内生产总值的{}")
            .add("exchange-rate-usd", "a US dollar costs {}", "美元汇率为{}")
            .add("electricity-access", "electricity reaches {} of the people", "通电率为{}")
            .sentence())


def _risks(current: Mapping[str, Fact]) -> Sentence | None:
    return (_Clauses(current)
            .add("public-debt", "the state owes {} of GDP", "公共债务占国内生产总值的{}")
            .add("current-account", "the current account stands at {}", "经常账户差额为{}")
            .add("reserves", "reserves of foreign exchange and gold at {}", "外汇和黄金储备为{}")
            .sentence())


def _nothing(_current: Mapping[str, Fact]) -> Sentence | None:
    return None


CONTRIBUTORS: Final[Mapping[str, Contributor]] = {
    "at-a-glance": _part("at-a-glance", _at_a_glance, charted=("gdp-per-capita-ppp",)),
    "market-demand": _part("market-demand", _market_demand, charted=("gdp-growth", "imports", "exports"),
                           shares=("imports-partners", "exports-partners")),
    "investment-environment": _part("investment-environment", _investment_environment,
                                    charted=("inflation", "exchange-rate-usd", "exchange-rate-cny", "unemployment"),
                                    together=("sector-agriculture", "sector-industry", "sector-services")),
    "policies": _part("policies", _nothing),
    "risks": _part("risks", _risks, charted=("current-account", "reserves", "public-debt")),
    "own": _part("own", _nothing),
    "parks": _part("parks", _nothing),
    "corridors": _part("corridors", _nothing),
    "providers": _part("providers", _nothing),
    "disputes": _part("disputes", _nothing),
    "contacts": _part("contacts", _nothing),
}
