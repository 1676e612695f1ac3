"""Asking the engine: what was computed is kept ready in the process, under all that it depends on."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from outward.composite import Evaluation, Framework, IndexData, evaluate
from outward.composite.alternatives import Alternatives, possible
from outward.composite.choices import Value
from outward.composite.comparison import Comparison, compare
from outward.composite.diagnostics import Diagnostics, diagnose
from outward.composite.evaluation import reweighted
from outward.composite.sensitivity import LeftOut, SobolIndices, leave_one_out, sobol_indices
from outward.composite.uncertainty import RankUncertainty, rank_uncertainty
from outward.errors import InvalidValueError
from outward.studies.indices.assessment import Assessment, assess
from outward_portal.workbench.models import IndexVersion
from outward_portal.workbench.reading import framework_from, kept_data

_COMPARING: Final = frozenset({"copeland", "outranking"})  # rules that set each unit against each other
_SECONDS_A_PAIR: Final = 8e-8  # that they take for a pair of units, in a pillar, in a run
_PATIENCE: Final = 5.0  # seconds that a reader waits for bands, and for what moves the ranks
_PATIENCE_ONCE: Final = 20.0  # for a comparison, an audit or a file with everything
_LEAST_RUNS: Final = 200
_SAMPLES: Final = 1000  # rows of the sample of Sobol indices, where nothing hinders
_LEAST_SAMPLES: Final = 20

Pairs = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """All on which an evaluation depends."""

    text: str  # of the framework
    path: str  # of the data, below the uploads
    file: str  # what the data are called
    choices: Pairs = ()  # that differ from the framework's
    weights: Pairs = ()  # that differ from the framework's
    by_hand: Pairs = ()  # every weight, where somebody weighs by hand

    @classmethod
    def of(cls, version: IndexVersion) -> Asked:
        """Ask for a saved version."""
        return cls(version.framework_text, version.file.name or "", version.file_name, _pairs(version.choices),
                   _pairs(version.weights))

    def changed(self, choices: Mapping[str, Value], weights: Mapping[str, float]) -> Asked:
        """Ask for the same with other choices, and with weights by hand where there are any."""
        return replace(self, choices=_pairs({**dict(self.choices), **choices}), by_hand=_pairs(weights))


def _pairs(given: Mapping[str, Any]) -> Pairs:
    return tuple(sorted((key, tuple(value) if isinstance(value, list) else value) for key, value in given.items()))


@lru_cache(maxsize=16)
def written_framework(text: str) -> Framework:
    """Read a framework that was found to be one when it was saved."""
    return framework_from(text)


def framework_of(asked: Asked) -> Framework:
    """Give the framework with the choices and weights that are asked for, but for those by hand."""
    framework = written_framework(asked.text).with_choices(dict(asked.choices))
    return framework.with_weights(dict(asked.weights)) if asked.weights else framework


def data_of(asked: Asked) -> IndexData:
    """Give the data."""
    return _data(asked.text, asked.path, asked.file)


@lru_cache(maxsize=4)
def _data(text: str, path: str, file: str) -> IndexData:
    return kept_data(Path(settings.FILES.uploads) / path, file, written_framework(text))


@lru_cache(maxsize=24)
def _evaluated(asked: Asked) -> tuple[Evaluation, float]:
    """Evaluate without weights by hand; say how many seconds it took."""
    framework, data = framework_of(asked), data_of(asked)
    began = time.perf_counter()
    return evaluate(framework, data), time.perf_counter() - began


@lru_cache(maxsize=32)
def evaluated(asked: Asked) -> Evaluation:
    """Compute an index; with weights by hand from the steps before weighting, which are kept.

    Raises
    ------
    OutwardError
        If it cannot be computed with these choices.
    """
    evaluation, _seconds = _evaluated(replace(asked, by_hand=()))
    return reweighted(evaluation, dict(asked.by_hand)) if asked.by_hand else evaluation


def sibling_weights(evaluation: Evaluation) -> dict[str, float]:
    """Give the weight of each node among its siblings: as stated, or as the data or judgements gave it."""
    framework = evaluation.framework
    if framework.choices.word("weights.method") == "given":
        return {node.code: node.weight for node in framework.nodes if node is not framework.index}
    return {part.code: float(weight) for pillar in framework.pillars
            for part, weight in zip(framework.parts[pillar.code], evaluation.weights[pillar.code].values, strict=True)}


@lru_cache(maxsize=24)
def diagnosed(asked: Asked) -> Diagnostics:
    """Audit an index."""
    return diagnose(evaluated(asked))


def runs_of(evaluation: Evaluation) -> int:
    """Say from how many runs bands are made while a reader waits: fewer where a rule compares all pairs of units."""
    framework = evaluation.framework
    stated = framework.choices.whole("uncertainty.runs")
    if not _rules(framework) & _COMPARING:
        return stated
    a_run = _SECONDS_A_PAIR * len(evaluation.units) ** 2 * len(framework.pillars)
    return min(stated, max(_LEAST_RUNS, int(_PATIENCE / a_run)))


def _rules(framework: Framework) -> set[str]:
    """Give the rules of aggregation that runs take: the framework's own, unless a factor always names another."""
    own = framework.choices.word("aggregate.levels")
    named = [[str(each.get("aggregate.levels", own)) for each in factor.alternatives] for factor in framework.factors
             if any("aggregate.levels" in each for each in factor.alternatives)]
    return {rule for words in (*named[-1:], *([] if named else [[own]])) for each in words for rule in each.split(",")}


