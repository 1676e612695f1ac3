"""Totals of private amounts by sector and period, as far as they tell of no single enterprise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import pandas as pd

from outward.indicators.disclosure import SafetyRule, protected_sums
from outward_portal.accounts.models import Sharing
from outward_portal.records.kinds import KINDS, Kind, PrivateFieldType
from outward_portal.records.models import PrivateAudience, PrivateField

RULE: Final = SafetyRule()
MOST_PERIODS: Final = 8
_COUNTED: Final = (PrivateAudience.AGENCY, PrivateAudience.LEADING_GROUP, PrivateAudience.AGGREGATES)


@dataclass(frozen=True, slots=True)
class Sum:
    """A number that may be shown."""

    amount: Decimal
    contributors: int


@dataclass(frozen=True, slots=True)
class Table:
    """The totals of one field in one unit: sectors down, periods across."""

    unit: str
    periods: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Sum | None, ...]], ...]  # sector and its sums; None: not shown
    totals: tuple[Sum | None, ...]


def fields() -> list[tuple[Kind, PrivateFieldType]]:
    """Give the private fields that hold amounts."""
    return [(kind, each) for kind in KINDS for each in kind.private if each.is_amount]


def tables(kind: Kind, type: PrivateFieldType, *, of_samples: bool) -> list[Table]:
    """Add up one field, each unit by itself.

    Values that only their owner sees never enter. Owners that see one another's private fields are one contributor, and
    what an agency is told anyway must not lead it to the rest. A sector or period of which nothing may be shown is not
    named, so that not even its being reported is told. Of a year that is shown, no month is.

    Parameters
    ----------
    kind : Kind
        The register.
    type : PrivateFieldType
        The field.
    of_samples : bool
        Whether the made-up records are added up; they are never mixed with real ones.
    """
    rows = PrivateField.objects.filter(
        record__kind=kind.key, record__retired_at__isnull=True, record__owner__isnull=False,
        record__is_sample=of_samples, field=type.key, ended_at__isnull=True, number__isnull=False,
        audience__in=_COUNTED).exclude(period="")
    groups = _groups()
    data = pd.DataFrame(
        [(unit, period, sector, groups.get(owner, owner), float(number or 0), audience, agency)
         for unit, period, sector, owner, number, audience, agency in rows.order_by("id").values_list(
             "unit", "period", "record__sector", "record__owner", "number", "audience", "agency")],
        columns=["unit", "period", "cell", "contributor", "amount", "audience", "agency"])
    found = (_table(str(unit), part) for unit, part in data.groupby("unit", sort=True))
    return [table for table in found if table is not None]


def _table(unit: str, data: pd.DataFrame) -> Table | None:
    columns: dict[str, tuple[dict[str, Sum], Sum | None]] = {}
    for period, part in data.groupby("period", sort=True):  # a year comes before its months
        if any(str(period).startswith(f"{shown}-") for shown in columns):
            continue  # what eleven months leave of the year would be the twelfth, which is not shown
        found = protected_sums(part, rule=RULE, known=_known(part))
        shown = {str(cell): Sum(_decimal(amount), number) for (cell, amount), number
                 in zip(found.sums.items(), found.contributors, strict=True)}
        total = None if found.total is None else Sum(_decimal(found.total), found.total_contributors or 0)
        if shown or total:
            columns[str(period)] = (shown, total)
    periods = tuple(sorted(columns, reverse=True)[:MOST_PERIODS])
    if not periods:
        return None
    sectors = sorted({sector for period in periods for sector in columns[period][0]})
    return Table(unit, periods, tuple((sector, tuple(columns[period][0].get(sector) for period in periods))
                                      for sector in sectors), tuple(columns[period][1] for period in periods))


def _decimal(amount: float) -> Decimal:
    return Decimal(repr(round(amount, 4)))


def _known(rows: pd.DataFrame) -> pd.DataFrame:
    """Which amounts each agency that is named here is told, and which every officer is."""
    to_all = rows["audience"] == PrivateAudience.LEADING_GROUP
    named = rows.loc[rows["audience"] == PrivateAudience.AGENCY, "agency"].unique()
    return pd.DataFrame({"leading group": to_all} | {
        f"agency {agency:.0f}": to_all | ((rows["audience"] == PrivateAudience.AGENCY) & (rows["agency"] == agency))
        for agency in named})


def _groups() -> Mapping[int, int]:
    """Put organisations that see one another's private fields together, each under the smallest key among them."""
    agreed = Sharing.objects.filter(parent_agreed_at__isnull=False, subsidiary_agreed_at__isnull=False)
    return joined(agreed.values_list("parent", "subsidiary"))


def joined(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Give each member of a chain of pairs the chain's smallest member.

    Examples
    --------
    >>> joined([(5, 2), (5, 9), (7, 8)])
    {5: 2, 2: 2, 9: 2, 7: 7, 8: 7}
    """
    head: dict[int, int] = {}

    def top(one: int) -> int:
        while head.setdefault(one, one) != one:
            one = head[one]
        return one

    for left, right in pairs:
        first, second = sorted((top(left), top(right)))
        head[second] = first
    return {one: top(one) for one in head}
