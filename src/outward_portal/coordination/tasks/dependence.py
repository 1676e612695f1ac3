"""What waits for what: a task waits for others, never for itself by any way round."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping


def way(edges: Mapping[int, Iterable[int]], start: int, goal: int) -> list[int]:
    """Give a shortest way from one task to another along what each waits for; empty where there is none.

    Parameters
    ----------
    edges : mapping of int to iterable of int
        For a task those that it waits for.
    start, goal : int
        The first and the last task; a way from a task to itself is that task alone.

    Examples
    --------
    >>> way({1: [2], 2: [3]}, 1, 3), way({1: [2]}, 2, 1), way({}, 4, 4)
    ([1, 2, 3], [], [4])
    """
    came_from: dict[int, int | None] = {start: None}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        if here == goal:
            found = [here]
            while (before := came_from[found[-1]]) is not None:
                found.append(before)
            return found[::-1]
        for each in edges.get(here, ()):
            if each not in came_from:
                came_from[each] = here
                waiting.append(each)
    return []
