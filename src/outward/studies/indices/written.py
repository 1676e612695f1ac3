"""An index as files: long tables with a row a fact, and JSON with all of it.

Numbers are written in full, so that a reader gets back exactly what was computed; an empty cell is a gap.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from math import isnan
from typing import Any, Final

import numpy as np

from outward import __version__
from outward.composite import Evaluation, framework_toml
from outward.composite.choices import CHOICES
from outward.composite.coin import CoinTables
from outward.composite.comparison import Comparison
from outward.composite.evaluation import STEPS
from outward.composite.explanation import Profile, Standing
from outward.composite.framework import Node
from outward.composite.levers import Levers
from outward.composite.screening import Exclusion
from outward.studies.csv_tables import table
from outward.studies.indices.assessment import Assessment
from outward.vocabulary.labels import Label

_FORMAT: Final = 1
_BAND: Final = (0.05, 0.95)
_TOP: Final = 10


def scores_csv(evaluation: Evaluation) -> bytes:
    """Write ``unit,level,code,score,rank``: every node, the index first, its units from the best down."""
    return table(("unit", "level", "code", "score", "rank"), _scores(evaluation))


def _scores(evaluation: Evaluation) -> Iterator[tuple[object, ...]]:
    framework = evaluation.framework
    nodes: tuple[Node, ...] = (*reversed(framework.upward), *framework.indicators)
    for node in nodes:
        scores, ranks = evaluation.scores[node.code], evaluation.ranks[node.code]
        for place in evaluation.from_best(node.code):
            yield (evaluation.units[place], framework.levels[node.code], node.code, scores[place],
                   int(ranks[place]) or "")
        if node is framework.index:
            for each in evaluation.excluded:
                yield each.unit, framework.levels[node.code], node.code, "", ""


def values_csv(evaluation: Evaluation) -> bytes:
    """Write ``unit,indicator,step,value,status``: every cell after every step."""
    def rows() -> Iterator[tuple[object, ...]]:
        for step in STEPS:
            values, statuses = evaluation.stages.values(step), evaluation.stages.statuses(step)
            for row, unit in enumerate(evaluation.units):
                for column, each in enumerate(evaluation.framework.indicators):
                    yield unit, each.code, step, values[row, column], str(statuses[row, column])

    return table(("unit", "indicator", "step", "value", "status"), rows())


def ranks_csv(assessment: Assessment) -> bytes:
    """Write ``unit,rank,rank_p05,rank_p95,p_top_10``: the rank of each unit with its band, the best first."""
    evaluation, uncertainty = assessment.evaluation, assessment.uncertainty
    low, high = (uncertainty.quantile(share) for share in _BAND)
    top = uncertainty.within(_TOP)
    rows: list[tuple[object, ...]] = [
        (evaluation.units[place], int(evaluation.rank[place]), low[place], high[place], top[place])
        for place in evaluation.from_best() if evaluation.rank[place]]
    rows += [(each.unit, "", "", "", "") for each in evaluation.excluded]
    return table(("unit", "rank", "rank_p05", "rank_p95", f"p_top_{_TOP}"), rows)


def sobol_csv(assessment: Assessment) -> bytes:
    """Write ``target,factor,first,total,first_error,total_error``: of the mean shift, then of each unit's place."""
    rows = ((each.target, name, each.first[place], each.total[place], each.first_error[place],
             each.total_error[place]) for each in assessment.sensitivity for place, name in enumerate(each.factors))
    return table(("target", "factor", "first", "total", "first_error", "total_error"), rows)


def left_out_csv(assessment: Assessment) -> bytes:
    """Write ``code,level,mean_shift``: how far ranks move without each node, the most first."""
    found = sorted(assessment.left_out, key=lambda each: (-each.mean_shift, each.code))
    return table(("code", "level", "mean_shift"), ((each.code, each.level, each.mean_shift) for each in found))


