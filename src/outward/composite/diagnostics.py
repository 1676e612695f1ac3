"""The audit of an index: whether its parts belong together, and what each of them does to the ranking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from outward.composite.data import Floats
from outward.composite.evaluation import Evaluation

SILENT: Final = 0.3
"""A part whose correlation with the whole is below this says next to nothing in it (JRC's audits of indices)."""
COLLINEAR: Final = 0.92
"""Two parts of one pillar that correlate above this count the same thing twice (COINr)."""
_LEAST_UNITS: Final = 3

Verdict = Literal["silent", "contrary", "collinear"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the structure of an index that its maker should look at."""

    verdict: Verdict
    node: str
    other: str  # the pillar or index it was held against; for collinear parts the other part
    correlation: float


@dataclass(frozen=True, slots=True)
class Influence:
    """What a node does to the index, beside the weight that it was given."""

    node: str
    weight: float  # effective, of the index
    correlation: float  # with the index
    share: float  # of the squared correlations of all nodes of its level


@dataclass(frozen=True, slots=True)
class Reliability:
    """Cronbach's alpha of the indicators beneath a pillar; NaN for fewer than two."""

    pillar: str
    indicators: int
    alpha: float


@dataclass(frozen=True)
class Diagnostics:
    """Everything that the audit of an index says."""

    reliabilities: tuple[Reliability, ...]  # of the lowest pillars, then of all indicators together (the index)
    influences: tuple[Influence, ...]
    findings: tuple[Finding, ...]
    correlations: dict[tuple[str, str], float]  # of parts with one another, with their pillar and with the index
    imputed_share: Floats  # (units,): share of the weight in a unit's score that lies on imputed cells
    treated_share: Floats  # (units,): the same of winsorised or logged cells
    reliability: Floats  # (units,): share of the whole weight that lies on values as they were given


def diagnose(evaluation: Evaluation) -> Diagnostics:
    """Audit an index.

    Parameters
    ----------
    evaluation : Evaluation
        Any; correlations are Pearson's over units that have both.

    Returns
    -------
    Diagnostics
        Findings: a *silent* part correlates with its pillar, or with the index, by less than 0.3; a *contrary* one
        against it; *collinear* parts above 0.92.

    References
    ----------
    OECD and JRC (2008), Handbook on Constructing Composite Indicators, section 1.4; Becker et al. (2017), Ecological
    Indicators 80, 12-22.
    """
    correlations = dict(_correlations(evaluation))
    return Diagnostics(tuple(_reliabilities(evaluation)), tuple(_influences(evaluation, correlations)),
                       tuple(_findings(evaluation, correlations)), correlations, *_resting(evaluation))


def cronbach_alpha(values: Floats) -> float:
    """Measure how far items move together: k / (k - 1) * (1 - sum of variances / variance of the sum).

    Units with a gap are left aside; NaN where nothing can be said.

    References
    ----------
    Cronbach (1951), "Coefficient alpha and the internal structure of tests", Psychometrika 16, 297-334.

    Examples
    --------
    >>> cronbach_alpha(np.array([[1.0, 2.0], [2.0, 3.0], [3.0, 4.0]]))
    1.0
    """
    whole = values[~np.isnan(values).any(axis=1)]
    count = values.shape[1]
    if count < 2 or len(whole) < _LEAST_UNITS:
        return float("nan")
    together = float(whole.sum(axis=1).var(ddof=1))
    if together == 0:
        return float("nan")
    apart = float(whole.var(axis=0, ddof=1).sum())
    alpha: float = count / (count - 1) * (1 - apart / together)
    return alpha


def correlation(one: Floats, other: Floats) -> float:
    """Correlate two columns over the units that have both (Pearson); NaN where one does not vary."""
    both = ~np.isnan(one) & ~np.isnan(other)
    if both.sum() < _LEAST_UNITS:
        return float("nan")
    x, y = _apart(one[both]), _apart(other[both])
    scale = float(np.sqrt((x @ x) * (y @ y)))
    return float(x @ y) / scale if scale > 0 else float("nan")


def _apart(values: Floats) -> Floats:
    """Give the distances from the mean, relative to the greatest: squares of any number are numbers then."""
    apart = values - values.mean()
    greatest = float(np.abs(apart).max())
    scaled: Floats = apart / greatest if greatest > 0 else apart
    return scaled


def _reliabilities(evaluation: Evaluation) -> Iterator[Reliability]:
    framework, normalised = evaluation.framework, evaluation.stages.normalised
    codes = [each.code for each in framework.indicators]
    for pillar in framework.upward:
        places = [codes.index(part.code) for part in framework.parts[pillar.code] if part.code in codes]
        if places and pillar is not framework.index:
            yield Reliability(pillar.code, len(places), cronbach_alpha(normalised[:, places]))
    yield Reliability(framework.index.code, len(codes), cronbach_alpha(normalised))


def _correlations(evaluation: Evaluation) -> Iterator[tuple[tuple[str, str], float]]:
    framework, scores = evaluation.framework, evaluation.scores
    for pillar in framework.upward:
        parts = [part.code for part in framework.parts[pillar.code]]
        for place, one in enumerate(parts):
            for other in parts[:place]:
                yield (other, one), correlation(scores[other], scores[one])
            yield (one, pillar.code), correlation(scores[one], scores[pillar.code])
    index = framework.index
    for node in framework.nodes:
        if node is not index and node.parent != index.code:
            yield (node.code, index.code), correlation(scores[node.code], scores[index.code])


def _influences(evaluation: Evaluation, correlations: dict[tuple[str, str], float]) -> Iterator[Influence]:
    framework, weights = evaluation.framework, evaluation.effective_weights
    nodes = [node for node in framework.nodes if node is not framework.index]
    squared = {node.code: correlations[node.code, framework.index.code] ** 2 for node in nodes}
    for node in nodes:
        level = framework.levels[node.code]
        total = np.nansum([squared[other.code] for other in nodes if framework.levels[other.code] == level])
        yield Influence(node.code, weights[node.code], correlations[node.code, framework.index.code],
                        float(squared[node.code] / total) if total > 0 else float("nan"))


def _findings(evaluation: Evaluation, correlations: dict[tuple[str, str], float]) -> Iterator[Finding]:
    framework = evaluation.framework
    for node in framework.nodes:
        if node is framework.index:
            continue
        for whole in dict.fromkeys((node.parent, framework.index.code)):
            value = correlations[node.code, whole]
            if value < 0:
                yield Finding("contrary", node.code, whole, value)
            elif value < SILENT:
                yield Finding("silent", node.code, whole, value)
    for pillar in framework.upward:
        parts = [part.code for part in framework.parts[pillar.code]]
        for place, one in enumerate(parts):
            for other in parts[:place]:
                if correlations[other, one] > COLLINEAR:
                    yield Finding("collinear", other, one, correlations[other, one])


def _resting(evaluation: Evaluation) -> tuple[Floats, Floats, Floats]:
    """Give the shares of weight on imputed and treated cells, among those that a unit has, and on given ones of all."""
    framework, stages = evaluation.framework, evaluation.stages
    effective = evaluation.effective_weights
    weights = np.array([effective[each.code] for each in framework.indicators])
    statuses = stages.statuses("treated")
    total = (statuses != "missing") @ weights
    total = np.where(total > 0, total, 1.0)
    imputed = (stages.filled & (statuses != "missing")) @ weights / total
    treated = np.isin(statuses, ("winsorised", "logged")) @ weights / total
    given = (~stages.filled & (statuses != "missing")) @ weights / weights.sum()
    return imputed, treated, given
