"""An index with all that makes it defensible: its evaluation, the bands of its ranks, its audit and what moves it."""

from __future__ import annotations

from dataclasses import dataclass

from outward.composite import Evaluation, Framework, IndexData
from outward.composite.alternatives import Alternatives, possible
from outward.composite.diagnostics import Diagnostics, diagnose
from outward.composite.sensitivity import LeftOut, SobolIndices, exact_sobol_indices, leave_one_out, sobol_indices
from outward.composite.uncertainty import RankUncertainty, exact_rank_uncertainty, rank_uncertainty
from outward.studies.study import Progress, unheard
from outward.vocabulary.labels import Label

_EVALUATING = Label("Computing the index", "计算指数")
_VARYING = Label("Varying weights and choices", "变动权重与方法")
_MOVING = Label("Asking what moves the ranks", "分析影响位次的因素")
_AUDITING = Label("Auditing the index", "审核指数结构")


@dataclass(frozen=True)
class Assessment:
    """Everything that views show of one index."""

    data: IndexData
    evaluation: Evaluation
    uncertainty: RankUncertainty
    diagnostics: Diagnostics
    sensitivity: tuple[SobolIndices, ...]  # empty where nothing is varied
    left_out: tuple[LeftOut, ...]
    wanting: tuple[str, ...] = ()  # groupings that the data lack, whose alternatives were not tried

    @property
    def framework(self) -> Framework:
        """The framework with its choices."""
        return self.evaluation.framework


def assess(framework: Framework, data: IndexData, *, samples: int = 1000, exact: bool = False,
           progress: Progress = unheard) -> Assessment:
    """Evaluate an index and everything around it.

    Parameters
    ----------
    framework : Framework
        With the choices that are meant.
    data : IndexData
        What is known of the units.
    samples : int
        Rows of the sample for Sobol indices.
    exact : bool
        Compute every combination of alternatives, with the stated weights, instead of a sample.
    progress : callable
        Is told how far it is; what it raises stops the work.

    Raises
    ------
    DataGapError, InvalidValueError
        As ``evaluate`` does.
    """
    progress(0.0, _EVALUATING)
    framework, wanting = possible(framework, data)
    alternatives = Alternatives.of(framework, data)
    progress(0.2, _VARYING)
    uncertainty = exact_rank_uncertainty(alternatives) if exact else rank_uncertainty(alternatives)
    progress(0.6, _MOVING)
    sensitivity: tuple[SobolIndices, ...] = ()
    nominal = alternatives.nominal
    units = tuple(unit for unit, rank in zip(nominal.units, nominal.rank, strict=True) if rank)
    if exact and alternatives.factors:
        sensitivity = exact_sobol_indices(alternatives, units=units)
    elif not exact and (alternatives.factors or alternatives.spread):
        sensitivity = sobol_indices(alternatives, samples, units=units)
    left_out = leave_one_out(nominal)
    progress(0.9, _AUDITING)
    return Assessment(data, nominal, uncertainty, diagnose(nominal), sensitivity, left_out, wanting)
