"""How a document falls onto pages: widths of columns, and which parts need a page turned on its side.

Widths are in em of the table's own type, so that both print writers can use them.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outward.report.document import (
    DOUBT,
    Block,
    Chart,
    DoubtMark,
    FootnoteMark,
    Heading,
    Mark,
    Paragraph,
    Span,
    Table,
    TableCell,
    Text,
    spans_of,
)
from outward.vocabulary.labels import Language

# An A4 page within its margins of 25 mm, in em of 8-point type.
PORTRAIT_EM = 56.7
LANDSCAPE_EM = 87.5
_DENSE_ROWS = 100  # rows above which a table is set in 7 points
WHOLE_LINES = 22  # lines up to which a table stays on one page
_PADDING_EM = 1.3  # left and right of a cell's words, with a hair to spare
_LONGEST_WORD_EM = 10.5  # a longer word is broken inside its cell
_HEADER_EM = 7.5  # up to which a column of numbers is widened for its header's sake
_EASE = 1.05  # times the least height is still good
_HEADER_WEIGHT = 3  # a header is worth as many rows: it is repeated on each page, and first read
_SHORT_TEXT = 600  # characters that may stand in long lines above a table on its side
_SMALLER = 8.0 / 7.0  # as many em of 7-point type as of 8-point type
_TALL_ROW = 3.0  # lines a row, on average, above which a long table is better on its side
_LONG_ROWS = 25

_MIXED = re.compile("(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])(?=[\u4e00-\u9fff])")
_GAP_EM = 0.25  # that a typesetter puts between a Chinese character and a Latin one
_NARROW = frozenset(" .,:;'|!()[]iIlj")
_WORD = re.compile(r"[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]+")


@dataclass(frozen=True, slots=True)
class Flow:
    """Blocks that follow one another on pages of one orientation."""

    landscape: bool
    blocks: tuple[Block, ...]


def text_width(text: str) -> float:
    """Estimate the width of a text in em.

    Examples
    --------
    >>> text_width("亿元"), round(text_width("12.5"), 2)
    (2.0, 1.98)
    """
    width = sum(map(_WIDTHS.__getitem__, text)) / 100
    return width if text.isascii() else width + _GAP_EM * len(_MIXED.findall(text))


def cell_text(cell: TableCell) -> str:
    """Give a cell's words, numbers and signs of doubt without markup."""
    return "".join(DOUBT if isinstance(span, DoubtMark) else span.text
                   for span in cell.spans if not isinstance(span, FootnoteMark))


def running_spans(paragraph: Paragraph, language: Language) -> tuple[Span, ...]:
    """Give a paragraph's spans with the space that English has between sentences and Chinese has not.

    Examples
    --------
    >>> from outward.report.document import Sentence
    >>> both = Paragraph("p", (Sentence("a", (Text("One."),)), Sentence("b", (Text("Two."),))))
    >>> "".join(span.text for span in running_spans(both, "en"))
    'One. Two.'
    """
    spans: list[Span] = []
    before = ""
    for sentence in paragraph.sentences:
        if language == "en" and before and not before[-1].isspace() and not sentence.text[:1].isspace():
            spans.append(Text(" "))
        spans += sentence.spans
        before = sentence.text
    return tuple(spans)


def is_landscape(table: Table) -> bool:
    """Say whether a table needs a page turned on its side: too wide, or rows of too many lines.

    Examples
    --------
    >>> is_landscape(Table("t", "1", "Short", (), ()))
    False
    """
    width = type_width(table, PORTRAIT_EM)
    if _needed_width(table) > width:
        return True
    if len(table.rows) < _LONG_ROWS:  # turning the page costs more paper than it saves
        return False
    lines = row_lines(table, column_widths(table, width))
    return sum(lines) > _TALL_ROW * len(lines)


def is_dense(table: Table) -> bool:
    """Say whether a table is set in smaller type: it is very long, or fits an upright page only so.

    Examples
    --------
    >>> is_dense(Table("t", "1", "Short", (), ()))
    False
    """
    return len(table.rows) > _DENSE_ROWS or PORTRAIT_EM < _needed_width(table) <= PORTRAIT_EM * _SMALLER


