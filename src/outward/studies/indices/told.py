"""What a terminal shows of a unit's card."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan

from outward.composite import Evaluation
from outward.composite.explanation import Profile, Standing
from outward.composite.levers import Lever, Levers


def profile_lines(evaluation: Evaluation, found: Profile, levers: Levers | None) -> Iterator[str]:
    """Tell a profile, and what would bring the unit to a rank, line by line."""
    yield f"{found.unit}: rank {found.rank} of {found.of}, score {found.score:.2f}"
    yield "pillars (score, rank, median of the peers):"
    for each in found.pillars:
        yield f"  {each.code}: {_points(each.score)}, {each.rank or '-'}, {_points(each.median)}"
    for title, standings in (("strengths", found.strengths), ("weaknesses", found.weaknesses)):
        yield f"{title} (points of the index that it gains or loses against the peers' median):"
        yield from (_lead(each) for each in standings)
        if not standings:
            yield "  none"
    if found.missing:
        yield f"without a value: {', '.join(found.missing)}"
    for unit, rank, ahead in found.rivals:
        yield f"near it: {unit} at {rank}, {ahead:+.2f}"
    if levers is not None:
        yield from _levers(evaluation, levers)


def _lead(each: Standing) -> str:
    status = "" if each.status == "given" else f" ({each.status})"
    return f"  {each.code}: {each.lead:+.2f}, score {_points(each.score)}{status}"


def _levers(evaluation: Evaluation, levers: Levers) -> Iterator[str]:
    yield f"to rank {levers.target} it lacks {levers.gap:.2f} points"
    enough = [each for each in levers.alone if not isnan(each.needed)]
    yield "one indicator alone:" if enough else "no indicator alone is enough"
    yield from (f"  {_move(evaluation, each)}" for each in enough[:5])
    yield "all together, the least move:" if levers.together else "not even all together are enough"
    yield from (f"  {_move(evaluation, each)}" for each in levers.together[:10])


def _move(evaluation: Evaluation, lever: Lever) -> str:
    unit = next(each.unit for each in evaluation.framework.indicators if each.code == lever.code)
    own = "" if isnan(lever.needed_in_unit) else f" ({lever.now_in_unit:.6g} to {lever.needed_in_unit:.6g} {unit})"
    return f"{lever.code}: {lever.now:.1f} to {lever.needed:.1f}{own.replace(' )', ')')}"


def _points(value: float) -> str:
    return "-" if isnan(value) else f"{value:.1f}"
