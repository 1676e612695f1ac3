"""The few words that the page itself needs in print: what a table, a note or the contents is called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from outward.vocabulary.labels import Language
from outward.vocabulary.periods import Period

NoteKind = Literal["gap", "caution", "synthetic"]


@dataclass(frozen=True, slots=True)
class PrintWords:
    """The page's own words in one language."""

    contents: str
    table: str  # with the space before the number, where the language has one
    figure: str
    note: str  # before a table's notes
    gap: str
    caution: str
    synthetic: str
    label_end: str  # between a label and what it labels
    dated: str  # before the case's date
    guide: str  # how to read the numbers, where the document has an annex of numbers
    doubt: str  # what the sign † means, where the document has one

    def kind(self, kind: NoteKind) -> str:
        """Give the name of a kind of note."""
        return {"gap": self.gap, "caution": self.caution, "synthetic": self.synthetic}[kind]


PRINT_WORDS: dict[Language, PrintWords] = {
    "en": PrintWords("Contents", "Table ", "Figure ", "Note: ", "Data gap", "Caution", "Made-up data", ". ",
                     "Data as of ", "Each number in the text links to its row in the annex of numbers, which gives its "
                     "formula and its source.",
                     "† marks a number that rests on a contradictory number of the source; it links to the finding."),
    "zh": PrintWords("目录", "表", "图", "注：", "数据缺口", "注意", "虚构数据", "：", "数据截至",
                     "正文中每个数字均链接到“数字附录”中的对应行，该行列出其计算公式和资料来源。",
                     "† 表示该数字所依据的来源数字相互矛盾，并链接到相应的审核项。"),
}


def date_in_words(date: str, language: Language) -> str:
    """Write a date as a title page does; what is not an ISO date stays as it is.

    Examples
    --------
    >>> date_in_words("2016-12-31", "en"), date_in_words("2016-12-31", "zh"), date_in_words("2016", "zh")
    ('31 December 2016', '2016年12月31日', '2016年')
    >>> date_in_words("2016-12", "en"), date_in_words("autumn 2016", "en")
    ('December 2016', 'autumn 2016')
    """
    found = re.fullmatch(r"([1-9][0-9]{3})(?:-(0[1-9]|1[0-2])(?:-([0-3][0-9]))?)?", date)
    if found is None:
        return date
    year, month, day = found.groups()
    written = Period.parse(f"{year}-{month}" if month else year).label(language)
    if not day:
        return written
    return f"{written}{int(day)}日" if language == "zh" else f"{int(day)} {written}"
