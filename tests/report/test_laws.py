"""Laws of sentences: whatever the values, both languages say the same figures, and each number is its row's."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from outward.report.numbers import number_rows
from outward.report.phrases import words
from outward.report.wording import Shown, figures_shown, plain_text
from outward.vocabulary import statements as say
from outward.vocabulary.figures import Cell, Figure, Kind, printed
from outward.vocabulary.labels import LANGUAGES, Label
from outward.vocabulary.numerals import parse_number

UNITS = ("100 million CNY", "billion CNY", "million CNY", "10,000 CNY", "10,000 persons", "100 million USD",
         "enterprises", "million dwt", "%", "pp", "times", "index", "ratio", "years")
SUBJECT, PLACE, OTHER, ITEMS = (Label("total profit", "利润总额"), Label("Liaoning", "辽宁"),
                                Label("Jiangsu", "江苏"), Label("sectors", "行业"))


def figure(id: str, value: float, unit: str, digits: int, kind: Kind = "level") -> Figure:
    return printed(Cell("1", id, str(value), "S"), value, unit=unit, digits=digits, kind=kind)


values = st.floats(-1e7, 1e7, allow_nan=False)
rates = st.floats(-300, 300, allow_nan=False)
digits = st.integers(0, 3)


@st.composite
def statements(draw: st.DrawFn) -> say.Statement:
    """A statement of a pattern with signs, built from any values."""
    unit, decimals = draw(st.sampled_from(UNITS)), draw(digits)
    a, b, c = (figure(name, draw(values), unit, decimals) for name in "abc")
    growth = figure("g", draw(rates), "%", draw(digits), "growth")
    points = figure("p", draw(rates), "pp", draw(digits), "points")
    years = figure("y", draw(st.floats(0, 200)), "years", draw(st.integers(0, 1)), "years")
    share = figure("s", draw(st.floats(0, 100)), "%", draw(digits), "share")
    return draw(st.sampled_from((
        say.Level("s", SUBJECT, PLACE, "2015", a, growth=growth, base_period="2014", share=share),
        say.Growth("s", SUBJECT, PLACE, "2015", "2010", growth, annual=draw(st.booleans())),
        say.Share("s", SUBJECT, SUBJECT, PLACE, "2015", share, change=points, base_period="2014"),
        say.Comparison("s", SUBJECT, PLACE, OTHER, "2015", a, b, c, figure("m", draw(rates), "times", 1, "ratio")),
        say.Range("s", SUBJECT, ITEMS, PLACE, "2015", PLACE, a, OTHER, b),
        say.Trend("s", SUBJECT, PLACE, (("2010", a), ("2011", b), ("2012", c)), False, growth, growth),
        say.StockFlow("s", SUBJECT, SUBJECT, PLACE, "2015", a, b, c),
        say.TargetGap("s", SUBJECT, PLACE, "2015", a, b, c, "", growth, years, growth, "2020"),
        say.Disagreement("s", SUBJECT, PLACE, "2015", a, b, ITEMS),
    )))


@given(statements())
def test_both_languages_say_the_same_figures(statement: say.Statement) -> None:
    english, chinese = (sorted(one.id for one in figures_shown(words(statement, language))) for language in LANGUAGES)
    assert english == chinese


@given(statements())
def test_every_number_lies_in_the_box_of_its_row(statement: say.Statement) -> None:
    for language in LANGUAGES:
        said = words(statement, language)
        rows = {row.id: row for row in number_rows((("s", one) for one in figures_shown(said)), {}, language)}
        for piece in said:
            if isinstance(piece, Shown):
                row = rows[piece.figure.id]
                assert piece.text == row.text
                assert abs(parse_number(piece.text) - row.value) <= 0.5 * 10**-row.digits + 1e-9 * abs(row.value)


@given(statements())
def test_no_word_of_direction_meets_a_sign(statement: say.Statement) -> None:
    english, chinese = (plain_text(words(statement, language)) for language in LANGUAGES)
    assert not re.search(r"(up by|down by|rose by|fell by|grew by|exceeded by) -", english), english
    assert not re.search(r"(增长|下降|提高|上升|增加|减少|超出目标|相差)-", chinese), chinese
    assert "-0.0 " not in english
    assert not re.search(r"-0(\.0+)?(?![\d.])", chinese)
