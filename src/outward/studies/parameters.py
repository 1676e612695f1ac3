"""What a study may be asked for: one frozen type a sort of value, each with its default, its limits and its help.

A form, a command and the API read the same parameters; :meth:`Parameter.read` alone says which values are taken.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from outward.errors import InvalidValueError
from outward.vocabulary.labels import Label, same
from outward.vocabulary.regions import regions
from outward.vocabulary.sectors import sectors
from outward.vocabulary.units import units

_NONE = Label("none", "无")
Value = str | float | int | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """Something that a study's asker decides. ``key`` is its name in a request; it never changes."""

    key: str
    name: Label
    help: Label = field(default_factory=lambda: Label(""))

    @property
    def default(self) -> Value | None:
        """What is taken where nothing is said; None where something must be."""
        raise NotImplementedError

    def read(self, given: object) -> Value:
        """Give the value that is meant.

        Parameters
        ----------
        given : object
            As JSON or a cleaned form has it.

        Raises
        ------
        InvalidValueError
            If it is none that this parameter takes; says which ones are.
        """
        raise NotImplementedError

    def told(self, value: object) -> Label:
        """Put a value into words."""
        return same(str(value)) if value != "" else _NONE

    def _wrong(self, given: object, mend: str) -> InvalidValueError:
        return InvalidValueError(f"{self.key} is {given!r}", f"request, {self.key}", mend)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateParameter(Parameter):
    """A day, or none."""

    @property
    def default(self) -> str:
        """No day."""
        return ""

    def read(self, given: object) -> str:
        """Give the day as an ISO date; empty for none."""
        mend = "Write a day such as 2017-12-31, or leave it empty."
        if given in ("", None):
            return ""
        if not isinstance(given, str):
            raise self._wrong(given, mend)
        try:
            day = date.fromisoformat(given).isoformat()
        except ValueError:
            raise self._wrong(given, mend) from None
        if day != given:  # 20171231 and 2017-W52-7 are read too, but dates are compared as texts
            raise self._wrong(given, mend)
        return day

    def told(self, value: object) -> Label:
        """Write the day."""
        return same(str(value)) if value else Label("no limit", "不限")


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values of a choice."""

    value: str
    name: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceParameter(Parameter):
    """One of several options; the first is the default."""

    options: tuple[Option, ...]

    @property
    def default(self) -> str:
        """The first option."""
        return self.options[0].value

    def read(self, given: object) -> str:
        """Give the option's value."""
        values = [option.value for option in self.options]
        if not isinstance(given, str) or given not in values:
            raise self._wrong(given, f"Take one of {', '.join(values)}.")
        return given

    def told(self, value: object) -> Label:
        """Name the option."""
        return next((option.name for option in self.options if option.value == value), same(str(value)))


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberParameter(Parameter):
    """A number in a unit, within a range; without a preset it must be given. A random seed is a whole one."""

    unit: str = ""  # code of a unit of outward.vocabulary.units; empty for a plain number
    least: float | None = None
    most: float | None = None
    whole: bool = False
    preset: float | int | None = None

    @property
    def default(self) -> float | int | None:
        """The preset number."""
        return self.preset

    def read(self, given: object) -> float | int:
        """Give the number: a whole one where only such are taken."""
        mend = f"Give {self._range()}."
        if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
            raise self._wrong(given, mend)
        if (self.least is not None and given < self.least) or (self.most is not None and given > self.most):
            raise self._wrong(given, mend)
        if not self.whole:
            return float(given)
        if given != int(given):
            raise self._wrong(given, mend)
        return int(given)

    def told(self, value: object) -> Label:
        """Write the number with its unit."""
        text = f"{value:,.15g}" if isinstance(value, int | float) else str(value)
        if not self.unit:
            return same(text)
        unit = units()[self.unit]
        return Label(f"{text} {unit.header('en')}", f"{text} {unit.header('zh')}")

    def _range(self) -> str:
        words = ["a whole number" if self.whole else "a number"]
        words += [f"of at least {self.least:g}"] if self.least is not None else []
        words += [f"of at most {self.most:g}"] if self.most is not None else []
        return " ".join(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextParameter(Parameter):
    """Words, on one line."""

    longest: int = 200
    preset: str = ""

    @property
    def default(self) -> str:
        """The preset words."""
        return self.preset

    def read(self, given: object) -> str:
        """Give the words without spaces around them."""
        if not isinstance(given, str) or len(given.strip()) > self.longest or not given.strip().isprintable():
            raise self._wrong(given, f"Write one line of at most {self.longest} characters.")
        return given.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesParameter(Parameter):
    """Several regions or sectors, by their ids of the vocabulary, in the order in which they were given."""

    scheme: Literal["region", "sector"]
    least: int = 0
    most: int = 50
    preset: tuple[str, ...] = ()

    @property
    def default(self) -> tuple[str, ...] | None:
        """The preset codes."""
        return self.preset if len(self.preset) >= self.least else None

    def read(self, given: object) -> tuple[str, ...]:
        """Give the codes, each once."""
        mend = f"Name {self.least} to {self.most} {self.scheme}s by their ids, each once."
        if isinstance(given, str) or not isinstance(given, Sequence):
            raise self._wrong(given, mend)
        codes = tuple(given)
        known = regions() if self.scheme == "region" else sectors()
        if not all(isinstance(code, str) and code in known for code in codes):
            raise self._wrong(given, mend)
        if len(set(codes)) != len(codes) or not self.least <= len(codes) <= self.most:
            raise self._wrong(given, mend)
        return codes

    def told(self, value: object) -> Label:
        """Name the regions or sectors."""
        names = [self.name_of(str(code)) for code in value] if isinstance(value, Sequence) else []
        return Label(", ".join(name.text("en") for name in names),
                     "、".join(name.text("zh") for name in names)) if names else _NONE

    def name_of(self, code: str) -> Label:
        """Name a region or a sector; a code that nobody knows stands for itself."""
        known = regions() if self.scheme == "region" else sectors()
        return known[code].name if code in known else same(code)


AS_OF = DateParameter(
    key="as_of",
    name=Label("As of", "截至日期"),
    help=Label("Only what was known by this day is used; empty for everything.",
               "仅使用该日之前已知的数据；留空则使用全部数据。"),
)
"""The day up to which observations count: what every study that stands in the report can be asked for."""
