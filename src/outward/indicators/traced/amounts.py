"""Amounts, traced: sums, differences, means, per enterprise and per head, stock and flow, constant prices, scale."""

from __future__ import annotations

from collections.abc import Sequence

from outward.errors import InvalidValueError, UnitMismatchError
from outward.indicators.traced.checks import finest, in_percent, not_negative, one_unit, plus, positive
from outward.indicators.traced.scales import magnitude, ratio_between, scaled, unit_of
from outward.vocabulary.figures import Figure, Kind, derive
from outward.vocabulary.formulas import inputs_named
from outward.vocabulary.units import Units, units


def total(id: str, parts: Sequence[Figure], *, digits: int | None = None) -> Figure:
    """Derive the sum of ``parts``.

    Raises
    ------
    DataGapError
        If there are no parts.
    UnitMismatchError
        If they are in different units.
    """
    unit = one_unit(id, parts)
    return derive(id, plus(inputs_named(len(parts))), parts, unit=unit, kind=_kind_of(parts),
                  digits=finest(parts) if digits is None else digits)


def mean(id: str, values: Sequence[Figure], *, digits: int | None = None) -> Figure:
    """Derive the plain mean of ``values``.

    Raises
    ------
    DataGapError
        If there are no values.
    UnitMismatchError
        If they are in different units.
    """
    unit = one_unit(id, values)
    return derive(id, f"({plus(inputs_named(len(values)))})/{len(values)}", values, unit=unit, kind=_kind_of(values),
                  digits=finest(values) if digits is None else digits)


def weighted_mean(
    id: str, values: Sequence[Figure], weights: Sequence[Figure], *, digits: int | None = None
) -> Figure:
    """Derive the mean of ``values`` weighted by ``weights``: both sequences in one order.

    Raises
    ------
    InvalidValueError
        If their numbers differ, a weight is negative, or none is positive.
    UnitMismatchError
        If values, or weights, are in different units.
    """
    unit = one_unit(id, values)
    one_unit(id, weights)
    not_negative(id, *weights)
    if len(values) != len(weights) or not any(weight.value > 0 for weight in weights):
        raise InvalidValueError(f"{len(values)} values, {len(weights)} weights", f"figure {id}",
                                "Give each value its weight, not all zero.")
    names = inputs_named(2 * len(values))
    firsts, seconds = names[:len(values)], names[len(values):]
    products = plus([f"{value}*{weight}" for value, weight in zip(firsts, seconds, strict=True)])
    return derive(id, f"({products})/({plus(seconds)})", [*values, *weights], unit=unit, kind=_kind_of(values),
                  digits=finest(values) if digits is None else digits)


def difference(id: str, a: Figure, b: Figure, *, digits: int | None = None) -> Figure:
    """Derive ``a`` less ``b``; between shares or rates, in percentage points.

    Raises
    ------
    UnitMismatchError
        If the two are in different units.
    """
    unit = one_unit(id, [a, b])
    in_points = unit == "%"
    return derive(id, "x1-x2", [a, b], unit="pp" if in_points else unit,
                  kind="points" if in_points else _kind_of([a, b]), digits=finest([a, b]) if digits is None else digits)


def count(id: str, ones: Sequence[Figure], *, unit: str) -> Figure:
    """Count rows of a register: the sum of figures of value 1, in ``unit`` (``projects``, ``enterprises``, ...).

    Raises
    ------
    InvalidValueError
        If a figure is not 1.
    DataGapError
        If there is nothing to count.
    """
    one_unit(id, ones)
    for one in ones:
        if one.value != 1:
            raise InvalidValueError(f"{one.id} is {one.value}", f"figure {id}", "Count figures of value 1.")
    return derive(id, plus(inputs_named(len(ones))), ones, unit=unit, digits=0, kind="count")


def per_enterprise(id: str, amount: Figure, enterprises: Figure, *, digits: int = 1) -> Figure:
    """Derive an amount of money per enterprise, in millions: 100 million CNY over enterprises gives million CNY.

    Raises
    ------
    InvalidValueError
        If there are no enterprises.
    UnitMismatchError
        If ``amount`` is no money, or ``enterprises`` no number of enterprises.
    """
    return _per(id, amount, enterprises, dimension="count:enterprises", scale="million", digits=digits)


def per_employee(id: str, amount: Figure, employees: Figure, *, digits: int = 1) -> Figure:
    """Derive an amount of money per employee, in 10,000s: 100 million CNY over 10,000 persons gives 10,000 CNY.

    Raises
    ------
    InvalidValueError
        If there are no employees.
    UnitMismatchError
        If ``amount`` is no money, or ``employees`` no number of persons.
    """
    return _per(id, amount, employees, dimension="persons", scale="10,000", digits=digits)


