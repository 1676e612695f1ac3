"""The catalogue of translations: what the code says, gathered; what the translator wrote, kept; the two compiled.

Babel does what Django's own commands need the system's gettext for, and reads our templates.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parents[1]  # outward_portal
FILE: Final = Path(__file__).resolve().parent / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
_DATE: Final = datetime(2026, 1, 1, tzinfo=UTC)  # the header's dates: a file that nobody changed keeps its bytes
_METHODS: Final = [("**/migrations/**.py", "ignore"), ("**.py", "python"), ("**/jinja2/**.jinja", "jinja2")]
_OPTIONS: Final = {"**/jinja2/**.jinja": {
    "extensions": "jinja2.ext.i18n,jinja2.ext.do", "newstyle_gettext": "true", "trimmed": "false", "silent": "false",
    "trim_blocks": "true", "lstrip_blocks": "true",
}}
KEYWORDS: Final[dict[str, Any]] = {
    "_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}


def said() -> Catalog:
    """Gather what the code and the templates say, in the order of files and lines."""
    catalogue = _empty()
    found = extract_from_dir(ROOT, _METHODS, _OPTIONS, KEYWORDS, comment_tags=("Translators:",))
    for file, _line, message, comments, context in sorted(found, key=lambda each: (each[0], each[1])):
        catalogue.add(message, locations=[(file, 0)], auto_comments=comments, context=context)
    return catalogue


def _empty() -> Catalog:
    return Catalog(locale="zh_Hans", domain="django", project="Outward", version="",
                   copyright_holder="The Outward developers",
                   creation_date=_DATE, revision_date=_DATE, fuzzy=False)


def written() -> Catalog:
    """Read what is translated."""
    if not FILE.exists():
        return _empty()
    with FILE.open("rb") as file:
        return read_po(file, locale="zh_Hans", domain="django")


def updated() -> Catalog:
    """Give what the code says now with what is translated; what nobody says any more is gone, nothing is guessed."""
    catalogue, translated = said(), written()
    for message in catalogue:
        known = translated.get(message.id, message.context)
        if message.id and known is not None and known.string:
            message.string = known.string
    return catalogue


def untranslated(catalogue: Catalog) -> Iterator[Message]:
    """Give the messages that have no translation."""
    for message in catalogue:
        texts = message.string if isinstance(message.string, list | tuple) else (message.string,)
        if message.id and not all(texts):
            yield message


def po_bytes(catalogue: Catalog) -> bytes:
    """Write a catalogue as it is kept: no line numbers, nothing that changes by itself."""
    stream = io.BytesIO()
    write_po(stream, catalogue, width=120)
    return stream.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """Compile a catalogue for gettext."""
    stream = io.BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()
