"""The catalogue of translations: all that the portal says is said in Chinese too, and the compiled file is it."""

from __future__ import annotations

import ast
import re

import pytest
from django.utils import translation

from outward_portal.theme import catalogue


def test_everything_that_is_said_is_translated() -> None:
    missing = [f"{message.id} ({message.locations[0][0]})" for message in catalogue.untranslated(catalogue.updated())]
    assert missing == []


def test_the_kept_files_are_what_the_code_says_and_what_is_translated() -> None:
    """Run ``outward-portal translations`` where this fails."""
    updated = catalogue.updated()
    assert catalogue.FILE.read_bytes() == catalogue.po_bytes(updated)
    assert catalogue.FILE.with_suffix(".mo").read_bytes() == catalogue.mo_bytes(updated)


def test_no_text_is_said_inside_an_f_string() -> None:
    """Before Python 3.12 nothing that stands in one is gathered: half of our Pythons would miss it."""
    for file in catalogue.ROOT.rglob("*.py"):
        for string in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(string, ast.JoinedStr):
                called = {call.func.id for call in ast.walk(string)
                          if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)}
                assert not called & {"_", *catalogue.KEYWORDS}, f"{file.name}:{string.lineno}"


def test_what_translates_is_called_by_a_name_that_is_gathered() -> None:
    """Under another name its texts stay English for Chinese readers, and nothing says so."""
    for file in catalogue.ROOT.rglob("*.py"):
        for brought in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(brought, ast.ImportFrom) and brought.module == "django.utils.translation":
                names = {name.asname for name in brought.names if name.name in catalogue.KEYWORDS and name.asname}
                assert names <= {"_"}, f"{file.name}:{brought.lineno}"


def test_translations_keep_the_places_of_what_is_filled_in() -> None:
    """A name that is filled in stands on both sides, or the page fails for Chinese readers only."""
    place = re.compile(r"%\(\w+\)[sd]|%%|</?\w+>")
    for message in catalogue.updated():
        texts = message.id if isinstance(message.id, list | tuple) else (message.id,)
        told = message.string if isinstance(message.string, list | tuple) else (message.string,)
        for text in told:
            assert text is not None
            assert sorted(place.findall(text)) == sorted(place.findall(texts[-1])), message.id


@pytest.mark.parametrize("text", ["Registers", "Save", "Nothing was changed."])
def test_a_text_is_shown_in_chinese(text: str) -> None:
    with translation.override("zh-hans"):
        assert translation.gettext(text) != text
