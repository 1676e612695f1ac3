"""Observations as a document: what a case or an imported table prints, in words that the audit reads."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import isfinite
from typing import Any, Final, cast, get_args

import pandas as pd

from outward.audit.documents import Cell, Claim, Document, Fact, Hedge
from outward.audit.phrased import phrase_of
from outward.vocabulary.catalogue import spelling_key
from outward.vocabulary.indicators import Indicators, indicators
from outward.vocabulary.labels import Label
from outward.vocabulary.observations import CLAIMS_TABLE, DIMENSIONS, Observations
from outward.vocabulary.regions import Regions, regions
from outward.vocabulary.sectors import Sectors, sectors

_KEY: Final = ("table", *DIMENSIONS, "unit")
_HEDGED = re.compile(r"printed as (about|more than|less than|nearly)\b")
_DIGIT = re.compile(r"\d")
_DIGITS = 12  # of a value that nobody printed: what a floating point number holds for certain, and a little less
_BESIDE: Final = ("coverage", "partner", "product", "subject")
_OF_INDICATORS: Final = ("indicator", "indicators", "of", "num", "den", "stock", "flow", "whole_indicator")
_OF_REGIONS: Final = {"region_part_of": ("part", "whole"), "region_total": ("members", "total")}
_AS_THEY_ARE: Final = ("fact", "table", "whole_table", "scale", "band", "exact", "complete", "suffixes")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What names the codes of observations: the package's definitions, or a case's."""

    indicators: Indicators = field(default_factory=indicators)
    sectors: Sectors = field(default_factory=sectors)
    regions: Regions = field(default_factory=regions)
    labels: Mapping[str, Label] = field(default_factory=dict)  # of subjects and products, by code


def document_of(observations: Observations, *, id: str, facts: Iterable[Mapping[str, Any]] | None = None,
                vocabulary: Vocabulary | None = None) -> Document:
    """Write observations as a document that can be audited.

    Parameters
    ----------
    observations : Observations
        Those of the table ``claims`` become claims (their row is the id), the others cells (``table:row``). Of a
        quantity that was revised only what was known last is taken.
    id : str
        What to call the document.
    facts : iterable of mapping, optional
        What holds by definition, with the vocabulary's ids. None: nobody said, so that the audit looks for it.
    vocabulary : Vocabulary, optional
        What names the codes; the package's definitions without it.

    Returns
    -------
    Document
        In English words, the same for cells and claims. Two observations that differ in any dimension differ in
        region, item, period or indicator: coverage, partner, product and subject are told in the item.

    Examples
    --------
    >>> from outward.vocabulary.observations import COLUMNS
    >>> row = dict.fromkeys(COLUMNS, "") | {"indicator": "sales-value.growth", "region": "CN-LN", "sector": "ships",
    ...     "coverage": "full", "period": "2015", "unit": "%", "value": 3.7, "value_as_printed": "3.70",
    ...     "status": "printed", "table": "1", "row": "4"}
    >>> cell = document_of(Observations(pd.DataFrame([row])), id="D1").cells[0]
    >>> cell.id, cell.item, cell.indicator, cell.text
    ('1:4', 'ships and related equipment; coverage: full', 'growth of industrial sales value', '3.70')
    """
    vocabulary = vocabulary or Vocabulary()
    words = _Words(observations.table, vocabulary)
    cells, claims = [], []
    for row in _latest(observations.table):
        if row["table"] == CLAIMS_TABLE:
            claims.append(_claim(row, words))
        else:
            cells.append(_cell(row, words))
    stated = None if facts is None else tuple(_fact(fact, words) for fact in facts)
    return Document(id, tuple(cells), tuple(claims), stated)


def _latest(table: pd.DataFrame) -> list[Mapping[str, Any]]:
    """The rows that were known last, each cell once."""
    known = table["known_on"].fillna("")
    last = known.groupby([table[column] for column in _KEY], dropna=False).transform("max")
    newest = table[known == last].sort_values("known_on", kind="stable").drop_duplicates(["table", "row"], keep="last")
    return cast("list[Mapping[str, Any]]", newest.sort_index().to_dict("records"))


def _cell(row: Mapping[str, Any], words: _Words) -> Cell:
    return Cell(id=f"{row['table']}:{row['row']}", table=str(row["table"]), region=words.region(row["region"]),
                item=words.items[_place(row)], period=row["period"], indicator=words.indicator(row),
                unit=row["unit"], text=_text(row) or _plain(row["value"]), note=row["note"])


def _claim(row: Mapping[str, Any], words: _Words) -> Claim:
    hedge = _HEDGED.match(row["note"])
    is_whole = isfinite(row["value"]) and row["value"] == int(row["value"])
    return Claim(id=str(row["row"]), sentence="", region=words.region(row["region"]), item=words.items[_place(row)],
                 period=row["period"], indicator=words.indicator(row), unit=row["unit"],
                 text=_text(row) or (_plain(row["value"]) if is_whole else ""),
                 hedge=cast("Hedge", hedge[1]) if hedge and hedge[1] in get_args(Hedge) else "",
                 para=str(row["paragraph"]), note=str(row["note"]))


