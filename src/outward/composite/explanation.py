"""Why a unit stands where it stands: what contributed, where it is strong and weak, and what would move it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from outward.composite.data import Floats
from outward.composite.evaluation import Evaluation
from outward.composite.tree import Tree, method_at
from outward.errors import InvalidValueError, NotFoundError

_SHOWN: Final = 3  # strengths, weaknesses
_RIVALS: Final = 2  # on either side


def contributions(evaluation: Evaluation) -> Floats:
    """Split every score among the indicators, shape (units, indicators): they sum to the score.

    All means, and Mazziotta and Pareto's, grow in proportion with their parts, so that (Euler) a score is the sum of
    its parts times its slope in each: for the arithmetic mean weight times value, for the geometric mean weight times
    the score. Slopes are multiplied down the tree. A missing part contributes nothing (NaN).

    Raises
    ------
    InvalidValueError
        If a level is aggregated by a rule that only compares units (copeland, outranking, topsis): such a score has no
        parts.

    Examples
    --------
    >>> from outward.composite import evaluate, read_data, read_framework
    >>> framework = read_framework('[index]\\ncode = "i"\\n[[indicator]]\\ncode = "a"\\n[[indicator]]\\ncode = "b"\\n')
    >>> rows = [(2, ["x", "1", "3"]), (3, ["y", "2", "5"]), (4, ["z", "5", "4"])]
    >>> contributions(evaluate(framework, read_data(["unit", "a", "b"], rows, framework)))
    array([[ 0. ,  0. ],
           [12.5, 50. ],
           [50. , 25. ]])
    """
    framework, tree = evaluation.framework, Tree.of(evaluation.framework)
    slopes: dict[str, Floats] = {framework.index.code: np.ones(len(evaluation.units))}
    for node in reversed(tree.nodes):
        method = method_at(framework, framework.levels[node.pillar])
        parts = tree.parts(node, evaluation.stages.normalised, {code: evaluation.scores[code][None]
                                                                for code in node.pillars})
        parts = parts[0] if parts.ndim == 3 else parts
        own = _node_slopes(evaluation, node.pillar, method, parts)
        for place, part in enumerate(framework.parts[node.pillar]):
            slopes[part.code] = slopes[node.pillar] * own[:, place]
    leaves = np.column_stack([slopes[each.code] for each in framework.indicators])
    split: Floats = leaves * evaluation.stages.normalised
    return np.where(np.isnan(evaluation.score)[:, None], np.nan, split)


def _node_slopes(evaluation: Evaluation, pillar: str, method: str, parts: Floats) -> Floats:
    """Give the slope of a pillar's score in each of its parts, shape (units, parts)."""
    score = evaluation.scores[pillar][:, None]
    if pillar in evaluation.own_weights:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(parts > 0, evaluation.own_weights[pillar] * score / parts, 0.0)
    if method not in _SLOPES:
        raise InvalidValueError(f"pillar {pillar} is aggregated by {method}, which only compares units",
                                f"framework {evaluation.framework.id}",
                                "Choose a mean (aggregate.levels) to split scores.")
    weights = np.where(np.isnan(parts), 0.0, evaluation.weights[pillar].values)
    total = weights.sum(axis=1, keepdims=True)
    return _SLOPES[method](parts, weights / np.where(total > 0, total, 1.0), score,
                           evaluation.framework.choices.number("aggregate.power"))


def _arithmetic(_parts: Floats, weights: Floats, _score: Floats, _power: float) -> Floats:
    return weights


def _geometric(parts: Floats, weights: Floats, score: Floats, _power: float) -> Floats:
    return weights * score / parts


def _harmonic(parts: Floats, weights: Floats, score: Floats, _power: float) -> Floats:
    return weights * (score / parts) ** 2


def _power_mean(parts: Floats, weights: Floats, score: Floats, power: float) -> Floats:
    slope: Floats = weights * (score / parts) ** (1.0 - power)
    return slope


def _mazziotta_pareto(parts: Floats, weights: Floats, _score: Floats, _power: float) -> Floats:
    known = np.where(np.isnan(parts), 0.0, parts)
    mean = (weights * known).sum(axis=1, keepdims=True)
    square = (weights * known**2).sum(axis=1, keepdims=True)
    known_mean = np.where(mean > 0, mean, 1.0)  # a unit without any part has no mean, and no slope that counts
    slope: Floats = weights * (2.0 - 2.0 * parts / known_mean + square / known_mean**2)
    return slope


