"""Statements hold figures and no words; direction is judged on rounded figures."""

from __future__ import annotations

import dataclasses

import pytest

from outward.vocabulary import statements
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label
from outward.vocabulary.statements import Largest, Level, Statement, SumOfShares, Trend, figures_of, trajectory
from tests.vocabulary.made_up import cell_figure


def series(*values: float, digits: int = 1) -> tuple[tuple[str, Figure], ...]:
    return tuple((str(2010 + step), cell_figure(str(step), value, digits=digits)) for step, value in enumerate(values))


@pytest.mark.parametrize(("values", "expected"), [
    ((1.0, 2.0, 3.0), "rose"), ((1.0, 1.0, 3.0), "rose"), ((3.0, 2.0, 1.0), "fell"), ((1.0, 1.0), "unchanged"),
    ((1.0, 3.0, 2.0), "fluctuated up"), ((3.0, 1.0, 2.0), "fluctuated down"), ((1.0, 2.0, 1.0), "fluctuated level"),
    ((1.0, 1.04), "unchanged"), ((1.0, 0.96, 1.04), "unchanged"), ((1.0, 0.96, 1.2), "rose"), ((0.0, -1.0), "fell"),
])
def test_a_series_runs_as_its_rounded_values_do(values: tuple[float, ...], expected: str) -> None:
    assert trajectory(series(*values)) == expected


def test_figures_stand_in_the_order_of_the_fields_and_none_is_left_out() -> None:
    a, b, c = (cell_figure(str(number), float(number)) for number in (1, 2, 3))
    name = Label("x", "甲")
    level = Level("s", name, name, "2015", a, growth=b, base_period="2014", rank=c)
    assert list(figures_of(level)) == [a, b, c]
    largest = Largest("s", name, name, name, "2015", ((name, b), (name, a)), smallest=(name, c))
    assert list(figures_of(largest)) == [b, a, c]
    assert list(figures_of(Trend("s", name, name, series(1.0, 2.0), change=c)))[-1] == c
    assert list(figures_of(SumOfShares("s", ((name, a), (name, b)), name, name, "2015", c))) == [a, b, c]


def test_every_pattern_is_frozen_and_has_an_id() -> None:
    patterns = [one for one in vars(statements).values()
                if isinstance(one, type) and issubclass(one, Statement) and one is not Statement]
    assert len(patterns) >= 14
    for pattern in patterns:
        assert dataclasses.fields(pattern)[0].name == "id"
        assert pattern.__dataclass_params__.frozen  # type: ignore[attr-defined]
        assert pattern.__doc__
