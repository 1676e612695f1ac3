"""Numbers that a text cites: a printed cell of a case, found by the id under which the case's report traces it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from outward.studies.diagnosis.chapter import period_label
from outward.studies.holdings import Held, Holdings
from outward.studies.releases import Release, casebook_of
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source

PREFIX: Final = "cell:"


@dataclass(frozen=True, slots=True)
class CitedFigure:
    """A printed number with what a reader needs to judge it."""

    id: str
    figure: Figure
    what: Label  # what is measured, and whose it is
    period: Label
    unit: Label
    source: Source | None
    caution: Label | None
    hedge: str = ""

    @property
    def paragraph(self) -> str:
        """Where the source says it."""
        return self.figure.cell.paragraph if self.figure.cell else ""

    @property
    def table(self) -> str:
        """The table of the case in which it stands; ``claims`` for a number in the text."""
        return self.figure.cell.table if self.figure.cell else ""

    @property
    def row(self) -> str:
        """Its row."""
        return self.figure.cell.row if self.figure.cell else ""

    @property
    def printed(self) -> str:
        """The digits as printed."""
        return self.figure.cell.printed if self.figure.cell else ""


def figure_id(text: str) -> str:
    """Write what a person types as an id: a claim's number alone, or a table and its row, will do.

    Examples
    --------
    >>> figure_id("C185"), figure_id("6:409"), figure_id(" cell:claims:C185 ")
    ('cell:claims:C185', 'cell:6:409', 'cell:claims:C185')
    """
    plain = text.strip()
    if plain.startswith(PREFIX):
        return plain
    return f"{PREFIX}{plain}" if ":" in plain else f"{PREFIX}claims:{plain}"


def cited_figures(release: Release, ids: Iterable[str]) -> dict[str, CitedFigure]:
    """Find printed numbers of a release by their ids; what it does not hold is left out.

    Parameters
    ----------
    release : Release
        What is held.
    ids : iterable of str
        Such as ``cell:claims:C185`` or ``cell:6:409``.
    """
    holdings = _holdings(release)
    found = ((id, holdings.of_id(id.removeprefix(PREFIX))) for id in dict.fromkeys(ids) if id.startswith(PREFIX))
    return {id: _cited(holdings, held) for id, held in found if held is not None and held.figure.id == id}


def figures_about(release: Release, words: str, *, most: int = 20) -> tuple[CitedFigure, ...]:
    """Find printed numbers by words of what they measure, in either language, or by the beginning of their id."""
    holdings, wanted = _holdings(release), words.casefold().split()
    if not wanted:
        return ()
    found: list[CitedFigure] = []
    for id, named in _named(release):
        if all(word in named for word in wanted):
            held = holdings.of_id(id.removeprefix(PREFIX))
            if held is not None:
                found.append(_cited(holdings, held))
        if len(found) >= most:
            break
    return tuple(found)


@lru_cache(maxsize=4)
def _holdings(release: Release) -> Holdings:
    return Holdings(casebook_of(release), release.observations())


@lru_cache(maxsize=4)
def _named(release: Release) -> tuple[tuple[str, str], ...]:
    """Give each printed number's id, and all by which it can be found, in small letters."""
    holdings = _holdings(release)
    found = []
    for row in release.observations()[["table", "row"]].drop_duplicates().itertuples(index=False):
        held = holdings.of_id(f"{row.table}:{row.row}")
        if held is not None:
            what = holdings.in_full(held)
            found.append((held.figure.id, f"{held.figure.id} {what.en} {what.zh} {held.period}".casefold()))
    return tuple(found)


def _cited(holdings: Holdings, held: Held) -> CitedFigure:
    cell = held.figure.cell
    source = next((each for each in holdings.casebook.sources if cell and each.id == cell.source), None)
    return CitedFigure(held.figure.id, held.figure, holdings.in_full(held),
                       period_label(held.period) if held.period else Label(""), holdings.unit_label(held.figure.unit),
                       source, holdings.caution(held.figure), held.hedge)
