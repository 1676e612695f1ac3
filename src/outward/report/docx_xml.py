"""WordprocessingML in small pieces: elements, runs, fields, bookmarks."""

from __future__ import annotations

from hashlib import sha256

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement

Element = BaseOxmlElement


def element(tag: str, *children: Element, **attributes: str | int) -> Element:
    """Make an element of the ``w`` namespace with attributes of the same.

    Examples
    --------
    >>> element("jc", val="right").get(qn("w:val"))
    'right'
    """
    made: Element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def text_run(text: str, *properties: Element) -> Element:
    """Make a run; line ends and tabs in the text become Word's.

    Examples
    --------
    >>> [child.tag.rpartition("}")[2] for child in text_run("one\\ntwo")]
    ['t', 'br', 't']
    """
    run = element("r")
    if properties:
        run.append(element("rPr", *properties))
    for index, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        if index:
            run.append(element("br"))
        for place, piece in enumerate(line.split("\t")):
            if place:
                run.append(element("tab"))
            if piece:
                words = element("t")
                words.text = piece
                words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                run.append(words)
    return run


def field(instruction: str, shown: list[Element]) -> list[Element]:
    """Make a field whose result is already filled in.

    Examples
    --------
    >>> len(field("PAGE", [text_run("1")]))
    5
    """
    code = element("instrText")
    code.text = f" {instruction} "
    code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return [element("r", element("fldChar", fldCharType="begin")), element("r", code),
            element("r", element("fldChar", fldCharType="separate")), *shown,
            element("r", element("fldChar", fldCharType="end"))]


def bookmark_name(id: str, occurrence: int) -> str:
    """Name the bookmark around a number: ``n``, 16 digits of the figure id's SHA-256, and which time it is printed.

    Word allows no more than 40 letters, digits and underlines, and a figure id has others.

    Parameters
    ----------
    id : str
        The figure id, as in ``numbers.csv``.
    occurrence : int
        From 1, in the order of the document: its blocks first, then its footnotes.

    Examples
    --------
    >>> bookmark_name("cell:1:1", 1)
    'n3096c8e0c226c0be_1'
    """
    return f"n{sha256(id.encode()).hexdigest()[:16]}_{occurrence}"


def anchor_name(id: str) -> str:
    """Name the bookmark at a block, by its id.

    Examples
    --------
    >>> anchor_name("scale")[0], len(anchor_name("scale"))
    ('b', 17)
    """
    return f"b{sha256(id.encode()).hexdigest()[:16]}"
