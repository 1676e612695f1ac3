"""What a list's address asks for: filters, words, order and place; and the address that asks for it.

A list is paged by keys, not by offsets: the place is the last row that was shown, so page 500 costs what page 1 does,
and a row that somebody adds meanwhile moves nothing.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from outward.vocabulary.labels import Language
from outward.vocabulary.regions import regions
from outward.vocabulary.sectors import sectors
from outward_portal.records.currencies import currency_names
from outward_portal.records.kinds import Column, Filter, Kind

PAGE_ROWS = 50
MAX_ROWS = 200
_LONGEST = 200  # characters of a value in an address


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: behind the row with this sort value and id, or before it."""

    value: str | None
    id: int
    page: int
    before: bool = False
    unit: str = ""  # the row's currency, where amounts order the list

    def encoded(self) -> str:
        """Write the place for an address."""
        told = [self.value, self.id, self.page, self.before, *([self.unit] if self.unit else [])]
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode("utf-8")).decode("ascii").rstrip("=")


def place_from(text: str) -> Place | None:
    """Read a place from an address; ``None`` where it is no place."""
    if not text or len(text) > 2000:
        return None
    try:
        found = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return None
    match found if isinstance(found, list) and len(found) != 4 else [*found, ""]:
        case [None | str() as value, int() as id, int() as page, bool() as before, str() as unit] if (
            not isinstance(id, bool) and not isinstance(page, bool) and 0 <= id < 2**63 and 0 < page < 10**9
        ):
            return Place(value, id, page, before, unit)
    return None


@dataclass(frozen=True, slots=True)
class ListQuery:
    """A question to a register, as an address states it."""

    kind: Kind
    language: Language
    filters: tuple[tuple[Filter, str], ...] = ()
    words: str = ""
    sort: str = "name"
    descending: bool = False
    retired: bool = False
    rows: int = PAGE_ROWS
    place: Place | None = None
    misunderstood: tuple[str, ...] = field(default=())  # parameters that mean nothing here, named on the page
    refused: tuple[tuple[Filter, str], ...] = field(default=())  # filters among them, as they were typed
    to_give_on: bool = False  # for files and programs: without what a source does not let be given on

    @property
    def column(self) -> Column:
        """The column that orders the list."""
        found = self.kind.column(self.sort)
        assert found is not None
        return found

    @property
    def sort_path(self) -> str:
        """The database's column that orders the list: of a bilingual pair, the one in the page's language."""
        paths = self.column.paths
        is_pair = len(paths) == 2 and paths[0].endswith("_en")
        return paths[1] if is_pair and self.language == "zh" else paths[0]

    @property
    def unit_path(self) -> str:
        """The database's column of the currency by which amounts are ordered first: no two of them compare."""
        return self.column.paths[1] if self.column.show == "amount" else ""

    @property
    def is_narrowed(self) -> bool:
        """Whether the list leaves anything out."""
        return bool(self.filters or self.words or self.retired)

    def value(self, key: str) -> str:
        """Give the value of a filter, empty where it is not set."""
        return next((value for each, value in self.filters if each.key == key), "")

    def typed(self, key: str) -> str:
        """Give what was typed for a filter, whether it is set or was refused."""
        return next((value for each, value in (*self.filters, *self.refused) if each.key == key), "")

    @property
    def refusals(self) -> list[str]:
        """Say why each refused filter was left out."""
        return [self._refusal(each, value) for each, value in self.refused]

    def _refusal(self, each: Filter, value: str) -> str:
        told = {"value": value[:80], "filter": each.label}
        if each.by in ("least", "most") and amount(value) is None:
            return _("“%(value)s” is no amount: “%(filter)s” was left out.") % told
        if is_meant(each, value):
            return _("“%(filter)s” was left out. Choose the currency too: amounts in different currencies do not "
                     "compare.") % told
        return _("“%(value)s” is no choice here: “%(filter)s” was left out.") % told

    def at(self, place: Place | None) -> ListQuery:
        """Give the same question at another place."""
        return replace(self, place=place)

    def sorted_by(self, key: str) -> ListQuery:
        """Give the same question in the order of a column; a second time turns the order around."""
        return replace(self, sort=key, descending=self.sort == key and not self.descending, place=None)

    def without(self, key: str) -> ListQuery:
        """Give the same question without one filter."""
        return replace(self, filters=tuple(pair for pair in self.filters if pair[0].key != key), place=None)

    def encoded(self, *, with_place: bool = True) -> str:
        """Write the question as the query of an address."""
        pairs = [(each.key, value) for each, value in self.filters]
        if self.words:
            pairs.append(("q", self.words))
        if self.sort != "name" or self.descending:
            pairs.append(("sort", ("-" if self.descending else "") + self.sort))
        if self.retired:
            pairs.append(("retired", "1"))
        if self.rows != PAGE_ROWS:
            pairs.append(("rows", str(self.rows)))
        if with_place and self.place:
            pairs.append(("at", self.place.encoded()))
        return urlencode(pairs)


