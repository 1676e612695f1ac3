"""A small framework with made-up data, and indices made of them as people make them."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from outward_portal.accounts.models import User
from outward_portal.accounts.requests import Act
from outward_portal.workbench import actions
from outward_portal.workbench.models import IndexAssessment
from tests.portal.people import browser_of

FRAMEWORK = """\
[index]
code = "ports"
name_en = "ports of call"
name_zh = "停靠港"
units_en = "ports"
units_zh = "港口"
[[pillar]]
code = "reach"
name_en = "reach"
name_zh = "通达"
[[pillar]]
code = "cost"
name_en = "cost"
name_zh = "成本"
[[indicator]]
code = "lines"
name_en = "lines"
name_zh = "航线"
pillar = "reach"
unit = "lines"
[[indicator]]
code = "depth"
name_en = "depth"
name_zh = "水深"
pillar = "reach"
unit = "m"
[[indicator]]
code = "fees"
name_en = "fees"
name_zh = "费用"
pillar = "cost"
direction = -1
unit = "USD"
[[indicator]]
code = "days"
name_en = "days"
name_zh = "天数"
pillar = "cost"
direction = -1
unit = "days"
[[grouping]]
code = "coast"
name_en = "coast"
name_zh = "海岸"
[[factor]]
name = "normalisation"
alternatives = [{normalise = {method = "minmax"}}, {normalise = {method = "rank"}}]
"""
HEADER = ("unit", "name_en", "name_zh", "year", "coast", "lines", "depth", "fees", "days", "status")
ROWS: list[list[Any]] = [
    [unit, en, zh, year, coast, lines + (year - 2020) * shift, depth, fees, days, "synthetic"]
    for year in (2020, 2021)
    for unit, en, zh, coast, lines, depth, fees, days, shift in (
        ("aa", "Alpha", "甲港", "east", 40, 15, 90, 5, 0),
        ("bb", "Beta", "乙港", "east", 30, 18, 40, 3, 0),
        ("cc", "Gamma", "丙港", "west", 55, 12, 120, 9, -30),
        ("dd", "Delta", "丁港", "west", 10, 9, 20, 2, 40),
        ("ee", "Epsilon", "戊港", "west", 22, 14, 60, 6, 0),
    )]
ROWS += [["ff", "Zeta", "己港", 2021, "west", "", "", 70, 4, "synthetic"]]  # not ranked: nothing of its reach is known


def table(rows: list[list[Any]] | None = None, header: tuple[str, ...] = HEADER) -> bytes:
    """Write the data as CSV."""
    stream = io.StringIO()
    csv.writer(stream).writerows([header, *(ROWS if rows is None else rows)])
    return stream.getvalue().encode()


def sent_as(data: bytes, name: str = "ports.csv") -> SimpleUploadedFile:
    """Give a file as a browser sends it."""
    return SimpleUploadedFile(name, data)


def post_new(user: User, *, data: bytes | None = None, name: str = "ports.csv", framework: str = FRAMEWORK,
             **given: Any) -> HttpResponse:
    """Send the form of a new index with a framework of one's own."""
    files = {} if data is None else {"table": sent_as(data, name)}
    return browser_of(user).post("/en/workbench/new", {  # type: ignore[return-value]
        "title": "Ports", "framework": "own", "framework_text": framework, "audience": "self", **files, **given})


def made(user: User, *, title: str = "Ports", audience: str = "self", framework: str = FRAMEWORK,
         data: bytes | None = None) -> IndexAssessment:
    """Make an index."""
    from outward_portal.workbench.reading import data_in, framework_from

    read, upload = framework_from(framework), sent_as(table() if data is None else data)
    source = actions.Source(framework, read.id, read.name, data_in(upload, read).is_synthetic, upload)
    return actions.make(Act(user), source, title=title, audience=audience)
