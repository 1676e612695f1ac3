"""Pictures of chart descriptions: SVG for page and PDF, PNG for DOCX. Nothing is fetched, and no system font is read.

Vega draws the SVG; its layout is fixed by the description, so fonts cannot move it. PNG is drawn from that SVG by
typst, which is told which fonts to use and can set the weight of a variable font: vl-convert prefers whatever a machine
has installed and draws Noto Sans CJK's variable file in its thinnest weight.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from outward.errors import MissingDependencyError

_SVG = "http://www.w3.org/2000/svg"
_DRAWING = "6.4"  # version of Vega-Lite that draws; of those in vl-convert the one that Altair's schema belongs to
_PIXELS_PER_INCH = 96


def svg(spec: Mapping[str, Any]) -> str:
    """Draw a chart description as SVG.

    The picture carries no style attribute, no script, no identifier and no outside reference, so it stands inline in a
    page under a strict policy; who embeds it gives it its alternative text. Its text asks for Noto Sans CJK SC, and
    says the weight twice: typst sets a variable font's regular weight only by ``font-variation-settings``.

    Parameters
    ----------
    spec : mapping
        A Vega-Lite specification with its data inline.

    Returns
    -------
    str
        An ``<svg>`` element; alike on every machine for descriptions that ``describe`` made.

    Examples
    --------
    >>> picture = svg({"data": {"values": [{"v": 3}]}, "mark": "bar", "encoding": {"x": {"field": "v"}}})
    >>> picture.startswith("<svg"), "style=" in picture
    (True, False)
    """
    return _drawn(json.dumps(spec))


@lru_cache(maxsize=256)  # page, PDF and DOCX draw the same chart, and drawing is what costs most in a report
def _drawn(description: str) -> str:
    import vl_convert  # 30 MB of JavaScript engine: only who draws pays for it

    drawn: str = vl_convert.vegalite_to_svg(description, vl_version=_DRAWING, allowed_base_urls=[])
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(drawn)  # noqa: S314  (we have just drawn it)
    for parent in root.iter():
        for child in [one for one in parent if _draws_nothing(one)]:
            parent.remove(child)
        _plain(parent)
    root.attrib.pop("class", None)
    return ElementTree.tostring(root, encoding="unicode")


def _draws_nothing(element: ElementTree.Element) -> bool:
    """Say whether an element is one of the empty paths that Vega leaves beside axes and groups."""
    if element.get("display") == "none":
        return True
    unfilled = element.tag == f"{{{_SVG}}}path" and element.get("fill", "none") == "none"
    return unfilled and element.get("d") in ("", "M0,0h0v0h0Z")


def _plain(element: ElementTree.Element) -> None:
    """Take away roles and names of parts, which would be read out one by one; the picture has one alternative text."""
    for name in [name for name in element.attrib if name.startswith("aria-") or name in ("role", "class", "style")]:
        del element.attrib[name]
    if element.tag == f"{{{_SVG}}}text":
        weight = {"bold": "700", "normal": "400"}.get(element.get("font-weight", "normal"), "400")
        element.set("font-variation-settings", f"'wght' {weight}")


def png(spec: Mapping[str, Any], scale: float = 2) -> bytes:
    """Draw a chart description as PNG.

    Parameters
    ----------
    spec : mapping
        A Vega-Lite specification with its data inline.
    scale : float
        Pixels of the picture a pixel of the description.

    Returns
    -------
    bytes
        A PNG file, alike on every machine for descriptions that ``describe`` made.

    Raises
    ------
    MissingDependencyError
        If the font's package is not installed.
    """
    import typst  # a compiler, and it reads the fonts: only who needs pixels pays for it

    page = b'#set page(width: auto, height: auto, margin: 0pt)\n#image("/chart.svg")\n'
    drawing = {"main.typ": page, "chart.svg": svg(spec).encode()}
    picture = typst.Compiler(drawing, font_paths=_fonts()).compile(format="png", ppi=_PIXELS_PER_INCH * scale)
    assert isinstance(picture, bytes)  # one page gives one picture
    return picture


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_folder()])


def font_folder() -> Path:
    """Say where Noto Sans CJK lies.

    Raises
    ------
    MissingDependencyError
        If its package is not installed.
    """
    package = find_spec("manimgx_fonts_cjk")
    if package is None or package.origin is None:
        raise MissingDependencyError("the font Noto Sans CJK is missing", "charts, print",
                                     "Install it with: .venv/bin/pip install manimgx-fonts-cjk")
    return Path(package.origin).parent
