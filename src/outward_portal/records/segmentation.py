"""How a text is cut into the words under which it is found, in English and Chinese."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Final

_WORD: Final = re.compile(r"\w+", re.UNICODE)
_ACCENTS: Final = dict.fromkeys(range(0x300, 0x370))  # combining diacritical marks
HAN: Final = re.compile(r"[㐀-䶿一-鿿豈-﫿]")


def words_of(text: str) -> list[str]:
    """Cut a text into the words under which it is found: Traditional Chinese as Simplified, letters without accents.

    Examples
    --------
    >>> words_of("沈阳机床集团 Dalian")
    ['沈阳', '机床', '沈阳机床', '集团', 'dalian']
    >>> words_of("對外投資") == words_of("对外投资"), words_of("Côte d’Ivoire")
    (True, ['cote', 'd', 'ivoire'])
    """
    import rjieba  # reads its dictionary, which most commands never ask

    plain = _plain(text)
    return [word for piece in rjieba.cut_for_search(plain) for word in _WORD.findall(piece)]


def signs_of(text: str) -> list[str]:
    """Give the different Chinese characters of a text: under them words are found that the cut goes through.

    Examples
    --------
    >>> signs_of("投資投资")
    ['投', '资']
    """
    return list(dict.fromkeys(HAN.findall(unicodedata.normalize("NFKC", text).translate(_simplified()))))


def folded(text: str) -> str:
    """Write a text as it is compared, letter by letter: the result is as long as the text.

    Examples
    --------
    >>> folded("CRRC 投資")
    'crrc 投资'
    """
    return "".join(_fold(sign) for sign in text)


@cache
def _fold(sign: str) -> str:
    plain = _plain(sign)
    return plain if len(plain) == 1 else sign


def _plain(text: str) -> str:
    """Write a text without case, width, accents and Traditional characters."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFC", unicodedata.normalize("NFD", plain).translate(_ACCENTS))
    return plain.translate(_simplified())


@cache
def _simplified() -> dict[int, str]:
    """Read the table of Traditional characters that have one Simplified form."""
    text = (files("outward_portal.records") / "data" / "traditional.txt").read_text(encoding="utf-8")
    pairs = (pair for line in text.splitlines() if not line.startswith("#") for pair in line.split())
    return str.maketrans({pair[0]: pair[1] for pair in pairs})
