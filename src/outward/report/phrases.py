"""Statements to sentences: one pattern a statement type and language."""

from __future__ import annotations

from outward.report.document import Sentence
from outward.report.phrases_en import english
from outward.report.phrases_zh import chinese
from outward.report.wording import Phrase, phrase, spans_of_phrase
from outward.vocabulary.labels import Language
from outward.vocabulary.statements import Statement


def words(statement: Statement, language: Language) -> Phrase:
    """Put a statement into words, as a whole sentence whose numbers still know their figures.

    Parameters
    ----------
    statement : Statement
        What is said; its figures carry the numbers.
    language : {"en", "zh"}
        The language.

    Returns
    -------
    Phrase
        Words and :class:`outward.report.wording.Shown` numbers; ends with the language's full stop.

    Examples
    --------
    >>> from outward.report.wording import plain_text
    >>> from outward.vocabulary.figures import Cell, printed
    >>> from outward.vocabulary.labels import Label
    >>> from outward.vocabulary.statements import Growth
    >>> growth = printed(Cell("1", "1", "-3.7", "S"), -3.7, unit="%", digits=1, kind="growth")
    >>> fell = Growth("g", Label("exports", "出口额"), Label("Liaoning", "辽宁"), "2015", "2014", growth)
    >>> plain_text(words(fell, "en"))
    "From 2014 to 2015, Liaoning's exports fell by 3.7%."
    >>> plain_text(words(fell, "zh"))
    '2015年，辽宁出口额比上年下降3.7%。'
    """
    if language == "zh":
        return phrase(chinese(statement), "。")
    return _capitalised(phrase(english(statement), "."))


def sentence(statement: Statement, language: Language) -> Sentence:
    """Put a statement into a sentence of the document."""
    return Sentence(statement.id, spans_of_phrase(words(statement, language)))


def _capitalised(pieces: Phrase) -> Phrase:
    first = pieces[0]
    return phrase(first.text[:1].upper() + first.text[1:], *pieces[1:]) if not hasattr(first, "figure") else pieces
