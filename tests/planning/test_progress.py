"""Progress, loose ends and versions: counts that add up, and each missing link named once."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outward.planning.chains import ENDS, loose_ends
from outward.planning.comparison import VersionedItem, compare_versions
from outward.planning.progress import Stage, Standing, is_late, measured, progress_by_goal
from outward.planning.tree import Node

TODAY = datetime.date(2026, 11, 26)
STAGES: tuple[Stage, ...] = ("open", "under-way", "done", "dropped")
standings = st.lists(st.builds(
    Standing, st.uuids().map(str), st.sampled_from(STAGES),
    st.none() | st.dates(datetime.date(2026, 1, 1), datetime.date(2027, 12, 31)), st.booleans(), st.booleans()),
    max_size=12)


@given(standings)
def test_counts_of_measures_hang_together(given_: list[Standing]) -> None:
    found = measured(given_, TODAY)
    assert found.measures + found.dropped == len(given_)
    assert found.late <= found.dated <= found.measures
    assert found.done + found.under_way <= found.measures
    assert (found.share_done is None) == (found.measures == 0)
    assert found.late == sum(is_late(each, TODAY) for each in given_)


@given(standings, st.data())
def test_goals_at_the_top_share_out_all_measures(given_: list[Standing], data: st.DataObject) -> None:
    goals = [Node("A", "goal"), Node("B", "goal"), Node("B1", "goal", "B")]
    tree = [*goals, *(Node(each.key, "measure", data.draw(st.sampled_from(["A", "B", "B1"]))) for each in given_)]
    found = progress_by_goal(tree, given_, TODAY)
    assert found[None].measures == found["A"].measures + found["B"].measures
    assert found["B1"].done <= found["B"].done


def test_each_goal_counts_what_stands_within_it_at_any_depth() -> None:
    tree = [Node("A", "goal"), Node("A1", "goal", "A"), Node("A11", "goal", "A1"), Node("B", "goal"),
            Node("m", "measure", "A11"), Node("n", "measure", "A"), Node("t", "task", "m")]
    found = progress_by_goal(tree, [Standing("m", "done"), Standing("n", "open"), Standing("t", "done"),
                                    Standing("elsewhere", "done")], TODAY)
    assert {key: (each.measures, each.done) for key, each in found.items()} == {
        None: (2, 1), "A": (2, 1), "A1": (1, 1), "A11": (1, 1), "B": (0, 0)}


def test_what_is_due_today_is_not_late_and_what_is_done_never() -> None:
    yesterday = TODAY - datetime.timedelta(days=1)
    assert not is_late(Standing("m", "open", TODAY), TODAY)
    assert is_late(Standing("m", "under-way", yesterday), TODAY)
    assert not is_late(Standing("m", "done", yesterday), TODAY)
    assert not is_late(Standing("m", "dropped", yesterday), TODAY)


WHOLE = Standing("m", "done", TODAY, has_owner=True, has_indicator=True)


def test_a_whole_chain_has_no_loose_end() -> None:
    assert loose_ends(factors=["f"], measures=[WHOLE], answers=[("f", "m")], results=["m"]) == ()


@pytest.mark.parametrize(("broken", "end"), [
    ({"factors": ["f", "g"]}, ("factor-unanswered", "g")),
    ({"measures": [Standing("m", "done", TODAY, has_owner=False, has_indicator=True)]}, ("measure-unowned", "m")),
    ({"measures": [Standing("m", "done", TODAY, has_owner=True)]}, ("measure-unmeasured", "m")),
    ({"measures": [Standing("m", "done", None, has_owner=True, has_indicator=True)]}, ("measure-undated", "m")),
    ({"factors": [], "answers": []}, ("measure-unfounded", "m")),
    ({"results": []}, ("done-without-result", "m")),
    ({"targets_without_data": ["G01"]}, ("target-without-data", "G01")),
])
def test_each_missing_link_is_one_loose_end(broken: dict[str, Any], end: tuple[str, str]) -> None:
    chain: dict[str, Any] = {"factors": ["f"], "measures": [WHOLE], "answers": [("f", "m")], "results": ["m"], **broken}
    assert [(each.end, each.key) for each in loose_ends(**chain)] == [end]


def test_a_dropped_measure_wants_nothing_and_answers_nothing() -> None:
    found = loose_ends(factors=["f"], measures=[Standing("m", "dropped")], answers=[("f", "m")], results=[])
    assert [(each.end, each.key) for each in found] == [("factor-unanswered", "f")]
    assert set(ENDS) >= {each.end for each in found}


def test_versions_are_compared_by_key_not_by_number() -> None:
    first = [VersionedItem("a", None, "1", {"title": "A"}), VersionedItem("b", "a", "1.1", {"title": "B"}),
             VersionedItem("c", "a", "1.2", {"title": "C"})]
    second = [VersionedItem("a", None, "1", {"title": "A"}), VersionedItem("c", "a", "1.1", {"title": "C"}),
              VersionedItem("d", "a", "1.2", {"title": "D"}), VersionedItem("e", None, "2", {"title": "E"})]
    assert [(each.key, each.change) for each in compare_versions(first, second)] == [
        ("a", "same"), ("c", "same"), ("d", "added"), ("e", "added"), ("b", "removed")]
    moved = [VersionedItem("a", None, "1", {"title": "A"}), VersionedItem("b", None, "2", {"title": "B"}),
             VersionedItem("c", None, "3", {"title": "See"})]
    assert [(each.key, each.change, each.is_moved) for each in compare_versions(first, moved)] == [
        ("a", "same", False), ("b", "moved", True), ("c", "changed", True)]
