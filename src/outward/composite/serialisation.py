"""A framework written as TOML, so that what was changed can be kept, sent and read again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from outward.composite.choices import Value
from outward.composite.framework import Framework
from outward.vocabulary.labels import Label


def framework_toml(framework: Framework) -> str:
    """Write a framework so that :func:`read_framework` reads the same again."""
    return "\n".join(_lines(framework)) + "\n"


def _lines(framework: Framework) -> Iterator[str]:
    index = framework.index
    yield from _table("[index]", {
        "code": index.code, "id": framework.id if framework.id != index.code else "",
        **_labelled("name", framework.name),
        **_labelled("units", framework.units), "regions": framework.are_regions or "",
        **_labelled("description", framework.description)})
    if framework.coverages:
        yield from _table("[coverage]", framework.coverages)
    groups: dict[str, dict[str, Value]] = {}
    for key, value in framework.choices.stated.items():
        step, _, name = key.partition(".")
        groups.setdefault(step, {})[name] = value
    for step, values in groups.items():
        yield from _table(f"[choices.{step}]", values)
    for pillar in framework.pillars:
        if pillar is not index:
            yield from _table("[[pillar]]", {
                "code": pillar.code, **_labelled("name", pillar.name),
                "parent": pillar.parent if pillar.parent != index.code else "", **_unless(1.0, weight=pillar.weight)})
    for each in framework.indicators:
        yield from _table("[[indicator]]", {
            "code": each.code, **_labelled("name", each.name),
            "pillar": each.parent if each.parent != index.code else "",
            **_unless(1.0, weight=each.weight), **_unless(1, direction=each.direction), "numerator": each.numerator,
            "denominator": each.denominator, **_unless(1.0, factor=each.factor), "unit": each.unit,
            "transform": each.transform,
            "goalposts": each.goalposts or "", "target": "" if each.target is None else each.target,
            "source": each.source, **_labelled("note", each.note)})
    for name, variables in (("variable", framework.variables), ("grouping", framework.groupings)):
        for variable in variables:
            yield from _table(f"[[{name}]]", {"code": variable.code, **_labelled("name", variable.name),
                                              "unit": variable.unit})
    for factor in framework.factors:
        yield from _table("[[factor]]", {"name": factor.name, "alternatives": factor.alternatives})
    for allocation in framework.allocations:
        yield from _table("[[allocation]]", {"expert": allocation.expert, "pillar": allocation.parent,
                                             "points": allocation.points})
    for comparison in framework.comparisons:
        yield from _table("[[comparison]]", {"pillar": comparison.parent, "better": comparison.better,
                                             "than": comparison.than, "ratio": comparison.ratio})


def _labelled(key: str, label: Label) -> dict[str, str]:
    return {f"{key}_en": label.en, f"{key}_zh": label.zh}


def _unless(default: float, **given: float) -> dict[str, float]:
    return {key: value for key, value in given.items() if value != default}


def _table(header: str, values: Mapping[str, Any]) -> Iterator[str]:
    yield header
    for key, value in values.items():
        if value != "":
            yield f"{_key(key)} = {_value(value)}"
    yield ""


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_\-]+", key) else _quoted(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(str(key))} = {_value(inner)}" for key, inner in value.items()) + "}"
    return "[" + ", ".join(map(_value, value)) + "]"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda found: f"\\u{ord(found.group()):04x}", escaped) + '"'