def read_query(kind: Kind, language: Language, given: Mapping[str, str]) -> ListQuery:
    """Read a question from an address; what it cannot mean is named, never guessed.

    Parameters
    ----------
    kind : Kind
        The register.
    language : {"en", "zh"}
        In which the page speaks, and by whose names it sorts.
    given : mapping of str to str
        The address's parameters.
    """
    stated = [(each, value[:_LONGEST + 1]) for each in kind.filters if (value := given.get(each.key, "").strip())]
    stated = [(each, value.upper() if each.by == "currency" else value) for each, value in stated]
    meant = {each.key for each, value in stated if len(value) <= _LONGEST and is_meant(each, value)}
    filters = [(each, value) for each, value in stated if each.key in meant and (not each.needs or each.needs in meant)]
    refused = tuple(pair for pair in stated if pair not in filters)
    misunderstood = [each.key for each, _value in refused]
    order = given.get("sort", "")
    column = kind.column(order.removeprefix("-"))
    if order and (column is None or not column.is_sortable):
        misunderstood.append("sort")
        column = None
    rows = given.get("rows", "")
    if rows and not (len(rows) < 4 and rows.isascii() and rows.isdecimal() and 0 < int(rows) <= MAX_ROWS):
        misunderstood.append("rows")
        rows = ""
    query = ListQuery(kind, language, tuple(filters), given.get("q", "").strip()[:_LONGEST],
                      column.key if column else "name", order.startswith("-") and column is not None,
                      given.get("retired") == "1", int(rows) if rows else PAGE_ROWS)
    at = given.get("at", "")
    place = place_from(at)
    if place is not None and not _may_follow(place, query):
        place = None
    if at and place is None:
        misunderstood.append("at")
    return replace(query, place=place, misunderstood=tuple(misunderstood), refused=refused)


def _may_follow(place: Place, query: ListQuery) -> bool:
    """Whether a place's value is one that the column of the order can hold: an address can say anything."""
    field = query.kind.field(query.sort_path)
    if place.value is None:
        return field.null
    if any("\ud800" <= letter <= "\udfff" or letter == "\x00" for letter in place.value + place.unit):
        return False
    is_number = isinstance(field, models.DecimalField | models.FloatField | models.IntegerField)
    if is_number and amount(place.value) is None:
        return False
    try:
        value = field.to_python(place.value)
        if isinstance(field, models.DecimalField):
            field.run_validators(value)
    except ValidationError:
        return False
    return True


def is_meant(each: Filter, value: str) -> bool:
    """Whether a filter can take a value."""
    if each.by == "choice":
        return value in dict(each.choices)
    if each.by == "sector":
        return value in sectors()
    if each.by == "country":
        return value in regions()
    if each.by == "currency":
        return value in currency_names("en")
    if each.by == "record":
        return value.isascii() and value.isdecimal() and len(value) < 18
    return amount(value) is not None


def amount(text: str) -> Decimal | None:
    """Read an amount that somebody typed, with or without thousands commas; ``None`` where it is none."""
    try:
        read = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return read if read.is_finite() and abs(read) < Decimal(10) ** 16 else None


def condition_value(each: Filter, value: str) -> Any:
    """Give what a filter's lookup takes; a sector stands for all that it comprises."""
    if each.by == "sector":
        return sectors().within(value)
    return amount(value) if each.by in ("least", "most") else value
