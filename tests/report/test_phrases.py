"""Statements in words: every pattern and shape as a person would write it, in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from outward.errors import InvalidValueError
from outward.report.document import Number
from outward.report.numbers import number_rows
from outward.report.phrases import sentence, words
from outward.report.wording import Shown, figures_shown, plain_text
from outward.vocabulary import statements as say
from outward.vocabulary.labels import LANGUAGES, Language
from outward.vocabulary.numerals import parse_number
from tests.worlds.statements import LIAONING, SALES, fig, pct, points, shapes

GOLDEN = Path(__file__).parent / "golden" / "phrases.txt"
SHAPES = dict(shapes())


def test_every_pattern_has_a_shape() -> None:
    assert {type(shape) for shape in SHAPES.values()} == _patterns()


def test_sentences_read_as_in_the_golden_file() -> None:
    told = "\n".join(f"{name}\n  {plain_text(words(statement, 'en'))}\n  {plain_text(words(statement, 'zh'))}"
                     for name, statement in SHAPES.items()) + "\n"
    assert told == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_stand_in_number_spans_only(name: str, language: Language) -> None:
    """Beside figures a sentence holds years and periods only."""
    plain = "".join(piece.text for piece in words(SHAPES[name], language) if not isinstance(piece, Shown))
    plain = re.sub(r"(19|20)\d\d|12月|above 10 billion", "", plain)
    assert not re.search(r"\d", plain), plain


@pytest.mark.parametrize("name", SHAPES)
def test_both_languages_show_the_same_figures(name: str) -> None:
    english, chinese = (sorted(figure.id for figure in figures_shown(words(SHAPES[name], language)))
                        for language in LANGUAGES)
    assert english == chinese


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_lie_in_the_box_of_their_row(name: str, language: Language) -> None:
    said = words(SHAPES[name], language)
    rows = {row.id: row for row in number_rows((("s", figure) for figure in figures_shown(said)), {}, language)}
    for span in sentence(SHAPES[name], language).spans:
        if isinstance(span, Number):
            row = rows[span.id]
            assert span.text == row.text
            assert abs(parse_number(span.text) - row.value) <= 0.5 * 10**-row.digits + 1e-9


@pytest.mark.parametrize("name", SHAPES)
def test_no_direction_word_meets_a_minus_sign(name: str) -> None:
    english, chinese = (plain_text(words(SHAPES[name], language)) for language in LANGUAGES)
    assert not re.search(r"(up|down|rose|fell|grew|more|less|higher|lower) (by )?-", english)
    assert not re.search(r"(增长|下降|提高|上升|增加|减少|高|低|多|少)-", chinese)
    assert "  " not in english
    assert not re.search(r"[,;:.?!()]", re.sub(r"\d[.,]\d", "", re.sub(r"\d[.,]\d", "", chinese)))


def test_direction_follows_the_rounded_value() -> None:
    flat = say.Growth("s", SALES, LIAONING, "2015", "2014", pct(0.049))
    risen = say.Growth("s", SALES, LIAONING, "2015", "2014", pct(0.051))
    assert "unchanged" in plain_text(words(flat, "en"))
    assert "grew by 0.1%" in plain_text(words(risen, "en"))
    assert "持平" in plain_text(words(flat, "zh"))
    assert "增长0.1%" in plain_text(words(risen, "zh"))


@pytest.mark.parametrize(("hedge", "target", "english", "chinese"), [
    ("more than", 150.0, "exceeded by more than 5.00 billion CNY.", "已超出目标50.0亿元以上。"),
    ("more than", 250.0, ": less than 5.00 billion CNY short.", "尚差不到50.0亿元。"),
    ("less than", 150.0, "exceeded by less than 5.00 billion CNY.", "已超出目标不到50.0亿元。"),
    ("less than", 250.0, ": more than 5.00 billion CNY short.", "尚差50.0亿元以上。"),
    ("nearly", 250.0, ": more than 5.00 billion CNY short.", "尚差50.0亿元以上。"),
    ("about", 150.0, "exceeded by about 5.00 billion CNY.", "已超出目标约50.0亿元。"),
    ("more than", 200.0, ": the target is exceeded.", "，已超过目标。"),
    ("less than", 200.0, ": the target is not quite reached.", "，尚未达到目标。"),
    ("", 200.0, ": the target is reached.", "，已达到目标。"),
])
def test_a_gap_is_hedged_as_its_value_is(hedge: say.Hedge, target: float, english: str, chinese: str) -> None:
    gap = say.TargetGap("s", SALES, LIAONING, "2015", fig(200.0), fig(target), fig(target - 200.0), hedge)
    assert plain_text(words(gap, "en")).endswith(english)
    assert plain_text(words(gap, "zh")).endswith(chinese)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_smallest_is_not_named_twice(language: Language) -> None:
    """Of two or three items the smallest is among the largest."""
    said = SHAPES["largest of three"]
    assert isinstance(said, say.Largest)
    assert said.smallest is not None
    assert plain_text(words(said, language)).count(said.smallest[0].text(language)) == 1
    apart = plain_text(words(SHAPES["largest and smallest"], language))
    assert {"en": "; the smallest was gears (1.00 billion CNY)", "zh": "；居末的是"}[language] in apart


def test_percent_and_points_are_told_apart() -> None:
    share = say.Share("s", SALES, SALES, LIAONING, "2015", pct(20.0, "share"), "", points(1.0), "2014")
    assert "1.0 percentage points more than in 2014" in plain_text(words(share, "en"))
    assert "比上年提高1.0个百分点" in plain_text(words(share, "zh"))


def test_shown_figures_trace_to_the_figure_they_show() -> None:
    value = fig(-103.6, digits=1)
    less = say.Comparison("s", SALES, LIAONING, LIAONING, "2015", fig(1.0), fig(2.0), value)
    magnitude = figures_shown(words(less, "en"))[-1]
    assert magnitude.id == f"magnitude:shown:{value.id}"
    assert magnitude.formula == "-x1"
    assert (magnitude.value, magnitude.unit, magnitude.digits) == (10.36, "billion CNY", 2)
    assert magnitude.inputs[0].inputs == (value,)


def _patterns() -> set[type[say.Statement]]:
    return {one for one in vars(say).values()
            if isinstance(one, type) and issubclass(one, say.Statement) and one is not say.Statement}


@dataclass(frozen=True, slots=True)
class _Unknown(say.Statement):
    pass


def test_a_pattern_nobody_has_written_is_refused() -> None:
    for language in LANGUAGES:
        with pytest.raises(InvalidValueError, match="_Unknown"):
            words(_Unknown("s"), language)
