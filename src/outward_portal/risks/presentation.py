"""What pages show of an outlook: numbers as texts, parts as bars, and beside each forecast how well such ones did."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from outward.vocabulary.labels import Label
from outward_portal.risks.models import CountryStanding
from outward_portal.risks.policies import policies

if TYPE_CHECKING:
    from outward.risk.explanation import Explanation
    from outward.risk.levels import LevelRecord
    from outward.risk.predictors import Predictor
    from outward.risk.skill import ReliabilityBin, Scores
    from outward.studies.risks.outlook import EventOutlook, Outlook

_PARTS: Final = 8
_WIDE: Final = 100.0  # of a drawing, in its own units
_HIGH: Final = 28.0
BASELINES: Final = ("persistence", "static", "climatology")


def percent(share: float | None, digits: int = 1) -> str:
    """Write a share as percent; what is less than can be shown is said to be so.

    Examples
    --------
    >>> percent(0.0612), percent(0.0001), percent(None), percent(0.5, 0)
    ('6.1%', '<0.1%', '–', '50%')
    """
    if share is None or math.isnan(share):
        return "–"
    least = 10.0 ** -(digits + 2)
    return f"<{100 * least:.{digits}f}%" if 0 < share < least / 2 else f"{100 * share:.{digits}f}%"


def decimal(value: float | None, digits: int = 2) -> str:
    """Write a number; a dash where there is none."""
    return "–" if value is None or math.isnan(value) else f"{value:.{digits}f}".replace("-", "−")


def signed(value: float | None, digits: int = 2) -> str:
    """Write a number with its sign.

    Examples
    --------
    >>> signed(0.314), signed(-0.5), signed(0.001), signed(None)
    ('+0.31', '−0.50', '0.00', '–')
    """
    if value is None or math.isnan(value):
        return "–"
    text = f"{value:+.{digits}f}".replace("-", "−")
    return text[1:] if not float(f"{value:.{digits}f}") else text


def value_of(value: float | None) -> str:
    """Write a predictor's value as the model reads it."""
    return "–" if value is None or math.isnan(value) else f"{value:.3g}".replace("-", "−")


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of the log-odds, with where its bar begins and how wide it is."""

    name: Label
    value: str
    usual: str
    part: str
    change: str
    is_raising: bool
    at: float
    width: float


@dataclass(frozen=True, slots=True)
class Case:
    """A past case that was alike."""

    name: Label
    year: int
    happened: bool


@dataclass(frozen=True, slots=True)
class Lowering:
    """What the probability would be if one predictor stood at its usual value."""

    name: Label
    value: str
    usual: str
    probability: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a forecast is what it is."""

    base: str
    bars: tuple[Bar, ...]
    rest: str  # of the parts that are not named
    rest_count: int
    log_odds: str
    change: str
    changed: tuple[Bar, ...]  # the parts that changed most
    cases: tuple[Case, ...]
    lowering: tuple[Lowering, ...]


@dataclass(frozen=True, slots=True)
class LevelShown:
    """How a level did in the record."""

    level: str
    threshold: str
    alerts: str
    opened: str
    precision: str
    recall: str
    lead: str
    hits: int
    false_alarms: int
    misses: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One event of one country."""

    stands: CountryStanding
    name: Label
    probability: str
    interval: str
    baselines: tuple[tuple[str, str], ...]  # model, probability
    others: tuple[tuple[str, str], ...]  # the parts of the ensemble
    years: str
    reasons: Reasons | None
    earlier: tuple[tuple[int, str], ...]
    line: str  # points of the drawing of earlier forecasts
    similar: str  # how often the event came where the forecast was about as high
    similar_count: int
    scores: Scores | None
    record: tuple[LevelShown, ...]
    has_skill: bool = True  # False: the record is no better than the past average, and nothing is warned of


def shown(rows: Iterable[CountryStanding], outlook: Outlook | None) -> list[Shown]:
    """Put a country's standings into words, each with its reasons and its record where the outlook is kept."""
    events = {each.event.id: each for each in outlook.events} if outlook is not None else {}
    return [_shown(row, events.get(row.event)) for row in rows]


