"""A table of candidates whose columns are encoded once, however often they are asked."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from outward.errors import InvalidValueError

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

SEPARATOR: Final = ";"
_WORDS: Final = re.compile(r"[^\W_㐀-鿿]+|[㐀-鿿]+")
_PUNCTUATION: Final = {code: " " for code in range(128) if not chr(code).isalnum()}


@dataclass(frozen=True, slots=True)
class Distinct:
    """The different values of a column, and which of them each candidate has (-1: none)."""

    values: tuple[Any, ...]
    codes: Codes


class Candidates:
    """A table of candidates, a row each, whose columns are encoded when they are first asked for and then kept.

    Parameters
    ----------
    table : pandas.DataFrame, shape (n, columns)
        Labelled by the candidate's key. Texts, numbers, dates of ISO 8601 (2026, 2026-06, 2026-06-30) or several codes
        in one text, separated by ``;``. What is missing is None, NaN or an empty text.

    Raises
    ------
    InvalidValueError
        If two candidates have one key.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"countries": ["KEN;ZMB", "", "KEN"]}, index=["a", "b", "c"])
    >>> Candidates(table).members("countries").values
    (frozenset({...}), frozenset({'KEN'}))
    """

    def __init__(self, table: pd.DataFrame) -> None:
        if not table.index.is_unique:
            twice = table.index[table.index.duplicated()][0]
            raise InvalidValueError(f"two candidates of the key {twice!r}", "matching, candidates",
                                    "Give each candidate a row of its own.")
        self._table = table
        self._distinct: dict[tuple[str, str], Distinct] = {}
        self._numbers: dict[str, Floats] = {}
        self._cells: dict[str, NDArray[np.object_]] = {}  # a cell of a frame takes fifty times as long
        self.keys: tuple[Hashable, ...] = tuple(table.index.tolist())
        places = np.empty(len(self.keys), dtype=np.int64)
        places[sorted(range(len(self.keys)), key=self.keys.__getitem__)] = np.arange(len(self.keys))  # type: ignore[arg-type]
        self.order = places
        """Where each candidate stands in the order of the keys, so that ties do not follow from the order of rows."""

    def __len__(self) -> int:
        return len(self.keys)

    def has(self, column: str) -> bool:
        """Whether the table has a column."""
        return column in self._table.columns

    def shown(self, column: str, row: int) -> Any:
        """Give what stands in a cell; None where nothing does."""
        if column not in self._cells:
            self._cells[column] = self._table[column].to_numpy(dtype=object)
        value = self._cells[column][row]
        if _is_missing(value):
            return None
        return value.item() if isinstance(value, np.generic) else value

    def texts(self, column: str) -> Distinct:
        """Give the different values of a column."""
        return self._read(column, "texts")

    def members(self, column: str) -> Distinct:
        """Give the different values of a column of several codes, each as a set."""
        return self._read(column, "members")

    def words(self, column: str) -> Distinct:
        """Give the different texts of a column, each as the set of its words."""
        return self._read(column, "words")

    def numbers(self, column: str) -> Floats:
        """Give a column's numbers; NaN where there is none."""
        import pandas as pd

        if column not in self._numbers:
            self._numbers[column] = pd.to_numeric(self._table[column]).to_numpy(dtype=float, na_value=np.nan)
        return self._numbers[column]

    def _read(self, column: str, way: str) -> Distinct:
        if (column, way) not in self._distinct:
            if way == "texts":
                found = _distinct(self._table[column])
            else:
                read = members if way == "members" else words
                plain = self.texts(column)
                sets = [read(value) for value in plain.values]
                found = Distinct(tuple(sets), plain.codes) if all(sets) else _without_nothing(sets, plain.codes)
            self._distinct[column, way] = found
        return self._distinct[column, way]


def _distinct(column: pd.Series[Any]) -> Distinct:
    import pandas as pd

    codes, values = pd.factorize(column.to_numpy(dtype=object))
    return _without_nothing(values, codes)


def _without_nothing(values: Iterable[Any], codes: Any) -> Distinct:
    """Keep the values that say something; who has none of them has the code -1."""
    missing = np.array([_is_missing(value) for value in values], dtype=bool)
    if missing.any():
        kept = np.append(np.where(missing, -1, np.cumsum(~missing) - 1), -1)  # the last is what -1 leads to
        codes = kept[codes]
    return Distinct(tuple(compress(values, ~missing)), np.asarray(codes, dtype=np.int64))


def _is_missing(value: Any) -> bool:
    if isinstance(value, str | tuple | frozenset):
        return not value
    import pandas as pd

    return value is None or value is pd.NA or bool(value != value)


def members(value: Any) -> frozenset[str]:
    """Read several codes: a text with ``;`` between them, or anything that holds texts.

    Examples
    --------
    >>> sorted(members("KEN; ZMB")), sorted(members(["KEN"]))
    (['KEN', 'ZMB'], ['KEN'])
    """
    parts = value.split(SEPARATOR) if isinstance(value, str) else value
    return frozenset(part.strip() for part in parts if part.strip())


def words(value: Any) -> frozenset[str]:
    """Read the words of a text: in small letters, Chinese by pairs of characters.

    Examples
    --------
    >>> sorted(words("Rail signals, 数控机床"))
    ['rail', 'signals', '控机', '数控', '机床']
    """
    text = str(value).casefold()
    if text.isascii():  # many times as fast
        return frozenset(text.translate(_PUNCTUATION).split())
    found: set[str] = set()
    for run in _WORDS.findall(text):
        if run[0] < "㐀" or len(run) == 1:
            found.add(run)
        else:
            found.update(run[place:place + 2] for place in range(len(run) - 1))
    return frozenset(found)
