"""Totals of registers: every sum is made in SQL, each project and park is in exactly one row of each table.

An amount is summed in two whole numbers, millions and hundredths of the rest: SQLite knows no decimals, and a sum of
floating numbers would depend on the order of its rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

from django.db import models
from django.db.models import Case, Count, F, Func, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Substr

from outward_portal.records import queries
from outward_portal.records.kinds import Kind
from outward_portal.records.listing import ListQuery
from outward_portal.registers.counting import COUNTED, ENDED
from outward_portal.registers.models import Enterprise, Project

SEVERAL: Final = "several"
"""Stands for the countries of a record that names several."""

HIDDEN: Final = "hidden"
"""Stands for enterprises that the reader may not see."""

_KEYS: Final[Mapping[str, Any]] = {
    "country": Case(When(countries__contains=";", then=Value(SEVERAL)), default=F("countries")),
    "currency": Case(When(value__isnull=True, then=Value("")), default=F("currency")),
    "stage": F("stage"),
    "type": F("type"),
    "location": F("location"),
    "sector": F("sector"),
    "enterprise": F("enterprise_id"),
    "year": Substr("begins", 1, 4),
}
"""By what a total is divided: each record has exactly one key, empty where nothing is stated."""

_ANYTHING: Final = Value("all")
_MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum in one currency."""

    currency: str
    value: Decimal
    records: int  # how many state a value in it
    qualifier: str = ""  # "at-least", "at-most" or "about", where printed values in it were so qualified


@dataclass(frozen=True, slots=True)
class Total:
    """A row of a table of totals."""

    key: str
    records: int
    amounts: Mapping[str, Amount] = field(default_factory=dict)  # by currency

    @property
    def unvalued(self) -> int:
        """How many records state no value."""
        return self.records - sum(amount.records for amount in self.amounts.values())


@dataclass(frozen=True, slots=True)
class Totals:
    """What a list's records come to, divided in one way."""

    kind: Kind
    query: ListQuery
    by: str
    total: Total
    rows: tuple[Total, ...]
    left_out: tuple[Total, ...]  # by the reason, a value of `counting` or of `stage`
    of_samples: bool  # whether made-up records were summed; they are never mixed with real ones
    others: int  # records of the list on the other side: made up, or real

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies of the total, those of most records first."""
        amounts = sorted(self.total.amounts.values(), key=lambda each: (-each.records, each.currency))
        return tuple(each.currency for each in amounts)


def divisions(kind: Kind) -> tuple[str, ...]:
    """Say by what a register's totals can be divided."""
    own = {each.name for each in kind.model._meta.get_fields()}
    column = {"country": "countries", "year": "begins"}
    return tuple(key for key in _KEYS if column.get(key, key) in own)


def totals(query: ListQuery, user: Any, by: str, *, of_samples: bool = False) -> Totals:
    """Sum up what a list holds.

    Parameters
    ----------
    query : ListQuery
        The list, of projects or of parks. Retired records are never summed.
    user : User or AnonymousUser
        Who asks: only what this person may see is summed.
    by : str
        One of ``divisions(query.kind)``.
    of_samples : bool
        Whether the made-up records are summed, in place of the real ones.
    """
    listed = queries.selected(replace(query, retired=False, place=None), user)
    found = listed.filter(is_sample=of_samples)
    counted, reason = _rule(query.kind, user)
    counts = found.filter(counted)
    return Totals(
        query.kind, query, by,
        next(iter(_summed(counts, _ANYTHING)), Total("all", 0)),
        _by_enterprise(counts, user) if by == "enterprise" else _summed(counts, _KEYS[by]),
        _summed(found.exclude(counted), F(reason)), of_samples, listed.filter(is_sample=not of_samples).count(),
    )


def _rule(kind: Kind, user: Any) -> tuple[Q, str]:
    """Say which records of a register count, and which of their columns says why one does not.

    A part counts by itself for a reader who does not see the whole that would stand for it.
    """
    if kind.key != "project":
        return ~Q(stage__in=ENDED), "stage"
    wholes = Project.objects.visible_to(user).values("pk")
    return Q(counting__in=COUNTED) | (Q(counting=Project.Counting.PART) & ~Q(umbrella__in=wholes)), "counting"


def _summed(records: QuerySet[Any], key: Any) -> tuple[Total, ...]:
    """Group records by a key and by the currency of their value; the largest groups first."""
    groups = (
        records.order_by().annotate(key=key, money=_KEYS["currency"]).values("key", "money")
        .annotate(
            records_=Count("pk"), millions=Sum(_Millions(F("value"))), hundredths=Sum(_Hundredths(F("value"))),
            **({"more": _hedged("more than"), "less": _hedged("less than"), "nearly": _hedged("nearly"),
                "roughly": _hedged("about")} if _has_hedges(records) else {}))
    )
    made: dict[str, Total] = {}
    for group in groups:
        name = "" if group["key"] is None else str(group["key"])
        before = made.get(name, Total(name, 0))
        amounts = dict(before.amounts)
        if group["money"]:
            amounts[group["money"]] = _amount(group)
        made[name] = Total(name, before.records + group["records_"], amounts)
    return tuple(sorted(made.values(), key=lambda each: (-each.records, each.key)))


def _has_hedges(records: QuerySet[Any]) -> bool:
    return any(each.name == "value_hedge" for each in records.model._meta.get_fields())


def _hedged(word: str) -> Count:
    return Count("pk", filter=Q(value_hedge=word, value__isnull=False))


def _amount(group: Mapping[str, Any]) -> Amount:
    value = Decimal(int(group["millions"])) * _MILLION + Decimal(int(group["hundredths"])) / 100
    more, less, vague = (group.get(name, 0) for name in ("more", "less", "roughly"))
    less += group.get("nearly", 0)
    qualifier = ("about" if vague or (more and less) else "at-least" if more else "at-most" if less else "")
    return Amount(group["money"], value, group["records_"], qualifier)


class _Millions(Func):
    """The whole millions of an amount."""

    template = f"CAST(%(expressions)s / {_MILLION} AS BIGINT)"
    output_field = models.BigIntegerField()


class _Hundredths(Func):
    """What an amount has beside its millions, in hundredths."""

    template = (f"CAST(ROUND((%(expressions)s - CAST(%(expressions)s / {_MILLION} AS BIGINT) * {_MILLION}) * 100) "
                "AS BIGINT)")
    output_field = models.BigIntegerField()


def _by_enterprise(counts: QuerySet[Any], user: Any) -> tuple[Total, ...]:
    """Group by enterprise; those that the reader may not see are one row, so that not even their number shows."""
    keys = counts.filter(enterprise__isnull=False).values("enterprise")
    seen = Enterprise.objects.visible_to(user).filter(pk__in=keys).values("pk")
    key = Case(When(enterprise__in=seen, then=F("enterprise_id")), When(enterprise__isnull=False, then=Value(0)),
               default=Value(None), output_field=models.BigIntegerField())
    return tuple(replace(each, key=HIDDEN) if each.key == "0" else each for each in _summed(counts, key))
