"""A study's result as JSON and back: what a view keeps of a result, so that it can be shown, compared and sent later.

Figures are listed once, inputs before what is made of them, and named by their id wherever they are shown. Everything
else is written as it stands: a frozen type by its name and its fields. ``version`` changes whenever a reader of the
version before would read something wrong.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from outward.casebook.case import Case, TargetPath
from outward.errors import InvalidInputError, InvalidValueError, Problem
from outward.studies import result as parts
from outward.studies.result import StudyResult
from outward.vocabulary import statements
from outward.vocabulary.figures import Cell, Figure, walk
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source

FORMAT = "outward study result"
VERSION = 1


def encode(result: StudyResult) -> bytes:
    """Write a result as JSON, in UTF-8; equal results give equal bytes.

    Raises
    ------
    InvalidValueError
        If two different figures carry one id.
    """
    figures = [_plain(figure, named=False) for figure in walk(_figures(result))]
    content = {"format": FORMAT, "version": VERSION, "figures": figures, "result": _plain(result)}
    return (json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n").encode("utf-8")


def decode(data: bytes) -> StudyResult:
    """Read a result that :func:`encode` wrote.

    Raises
    ------
    InvalidInputError
        If it is none, is damaged, or is of a version that this program does not read.
    """
    try:
        content = json.loads(data)
        if content["format"] != FORMAT:
            raise _unreadable("this is no study result")
        if content["version"] != VERSION:
            raise _unreadable(f"it is of version {content['version']}, and this program reads {VERSION}")
        figures: dict[str, Figure] = {}
        for each in content["figures"]:
            figure = _typed(each, figures)
            figures[figure.id] = figure
        result = _typed(content["result"], figures)
    except (ValueError, KeyError, TypeError, RecursionError, InvalidValueError) as error:
        raise _unreadable(f"it cannot be read ({error})") from error
    if not isinstance(result, StudyResult):
        raise _unreadable("this is no study result")
    return result


def _unreadable(what: str) -> InvalidInputError:
    return InvalidInputError([Problem("result.json", 0, "", what, "Run the study again.")], "study result")


def _figures(value: Any) -> Iterator[Figure]:
    """Give every figure that stands anywhere in a value: in a chart's summary too, which no page shows."""
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _figures(each)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _figures(getattr(value, field.name))


def _plain(value: Any, *, named: bool = True) -> Any:
    if isinstance(value, Figure) and named:
        return {"figure": value.id}
    if dataclasses.is_dataclass(value):
        told = {each.name: _plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
        return {"is": type(value).__name__, **told}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"a result holds a {type(value).__name__}")  # a fault of the study's, found by its first test


def _typed(value: Any, figures: Mapping[str, Figure]) -> Any:
    if isinstance(value, list):
        return tuple(_typed(each, figures) for each in value)
    if not isinstance(value, dict):
        return value
    if "figure" in value and "is" not in value:
        return figures[value["figure"]]
    fields = {name: _typed(each, figures) for name, each in value.items() if name != "is"}
    return _types()[value["is"]](**fields)


@cache
def _types() -> dict[str, type[Any]]:
    """Every frozen type that can stand in a result, by its name."""
    own = [each for module in (parts, statements) for each in vars(module).values()
           if isinstance(each, type) and dataclasses.is_dataclass(each) and each.__module__ == module.__name__]
    return {each.__name__: each for each in [*own, Case, TargetPath, Cell, Figure, Label, Source]}
