"""An index computed: every step with what was given, filled and changed, then scores and ranks at every level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from outward.composite.benefit_of_doubt import benefit_of_doubt
from outward.composite.data import Floats, IndexData, Inputs, inputs_of
from outward.composite.denominators import denominated, numerators
from outward.composite.framework import Framework
from outward.composite.imputation import Imputed, impute
from outward.composite.normalisation import Scale, normalise
from outward.composite.ranking import places
from outward.composite.screening import Exclusion, screened
from outward.composite.treatment import Treatment, treat_columns
from outward.composite.tree import Tree
from outward.composite.weighting import Weights, ahp_weights, budget_weights, given_weights, weights_from_data
from outward.errors import DataGapError, InvalidValueError

STEPS: Final = ("raw", "denominated", "imputed", "treated", "normalised")
STATUSES: Final = ("given", "missing", "imputed", "winsorised", "logged")
_LEAST_UNITS: Final = 2


@dataclass(frozen=True)
class Stages:
    """The indicators after each step, each an array of shape (units, indicators); NaN where there is no value."""

    raw: Floats
    denominated: Floats
    imputed: Floats
    treated: Floats
    normalised: Floats
    filled: NDArray[np.bool_]  # cells that were imputed
    treatments: tuple[Treatment, ...]  # of each indicator

    def values(self, step: str) -> Floats:
        """Give the values after a step of ``STEPS``."""
        values: Floats = getattr(self, step)
        return values

    def statuses(self, step: str) -> NDArray[np.str_]:
        """Say of each cell after a step what it is: one of ``STATUSES``."""
        status = np.full(self.raw.shape, "given", dtype="<U10")
        if step not in ("raw", "denominated"):
            status[self.filled] = "imputed"
        if step in ("treated", "normalised"):
            for column, treatment in enumerate(self.treatments):
                status[treatment.winsorised, column] = "winsorised"
                if treatment.logged:
                    status[:, column] = "logged"
        status[np.isnan(self.values(step))] = "missing"
        return status


@dataclass(frozen=True)
class Evaluation:
    """What came of evaluating an index.

    ``scores`` and ``ranks`` are keyed by the code of each node, indicators included; each an array of shape (units,),
    NaN and 0 where a unit has no score.
    """

    framework: Framework
    inputs: Inputs  # of the units that were scored
    excluded: tuple[Exclusion, ...]
    stages: Stages
    weights: Mapping[str, Weights]  # pillar -> weights of its parts
    own_weights: Mapping[str, Floats]  # pillar -> shares (units, parts), where each unit has its own
    scores: Mapping[str, Floats]
    ranks: Mapping[str, NDArray[np.int64]]

    @property
    def units(self) -> tuple[str, ...]:
        """The units that were scored, in the order of the data."""
        return self.inputs.units

    @property
    def score(self) -> Floats:
        """The scores of the index."""
        return self.scores[self.framework.index.code]

    @property
    def rank(self) -> NDArray[np.int64]:
        """The places in the index; 0 for a unit without a score."""
        return self.ranks[self.framework.index.code]

    def from_best(self, code: str = "") -> list[int]:
        """Give the rows of the units by their place at a node (the index), equals by their code, the unplaced last."""
        ranks = self.ranks[code or self.framework.index.code]
        return sorted(range(len(ranks)), key=lambda row: (ranks[row] == 0, ranks[row], self.units[row]))

    @property
    def effective_weights(self) -> Mapping[str, float]:
        """Weights multiplied down the tree, of every node; those of one level sum to 1 where no part skips a level."""
        weights = {self.framework.index.code: 1.0}
        for pillar in reversed(self.framework.upward):
            for part, weight in zip(self.framework.parts[pillar.code], self.weights[pillar.code].values, strict=True):
                weights[part.code] = weights[pillar.code] * float(weight)
        return weights


def evaluate(framework: Framework, data: IndexData) -> Evaluation:
    """Compute an index with the framework's choices.

    The steps: sums over the sectors of the coverage, denominators, screening of units, imputation, treatment,
    normalisation, weights, aggregation.

    Parameters
    ----------
    framework : Framework
        Indicators, pillars and choices.
    data : IndexData
        What is known of the units.

    Returns
    -------
    Evaluation
        With every step, so that a score can be followed down to the cells that it rests on.

    Raises
    ------
    DataGapError
        If a variable has no value at all, fewer than two units are left, or a method lacks what it needs.
    InvalidValueError
        If a column does not vary, a denominator is not positive, or a choice does not fit the framework or the data.

    Examples
    --------
    >>> from outward.composite import read_data, read_framework
    >>> framework = read_framework('[index]\\ncode = "i"\\n[[indicator]]\\ncode = "a"\\n[[indicator]]\\ncode = "b"\\n')
    >>> rows = [(2, ["x", "1", "3"]), (3, ["y", "2", "5"]), (4, ["z", "5", "4"])]
    >>> result = evaluate(framework, read_data(["unit", "a", "b"], rows, framework))
    >>> result.score.tolist(), result.rank.tolist()
    ([0.0, 62.5, 75.0], [3, 2, 1])
    """
    inputs = inputs_of(data, framework)
    _refuse_empty(inputs)
    excluded = screened(framework, inputs.units, known_ratios(framework, inputs))
    inputs = inputs.without([each.unit for each in excluded]) if excluded else inputs
    if len(inputs.units) < _LEAST_UNITS:
        raise DataGapError(f"{len(inputs.units)} units have enough data to be ranked, of "
                           f"{len(inputs.units) + len(excluded)}", inputs.file,
                           "Load what is missing, or lower screen.per_unit and screen.per_pillar.")
    return score(framework, inputs, prepare(framework, inputs), excluded)


def _refuse_empty(inputs: Inputs) -> None:
    known = np.stack([inputs.values, *(older for _, older in inputs.earlier)])
    empty = [variable for place, variable in enumerate(inputs.variables) if np.isnan(known[:, :, place]).all()]
    if empty:
        when = f" in {inputs.year}" if inputs.year else ""
        raise DataGapError(f"no unit has a value{when} of {', '.join(empty)}", f"{inputs.file}, column {empty[0]}",
                           "Load it, choose another year, or leave the indicator out of the framework.")


def known_ratios(framework: Framework, inputs: Inputs) -> Floats:
    """Give the indicators that are known, shape (units, indicators): with ``last``, from older years too."""
    ratios = denominated(framework, inputs)
    if framework.choices.word("impute.method") != "last":
        return ratios
    return impute(ratios, "last", earlier=_earlier(framework, inputs)).values


def _earlier(framework: Framework, inputs: Inputs) -> tuple[Floats, ...]:
    """Give the indicators of older years that are not too old, the newest first."""
    longest = framework.choices.whole("impute.longest_gap")
    return tuple(denominated(framework, inputs, older) for year, older in inputs.earlier
                 if int(inputs.year) - int(year) <= longest)


def prepare(framework: Framework, inputs: Inputs) -> Stages:
    """Take the steps before weighting."""
    return from_ratios(framework, inputs, numerators(framework, inputs, inputs.values),
                       denominated(framework, inputs))


def from_ratios(framework: Framework, inputs: Inputs, raw: Floats, ratios: Floats) -> Stages:
    """Take the steps from indicators that were divided already; both arrays have shape (units, indicators)."""
    filled = _imputed(framework, inputs, ratios)
    treatments = _treatments(framework, filled.values)
    _refuse_anchors(framework, inputs, treatments)
    treated = np.column_stack([treatment.values for treatment in treatments])
    return Stages(raw, ratios, filled.values, treated, normalised(framework, inputs, treated), filled.filled,
                  treatments)


def normalised_anew(framework: Framework, inputs: Inputs, stages: Stages) -> Stages:
    """Normalise treated indicators as another framework's choices say."""
    _refuse_anchors(framework, inputs, stages.treatments)
    return replace(stages, normalised=normalised(framework, inputs, stages.treated))


