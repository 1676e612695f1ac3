"""An exposure as pages show it: names beside keys, amounts as they read well, nothing computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from markupsafe import Markup

from outward.vocabulary.labels import Label
from outward_portal.risks.exposure.weighing import Weighed
from outward_portal.risks.models import ProjectCover
from outward_portal.risks.standings import named
from outward_portal.risks.words import event_name, kinds
from outward_portal.theme import words
from outward_portal.theme.languages import current_language

BYS: Final[dict[str, Promise]] = {
    "country": gettext_lazy("Country"), "risk": gettext_lazy("Kind of risk"), "event": gettext_lazy("Event"),
    "industry": gettext_lazy("Industry"), "owner": gettext_lazy("Enterprise"),
}
"""By what expected losses are divided."""

SORTS: Final = ("rank", "name", "amount", "coverage", "loss")

STANDINGS: Final[dict[str, Promise]] = {
    "covered": pgettext_lazy("protection", "covered"), "partly": pgettext_lazy("protection", "partly covered"),
    "open": pgettext_lazy("protection", "open"), "not_at_stake": pgettext_lazy("protection", "not at stake"),
    "no_severity": pgettext_lazy("protection", "not judged"), "abstained": pgettext_lazy("protection", "no forecast"),
    "no_forecast": pgettext_lazy("protection", "no forecast"), "no_amount": pgettext_lazy("protection", "no amount"),
    "no_country": pgettext_lazy("protection", "no country"),
}
"""How a risk of a project is protected, or why nothing is said of it."""

ROUTES: Final[dict[str, Promise]] = {
    "warning": pgettext_lazy("route", "warning"), "protection": pgettext_lazy("route", "protection"),
}
KINDS: Final[dict[str, Promise]] = {
    "project": gettext_lazy("Project"), "contract": gettext_lazy("Contract"),
    "receivable": gettext_lazy("Receivable"), "enterprise": gettext_lazy("Enterprise"),
}


def money(value: float | None, currency: str) -> str:
    """Write an amount to three figures: more would say that assumptions are measurements.

    Examples
    --------
    >>> money(1234567.89, "CNY"), money(0.0, "CNY"), money(None, "CNY")
    ('1.23 million CNY', '0 CNY', '')
    """
    return "" if value is None else words.amount(_rounded(value), currency)


def _rounded(value: float) -> Decimal:
    return Decimal(f"{value:.3g}").normalize() if value else Decimal(0)


def share(value: float | None) -> str:
    """Write a share as per cent, with the figures that a small one needs.

    Examples
    --------
    >>> share(0.256), share(0.0123), share(0.00021), share(1.0), share(0.0)
    ('26%', '1.2%', '0.021%', '100%', '0%')
    """
    if value is None:
        return ""
    percent = value * 100
    return f"{percent:.0f}%" if percent >= 10 or percent == 0 else f"{percent:.2g}%"


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A row of a table of totals."""

    key: str
    name: Markup
    currency: str
    holdings: int
    amount: str
    coverage: str
    loss: str
    interval: str
    rank: int
    value: float  # of the expected loss, for order and drawings
    stated: float  # amount, for order
    covered: float  # coverage, for order
    region: str = ""  # of a country, as the registers know it


def key_name(by: str, key: str) -> Label:
    """Name what a total is of."""
    if not key:
        text = _("not stated")
        return Label(text, text)
    if by == "country":
        return named(key, Label(key, key))[1]
    if by == "industry":
        return Label(words.sector_name(key, "en"), words.sector_name(key, "zh"))
    if by == "risk":
        return kinds().get(key, Label(key, key))
    return event_name(key) if by == "event" else Label(key, key)


