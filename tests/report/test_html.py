"""The HTML writer: structure, safety and bytes of report.html."""

from __future__ import annotations

import html
import itertools
import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from outward.report.build import build_report
from outward.report.document import (
    Chart,
    Document,
    Heading,
    Link,
    Number,
    Paragraph,
    Sentence,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    Text,
    spans_of,
)
from outward.report.html import render_body, render_html
from outward.report.html_words import WORDS
from outward.report.web import asset, source_hash
from outward.vocabulary.labels import LANGUAGES, Language
from tests.worlds.documents import sample_document
from tests.worlds.golden import assert_golden
from tests.worlds.results import result

GOLDEN = Path(__file__).parent / "golden"
VOID = {"meta", "link", "br", "hr", "img", "input", "rect", "path", "line"}


class Outline(HTMLParser):
    """Elements in order, with a complaint where nesting is wrong."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.complaints: list[str] = []
        self.feed(page)
        self.close()
        self.complaints += [f"{tag} is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.complaints.append(f"{tag} has an attribute twice")
        if tag in ("p", "h2", "h3", "table", "ul", "figure") and "p" in self.open:
            self.complaints.append(f"{tag} inside a paragraph")
        if tag == "a" and "a" in self.open:
            self.complaints.append("a link inside a link")
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.complaints.append(f"unexpected </{tag}>")


@pytest.fixture(scope="module")
def pages() -> dict[Language, str]:
    """The made-up case's whole report."""
    return {language: render_html(whole(language)).decode() for language in LANGUAGES}


def whole(language: Language) -> Document:
    """The made-up case's whole document."""
    return build_report([result()], language=language).document


