"""What both languages' phrases are built of: pieces of a sentence that still know the figure they show.

A figure may be shown as it is, in another unit (``shown:<id>``: billion CNY for 100 million CNY) or without its sign
(``magnitude:<id>``: "fell by 3.7%"). Each of these is a figure of its own with the first as its input, so that in
``numbers.csv`` text, value and digits of a row always agree. Ids are alike in both languages.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from outward.report.document import DoubtMark, Number, Span, Text
from outward.vocabulary.figures import Figure, derive
from outward.vocabulary.labels import LANGUAGES, Label, Language
from outward.vocabulary.numerals import list_text, number_text, quantity_text
from outward.vocabulary.statements import Hedge, Largest, TargetGap, Trend, trajectory
from outward.vocabulary.units import prose_unit, units


@dataclass(frozen=True, slots=True)
class Shown:
    """A number in a sentence and the figure that it shows."""

    figure: Figure
    text: str


_WITH_ITS_NUMBER = re.compile(r"[%％]|(?:st|nd|rd|th)\b")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d)")

Piece = Text | Shown
Phrase = tuple[Piece, ...]
Part = str | Piece | Phrase


def phrase(*parts: Part) -> Phrase:
    """Put parts together; words that touch become one piece, empty words vanish."""
    pieces: list[Piece] = []
    for piece in _flat(parts):
        last = pieces[-1] if pieces else None
        if isinstance(piece, Text) and isinstance(last, Text) and piece.style == last.style:
            pieces[-1] = Text(last.text + piece.text, piece.style)
        elif not isinstance(piece, Text) or piece.text:
            pieces.append(piece)
    return tuple(pieces)


def _flat(parts: Sequence[Part]) -> Iterator[Piece]:
    for part in parts:
        if isinstance(part, str):
            yield Text(part)
        elif isinstance(part, tuple):
            yield from part
        else:
            yield part


def spans_of_phrase(words: Phrase, doubt: Callable[[Figure], DoubtMark | None] | None = None) -> tuple[Span, ...]:
    """Turn a phrase into the document's spans; ``doubt`` gives the sign that a figure's number bears.

    The sign stands behind what is written together with the number: 12.8%†, 22nd†.
    """
    spans: list[Span] = []
    waiting: DoubtMark | None = None
    for piece in words:
        if waiting is not None:
            close = _WITH_ITS_NUMBER.match(piece.text) if isinstance(piece, Text) else None
            if close and isinstance(piece, Text):
                spans.append(Text(close[0], piece.style))
                piece = Text(piece.text[close.end():], piece.style)  # noqa: PLW2901  (what is left of it)
            spans.append(waiting)
            waiting = None
        if isinstance(piece, Shown):
            spans.append(Number(piece.figure.id, piece.text))
            waiting = doubt(piece.figure) if doubt is not None else None
        elif piece.text:
            spans.append(piece)
    return (*spans, waiting) if waiting is not None else tuple(spans)


def figures_shown(words: Phrase) -> tuple[Figure, ...]:
    """Give the figures whose numbers stand in a phrase, in order."""
    return tuple(piece.figure for piece in words if isinstance(piece, Shown))


def plain_text(words: Phrase) -> str:
    """Give the words and numbers without markup."""
    return "".join(piece.text for piece in words)


def in_prose(figure: Figure, language: Language) -> Figure:
    """Give the figure in the unit that sentences use: itself, or ``shown:<id>`` where a language has another unit."""
    if all(prose_unit(figure.unit, each)[1] == 1 for each in LANGUAGES):
        return figure
    unit, factor = prose_unit(figure.unit, language)
    return derive(f"shown:{figure.id}", _times(factor), [figure], unit=unit.code,
                  digits=max(0, figure.digits - _tens(factor)), kind=figure.kind, note=figure.note)


def _times(factor: Fraction) -> str:
    up, down = (f"*{factor.numerator}" if factor.numerator != 1 else "",
                f"/{factor.denominator}" if factor.denominator != 1 else "")
    return f"x1{up}{down}"


def _tens(factor: Fraction) -> int:
    """How many decimals a value loses (gains, if negative) when it is multiplied by ``factor``."""
    return math.floor(math.log10(factor) + 1e-9)


def magnitude(figure: Figure) -> Figure:
    """Give the figure without its sign: itself, or ``magnitude:<id>`` where it shows as negative."""
    if figure.rounded >= 0:
        return figure
    return derive(f"magnitude:{figure.id}", "-x1", [figure], unit=figure.unit, digits=figure.digits,
                  kind=figure.kind, note=figure.note)


def sign(figure: Figure) -> int:
    """Say whether the figure *as shown* is above zero (1), zero (0) or below (-1)."""
    rounded = figure.rounded
    return (rounded > 0) - (rounded < 0)


def quantity(figure: Figure, language: Language, *, noun: bool = True) -> Phrase:
    """Show a figure with its unit: ``799.597`` and `` billion CNY``; ``7995.97`` and ``亿元``."""
    if figure.kind == "rank":
        return place(figure, language)
    shown = in_prose(figure, language)
    return _around(shown, quantity_text(shown.value, shown.unit, shown.digits, language, noun=noun), language)


def amount(figure: Figure, subject: Label, language: Language) -> Phrase:
    """Show a figure of a subject: what is counted is not named again where the subject names it."""
    unit, text = units()[figure.unit], subject.text(language).casefold()
    names = (unit.name.zh,) if language == "zh" else (unit.name.en, unit.one)
    return quantity(figure, language, noun=not any(name and name.casefold() in text for name in names))


def size(figure: Figure, language: Language) -> Phrase:
    """Show a figure with its unit and without its sign, for a word that already says the direction."""
    shown = magnitude(in_prose(figure, language))
    if shown.unit == "rank":
        places = "位" if language == "zh" else " place" if shown.rounded == 1 else " places"
        return phrase(number(shown, language), places)
    return _around(shown, quantity_text(shown.value, shown.unit, shown.digits, language), language)


def place(figure: Figure, language: Language) -> Phrase:
    """Show a rank: ``22`` and ``nd``; 第, ``22`` and 位. A quantile between two places is a number, and no place."""
    if figure.digits:
        return phrase(number(figure, language))
    return _around(figure, quantity_text(figure.value, "rank", 0, language), language)


def number(figure: Figure, language: Language) -> Shown:
    """Show a figure without its unit, for a table whose header prints it."""
    return Shown(figure, number_text(figure.value, figure.digits, language))


def _around(figure: Figure, text: str, language: Language) -> Phrase:
    """Split the words around a number from the number."""
    shown = number(figure, language)
    before, found, after = text.partition(shown.text)
    assert found, f"{shown.text!r} does not stand in {text!r}"
    return phrase(before, shown, after)


def listing(items: Sequence[Part], language: Language) -> Phrase:
    """Join parts as the language lists things: ``a, b, and c``; ``a、b和c``."""
    phrases = [phrase(item) for item in items]
    if language == "en" and len(phrases) == 2:
        return phrase(phrases[0], " and ", phrases[1])
    texts = [_THOUSANDS.sub("", plain_text(each)) for each in phrases]  # a comma in a number parts no names
    rest, parts = list_text(texts, language), list[Part]()
    for text, each in zip(texts, phrases, strict=True):
        before, _, rest = rest.partition(text)
        parts += [before, each]
    return phrase(*parts, rest)


def named(items: Sequence[tuple[Label, Figure]], language: Language, *, noun: bool = True) -> Phrase:
    """List names, each with its figure in brackets; without ``noun`` what is counted is not named again."""
    left, right = ("（", "）") if language == "zh" else (" (", ")")
    return listing([phrase(label.text(language), left, quantity(figure, language, noun=noun), right)
                    for label, figure in items], language)


def smallest_unnamed(statement: Largest) -> tuple[Label, Figure] | None:
    """Give the smallest, unless it is named among the largest already, as where there are two or three in all."""
    smallest = statement.smallest
    return None if smallest is None or smallest[0] in {label for label, _ in statement.ranked} else smallest


def gap_hedge(statement: TargetGap) -> Hedge:
    """Give the hedge of a gap whose value is hedged: of more than 150, less is missing and more is exceeded."""
    short = sign(statement.gap) > 0
    match statement.hedge:
        case "more than":
            return "less than" if short else "more than"
        case "less than" | "nearly":
            return "more than" if short else "less than"
    return statement.hedge


def turned(statement: Trend) -> int:
    """Say whether a level crossed zero from end to end: 1 from negative to positive, -1 the other way, 0 neither."""
    first, last = (sign(figure) for figure in (statement.points[0][1], statement.points[-1][1]))
    return 0 if statement.is_rank or first * last >= 0 else last


def change_of(statement: Trend) -> Figure | None:
    """Give the change that a trend may state: none where it shows as zero, crosses zero, or contradicts the course."""
    change, first, last = statement.change, statement.points[0][1].rounded, statement.points[-1][1].rounded
    if change is None or sign(change) == 0 or first == last or turned(statement):
        return None
    if not statement.is_rank and sign(change) != (last > first) - (last < first):
        return None  # growth on a negative base: its sign says the opposite of what happened
    return change


def average_of(statement: Trend) -> Figure | None:
    """Give the average growth that a trend may state, by the same test as its change."""
    average, first, last = statement.average, statement.points[0][1].rounded, statement.points[-1][1].rounded
    if average is None or sign(average) == 0 or sign(average) != (last > first) - (last < first) or turned(statement):
        return None
    return average


def compares_height(difference: Figure) -> bool:
    """Say whether a difference is one of height (a rate, a ratio), not of amount."""
    return difference.unit in ("pp", "%", "times", "ratio", "index")


def improved(statement: Trend) -> bool:
    """Say whether a trend of ranks ended at a better, smaller place."""
    return trajectory(statement.points) in ("fell", "fluctuated down")


def subject_holds_place(subject: str, place_name: str) -> bool:
    """Say whether a subject already names its place, so that it need not be said again."""
    return not place_name or place_name in subject
