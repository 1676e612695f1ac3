"""Amounts, traced: sums, differences, means, per enterprise and per head, stock and flow, constant prices, scale."""

from __future__ import annotations

from collections.abc import Sequence

from outward.errors import InvalidValueError, UnitMismatchError
from outward.indicators.traced.checks import finest, in_percent, not_negative, one_unit, plus, positive
from outward.indicators.traced.scales import power_between, scale_of, scaled
from outward.vocabulary.figures import Figure, Kind, derive
from outward.vocabulary.formulas import inputs_named


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
        If ``enterprises`` is not a number of enterprises.
    """
    return _per(id, amount, enterprises, counted="enterprises", scale="million", digits=digits)


def per_employee(id: str, amount: Figure, employees: Figure, *, digits: int = 1) -> Figure:
    """Derive an amount of money per employee, in 10,000s: 100 million CNY over 10,000 persons gives 10,000 CNY.

    Raises
    ------
    InvalidValueError
        If there are no employees.
    UnitMismatchError
        If ``employees`` is not a number of persons.
    """
    return _per(id, amount, employees, counted="persons", scale="10,000", digits=digits)


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


def converted(id: str, figure: Figure, unit: str, *, digits: int | None = None) -> Figure:
    """Show a figure at another scale of its unit: 12.3 billion CNY as 123 (100 million CNY).

    As many digits are kept as say the same, so nothing is lost and nothing pretended.

    Raises
    ------
    UnitMismatchError
        If ``unit`` is of another dimension or currency.
    """
    power = power_between(figure.unit, unit, f"figure {id}, from {figure.id}")
    return derive(id, scaled("x1", power), [figure], unit=unit, kind=figure.kind, note=figure.note,
                  digits=max(0, figure.digits - power) if digits is None else digits)


def _per(id: str, amount: Figure, heads: Figure, *, counted: str, scale: str, digits: int) -> Figure:
    positive(id, heads)
    heads_power, heads_counted = scale_of(heads.unit)
    amount_power, currency = scale_of(amount.unit)
    if heads_counted != counted:
        raise UnitMismatchError(f"{heads.value} {heads.unit}", f"figure {id}, from {heads.id}",
                                f"Give a number of {counted}.")
    unit = f"{scale} {currency}"
    power = amount_power - heads_power - scale_of(unit)[0]
    return derive(id, scaled("x1/x2", power), [amount, heads], unit=unit, digits=digits, kind="level")


def _check_indices(id: str, *indices: Figure) -> None:
    for index in indices:
        if index.unit != "index":
            raise UnitMismatchError(f"{index.value} {index.unit}", f"figure {id}, from {index.id}",
                                    "Give a price index (unit 'index').")
    positive(id, *indices)


def _kind_of(figures: Sequence[Figure]) -> Kind:
    kinds = {figure.kind for figure in figures}
    return kinds.pop() if len(kinds) == 1 else "level"
