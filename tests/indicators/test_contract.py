"""Every traced measure gives what the measure on arrays gives, and its formula gives its value again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outward.indicators import traced
from outward.indicators.concentration import concentration, concentration_ratio
from outward.indicators.growth import compound_growth, contributions, growth, level_before, levels_forward
from outward.indicators.prices import PriceIndex, chained_index, constant_prices
from outward.indicators.ranks import rank_changes, ranks
from outward.indicators.specialisation import location_quotients, specialisation
from outward.indicators.stocks import stock_flow
from outward.indicators.structure import margins, multiples, ratios, share_changes, shares, shares_before, weighted_mean
from outward.indicators.targets import required_growth, target_gap, years_at_growth, years_at_points
from outward.vocabulary.figures import Figure, walk
from outward.vocabulary.formulas import evaluate
from outward.vocabulary.units import convert
from tests.indicators.figures import figure, figures, percent

Case = Callable[[list[float]], tuple[Figure, float]]
"""From four numbers between 1 and 1,000: the traced figure, and what the measure on arrays says, in its unit."""

GOLDEN = Path(__file__).parent / "golden" / "formulas.txt"


def one(value: float, label: str = "x") -> pd.Series[float]:
    """A series of one item."""
    return pd.Series({label: value})


def many(values: list[float]) -> pd.Series[float]:
    """A series of several items, one of them the first."""
    return pd.Series(values, index=[f"x{number}" for number in range(1, len(values) + 1)])


def whole_year(value: float) -> int:
    """A span between one and ten years."""
    return 1 + int(value) % 10


def index_links(v: list[float]) -> list[float]:
    """Four price links, previous year = 100."""
    return [90.0 + value / 50.0 for value in v]


def _projections(v: list[float]) -> tuple[Figure, ...]:
    return traced.projections_to("p", figure(v[0] + v[1]), figure(v[0]), percent(5 + v[2] / 100), limit=200)


def _constant(v: list[float]) -> float:
    prices = PriceIndex(pd.Series({"2010": v[2], "2012": v[1]}), "2005", "PPI")
    return float(constant_prices(pd.Series({"2012": v[0]}), prices, base="2010").levels["2012"])


def _stocks(v: list[float]) -> tuple[float, float]:
    found = stock_flow(pd.Series({"2013": v[0], "2014": v[1]}), pd.Series({"2014": v[2]}))
    return float(found.changes["2014"]), float(found.unexplained["2014"])


def _points(v: list[float]) -> tuple[float, float]:
    """A share and a higher target, in percent."""
    return v[0] / 20, v[0] / 20 + v[1] / 20


CASES: dict[str, Case] = {
    "amount_of_share": lambda v: (traced.amount_of_share("f", percent(v[0]), figure(v[1])), v[0] / 100 * v[1]),
    "compound_growth": lambda v: (
        traced.compound_growth("f", figure(v[0]), figure(v[1]), whole_year(v[2])),
        100 * compound_growth(v[1], v[0], whole_year(v[2]))),
    "contribution_to_growth": lambda v: (
        traced.contribution_to_growth("f", figure(v[0]), figure(v[1]), traced.total("w", figures([v[1], v[2]]))),
        100 * contributions(many([v[0], v[3]]), many([v[1], v[2]])).parts["x1"]),
    "converted": lambda v: (
        traced.converted("f", figure(v[0], "billion CNY"), "100 million CNY"),
        convert(v[0], "billion CNY", "100 million CNY")),
    "count": lambda v: (traced.count("f", figures([1.0] * int(v[0]), "ratio"), unit="projects"), float(int(v[0]))),
    "deflated": lambda v: (
        traced.deflated("f", figure(v[0]), figure(v[1], "index"), figure(v[2], "index")), _constant(v)),
    "difference": lambda v: (traced.difference("f", figure(v[0]), figure(v[1])), v[0] - v[1]),
    "effective_number": lambda v: (
        traced.effective_number("f", traced.herfindahl("h", figures(v))), concentration(many(v)).effective_number),
    "fixed_base_index": lambda v: (
        traced.fixed_base_index("f", figures(index_links(v), "index")),
        float(chained_index(pd.Series(index_links(v), index=["2011", "2012", "2013", "2014"]), base="2010",
                            name="PPI").values["2014"])),
    "growth": lambda v: (
        traced.growth("f", figure(v[0]), figure(v[1])), 100 * growth(one(v[0]), one(v[1])).values["x"]),
    "herfindahl": lambda v: (traced.herfindahl("f", figures(v)), concentration(many(v)).hhi),
    "largest_share": lambda v: (
        traced.largest_share("f", figures(v), 2), 100 * concentration_ratio(many(v), 2).share),
    "level_before": lambda v: (
        traced.level_before("f", figure(v[0]), percent(v[1] / 10 - 50)),
        level_before(one(v[0]), one((v[1] / 10 - 50) / 100)).values["x"]),
    "location_quotient": lambda v: (
        traced.location_quotient("f", *figures(v)),
        location_quotients(one(v[0]), one(v[2]), region_whole=v[1], nation_whole=v[3]).values["x"]),
    "margin": lambda v: (
        traced.margin("f", figure(-v[0]), figure(v[1])), 100 * margins(one(-v[0]), one(v[1])).values["x"]),
    "mean": lambda v: (traced.mean("f", figures(v)), weighted_mean(many(v), many([1.0] * 4)).value),
    "multiple": lambda v: (
        traced.multiple("f", figure(v[0]), figure(v[1])), multiples(many(v), base="x2").values["x1"]),
    "normalised_herfindahl": lambda v: (
        traced.normalised_herfindahl("f", traced.herfindahl("h", figures(v)), len(v)),
        concentration(many(v)).normalised_hhi),
    "per_employee": lambda v: (
        traced.per_employee("f", figure(v[0]), figure(v[1], "10,000 persons")),
        ratios(one(v[0]), one(v[1])).values["x"]),
    "per_enterprise": lambda v: (
        traced.per_enterprise("f", figure(v[0]), figure(v[1], "enterprises")),
        100 * ratios(one(v[0]), one(v[1])).values["x"]),
    "points_change": lambda v: (
        traced.points_change("f", percent(v[0]), percent(v[1])),
        100 * share_changes(one(v[0] / 100), one(v[1] / 100)).values["x"]),
    "projection": lambda v: (
        traced.projection("f", figure(v[0]), percent(v[1] / 100), 3),
        levels_forward(v[0], pd.Series(v[1] / 1e4, index=["2016", "2017", "2018"])).iloc[-1]),
    "projections_to": lambda v: (
        _projections(v)[-1], v[0] * (1 + (5 + v[2] / 100) / 100) ** len(_projections(v))),
    "rank_among": lambda v: (traced.rank_among("f", figure(v[0]), figures(v[1:])), ranks(many(v)).values["x1"]),
    "rank_change": lambda v: (
        traced.rank_change("f", figure(v[0], "rank"), figure(v[1], "rank")),
        rank_changes(one(v[0]), one(v[1])).values["x"]),
    "required_growth": lambda v: (
        traced.required_growth("f", figure(v[0]), figure(v[1]), whole_year(v[2])),
        100 * required_growth(v[1], v[0], whole_year(v[2]))),
    "share": lambda v: (
        traced.share("f", figure(v[0]), figure(v[1])), 100 * shares(one(v[0]), whole=v[1]).values["x"]),
    "share_before": lambda v: (
        traced.share_before("f", percent(v[0]), figure(v[1], "pp")),
        100 * shares_before(one(v[0] / 100), one(v[1] / 100)).values["x"]),
    "share_of_sum": lambda v: (
        (lambda parts: traced.share_of_sum("f", parts[0], parts))(figures(v)), 100 * shares(many(v)).values["x1"]),
    "specialisation": lambda v: (
        traced.specialisation("f", [percent(100 * a) for a in shares(many(v)).values],
                              [percent(100 * a) for a in shares(many(v[::-1])).values]),
        specialisation(many(v), many(v[::-1])).index),
    "stock_change": lambda v: (traced.stock_change("f", figure(v[1]), figure(v[0])), _stocks(v)[0]),
    "target_gap": lambda v: (traced.target_gap("f", percent(v[0]), percent(v[1])), target_gap(v[1], v[0])),
    "total": lambda v: (traced.total("f", figures(v)), shares(many(v)).whole),
    "unexplained": lambda v: (
        traced.unexplained("f", traced.stock_change("c", figure(v[1]), figure(v[0])), figure(v[2])), _stocks(v)[1]),
    "weighted_mean": lambda v: (
        traced.weighted_mean("f", [percent(v[0]), percent(v[1])], figures(v[2:])),
        weighted_mean(many(v[:2]), many(v[2:])).value),
    "whole_of_share": lambda v: (traced.whole_of_share("f", figure(v[0]), percent(v[1])), v[0] / (v[1] / 100)),
    "years_at_growth": lambda v: (
        traced.years_at_growth("f", figure(v[0] + v[1]), _projections(v)),
        float(years_at_growth(v[0], v[0] + v[1], (5 + v[2] / 100) / 100).whole)),
    "years_at_points": lambda v: (
        traced.years_at_points("f", percent(_points(v)[1]), percent(_points(v)[0]), figure(v[2], "pp")),
        years_at_points(*_points(v), v[2])),
}


def test_every_traced_measure_has_its_case() -> None:
    """All but ``reaching``, which gives figures back as they are."""
    assert set(CASES) == set(traced.__all__) - {"reaching"}


@pytest.mark.parametrize("name", sorted(CASES))
@settings(max_examples=40, deadline=None)
@given(v=st.lists(st.integers(10, 10_000).map(lambda hundredths: hundredths / 10), min_size=4, max_size=4))
def test_a_traced_measure_equals_the_measure_on_arrays(name: str, v: list[float]) -> None:
    found, expected = CASES[name](v)
    assert found.value == pytest.approx(expected, rel=1e-9, abs=1e-9)
    for one_below in walk([found]):
        if one_below.formula:
            again = evaluate(one_below.formula, [given.value for given in one_below.inputs])
            assert again == pytest.approx(one_below.value, rel=1e-12, abs=1e-12)


def test_formulas_read_as_in_the_golden_file() -> None:
    """Each formula for the inputs 60, 50, 42 and 30, with unit, digits and kind; read it when it changes."""
    lines = []
    for name in sorted(CASES):
        found, _ = CASES[name]([60.0, 50.0, 42.0, 30.0])
        if name == "count":
            found = traced.count("f", figures([1.0] * 3, "ratio"), unit="projects")
        lines.append(f"{name}: {found.formula} -> {found.rounded} {found.unit} ({found.kind})\n")
    assert "".join(lines) == GOLDEN.read_text(encoding="utf-8")