def comparison_csv(comparison: Comparison) -> bytes:
    """Write ``unit,rank_before,rank_after,gained,score_before,score_after``, by rank after."""
    order = sorted(range(len(comparison.units)), key=lambda place: (comparison.after[place], comparison.units[place]))
    return table(("unit", "rank_before", "rank_after", "gained", "score_before", "score_after"),
                 ((comparison.units[place], int(comparison.before[place]), int(comparison.after[place]),
                   int(comparison.gained[place]), comparison.score_before[place], comparison.score_after[place])
                  for place in order))


def causes_csv(comparison: Comparison) -> bytes:
    """Write ``unit,cause,places``: the Shapley split of each unit's gain."""
    return table(("unit", "cause", "places"),
                 ((unit, cause, comparison.split[row, column]) for row, unit in enumerate(comparison.units)
                  for column, cause in enumerate(comparison.causes)))


def coin_csv(tables: CoinTables) -> bytes:
    """Write the data of a COINr index as a long table."""
    return table(tables.header, (row for _, row in tables.rows))


def choices_json() -> list[dict[str, Any]]:
    """Give every choice with its values, its default and the reason for it."""
    return [{"key": each.key, "values": each.values, "default": each.default, "name": _label(each.name),
             "reason": _label(each.reason)} for each in CHOICES]


def result_json(assessment: Assessment) -> bytes:
    """Write all of an index as JSON: what went in, every choice, weights, scores, bands, audit and sensitivity."""
    return _json(assessed(assessment))


def _json(content: object) -> bytes:
    return f"{json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)}\n".encode()


def assessed(assessment: Assessment) -> dict[str, Any]:
    """Give all of an index as plain values."""
    evaluation, framework = assessment.evaluation, assessment.framework
    return {
        "format": _FORMAT, "outward": __version__, "framework": framework.id, "name": _label(framework.name),
        "synthetic": assessment.data.is_synthetic, "data": evaluation.inputs.file,
        "sources": list(evaluation.inputs.sources), "year": evaluation.inputs.year,
        "coverage": evaluation.inputs.coverage, "inputs_sha256": inputs_hash(evaluation),
        "choices": {key: value for key, value in framework.choices},  # noqa: C416  (no mapping)
        "excluded": [_exclusion(each) for each in evaluation.excluded],
        "weights": {code: _number(weight) for code, weight in evaluation.effective_weights.items()},
        "units": list(_units(assessment)),
        "treatments": _treatments(evaluation), "audit": _audit(assessment),
        "uncertainty": {"runs": assessment.uncertainty.runs, "seed": framework.choices["uncertainty.seed"],
                        "factors": [factor.name for factor in framework.factors],
                        "groupings_wanting": list(assessment.wanting),
                        "mean_abs_rank_shift": _number(float(assessment.uncertainty.shift.mean()))},
        "sensitivity": [
            {"target": each.target, "runs": each.runs, "variance": _number(each.variance), "factors": [
                {"factor": name, "first": _number(each.first[place]), "total": _number(each.total[place]),
                 "first_error": _number(each.first_error[place]), "total_error": _number(each.total_error[place])}
                for place, name in enumerate(each.factors)]} for each in assessment.sensitivity],
        "left_out": [{"code": each.code, "level": each.level, "mean_shift": _number(each.mean_shift)}
                     for each in assessment.left_out],
    }


def inputs_hash(evaluation: Evaluation) -> str:
    """Name what went in: the framework with its choices, and the values of the units."""
    digest = hashlib.sha256(framework_toml(evaluation.framework).encode())
    digest.update("\n".join((*evaluation.inputs.variables, *evaluation.units)).encode())
    inputs = evaluation.inputs
    for values in (inputs.values, inputs.standard_errors, *(older for _, older in inputs.earlier)):
        digest.update(np.ascontiguousarray(values).tobytes())
    digest.update(repr(sorted(inputs.groups.items())).encode())
    return digest.hexdigest()