def _imputed(framework: Framework, inputs: Inputs, ratios: Floats) -> Imputed:
    choices = framework.choices
    group, method = choices.word("impute.group"), choices.word("impute.method")
    if group and group not in inputs.groups:
        raise InvalidValueError(f"there is no grouping {group!r}", f"framework {framework.id}, impute.group",
                                f"Groupings are {', '.join(inputs.groups) or 'none'}.")
    return impute(ratios, method, groups=inputs.groups.get(group, ()), earlier=_earlier(framework, inputs))


def _treatments(framework: Framework, values: Floats) -> tuple[Treatment, ...]:
    choices = framework.choices
    return treat_columns(values, choices.word("treat.method"), max_skewness=choices.number("treat.max_skewness"),
                         max_kurtosis=choices.number("treat.max_kurtosis"),
                         max_winsorised=choices.whole("treat.max_winsorised"))


def _refuse_anchors(framework: Framework, inputs: Inputs, treatments: tuple[Treatment, ...]) -> None:
    """Refuse to measure a column that was turned into logarithms against goalposts or targets in its own unit."""
    method = framework.choices.word("normalise.method")
    for each, treatment in zip(framework.indicators, treatments, strict=True):
        if treatment.logged and method in ("goalposts", "distance_to_target"):
            raise InvalidValueError(f"the treatment of outliers took logarithms, and {method} needs the column's own "
                                    "unit", f"{inputs.file}, column {each.code}",
                                    "Set treat.method=winsorise or none, or give the indicator transform = \"ln\".")


def normalised(framework: Framework, inputs: Inputs, treated: Floats) -> Floats:
    """Normalise every indicator, shape (units, indicators)."""
    choices = framework.choices
    scale = Scale(choices.word("normalise.method"), choices.number("normalise.low"), choices.number("normalise.high"),
                  choices.number("normalise.mean"), choices.number("normalise.sd"),
                  choices.word("normalise.cap") == "yes")
    reference = choices.word("normalise.reference")
    if reference and reference not in inputs.units:
        raise InvalidValueError(f"there is no unit {reference!r}", f"{inputs.file}, normalise.reference",
                                "Name a unit of the data that was not screened out.")
    at = inputs.units.index(reference) if reference else -1
    return np.column_stack([
        normalise(treated[:, place], scale, direction=each.direction,
                  goalposts=None if each.goalposts is None else (each.transformed(each.goalposts[0]),
                                                                 each.transformed(each.goalposts[1])),
                  target=None if each.target is None else each.transformed(each.target),
                  reference=float(treated[at, place]) if reference else None,
                  where=f"{inputs.file}, column {each.code}")
        for place, each in enumerate(framework.indicators)])


