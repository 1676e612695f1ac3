"""The rows that pages of an index show, written out: ranks with their bands, a unit's card, the audit, a comparison."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from outward.composite import Evaluation, Framework
from outward.composite.choices import CHOICES, told
from outward.composite.comparison import Comparison
from outward.composite.diagnostics import Diagnostics, Finding
from outward.composite.explanation import Profile, Standing, contributions
from outward.composite.levers import Lever
from outward.composite.sensitivity import LeftOut, SobolIndices
from outward.composite.uncertainty import RankUncertainty
from outward.errors import InvalidValueError
from outward.studies.indices.charted import factor_name
from outward.vocabulary.labels import Label
from outward.vocabulary.units import units as known_units
from outward_portal.theme.languages import current_language
from outward_portal.workbench.words import STEPS

BAND: Final = (0.05, 0.95)
TOP: Final = 10
_WIDE: Final = 100.0  # of a drawn band


@dataclass(frozen=True, slots=True)
class Band:
    """Where a rank lies in nine of ten runs, in words and drawn from the first place to the last."""

    text: str
    top: str  # how often among the first ten
    left: float
    width: float
    dot: float


@dataclass(frozen=True, slots=True)
class RankRow:
    """A unit in the ranking."""

    unit: str
    label: Label
    rank: int  # 0 for none
    gained: int  # places, against the saved version
    is_new: bool  # the saved version does not rank it
    band: Band | None
    score: str
    pillars: tuple[str, ...]
    imputed: str
    treated: str


def fixed(value: float, digits: int = 1) -> str:
    """Write a number with so many digits; a dash where there is none."""
    if math.isnan(value):
        return "–"
    return f"{value:,.{digits}f}".replace("-", "−") if round(value, digits) else f"{0:.{digits}f}"


def digits_of(now: Evaluation) -> int:
    """Say with how many digits scores tell units apart: z-scores need more than points out of a hundred."""
    largest = float(np.nanmax(np.abs(now.score), initial=0.0))
    return 1 if largest >= 10 else 2 if largest >= 2 else 3


def percent(value: float, digits: int = 0) -> str:
    """Write a share."""
    return "–" if math.isnan(value) else f"{value:.{digits}%}"


def measured(value: float) -> str:
    """Write a value in its own unit: five significant digits, no exponent where it can be avoided."""
    if math.isnan(value):
        return "–"
    return (f"{value:,.0f}" if abs(value) >= 1e5 else f"{value:.5g}").replace("-", "−")


def unit_name(code: str) -> str:
    """Name a unit of measure in the page's language; one that the vocabulary does not know stands for itself."""
    unit = known_units().get(code)
    return code if unit is None else unit.header(current_language())


def ranking(now: Evaluation, saved: Evaluation | None, diagnostics: Diagnostics, uncertainty: RankUncertainty | None
            ) -> list[RankRow]:
    """Give every unit's row, the best first."""
    before = {} if saved is None else dict(zip(saved.units, saved.rank.tolist(), strict=True))
    drawn = {} if uncertainty is None else _bands(uncertainty)
    parts, digits = now.framework.parts[now.framework.index.code], digits_of(now)
    rows = []
    for place, unit in enumerate(now.units):
        rank, was = int(now.rank[place]), before.get(unit, 0)
        rows.append(RankRow(
            unit, now.inputs.names[place], rank, was - rank if rank and was else 0, saved is not None and not was,
            drawn.get(unit), fixed(float(now.score[place]), digits),
            tuple(fixed(float(now.scores[part.code][place]), digits) for part in parts),
            percent(float(diagnostics.imputed_share[place])), percent(float(diagnostics.treated_share[place]))))
    return sorted(rows, key=lambda row: (row.rank == 0, row.rank, row.unit))


def _bands(uncertainty: RankUncertainty) -> dict[str, Band]:
    low, high = (uncertainty.quantile(share) for share in BAND)
    top = uncertainty.within(TOP)
    count = max(1, len(uncertainty.units) - 1)

    def at(rank: float) -> float:
        return 3.0 + (rank - 1.0) / count * (_WIDE - 6.0)

    return {unit: Band(f"{low[place]:.4g}–{high[place]:.4g}", percent(float(top[place])),
                       round(at(low[place]) - 2.0, 1), round(at(high[place]) - at(low[place]) + 4.0, 1),
                       round(at(uncertainty.nominal[place]), 1))
            for place, unit in enumerate(uncertainty.units) if uncertainty.nominal[place]}


def ordered(rows: Iterable[RankRow], now: Evaluation, words: str, sort: str) -> list[RankRow]:
    """Narrow the rows to units of a name or code, and order them."""
    word = words.casefold()
    kept = [row for row in rows
            if word in row.label.en.casefold() or word in row.label.zh or word == row.unit.casefold()]
    key = sort.removeprefix("-")
    if key == "name":
        kept.sort(key=lambda row: row.label.text(current_language()))
    elif key == "change":
        kept.sort(key=lambda row: -row.gained)
    elif key != "rank":
        kept.sort(key=lambda row: _last_where_missing(now.scores[key][now.units.index(row.unit)]))
    return kept[::-1] if sort.startswith("-") else kept


