"""A relation's arithmetic in a line that a reader can check: ``120.5 + 79.4 = 199.9 ≠ 198.9``."""

from __future__ import annotations

import math
from collections.abc import Sequence

from outward.audit.hulls import Extreme
from outward.audit.likeness import OutOfLine
from outward.audit.numbers import Numbers
from outward.audit.relations import (
    CompoundGrowth,
    Difference,
    Formula,
    Quotient,
    RankOf,
    Relation,
    Scaled,
    Sum,
    WeightedMean,
)

_MOST_TERMS = 12


class Names:
    """Writes numbers as they are printed where they stand so, and computed ones plainly."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers

    def printed(self, index: int, value: float) -> str:
        """The print of a number; the value itself where it reads otherwise by now."""
        number = self.numbers.all[index]
        if math.isclose(value, number.value, rel_tol=1e-12, abs_tol=1e-12):
            return number.printed.text.strip()
        return plain(value / number.measure.factor)


def plain(value: float) -> str:
    """Write a computed value with what digits it needs, and no more than six that count.

    Examples
    --------
    >>> plain(199.9), plain(0.078125), plain(18158.6449)
    ('199.9', '0.078125', '18,158.64')
    """
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else "?"
    decimals = max(0, 6 - max(1, math.floor(math.log10(abs(value))) + 1)) if abs(value) >= 1 else 6
    text = f"{value:,.{max(decimals, 2 if abs(value) < 1e6 else 0)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def sum_line(relation: Relation, names: Names, x: Sequence[float]) -> str:
    """Write a relation that fails: what is computed, what comes out, and what is printed instead.

    Parameters
    ----------
    relation : Relation
        Any.
    names : Names
        Of the document's numbers.
    x : sequence of float
        What the numbers read, in base units.
    """
    if isinstance(relation.formula, OutOfLine):
        return _likeness_line(relation.formula, names, x)
    value, _ = relation.formula.evaluate(x)
    factor = _factor(relation, names)
    target = plain(relation.constant) if relation.target < 0 else names.printed(relation.target, x[relation.target])
    sign = {"=": "≠", "<=": ">", ">=": "<"}[relation.sense]
    if isinstance(relation.formula, Difference) and relation.target < 0:
        left, right = relation.formula.left.evaluate(x)[0], relation.formula.right.evaluate(x)[0]
        scale = _scale(relation.formula.left, names)
        return (f"{_written(relation.formula.left, names, x)} = {plain(left / scale)} ≠ "
                f"{_written(relation.formula.right, names, x)} = {plain(right / scale)}")
    written = _written(relation.formula, names, x)
    shown = plain(value / factor)
    is_single = isinstance(relation.formula, Sum) and len(relation.formula.terms) == 1
    middle = "" if written == shown or is_single else f" = {shown}"
    return f"{written}{middle} {sign} {target}"


def _likeness_line(formula: OutOfLine, names: Names, x: Sequence[float]) -> str:
    """A ratio beside what it is elsewhere: ``3968.53 / 3332.34 = 1.191; 1.003``."""
    above, below = (names.printed(index, x[index]) for index in formula.inputs)
    usual = math.exp(formula.yardstick(x)[0])
    return f"{above} / {below} = {x[formula.above] / x[formula.below]:.4g}; {usual:.4g}"


def _factor(relation: Relation, names: Names) -> float:
    if relation.target >= 0:
        return names.numbers.all[relation.target].measure.factor
    return _scale(relation.formula, names)


def _scale(formula: Formula, names: Names) -> float:
    index = next(iter(formula.inputs), None)
    return 1.0 if index is None else names.numbers.all[index].measure.factor


def _written(formula: Formula, names: Names, x: Sequence[float]) -> str:
    match formula:
        case Sum(terms, constant):
            shown = [(names.printed(index, x[index]), sign) for index, sign in terms[:_MOST_TERMS]]
            text = "".join(f"{' + ' if sign > 0 else ' - '}{each}" for each, sign in shown)
            text = text.removeprefix(" + ") if text.startswith(" + ") else text.strip().replace("- ", "-", 1)
            more = " + …" if len(terms) > _MOST_TERMS else ""
            return f"{text}{more}{f' + {plain(constant)}' if constant else ''}"
        case Quotient(above, below, scale, offset):
            quotient = f"{_bracketed(above, names, x)} / {_bracketed(below, names, x)}"
            if offset == -100.0:
                return f"({quotient} - 1) × 100"
            scaled = quotient if scale == 1.0 else f"{quotient} × {plain(scale)}"
            return scaled + (f" + {plain(offset)}" if offset else "")
        case WeightedMean(weights, numbers):
            pairs = [f"{names.printed(w, x[w])} × {names.printed(n, x[n])}"
                     for w, n in list(zip(weights, numbers, strict=True))[:_MOST_TERMS]]
            whole = " + ".join(names.printed(w, x[w]) for w in weights[:_MOST_TERMS])
            return f"({' + '.join(pairs)}) / ({whole})"
        case Difference(left, right):
            return f"{_bracketed(left, names, x)} - {_bracketed(right, names, x)}"
        case Scaled(of, factor, offset):
            text = _bracketed(of, names, x)
            if not offset or factor != 0.01:
                return text
            return f"({plain(offset)} - {text[1:]}%)" if text.startswith("-") else f"({plain(offset)} + {text}%)"
        case CompoundGrowth(last, first, years):
            return f"(({_bracketed(last, names, x)} / {_bracketed(first, names, x)})^(1/{years}) - 1) × 100"
        case Extreme(among, is_greatest):
            members = ", ".join(names.printed(index, x[index]) for index in among[:_MOST_TERMS])
            return f"{'max' if is_greatest else 'min'}({members})"
        case RankOf(own, among):
            return f"#{1 + sum(x[index] > x[own] for index in among)} / {len(among)}"
    return "?"


def _bracketed(formula: Formula, names: Names, x: Sequence[float]) -> str:
    text = _written(formula, names, x)
    is_single = isinstance(formula, Sum) and len(formula.terms) == 1 and not formula.constant
    return text if is_single or isinstance(formula, Scaled) else f"({text})"
