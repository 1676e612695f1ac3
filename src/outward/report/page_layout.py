"""How a document falls onto pages: widths of columns, and which parts need a page turned on its side.

Widths are in em of the table's own type, so that both print writers can use them.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from outward.report.document import Block, Chart, FootnoteMark, Heading, Paragraph, Span, Table, TableCell, Text
from outward.vocabulary.labels import Language

# An A4 page within its margins of 25 mm, in em of 8-point type.
PORTRAIT_EM = 56.7
LANDSCAPE_EM = 87.5
_PADDING_EM = 1.1  # left and right of a cell's words
_LONGEST_WORD_EM = 13.0  # a longer word is broken inside its cell
_TALL_ROW = 4.0  # lines a row, on average, above which a table is better on its side

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
    (2.0, 1.96)
    """
    return math.fsum(_character_width(character) for character in text)


def cell_text(cell: TableCell) -> str:
    """Give a cell's words and numbers without markup."""
    return "".join(span.text for span in cell.spans if not isinstance(span, FootnoteMark))


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
    if not table.columns:
        return False
    if math.fsum(_bounds(table, column)[0] for column in range(len(table.columns))) > PORTRAIT_EM:
        return True
    return len(table.rows) > 3 and _lines_a_row(table, column_widths(table, PORTRAIT_EM)) > _TALL_ROW


def column_widths(table: Table, width: float) -> tuple[float, ...]:
    """Share a width among a table's columns: what its longest word needs, and the rest by the length of its text.

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
    bounds = [_bounds(table, column) for column in range(len(table.columns))]
    least = [low for low, _ in bounds]
    most = [high for _, high in bounds]
    numeric = [column.numeric for column in table.columns]
    widest = max((high for high, is_number in zip(most, numeric, strict=True) if is_number), default=0.0)
    evened = [widest if is_number else high for high, is_number in zip(most, numeric, strict=True)]
    if math.fsum(evened) <= width:  # columns of numbers of one width are easier to read across
        least = most = evened
    spare = width - math.fsum(least)
    wants = [high - low for low, high in zip(least, most, strict=True)]
    wanted = math.fsum(wants)
    if spare < 0:  # not even the longest words fit: everything shrinks alike and words are broken
        return tuple(low * width / math.fsum(least) for low in least)
    if wanted > spare:
        return tuple(low + spare * want / wanted for low, want in zip(least, wants, strict=True))
    rest = spare - wanted
    total = math.fsum(most)
    return tuple(high + rest * high / total for high in most)


def flows(blocks: Sequence[Block]) -> tuple[Flow, ...]:
    """Part the blocks by the pages they need.

    A wide table takes the whole of its section (heading to heading) onto its pages, so that a heading never stands
    alone before them, unless the section has other tables or charts: then it goes alone.

    Examples
    --------
    >>> flows((Heading("a", 1, "A"),))
    (Flow(landscape=False, blocks=(Heading(id='a', level=1, text='A', number=''),)),)
    """
    turned: list[tuple[bool, Block]] = []
    for section in _sections(blocks):
        displays = [block for block in section if isinstance(block, Table | Chart)]
        wide = {block.id for block in displays if isinstance(block, Table) and is_landscape(block)}
        whole = bool(wide) and len(wide) == len(displays)
        turned += [(whole or (isinstance(block, Table) and block.id in wide), block) for block in section]
    parted: list[Flow] = []
    for landscape, block in turned:
        if parted and parted[-1].landscape == landscape:
            parted[-1] = Flow(landscape, (*parted[-1].blocks, block))
        else:
            parted.append(Flow(landscape, (block,)))
    return tuple(parted)


def breakable_pieces(text: str, longest_em: float) -> tuple[str, ...]:
    """Part a text where a word too long for its line may be broken.

    Examples
    --------
    >>> breakable_pieces("scale.sales.growth.2015", 8.0)
    ('scale.sales.', 'growth.2015')
    >>> breakable_pieces("one short line", 8.0)
    ('one short line',)
    """
    pieces = [""]
    for word in re.split(r"(\s+)", text):
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
    return tuple(piece for piece in pieces if piece)


def _chopped(word: str, longest_em: float) -> Iterator[str]:
    """Cut a word without punctuation into pieces that fit."""
    piece, width = "", 0.0
    for character in word:
        step = _character_width(character)
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


def _bounds(table: Table, column: int) -> tuple[float, float]:
    """Give the least and the natural width of a column, em with padding."""
    header = table.columns[column].header
    texts = [cell_text(row.cells[column]) for row in table.rows if column < len(row.cells)]
    widths = [text_width(text) for text in texts]
    natural = max(widths, default=0.0)
    if table.columns[column].numeric:
        least = max(natural, _longest_word(header))
        return least + _PADDING_EM, max(least, min(text_width(header), 9.0)) + _PADDING_EM
    least = max((_longest_word(text) for text in (header, *texts)), default=0.0)
    least = max(least, min(4.0, natural))
    return least + _PADDING_EM, max(least, natural, text_width(header)) + _PADDING_EM


def _longest_word(text: str) -> float:
    return min(max((text_width(word) for word in _WORD.findall(text)), default=min(text_width(text), 3.0)),
               _LONGEST_WORD_EM)


def _lines_a_row(table: Table, widths: Sequence[float]) -> float:
    """Estimate the lines of a row, averaged over the rows."""
    lines = [max((math.ceil(text_width(cell_text(cell)) / max(width - _PADDING_EM, 1.0))
                  for cell, width in zip(row.cells, widths, strict=False)), default=1) for row in table.rows]
    return sum(lines) / len(lines)


def _character_width(character: str) -> float:
    if character < "\u2000":  # the common case first: a report has a million of them
        if character.isdigit():
            return 0.56
        if character.isupper():
            return 0.62
        return 0.28 if character in " .,:;'|!()[]/iIlj-" else 0.5
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5
