"""Plans as trees: goals, the measures that serve them, and the tasks that carry a measure out.

A tree is a tuple of nodes, each naming its parent and its place among its siblings. Every change gives a new tuple and
keeps the rules: a goal stands at the top or within a goal, a measure within a goal, a task within a measure, and
nothing within itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from outward.errors import InvalidValueError, NotFoundError

ItemKind = Literal["goal", "measure", "task"]
ITEM_KINDS: Final[tuple[ItemKind, ...]] = ("goal", "measure", "task")

PARENTS: Final[Mapping[ItemKind, tuple[ItemKind | None, ...]]] = {
    "goal": (None, "goal"), "measure": ("goal",), "task": ("measure",)}
"""Within what each kind may stand; ``None`` is the top."""


@dataclass(frozen=True, slots=True)
class Node:
    """An item of a plan as far as its place matters."""

    key: str
    kind: ItemKind
    parent: str | None = None
    place: int = 0  # among its siblings; the smallest comes first


@dataclass(frozen=True, slots=True)
class Placed:
    """A node as a reader meets it: after those above and before it."""

    node: Node
    number: str  # such as "2.1.3": the third within the first of the second
    depth: int  # 0 at the top


def check_tree(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """Make sure that nodes are a tree by the rules, and give them in reading order, places counted from 0.

    Parameters
    ----------
    nodes : iterable of Node
        In any order; siblings of one place keep the order in which they come.

    Returns
    -------
    tuple of Node
        Each after its parent and its elder siblings.

    Raises
    ------
    InvalidValueError
        If two nodes share a key, a parent is missing or of a kind that may not hold the node, or nodes stand within one
        another in a circle.

    Examples
    --------
    >>> nodes = [Node("m", "measure", "g"), Node("g", "goal")]
    >>> [node.key for node in check_tree(nodes)]
    ['g', 'm']
    """
    given = list(nodes)
    by_key = {node.key: node for node in given}
    if len(by_key) != len(given):
        twice = sorted({node.key for node in given if sum(each.key == node.key for each in given) > 1})
        raise InvalidValueError(f"key {twice[0]!r} stands twice", "plan", "Give each item a key of its own.")
    for node in given:
        _check_parent(node, by_key)
    ordered = tuple(_ordered(given))
    if len(ordered) != len(given):
        astray = sorted(set(by_key) - {node.key for node in ordered})
        raise InvalidValueError(f"items within one another: {', '.join(astray)}", "plan",
                                "Let one of them stand at the top.")
    return ordered


def _check_parent(node: Node, by_key: Mapping[str, Node]) -> None:
    if node.parent is not None and node.parent not in by_key:
        raise InvalidValueError(f"parent {node.parent!r} is not in the plan", f"plan, item {node.key}",
                                "Name an item of the same plan.")
    holder = by_key[node.parent].kind if node.parent is not None else None
    if holder not in PARENTS[node.kind]:
        raise InvalidValueError(f"a {node.kind} within {f'a {holder}' if holder else 'nothing'}",
                                f"plan, item {node.key}",
                                "A goal stands at the top or within a goal, a measure within a goal, a task within a "
                                "measure.")


def _ordered(nodes: Sequence[Node]) -> Iterator[Node]:
    children = _children(nodes)

    def below(parent: str | None) -> Iterator[Node]:
        for place, node in enumerate(children.get(parent, ())):
            yield replace(node, place=place)
            yield from below(node.key)

    yield from below(None)


def _children(nodes: Iterable[Node]) -> dict[str | None, list[Node]]:
    found: dict[str | None, list[Node]] = defaultdict(list)
    for node in nodes:
        found[node.parent].append(node)
    for siblings in found.values():
        siblings.sort(key=lambda node: node.place)
    return found


def placed(nodes: Iterable[Node]) -> tuple[Placed, ...]:
    """Give the nodes in reading order, with their numbers and depths.

    Examples
    --------
    >>> nodes = [Node("g", "goal"), Node("m", "measure", "g", 0), Node("n", "measure", "g", 1)]
    >>> [(each.node.key, each.number, each.depth) for each in placed(nodes)]
    [('g', '1', 0), ('m', '1.1', 1), ('n', '1.2', 1)]
    """
    numbers: dict[str | None, tuple[int, ...]] = {None: ()}
    found = []
    for node in check_tree(nodes):
        numbers[node.key] = (*numbers[node.parent], node.place + 1)
        number = numbers[node.key]
        found.append(Placed(node, ".".join(map(str, number)), len(number) - 1))
    return tuple(found)


def beneath(nodes: Iterable[Node], key: str) -> tuple[str, ...]:
    """Give the keys of all that stands within a node, in reading order.

    Examples
    --------
    >>> beneath([Node("g", "goal"), Node("m", "measure", "g"), Node("t", "task", "m")], "g")
    ('m', 't')
    """
    ordered = check_tree(nodes)
    _named(ordered, key)
    within = {key}
    for node in ordered:  # parents come before what is in them
        if node.parent in within:
            within.add(node.key)
    return tuple(node.key for node in ordered if node.key in within and node.key != key)


def moved(nodes: Iterable[Node], key: str, parent: str | None, place: int | None = None) -> tuple[Node, ...]:
    """Put a node, with all that stands within it, into another parent or to another place.

    Parameters
    ----------
    nodes : iterable of Node
        The tree.
    key : str
        Which node.
    parent : str or None
        Within what; ``None`` for the top.
    place : int, optional
        Before which of the new siblings, counted without the node itself; the end if ``None``.

    Raises
    ------
    InvalidValueError
        If the node would stand within itself, or in what may not hold it.
    NotFoundError
        If node or parent are not in the tree.

    Examples
    --------
    >>> tree = [Node("a", "goal", None, 0), Node("b", "goal", None, 1), Node("m", "measure", "a")]
    >>> [(node.key, node.parent) for node in moved(tree, "m", "b")]
    [('a', None), ('b', None), ('m', 'b')]
    """
    ordered = check_tree(nodes)
    node = _named(ordered, key)
    if parent is not None:
        _named(ordered, parent)
        if parent == key or parent in beneath(ordered, key):
            raise InvalidValueError(f"item {key!r} would stand within itself", "plan", "Choose an item outside of it.")
    siblings = [each for each in ordered if each.parent == parent and each.key != key]
    at = len(siblings) if place is None else max(0, min(place, len(siblings)))
    siblings.insert(at, replace(node, parent=parent))
    new = {each.key: replace(each, place=number) for number, each in enumerate(siblings)}
    return check_tree(new.get(each.key, each) for each in ordered)


def shifted(nodes: Iterable[Node], key: str, by: Literal[-1, 1]) -> tuple[Node, ...]:
    """Put a node before its elder (-1) or behind its younger sibling (1); at the end of the row it stays.

    Examples
    --------
    >>> [node.key for node in shifted([Node("a", "goal", None, 0), Node("b", "goal", None, 1)], "b", -1)]
    ['b', 'a']
    """
    ordered = check_tree(nodes)
    node = _named(ordered, key)
    return moved(ordered, key, node.parent, max(0, node.place + by))


def without(nodes: Iterable[Node], key: str) -> tuple[Node, ...]:
    """Take a node out, with all that stands within it.

    Examples
    --------
    >>> without([Node("g", "goal"), Node("m", "measure", "g")], "m")
    (Node(key='g', kind='goal', parent=None, place=0),)
    """
    ordered = check_tree(nodes)
    gone = {key, *beneath(ordered, key)}
    return check_tree(node for node in ordered if node.key not in gone)


def _named(nodes: Iterable[Node], key: str) -> Node:
    for node in nodes:
        if node.key == key:
            return node
    raise NotFoundError(f"no item {key!r}", "plan", "Name an item of the plan.")
