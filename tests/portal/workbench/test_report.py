"""The report of an index: taken from its page in either language, as HTML, PDF and DOCX."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client

from tests.portal.people import People, browser_of
from tests.portal.workbench.indices import made

pytestmark = pytest.mark.django_db


def test_it_is_in_the_reader_s_language_and_says_what_is_made_up(people: People) -> None:
    index, client = made(people.analyst), browser_of(people.analyst)
    english = client.get(f"/en/workbench/{index.pk}/files/report.html?w.reach=3")
    chinese = client.get(f"/zh-hans/workbench/{index.pk}/files/report.html")
    assert english.headers["Content-Disposition"] == f'attachment; filename="index-{index.pk}-report.html"'
    assert "Ranking with its uncertainty" in english.text
    assert "Effective weights" in english.text
    assert "made-up data" in english.text
    assert "位次及其不确定性" in chinese.text
    assert "虚构数据" in chinese.text


def test_it_comes_as_pdf_and_docx_too(people: People) -> None:
    index, client = made(people.analyst), browser_of(people.analyst)
    assert client.get(f"/en/workbench/{index.pk}/files/report.pdf").content.startswith(b"%PDF-")
    word = client.get(f"/en/workbench/{index.pk}/files/report.docx").content
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(word)).namelist()


def test_nobody_else_gets_it(people: People, client: Client) -> None:
    index = made(people.analyst)
    for file in ("report.html", "report.pdf", "report.docx"):
        assert browser_of(people.enterprise).get(f"/en/workbench/{index.pk}/files/{file}").status_code == 404
        assert client.get(f"/en/workbench/{index.pk}/files/{file}").status_code == 302
