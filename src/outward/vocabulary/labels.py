"""Names in the two languages; a missing translation stays visible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Label:
    """A name in English and Chinese; an empty string means that nobody has translated it yet.

    Examples
    --------
    >>> Label("Liaoning", "辽宁").text("zh")
    '辽宁'
    >>> Label("Holt Industrial Park", "").text("zh")
    'Holt Industrial Park〔未译〕'
    """

    en: str
    zh: str = ""

    def text(self, language: Language) -> str:
        """Give the name in ``language``; where it is missing, the other language's name with a mark that says so."""
        if language == "en":
            return self.en or f"{self.zh} [untranslated]"
        return self.zh or f"{self.en}〔未译〕"


def same(text: str) -> Label:
    """Name a thing that is written alike in both languages, such as a model number or a year."""
    return Label(text, text)
