"""Match what is wanted against a table of candidates, and tell by criterion who fits and why the others do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from outward.errors import InvalidValueError
from outward.matching.candidates import SEPARATOR, Candidates, Floats
from outward.matching.criteria import Criterion
from outward.matching.matches import Matches, Verdict
from outward.matching.scoring import Scores, ordered, places, score

if TYPE_CHECKING:
    import pandas as pd


def match(wanted: Mapping[str, Any], candidates: Candidates | pd.DataFrame, criteria: Sequence[Criterion], *,
          least_score: float = 0.0, least_coverage: float = 0.0) -> Matches:
    """Match what is wanted against candidates.

    The score is the mean of the degrees by weight, over the criteria of which the candidate states something: what is
    missing is neither yes nor no, its weight leaves the denominator, and the coverage tells how much was left. A
    required criterion that is not met excludes; one that is unknown does not.

    Parameters
    ----------
    wanted : mapping of str to value
        By criterion. One that is missing, None or empty is not asked.
    candidates : Candidates or pandas.DataFrame
        A row each, labelled by key. Pass `Candidates` to ask the same table more than once.
    criteria : sequence of Criterion
        What is compared.
    least_score : float
        Who stays below is no match (0..1). Above 0, so does who meets nothing at all.
    least_coverage : float
        Of whom less is known than this share of the weight is no match either, and called unknown.

    Returns
    -------
    Matches
        All candidates, with scores, places and reasons.

    Raises
    ------
    InvalidValueError
        If two criteria have one key, a value is wanted for which there is no criterion, a rule's column is missing, or
        all that is asked weighs nothing.

    Examples
    --------
    >>> import pandas as pd
    >>> from outward.matching import AnyOf, AtLeast
    >>> table = pd.DataFrame({"languages": ["en;fr", "fr", ""], "staff": [40, 8, 90]}, index=["Ade", "Bo", "Cai"])
    >>> criteria = [Criterion("language", AnyOf("languages"), is_required=True), Criterion("staff", AtLeast("staff"))]
    >>> found = match({"language": "en", "staff": 10}, table, criteria)
    >>> [(each.key, each.score, each.coverage, each.gaps) for each in found.top(5)]
    [('Ade', 1.0, 1.0, ()), ('Cai', 1.0, 0.5, ('language',))]
    >>> [(each.key, each.verdict.value, [str(reason.says) for reason in each.against]) for each in found.others(5)]
    [('Bo', 'excluded', ['none'])]
    """
    table = candidates if isinstance(candidates, Candidates) else Candidates(candidates)
    _check(wanted, table, criteria)
    asked = tuple(criterion for criterion in criteria if not _is_nothing(wanted.get(criterion.key)))
    weights = np.array([criterion.weight for criterion in asked], dtype=float)
    if asked and not weights.sum() > 0:
        raise InvalidValueError("all that is asked weighs nothing", "matching, criteria", "Give one of them a weight.")
    degrees, says = np.empty((len(table), len(asked))), np.empty((len(table), len(asked)), dtype=np.int8)
    for place, criterion in enumerate(asked):
        judged = criterion.rule.judge(wanted[criterion.key], table)
        degrees[:, place], says[:, place] = judged.degrees, judged.says
    scored = score(degrees, weights) if asked else _nothing(len(table))
    excludes = _excluding(degrees, asked)
    verdicts = _verdicts(scored, np.asarray(excludes.any(axis=1)), least_score, least_coverage)
    fits = verdicts == 0
    order = ordered(scored.scores, scored.coverage, table.order)
    order = np.concatenate([order[fits[order]], order[~fits[order]]])
    matched = order[: int(fits.sum())]
    found = np.zeros(len(table), dtype=np.int64)
    found[matched] = places(scored.scores, scored.coverage, matched)
    kinds = (Verdict.MATCH, Verdict.EXCLUDED, Verdict.WEAK, Verdict.UNKNOWN)
    return Matches(table, asked, tuple(each.key for each in criteria if each not in asked), dict(wanted), degrees, says,
                   scored.shares, scored.scores, scored.coverage, excludes,
                   tuple(kinds[code] for code in verdicts.tolist()), found, order)


def _check(wanted: Mapping[str, Any], table: Candidates, criteria: Sequence[Criterion]) -> None:
    keys = [criterion.key for criterion in criteria]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise InvalidValueError(f"two criteria {twice[0]!r}", "matching, criteria", "Give each a key of its own.")
    strange = sorted(set(wanted) - set(keys))
    if strange:
        raise InvalidValueError(f"{strange[0]!r} is wanted, and no criterion has this key", "matching, wanted",
                                f"Name one of {', '.join(keys)}.")
    for criterion in criteria:
        for column in criterion.rule.columns:
            if not table.has(column):
                raise InvalidValueError(f"no column {column!r}", f"matching, criterion {criterion.key}",
                                        "Add the column to the candidates, empty where nothing is known.")


def _is_nothing(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip(f"{SEPARATOR} ")
    return value is None or (isinstance(value, tuple | list | frozenset | set) and not value) or value != value


def _excluding(degrees: Floats, asked: Sequence[Criterion]) -> NDArray[np.bool_]:
    required = np.array([criterion.is_required for criterion in asked], dtype=bool)
    least = np.array([criterion.least for criterion in asked], dtype=float)
    with np.errstate(invalid="ignore"):
        return required & ((degrees <= 0) | (degrees < least))


def _verdicts(scored: Scores, excluded: NDArray[np.bool_], least_score: float,
              least_coverage: float) -> NDArray[np.int64]:
    """Give 0 for a match, 1 for one that is excluded, 2 for a weak one, 3 for one of whom too little is known."""
    unknown = np.isnan(scored.scores) | (np.round(scored.coverage, 12) < least_coverage)
    with np.errstate(invalid="ignore"):
        weak = np.round(scored.scores, 12) < least_score
    return np.select([excluded, unknown, weak], [1, 3, 2], 0)


def _nothing(n: int) -> Scores:
    return Scores(np.full(n, np.nan), np.zeros(n), np.empty((n, 0)))