def _last_where_missing(score: float) -> float:
    return math.inf if math.isnan(score) else -score


@dataclass(frozen=True, slots=True)
class Excluded:
    """A unit that is not ranked, and why."""

    label: Label
    part: Label
    available: int
    of: int
    least: str


def excluded(now: Evaluation, names: Mapping[str, Label]) -> list[Excluded]:
    """Give the units that are not ranked."""
    return [Excluded(names[each.unit], now.framework.node(each.pillar).name if each.pillar else now.framework.name,
                     each.available, each.of, percent(each.least)) for each in now.excluded]


# -- a unit's card ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PillarRow:
    """A pillar of one unit against its peers, drawn between the lowest and the highest score of all units."""

    label: Label
    score: str
    rank: int
    median: str
    lead: str
    at: float
    peer: float


@dataclass(frozen=True, slots=True)
class LeadRow:
    """An indicator in which a unit leads or lags."""

    label: Label
    lead: str
    score: str
    status: str


@dataclass(frozen=True, slots=True)
class ValueRow:
    """An indicator of one unit after each step."""

    pillar: Label
    label: Label
    unit: str
    value: str
    treated: str
    normalised: str
    contribution: str  # empty where the rule gives none
    status: str
    rank: int


def pillar_rows(now: Evaluation, found: Profile) -> list[PillarRow]:
    """Give the pillars of a unit's card, the highest first, in the order of the framework."""
    order = {pillar.code: place for place, pillar in enumerate(now.framework.pillars)}
    pillars = sorted(found.pillars, key=lambda each: (-now.framework.levels[each.code], order[each.code]))
    digits = digits_of(now)
    return [PillarRow(now.framework.node(each.code).name, fixed(each.score, digits), each.rank,
                      fixed(each.median, digits),
                      _signed(each.lead), _between(now, each.code, each.score), _between(now, each.code, each.median))
            for each in pillars]


def _between(now: Evaluation, code: str, value: float) -> float:
    scores = now.scores[code]
    low, high = float(np.nanmin(scores)), float(np.nanmax(scores))
    if math.isnan(value) or high == low:
        return -10.0  # outside of what is drawn
    return round(3.0 + (value - low) / (high - low) * (_WIDE - 6.0), 1)


def _signed(value: float, digits: int = 2) -> str:
    if math.isnan(value):
        return "–"
    return f"{value:+.{digits}f}".replace("-", "−") if round(value, digits) else f"{0:.{digits}f}"


def lead_rows(framework: Framework, standings: Sequence[Standing]) -> list[LeadRow]:
    """Give strengths or weaknesses."""
    return [LeadRow(framework.node(each.code).name, _signed(each.lead), fixed(each.score), each.status)
            for each in standings]


def value_rows(now: Evaluation, at: int) -> list[ValueRow]:
    """Give every indicator of a unit: as it is measured, treated, normalised, and what it contributes to the score."""
    framework, stages = now.framework, now.stages
    statuses = stages.statuses("normalised")
    split = split_of(now)
    rows = []
    for column, each in enumerate(framework.indicators):
        rows.append(ValueRow(
            framework.node(framework.pillar_of[each.code]).name, each.name, unit_name(each.unit),
            measured(float(stages.imputed[at, column])), measured(float(stages.treated[at, column])),
            fixed(float(stages.normalised[at, column])), "" if split is None else fixed(float(split[at, column]), 2),
            str(statuses[at, column]), int(now.ranks[each.code][at])))
    order = [part.code for part in framework.parts[framework.index.code]]
    tops = [order.index(framework.pillar_of[each.code]) for each in framework.indicators]
    return [row for _top, row in sorted(zip(tops, rows, strict=True), key=lambda pair: pair[0])]


def split_of(now: Evaluation) -> np.ndarray | None:
    """Split every score among the indicators; ``None`` where a rule only compares units."""
    try:
        return contributions(now)
    except InvalidValueError:
        return None


def has_parts(now: Evaluation) -> bool:
    """Say whether scores split into contributions that a stack of bars can show: none below 0."""
    split = split_of(now)
    return split is not None and not bool(np.any(split < 0))


@dataclass(frozen=True, slots=True)
class LeverRow:
    """An indicator that is moved, from where to where."""

    label: Label
    now: str
    needed: str
    own: str  # the same in its unit; empty where that cannot be said
    is_enough: bool


def lever_rows(framework: Framework, found: Sequence[Lever]) -> list[LeverRow]:
    """Give what would bring a unit to a rank."""
    units = {each.code: unit_name(each.unit) for each in framework.indicators}
    return [LeverRow(framework.node(each.code).name, fixed(each.now), fixed(each.needed),
                     "" if math.isnan(each.needed_in_unit) else
                     f"{measured(each.now_in_unit)} → {measured(each.needed_in_unit)} {units[each.code]}".strip(),
                     not math.isnan(each.needed)) for each in found]


