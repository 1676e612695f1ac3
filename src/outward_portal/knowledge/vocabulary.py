"""The lists by which the library is sorted: subjects of documents and topics of provisions, in both languages."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from outward.vocabulary.labels import Label


@dataclass(frozen=True, slots=True)
class Subject:
    """What a document is about."""

    id: str
    name: Label


@dataclass(frozen=True, slots=True)
class Topic:
    """A question that is asked of every document, and answered by a provision."""

    id: str
    subject: str
    name: Label
    question: Label


@cache
def subjects() -> Mapping[str, Subject]:
    """Give the subjects by id, in the order of the list."""
    return {line["id"]: Subject(line["id"], Label(line["name_en"], line["name_zh"])) for line in _lines("subjects")}


@cache
def topics() -> Mapping[str, Topic]:
    """Give the topics by id, in the order of the list.

    Examples
    --------
    >>> topics()["local-content"].name.text("en")
    'Local content'
    """
    return {line["id"]: Topic(line["id"], line["subject"], Label(line["name_en"], line["name_zh"]),
                              Label(line["question_en"], line["question_zh"])) for line in _lines("topics")}


def _lines(name: str) -> list[dict[str, str]]:
    text = (files("outward_portal.knowledge") / "data" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
