"""Observations as documents: unlike things stay apart, and what is composed is said as the audit reads it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outward.audit import Document
from outward.audit.numbers import numbers_of
from outward.audit.observed import Vocabulary, document_of
from outward.audit.phrased import phrase_of
from outward.audit.phrases import AverageGrowth, Change, Growth, Per, Rank, RatioTo, Share, Sum, parse_indicator, phrase
from outward.casebook.folder import bundled
from outward.casebook.observed import observations
from outward.vocabulary.indicators import indicators
from outward.vocabulary.labels import Label
from outward.vocabulary.observations import COLUMNS, Observations
from outward.vocabulary.sectors import sectors

PLAIN = dict.fromkeys(COLUMNS, "") | {
    "indicator": "sales-value",
    "region": "CN-LN",
    "sector": "ships",
    "period": "2015",
    "unit": "100 million CNY",
    "value": 3.7,
    "status": "printed",
    "table": "1",
    "row": "1",
}


def one(**columns: object) -> Document:
    return document_of(Observations(pd.DataFrame([PLAIN | columns])), id="D1")


@pytest.mark.parametrize(
    ("measures", "form"),
    [
        ("growth", Growth),
        ("growth-average", AverageGrowth),
        ("change", Change),
        ("rank", Rank),
        ("world-rank", Rank),
        ("share-of-nation", Share),
        ("share-of-industry", Share),
        ("share-of-region", Share),
        ("share-of-total", Share),
        ("share-of-world", Share),
        ("share-of-top10", Share),
        ("share-of-manufacturing", Share),
        ("per-enterprise", Per),
        ("per-employee", Per),
        ("ratio", RatioTo),
        ("share-of-industry.change", Change),
        ("per-enterprise.ratio", RatioTo),
    ],
)
def test_every_measure_is_a_phrase_that_is_read_back(measures: str, form: type) -> None:
    for base in ("sales-value", "total-profit", "number-of-enterprises", "ofdi-flow"):
        said = phrase_of(f"{base}.{measures}", indicators(), sectors(), compared="Jiangsu")
        tree = parse_indicator(said)
        assert isinstance(tree, form), said


def test_every_measure_of_the_vocabulary_has_been_thought_of() -> None:
    forms = (Growth, AverageGrowth, Change, Rank, Share, Per, RatioTo)
    for measure in indicators().measures:
        assert isinstance(
            parse_indicator(phrase_of(f"sales-value.{measure}", indicators(), sectors(), compared="A")), forms
        ), measure


def test_an_indicator_that_adds_two_is_their_sum() -> None:
    said = phrase_of("hmt-and-foreign-capital-share", indicators(), sectors())
    tree = parse_indicator(said)
    assert isinstance(tree, Sum)
    assert [phrase(part) for part in tree.parts] == [
        phrase(parse_indicator(indicators()[id].name.en)) for id in ("hmt-capital-share", "foreign-capital-share")
    ]


def test_cells_and_claims_are_told_alike() -> None:
    rows = [
        PLAIN | {"indicator": "sales-value.growth"},
        PLAIN | {"indicator": "sales-value.growth", "table": "claims", "row": "C018"},
    ]
    document = document_of(Observations(pd.DataFrame(rows)), id="D1")
    cell, claim = document.cells[0], document.claims[0]
    assert (cell.id, claim.id) == ("1:1", "C018")
    assert (cell.region, cell.item, cell.indicator) == (claim.region, claim.item, claim.indicator)


CODES = {
    "indicator": ("sales-value", "sales-value.growth", "sales-income", "own-thing"),
    "region": ("CN-LN", "CHN", "nowhere"),
    "sector": ("ships", "industry", ""),
    "coverage": ("", "full", "traditional"),
    "partner": ("", "JPN"),
    "product": ("", "exporter:private", "CNC machine tools"),
    "subject": ("", "exporter:private", "investor:private"),
    "period": ("2015", "2014", ""),
}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*(st.sampled_from(codes) for codes in CODES.values())), min_size=2, max_size=40, unique=True))
def test_observations_that_differ_never_share_a_key(places: list[tuple[str, ...]]) -> None:
    rows = [PLAIN | dict(zip(CODES, place, strict=True)) | {"row": str(row)} for row, place in enumerate(places)]
    labels = {"exporter:private": Label("Private enterprises"), "investor:private": Label("Private enterprises")}
    document = document_of(Observations(pd.DataFrame(rows)), id="D1", vocabulary=Vocabulary(labels=labels))
    numbers = numbers_of(document, ())
    assert len({number.key for number in numbers.all}) == len(places)


def test_every_cell_of_the_case_has_a_key_of_its_own_within_its_table() -> None:
    casebook = bundled()
    seen = observations(casebook)
    document = document_of(
        seen,
        id="liaoning",
        facts=casebook.facts,
        vocabulary=Vocabulary(casebook.indicators, casebook.sectors, casebook.regions, casebook.labels),
    )
    assert len(document.cells) + len(document.claims) == len(seen)
    numbers = numbers_of(document, ())
    assert len(numbers.all) > 420
    assert len({(number.table, number.key) for number in numbers.all}) == len(numbers.all)
    assert document.facts is not None
    assert all(fact.declared for fact in document.facts)


@pytest.mark.parametrize(
    ("columns", "text"),
    [
        ({"value_as_printed": "3.70"}, "3.70"),
        ({"value_as_printed": "11.7", "value": -11.7}, "-11.7"),
        ({"value_as_printed": "(11.7)", "value": -11.7}, "(11.7)"),
        ({"value_as_printed": "Shandong", "value": 2.0}, "2"),
        ({"value": 0.1 + 0.2}, "0.3"),
        ({"value": 1e21}, "1000000000000000000000"),
        ({"value": 1e-7}, "0.0000001"),
        ({"value_as_printed": "6,8197", "value": np.nan, "status": "missing"}, "6,8197"),
        ({"value_as_printed": "-", "value": np.nan, "status": "missing"}, "-"),
        ({"value": np.nan, "status": "missing"}, ""),
    ],
)
def test_what_a_cell_prints(columns: dict[str, object], text: str) -> None:
    assert one(**columns).cells[0].text == text


def test_a_claim_without_digits_prints_only_what_is_plain() -> None:
    assert one(table="claims", value=33.33).claims[0].text == ""
    assert one(table="claims", value=50.0, note="printed as more than; of a range").claims[0].text == "50"
    assert one(table="claims", value=50.0, note="printed as more than; of a range").claims[0].hedge == "more than"
    assert one(table="claims", value=50.0, note="more than enough").claims[0].hedge == ""


def test_only_what_was_known_last_is_taken() -> None:
    rows = [
        PLAIN | {"known_on": day, "row": row, "value_as_printed": text}
        for day, row, text in (("2016-01-01", "1", "1"), ("2017-01-01", "9", "2"), ("2016-06-01", "1", "3"))
    ]
    document = document_of(Observations(pd.DataFrame(rows)), id="D1")
    assert [(cell.id, cell.text) for cell in document.cells] == [("1:9", "2")]


def test_a_ratio_tells_with_what_it_compares_and_other_partners_stay_in_the_item() -> None:
    ratio = one(indicator="total-profit.per-enterprise.ratio", partner="CN-JS").cells[0]
    assert (ratio.indicator, ratio.item) == (
        "ratio to Jiangsu, total profit per enterprise",
        "ships and related equipment",
    )
    assert one(partner="JPN").cells[0].item == "ships and related equipment; partner: Japan"


def test_facts_are_put_into_the_same_words() -> None:
    facts: list[dict[str, object]] = [
        {
            "fact": "total",
            "table": "3",
            "item": "equipment-manufacturing",
            "indicators": ["sales-value"],
            "complete": True,
        },
        {"fact": "region_part_of", "part": "CN-LN", "whole": "CHN"},
        {"fact": "at_most", "part": "selling-expenses", "whole": "sales-value"},
        {"fact": "balance", "table": "1", "closing": "ofdi-stock", "terms": [[1, "ofdi-stock"], [-1, "ofdi-flow"]]},
        {
            "fact": "two_way_total",
            "table": "1",
            "indicator": "sales-value",
            "rows": ["ships"],
            "cols": ["industry"],
            "total": "ships / industry",
        },
    ]
    stated = document_of(Observations(pd.DataFrame([PLAIN])), id="D1", facts=facts).facts
    assert stated is not None
    keys = [fact.keys for fact in stated]
    assert keys[0] == {
        "table": "3",
        "item": "equipment manufacturing",
        "indicators": ["industrial sales value"],
        "complete": True,
    }
    assert keys[1] == {"part": "Liaoning", "whole": "China"}
    assert keys[2] == {"part": "selling expenses", "whole": "industrial sales value"}
    assert keys[3]["terms"] == [[1, "outward FDI stock"], [-1, "outward FDI flow"]]
    assert keys[4]["total"] == "ships and related equipment / industry"
