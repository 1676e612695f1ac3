"""Trees of plans: whatever is done to one, it stays a tree by the rules, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outward.errors import InvalidValueError, NotFoundError
from outward.planning.tree import (
    ITEM_KINDS,
    PARENTS,
    Node,
    beneath,
    check_tree,
    moved,
    placed,
    shifted,
    without,
)

TREE = (Node("A", "goal", None, 0), Node("A1", "goal", "A", 0), Node("m", "measure", "A1", 0),
        Node("n", "measure", "A1", 1), Node("t", "task", "m", 0), Node("B", "goal", None, 1))


@st.composite
def trees(draw: st.DrawFn) -> tuple[Node, ...]:
    """Any tree by the rules: each node within one that came before it and may hold it."""
    nodes: list[Node] = []
    for number in range(draw(st.integers(1, 12))):
        kinds = [kind for kind in ITEM_KINDS if None in PARENTS[kind] or any(
            node.kind in PARENTS[kind] for node in nodes)]
        kind = draw(st.sampled_from(kinds))
        holders = [node.key for node in nodes if node.kind in PARENTS[kind]]
        parents: list[str | None] = [*([None] if None in PARENTS[kind] else []), *holders]
        nodes.append(Node(f"k{number}", kind, draw(st.sampled_from(parents)), draw(st.integers(0, 3))))
    return tuple(draw(st.permutations(nodes)))


@st.composite
def moves(draw: st.DrawFn) -> tuple[tuple[Node, ...], str, str | None, int | None]:
    tree = draw(trees())
    keys = [node.key for node in tree]
    return tree, draw(st.sampled_from(keys)), draw(st.sampled_from([None, *keys])), draw(st.none() | st.integers(-2, 9))


@given(moves())
def test_a_move_keeps_a_tree_and_every_node_or_is_refused(
        move: tuple[tuple[Node, ...], str, str | None, int | None]) -> None:
    tree, key, parent, place = move
    kind = {node.key: node.kind for node in tree}
    may_hold = (kind[parent] if parent else None) in PARENTS[kind[key]]
    within = parent is not None and (parent == key or parent in beneath(tree, key))
    if within or not may_hold:
        with pytest.raises(InvalidValueError):
            moved(tree, key, parent, place)
        return
    after = moved(tree, key, parent, place)
    assert check_tree(after) == after, "a tree by the rules, in reading order"
    assert {(node.key, node.kind) for node in after} == {(node.key, node.kind) for node in tree}
    assert next(node.parent for node in after if node.key == key) == parent
    assert {node.key: node.parent for node in after if node.key != key} == {
        node.key: node.parent for node in tree if node.key != key}, "nothing else changes its parent"
    assert set(beneath(after, key)) == set(beneath(tree, key)), "what stands within it goes along"


@given(trees(), st.data())
def test_shifting_back_and_forth_gives_the_same_tree(tree: tuple[Node, ...], data: st.DataObject) -> None:
    ordered = check_tree(tree)
    node = data.draw(st.sampled_from(ordered))
    siblings = [each.key for each in ordered if each.parent == node.parent]
    later = shifted(ordered, node.key, 1)
    if siblings[-1] == node.key:
        assert later == ordered, "the last of a row stays"
    else:
        assert [each.key for each in later if each.parent == node.parent] != siblings
        assert shifted(later, node.key, -1) == ordered


@given(trees())
def test_numbers_name_each_place_once_and_their_order_is_the_reading_order(tree: tuple[Node, ...]) -> None:
    found = placed(tree)
    numbers = [tuple(int(part) for part in each.number.split(".")) for each in found]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == len(tree)
    assert [each.depth + 1 for each in found] == [len(number) for number in numbers]


@given(trees(), st.data())
def test_taking_out_leaves_a_tree_without_what_was_within(tree: tuple[Node, ...], data: st.DataObject) -> None:
    key = data.draw(st.sampled_from([node.key for node in tree]))
    left = without(tree, key)
    assert check_tree(left) == left
    assert {node.key for node in left} == {node.key for node in tree} - {key, *beneath(tree, key)}


@pytest.mark.parametrize(("nodes", "says"), [
    ([Node("a", "goal"), Node("a", "goal")], "twice"),
    ([Node("a", "goal", "x")], "not in the plan"),
    ([Node("a", "measure")], "a measure within nothing"),
    ([Node("a", "goal"), Node("t", "task", "a")], "a task within a goal"),
    ([Node("a", "goal", "b"), Node("b", "goal", "a")], "within one another: a, b"),
])
def test_what_is_no_tree_is_refused_and_says_why(nodes: list[Node], says: str) -> None:
    with pytest.raises(InvalidValueError, match=says):
        check_tree(nodes)


def test_a_goal_is_not_moved_into_its_own_goal_and_unknown_items_are_named() -> None:
    with pytest.raises(InvalidValueError, match="within itself"):
        moved(TREE, "A", "A1")
    with pytest.raises(NotFoundError, match="'x'"):
        moved(TREE, "x", None)
    with pytest.raises(NotFoundError, match="'x'"):
        moved(TREE, "m", "x")


def test_a_measure_moves_with_its_task_before_another() -> None:
    after = moved(moved(TREE, "m", "B"), "n", "B", 0)
    assert [(each.node.key, each.number) for each in placed(after)] == [
        ("A", "1"), ("A1", "1.1"), ("B", "2"), ("n", "2.1"), ("m", "2.2"), ("t", "2.2.1")]
