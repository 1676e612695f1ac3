"""Sentences of a report's text, by numbered paragraph, put to the claims that were taken from them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from outward.audit import Claim, Document
from outward.audit.documents import natural
from outward.audit.quantities import quantities
from outward.errors import InvalidInputError, NotFoundError, Problem

_WORDS: Final = ("", "one|first|once|一|首", "two|second|twice|两|二", "three|third|三", "four|fourth|四",
                 "five|fifth|五",
                 "six|sixth|六", "seven|seventh|七", "eight|eighth|八", "nine|ninth|九", "ten|tenth|十",
                 "eleven|eleventh|十一", "twelve|twelfth|十二", "thirteen|thirteenth|十三", "fourteen|fourteenth|十四",
                 "fifteen|fifteenth|十五", "sixteen|sixteenth|十六", "seventeen|seventeenth|十七",
                 "eighteen|eighteenth|十八", "nineteen|nineteenth|十九", "twenty|twentieth|二十")
"""Numbers and places in words; a Chinese number is none within a longer one."""
_MAX_BYTES: Final = 64 * 1024 * 1024
_NUMBERED = re.compile(r"^[\s\-*#>•]{0,12}(\d{1,4})[.．、]\**\s*(.*)$")
_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]*[A-Z0-9])|(?<=[。！？])[”’）]*")
_NO_END = re.compile(r"\b(?:No|Nos|Mr|Mrs|Dr|St|Fig|Tab|vs|etc|e\.g|i\.e|approx|para|cf|Inc|Ltd|Co|[A-Z])\.$")
_CONTENTS = re.compile(r"(?:\t|\.{3,}|…)\s*\d{0,4}\s*$")


@dataclass(frozen=True, slots=True)
class Placed:
    """A document whose claims have their sentences.

    Parameters
    ----------
    document : Document
        With the sentences that were found.
    unplaced : tuple of str
        Claims whose number stands in no sentence of their paragraph.
    unclaimed : tuple of str
        Sentences of numbered paragraphs with figures of which no claim was taken.
    """

    document: Document
    unplaced: tuple[str, ...]
    unclaimed: tuple[str, ...]


def read_text(path: Path) -> str:
    """Read a report's text in UTF-8.

    Raises
    ------
    NotFoundError
        If there is no such file.
    InvalidInputError
        If it is no text, or far too long.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if path.is_file() and size <= _MAX_BYTES else b""
    except OSError as error:
        raise NotFoundError(f"cannot be read: {error.strerror or error}", str(path),
                            "Name a text file in UTF-8.") from error
    if not path.is_file():
        raise NotFoundError("this is no file", str(path), "Name a text file in UTF-8.")
    wrong = f"{size / 2**20:.0f} MB; a text has at most {_MAX_BYTES // 2**20} MB" if size > _MAX_BYTES else ""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text, wrong = "", f"byte {data[error.start]:#04x} is not UTF-8"
    if "\x00" in text:
        wrong = "a NUL character: the file is not text"
    if wrong:
        mend = "Save the report as plain text in UTF-8."
        raise InvalidInputError([Problem(path.name, 0, "", wrong, mend)], str(path))
    return text


def place(document: Document, text: str) -> Placed:
    """Put the sentences of a text to the claims of a document.

    Parameters
    ----------
    document : Document
        Claims that have a sentence keep it.
    text : str
        A paragraph with a number begins with it ("25. In 2015, ..."); it lasts to the next line that begins so.

    Returns
    -------
    Placed
        A claim's sentence is in the paragraph of its number and has its figure as printed; where several have, claims
        in the order of their ids have sentences in the order of the text.

    Examples
    --------
    >>> claim = Claim("c1", "", indicator="sales", text="1,204", para="7")
    >>> placed = place(Document("D1", (), (claim,)), "7. Sales rose. They reached 1,204 million CNY.")
    >>> placed.document.claims[0].sentence
    'They reached 1,204 million CNY.'
    """
    blocks = _blocks(text)
    asked: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(document.claims, key=lambda claim: natural(claim.id)):
        if not claim.sentence:
            asked[claim.para.strip()].append(claim)
    found: dict[str, str] = {}
    covered: set[str] = {claim.sentence for claim in document.claims}
    used: list[list[str]] = []
    for para, claims in asked.items():
        sentences, sentence_of = _best(blocks.get(para, ()), claims)
        found |= sentence_of
        used.append(sentences)
    covered |= set(found.values())
    told = tuple(replace(claim, sentence=found[claim.id]) if claim.id in found else claim
                 for claim in document.claims)
    unplaced = tuple(claim.id for claim in told if not claim.sentence)
    unclaimed = tuple(dict.fromkeys(sentence for sentences in used for sentence in sentences
                                    if sentence not in covered and _has_figures(sentence)))
    return Placed(replace(document, claims=told), unplaced, unclaimed)


