"""The trace of a number: itself, its formula and what it is made of, down to cells as printed."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from outward.errors import NotFoundError
from outward.report.numbers import NumberRow
from outward.vocabulary.labels import Language


def nested_trace(id: str, rows: Sequence[NumberRow]) -> dict[str, Any]:
    """Give a number's trace with its inputs within it.

    A number that several others are made of is told in full where it comes first, and by its id afterwards.

    Raises
    ------
    NotFoundError
        If the report has no such number; names the closest.
    """
    by_id = {row.id: row for row in rows}
    _find(id, by_id)
    told: dict[str, dict[str, Any]] = {}

    def tell(one: str) -> dict[str, Any]:
        if one in told:
            return {"id": one, "text": told[one]["text"], "value": told[one]["value"], "told": "above"}
        row = by_id[one]
        told[one] = row.as_json()
        told[one]["inputs"] = [tell(each) for each in row.inputs]
        return told[one]

    return tell(id)


def trace_text(id: str, rows: Sequence[NumberRow], language: Language) -> str:
    """Draw a number's trace as a tree, one line a number.

    Raises
    ------
    NotFoundError
        If the report has no such number; names the closest.
    """
    by_id = {row.id: row for row in rows}
    _find(id, by_id)
    return "\n".join(_lines(id, by_id, language, "", "", set())) + "\n"


def _lines(
    id: str, by_id: Mapping[str, NumberRow], language: Language, first: str, rest: str, told: set[str], name: str = ""
) -> Iterator[str]:
    row = by_id[id]
    head = f"{first}{name}{row.text} ({row.unit})  [{id}]"
    if id in told:
        yield f"{head}  {'见上' if language == 'zh' else '(above)'}"
        return
    told.add(id)
    yield f"{head}  = {row.formula}" if row.formula else f"{head}  {_printed(row, language)}"
    if row.note:
        yield f"{rest}  {'注：' if language == 'zh' else 'note: '}{row.note}"
    for index, each in enumerate(row.inputs, start=1):
        last = index == len(row.inputs)
        yield from _lines(each, by_id, language, rest + ("└─ " if last else "├─ "), rest + ("   " if last else "│  "),
                          told, f"x{index} = ")


def _printed(row: NumberRow, language: Language) -> str:
    printed = row.cell.printed if row.cell else row.text
    if not printed:
        return f"以文字刊印，{row.source}" if language == "zh" else f"printed in words, {row.source}"
    if language == "zh":
        return f"刊印为“{printed}”，{row.source}"
    return f'printed "{printed}", {row.source}'


def _find(id: str, by_id: Mapping[str, NumberRow]) -> None:
    if id in by_id:
        return
    near = difflib.get_close_matches(id, by_id, n=5, cutoff=0.4)
    hint = f"Near it: {', '.join(near)}." if near else "numbers.csv lists every id."
    raise NotFoundError(f"no number {id!r} among {len(by_id)}", "trace", hint)