def type_width(table: Table, width: float) -> float:
    """Turn a width in em of 8-point type into em of the table's own type.

    Examples
    --------
    >>> type_width(Table("t", "1", "Short", (), ()), 56.7)
    56.7
    """
    return width * _SMALLER if is_dense(table) else width


def column_widths(table: Table, width: float) -> tuple[float, ...]:
    """Share a width among a table's columns: what its longest word needs, then what makes its rows shortest.

    Parameters
    ----------
    table : Table
        A table with at least one column.
    width : float
        The width to fill, em of the table's type.

    Returns
    -------
    tuple of float
        One width a column, em; they add up to ``width``.
    """
    least = np.array([_least_width(table, column) for column in range(len(table.columns))])
    if least.sum() >= width:  # not even the longest words fit: everything shrinks alike and words are broken
        return tuple((least * width / least.sum()).tolist())
    texts = _text_widths(table)
    texts = np.vstack([texts[:1]] * (_HEADER_WEIGHT - 1) + [texts])
    tried = _tried_widths(table, texts, least, width)
    heights = [_lines(texts, widths).sum() for widths in tried]
    widths = next(one for one, height in zip(tried, heights, strict=True) if height <= _EASE * min(heights))
    return tuple(widths.tolist())


def _tried_widths(
    table: Table, texts: NDArray[np.float64], least: NDArray[np.float64], width: float
) -> list[NDArray[np.float64]]:
    """Lay a table out in up to three ways, the best to read first; the last is the one with the shortest rows.

    Columns of numbers of one width are easier to read across, and headers of three lines than of six.
    """
    numeric = np.array([column.numeric for column in table.columns])
    if not numeric.any():
        return [_shortest_rows(texts, least, width)]
    eased = np.where(numeric, np.maximum(least, np.minimum(texts[0] / 3, _HEADER_EM) + _PADDING_EM), least)
    evened = np.where(numeric, eased[numeric].max(), eased)
    tried = []
    if evened.sum() <= width:
        alike = _shortest_rows(texts, evened, width)
        tried.append(np.where(numeric, alike[numeric].mean(), alike))
    return tried + [_shortest_rows(texts, wish, width) for wish in (eased, least) if wish.sum() <= width]


def row_lines(table: Table, widths: Sequence[float]) -> list[int]:
    """Estimate the lines of each row, the header first.

    Examples
    --------
    >>> from outward.report.document import TableColumn
    >>> row_lines(Table("t", "", "", (TableColumn("a", "A header", False),), ()), (3.0,))
    [3]
    """
    return [int(count) for count in _lines(_text_widths(table), np.array(widths))]


