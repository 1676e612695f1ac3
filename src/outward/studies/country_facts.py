"""What the offline snapshots say of a country, by topic: each a fact with its value, year, source and date.

The topics, with the question that each answers and where the World Factbook states it, are in
``data/country_topics.csv``. A text that does not read as one number in the topic's unit stays a text, as printed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Final

from babel.numbers import get_territory_currencies

from outward.errors import DataGapError, UnknownCodeError
from outward.sources import hmrc_rates, world_factbook
from outward.sources.factbook_values import PrintedValue, read_shares, read_value
from outward.studies.countries import CountryFacts, Fact, country
from outward.vocabulary.labels import Label
from outward.vocabulary.periods import Period
from outward.vocabulary.provenance import Source
from outward.vocabulary.regions import regions

__all__ = ["FACTBOOK", "RATES", "SnapshotFact", "Topic", "factbook_facts", "rate_facts", "read_shares", "topics"]

FACTBOOK: Final = world_factbook.SOURCE
RATES: Final = hmrc_rates.SOURCE
_YEARS: Final = range(2021, 2031)
"""Years whose average rates are asked for; a year that HMRC has not printed is left out."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that is said of every country."""

    key: str
    section: str  # of the dossier
    name: Label
    question: Label
    unit: str  # of its number; "" where it is a text
    path: tuple[str, ...]  # headings of the Factbook; () where it has none
    is_series: bool  # several years stand below the heading
    review_months: int  # how long a value is good before somebody looks again
    countries_only: bool  # not said of provinces and groups

    def is_asked_of(self, region: str) -> bool:
        """Whether the topic belongs into the dossier of a region."""
        found = regions().get(region)
        return found is not None and (found.kind == "country" or (bool(found.iso3) and not self.countries_only))


@dataclass(frozen=True, slots=True)
class SnapshotFact:
    """A fact of a snapshot, ready to be kept."""

    topic: Topic
    number: Decimal | None
    unit: str
    text: str  # English; "" where the number says it
    period: str
    is_estimate: bool
    printed: str
    source: Source


@cache
def topics() -> Mapping[str, Topic]:
    """Give the topics by key, in the order in which a dossier shows them."""
    text = (files("outward.studies") / "data" / "country_topics.csv").read_text(encoding="utf-8")
    return {line["key"]: Topic(
        line["key"], line["section"], Label(line["name_en"], line["name_zh"]),
        Label(line["question_en"], line["question_zh"]), line["unit"],
        tuple(line["path"].split("/")) if line["path"] else (), line["is_series"] == "1",
        int(line["review_months"]), line["countries_only"] == "1",
    ) for line in csv.DictReader(text.splitlines())}


def factbook_facts(region: str) -> Iterator[SnapshotFact]:
    """Give what the World Factbook says of a region, newest year of a series first.

    Parameters
    ----------
    region : str
        Id of a country or territory.

    Raises
    ------
    DataGapError
        If the Factbook has no page for it.

    Examples
    --------
    >>> facts = {fact.topic.key: fact for fact in factbook_facts("KAZ")}
    >>> facts["capital"].text, str(facts["gdp-official"].number), facts["gdp-official"].period
    ('Astana', '288406000000.000', '2024')
    """
    found = regions().get(region)
    if found is None or not found.iso3:
        raise DataGapError(f"no page for {region}", "the World Factbook", "Ask for a country or territory.")
    page = country(found.iso3)
    for topic in topics().values():
        if topic.path and topic.is_asked_of(region):
            yield from (_fact(topic, each) for each in _stated(page, topic) if each.text not in ("NA", "none"))


def _stated(page: CountryFacts, topic: Topic) -> tuple[Fact, ...]:
    """What the Factbook prints under a topic's heading, some of which end in a space or repeat the one above."""
    if topic.is_series:
        return page.all(*topic.path)
    *above, last = topic.path
    paths = [topic.path, (*above, last + " ")] + ([tuple(above)] if above[-1:] == [last] else [])
    found = (page.get(*path) for path in paths)
    return tuple(fact for fact in found if fact is not None)[:1]


def _fact(topic: Topic, stated: Fact) -> SnapshotFact:
    value = read_value(stated.text) if topic.unit else None
    if value is None or not _is_unit(topic.unit, value):
        return SnapshotFact(topic, None, "", _text(topic, stated.text), stated.year, is_estimate=False,
                            printed=stated.text, source=FACTBOOK)
    return SnapshotFact(topic, value.number, topic.unit, "", value.period[:4] or stated.year, value.is_estimate,
                        stated.text, FACTBOOK)


def _is_unit(unit: str, value: PrintedValue) -> bool:
    """Whether a printed unit is the topic's; what is counted is printed without one."""
    return value.unit == (unit if unit in _PRINTED_UNITS or unit.startswith("%") else "")


_PRINTED_UNITS: Final = frozenset({"USD", "sq km", "km", "kW", "kWh"})


def _text(topic: Topic, printed: str) -> str:
    return printed.split(" per US dollar")[0] if topic.key == "currency" else printed


def rate_facts(region: str) -> Iterator[SnapshotFact]:
    """Give the yearly average rates of a region's currency against the dollar and the yuan, newest first.

    Raises
    ------
    DataGapError
        If the region has no currency of its own that HMRC prints.
    """
    found = regions().get(region)
    currencies = get_territory_currencies(found.iso2) if found is not None and found.iso2 else []
    if not currencies:
        raise DataGapError(f"no currency of {region} is known", "exchange rates of HMRC", "Name the gap.")
    currency, table, any_found = currencies[0], hmrc_rates.HmrcRates(), False
    for per in ("USD", "CNY"):
        for year in reversed(_YEARS):
            if currency == per:
                continue
            try:
                rate = table.rate(currency, per, Period.year(year))
            except (DataGapError, UnknownCodeError):
                continue  # the page shows the year as missing
            any_found = True
            number = Decimal(repr(rate.value)).quantize(Decimal("0.000001"))
            yield SnapshotFact(topics()[f"exchange-rate-{per.lower()}"], number, f"{currency} per {per}", "",
                               str(year), is_estimate=False, printed=f"{number.normalize():f} {currency} per {per}, "
                               f"{rate.printed_for}", source=RATES)
    if not any_found:
        raise DataGapError(f"no rate of {currency} is printed", "exchange rates of HMRC", "Name the gap.")
