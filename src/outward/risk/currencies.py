"""Currencies and the economies that use them: ``data/currencies.csv``, from CLDR (tender currencies of January 2026).

An economy that uses another's money (the dollar, the euro) has no rate of its own to watch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from outward.vocabulary.catalogue import definition_rows
from outward.vocabulary.labels import Label


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency."""

    iso4217: str
    name: Label
    economies: tuple[str, ...]  # iso3 of those that use it, or used it last


@cache
def currencies() -> Mapping[str, Currency]:
    """Give the currencies by ISO 4217 code.

    Examples
    --------
    >>> currencies()["ZMW"].economies, currencies()["XOF"].name.zh
    (('ZMB',), '西非法郎')
    """
    return MappingProxyType({row["currency"]: Currency(
        row["currency"], Label(row["name_en"], row["name_zh"]), tuple(filter(None, row["economies"].split("|"))))
        for row in definition_rows("currencies.csv", "outward.risk")})


def currencies_of(iso3: str) -> tuple[str, ...]:
    """Give the currencies of an economy, present and former, by code.

    Examples
    --------
    >>> currencies_of("BLR")
    ('BYN', 'BYR')
    """
    return tuple(code for code, each in currencies().items() if iso3 in each.economies)
