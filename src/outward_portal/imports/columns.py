"""The columns of a spreadsheet for a register: what each takes, read and checked as the register's form checks it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as with_default
from functools import lru_cache
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from outward.vocabulary.sectors import sectors
from outward_portal.accounts import policy
from outward_portal.records.exporting import headers, labels
from outward_portal.records.kinds import Kind

KEY: Final = "id"
_TRUE: Final = frozenset({"true", "yes", "1", "是", "x", "✓"})
_FALSE: Final = frozenset({"", "false", "no", "0", "否"})
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_KEPT: Final = 20_000  # texts of a column that are remembered with what they mean


class CellError(Exception):
    """What is wrong with a cell, in words that say how to mend it."""


@dataclass(eq=False)
class Column:
    """A field of the register as a column."""

    name: str
    field: models.Field[Any, Any]
    words: Mapping[str, str] = with_default(default_factory=dict)  # names that stand for codes
    choices: frozenset[str] | None = None  # codes that this person may give
    _known: dict[str, Any] = with_default(default_factory=dict)

    def __post_init__(self) -> None:
        self._form_field = self.field.formfield() if not self.is_record else None
        self._is_truth = isinstance(self.field, models.BooleanField)
        self._is_number = isinstance(self.field, models.DecimalField | models.FloatField | models.IntegerField)

    @property
    def is_record(self) -> bool:
        """Whether a cell names another record."""
        return bool(self.field.is_relation)

    @property
    def attribute(self) -> str:
        """Under which a record carries the value."""
        return self.field.attname

    def read(self, text: str) -> Any:
        """Give the value that a cell's text stands for.

        Raises
        ------
        CellError
            If it stands for none.
        """
        if text in self._known:
            value = self._known[text]
        else:
            value = self._read(text)
            if len(self._known) < _KEPT:
                self._known[text] = value
        if isinstance(value, CellError):
            raise value
        return value

    def _read(self, text: str) -> Any:
        if self._is_truth:
            return self._truth(text)
        plain = self.words.get(text.casefold(), text)
        if self._is_number and _GROUPED.fullmatch(plain):
            plain = plain.replace(",", "")
        if self.choices is not None and plain and plain not in self.choices:
            return CellError(_("“%(text)s” is no choice here. Write one of: %(choices)s") % {
                "text": text[:80], "choices": ", ".join(sorted(self.choices))})
        if not plain and self.field.null:
            return None
        if self.name == "countries":
            plain = ";".join(part.strip().upper() for part in re.split("[;；]", plain) if part.strip())
        try:
            assert self._form_field is not None
            value = self._form_field.clean(plain)
            if value not in ("", None):
                self.field.run_validators(value)
        except ValidationError as error:
            said = " ".join(error.messages)
            return CellError(said if text.casefold() in said.casefold() else f"“{text[:80]}”: {said}")
        return value

    def _truth(self, text: str) -> Any:
        plain = text.casefold()
        if plain in _TRUE or plain in _FALSE:
            return plain in _TRUE
        return CellError(_("“%(text)s” is neither true nor false. Write true or false.") % {"text": text[:80]})


def columns_for(kind: Kind, user: Any) -> dict[str, Column]:
    """Give the columns that a person may fill, by name."""
    return {name: _column(kind, name, user) for name in kind.form_fields}


def _column(kind: Kind, name: str, user: Any) -> Column:
    each = kind.field(name)
    if each.choices:
        codes = frozenset(str(code) for code, _label in each.flatchoices if code != "")
        if name == "audience":
            codes &= policy.audiences_to_give(user, policy.viewer(user).adds_for)
        return Column(name, each, _words_of(each), codes)
    if name == "sector":
        return Column(name, each, _sector_words())
    return Column(name, each)


def _words_of(each: models.Field[Any, Any]) -> dict[str, str]:
    """Give the labels of choices in both languages, and the code that each stands for."""
    return {label.casefold(): str(code) for code, text in each.flatchoices if code != "" for label in labels(text)}


@lru_cache(maxsize=1)
def _sector_words() -> Mapping[str, str]:
    return {label.casefold(): id for id, each in sectors().items() for label in (each.name.en, each.name.zh)}


@lru_cache(maxsize=64)
def ignored_names(kind: Kind) -> frozenset[str]:
    """Give the columns of an export that say nothing new: names of codes, marks, times."""
    return frozenset(header.name for header in headers(kind)) - {KEY, *kind.form_fields}
