"""The user's tables behind an exposure: holdings, severities, covers, and the answers of an acquisition screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, TypeVar, cast

from outward.errors import InvalidInputError, InvalidValueError, OutwardError, Problem, UnknownCodeError
from outward.risk.acquisition import Answer, Reply, checklist
from outward.risk.covers import TYPES, Cover, own_covers
from outward.risk.holdings import KINDS, Holding, HoldingKind
from outward.risk.severity import ANY, COLUMNS, Assumption, assumption
from outward.studies.risks.csv_rows import Row, csv_rows
from outward.vocabulary.catalogue import parts
from outward.vocabulary.regions import regions
from outward.vocabulary.sectors import sectors
from outward.vocabulary.units import units

NEEDED: Final = ("id", "kind", "iso3", "amount", "currency", "as_of", "source")
OPTIONAL: Final = ("name", "owner", "industry", "stage", "insured_share", "local_share", "covers", "status", "note")
COVER_COLUMNS: Final = ("cover", "type", "name_en", "name_zh", "iso3", "begins", "ends", "event", "kind", "share",
                        "reason_en", "reason_zh", "source")
ANSWER_COLUMNS: Final = ("item", "answer", "evidence", "by", "on", "note")
_MOST_BYTES: Final = 16 * 1024 * 1024
_MOST_HOLDINGS: Final = 100_000

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Register:
    """Holdings as a file has them."""

    file: str
    holdings: tuple[Holding, ...]
    is_synthetic: bool  # whether any row says so


def read_register(path: Path) -> Register:
    """Read holdings from a CSV file, a row a holding.

    ``iso3`` also takes a country's name; ``currency`` also a unit of money such as ``million USD``, in which case the
    amount is taken times a million; several ``covers`` are parted by ``|`` or ``;``.

    Raises
    ------
    NotFoundError
        If there is no such file.
    InvalidInputError
        If a column or cell is wrong, an id stands twice, or there is no row; each by row and column.
    """
    found: list[Holding] = []
    first: dict[str, int] = {}
    is_synthetic = False
    for row in csv_rows(path, needed=NEEDED, optional=OPTIONAL, most_bytes=_MOST_BYTES):
        holding = _holding(row)
        is_synthetic |= row.text("status") == "synthetic"
        if holding is None:
            continue
        if holding.id in first:
            row.wrong("id", f"{holding.id[:60]!r} stands twice, first in row {first[holding.id]}",
                      "Give each holding an id of its own.")
        first.setdefault(holding.id, row.line)
        found.append(holding)
    if not found or len(found) > _MOST_HOLDINGS:
        raise InvalidInputError([Problem(path.name, 0, "", f"there are {len(found):,} holdings",
                                         f"Give 1 to {_MOST_HOLDINGS:,}, a row each.")], path.name)
    return Register(path.name, tuple(found), is_synthetic)


def _holding(row: Row) -> Holding | None:
    before = len(row.problems)
    id, kind = row.required("id"), row.required("kind")
    if kind and kind not in KINDS:
        row.wrong("kind", f"{kind[:60]!r} is no kind", f"Write one of {', '.join(KINDS)}.")
    amount, insured, local = row.number("amount", 0), row.number("insured_share", 0, 1), row.number("local_share", 0, 1)
    iso3, (currency, scale) = _noted(row, "iso3", _country) or "", _noted(row, "currency", _money) or ("", 1.0)
    if len(row.problems) > before:
        return None
    try:
        return Holding(id, row.text("name"), row.text("owner"), iso3, _industry(row.text("industry")),
                       row.text("stage"), cast("HoldingKind", kind), None if amount is None else amount * scale,
                       currency, row.text("as_of"), row.text("source"), insured, local, _listed(row.text("covers")))
    except InvalidValueError as error:
        row.wrong("", error.what, error.mend)
        return None


def _noted(row: Row, column: str, read: Callable[[str], Made]) -> Made | None:
    """Read a cell; note what is wrong with it."""
    try:
        return read(row.text(column))
    except UnknownCodeError as error:
        row.wrong(column, error.what, error.mend)
        return None


def _listed(text: str) -> tuple[str, ...]:
    return parts(text.replace(";", "|"))


@lru_cache(maxsize=4096)
def _country(text: str) -> str:
    if not text:
        return ""
    region = regions().find(text)
    if not region.iso3:
        raise UnknownCodeError(f"{text[:60]!r} is no country", "regions", "Write a country's iso3, such as KAZ.")
    return region.iso3


@lru_cache(maxsize=4096)
def _money(text: str) -> tuple[str, float]:
    """Give the currency and how many of it one unit is."""
    if not text:
        return "", 1.0
    if len(text) == 3 and text.isascii() and text.isalpha():
        return text.upper(), 1.0
    unit = units().find(text)
    if not unit.currency:
        raise UnknownCodeError(f"{text[:60]!r} is no unit of money", "units", "Write USD, or million USD.")
    return unit.currency, float(unit.factor)


@lru_cache(maxsize=4096)
def _industry(text: str) -> str:
    """Give the id of a sector; the user's own word where there is none."""
    try:
        return sectors().find(text).id if text else ""
    except UnknownCodeError:
        return text


