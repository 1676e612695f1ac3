"""Lists that their address narrows, orders and pages. Registers, which page by keys, have `records.listing`.

A room says once what its list can be asked (`ListShape`); `read` understands an address, and the macros of
``theme/lists.jinja`` write fields, heads of columns and links from the same shape.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as with_default
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import Promise, lazy

from outward.vocabulary.labels import Label
from outward.vocabulary.regions import regions
from outward_portal.theme.languages import current_language

PAGE_ROWS: Final = 50
_LONGEST: Final = 200
Rows = TypeVar("Rows", bound="QuerySet[Any]")
Text = str | Promise
Choices = Sequence[tuple[str, Text]]


@dataclass(frozen=True, slots=True, eq=False)
class Narrowing:
    """A field that narrows a list.

    ``choices`` are its values with their names, or what gives them; none: any country. A yes or no has one choice.
    ``lookup`` is Django's condition that the value goes to; empty where the room narrows by it itself.
    """

    key: str
    label: Text
    choices: Choices | Callable[[], Choices] = ()
    lookup: str = ""
    is_check: bool = False  # a box to tick, for a narrowing with one choice
    is_hidden: bool = False  # kept from an address that leads here, without a field of its own

    def named(self) -> Choices:
        """Give its values with their names."""
        return self.choices() if callable(self.choices) else self.choices

    @property
    def is_any_country(self) -> bool:
        """Whether it takes any country; where there is nothing yet to choose from, it takes nothing."""
        return self.choices == ()

    def knows(self, value: str) -> bool:
        """Whether a value means something."""
        return value in regions() if self.is_any_country else any(value == key for key, _name in self.named())


@dataclass(frozen=True, slots=True, eq=False)
class ListShape:
    """What a list can be asked."""

    narrowings: tuple[Narrowing, ...]
    sorts: Mapping[str, str]  # columns by which it can be ordered, each with Django's field
    usual: str  # the order that stands without being asked for, such as -opened
    words: Text = ""  # the label of the field for words; empty: there is none


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list's address asks for; what it cannot mean is left out and named."""

    shape: ListShape
    words: str = ""
    values: Mapping[str, str] = with_default(default_factory=dict)
    sort: str = ""
    page: int = 1
    misunderstood: tuple[str, ...] = ()

    def __getitem__(self, key: str) -> str:
        return self.values.get(key, "")

    @property
    def is_narrowed(self) -> bool:
        """Whether the list leaves anything out that it would show by itself."""
        return bool(self.words or any(self.values.values()))

    def encoded(self, **changed: str) -> str:
        """Write the question as the query of an address, with some of it changed."""
        pairs = {"q": self.words, **self.values, "sort": "" if self.sort == self.shape.usual else self.sort, **changed}
        return urlencode({name: value for name, value in pairs.items() if value})

    def sorted_by(self, key: str) -> str:
        """Write the address's query in the order of a column; a second time turns the order around."""
        return self.encoded(sort=f"-{key}" if self.sort == key else key)

    def narrowed(self, rows: Rows) -> Rows:
        """Narrow rows by the values that go to a condition of their own."""
        return rows.filter(**{each.lookup: self[each.key] for each in self.shape.narrowings
                              if each.lookup and self[each.key]})

    def ordered(self, rows: Rows) -> Rows:
        """Order rows as asked; rows that stand alike there, the newest first."""
        sign, key = ("-", self.sort[1:]) if self.sort.startswith("-") else ("", self.sort)
        return rows.order_by(f"{sign}{self.shape.sorts[key]}", "-pk")

    def page_of(self, rows: Any, size: int | None = None) -> Page:
        """Give the page that is asked for, of a queryset or a list; it is ``PAGE_ROWS`` rows long, or ``size``."""
        return Paginator(rows, size or PAGE_ROWS).get_page(self.page)


def labelled(names: Mapping[str, Label]) -> Choices:
    """Give labels as choices, which are looked up in the page's language when they are shown."""
    return tuple((key, lazy(lambda name=name: name.text(current_language()), str)()) for key, name in names.items())


def read(given: Mapping[str, str], shape: ListShape) -> Asked:
    """Understand an address.

    Parameters
    ----------
    given : mapping of str to str
        The query of the address, as ``request.GET``.
    shape : ListShape
        What the list can be asked.
    """
    taken = {each.key: given.get(each.key, "") for each in shape.narrowings}
    wrong = [each.key for each in shape.narrowings if taken[each.key] and not each.knows(taken[each.key])]
    sort = given.get("sort", "")
    if sort and sort.removeprefix("-") not in shape.sorts:
        wrong.append("sort")
        sort = ""
    page = given.get("page", "")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1
    words = given.get("q", "").replace("\0", "").strip()[:_LONGEST] if shape.words else ""
    return Asked(shape, words, {key: "" if key in wrong else value for key, value in taken.items()},
                 sort or shape.usual, max(1, number), tuple(wrong))
