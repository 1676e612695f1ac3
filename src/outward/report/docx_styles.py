"""The styles of the Word report: ours in a document of our own; in a user's template those that it lacks."""

from __future__ import annotations

from importlib.resources import files

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from outward.report.docx_xml import Element, element
from outward.vocabulary.labels import Language

# Latin faces that Word has everywhere and other programs replace by faces of the same widths; Chinese ones of Windows.
_FONTS: dict[Language, dict[str, str]] = {
    "en": {"@body-east": "SimSun", "@head-east": "SimHei", "@table-east": "SimSun", "@body": "Times New Roman",
           "@head": "Arial", "@lang": "en-GB", "@indent-twips": "0", "@indent": "0"},
    "zh": {"@body-east": "宋体", "@head-east": "黑体", "@table-east": "宋体", "@body": "Times New Roman",
           "@head": "Arial", "@lang": "en-US", "@indent-twips": "420", "@indent": "200"},
}


class Styles:
    """The style ids of a document by style name; a Chinese Word calls "heading 1" by the id "1"."""

    def __init__(self, document: WordDocument, language: Language, *, keep: bool) -> None:
        self._root: Element = document.styles.element
        ours = _our_styles(language)
        if not keep:
            self._clear(ours)
        found = self._root.findall(qn("w:style"))
        self._ids: dict[str, str] = {_name(style): style.get(qn("w:styleId"), "") for style in found}
        self._add_missing(ours)
        self._speak(language)

    def id(self, name: str) -> str:
        """Give the id of a style by its English name."""
        return self._ids[name.lower()]

    def _clear(self, ours: Element) -> None:
        """Take python-docx's own styles away, but for those that a style of Word's must not miss."""
        for style in self._root.findall(qn("w:style")):
            default = style.get(qn("w:default")) == "1" and _name(style) != "normal"
            if not default:
                self._root.remove(style)
        known = self._root.find(qn("w:docDefaults"))
        defaults = ours.find(qn("w:docDefaults"))
        if known is not None and defaults is not None:
            self._root.replace(known, defaults)

    def _add_missing(self, ours: Element) -> None:
        added = [style for style in ours.findall(qn("w:style")) if _name(style) not in self._ids]
        names = {style.get(qn("w:styleId"), ""): _name(style) for style in ours.findall(qn("w:style"))}
        taken = set(self._ids.values())
        for style in added:
            own = style.get(qn("w:styleId"), "")
            self._ids[_name(style)] = own if own not in taken else f"Outward{own}"
        for style in added:
            style.set(qn("w:styleId"), self._ids[_name(style)])
            for tag in ("basedOn", "next", "link"):
                for reference in style.findall(qn(f"w:{tag}")):
                    reference.set(qn("w:val"), self._ids[names[reference.get(qn("w:val"), "")]])
            self._root.append(style)

    def _speak(self, language: Language) -> None:
        """Set the language in which Word proofs, and a reader reads aloud."""
        defaults = _child(_child(_child(self._root, "docDefaults", first=True), "rPrDefault"), "rPr")
        for known in defaults.findall(qn("w:lang")):
            defaults.remove(known)
        defaults.append(element("lang", val=_FONTS[language]["@lang"], eastAsia="zh-CN", bidi="ar-SA"))


def _our_styles(language: Language) -> Element:
    text = files("outward.report").joinpath("templates/styles.xml").read_text(encoding="utf-8")
    for mark, value in _FONTS[language].items():  # longer marks stand first
        text = text.replace(mark, value)
    root: Element = parse_xml(text.encode())
    return root


def _name(style: Element) -> str:
    name = style.find(qn("w:name"))
    return "" if name is None else name.get(qn("w:val"), "").lower()


def _child(parent: Element, tag: str, *, first: bool = False) -> Element:
    found: Element | None = parent.find(qn(f"w:{tag}"))
    if found is None:
        found = element(tag)
        parent.insert(0, found) if first else parent.append(found)
    return found
