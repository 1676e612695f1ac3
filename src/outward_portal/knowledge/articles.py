"""A legal text as its parts: headings and numbered articles, in English and Chinese, each with an anchor."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

_CHINESE: Final = "〇零一二三四五六七八九十百千两０-９0-9"
_ARTICLE: Final = re.compile(
    rf"(?P<zh>第\s*(?P<zhn>[{_CHINESE}]+)\s*条(?:之[{_CHINESE}]+)?)"
    r"|(?P<en>(?:article|art\.)\s+(?P<enn>\d+[a-z]?|[ivxlc]+))(?=[\s.:\-–—(]|$)", re.IGNORECASE)
_SECTION: Final = re.compile(r"(?P<en>section\s+(?P<enn>\d+[a-z]?))(?=[\s.:\-–—(]|$)", re.IGNORECASE)
_HEADING: Final = re.compile(
    rf"第\s*[{_CHINESE}]+\s*[编篇章节](?:\s|$|[^，。；])"
    r"|(?:part|title|chapter|annex|schedule)\s+(?:\d+|[ivxlc]+|[a-z]|one|two|three|four|five|six|seven|eight|nine|ten)"
    r"(?=[\s.:\-–—]|$)|附件\s*[一二三四五六七八九十\d]*|附\s*则", re.IGNORECASE)
_LONGEST_HEADING: Final = 120


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: a heading, an article, or what stands before the first."""

    kind: Literal["heading", "article", "text"]
    number: str  # of an article, in digits where it is a number; empty otherwise
    title: str  # as it stands: Article 12, 第十二条
    anchor: str  # unique in the text
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """Everything that it says, its title first."""
        return "\n".join((self.title, *self.paragraphs) if self.title else self.paragraphs)

    @property
    def body(self) -> str:
        """What stands below the title."""
        return "\n".join(self.paragraphs)


def pieces(text: str) -> list[Piece]:
    """Take a text apart.

    Examples
    --------
    >>> [(piece.kind, piece.title, piece.anchor) for piece in pieces("Chapter I\\nArticle 1 Scope\\nThis Law ...")]
    [('heading', 'Chapter I', 'heading-1'), ('article', 'Article 1', 'article-1')]
    >>> pieces("第十二条 外国投资者可以自由汇出利润。")[0].number
    '12'
    """
    lines = [line.strip() for line in text.splitlines()]
    article = _ARTICLE if any(_ARTICLE.match(line) for line in lines) else _SECTION
    return _anchored(_grouped(lines, article))


def _grouped(lines: list[str], article: re.Pattern[str]) -> Iterator[tuple[str, str, str, list[str]]]:
    """Give kind, number, title and paragraphs of each piece."""
    kind, number, title, paragraphs = "text", "", "", list[str]()
    for line in lines:
        if not line:
            continue
        found = article.match(line)
        if found or (len(line) <= _LONGEST_HEADING and _HEADING.match(line)):
            if title or paragraphs:
                yield kind, number, title, paragraphs
            if found:
                rest = line[found.end():].lstrip(" .:-–—　\t")
                kind, title, paragraphs = "article", found.group(0), [rest] if rest else []
                number = arabic(found.groupdict().get("zhn") or found.group("enn") or "")
            else:
                kind, number, title, paragraphs = "heading", "", line, []
        else:
            paragraphs.append(line)
    if title or paragraphs:
        yield kind, number, title, paragraphs


def _anchored(found: Iterator[tuple[str, str, str, list[str]]]) -> list[Piece]:
    used: dict[str, int] = {}
    made = []
    for kind, number, title, paragraphs in found:
        base = f"article-{number}" if kind == "article" else kind
        used[base] = used.get(base, 0) + 1
        anchor = base if kind == "article" and used[base] == 1 else f"{base}-{used[base]}"
        made.append(Piece(kind, number, title, anchor, tuple(paragraphs)))  # type: ignore[arg-type]
    return made


_DIGITS: Final = {sign: value for value, signs in
                  enumerate(("〇零", "一", "二两", "三", "四", "五", "六", "七", "八", "九")) for sign in signs}
_SCALES: Final = {"十": 10, "百": 100, "千": 1000}


def arabic(number: str) -> str:
    """Write an article's number in digits; Roman ones and such as ``12a`` stay as they are, in lower case.

    Examples
    --------
    >>> [arabic(text) for text in ("十二", "一百零五", "二十", "12A", "IV")]
    ['12', '105', '20', '12a', 'iv']
    """
    text = unicodedata.normalize("NFKC", number).strip()
    if not text or any(sign not in _DIGITS and sign not in _SCALES for sign in text):
        return text.casefold()
    if not any(sign in _SCALES for sign in text):
        return str(int("".join(str(_DIGITS[sign]) for sign in text)))
    total, digit = 0, 0
    for sign in text:
        if sign in _SCALES:
            total += (digit or 1) * _SCALES[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return str(total + digit)


def number_of(typed: str) -> str:
    """Give the number of an article as it was typed: 12, Article 12, 第十二条."""
    found = _ARTICLE.match(typed.strip()) or _SECTION.match(typed.strip())
    return arabic((found.groupdict().get("zhn") or found.group("enn") or "") if found else typed)


def article(text: str, number: str) -> Piece | None:
    """Give the article of this number, as somebody typed it: 12, Article 12, 第十二条."""
    wanted = number_of(number)
    return next((piece for piece in pieces(text) if piece.kind == "article" and piece.number == wanted), None)


def holds(text: str, quotation: str) -> bool:
    """Whether a quotation occurs in a text, whatever its spaces and line ends, and forms of quotation marks.

    Examples
    --------
    >>> holds("Profits may be\\nremitted freely.", "may be remitted  freely")
    True
    """
    return _bare(quotation) in _bare(text)


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).translate(_QUOTES)).casefold()


_QUOTES: Final = str.maketrans("“”„‘’‚«»", "\"\"\"'''\"\"")
