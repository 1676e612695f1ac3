"""Pictures: SVG that may stand inline in a page under a strict policy, and PNG alike on every machine."""

from __future__ import annotations

import re
import struct
import zlib
from xml.etree import ElementTree

import pytest

from outward.charts import describe, png, svg
from outward.charts.pictures import font_folder
from outward.errors import MissingDependencyError
from outward.vocabulary.labels import LANGUAGES, Language
from tests.charts import units, warnings
from tests.worlds.results import charts

CHARTS = {chart.kind: chart for chart in (*charts(), *units.charts(), *warnings.charts())}


@pytest.mark.parametrize("kind", CHARTS)
def test_an_svg_holds_nothing_that_a_strict_policy_forbids_and_no_identifier(kind: str) -> None:
    picture = svg(describe(CHARTS[kind], "zh"))  # type: ignore[index]
    root = ElementTree.fromstring(picture)
    for element in root.iter():
        assert element.tag.split("}")[1] in {"svg", "g", "rect", "path", "line", "text", "tspan"}
        for name in element.attrib:
            assert not name.startswith("on")
            assert name not in {"style", "id", "class", "href", "role"}
    assert "http" not in picture.replace("http://www.w3.org/2000/svg", "")


def test_an_svg_says_its_labels_as_text() -> None:
    words = set(ElementTree.fromstring(svg(describe(CHARTS["bars"], "zh"))).itertext())
    assert {"泵业", "阀门业", "120.53"} <= words


def test_a_chart_stays_inside_its_picture() -> None:
    root = ElementTree.fromstring(svg(describe(CHARTS["stacked bars"], "en")))
    assert (root.get("width"), root.get("viewBox", "").split()[2]) == ("680", "680")


def test_text_carries_its_weight_for_variable_fonts() -> None:
    texts = re.findall(r"<text[^>]*>", svg(describe(CHARTS["bars"], "en")))
    assert texts
    assert all("font-variation-settings=\"'wght' 400\"" in text for text in texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_are_alike_every_time(language: Language) -> None:
    spec = describe(CHARTS["grouped bars"], language)
    assert svg(spec) == svg(spec)
    assert png(spec) == png(spec)


def test_a_png_is_as_large_as_asked_for_and_carries_no_time() -> None:
    small, large = (png(describe(CHARTS["bars"], "zh"), scale=scale) for scale in (1, 2))
    sizes = [struct.unpack(">II", picture[16:24]) for picture in (small, large)]
    assert sizes[0][0] == 680
    assert sizes[1][0] == 1360
    assert b"tIME" not in large


def test_a_png_shows_chinese_glyphs_and_not_boxes() -> None:
    """Boxes for missing glyphs would all look alike; different characters must give different pictures."""
    def drawn(word: str) -> bytes:
        return png({"data": {"values": [{}]}, "mark": {"type": "text", "text": word, "fontSize": 24},
                    "config": {"font": "Noto Sans CJK SC"}, "width": 60, "height": 40})

    pictures = {drawn(word) for word in ("泵", "阀", "鞍")}
    assert len(pictures) == 3
    assert all(_ink(picture) > 100 for picture in pictures)


def _ink(picture: bytes) -> int:
    """Count the bytes of a PNG's raw image that are not what most are."""
    at, data = 8, b""
    while at < len(picture):
        length = struct.unpack(">I", picture[at : at + 4])[0]
        if picture[at + 4 : at + 8] == b"IDAT":
            data += picture[at + 8 : at + 8 + length]
        at += 12 + length
    raw = zlib.decompress(data)
    return sum(1 for byte in raw if byte not in (0, 255))


def test_a_missing_font_is_named_with_the_line_that_mends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outward.charts.pictures.find_spec", lambda _name: None)
    with pytest.raises(MissingDependencyError, match="pip install manimgx-fonts-cjk"):
        font_folder()
