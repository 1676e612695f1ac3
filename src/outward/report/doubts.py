"""Numbers that rest on a contradictory number of the source: the sign beside them, and the list in the annex."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from outward.report.document import (
    Block,
    Chart,
    DoubtMark,
    Link,
    Number,
    Span,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    Text,
    spans_of,
)
from outward.studies.result import Doubt
from outward.vocabulary.figures import Figure, walk
from outward.vocabulary.labels import Language

RESTING_TABLE = "audit.resting"
"""The table of the annex that lists what of the report rests on each finding."""


@dataclass(frozen=True, slots=True)
class _Words:
    sign: str  # what the sign says
    legend: str  # under a table
    drawn: str  # under a chart
    between: str  # names in a list
    resting: str
    columns: tuple[str, str, str]
    nothing: str


_WORDS: dict[Language, _Words] = {
    "en": _Words("rests on a contradictory number: see {names} in annex {annex}",
                 "† rests on a contradictory number of the source: see {names} in annex {annex}.",
                 "This figure rests in part on contradictory numbers of the source: see {names} in annex {annex}.",
                 ", ", "What of this report rests on the errors", ("Finding", "Shown in", "Numbers"),
                 "no number of this report"),
    "zh": _Words("所依据的数字相互矛盾，见附录{annex}的{names}", "† 所依据的来源数字相互矛盾，见附录{annex}的{names}。",
                 "本图部分数字所依据的来源数字相互矛盾，见附录{annex}的{names}。", "、",
                 "本报告中以错误项所涉数字为依据的数字",
                 ("审核项", "所在位置", "数字"), "本报告无此类数字"),
}


@dataclass(slots=True)
class Doubts:
    """Says of each figure which contradictions lie beneath it, down to the printed cells."""

    found: Sequence[Doubt]
    annex: str  # the number of the annex that tells of them
    language: Language
    _beneath: dict[str, tuple[Doubt, ...]] = field(default_factory=dict)
    _of_cell: dict[str, list[Doubt]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for doubt in self.found:
            for cell in doubt.cells:
                self._of_cell.setdefault(cell, []).append(doubt)

    def beneath(self, figure: Figure) -> tuple[Doubt, ...]:
        """Give the contradictions that a figure rests on, the gravest first."""
        if not self._of_cell:
            return ()
        if figure.id not in self._beneath:
            for one in walk([figure]):
                if one.id not in self._beneath:
                    of = {id(each) for each in self._of_cell.get(one.id, ())}
                    of |= {id(each) for below in one.inputs for each in self._beneath[below.id]}
                    self._beneath[one.id] = tuple(each for each in self.found if id(each) in of)
        return self._beneath[figure.id]

    def names(self, figure: Figure) -> tuple[str, ...]:
        """Name the findings that a figure rests on, the gravest first."""
        return tuple(doubt.name for doubt in self.beneath(figure))

    def sign(self, figure: Figure) -> DoubtMark | None:
        """Give the sign that a number bears, which leads to the gravest of its findings; nothing for most."""
        doubts = self.beneath(figure)
        return DoubtMark(self._said(_WORDS[self.language].sign, doubts), doubts[0].id) if doubts else None

    def legend(self, figures: Iterable[Figure]) -> tuple[str, ...]:
        """Say under a table what its signs mean."""
        return self._note(_WORDS[self.language].legend, figures)

    def drawn(self, figures: Iterable[Figure]) -> tuple[str, ...]:
        """Say under a chart that it draws such numbers."""
        return self._note(_WORDS[self.language].drawn, figures)

    def _note(self, words: str, figures: Iterable[Figure]) -> tuple[str, ...]:
        doubts = {doubt.id: doubt for figure in figures for doubt in self.beneath(figure)}
        return (self._said(words, [each for each in self.found if each.id in doubts]),) if doubts else ()

    def _said(self, words: str, doubts: Sequence[Doubt]) -> str:
        names = _WORDS[self.language].between.join(doubt.name for doubt in doubts)
        return words.format(names=names, annex=self.annex)


def resting_table(
    doubts: Doubts, figures: Mapping[str, Figure], blocks: Sequence[Block], names: Mapping[str, str], number: str
) -> Table:
    """List for each finding where which numbers of the report rest on it.

    Parameters
    ----------
    doubts : Doubts
        The contradictions.
    figures : mapping of str to Figure
        Every figure that the document shows, by id.
    blocks : sequence of Block
        The document before its annexes.
    names : mapping of str to str
        What each block is called, by id.
    number : str
        The table's number.
    """
    words = _WORDS[doubts.language]
    shown: dict[str, dict[str, dict[str, Number]]] = {doubt.id: {} for doubt in doubts.found}
    for block in blocks:
        for one in _numbers(block):
            for doubt in doubts.beneath(figures[one.id]):
                shown[doubt.id].setdefault(names[block.id], {})[one.id] = one
    homes = {names[block.id]: block.id for block in reversed(blocks)}
    rows = []
    for doubt in doubts.found:
        for place, numbers in shown[doubt.id].items():
            rows.append(_row(f"{doubt.id}.{homes[place]}", (Link(doubt.name, f"#{doubt.id}"),),
                             (Link(place, f"#{homes[place]}"),), tuple(_listed(numbers.values(), doubts.language))))
        if not shown[doubt.id]:
            rows.append(_row(f"{doubt.id}.none", (Link(doubt.name, f"#{doubt.id}"),), (Text(words.nothing),), ()))
    columns = tuple(TableColumn(key, header, numeric=False)
                    for key, header in zip(("finding", "where", "numbers"), words.columns, strict=True))
    return Table(RESTING_TABLE, number, words.resting, columns, tuple(rows), summary=words.resting)


def _row(key: str, *cells: tuple[Span, ...]) -> TableRow:
    return TableRow(key, tuple(TableCell(spans) for spans in cells))


def _listed(numbers: Iterable[Number], language: Language) -> Iterator[Span]:
    for place, number in enumerate(numbers):
        if place:
            yield Text("；" if language == "zh" else "; ")
        yield number


def _numbers(block: Block) -> Iterator[Number]:
    if isinstance(block, Chart):
        yield from (point.number for point in block.points)
    yield from (span for span in spans_of(block) if isinstance(span, Number))