def _lines(texts: NDArray[np.float64], widths: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the lines of each row; texts of shape (rows, columns)."""
    lines: NDArray[np.float64] = np.ceil(np.maximum(texts / np.maximum(widths - _PADDING_EM, 1.0), 1.0)).max(axis=1)
    return lines


def _shortest_rows(texts: NDArray[np.float64], least: NDArray[np.float64], width: float) -> NDArray[np.float64]:
    """Widen columns from ``least``, an em at a time, where it shortens the rows most; texts: (rows, columns)."""
    widths = least.copy()
    while widths.sum() + 1.0 <= width:
        lines = np.maximum(texts / (widths - _PADDING_EM), 1.0)
        after = np.maximum(texts / (widths + 1.0 - _PADDING_EM), 1.0)
        height = lines.max(axis=1).sum()
        gains = []
        for column in range(len(widths)):
            tried = lines.copy()
            tried[:, column] = after[:, column]
            gains.append(round(float(height - tried.max(axis=1).sum()), 6))
        if max(gains) <= 0.0:
            break
        widths[gains.index(max(gains))] += 1.0
    filled: NDArray[np.float64] = widths * width / widths.sum()
    return filled


def flows(blocks: Sequence[Block]) -> tuple[Flow, ...]:
    """Part the blocks by the pages they need.

    A wide table takes the whole of its section (heading to heading) onto its pages, so that a heading never stands
    alone before them, unless the section has other tables or charts or much text: then it goes alone.

    Examples
    --------
    >>> flows((Heading("a", 1, "A"),))
    (Flow(landscape=False, blocks=(Heading(id='a', level=1, text='A', number=''),)),)
    """
    turned: list[tuple[bool, Block]] = []
    for section in _sections(blocks):
        displays = [block for block in section if isinstance(block, Table | Chart)]
        wide = {block.id for block in displays if isinstance(block, Table) and is_landscape(block)}
        length = sum(len(span.text) for block in section if not isinstance(block, Table)
                     for span in spans_of(block) if not isinstance(span, Mark))
        whole = bool(wide) and len(wide) == len(displays) and length <= _SHORT_TEXT
        turned += [(whole or (isinstance(block, Table) and block.id in wide), block) for block in section]
    parted: list[Flow] = []
    for landscape, block in turned:
        if parted and parted[-1].landscape == landscape:
            parted[-1] = Flow(landscape, (*parted[-1].blocks, block))
        else:
            parted.append(Flow(landscape, (block,)))
    return tuple(parted)


def breakable_pieces(text: str, longest_em: float) -> tuple[str, ...]:
    """Part a text where a word too long for its line may be broken; Chinese breaks without help, and never in a number.

    Examples
    --------
    >>> breakable_pieces("scale.sales.growth.2015", 8.0)
    ('scale.sales.', 'growth.2015')
    >>> breakable_pieces("one short line", 8.0)
    ('one short line',)
    """
    if text_width(text) <= longest_em:
        return (text,) if text else ()
    pieces = [""]
    end = 0
    for found in _WORD.finditer(text):
        word = found.group()
        pieces[-1] += text[end:found.start()]
        end = found.end()
        if text_width(word) <= longest_em:
            pieces[-1] += word
            continue
        room = longest_em
        for part in re.findall(r"[^./:;,_|-]*[./:;,_|-]|[^./:;,_|-]+", word):
            for piece in _chopped(part, longest_em):
                need = text_width(piece)
                if need > room:
                    pieces.append("")
                    room = longest_em
                pieces[-1] += piece
                room -= need
    pieces[-1] += text[end:]
    return tuple(piece for piece in pieces if piece)


def _chopped(word: str, longest_em: float) -> Iterator[str]:
    """Cut a word without punctuation into pieces that fit."""
    piece, width = "", 0.0
    for character in word:
        step = _WIDTHS[character] / 100
        if piece and width + step > longest_em:
            yield piece
            piece, width = "", 0.0
        piece += character
        width += step
    if piece:
        yield piece


def _sections(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Part the blocks before each heading that does not follow another heading."""
    section: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and section and not isinstance(section[-1], Heading):
            yield section
            section = []
        section.append(block)
    if section:
        yield section


def _text_widths(table: Table) -> NDArray[np.float64]:
    """Give the width of each text on one line, em: shape (1 + rows, columns), the header first."""
    widths = np.zeros((1 + len(table.rows), len(table.columns)))
    widths[0] = [text_width(column.header) for column in table.columns]
    for index, row in enumerate(table.rows, 1):
        for column, cell in zip(range(len(table.columns)), row.cells, strict=False):
            widths[index, column] = text_width(cell_text(cell))
    return widths


def _needed_width(table: Table) -> float:
    """Give the width that a table's longest words need, em."""
    return math.fsum(_least_width(table, column) for column in range(len(table.columns)))


def _least_width(table: Table, column: int) -> float:
    """Give the width that a column's longest word (or number) needs, em with padding."""
    header = table.columns[column].header
    texts = [cell_text(row.cells[column]) for row in table.rows if column < len(row.cells)]
    if table.columns[column].numeric:
        least = max((min(text_width(text), _LONGEST_WORD_EM) for text in texts), default=0.0)
    else:
        least = max((_longest_word(text) for text in texts), default=0.0)
    return max(least, _longest_word(header), 2.0) + _PADDING_EM


def _longest_word(text: str) -> float:
    words = max((text_width(word) for word in _WORD.findall(text)), default=0.0)
    return min(max(words, min(text_width(text), 4.0)), _LONGEST_WORD_EM)


class _Widths(dict[str, int]):
    """Widths of characters in hundredths of an em, learnt as they come: a report has a million of them."""

    def __missing__(self, character: str) -> int:
        if character in _NARROW:
            width = 30
        elif unicodedata.east_asian_width(character) in "WF" or "\u2018" <= character <= "\u2026":
            width = 100
        else:
            width = 66 if character.isupper() else 56
        self[character] = width
        return width


_WIDTHS = _Widths()
