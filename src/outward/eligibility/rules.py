"""Rules as values: a tree of conditions on facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from outward.eligibility.facts import FactKind, Value, Weight
from outward.vocabulary.labels import Label

Operator = Literal["=", "!=", ">=", "<=", ">", "<", "in", "not in", "has", "has all"]
"""``in``: one of several; ``has``: at least one of them; ``has all``: every one of them."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A demand on one fact; ``needs`` is the least weight that a statement of the fact must have to count."""

    fact: str
    operator: Operator
    value: Value
    needs: Weight
    text: Label


@dataclass(frozen=True, slots=True)
class All:
    """Met when every part is."""

    parts: tuple[Node, ...]
    text: Label


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Met when one part is."""

    parts: tuple[Node, ...]
    text: Label


@dataclass(frozen=True, slots=True)
class Not:
    """Met when its part is not."""

    part: Node
    text: Label


Node = Condition | All | AnyOf | Not


@dataclass(frozen=True, slots=True)
class Rules:
    """A checked tree, with the kinds of the facts that it asks for."""

    root: Node
    facts: Mapping[str, FactKind]

    @property
    def is_read_once(self) -> bool:
        """Whether no fact is asked for twice, so that unknown is said only where either answer is still possible."""
        asked = [condition.fact for condition in conditions(self.root)]
        return len(asked) == len(set(asked))


def conditions(node: Node) -> Iterator[Condition]:
    """Give a tree's conditions in the order in which they are written.

    Examples
    --------
    >>> from decimal import Decimal
    >>> staff = Condition("staff", ">=", Decimal(50), Weight.DECLARED, Label("", ""))
    >>> [each.fact for each in conditions(Not(All((staff,), Label("", "")), Label("", "")))]
    ['staff']
    """
    match node:
        case Condition():
            yield node
        case Not():
            yield from conditions(node.part)
        case _:
            for part in node.parts:
                yield from conditions(part)


Tree = Mapping[str, Any]
"""A tree as JSON or TOML give it; ``reading.read_rules`` checks it."""