def total_rows(weighed: Weighed, by: str, currency: str = "") -> list[TotalRow]:
    """Give the totals by one thing, the largest expected loss of each currency first."""
    found = [each for each in weighed.content["totals"]
             if each["by"] == by and (not currency or each["currency"] == currency)]
    return [TotalRow(
        each["key"], words.pair(*_both(key_name(by, each["key"]))), each["currency"], each["holdings"],
        money(each["amount"], each["currency"]), share(each["coverage"]),
        money(each["expected_loss"], each["currency"]) if each["coverage"] else "",
        f"{money(each['lower'], '')} – {money(each['upper'], '')}" if each["coverage"] else "", each["rank"],
        each["expected_loss"], each["amount"], each["coverage"],
        named(each["key"], Label("", ""))[0] if by == "country" else "") for each in found]


def _both(label: Label) -> tuple[str, str]:
    return label.en, label.zh


def in_order(rows: list[TotalRow], sort: str) -> list[TotalRow]:
    """Put rows in the order of a column; a minus turns it around."""
    orders: dict[str, Any] = {
        "rank": lambda row: (row.currency, row.rank), "name": lambda row: str(row.name).casefold(),
        "amount": lambda row: -row.stated, "coverage": lambda row: -row.covered, "loss": lambda row: -row.value,
    }
    return sorted(rows, key=orders[sort.removeprefix("-")], reverse=sort.startswith("-"))


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not counted, or that is taken for granted, with the amount that it concerns."""

    said: Label
    event: Label | None
    country: str
    holdings: int
    amount: str
    is_counted: bool


def gaps(weighed: Weighed) -> list[Gap]:
    """Give the gaps, those that leave something out first; the same for several events is one line."""
    language = current_language()
    merged: dict[tuple[Any, ...], list[Any]] = {}
    for each in weighed.content["gaps"]:
        merged.setdefault((each["what"], each["iso3"], each["currency"], each["holdings"], each["amount"]), []).append(
            each)
    found = []
    for (_what, iso3, currency, holdings, amount), same in merged.items():
        names = [event_name(each["event"]) for each in same if each["event"]]
        event = Label(", ".join(each.en for each in names), "、".join(each.zh for each in names)) if names else None
        found.append(Gap(Label(same[0]["said"]["en"], same[0]["said"]["zh"]), event,
                         named(iso3, Label(iso3, iso3))[1].text(language) if iso3 else "", holdings,
                         money(amount, currency) if amount and currency else "", same[0]["counted"]))
    return sorted(found, key=lambda gap: gap.is_counted)


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event: over which years, how it is protected against, what it takes where it happens."""

    id: str
    name: Label
    kind: Label
    route: str
    is_forecast: bool
    years: str
    made_on: str
    standings: list[tuple[str, int]]
    bare: str
    residual: str


def event_rows(weighed: Weighed, currency: str) -> list[EventRow]:
    """Give all events, forecast or not, with how the holdings of one currency are protected against each."""
    by_event: Mapping[str, Any] = {each["event"]: each for each in weighed.content["protection"]
                                   if each["currency"] == currency}
    return [_event_row(each, by_event.get(each["event"]), currency) for each in weighed.content["events"]]


def _event_row(event: Mapping[str, Any], protected: Mapping[str, Any] | None, currency: str) -> EventRow:
    years = "" if event["first_year"] is None or not event["forecast"] else (
        str(event["first_year"]) if event["first_year"] == event["last_year"]
        else f"{event['first_year']}–{event['last_year']}")
    counts = protected["holdings"] if protected else {}
    return EventRow(
        event["event"], Label(event["name"]["en"], event["name"]["zh"]),
        kinds().get(event["kind"], Label("", "")), str(ROUTES.get(event["route"], event["route"])),
        event["forecast"], years, ", ".join(event["made_on"]),
        [(str(label), counts[key]) for key, label in STANDINGS.items() if counts.get(key)],
        money(protected["bare_if_everywhere"], currency) if protected else "",
        money(protected["residual_if_everywhere"], currency) if protected else "")