def _text(row: Mapping[str, Any]) -> str:
    """What is printed, where that is a number; a fall that prose prints without its sign has one."""
    printed = str(row["value_as_printed"]).strip()
    if not _DIGIT.search(printed):
        return printed if pd.isna(row["value"]) else ""
    is_signed = printed[0] in "-−–－(（"
    return f"-{printed}" if row["value"] < 0 and not is_signed else printed


def _plain(value: float) -> str:
    """A value that nobody printed, without an exponent."""
    return "" if not isfinite(value) else f"{Decimal(f'{value:.{_DIGITS}g}'):f}"


def _place(row: Mapping[str, Any]) -> tuple[str, ...]:
    """What the item of a row tells; the partner of a ratio is told in its phrase."""
    return (row["sector"], *("" if name == "partner" and _is_ratio(row) else row[name] for name in _BESIDE))


def _is_ratio(row: Mapping[str, Any]) -> bool:
    return bool(row["partner"]) and "ratio" in row["indicator"].split(".")[1:]


def _fact(stated: Mapping[str, Any], words: _Words) -> Fact:
    """A case's fact, in words."""
    kind = str(stated["fact"])
    as_indicator = (*_OF_INDICATORS, *(("part", "whole") if kind == "at_most" else ()))
    keys = {}
    for key, value in stated.items():
        if key == "fact":
            continue
        if key in _AS_THEY_ARE:
            keys[key] = value
        elif key in as_indicator:
            keys[key] = _each(value, words.level)
        elif key in _OF_REGIONS.get(kind, ()):
            keys[key] = _each(value, words.region)
        else:
            keys[key] = _each(value, words.any)
    return Fact(kind, keys)


def _each(value: object, word: Any) -> object:
    """Put every text within a value into words; the parts of a two-way row are parted by " / "."""
    if isinstance(value, str):
        return " / ".join(word(part) for part in value.split(" / "))
    if isinstance(value, Mapping):
        return {_each(key, word): _each(part, word) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_each(part, word) for part in value]
    return value


class _Words:
    """Names of the codes in a table; codes that share a name are told apart."""

    def __init__(self, table: pd.DataFrame, vocabulary: Vocabulary) -> None:
        self._known = vocabulary
        ratios = table["indicator"].str.contains(r"\.ratio(?:\.|$)", regex=True)
        places = table[["sector", *_BESIDE]].assign(partner=table["partner"].mask(ratios, ""))
        self._regions = _apart({code: self._region(code) for code in {*table["region"], *table["partner"]}})
        self._levels = _apart({code: phrase_of(code, vocabulary.indicators, vocabulary.sectors)
                               for code in set(table["indicator"])})
        self.items = _apart({place: self._item(place) for place in set(places.itertuples(index=False, name=None))})

    def region(self, code: str) -> str:
        """Name a region."""
        return self._regions.get(code) or self._region(code)

    def level(self, code: str) -> str:
        """Write an indicator."""
        return self._levels.get(code) or phrase_of(code, self._known.indicators, self._known.sectors)

    def indicator(self, row: Mapping[str, Any]) -> str:
        """Write the indicator of a row; a ratio tells the region that it compares with."""
        if not _is_ratio(row):
            return self.level(row["indicator"])
        return phrase_of(row["indicator"], self._known.indicators, self._known.sectors,
                         compared=self.region(row["partner"]))

    def any(self, code: str) -> str:
        """Name what may be an item, an indicator or a region."""
        sign, code = (code[0], code[1:]) if code[:1] in ("-", "+") else ("", code)
        if code in self._known.sectors:
            return sign + self.items.get((code, "", "", "", ""), self._known.sectors[code].name.en or code)
        if code in self._known.indicators:
            return sign + self.level(code)
        return sign + (self.region(code) if code in self._known.regions else self._named(code))

    def _region(self, code: str) -> str:
        return self._known.regions[code].name.en or code if code in self._known.regions else code

    def _item(self, place: tuple[str, ...]) -> str:
        sector, *beside = place
        known = self._known.sectors
        told = [known[sector].name.en or sector if sector in known else sector] if sector else []
        for kind, code in zip(_BESIDE, beside, strict=True):
            if code:
                scheme, _, inner = code.partition(":")
                told.append(f"{scheme}: {self._named(code)}" if inner else f"{kind}: {self._named(code)}")
        return "; ".join(told)

    def _named(self, code: str) -> str:
        if code in self._known.labels:
            return self._known.labels[code].en or code
        if code in self._known.regions:
            return self._known.regions[code].name.en or code
        return code.partition(":")[2] or code


def _apart(names: Mapping[Any, str]) -> dict[Any, str]:
    """Give the codes of one name their code beside it."""
    alike: dict[str, set[Any]] = defaultdict(set)
    for code, name in names.items():
        alike[spelling_key(name) or name].add(code)
    return {code: name if len(alike[spelling_key(name) or name]) == 1 or not name
            else f"{name} ({code if isinstance(code, str) else ' '.join(filter(None, code))})"
            for code, name in names.items()}
