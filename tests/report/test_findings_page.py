"""The page of an audit: read by a screen reader, in the dark, on a telephone, and without asking for anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from outward.audit import Cell, Claim, Document, Fact, audit
from outward.report.findings_page import findings_page
from outward.studies.auditing.written import Audited
from outward.vocabulary.labels import LANGUAGES, Language
from tests.browser import browser_context, watched

CELLS = tuple(
    Cell(f"t{table}:{row}", f"{table}", "Anyville", item, "2015", "sales", "million CNY", text)
    for table in (1, 2)
    for row, (item, text) in enumerate((("Pumps", "120.5"), ("Valves", "79.4"), ("Total", "198.9")))
)
FACTS = tuple(
    Fact("total", {"table": table, "item": "Total", "indicators": ["sales"], "complete": True}) for table in ("1", "2")
)
CLAIM = Claim("c1", "Sales of pumps fell to 6,8197.", "Anyville", "Pumps", "2014", "sales", "6,8197", "million CNY")


def page(language: Language, documents: int = 1) -> str:
    document = Document("D1", CELLS, (CLAIM,), FACTS)
    return findings_page([Audited(document, audit(document), ("c9",), ("So many.",))] * documents, language).decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_a_place_of_its_own(language: Language) -> None:
    for documents in (1, 3):
        html = page(language, documents)
        anchors = [part.split('"')[0] for part in html.split('<article id="')[1:]]
        assert len(anchors) == len(set(anchors)) >= 2 * documents
        assert "Sales of pumps fell to 6,8197." in html
        assert "So many." in html


def test_nothing_to_find() -> None:
    document = Document("D1", (), (), ())
    assert "Nothing of this kind was found." in findings_page([Audited(document, audit(document))], "en").decode()


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_accessible_and_fits_a_telephone(tmp_path: Path, language: Language) -> None:
    from axe_playwright_python.sync_playwright import Axe

    file = tmp_path / "audit.html"
    file.write_text(page(language, 2), encoding="utf-8")
    with browser_context(tmp_path / "user") as context:
        seen = watched(context)
        tab = seen.page
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme)
            tab.goto(file.as_uri())
            assert Axe().run(tab).response["violations"] == []
        tab.set_viewport_size({"width": 360, "height": 740})
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360
        assert seen.complaints == []
