"""The door through which a room or a study adds to the sections of a dossier.

A contributor is a function from what is asked (a region, by whom) to a ``Part``, or ``None`` where it has nothing to
say. A later room registers it when it starts, and no line of this room changes::

    SECTIONS.contribute("risks", risk_rating, order=10)

The part with the lowest order that has a sentence answers the section's question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal

from django.utils.functional import Promise

from outward.vocabulary.labels import Label
from outward_portal.dossiers.models import Fact
from outward_portal.dossiers.vocabulary import TITLES

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which region a page is, and who reads it: a part tells of nothing else."""

    region: str
    user: Any
    today: date
    facts: tuple[Fact, ...] = field(default=(), compare=False)  # published, that the reader may see


_UNNAMED: Final = Label("", "")


@dataclass(frozen=True, slots=True)
class Cited:
    """Where a number or a statement comes from."""

    title: Label
    publisher: Label = _UNNAMED
    date: str = ""
    licence: str = ""
    confidence: str = ""  # a value of Confidence; "" where none was given
    address: str = ""
    may_redistribute: bool = True


@dataclass(frozen=True, slots=True)
class Value:
    """A number, or another word of a sentence that has a source."""

    text: Label
    cited: Cited | None
    printed: str = ""  # as it stands in the source


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in both languages; ``{0}`` is the place of its first value."""

    en: str
    zh: str
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table."""

    text: Label
    address: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings."""

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers of one unit that belong side by side."""

    title: Label
    unit: Label
    form: Literal["columns", "bars"]  # columns: along time; bars: by name
    points: tuple[tuple[Label, Decimal], ...]
    cited: Cited | None


@dataclass(frozen=True, slots=True)
class Map:
    """A map that the server draws, and the page where it can be read in full."""

    title: Text
    picture: str  # address of the drawing
    page: str  # address of the page


@dataclass(frozen=True, slots=True)
class Part:
    """What one contributor says in a section."""

    title: Text
    sentence: Sentence | None = None
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    maps: tuple[Map, ...] = ()
    cited: tuple[Cited, ...] = ()
    gaps: tuple[Text, ...] = ()  # what is missing, and what to do about it

    @property
    def is_empty(self) -> bool:
        """Whether it shows nothing."""
        return not (self.sentence or self.facts or self.tables or self.charts)


Contributor = Callable[[Asked], Part | None]


class Sections:
    """Who contributes to which section, in what order."""

    def __init__(self) -> None:
        self._contributors: dict[str, list[tuple[int, Contributor]]] = {title.key: [] for title in TITLES}

    def contribute(self, section: str, contributor: Contributor, *, order: int = 50) -> None:
        """Add a contributor to a section; raise LookupError where there is no such section."""
        if section not in self._contributors:
            raise LookupError(f"no section {section!r}; there are {', '.join(self._contributors)}")
        self._contributors[section].append((order, contributor))
        self._contributors[section].sort(key=lambda pair: pair[0])

    def withdraw(self, section: str, contributor: Contributor) -> None:
        """Take a contributor out again."""
        self._contributors[section] = [pair for pair in self._contributors[section] if pair[1] is not contributor]

    def parts(self, section: str, asked: Asked) -> Iterator[Part]:
        """Ask the contributors of a section, in order."""
        for _, contributor in self._contributors[section]:
            part = contributor(asked)
            if part is not None and not (part.is_empty and not part.gaps):
                yield part


SECTIONS: Final = Sections()
