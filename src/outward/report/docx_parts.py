"""The parts of a Word file that python-docx does not make: footnotes, list numbering, custom properties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.package import Package

from outward.report.docx_xml import Element, element

_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_CUSTOM_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_PROPERTY_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # Office's own id of custom properties


class Footnotes:
    """The footnotes of a document, added to those that its template brings."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        found = [relation.target_part for relation in document.part.rels.values() if relation.reltype == RT.FOOTNOTES]
        self._part = found[0] if found else None
        self.root = parse_xml(self._part.blob) if self._part else _empty_footnotes()
        self._ids = [int(note.get(qn("w:id"), "0")) for note in self.root]

    def add(self, paragraph: Element) -> int:
        """Add a footnote of one paragraph and give its id."""
        number = max((0, *self._ids)) + 1
        self._ids.append(number)
        self.root.append(element("footnote", paragraph, id=number))
        return number

    def store(self) -> None:
        """Write the notes into the file, once all are added."""
        if self._part is None:
            name = PackURI("/word/footnotes.xml")
            self._part = Part(name, CT.WML_FOOTNOTES, b"", self._document.part.package)
            self._document.part.relate_to(self._part, RT.FOOTNOTES)
        self._part._blob = serialize_part_xml(self.root)


def _empty_footnotes() -> Element:
    """Make the part with the two separators that Word wants."""
    root: Element = parse_xml(f"<w:footnotes {nsdecls('w', 'r')}/>")
    for number, kind in ((-1, "separator"), (0, "continuationSeparator")):
        note = element("footnote", element("p", element("r", element(kind))), id=number)
        note.set(qn("w:type"), kind)
        root.append(note)
    return root


class Lists:
    """The numbering of lists: one definition for bullets, one for numbers, each list counted from 1."""

    def __init__(self, document: WordDocument) -> None:
        self._root = _numbering(document)
        self._abstract: dict[bool, int] = {}

    def add(self, *, ordered: bool) -> int:
        """Give the number id of a new list."""
        abstract = self._abstract.get(ordered)
        if abstract is None:
            abstract = self._abstract[ordered] = self._define(ordered)
        number = max((0, *(int(one.get(qn("w:numId"), "0")) for one in self._root.findall(qn("w:num"))))) + 1
        restart = element("lvlOverride", element("startOverride", val=1), ilvl=0)
        self._root.append(element("num", element("abstractNumId", val=abstract), restart, numId=number))
        return number

    def _define(self, ordered: bool) -> int:
        known = self._root.findall(qn("w:abstractNum"))
        number = max((-1, *(int(one.get(qn("w:abstractNumId"), "0")) for one in known))) + 1
        level = element("lvl", element("start", val=1), element("numFmt", val="decimal" if ordered else "bullet"),
                        element("lvlText", val="%1." if ordered else "•"), element("lvlJc", val="left"),
                        element("pPr", element("ind", left=400, hanging=300)), ilvl=0)
        definition = element("abstractNum", element("multiLevelType", val="singleLevel"), level, abstractNumId=number)
        self._root.insert(len(known), definition)  # Word wants definitions before lists
        return number


def _numbering(document: WordDocument) -> Element:
    for relation in document.part.rels.values():
        if relation.reltype == RT.NUMBERING:
            root: Element = relation.target_part.element
            return root
    from docx.parts.numbering import NumberingPart

    root = parse_xml(f"<w:numbering {nsdecls('w')}/>")
    part = NumberingPart(PackURI("/word/numbering.xml"), CT.WML_NUMBERING, root, document.part.package)
    document.part.relate_to(part, RT.NUMBERING)
    return root


def set_custom_properties(package: Package, properties: Mapping[str, str]) -> None:
    """Write custom properties (Word shows them under Info); those that the file has under other names stay."""
    found = [relation.target_part for relation in package.rels.values() if relation.reltype == _CUSTOM_RELATION]
    root = parse_xml(found[0].blob if found else f'<Properties xmlns="{_CUSTOM}" xmlns:vt="{_TYPES}"/>')
    for known in [one for one in root if one.get("name") in properties]:
        root.remove(known)
    next_id = max((1, *(int(one.get("pid", "1")) for one in root))) + 1
    for place, (name, value) in enumerate(properties.items()):
        made = parse_xml(f'<property xmlns="{_CUSTOM}" xmlns:vt="{_TYPES}"><vt:lpwstr/></property>')
        for key, text in (("fmtid", _PROPERTY_SET), ("pid", str(next_id + place)), ("name", name)):
            made.set(key, text)
        made[0].text = value
        root.append(made)
    if found:
        found[0]._blob = serialize_part_xml(root)
        return
    part = Part(PackURI("/docProps/custom.xml"), _CUSTOM_TYPE, serialize_part_xml(root), package)
    package.relate_to(part, _CUSTOM_RELATION)


def custom_properties(package: Package) -> dict[str, str]:
    """Read the custom properties of a file, by name."""
    for relation in package.rels.values():
        if relation.reltype == _CUSTOM_RELATION:
            root = parse_xml(relation.target_part.blob)
            return {one.get("name", ""): "".join(str(text) for text in one.itertext()) for one in root}
    return {}


def drop_relations(package: Package, kinds: Sequence[str]) -> None:
    """Take parts out of the package by the kind of their relation."""
    for key in [key for key, relation in package.rels.items() if relation.reltype in kinds]:
        del package.rels[key]
