"""Structure, traced: shares, margins, multiples, concentration, specialisation, ranks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from outward.errors import InvalidValueError
from outward.indicators.traced.checks import in_percent, not_negative, one_unit, plus, positive
from outward.vocabulary.figures import Figure, derive
from outward.vocabulary.formulas import inputs_named

Best = Literal["largest", "smallest"]


def share(id: str, part: Figure, whole: Figure, *, digits: int = 1) -> Figure:
    """Derive the share of ``part`` in ``whole``, in percent; export intensity is the share of exports in sales.

    A share above 100 is given as it is: that the cells contradict one another is for an audit to say.

    Raises
    ------
    InvalidValueError
        If ``whole`` is not positive or ``part`` is negative.
    UnitMismatchError
        If the two are in different units.
    """
    one_unit(id, [part, whole])
    positive(id, whole)
    not_negative(id, part)
    return derive(id, "100*x1/x2", [part, whole], unit="%", digits=digits, kind="share")


def share_of_sum(id: str, part: Figure, parts: Sequence[Figure], *, digits: int = 1) -> Figure:
    """Derive the share of ``part`` in the sum of ``parts`` (of which it is one), in percent.

    Raises
    ------
    InvalidValueError
        If a part is negative, none is positive, or ``part`` is not among ``parts``.
    UnitMismatchError
        If they are in different units.
    """
    if all(one.id != part.id for one in parts):
        raise InvalidValueError(f"{part.id} is not among the parts", f"figure {id}", "Give all parts, this one too.")
    _check_parts(id, parts)
    names = inputs_named(len(parts) + 1)
    return derive(id, f"100*x1/({plus(names[1:])})", [part, *parts], unit="%", digits=digits, kind="share")


def margin(id: str, profit: Figure, revenue: Figure, *, digits: int = 1) -> Figure:
    """Derive what is left of revenue, in percent: a profit, or a loss when it is negative.

    Raises
    ------
    InvalidValueError
        If ``revenue`` is not positive.
    UnitMismatchError
        If the two are in different units.
    """
    one_unit(id, [profit, revenue])
    positive(id, revenue)
    return derive(id, "100*x1/x2", [profit, revenue], unit="%", digits=digits, kind="share")


def multiple(id: str, a: Figure, b: Figure, *, digits: int = 2) -> Figure:
    """Derive how many times ``b`` goes into ``a``: one region's level against another's.

    Raises
    ------
    InvalidValueError
        If ``b`` is not positive or ``a`` is negative.
    UnitMismatchError
        If the two are in different units.
    """
    one_unit(id, [a, b])
    positive(id, b)
    not_negative(id, a)
    return derive(id, "x1/x2", [a, b], unit="times", digits=digits, kind="ratio")


def largest_share(id: str, parts: Sequence[Figure], n: int, *, digits: int = 1) -> Figure:
    """Derive the concentration ratio CRn: the share of the ``n`` largest in the sum of all, in percent.

    The inputs stand in order of size, so the formula reads "the first n over all".

    Raises
    ------
    InvalidValueError
        If a part is negative, none is positive, or ``n`` is not between 1 and their number.
    UnitMismatchError
        If they are in different units.
    """
    _check_parts(id, parts)
    if not 1 <= n <= len(parts):
        raise InvalidValueError(f"the {n} largest of {len(parts)}", f"figure {id}", f"Ask for 1 to {len(parts)}.")
    ranked = sorted(parts, key=lambda one: -one.value)
    names = inputs_named(len(ranked))
    return derive(id, f"100*({plus(names[:n])})/({plus(names)})", ranked, unit="%", digits=digits, kind="share")


def herfindahl(id: str, parts: Sequence[Figure], *, digits: int = 3) -> Figure:
    """Derive the Herfindahl-Hirschman index: the sum of squared shares, 1/n (even) to 1 (one part).

    Raises
    ------
    InvalidValueError
        If a part is negative, or none is positive.
    UnitMismatchError
        If they are in different units.
    """
    _check_parts(id, parts)
    names = inputs_named(len(parts))
    squares = plus([f"{name}**2" for name in names])
    return derive(id, f"({squares})/({plus(names)})**2", parts, unit="ratio", digits=digits, kind="ratio")


def normalised_herfindahl(id: str, hhi: Figure, parts: int, *, digits: int = 3) -> Figure:
    """Derive the normalised index from an index over ``parts`` parts: 0 (even) to 1 (one part).

    Raises
    ------
    InvalidValueError
        If there are fewer than two parts.
    """
    if parts < 2:
        raise InvalidValueError(f"{parts} parts", f"figure {id}", "Normalise an index over two parts or more.")
    return derive(id, f"(x1-1/{parts})/(1-1/{parts})", [hhi], unit="ratio", digits=digits, kind="ratio")


def effective_number(id: str, hhi: Figure, *, digits: int = 1) -> Figure:
    """Derive how many equal parts would be as concentrated: the reciprocal of the Herfindahl-Hirschman index.

    Raises
    ------
    InvalidValueError
        If the index is not positive.
    """
    positive(id, hhi)
    return derive(id, "1/x1", [hhi], unit="ratio", digits=digits, kind="ratio")


def location_quotient(
    id: str, part_region: Figure, whole_region: Figure, part_nation: Figure, whole_nation: Figure, *, digits: int = 2
) -> Figure:
    """Derive the location quotient: the part's share in the region over its share in the nation; above 1, specialised.

    Raises
    ------
    InvalidValueError
        If a whole or the nation's part is not positive, or the region's part negative.
    UnitMismatchError
        If the four are in different units.
    """
    inputs = [part_region, whole_region, part_nation, whole_nation]
    one_unit(id, inputs)
    positive(id, *inputs[1:])
    not_negative(id, part_region)
    return derive(id, "(x1/x2)/(x3/x4)", inputs, unit="ratio", digits=digits, kind="ratio")


def specialisation(id: str, here: Sequence[Figure], there: Sequence[Figure], *, digits: int = 2) -> Figure:
    """Derive Krugman's specialisation index from shares in percent, in one order: 0 (alike) to 2 (nothing shared).

    Raises
    ------
    InvalidValueError
        If the two structures do not have the same number of parts.
    UnitMismatchError
        If a share is not in percent.
    """
    if len(here) != len(there) or not here:
        raise InvalidValueError(f"{len(here)} shares against {len(there)}", f"figure {id}",
                                "Give the same parts in both, in one order.")
    in_percent(id, *here, *there)
    names = inputs_named(2 * len(here))
    gaps = [f"max({a}-{b},{b}-{a})" for a, b in zip(names[:len(here)], names[len(here):], strict=True)]
    return derive(id, f"({plus(gaps)})/100", [*here, *there], unit="ratio", digits=digits, kind="ratio")


def rank_among(id: str, value: Figure, others: Sequence[Figure], *, best: Best = "largest") -> Figure:
    """Derive the rank of ``value`` among itself and ``others``; equals share the better place.

    Raises
    ------
    UnitMismatchError
        If they are in different units.
    """
    others = [other for other in others if other.id != value.id]
    one_unit(id, [value, *others])
    sign = "" if best == "largest" else "-"
    names = [f"{sign}{name}" for name in inputs_named(len(others) + 1)]
    return derive(id, f"rank({','.join(names)})", [value, *others], unit="rank", digits=0, kind="rank")


def _check_parts(id: str, parts: Sequence[Figure]) -> None:
    one_unit(id, parts)
    not_negative(id, *parts)
    if not any(part.value > 0 for part in parts):
        raise InvalidValueError(f"{len(parts)} parts, none positive", f"figure {id}",
                                "Leave the figure out and name the gap.")
