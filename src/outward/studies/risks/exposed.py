"""Exposure of a register: files read, methods called, one result with its totals, tail, covers and gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from outward.errors import InvalidValueError, UnknownCodeError
from outward.risk.cover_lift import CoverLifts, cover_lifts
from outward.risk.covers import Cover
from outward.risk.exposure import Exposure, assess
from outward.risk.exposure_totals import ExposureConcentration, Total, concentrations, currencies, totals
from outward.risk.forecasts import Forecast, Model
from outward.risk.holdings import Exchanged, Holding, exchanged
from outward.risk.joint_tail import JointTail, Loadings, joint_tail
from outward.risk.severity import ANY, Assumption, shipped_severities
from outward.risk.world_regions import world_regions
from outward.sources.hmrc_rates import SOURCE, HmrcRates
from outward.studies.risks.forecast_file import read_forecasts
from outward.studies.risks.register import read_covers, read_register, read_severities
from outward.vocabulary.provenance import Source

SCENARIOS: Final = 10_000
SEED: Final = 20_261_126


@dataclass(frozen=True, slots=True)
class Tails:
    """The joint tail of a currency, and what it would be if no country and event had to do with any other."""

    stated: JointTail
    independent: JointTail


@dataclass(frozen=True, slots=True)
class Exposed:
    """An exposure with all that is said of it."""

    exposure: Exposure
    totals: tuple[Total, ...]
    concentrations: tuple[ExposureConcentration, ...]
    lifts: CoverLifts
    tails: tuple[Tails, ...]  # by currency; none where there is no expected loss
    seed: int
    exchanged: Exchanged | None  # where one currency was asked for
    rate_source: Source | None
    is_synthetic: bool = False
    files: tuple[str, ...] = ()


def expose(holdings: Sequence[Holding], forecasts: Sequence[Forecast], *, own_severities: Sequence[Assumption] = (),
           own_covers: Mapping[str, Cover] | None = None, currency: str = "", model: Model = "ensemble",
           year: int | None = None, loadings: Loadings | None = None, scenarios: int = SCENARIOS, seed: int = SEED,
           is_synthetic: bool = False, files: tuple[str, ...] = ()) -> Exposed:
    """Weigh forecasts by holdings, and say all that is to be said of it.

    Parameters
    ----------
    holdings : sequence of Holding
        What is at risk; whoever may see only their own holdings is given only those.
    forecasts : sequence of Forecast
        Of any events, countries, models and years.
    own_severities, own_covers
        The user's, asked before those that are shipped.
    currency : str
        Exchange all amounts to this currency, each at HMRC's rate of its own date; empty keeps totals by currency.
    model, year
        Which forecasts count; by default the ensemble's last year.
    loadings, scenarios, seed
        Of the joint tail.
    is_synthetic : bool
        Whether the holdings are made up; the result says so.
    files : tuple of str
        Names of the files that were read.

    Raises
    ------
    UnknownCodeError
        If a severity or cover is about an event that nobody knows.
    OutwardError
        As ``outward.risk.exposure.assess`` raises.
    """
    moved = exchanged(holdings, currency, HmrcRates()) if currency else None
    held = moved.holdings if moved else tuple(holdings)
    shipped = shipped_severities()
    known = {ANY, *shipped.events, *(each.event for each in forecasts)}
    for what, events in (("severity", [each.event for each in own_severities]),
                         ("cover", [effect.event for each in (own_covers or {}).values() for effect in each.effects])):
        unknown = sorted(set(events) - known)
        if unknown:
            raise UnknownCodeError(f"a {what} is about the event {unknown[0][:60]!r}", "exposure",
                                   f"Events are {', '.join(sorted(known - {ANY}))}.")
    exposure = assess(held, forecasts, severities=shipped.with_own(own_severities), covers=own_covers,
                      guarded=shipped.events, model=model, year=year)
    added = totals(exposure)
    return Exposed(exposure, added, concentrations(exposure), cover_lifts(exposure),
                   tuple(_tails(exposure, each, loadings or Loadings(), scenarios, seed)
                         for each in _with_loss(exposure, added)),
                   seed, moved, SOURCE if moved and moved.rates else None, is_synthetic, files)


def _with_loss(exposure: Exposure, added: Sequence[Total]) -> tuple[str, ...]:
    """Give the currencies in which anything has an expected loss."""
    assessed = {each.currency for each in added if each.by == "all" and each.coverage > 0}
    return tuple(each for each in currencies(exposure) if each in assessed)


def _tails(exposure: Exposure, currency: str, loadings: Loadings, scenarios: int, seed: int) -> Tails:
    stated, independent = (
        joint_tail(exposure, currency, np.random.default_rng(seed), regions=world_regions(), loadings=each,
                   scenarios=scenarios) for each in (loadings, Loadings(0.0, 0.0, 0.0)))
    return Tails(stated, independent)


def expose_files(register: Path, forecasts: Path, *, covers: Path | None = None, loss: Path | None = None,
                 currency: str = "", model: Model = "ensemble", year: int | None = None, owner: str = "",
                 loadings: Loadings | None = None, scenarios: int = SCENARIOS, seed: int = SEED) -> Exposed:
    """Read a register and forecasts, and the user's covers and severities if there are any, and weigh them.

    Parameters
    ----------
    register, forecasts, covers, loss : pathlib.Path
        CSV files; see docs/how-to/weigh-risk-by-your-projects.md.
    owner : str
        Only this owner's holdings.

    Raises
    ------
    InvalidInputError
        If a file has a wrong column or cell; each by row and column.
    InvalidValueError
        If nobody of this name owns anything.
    OutwardError
        As ``expose`` raises.
    """
    held = read_register(register)
    holdings = [each for each in held.holdings if not owner or each.owner == owner]
    if not holdings:
        owners = sorted({each.owner for each in held.holdings} - {""})
        raise InvalidValueError(f"{owner[:60]!r} owns nothing", held.file, f"Owners are {', '.join(owners[:20])}.")
    return expose(holdings, read_forecasts(forecasts), own_severities=read_severities(loss) if loss else (),
                  own_covers=read_covers(covers) if covers else None, currency=currency, model=model, year=year,
                  loadings=loadings, scenarios=scenarios, seed=seed, is_synthetic=held.is_synthetic,
                  files=tuple(path.name for path in (register, forecasts, covers, loss) if path))