@dataclass(frozen=True, slots=True)
class TailRow:
    """What is lost in the worst of scenarios, and what it would be were no event tied to another."""

    currency: str
    level: str
    value_at_risk: str
    shortfall: str
    independent: str


def tail_rows(weighed: Weighed) -> list[TailRow]:
    """Give the joint tails by currency and level."""
    return [TailRow(tails["currency"], share(stated["level"]), money(stated["value_at_risk"], tails["currency"]),
                    money(stated["expected_shortfall"], tails["currency"]),
                    money(alone["expected_shortfall"], tails["currency"]))
            for tails in weighed.content["tails"]
            for stated, alone in zip(tails["stated"]["levels"], tails["independent"]["levels"], strict=True)]


@dataclass(frozen=True, slots=True)
class ProjectEvent:
    """What one event means for a holding."""

    event: str
    name: Label
    kind: str  # of holding
    probability: str
    interval: str
    severity: str
    uncovered: str
    loss: str
    loss_if: str
    standing: str  # how it is protected, as the library says it
    protection: str  # the same in words
    status: str  # the same, or why there is no expected loss


def project_events(weighed: Weighed, project: int) -> Iterator[ProjectEvent]:
    """Give what each event means for each holding of a project, those with the largest loss first."""
    assert weighed.exposed is not None
    exposure = weighed.exposed.exposure
    expected = exposure.expected()
    status, standing = exposure.status(), exposure.standing()
    losses = exposure.loss_if
    for row, holding in enumerate(exposure.holdings):
        if weighed.held.keys[holding.id] != project:
            continue
        order = sorted(range(len(exposure.events)), key=lambda column: -_or_zero(expected[row, column]))
        for column in order:
            event = exposure.events[column]
            said = str(status[row, column])
            yield ProjectEvent(
                event, event_name(event), str(KINDS[holding.kind]), share(_known(exposure.probability[row, column])),
                _interval(exposure.lower[row, column], exposure.upper[row, column]),
                share(_known(exposure.severity[row, column])), share(_known(exposure.uncovered[row, column])),
                money(_known(expected[row, column]), holding.currency),
                money(_known(losses[row, column]), holding.currency), str(standing[row, column]),
                str(STANDINGS[str(standing[row, column])]), str(STANDINGS.get(said, said)))


def _known(value: float) -> float | None:
    return None if value != value else float(value)


def _or_zero(value: float) -> float:
    return 0.0 if value != value else float(value)


def _interval(lower: float, upper: float) -> str:
    return "" if lower != lower or upper != upper else f"{share(float(lower))} – {share(float(upper))}"


@dataclass(frozen=True, slots=True)
class Offer:
    """A cover that a holding has not, with what it would take away."""

    type: str
    kind: str  # of holding
    saves: str  # of the expected loss; empty where none of the events that it covers has a forecast
    saves_if: str  # of the single event against which it helps most
    event: Label


def project_offers(weighed: Weighed, project: int) -> Iterator[Offer]:
    """Say what each type of cover that a project has not would take away, the most helpful first."""
    from outward.risk.cover_lift import cover_offers

    assert weighed.exposed is not None
    exposure = weighed.exposed.exposure
    offers = cover_offers(exposure)
    found = []
    for row, holding in enumerate(exposure.holdings):
        if weighed.held.keys[holding.id] != project:
            continue
        for place, type in enumerate(offers.types):
            by_event = [_or_zero(value) for value in offers.saves_if[row, place]]
            most = max(by_event, default=0.0)
            if most > 0:
                saves = _or_zero(offers.saves[row, place])
                found.append((saves, most, Offer(
                    str(ProjectCover.Type(type).label), str(KINDS[holding.kind]),
                    money(saves, holding.currency) if saves else "", money(most, holding.currency),
                    event_name(exposure.events[by_event.index(most)]))))
    yield from (offer for _saves, _most, offer in sorted(found, key=lambda each: (-each[0], -each[1])))
