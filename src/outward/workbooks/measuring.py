"""Which unit a value is in: what a sheet states, what an indicator's definition implies, and when the two disagree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from outward.workbooks.context import ReadingContext
from outward.workbooks.numerals import Numeral

_NO_UNIT_PRINTED: Final = ("rank", "index")  # a place or an index number is printed bare everywhere


@dataclass(frozen=True, slots=True)
class Measured:
    """A value's unit, whether the sheet states it (``printed``) or it is ``presumed``, and why."""

    unit: str
    status: str
    remark: str = ""


def unit_of(
    indicator: str, stated: str, table_units: Sequence[str], read: Numeral, *, counted: bool, context: ReadingContext
) -> Measured | str:
    """Decide on a value's unit; gives the problem as text when what is stated cannot be right.

    Parameters
    ----------
    indicator : str
        Id of the indicator.
    stated : str
        Unit code of the value's own header or row label; empty where they state none.
    table_units : sequence of str
        Unit codes of the table's unit line and title.
    read : Numeral
        The value as printed: a per cent sign is a unit too.
    counted : bool
        A measure word (个, 家) stands where a unit would.
    context : ReadingContext
        The vocabularies.
    """
    usual = context.indicators[indicator].unit
    if read.percent:
        if stated not in ("", "%", "pp"):
            return f"the value is printed in per cent, its header says {stated}"
        stated = stated or ("pp" if usual == "pp" else "%")
    if stated:
        if not _measures(stated, usual, context):
            return f"unit {stated} does not measure {indicator}, which is counted in {usual}"
        return Measured(stated, "printed")
    fitting = [unit for unit in table_units if _measures(unit, usual, context)]
    if len(fitting) == 1:
        return Measured(fitting[0], "printed")
    if len(fitting) > 1:
        return f"the unit line offers {' and '.join(fitting)} for {indicator}"
    if counted or usual in _NO_UNIT_PRINTED:
        return Measured(usual, "printed")
    if table_units and not _is_count(usual, context):
        return f"the unit line says {', '.join(table_units)}, which does not measure {indicator} ({usual})"
    return Measured(usual, "presumed", f"unit not printed, {usual} presumed")


def _measures(unit: str, usual: str, context: ReadingContext) -> bool:
    """Is a value in ``unit`` of the same sort as one in ``usual``? Money is, in every currency."""
    given, wanted = context.units[unit].dimension, context.units[usual].dimension
    proportions = {"ratio", "points"}
    return given == wanted or {given, wanted} <= proportions or (
        given.partition(":")[0] == wanted.partition(":")[0] == "money"
    )


def _is_count(unit: str, context: ReadingContext) -> bool:
    return context.units[unit].is_count
