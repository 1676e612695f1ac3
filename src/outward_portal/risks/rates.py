"""The exchange-rate monitor as its page shows it: levels with their reasons, beside the record of such levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from outward.errors import NotFoundError
from outward.vocabulary.labels import Label, Language
from outward_portal.risks.exposure.showing import share
from outward_portal.theme import words
from outward_portal.theme.languages import current_language

if TYPE_CHECKING:
    from outward.risk.ratewatch import RateRow
    from outward.studies.risks.ratewatched import RatesWatched

SORTS: Final = ("level", "code", "place", "month", "rate", "change_1m", "change_3m", "change_12m", "since")
FILES: Final = ("rates.csv", "rates.json")
_GRAVE: Final = ("alarm", "warning", "watch", "quiet")


@dataclass(frozen=True, slots=True)
class ShownRate:
    """A currency as the page shows it."""

    row: RateRow
    place: Label
    level: Label
    signs: tuple[Label, ...]
    rate: str
    change_1m: str
    change_3m: str
    change_12m: str


@dataclass(frozen=True, slots=True)
class ShownRule:
    """What one rule's alerts were worth."""

    name: Label
    alerts_a_year: str
    hits: int
    false_alarms: int
    undecided: int
    precision: str
    caught: int
    episodes: int
    recall: str
    lead_months: str


def watched() -> RatesWatched:
    """Watch the rates that come with Outward; they are the same as long as the process lives."""
    from outward.studies.risks.ratewatched import bundled_rates_watched

    return bundled_rates_watched()


def shown(row: RateRow) -> ShownRate:
    """Put a currency into words."""
    from outward.risk.ratewatch import SIGN_NAMES
    from outward.studies.risks.ratewatched import place_name
    from outward.vocabulary.warning_levels import LEVEL_NAMES

    return ShownRate(row, place_name(row.code, row.economies), LEVEL_NAMES[row.level],
                     tuple(SIGN_NAMES[sign] for sign in row.signs), _rate(row.rate), _change(row.change_1m),
                     _change(row.change_3m), _change(row.change_12m))


def rows(found: RatesWatched, level: str, sort: str) -> list[ShownRate]:
    """Give the currencies of a level, or all, in the order of a column."""
    language = current_language()
    kept = [shown(row) for row in found.watch.rows if not level or row.level == level]
    key = sort.removeprefix("-")
    orders: Mapping[str, Any] = {
        "level": lambda each: (_GRAVE.index(each.row.level), -_or_least(each.row.change_12m)),
        "code": lambda each: each.row.code, "place": lambda each: each.place.text(language).casefold(),
        "month": lambda each: each.row.month, "rate": lambda each: each.row.rate, "since": lambda each: each.row.since,
        "change_1m": lambda each: -_or_least(each.row.change_1m),
        "change_3m": lambda each: -_or_least(each.row.change_3m),
        "change_12m": lambda each: -_or_least(each.row.change_12m),
    }
    return sorted(kept, key=orders[key], reverse=sort.startswith("-"))


def record(found: RatesWatched) -> list[ShownRule]:
    """Give the monitor's own record, rule by rule."""
    return [ShownRule(each.name, words.number(round(each.alerts_a_year, 1)), each.hits, each.false_alarms,
                      each.undecided, _known(each.precision), each.caught, each.episodes, _known(each.recall),
                      words.number(each.lead_months) if each.lead_months == each.lead_months else "–")
            for each in found.watch.record.rules]


def _known(value: float) -> str:
    return share(value) if value == value else "–"


def _rate(value: float) -> str:
    return words.number(float(f"{value:.5g}"))


def _change(value: float) -> str:
    if value != value:
        return "–"
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{abs(value) * 100:.1f}%"


def _or_least(value: float) -> float:
    return value if value == value else -1.0


def picture(found: RatesWatched, code: str, language: Language) -> str:
    """Draw a currency's rates of the last years.

    Raises
    ------
    NotFoundError
        If it is not watched, or nothing is known of it.
    """
    from outward.charts import describe, svg
    from outward.studies.result import Point, ResultChart
    from outward.vocabulary.figures import Cell, printed

    row = next((row for row in found.watch.rows if row.code == code), None)
    if row is None:
        raise NotFoundError(f"no currency {code[:10]!r}", "exchange-rate monitor", "Choose one of the list.")
    points = tuple(Point(Label(month.replace("M", "-")), Label(""), printed(
        Cell("rates", f"{code}:{month}", repr(rate), found.source.id), rate, unit="", digits=_digits(row.rate),
        kind="level")) for month, rate in zip(row.months, row.rates, strict=True) if rate == rate)
    chart = ResultChart("rate", Label(code), "lines", Label(""),
                        Label(f"{code} for one {found.watch.anchor}", f"1{found.watch.anchor}兑{code}"), "", points)
    return svg(_with_years_named(describe(chart, language)))


def _with_years_named(described: dict[str, Any]) -> dict[str, Any]:
    """Name only Januaries on the axis: of sixty months no more can be read."""
    for layer in described["layer"]:
        place = layer.get("encoding", {}).get("x", {})
        domain = place.get("scale", {}).get("domain")
        if isinstance(place.get("axis"), dict) and domain:
            place["axis"]["values"] = [month for month in domain if month.endswith("-01")]
    return described


def _digits(rate: float) -> int:
    return 4 if rate < 10 else 2 if rate < 1000 else 0