def read_severities(path: Path) -> tuple[Assumption, ...]:
    """Read the user's own assumptions of severity.

    Raises
    ------
    NotFoundError
        If there is no such file.
    InvalidInputError
        If a column or cell is wrong; each by row and column.
    """
    found = []
    needed = ("factor", "event", "value")
    for row in csv_rows(path, needed=needed, optional=[name for name in COLUMNS if name not in needed],
                        most_bytes=_MOST_BYTES):
        if row.number("value", 0, 1) is None:
            row.required("value")
            continue
        try:
            found.append(assumption(row.cells))
        except InvalidValueError as error:
            row.wrong("", error.what, error.mend)
    return tuple(found)


def read_covers(path: Path) -> dict[str, Cover]:
    """Read the user's covers, a row a cover and event; a row without an event takes the usual terms of its type.

    Raises
    ------
    NotFoundError
        If there is no such file.
    InvalidInputError
        If a column or cell is wrong; each by row and column.
    """
    needed = ("cover", "type")
    rows = []
    for row in csv_rows(path, needed=needed, optional=[name for name in COVER_COLUMNS if name not in needed],
                        most_bytes=_MOST_BYTES):
        row.required("cover")
        if row.text("type") not in TYPES:
            row.wrong("type", f"{row.text('type')[:60]!r} is no type", f"Write one of {', '.join(TYPES)}.")
        if row.text("kind") not in ("", ANY, *KINDS):
            row.wrong("kind", f"{row.text('kind')[:60]!r} is no kind", f"Write one of {', '.join(KINDS)}.")
        row.number("share", 0, 1)
        if bool(row.text("event")) != bool(row.text("share")):
            row.wrong("share", "event and share belong together", "Give both, or neither for the usual terms.")
        row.date("begins")
        row.date("ends")
        countries = [_noted_country(row, each) for each in _listed(row.text("iso3"))]
        rows.append({**row.cells, "iso3": "|".join(countries)})
    try:
        return own_covers(rows)
    except OutwardError as error:
        raise InvalidInputError([Problem(path.name, 0, "", f"{error.what} ({error.where})", error.mend)],
                                path.name) from error


def _noted_country(row: Row, text: str) -> str:
    try:
        return _country(text)
    except UnknownCodeError as error:
        row.wrong("iso3", error.what, error.mend)
        return ""


def read_answers(path: Path) -> tuple[Answer, ...]:
    """Read the answers of an acquisition screen; a row without an answer is none.

    Raises
    ------
    NotFoundError
        If there is no such file.
    InvalidInputError
        If a column or cell is wrong, or an item is unknown or answered twice; each by row and column.
    """
    found: dict[str, Answer] = {}
    known = {item.id for item in checklist().items}
    needed = ("item", "answer")
    # A form that the program wrote also carries the questions: they are read over.
    optional = [*(name for name in ANSWER_COLUMNS if name not in needed), "asks", "why", "shows"]
    for row in csv_rows(path, needed=needed, optional=optional, most_bytes=_MOST_BYTES):
        item, reply = row.required("item"), row.text("answer").lower()
        if item not in known:
            row.wrong("item", f"there is no item {item[:60]!r}", f"Items are {', '.join(sorted(known))}.")
        elif item in found:
            row.wrong("item", f"{item} is answered twice", "Keep one of the two rows.")
        elif reply:
            on = row.date("on")
            try:
                found[item] = Answer(item, cast("Reply", reply), row.text("evidence"), row.text("by"), on,
                                     row.text("note"))
            except InvalidValueError as error:
                row.wrong("answer", error.what, error.mend)
    return tuple(found.values())