def page_of(*blocks: Paragraph | Table | Heading, **changes: object) -> str:
    """A page of these blocks alone."""
    return render_body(replace(sample_document("en"), blocks=blocks, footnotes=(), **changes)).body  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_reads_as_in_the_golden_file(language: Language) -> None:
    assert_golden(render_body(sample_document(language)).body, GOLDEN / f"sample.{language}.html")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nesting_is_valid_and_ids_are_unique(pages: dict[Language, str], language: Language) -> None:
    outline = Outline(pages[language])
    assert outline.complaints == []
    ids = Counter(attributes["id"] for _, attributes in outline.elements if "id" in attributes)
    assert [id for id, count in ids.items() if count > 1] == []
    assert not any(re.search(r"\s", id) for id in ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_within_the_page_leads_somewhere(pages: dict[Language, str], language: Language) -> None:
    from urllib.parse import unquote

    outline = Outline(pages[language])
    ids = {attributes.get("id") for _, attributes in outline.elements}
    targets = {unquote(attributes["href"][1:]) for _, attributes in outline.elements
               if attributes.get("href", "").startswith("#")}
    assert targets
    assert targets <= ids


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_has_a_trace_down_to_printed_cells(
    pages: dict[Language, str], language: Language
) -> None:
    document = whole(language)
    data = json.loads(re.search(r'id="report-data">(.*?)</script>', pages[language], re.DOTALL).group(1))  # type: ignore[union-attr]
    numbers = [span for block in document.blocks for span in spans_of(block) if isinstance(span, Number)]
    numbers += [point.number for block in document.blocks if isinstance(block, Chart) for point in block.points]
    shown = [attributes for tag, attributes in Outline(pages[language]).elements if attributes.get("class") == "number"]
    assert len(shown) == len(numbers) > 50
    for number in numbers:
        below = [number.id]
        while below:
            trace = data["traces"][below.pop()]
            assert trace["formula"] or trace["cell"]
            below += trace["inputs"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_body_holds_no_script_no_style_and_no_handler(language: Language) -> None:
    for tag, attributes in Outline(render_body(whole(language)).body).elements:
        assert tag not in {"style", "iframe", "object", "embed", "base", "link", "form"}
        assert tag != "script" or attributes.get("type") == "application/json"
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert not attributes.get("href", "").lower().startswith(("javascript:", "data:"))
        assert "src" not in attributes


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_asks_for_nothing_and_its_own_policy_names_its_style_and_script(
    pages: dict[Language, str], language: Language
) -> None:
    outline = Outline(pages[language])
    policy = next(attributes["content"] for tag, attributes in outline.elements if "http-equiv" in attributes)
    assert policy.startswith("default-src 'none'; ")
    assert source_hash(asset("report.css")) in policy
    assert source_hash(asset("report.js")) in policy
    assert "unsafe" not in policy
    assert "url(" not in asset("report.css")
    assert not re.search(r"\b(fetch|XMLHttpRequest|import|eval|innerHTML|insertAdjacentHTML)\b", asset("report.js"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_are_in_order_and_the_language_is_named(pages: dict[Language, str], language: Language) -> None:
    outline = Outline(pages[language])
    levels = [int(tag[1]) for tag, _ in outline.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert outline.elements[0] == ("html", {"lang": {"en": "en", "zh": "zh-CN"}[language]})


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_have_captions_and_scopes_and_pictures_have_alternatives(
    pages: dict[Language, str], language: Language
) -> None:
    outline = Outline(pages[language])
    tags = Counter(tag for tag, _ in outline.elements)
    tables = [attributes for tag, attributes in outline.elements if tag == "figure" and attributes["class"] == "table"]
    assert tags["caption"] == len(tables) == 2
    assert all(attributes.get("scope") in ("col", "row") for tag, attributes in outline.elements if tag == "th")
    pictures = [attributes for _, attributes in outline.elements if attributes.get("class") == "picture"]
    assert len(pictures) == tags["svg"] == 6
    assert all(picture["role"] == "img" and picture["aria-label"] for picture in pictures)


def test_words_are_escaped_wherever_they_stand() -> None:
    attack = '</script><img src=x onerror=alert(1)>"\'&'
    document = replace(
        sample_document("en"), title=attack, subtitle=attack, footnotes=(),
        traces={attack: {"value": 1.0, "text": attack}},
        blocks=(
            Heading("h", 1, attack, attack),
            Paragraph("p", (Sentence("s", (Text(attack), Text(attack, "code"), Number(attack, attack),
                                           Link(attack, "#h"))),)),
            Table("t", attack, attack, (TableColumn("c", attack, False),),
                  (TableRow("r", (TableCell((Text(attack),)),)),), (attack,), attack, attack),
        ))
    page = render_html(document).decode()
    outline = Outline(page)
    assert outline.complaints == []
    assert not [tag for tag, _ in outline.elements if tag == "img"]
    data = json.loads(re.search(r'id="report-data">(.*?)</script>', page, re.DOTALL).group(1))  # type: ignore[union-attr]
    assert data["traces"][attack]["text"] == attack


def test_a_number_without_a_trace_is_plain_text() -> None:
    page = page_of(Paragraph("p", (Sentence("s", (Number("unknown", "7"),)),)), traces={})
    assert '<span class="sentence" id="sentence/s">7</span>' in page


def test_a_number_says_its_unrounded_value_to_machines() -> None:
    traces = {"n": {"text": "0.3", "value": 0.1 + 0.2}}
    page = page_of(Paragraph("p", (Sentence("s", (Number("n", "0.3"),)),)), traces=traces)
    assert '<data value="0.30000000000000004">0.3</data>' in page


def test_sentences_are_parted_by_a_space_in_english_and_by_none_in_chinese() -> None:
    two = Paragraph("p", (Sentence("a", (Text("A."),)), Sentence("b", (Text("B."),))))
    english, chinese = (render_body(replace(sample_document(language), blocks=(two,))).body for language in LANGUAGES)
    assert 'A.</span> <span class="sentence"' in english
    assert 'A.</span><span class="sentence"' in chinese


def test_the_other_language_is_linked_where_it_lies() -> None:
    with_link = render_html(sample_document("en"), alternate="../zh/report.html").decode()
    assert '<a href="../zh/report.html" lang="zh-CN" hreflang="zh-CN">中文</a>' in with_link
    assert "hreflang" not in render_html(sample_document("en")).decode()


def test_a_charts_data_stand_beside_it_as_a_table_and_each_number_opens_its_trace(
    pages: dict[Language, str]
) -> None:
    charts = [block for block in whole("zh").blocks if isinstance(block, Chart)]
    assert [(point.category, point.number.text) for point in charts[0].points] == [
        ("泵业", "120.53"), ("阀门业", "57.00"), ("齿轮业", "20.00")]
    tables = re.findall(r'<table class="data">.*?</table>', pages["zh"], re.DOTALL)
    assert len(tables) == len(charts)
    for chart, table in zip(charts, tables, strict=True):
        linked = [attributes["data-figure"] for tag, attributes in Outline(table).elements
                  if tag == "a" and attributes["class"] == "number"]
        assert linked == [point.number.id for point in chart.points]
        assert table.count('<td class="numeric">') == len(linked) > 0
        assert not any(f'"{id}"' in json.dumps(chart.spec) for id in linked)


def test_an_outside_link_says_where_it_leads_and_not_where_it_comes_from() -> None:
    page = page_of(Paragraph("p", (Sentence("s", (Link("law", "https://example.org/?a=1&b=2"),)),)))
    assert html.unescape(page).count('<a href="https://example.org/?a=1&b=2" rel="noreferrer">law</a>') == 1


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//example.org"])
def test_a_link_that_is_no_web_address_is_words_alone(target: str) -> None:
    page = page_of(Paragraph("p", (Sentence("s", (Link("law", target),)),)))
    assert ">law</span>" in page
    assert target not in page


def test_pages_are_alike_in_another_process() -> None:
    program = ("import sys; from outward.report.html import render_html\n"
               "from tests.worlds.documents import sample_document\n"
               "sys.stdout.buffer.write(render_html(sample_document('zh')))")
    once, again = (subprocess.run([sys.executable, "-c", program], capture_output=True, check=True,
                                  env={"PYTHONHASHSEED": seed, "PYTHONPATH": ".", "LC_ALL": locale}).stdout
                   for seed, locale in (("1", "C"), ("2", "C.UTF-8")))
    assert once == again == render_html(sample_document("zh"))


def test_both_languages_have_the_same_words() -> None:
    assert list(WORDS["en"]) == list(WORDS["zh"])
    used = set(re.findall(r"\bwords\.(\w+)", asset("report.js") + asset("body.html.jinja")))
    assert used <= set(WORDS["en"])
    assert set(WORDS["en"]) - used == {"synthetic", "gap", "caution"}  # named by the kind of a note
