"""Two years, or two versions, of one index: whose rank changed, and because of what (a Shapley split)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import factorial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from outward.composite.data import Floats, IndexData, Inputs
from outward.composite.evaluation import Evaluation, Stages, evaluate, from_ratios, score
from outward.composite.framework import Framework
from outward.errors import DataGapError, OutwardError
from outward.vocabulary.labels import Label

DATA: Final = "data"
GROUPS: Final = "groups"
WEIGHTS: Final = "weights"
_MOST_CAUSES: Final = 10  # 2^10 evaluations


@dataclass(frozen=True)
class Comparison:
    """Ranks before and after, among the units that both rank.

    ``split[u, c]`` is how many places unit ``u`` gained (more is better) because of cause ``c``; a unit's row sums to
    its whole gain. A cause is ``data:<pillar>``, ``choice:<step>``, ``weights``, ``groups``, or ``framework`` where
    more than weights and choices differs and the change cannot be split.
    """

    units: tuple[str, ...]
    before: NDArray[np.int64]
    after: NDArray[np.int64]
    score_before: Floats
    score_after: Floats
    causes: tuple[str, ...]
    split: Floats  # (units, causes), places
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]

    @property
    def gained(self) -> NDArray[np.int64]:
        """Places gained: positive is better."""
        return self.before - self.after


def shapley(count: int, value: Callable[[frozenset[int]], Floats]) -> Floats:
    """Share out the difference that all players make together: each player's mean gain over all orders of coming.

    Parameters
    ----------
    count : int
        Players.
    value : callable
        From a set of players to an array of shape (n,).

    Returns
    -------
    array, shape (n, players)
        Sums over players to ``value(all) - value(none)``.

    References
    ----------
    Shapley (1953), "A value for n-person games", Contributions to the Theory of Games II, 307-317.

    Examples
    --------
    >>> shapley(2, lambda players: np.array([3.0 * (0 in players) + 2.0 * (len(players) == 2)]))
    array([[4., 1.]])
    """
    values = {mask: value(frozenset(player for player in range(count) if mask >> player & 1))
              for mask in range(2**count)}
    shared = np.zeros((len(values[0]), count))
    for player in range(count):
        for mask, without in values.items():
            if not mask >> player & 1:
                size = mask.bit_count()
                weight = factorial(size) * factorial(count - size - 1) / factorial(count)
                shared[:, player] += weight * (values[mask | 1 << player] - without)
    return shared


def compare(before: Framework, data_before: IndexData, after: Framework, data_after: IndexData) -> Comparison:
    """Compare two evaluations: of two years (``data.year``), two data files, or two sets of choices or weights.

    Ranks are taken anew among the units that both rank, so that a newcomer does not push others down.

    Parameters
    ----------
    before, after : Framework
        With their choices.
    data_before, data_after : IndexData
        May be the same.

    Raises
    ------
    DataGapError
        If they have fewer than two ranked units in common.
    """
    one, other = evaluate(before, data_before), evaluate(after, data_after)
    common = tuple(unit for unit in _ranked(one) if unit in _ranked(other))
    if len(common) < 2:
        raise DataGapError(f"{len(common)} units are ranked by both", "comparison of two indices",
                           "Compare indices of the same units.")
    first, second = _among(one, common), _among(other, common)
    causes, split = _split(first, second)
    return Comparison(common, first.rank, second.rank, first.score, second.score, causes, split,
                      tuple(unit for unit in _ranked(one) if unit not in common),
                      tuple(unit for unit in _ranked(other) if unit not in common))


def _ranked(evaluation: Evaluation) -> tuple[str, ...]:
    return tuple(unit for unit, rank in zip(evaluation.units, evaluation.rank, strict=True) if rank)


def _among(evaluation: Evaluation, units: Sequence[str]) -> Evaluation:
    """Evaluate some of the units again, in this order."""
    rows = [evaluation.units.index(unit) for unit in units]
    inputs = _rows_of(evaluation.inputs, rows)
    stages = from_ratios(evaluation.framework, inputs, evaluation.stages.raw[rows], _known(evaluation)[rows])
    return score(evaluation.framework, inputs, stages)


def _known(evaluation: Evaluation) -> Floats:
    """Give the ratios; where a gap was filled by the last value known, that value."""
    if evaluation.framework.choices.word("impute.method") == "last":
        return evaluation.stages.imputed
    return evaluation.stages.denominated


def _rows_of(inputs: Inputs, rows: Sequence[int]) -> Inputs:
    chosen = list(rows)
    return replace(inputs, units=tuple(inputs.units[row] for row in chosen),
                   names=tuple(inputs.names[row] for row in chosen), values=inputs.values[chosen],
                   standard_errors=inputs.standard_errors[chosen], earlier=(),
                   groups={code: tuple(words[row] for row in chosen) for code, words in inputs.groups.items()})


def _split(one: Evaluation, other: Evaluation) -> tuple[tuple[str, ...], Floats]:
    """Name what differs, and share out the places gained; choices that go only together are one cause."""
    for room in (_MOST_CAUSES, 0):
        causes, value = _causes(one, other, room=room)
        try:
            return causes, shapley(len(causes), value) if causes else np.zeros((len(one.units), 0))
        except OutwardError:  # such as a geometric mean without the scale that it needs
            if not room:
                raise
    raise AssertionError("the second round returns or raises")


def _causes(one: Evaluation, other: Evaluation, *, room: int
            ) -> tuple[tuple[str, ...], Callable[[frozenset[int]], Floats]]:
    """Name what differs, and give the negative ranks with any of it taken from the other evaluation."""
    if _structure(one.framework) != _structure(other.framework):
        return ("framework",), lambda taken: -(other if taken else one).rank.astype(float)
    changes: dict[str, Callable[[_Mix], _Mix]] = {}
    for cause, columns in _moved(one, other).items():
        changes[cause] = _taking(other, columns)
    if {node.code: node.weight for node in one.framework.nodes} != {
            node.code: node.weight for node in other.framework.nodes}:
        changes[WEIGHTS] = _weighing(other.framework)
    if one.inputs.groups != other.inputs.groups:
        changes[GROUPS] = lambda mix: replace(mix, inputs=replace(mix.inputs, groups=other.inputs.groups))
    keys = [key for key, value in one.framework.choices if value != other.framework.choices[key]
            and not key.startswith(("data.", "screen.", "uncertainty."))]
    for step, choices in _grouped(keys, other.framework, room=room - len(changes)).items():
        changes[f"choice:{step}"] = _choosing(choices)
    start = _Mix(one.framework, one.inputs, one.stages.raw, _known(one))

    def value(taken: frozenset[int]) -> Floats:
        mix = start
        for place, change in enumerate(changes.values()):
            mix = change(mix) if place in taken else mix
        return -mix.rank().astype(float)

    return tuple(changes), value


def _structure(framework: Framework) -> object:
    """Give all of a framework but what it is called, its weights and its choices."""
    return (tuple(replace(each, name=_NAMELESS, note=_NAMELESS, weight=1.0) for each in framework.indicators),
            tuple(replace(each, name=_NAMELESS, weight=1.0) for each in framework.pillars), framework.coverages,
            framework.allocations, framework.comparisons)


_NAMELESS: Final = Label("")


def _moved(one: Evaluation, other: Evaluation) -> dict[str, list[int]]:
    """Give the columns of each pillar whose data differ; of all together where there are too many to split."""
    columns: dict[str, list[int]] = {}
    for place, each in enumerate(one.framework.indicators):
        columns.setdefault(f"{DATA}:{one.framework.pillar_of[each.code]}", []).append(place)
    moved = {cause: places for cause, places in columns.items()
             if not np.array_equal(_known(one)[:, places], _known(other)[:, places], equal_nan=True)}
    if len(moved) > _MOST_CAUSES - 2:
        return {DATA: [place for places in moved.values() for place in places]}
    return moved


@dataclass(frozen=True)
class _Mix:
    """An evaluation with some things of another."""

    framework: Framework
    inputs: Inputs
    raw: Floats
    ratios: Floats

    def rank(self) -> NDArray[np.int64]:
        stages: Stages = from_ratios(self.framework, self.inputs, self.raw, self.ratios)
        return score(self.framework, self.inputs, stages).rank


def _taking(other: Evaluation, columns: list[int]) -> Callable[[_Mix], _Mix]:
    def change(mix: _Mix) -> _Mix:
        raw, ratios = mix.raw.copy(), mix.ratios.copy()
        raw[:, columns], ratios[:, columns] = other.stages.raw[:, columns], _known(other)[:, columns]
        return replace(mix, raw=raw, ratios=ratios)

    return change


def _weighing(framework: Framework) -> Callable[[_Mix], _Mix]:
    weights = {node.code: node.weight for node in framework.nodes}
    return lambda mix: replace(mix, framework=mix.framework.with_weights(weights))


def _choosing(values: Mapping[str, object]) -> Callable[[_Mix], _Mix]:
    return lambda mix: replace(mix, framework=mix.framework.with_choices(values))


def _grouped(keys: Sequence[str], framework: Framework, *, room: int) -> dict[str, dict[str, object]]:
    """Take each step's choices together: a method without its own settings may be impossible."""
    steps: dict[str, dict[str, object]] = {}
    for key in keys:
        steps.setdefault(key.partition(".")[0], {})[key] = framework.choices[key]
    if len(steps) > max(1, room):
        return {"all": {key: value for values in steps.values() for key, value in values.items()}}
    return steps
