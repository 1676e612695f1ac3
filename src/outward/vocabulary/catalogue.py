"""Catalogues: definitions by id that are also found by code, name or alias, however it is spelt."""

from __future__ import annotations

import csv
import difflib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Generic, Protocol, TypeVar, overload

from outward.errors import InvalidValueError, UnknownCodeError
from outward.vocabulary.labels import Label


class Named(Protocol):
    """What a catalogue can hold: a definition with a name."""

    @property
    def name(self) -> Label: ...


Entry = TypeVar("Entry", bound=Named)
Default = TypeVar("Default")

_LONGEST = 80  # letters of an unknown name that are compared and shown; a file may hold anything


class Catalogue(Mapping[str, Entry], Generic[Entry]):
    """Entries by id; ``find`` also takes every other name of an entry.

    Parameters
    ----------
    what : str
        What the entries are, in the singular, for messages.
    entries : iterable
        The entries; of several with one id the last wins, so that a case's own definition may follow the package's.
    names : callable
        Gives an entry's id, codes, names and aliases, the id first.
    """

    def __init__(self, what: str, entries: Iterable[Entry], names: Callable[[Entry], Iterable[str]]) -> None:
        self._what = what
        self._names = names
        self._entries: dict[str, Entry] = {}
        for entry in entries:
            self._entries[next(iter(names(entry)))] = entry
        self._ids_by_key: dict[str, set[str]] = {}
        for id, entry in self._entries.items():
            for name in names(entry):
                if key := spelling_key(name):
                    self._ids_by_key.setdefault(key, set()).add(id)

    def __getitem__(self, id: str) -> Entry:
        try:
            return self._entries[id]
        except KeyError:
            raise self._unknown(id) from None

    @overload
    def get(self, key: str, /) -> Entry | None: ...
    @overload
    def get(self, key: str, default: Entry | Default, /) -> Entry | Default: ...
    def get(self, key: str, default: object = None, /) -> object:
        """Give the entry of this id, or ``default``."""
        return self._entries.get(key, default)

    def __contains__(self, id: object) -> bool:
        return id in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, text: str) -> Entry:
        """Give the entry that has this id, code, name or alias in either language.

        Case, accents, spaces, punctuation and full-width letters make no difference.

        Raises
        ------
        UnknownCodeError
            If no entry, or more than one, goes by this name; says which come close.
        """
        for exact in (text, unicodedata.normalize("NFKC", text).strip()):  # ids such as % have no letter to go by
            if exact in self._entries:
                return self._entries[exact]
        ids = sorted(self._ids_by_key.get(spelling_key(text), ()))
        if len(ids) == 1:
            return self._entries[ids[0]]
        if ids:
            raise UnknownCodeError(f"{self._what} {text!r} may be any of {', '.join(ids)}", self._plural,
                                   "Use one of these ids.")
        raise self._unknown(text)

    @property
    def _plural(self) -> str:
        return f"{self._what}s"

    def _unknown(self, text: str) -> UnknownCodeError:
        text = text[:_LONGEST]
        keys = difflib.get_close_matches(spelling_key(text), self._ids_by_key, n=3, cutoff=0.6)
        near = sorted({id for key in keys for id in self._ids_by_key[key]})
        hint = f"Near it: {', '.join(f'{id} ({self._entries[id].name.en})' for id in near)}. " if near else ""
        return UnknownCodeError(f"{self._what} {text!r} is not defined", self._plural,
                                f"{hint}Use an id, a code or a name of the catalogue, or define it in the case.")


def spelling_key(text: str) -> str:
    """Reduce a name to its letters and digits: no case, accents, spaces, punctuation or width.

    Examples
    --------
    >>> spelling_key("Côte d’Ivoire"), spelling_key("Ｌｉａｏｎｉｎｇ"), spelling_key("Trinidad & Tobago")
    ('cotedivoire', 'liaoning', 'trinidadandtobago')
    """
    decomposed = unicodedata.normalize("NFKD", text.replace("&", " and ")).casefold()
    return "".join(letter for letter in decomposed if letter.isalnum())


def definition_rows(name: str, package: str = "outward.vocabulary") -> list[dict[str, str]]:
    """Read a definition table that a package of ours carries in its ``data`` folder."""
    text = (files(package) / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def required(row: Mapping[str, str], column: str, where: str) -> str:
    """Give a cell that may not be empty.

    Raises
    ------
    InvalidValueError
        If the row has no such column or nothing in it.
    """
    text = (row.get(column) or "").strip()
    if not text:
        raise InvalidValueError(f"no {column} in {dict(row)}", where, f"Fill the column {column}.")
    return text


def parts(text: str) -> tuple[str, ...]:
    """Split a cell that holds several names, parted by ``|``."""
    return tuple(part.strip() for part in text.split("|") if part.strip())
