"""Facts and trees that hypothesis makes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from outward.eligibility import FactKind, Money, State, Weight
from outward.vocabulary.labels import Label

_CODES = {code: Label(code, code) for code in ("a", "b", "c", "d")}
KINDS: dict[str, FactKind] = {kind.id: kind for kind in (
    FactKind("sector", Label("Sector", "行业"), "choice", _CODES),
    FactKind("countries", Label("Countries", "国家"), "set", _CODES),
    FactKind("staff", Label("Staff", "职工"), "number", unit="persons"),
    FactKind("revenue", Label("Revenue", "收入"), "money"),
    FactKind("founded", Label("Founded", "成立"), "day"),
    FactKind("first-set", Label("First set", "首台套"), "yes-no"),
)}
_NUMBERS = st.integers(0, 20)
_DAYS = st.sampled_from(["2014", "2015", "2015-06", "2015-06-30", "2016-02"])
_CURRENCIES = st.sampled_from(["CNY", "USD"])
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "sector": st.sampled_from(sorted(_CODES)),
    "countries": st.frozensets(st.sampled_from(sorted(_CODES))),
    "staff": _NUMBERS.map(Decimal),
    "revenue": st.builds(Money, _NUMBERS.map(Decimal), _CURRENCIES),
    "founded": _DAYS,
    "first-set": st.booleans(),
}
STATES = {name: st.builds(State, value, st.sampled_from(Weight), st.just("somewhere"))
          for name, value in _VALUES.items()}
FACTS: st.SearchStrategy[dict[str, State]] = st.fixed_dictionaries({}, optional=STATES)


def _codes(most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(sorted(_CODES)), min_size=1, max_size=most, unique=True)


def _leaf(fact: str) -> st.SearchStrategy[dict[str, Any]]:
    ordered = st.sampled_from([">=", "<=", ">", "<"])
    given: dict[str, st.SearchStrategy[dict[str, Any]]] = {
        "sector": st.one_of(
            st.fixed_dictionaries({"is": st.sampled_from(["=", "!="]), "value": st.sampled_from(sorted(_CODES))}),
            st.fixed_dictionaries({"is": st.sampled_from(["in", "not in"]), "value": _codes(3)})),
        "countries": st.fixed_dictionaries({"is": st.sampled_from(["has", "has all"]), "value": _codes(3)}),
        "staff": st.fixed_dictionaries({"is": st.one_of(ordered, st.sampled_from(["=", "!="])), "value": _NUMBERS}),
        "revenue": st.fixed_dictionaries({"is": ordered, "value": _NUMBERS.map(str), "currency": _CURRENCIES}),
        "founded": st.fixed_dictionaries({"is": ordered, "value": _DAYS}),
        "first-set": st.fixed_dictionaries({"value": st.booleans()}),
    }
    return st.tuples(given[fact], st.sampled_from(["declared", "register"])).map(
        lambda pair: {"fact": fact, "en": fact, "evidence": pair[1], **pair[0]})


LEAVES = st.sampled_from(sorted(KINDS)).flatmap(_leaf)


def _grow(parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    lists = st.lists(parts, min_size=1, max_size=4)
    return st.one_of(lists.map(lambda each: {"all": each}), lists.map(lambda each: {"any": each}),
                     parts.map(lambda each: {"not": each}))


TREES: st.SearchStrategy[dict[str, Any]] = st.recursive(LEAVES, _grow, max_leaves=12)


@st.composite
def read_once(draw: st.DrawFn) -> dict[str, Any]:
    """Make a tree that asks for no fact twice."""
    names = draw(st.permutations(sorted(KINDS)))[: draw(st.integers(2, 4))]
    parts = [draw(_leaf(name)) for name in names]
    while len(parts) > 1:
        taken = draw(st.integers(1, len(parts)))
        node: dict[str, Any] = {draw(st.sampled_from(["all", "any"])): parts[:taken]}
        if draw(st.booleans()):
            node = {"not": node}
        parts = [node, *parts[taken:]] if taken > 1 or len(parts) > 1 else [node]
        if taken == 1:
            first, second, *rest = parts
            parts = [{draw(st.sampled_from(["all", "any"])): [first, second]}, *rest]
    return parts[0]


def turned(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Write a tree with every list of parts in the opposite order."""
    for way in ("all", "any"):
        if way in tree:
            return {way: [turned(part) for part in reversed(tree[way])]}
    return {"not": turned(tree["not"])} if "not" in tree else dict(tree)
