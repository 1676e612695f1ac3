"""How far a plan is: counts of its measures, never a percentage that somebody felt."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from outward.planning.tree import Node, check_tree

Stage = Literal["open", "under-way", "done", "dropped"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an item is."""

    key: str
    stage: Stage
    due: datetime.date | None = None
    has_owner: bool = False
    has_indicator: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of the measures within a goal; dropped ones are counted apart and in nothing else."""

    measures: int
    done: int
    under_way: int
    late: int  # not done, and due before the day
    dated: int
    owned: int
    dropped: int

    @property
    def share_done(self) -> float | None:
        """Measures done among all, 0..1; nothing where there is none."""
        return self.done / self.measures if self.measures else None

    @property
    def share_dated(self) -> float | None:
        """Measures with a date among all, 0..1; nothing where there is none."""
        return self.dated / self.measures if self.measures else None


def is_late(standing: Standing, today: datetime.date) -> bool:
    """Whether an item should be done and is not; what is due on the day itself is not late."""
    return standing.stage in ("open", "under-way") and standing.due is not None and standing.due < today


def measured(standings: Iterable[Standing], today: datetime.date) -> Progress:
    """Count measures.

    Examples
    --------
    >>> day = datetime.date(2026, 12, 1)
    >>> found = measured([Standing("a", "done"), Standing("b", "open", datetime.date(2026, 6, 30))], day)
    >>> found.done, found.late, found.share_done, found.share_dated
    (1, 1, 0.5, 0.5)
    """
    given = list(standings)
    counted = [each for each in given if each.stage != "dropped"]
    return Progress(
        measures=len(counted),
        done=sum(each.stage == "done" for each in counted),
        under_way=sum(each.stage == "under-way" for each in counted),
        late=sum(is_late(each, today) for each in counted),
        dated=sum(each.due is not None for each in counted),
        owned=sum(each.has_owner for each in counted),
        dropped=len(given) - len(counted),
    )


def progress_by_goal(nodes: Sequence[Node], standings: Iterable[Standing], today: datetime.date
                     ) -> dict[str | None, Progress]:
    """Count the measures within each goal, at any depth; under ``None`` those of the whole plan.

    Parameters
    ----------
    nodes : sequence of Node
        The plan's tree.
    standings : iterable of Standing
        How far its measures are; what the tree does not hold as a measure is not counted.
    today : date
        By which day something is late.

    Examples
    --------
    >>> tree = [Node("g", "goal"), Node("m", "measure", "g")]
    >>> progress_by_goal(tree, [Standing("m", "done")], datetime.date(2026, 1, 1))["g"].done
    1
    """
    ordered = check_tree(nodes)
    parents = {node.key: node.parent for node in ordered}
    measures = {node.key for node in ordered if node.kind == "measure"}
    by_key = {each.key: each for each in standings if each.key in measures}
    within: dict[str | None, list[Standing]] = {None: [], **{node.key: [] for node in ordered if node.kind == "goal"}}
    for key, standing in by_key.items():
        above = parents[key]
        while above is not None:
            within[above].append(standing)
            above = parents[above]
        within[None].append(standing)
    return {key: measured(found, today) for key, found in within.items()}
