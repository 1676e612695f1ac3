"""A document as PDF/UA-1: tagged, with its fonts inside, the same bytes on every machine."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import typst

from outward.charts import pictures
from outward.errors import InvalidValueError
from outward.report.characters import check_characters, place_of
from outward.report.document import Document
from outward.report.fonts import typst_fonts
from outward.report.typst_data import typst_data

_MISSING_GLYPH = re.compile(r"the text `\"(.+?)\"` could not be displayed", re.DOTALL)


def render_pdf(document: Document, *, font_paths: Sequence[Path] = ()) -> bytes:
    """Write a document as a tagged PDF (PDF/UA-1).

    Parameters
    ----------
    document : Document
        The report in one language.
    font_paths : sequence of Path
        Folders with Noto Sans CJK SC, where it does not come from the package.

    Returns
    -------
    bytes
        The file. It depends on the document alone: not on the clock, the folder, the machine's fonts or Python.

    Raises
    ------
    InvalidValueError
        If a character has no glyph in the fonts (it is named), or a footnote mark names no footnote.
    MissingDependencyError
        If the Chinese font is not there.

    Examples
    --------
    >>> render_pdf(Document("a", "en", "Title", "", "2016", (), ()))[:8]
    b'%PDF-1.7'
    """
    check_characters(document)
    fonts = typst_fonts(font_paths)
    data = json.dumps(typst_data(document, pictures.svg), ensure_ascii=False)
    template = files("outward.report").joinpath("templates/report.typ").read_bytes()
    try:
        # No timestamp is set because the template dates nothing: two builds are the same bytes.
        pdf = typst.compile(template, font_paths=fonts, ignore_system_fonts=True, sys_inputs={"document": data},
                            pdf_standards=["ua-1"], format="pdf")
    except typst.TypstError as error:
        raise _refusal(document, error) from error
    assert isinstance(pdf, bytes)
    return pdf


def _refusal(document: Document, error: typst.TypstError) -> InvalidValueError:
    """Say in our words what typst refused; a missing glyph is the one thing a user can cause."""
    texts = list(dict.fromkeys(_MISSING_GLYPH.findall(error.diagnostic)))
    if not texts:
        return InvalidValueError(f"typst refused the page: {error.message}", f"report {document.id}",
                                 "This is a fault of Outward's template: please report it with this message.")
    named = ", ".join(f"{text!r} ({' '.join(f'U+{ord(character):04X}' for character in text)})" for text in texts)
    return InvalidValueError(f"no font of the PDF has the character {named}",
                             f"report {document.id}, {place_of(document, texts[0])}",
                             "Write it in other characters, or leave it out.")