def _units(assessment: Assessment) -> Iterator[dict[str, Any]]:
    evaluation, uncertainty, diagnostics = assessment.evaluation, assessment.uncertainty, assessment.diagnostics
    low, high = (uncertainty.quantile(share) for share in _BAND)
    top = uncertainty.within(_TOP)
    for place in evaluation.from_best():
        yield {
            "unit": evaluation.units[place], "name": _label(evaluation.inputs.names[place]),
            "rank": int(evaluation.rank[place]) or None, "score": _number(evaluation.score[place]),
            "rank_p05": _number(low[place]), "rank_p95": _number(high[place]), "p_top_10": _number(top[place]),
            "scores": {code: _number(scores[place]) for code, scores in evaluation.scores.items()},
            "imputed_share": _number(diagnostics.imputed_share[place]),
            "treated_share": _number(diagnostics.treated_share[place]),
            "reliability": _number(diagnostics.reliability[place]),
        }


def _treatments(evaluation: Evaluation) -> list[dict[str, Any]]:
    return [{"indicator": each.code, "winsorised": [evaluation.units[row] for row in np.flatnonzero(done.winsorised)],
             "points": done.points, "logged": done.logged, "skewness": _number(done.before[0]),
             "kurtosis": _number(done.before[1]), "skewness_after": _number(done.after[0]),
             "kurtosis_after": _number(done.after[1])}
            for each, done in zip(evaluation.framework.indicators, evaluation.stages.treatments, strict=True)]


def _audit(assessment: Assessment) -> dict[str, Any]:
    diagnostics, weights = assessment.diagnostics, assessment.evaluation.weights
    return {
        "findings": [{"verdict": each.verdict, "node": each.node, "other": each.other,
                      "correlation": _number(each.correlation)} for each in diagnostics.findings],
        "cronbach_alpha": {each.pillar: _number(each.alpha) for each in diagnostics.reliabilities},
        "influence": [{"node": each.node, "weight": _number(each.weight), "correlation": _number(each.correlation),
                       "share": _number(each.share)} for each in diagnostics.influences],
        "correlations": [{"one": one, "other": other, "correlation": _number(value)}
                         for (one, other), value in diagnostics.correlations.items()],
        "contrary_parts": {pillar: [assessment.framework.parts[pillar][place].code for place in each.contrary]
                           for pillar, each in weights.items() if each.contrary},
        "consistency_ratios": {pillar: _number(each.consistency_ratio) for pillar, each in weights.items()
                               if not isnan(each.consistency_ratio)},
    }


def profile_json(found: Profile, levers: Levers | None) -> bytes:
    """Write a unit's card, and what would bring it to a rank."""
    content: dict[str, Any] = {
        "format": _FORMAT, "unit": found.unit, "score": _number(found.score), "rank": found.rank, "of": found.of,
        "peers": list(found.peers), "pillars": [_standing(each) for each in found.pillars],
        "strengths": [_standing(each) for each in found.strengths],
        "weaknesses": [_standing(each) for each in found.weaknesses], "missing": list(found.missing),
        "rivals": [{"unit": unit, "rank": rank, "ahead": _number(ahead)} for unit, rank, ahead in found.rivals]}
    if levers is not None:
        content["levers"] = {
            "target": levers.target, "gap": _number(levers.gap),
            **{name: [{"indicator": each.code, "now": _number(each.now), "needed": _number(each.needed),
                       "now_in_unit": _number(each.now_in_unit), "needed_in_unit": _number(each.needed_in_unit)}
                      for each in given] for name, given in (("alone", levers.alone), ("together", levers.together))}}
    return _json(content)


def _standing(each: Standing) -> dict[str, Any]:
    return {"code": each.code, "score": _number(each.score), "rank": each.rank or None, "median": _number(each.median),
            "lead": _number(each.lead), "status": each.status}


def _exclusion(each: Exclusion) -> dict[str, Any]:
    return {"unit": each.unit, "pillar": each.pillar or None, "available": each.available, "of": each.of,
            "least": each.least}


def _label(label: Label) -> dict[str, str]:
    return {"en": label.en, "zh": label.zh}


def _number(value: float) -> float | None:
    return None if isnan(value) else float(value)
