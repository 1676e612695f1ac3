"""One name for one thing: the words of tables and claims, brought to what the vocabulary calls them.

Words that the vocabulary does not know are their own name. Two words of one document that stand beside each other in
one table are never the same thing, whatever the vocabulary says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal

from outward.errors import InvalidValueError
from outward.vocabulary.catalogue import spelling_key
from outward.vocabulary.indicators import indicators
from outward.vocabulary.periods import Period
from outward.vocabulary.regions import regions
from outward.vocabulary.sectors import sectors

Kind = Literal["region", "item", "indicator"]

TOTALS = frozenset({"total", "totals", "grandtotal", "all", "sum", "overall", "whole", "合计", "总计", "总和", "全部",
                    "共计", "总量", "subtotal", "小计", "alltotal", "totalall", "aggregate", "全省合计", "全国合计",
                    "全市合计",
                    "allitems", "allsectors", "allgroups"})
"""Spellings of rows that sum others."""


@lru_cache(maxsize=3)
def _catalogue(kind: Kind) -> Mapping[str, str]:
    """Spelling to id; a spelling of two ids belongs to neither."""
    found: dict[str, str] = {}
    entries: Iterable[tuple[str, tuple[str, ...]]]
    if kind == "region":
        entries = ((id, (entry.name.en, entry.name.zh, *entry.aliases)) for id, entry in regions().items())
    elif kind == "item":
        entries = ((id, (entry.name.en, entry.name.zh, *entry.aliases)) for id, entry in sectors().items())
    else:
        known = indicators()
        entries = ((id, (known[id].name.en, known[id].name.zh)) for id in known)
    for id, names in entries:
        for key in {spelling_key(name) for name in (id, *names) if name}:
            found[key] = id if found.get(key, id) == id else ""
    return {key: id for key, id in found.items() if id and key}


@lru_cache(maxsize=65536)
def canonical(word: str, kind: Kind) -> str:
    """Give the name of a word: the vocabulary's id, else its letters and digits.

    Examples
    --------
    >>> canonical("辽宁省", "region"), canonical("Liaoning", "region"), canonical("Cargo throughput", "indicator")
    ('CN-LN', 'CN-LN', 'cargothroughput')
    """
    key = spelling_key(word)
    return _catalogue(kind).get(key, key or word.strip())


@lru_cache(maxsize=65536)
def canonical_period(text: str) -> str:
    """Write a period in the one way; a text that is no period stays as it is.

    Examples
    --------
    >>> canonical_period("2016年上半年"), canonical_period("fiscal 2016")
    ('2016H1', 'fiscal2016')
    """
    try:
        return str(Period.parse(text.strip()))
    except InvalidValueError:
        return spelling_key(text)


@lru_cache(maxsize=4096)
def period_before(period: str, years: int = 1) -> str:
    """Give the same span of an earlier year; empty where the period is none."""
    try:
        return str(Period.parse(period).shifted(-years))
    except InvalidValueError:
        return ""


@lru_cache(maxsize=65536)
def is_total(word: str) -> bool:
    """Whether a row's label says that it sums the others.

    Examples
    --------
    >>> is_total("All establishments"), is_total("合计"), is_total("Alloys")
    (True, True, False)
    """
    plain = word.strip().casefold()
    return spelling_key(word) in TOTALS or plain.startswith(("all ", "total ", "total,", "合计", "总计"))


class Names:
    """The names of one document: one word, one name, and unlike words of one table apart.

    Parameters
    ----------
    beside : mapping of str to iterable of (table, word)
        For each kind, the words with the table in which each stands.
    """

    def __init__(self, beside: Mapping[Kind, Iterable[tuple[str, str]]]) -> None:
        self._apart: dict[Kind, dict[str, str]] = {}
        for kind, words in beside.items():
            tables: dict[tuple[str, str], set[str]] = defaultdict(set)
            for table, word in set(words):
                tables[table, canonical(word, kind)].add(word)
            self._apart[kind] = {word: spelling_key(word) or word for group in tables.values()
                                 if len({spelling_key(word) for word in group}) > 1 for word in group}

    def name(self, word: str, kind: Kind) -> str:
        """Give the name of a word in this document."""
        return self._apart[kind].get(word) or canonical(word, kind)