def amount_of_share(id: str, share: Figure, whole: Figure, *, digits: int | None = None) -> Figure:
    """Derive the amount that a share in percent is of ``whole``.

    Raises
    ------
    UnitMismatchError
        If ``share`` is not in percent.
    """
    in_percent(id, share)
    return derive(id, "x1/100*x2", [share, whole], unit=whole.unit, kind="level",
                  digits=whole.digits if digits is None else digits)


def whole_of_share(id: str, part: Figure, share: Figure, *, digits: int | None = None) -> Figure:
    """Derive the whole that a part and its share in percent imply.

    Raises
    ------
    InvalidValueError
        If ``share`` is not positive.
    UnitMismatchError
        If ``share`` is not in percent.
    """
    in_percent(id, share)
    positive(id, share)
    return derive(id, "100*x1/x2", [part, share], unit=part.unit, kind="level",
                  digits=part.digits if digits is None else digits)


def stock_change(id: str, current: Figure, previous: Figure, *, digits: int | None = None) -> Figure:
    """Derive by how much a stock rose from one end of year to the next.

    Raises
    ------
    UnitMismatchError
        If the two are in different units.
    """
    return difference(id, current, previous, digits=digits)


def unexplained(id: str, stock_change: Figure, flow: Figure, *, digits: int | None = None) -> Figure:
    """Derive the part of a change in stock that the year's flow does not explain: revaluation, revision, scope.

    Raises
    ------
    UnitMismatchError
        If the two are in different units.
    """
    return difference(id, stock_change, flow, digits=digits)


def fixed_base_index(id: str, links: Sequence[Figure], *, digits: int = 1) -> Figure:
    """Chain price indices of previous year = 100 into an index whose base is the year before the first link.

    Raises
    ------
    DataGapError
        If there are no links.
    InvalidValueError
        If a link is not positive.
    UnitMismatchError
        If a link is not an index.
    """
    one_unit(id, links)
    _check_indices(id, *links)
    names = inputs_named(len(links))
    return derive(id, "*".join(["100", *(f"({name}/100)" for name in names)]), links, unit="index", digits=digits,
                  kind="index")


def deflated(
    id: str, level: Figure, index: Figure, base_index: Figure, *, digits: int | None = None, note: str = ""
) -> Figure:
    """Derive a level in constant prices of the base period: the level times the base's index over its own.

    ``index`` and ``base_index`` are of one fixed-base price index; the trace shows both, and ``note`` says deflator and
    base year in words.

    Raises
    ------
    InvalidValueError
        If an index is not positive.
    UnitMismatchError
        If one of the two is not an index.
    """
    _check_indices(id, index, base_index)
    return derive(id, "x1*x3/x2", [level, index, base_index], unit=level.unit, kind=level.kind, note=note,
                  digits=level.digits if digits is None else digits)


def converted(id: str, figure: Figure, unit: str, *, digits: int | None = None, known: Units | None = None) -> Figure:
    """Show a figure in another unit of its dimension: 12.3 billion CNY as 123 (100 million CNY).

    As many digits are shown as say the same, so nothing is lost and nothing pretended. ``known`` are a case's units.

    Raises
    ------
    UnitMismatchError
        If ``unit`` is of another dimension or currency.
    UnknownCodeError
        If a unit is not defined.
    """
    ratio = ratio_between(figure.unit, unit, f"figure {id}, from {figure.id}", known=known)
    return derive(id, scaled("x1", ratio), [figure], unit=unit, kind=figure.kind, note=figure.note,
                  digits=max(0, figure.digits - magnitude(ratio)) if digits is None else digits)


def _per(id: str, amount: Figure, heads: Figure, *, dimension: str, scale: str, digits: int) -> Figure:
    positive(id, heads)
    where = f"figure {id}, from {amount.id}, {heads.id}"
    heads_unit = unit_of(heads.unit, dimension, where)
    currency = units()[amount.unit].currency
    if not currency:
        raise UnitMismatchError(f"{amount.value} {amount.unit} is no money", where, "Give an amount of money.")
    unit = f"{scale} {currency}"
    ratio = ratio_between(amount.unit, unit, where) / heads_unit.factor
    return derive(id, scaled("x1/x2", ratio), [amount, heads], unit=unit, digits=digits, kind="level")


def _check_indices(id: str, *indices: Figure) -> None:
    for index in indices:
        if index.unit != "index":
            raise UnitMismatchError(f"{index.value} {index.unit}", f"figure {id}, from {index.id}",
                                    "Give a price index (unit 'index').")
    positive(id, *indices)


def _kind_of(figures: Sequence[Figure]) -> Kind:
    kinds = {figure.kind for figure in figures}
    return kinds.pop() if len(kinds) == 1 else "level"