def _blocks(text: str) -> Mapping[str, list[list[str]]]:
    """The sentences of every numbered paragraph; headings may have the same numbers."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    lines: list[str] | None = None
    for line in text.splitlines():
        numbered = _NUMBERED.match(line)
        begins = numbered is not None and not _CONTENTS.search(line)
        if numbered and begins:
            lines = []
            found[numbered[1]].append(lines)
        said = numbered[2] if numbered and begins else line.strip()
        if lines is not None and said and "\t" not in said:
            lines.extend(_sentences(said))
    return found


def _sentences(line: str) -> list[str]:
    """Part a line; what ends with an abbreviation goes on."""
    found: list[str] = []
    for piece in filter(None, (piece.strip() for piece in _END.split(line))):
        if found and _NO_END.search(found[-1]):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return found


def _best(blocks: Sequence[list[str]], claims: Sequence[Claim]) -> tuple[list[str], dict[str, str]]:
    """The paragraph of that number with most of the claims' figures, and the sentence of each claim."""
    best: tuple[list[str], dict[str, str]] = ([], {})
    for block in blocks:
        found = _aligned(block, claims)
        if len(found) > len(best[1]):
            best = (block, found)
    return best


def _aligned(sentences: Sequence[str], claims: Sequence[Claim]) -> dict[str, str]:
    """Sentences for the most claims such that neither goes back; then for those left over, the first that fits."""
    fitting = {claim.id: [place for place, sentence in enumerate(sentences) if _has(sentence, claim.text)]
               for claim in claims}
    chains: list[list[tuple[str, int]]] = [[] for _ in sentences]  # the longest that ends at or before a sentence
    for claim in claims:
        grown = {place: [*chains[place], (claim.id, place)] for place in fitting[claim.id]}
        longest: list[tuple[str, int]] = []
        for place in range(len(sentences)):
            for chain in (chains[place], grown.get(place, [])):
                if len(chain) > len(longest):
                    longest = chain
            chains[place] = longest
    chosen = dict(chains[-1]) if chains else {}
    for id, places in fitting.items():
        if id not in chosen and places:
            chosen[id] = places[0]
    return {id: sentences[place] for id, place in chosen.items()}


def _has(sentence: str, text: str) -> bool:
    """Whether a figure stands in a sentence as printed, not within a longer one; small ones may stand in words."""
    bare = text.strip().strip("%％ ").lstrip("-−+")
    if not bare:
        return False
    if re.search(rf"(?<!\d)(?<!\d[.,]){re.escape(bare)}(?!\d|[.,]\d)", sentence):
        return True
    number = int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 3 else 0
    return 0 < number < len(_WORDS) and _in_words(number).search(sentence) is not None


@cache
def _in_words(number: int) -> re.Pattern[str]:
    english = [word for word in _WORDS[number].split("|") if word.isascii()]
    chinese = "|".join(word for word in _WORDS[number].split("|") if not word.isascii())
    digit = "[一二三四五六七八九十百千万]"
    return re.compile(rf"\b(?:{'|'.join(english)})\b|(?<!{digit})(?:{chinese})(?!{digit})", re.IGNORECASE)


def _has_figures(sentence: str) -> bool:
    return any(quantity.is_claim and quantity.unit for quantity in quantities(sentence))
