"""A missing translation stays visible."""

from __future__ import annotations

from outward.vocabulary.labels import LANGUAGES, Label, same


def test_a_name_is_given_in_the_language_asked() -> None:
    assert [Label("Liaoning", "辽宁").text(language) for language in LANGUAGES] == ["Liaoning", "辽宁"]


def test_the_other_languages_name_stands_in_with_a_mark() -> None:
    assert Label("Holt Park", "").text("zh") == "Holt Park〔未译〕"
    assert Label("", "霍尔特园区").text("en") == "霍尔特园区 [untranslated]"


def test_what_is_written_alike_has_no_mark() -> None:
    assert [same("Q400").text(language) for language in LANGUAGES] == ["Q400", "Q400"]
