"""Claims read from sentences: which number is said of which region, item, period and indicator.

Only what is certain is filled in. A sentence's words are looked for in a ``Lexicon`` of the document's tables; a number
whose subject has words that no table and no vocabulary knows is left without an indicator, or with its own words as
item, so that it is not tied to the wrong cell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from outward.audit.documents import Claim, natural
from outward.audit.lexicon import Lexicon
from outward.audit.quantities import Quantity
from outward.audit.reading import Reader, Subject

__all__ = ["Lexicon", "assign", "claims_in"]


def claims_in(claim: Claim, lexicon: Lexicon) -> tuple[Claim, ...]:
    """Read the numbers of a claim's sentence.

    Parameters
    ----------
    claim : Claim
        Of which the sentence is known; its id is kept for all.
    lexicon : Lexicon
        The words of the document's tables.

    Returns
    -------
    tuple of Claim
        One for each number that says something about an economy, in the order of the sentence. Where it is not
        certain what a number is said of, ``indicator`` stays empty.

    Examples
    --------
    >>> from outward.audit import Cell
    >>> lexicon = Lexicon.of([Cell("1", "1", "Anyville", "Pumps", "2015", "sales value", "million CNY", "120.5")])
    >>> said = "In 2015, the sales value of pumps in Anyville was 120.5 million CNY, down 3.7% on the year before."
    >>> [(read.indicator, read.text, read.unit) for read in claims_in(Claim("c1", said), lexicon)]
    [('sales value', '120.5', 'million CNY'), ('growth of sales value', '-3.7', '%')]
    """
    return tuple(read for number, read in Reader(claim, lexicon, None).read() if number.is_claim)


def assign(claims: Sequence[Claim], lexicon: Lexicon) -> tuple[Claim, ...]:
    """Fill in claims of which only the sentence is known: the k-th of a sentence is its k-th number.

    Claims that have a text or an indicator stay as they are; a claim without a number of its own stays empty.
    """
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, claim in enumerate(claims):
        if not claim.text and not claim.indicator:
            alike[claim.para, claim.sentence].append(index)
    filled = list(claims)
    last: dict[str, Subject] = {}
    for (para, _), rows in alike.items():
        indexes = sorted(rows, key=lambda index: natural(claims[index].id))
        reader = Reader(claims[indexes[0]], lexicon, last.get(para) if para else None)
        for index, found in zip(indexes, _fitting(reader.read(), len(indexes)), strict=False):
            filled[index] = replace(found, id=claims[index].id)
        last[para] = reader.subject
    return tuple(filled)


def _fitting(read: list[tuple[Quantity, Claim]], rows: int) -> list[Claim]:
    """Choose as many numbers as there are rows: those surest to be claims first, in the order of the sentence."""
    chosen = [pair for pair in read if pair[0].is_claim]
    wider = chosen
    for kind in ("duration", "specification", "word"):
        wider = [pair for pair in read if pair in wider or pair[0].kind == kind]
        if len(wider) == rows:
            return [claim for _, claim in wider]
    if chosen and rows % len(chosen) == 0:
        return [claim for _, claim in chosen] * (rows // len(chosen))  # a sentence that is printed twice
    if len(chosen) < rows and len(wider) < rows:
        chosen = wider
    for doubtful in (_is_first, _is_bare):
        fewer = [pair for pair in chosen if not doubtful(pair[0])]
        if len(chosen) > rows and len(fewer) >= rows:
            chosen = fewer
    return [claim for _, claim in chosen[:rows]]


def _is_first(number: Quantity) -> bool:
    return number.kind == "rank" and number.text in ("1", "first", "第一", "一")


def _is_bare(number: Quantity) -> bool:
    return not number.unit