_SLOPES: Final[Mapping[str, Callable[[Floats, Floats, Floats, float], Floats]]] = {
    "arithmetic": _arithmetic, "geometric": _geometric, "harmonic": _harmonic, "power": _power_mean,
    "mazziotta_pareto": _mazziotta_pareto,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A node of one unit against its peers."""

    code: str
    score: float  # NaN where missing
    rank: int  # 0 where missing
    median: float  # of the peers
    lead: float  # effective weight times (score - median): what it gives the index, in points, over the peers' middle
    status: str  # of the cell, for an indicator


@dataclass(frozen=True)
class Profile:
    """A unit's card: where it stands, why, and between whom."""

    unit: str
    score: float
    rank: int
    of: int  # units ranked
    peers: tuple[str, ...]  # what it is held against
    pillars: tuple[Standing, ...]
    strengths: tuple[Standing, ...]  # indicators with the greatest lead over the peers' median, the greatest first
    weaknesses: tuple[Standing, ...]  # and the greatest lag
    missing: tuple[str, ...]  # indicators without a value
    rivals: tuple[tuple[str, int, float], ...]  # (unit, rank, score less this unit's), best first


def profile(evaluation: Evaluation, unit: str, *, peers: tuple[str, ...] = ()) -> Profile:
    """Describe a unit against the median of its peers.

    Parameters
    ----------
    evaluation : Evaluation
        Of any framework.
    unit : str
        One that was scored.
    peers : tuple of str
        Units to hold it against; all others where none is named.

    Raises
    ------
    NotFoundError
        If the unit, or a peer, was not scored: says why.
    """
    at = place_of(evaluation, unit)
    others = [place_of(evaluation, peer) for peer in peers] or [place for place in range(len(evaluation.units))
                                                                if place != at]
    framework, weights = evaluation.framework, evaluation.effective_weights
    statuses = evaluation.stages.statuses("normalised")
    columns = {each.code: place for place, each in enumerate(framework.indicators)}

    def standing(code: str) -> Standing:
        scores = evaluation.scores[code]
        known = scores[others][~np.isnan(scores[others])]
        median = float(np.median(known)) if known.size else float("nan")
        status = str(statuses[at, columns[code]]) if code in columns else "given"
        return Standing(code, float(scores[at]), int(evaluation.ranks[code][at]), median,
                        weights[code] * (float(scores[at]) - median), status)

    indicators = [standing(each.code) for each in framework.indicators]
    known = sorted((each for each in indicators if not np.isnan(each.lead)), key=lambda each: (-each.lead, each.code))
    pillars = tuple(standing(pillar.code) for pillar in reversed(framework.upward) if pillar is not framework.index)
    return Profile(
        unit, float(evaluation.score[at]), int(evaluation.rank[at]), int((evaluation.rank > 0).sum()),
        tuple(evaluation.units[place] for place in others), pillars,
        tuple(each for each in known[:_SHOWN] if each.lead > 0),
        tuple(each for each in reversed(known[-_SHOWN:]) if each.lead < 0),
        tuple(each.code for each in indicators if np.isnan(each.score)), _rivals(evaluation, at))


def place_of(evaluation: Evaluation, unit: str) -> int:
    """Give the row of a unit that was scored."""
    if unit in evaluation.units:
        if evaluation.rank[evaluation.units.index(unit)] > 0:
            return evaluation.units.index(unit)
        raise NotFoundError(f"{unit} was not ranked: it has too few parts for a score", evaluation.inputs.file,
                            "Load what is missing, impute it, or lower aggregate.availability.")
    for each in evaluation.excluded:
        if each.unit == unit:
            of = f"pillar {each.pillar}" if each.pillar else "the framework"
            raise NotFoundError(f"{unit} was not ranked: it has {each.available} of {each.of} indicators of {of}",
                                evaluation.inputs.file, "Load what is missing, or lower the shares of screen.*.")
    raise NotFoundError(f"there is no unit {unit!r}", evaluation.inputs.file,
                        f"Units are {', '.join(evaluation.units[:10])}{' ...' if len(evaluation.units) > 10 else ''}.")


def _rivals(evaluation: Evaluation, at: int) -> tuple[tuple[str, int, float], ...]:
    order = [place for place in evaluation.from_best() if evaluation.rank[place]]
    here = order.index(at)
    near = order[max(0, here - _RIVALS):here] + order[here + 1:here + 1 + _RIVALS]
    return tuple((evaluation.units[place], int(evaluation.rank[place]),
                  float(evaluation.score[place] - evaluation.score[at])) for place in near)