# -- the audit --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A part of the index to look at again."""

    verdict: str
    node: Label
    other: Label
    correlation: str


@dataclass(frozen=True, slots=True)
class InfluenceRow:
    """What a part weighs, and what it does."""

    label: Label
    level: int
    weight: str
    correlation: str
    share: str
    weighs: float  # drawn
    does: float


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """A choice with its value."""

    key: str
    label: Label
    value: Label
    usual: Label
    reason: Label
    is_usual: bool
    is_own: bool  # the framework says it
    has_say: bool  # beside the methods that were chosen


def finding_rows(framework: Framework, findings: Sequence[Finding]) -> list[FindingRow]:
    """Give the findings of the audit; that an indicator says little in the whole is left to its pillar."""
    shown = (each for each in findings
             if each.verdict != "silent" or each.other == framework.node(each.node).parent)
    return [FindingRow(each.verdict, framework.node(each.node).name, framework.node(each.other).name,
                       fixed(each.correlation, 2)) for each in shown]


def influence_rows(framework: Framework, diagnostics: Diagnostics) -> list[InfluenceRow]:
    """Give what each part weighs on its level, and what it does; pillars before indicators."""
    rows = [InfluenceRow(framework.node(each.node).name, framework.levels[each.node], percent(each.weight, 1),
                         fixed(each.correlation, 2), percent(each.share, 1), round(100 * each.weight, 1),
                         0.0 if math.isnan(each.share) else round(100 * each.share, 1))
            for each in diagnostics.influences]
    return sorted(rows, key=lambda row: -row.level)


def reliability_rows(framework: Framework, diagnostics: Diagnostics) -> list[tuple[Label, int, str]]:
    """Give how far the indicators of each pillar move together."""
    return [(framework.node(each.pillar).name, each.indicators, fixed(each.alpha, 2))
            for each in diagnostics.reliabilities]


def sobol_rows(found: SobolIndices) -> list[tuple[Label, str, str]]:
    """Give what each factor does to the ranks, alone and with all that it takes part in."""
    return [(factor_name(name), _with_error(found.first[place], found.first_error[place]),
             _with_error(found.total[place], found.total_error[place])) for place, name in enumerate(found.factors)]


def _with_error(share: float, error: float) -> str:
    return f"{percent(max(0.0, float(share)))} ± {percent(float(error))}" if error else percent(max(0.0, float(share)))


def left_out_rows(framework: Framework, found: Sequence[LeftOut]) -> list[tuple[Label, int, str]]:
    """Give how far the ranks move without each part, the most first."""
    ordered = sorted(found, key=lambda each: (-each.mean_shift, each.code))
    return [(framework.node(each.code).name, each.level, fixed(each.mean_shift, 2)) for each in ordered]


@dataclass(frozen=True, slots=True)
class TreatmentRow:
    """What was done to the outliers of an indicator."""

    label: Label
    winsorised: tuple[Label, ...]
    is_logged: bool
    before: str  # skewness, kurtosis
    after: str


def treatment_rows(now: Evaluation) -> list[TreatmentRow]:
    """Give the indicators whose outliers were treated."""
    return [TreatmentRow(each.name, tuple(now.inputs.names[row] for row in np.flatnonzero(done.winsorised)),
                         done.logged, _shape(done.before), _shape(done.after))
            for each, done in zip(now.framework.indicators, now.stages.treatments, strict=True)
            if done.logged or done.winsorised.any()]


def _shape(moments: Sequence[float]) -> str:
    return f"{fixed(float(moments[0]), 1)} / {fixed(float(moments[1]), 1)}"


def choice_rows(framework: Framework, own: Framework) -> list[ChoiceRow]:
    """Give every choice with its value, and who made it."""
    with_say = {each.key for each, _value in framework.choices.in_effect()}
    return [ChoiceRow(each.key, each.name, told(framework.choices[each.key]), told(each.default), each.reason,
                      framework.choices[each.key] == each.default,
                      framework.choices[each.key] == own.choices[each.key], each.key in with_say) for each in CHOICES]


# -- a comparison -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A unit in two versions or years."""

    unit: str
    label: Label
    before: int
    after: int
    gained: int
    split: tuple[str, ...]


def compared_rows(found: Comparison, names: Mapping[str, Label]) -> Iterator[ComparedRow]:
    """Give the units by their rank after, with what moved them."""
    for place in sorted(range(len(found.units)), key=lambda place: (found.after[place], found.units[place])):
        unit = found.units[place]
        yield ComparedRow(unit, names[unit], int(found.before[place]), int(found.after[place]),
                          int(found.gained[place]), tuple(_signed(float(part), 1) for part in found.split[place]))


def cause_name(cause: str, framework: Framework) -> Label:
    """Name what a change comes from."""
    kind, _, of = cause.partition(":")
    if kind == "data" and of:
        name = framework.node(of).name
        return Label(f"data: {name.en}", f"数据：{name.zh}")
    return STEPS.get(of or kind, Label(cause, cause))