def _shown(row: CountryStanding, event: EventOutlook | None) -> Shown:
    from outward_portal.risks.words import event_name

    years = str(row.year) if row.year == row.last_year else f"{row.year}–{row.last_year}"
    interval = "" if row.lower is None or row.upper is None else f"{percent(row.lower)} – {percent(row.upper)}"
    if event is None:
        return Shown(row, event_name(row.event), percent(row.probability), interval, (), (), years, None, (), "", "", 0,
                     None, ())
    key = (row.gwcode, "") if row.gwcode else (0, row.iso3)
    said = {each.model: each.probability for each in event.forecasts
            if (each.gwcode, each.iso3) == (row.gwcode, row.iso3)}
    earlier = event.earlier.get(key, ())
    alike = _alike(event.reliability, row.probability)
    reasons = event.reasons.get(key)
    return Shown(
        row, event_name(row.event), percent(row.probability), interval,
        tuple((model, percent(said.get(model))) for model in BASELINES if model in said),
        tuple((model, percent(said[model])) for model in ("logit", "boosting") if model in said), years,
        _reasons(reasons) if reasons is not None else None,
        tuple((year, percent(probability)) for year, probability in earlier), _line(earlier),
        percent(alike.frequency) if alike else "", alike.forecasts if alike else 0, event.scores.get("ensemble"),
        levels_shown(event.records(policies()[event.event.kind])) if len(event.track.year) else (), event.has_skill)


@dataclass(frozen=True, slots=True)
class RatingShown:
    """Where a country stands among all in one kind of risk, 0 to 100."""

    kind: str
    score: str
    interval: str
    width: float
    coverage: str
    missing: tuple[Label, ...]


def ratings_of(outlook: Outlook | None, iso3: str) -> list[RatingShown]:
    """Give a country's ratings by kind of risk."""
    if outlook is None:
        return []
    return [RatingShown(
        each.kind, decimal(each.score, 0),
        "" if each.lower is None or each.upper is None else f"{each.lower:.0f}–{each.upper:.0f}",
        round(each.score or 0.0, 1), percent(each.coverage, 0), each.missing)
        for each in outlook.ratings if each.country.iso3 == iso3]


def _alike(bins: Sequence[ReliabilityBin], probability: float | None) -> ReliabilityBin | None:
    """Give the group of past forecasts whose mean is nearest to a probability."""
    if probability is None or not bins:
        return None
    return min(bins, key=lambda each: abs(each.mean_probability - probability))


def levels_shown(records: Iterable[LevelRecord]) -> tuple[LevelShown, ...]:
    """Put the record of a policy's levels into words."""
    return tuple(LevelShown(each.level, percent(each.threshold), decimal(each.alerts_a_year, 1),
                            decimal(each.opened_a_year, 1), percent(each.precision, 0), percent(each.recall, 0),
                            decimal(each.lead_years, 1), each.hits, each.false_alarms, each.misses)
                 for each in records)


def _reasons(reasons: Explanation) -> Reasons:
    widest = max((abs(part.part) for part in reasons.parts), default=1.0) or 1.0
    bars = [_bar(part.predictor, part.value, part.usual, part.part, part.change, widest) for part in reasons.parts]
    changed = sorted((part for part in reasons.parts if part.change is not None and abs(part.change) >= 0.005),
                     key=lambda part: -abs(part.change or 0.0))[:5]
    left = reasons.parts[_PARTS:]
    return Reasons(
        signed(reasons.base), tuple(bars[:_PARTS]), signed(sum(part.part for part in left)), len(left),
        signed(reasons.log_odds), signed(reasons.change),
        tuple(_bar(part.predictor, part.value, part.usual, part.part, part.change, widest) for part in changed),
        tuple(Case(case.country.name, case.year, case.happened) for case in reasons.cases),
        tuple(Lowering(lever.predictor.name, value_of(lever.value), value_of(lever.usual), percent(lever.probability))
              for lever in reasons.levers))


def _bar(predictor: Predictor, value: float | None, usual: float | None, part: float, change: float | None,
         widest: float) -> Bar:
    width = round(abs(part) / widest * _WIDE / 2, 1)
    return Bar(predictor.name, value_of(value), value_of(usual), signed(part), signed(change), part > 0,
               round(_WIDE / 2 if part > 0 else _WIDE / 2 - width, 1), width)


def _line(earlier: Sequence[tuple[int, float | None]]) -> str:
    """Give the points of a line through the forecasts, from 0 to the highest of them."""
    said = [(place, probability) for place, (_year, probability) in enumerate(earlier) if probability is not None]
    if len(said) < 2:
        return ""
    top = max(probability for _place, probability in said) or 1.0
    step = _WIDE / (len(earlier) - 1)
    return " ".join(f"{place * step:.1f},{_HIGH - 2 - probability / top * (_HIGH - 4):.1f}"
                    for place, probability in said)
