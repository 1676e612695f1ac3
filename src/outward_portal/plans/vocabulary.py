"""What items are sorted by: the source's priorities (60-121), the reform items (123), the key areas (53)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.functional import lazy

from outward.vocabulary.labels import Label
from outward_portal.theme.languages import current_language


@cache
def priorities() -> Mapping[str, Label]:
    """Name the priorities of the source by id, in its order."""
    return _names("priorities")


@cache
def reforms() -> Mapping[str, Label]:
    """Name the items of the reform of paragraph 123 by id."""
    return _names("reforms")


@cache
def areas() -> Mapping[str, Label]:
    """Name the key areas of paragraph 53 by id; the last stands for the ten that the source does not name."""
    return _names("areas")


def _names(file: str) -> Mapping[str, Label]:
    return {line["id"]: Label(line["name_en"], line["name_zh"]) for line in lines(f"{file}.csv")}


def lines(file: str) -> list[dict[str, str]]:
    """Read a data file of this room."""
    text = (files("outward_portal.plans") / "data" / file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def spoken(name: Label) -> Any:
    """Give a name that is said in the language of whoever reads it."""
    return lazy(lambda: name.text(current_language()), str)()


def choices(names: Mapping[str, Label]) -> list[tuple[str, Any]]:
    """Give names as the choices of a field."""
    return [(id, spoken(name)) for id, name in names.items()]
