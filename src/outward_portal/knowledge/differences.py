"""What differs between two versions of a text, article by article, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from outward_portal.knowledge.articles import Piece, pieces

MOST_WORDS: Final = 1_000  # of an article; longer ones are compared line by line
MOST_PAIRS: Final = 4_000_000  # of words or lines, over all articles; articles behind them are shown whole
MOST_LETTERS: Final = 1_500_000  # of a text; longer ones are not compared
_WORD: Final = re.compile(r"[㐀-䶿一-鿿豈-﫿]|\w+|\s+|[^\w\s]")

Standing = Literal["same", "changed", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand in both texts, or in one of them."""

    standing: Literal["same", "added", "removed"]
    text: str


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """An article in the older and the newer text."""

    title: str
    anchor: str
    standing: Standing
    runs: tuple[Run, ...]
    is_whole: bool = False  # both wordings in full: comparing them word by word would have taken too long


@dataclass(frozen=True, slots=True)
class Difference:
    """Two texts compared."""

    articles: tuple[ArticleChange, ...]
    is_too_long: bool = False

    def count(self, standing: Standing) -> int:
        """Count the articles that were added, removed, changed, or stayed the same."""
        return sum(each.standing == standing for each in self.articles)


def differences(older: str, newer: str) -> Difference:
    """Compare two texts.

    Examples
    --------
    >>> found = differences("Article 1 A licence is needed.", "Article 1 No licence is needed.\\nArticle 2 New.")
    >>> [(each.title, each.standing) for each in found.articles]
    [('Article 1', 'changed'), ('Article 2', 'added')]
    >>> [(run.standing, run.text) for run in found.articles[0].runs]
    [('removed', 'A'), ('added', 'No'), ('same', ' licence is needed.')]
    """
    if max(len(older), len(newer)) > MOST_LETTERS:
        return Difference((), is_too_long=True)
    before, after, budget = _keyed(older), _keyed(newer), _Budget()
    keys = _merged(list(before), list(after))
    return Difference(tuple(_change(before.get(key), after.get(key), budget) for key in keys))


class _Budget:
    """What comparing may cost: a text that anybody may ask for must not keep the server busy for minutes."""

    def __init__(self) -> None:
        self.left = MOST_PAIRS

    def allows(self, pairs: int) -> bool:
        """Take so many pairs off, if they are there."""
        if pairs > self.left:
            return False
        self.left -= pairs
        return True


def _keyed(text: str) -> dict[str, Piece]:
    return {piece.anchor: piece for piece in pieces(text)}


def _merged(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Give the keys in the newer order, with those that are gone where they stood."""
    there, behind, gone = set(after), "", dict[str, list[str]]()
    for key in before:
        if key in there:
            behind = key
        else:
            gone.setdefault(behind, []).append(key)
    return [*gone.get("", ()), *(each for key in after for each in (key, *gone.get(key, ())))]


def _change(before: Piece | None, after: Piece | None, budget: _Budget) -> ArticleChange:
    piece = after or before
    assert piece is not None
    title = piece.title
    if before is None:
        return ArticleChange(title, piece.anchor, "added", (Run("added", piece.body),))
    if after is None:
        return ArticleChange(title, piece.anchor, "removed", (Run("removed", piece.body),))
    if _even(before.text) == _even(after.text):
        return ArticleChange(title, piece.anchor, "same", (Run("same", after.body),))
    old, new = (before.text, after.text) if before.title != after.title else (before.body, after.body)
    parts = _parts(old, new)
    if not budget.allows(len(parts[0]) * len(parts[1])):
        return ArticleChange(title, piece.anchor, "changed", (Run("removed", old), Run("added", new)), is_whole=True)
    return ArticleChange(title, piece.anchor, "changed", tuple(_runs(*parts)))


def _even(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _parts(before: str, after: str) -> tuple[list[str], list[str]]:
    """Take two wordings apart into words, or, where they have many, into lines."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return before.splitlines(keepends=True), after.splitlines(keepends=True)
    return old, new


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield Run("same", "".join(new[j1:j2]))
            continue
        if i1 < i2:
            yield Run("removed", "".join(old[i1:i2]))
        if j1 < j2:
            yield Run("added", "".join(new[j1:j2]))