def score(framework: Framework, inputs: Inputs, stages: Stages, excluded: tuple[Exclusion, ...] = ()) -> Evaluation:
    """Weigh and aggregate indicators that were prepared."""
    tree = Tree.of(framework)
    weights: dict[str, Weights] = {}
    own: dict[str, Floats] = {}
    scores: dict[str, Floats] = {}
    for node in tree.nodes:
        parts = tree.parts(node, stages.normalised, scores)
        if _is_weighed_by(framework, node.pillar, "benefit_of_doubt"):
            doubt = benefit_of_doubt(parts, lower=framework.choices.number("weights.lower"),
                                     upper=framework.choices.number("weights.upper"), where=f"pillar {node.pillar}")
            own[node.pillar] = doubt.weights
            weights[node.pillar] = Weights(doubt.weights.mean(axis=0))
            scores[node.pillar] = 100.0 * doubt.scores[None]
        else:
            weights[node.pillar] = node_weights(framework, node.pillar, parts)
            scores[node.pillar] = tree.score(node, parts, weights[node.pillar].values[None])
    by_code = {each.code: stages.normalised[:, place] for place, each in enumerate(framework.indicators)}
    by_code |= {code: found[0] for code, found in scores.items()}
    ranks = places(np.stack(list(by_code.values())))
    return Evaluation(framework, inputs, excluded, stages, weights, own, by_code,
                      dict(zip(by_code, ranks, strict=True)))


def stated_weights(framework: Framework) -> Mapping[str, Weights] | None:
    """Weigh the parts of every pillar where the choices ask for no data; ``None`` where weights depend on them."""
    if framework.choices.word("weights.method") not in ("given", "equal", "budget", "ahp"):
        return None
    return {pillar.code: node_weights(framework, pillar.code, _NO_PARTS) for pillar in framework.upward}


_NO_PARTS: Final = np.empty((0, 0))


def node_weights(framework: Framework, pillar: str, parts: Floats) -> Weights:
    """Weigh the parts of a pillar as the choices say; ``parts`` has shape (units, parts)."""
    codes = [part.code for part in framework.parts[pillar]]
    stated = given_weights([part.weight for part in framework.parts[pillar]])
    method = framework.choices.word("weights.method")
    if method == "given" or not _is_weighed_by(framework, pillar, method) or len(codes) == 1:
        return stated
    if method == "equal":
        return given_weights([1.0] * len(codes))
    where = f"framework {framework.id}, pillar {pillar}"
    if method == "budget":
        return budget_weights(codes, [each for each in framework.allocations if each.parent == pillar], where=where)
    if method == "ahp":
        return ahp_weights(codes, [each for each in framework.comparisons if each.parent == pillar], where=where)
    return weights_from_data(method, parts, stated.values, where=where)


def _is_weighed_by(framework: Framework, pillar: str, method: str) -> bool:
    """Say whether the chosen method of weighting is this one and holds for a pillar's level."""
    if framework.choices.word("weights.method") != method:
        return False
    levels = framework.choices.word("weights.levels")
    if not levels:
        return pillar in _weighed(framework, method)
    wanted = {part.strip() for part in levels.split(",")}
    known = {str(level) for level in framework.levels.values() if level > 1}
    if not wanted <= known:
        raise InvalidValueError(f"weights.levels is {levels!r}", f"framework {framework.id}",
                                f"Name levels out of {', '.join(sorted(known))}.")
    return str(framework.levels[pillar]) in wanted


def _weighed(framework: Framework, method: str) -> set[str]:
    """Give the pillars for which a method holds where nobody names levels.

    The benefit of the doubt holds for the index alone; judgements where somebody made them, stated weights elsewhere.
    """
    judged = {"budget": {each.parent for each in framework.allocations},
              "ahp": {each.parent for each in framework.comparisons}, "benefit_of_doubt": set[str]()}
    if method in judged:
        return judged[method] or {framework.index.code}
    return {pillar.code for pillar in framework.pillars}


def reweighted(evaluation: Evaluation, weights: Mapping[str, float]) -> Evaluation:
    """Give an evaluation of the same prepared indicators with other stated weights: what a slider asks for."""
    framework = evaluation.framework.with_weights(weights).with_choices({"weights.method": "given"})
    return score(framework, evaluation.inputs, evaluation.stages, evaluation.excluded)


def restricted(framework: Framework, inputs: Inputs) -> Framework:
    """Give a framework whose year and coverage are those that were taken, so that a copy of it says so."""
    return replace(framework, choices=framework.choices.changed({"data.year": inputs.year,
                                                                 "data.coverage": inputs.coverage}))