def _hurried(asked: Asked) -> Evaluation:
    """Evaluate with as many runs as there is time for, and the alternatives that the data can answer."""
    evaluation = evaluated(asked)
    framework, _wanting = possible(evaluation.framework, data_of(asked))
    return replace(evaluation, framework=framework.with_choices({"uncertainty.runs": runs_of(evaluation)}))


def wanting(asked: Asked) -> tuple[str, ...]:
    """Give the groupings that the data lack, whose alternatives are not tried."""
    return possible(evaluated(asked).framework, data_of(asked))[1]


@lru_cache(maxsize=16)
def bands(asked: Asked) -> RankUncertainty:
    """Rank units in many runs.

    Raises
    ------
    OutwardError
        If an alternative that the framework states cannot be computed.
    """
    evaluation = _hurried(asked)
    return rank_uncertainty(Alternatives.of(evaluation.framework, data_of(asked), evaluation))


@lru_cache(maxsize=8)
def sensitivity(asked: Asked) -> tuple[SobolIndices, ...]:
    """Say what moves the ranks; nothing where nothing is varied.

    Raises
    ------
    OutwardError
        If an alternative that the framework states cannot be computed.
    """
    evaluation = _hurried(asked)
    alternatives = Alternatives.of(evaluation.framework, data_of(asked), evaluation)
    if not alternatives.factors and not alternatives.spread:
        return ()
    return sobol_indices(alternatives, _samples(evaluated(asked)))


def _samples(evaluation: Evaluation) -> int:
    """Say how many rows the sample of Sobol indices has: as many as usual, or as few as bands have runs."""
    runs, factors = runs_of(evaluation), len(evaluation.framework.factors) + 1
    is_hurried = runs < evaluation.framework.choices.whole("uncertainty.runs")
    return max(_LEAST_SAMPLES, runs // (factors + 2)) if is_hurried else _SAMPLES


def is_slow(asked: Asked, times: int) -> bool:
    """Say whether evaluating so often takes longer than a reader waits."""
    _evaluation, seconds = _evaluated(replace(asked, by_hand=()))
    return seconds * times > _PATIENCE_ONCE


@lru_cache(maxsize=8)
def left_out(asked: Asked) -> tuple[LeftOut, ...]:
    """Rank without each part in turn.

    Raises
    ------
    InvalidValueError
        If that takes longer than a reader waits.
    """
    evaluation = evaluated(asked)
    if is_slow(asked, len(evaluation.framework.nodes)):
        raise _too_slow("leaving out each part in turn")
    return leave_one_out(evaluation)


def _too_slow(what: str) -> InvalidValueError:
    return InvalidValueError(f"{what} takes too long with this rule of weighting", "the portal, while you wait",
                             "Take spec.toml and the data, and use `outward index` on your own machine.")


@lru_cache(maxsize=2)
def assessed(asked: Asked) -> Assessment:
    """Compute everything around an index, for files.

    Raises
    ------
    OutwardError
        If it cannot be computed, or takes longer than a reader waits.
    """
    evaluation = evaluated(asked)
    if is_slow(asked, len(evaluation.framework.nodes)):
        raise _too_slow("everything around the index")
    framework = evaluation.framework.with_choices({"uncertainty.runs": runs_of(evaluation)})
    return assess(framework, data_of(asked), samples=_samples(evaluation))


@lru_cache(maxsize=4)
def compared(before: Asked, after: Asked) -> Comparison:
    """Compare two versions or years.

    Raises
    ------
    OutwardError
        If one of them cannot be computed, they have no two units in common, or it takes longer than a reader waits.
    """
    one, other = evaluated(before), evaluated(after)
    if any(is_slow(each, 2 ** _causes(one, other)) for each in (before, after)):
        raise _too_slow("splitting the change among its causes")
    return compare(one.framework, data_of(before), other.framework, data_of(after))


def _causes(one: Evaluation, other: Evaluation) -> int:
    """Say how many causes a change may have at most: data by pillar, weights, and each step that differs."""
    steps = {key.partition(".")[0] for key, value in one.framework.choices if value != other.framework.choices[key]}
    return min(10, len(one.framework.parts[one.framework.index.code]) + 1 + len(steps - {"data"}))
