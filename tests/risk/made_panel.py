"""A synthetic panel: 40 numbers and codes of real states with made-up figures of 40 years. It says nothing of anybody.

A hidden strain moves slowly in each country. It raises the odds of coup attempts, conflict, currency crashes and falls
of liberal democracy, and shows, with noise, in growth, infant mortality, inflation and governance.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from outward.risk.panel import Family, Panel, assemble
from outward.risk.states import Country
from outward.sources.state_codes import state_codes
from outward.studies.risks.panel_folder import family_files
from outward.vocabulary.labels import Label

COUNTRIES, YEARS = 40, 40
FIRST = 1961
LAST = FIRST + YEARS - 1
STATES = [each for each in state_codes()
          if each.last_year is None and each.first_year <= FIRST and each.iso3][::2][:COUNTRIES]
GOVERNANCE = ("ControlofCorruption", "GovernmentEffectiveness", "PoliticalStability", "RegulatoryQuality", "RuleofLaw",
              "VoiceandAccountability")

Tables = dict[str, pd.DataFrame]


def tables(seed: int = 1) -> Tables:
    """Make up the tables of a panel, by family, with the columns of real files."""
    rng = np.random.default_rng(seed)
    shape = (COUNTRIES, YEARS)
    own = rng.normal(0, 1, (COUNTRIES, 1))
    strain = np.zeros(shape)
    for year in range(YEARS):
        strain[:, year] = 0.8 * (strain[:, year - 1] if year else 0) + rng.normal(0, 0.5, COUNTRIES)
    strain += own

    def noisy(slope: float, level: float, noise: float) -> np.ndarray:
        return level + slope * strain + rng.normal(0, noise, shape)

    def before(grid: np.ndarray) -> np.ndarray:
        return np.hstack([grid[:, :1], grid[:, :-1]])

    odds = before(strain)
    attempts = rng.random(shape) < 1 / (1 + np.exp(3.0 - 1.2 * odds))
    moves = rng.normal(0.003, 0.03, shape) - 0.02 * (odds > 1.5)
    democracy = np.clip(moves.cumsum(axis=1) + 0.4 - 0.1 * own, 0.02, 0.95)
    conflict = np.zeros(shape)
    for year in range(YEARS):
        last = conflict[:, year - 1] if year else np.zeros(COUNTRIES)
        conflict[:, year] = rng.random(COUNTRIES) < np.where(last > 0, 0.7, 1 / (1 + np.exp(4.0 - 1.5 * odds[:, year])))
    quiet = before(conflict) + before(before(conflict)) == 0
    fall = np.clip(rng.gamma(1.2, 0.06, shape) + 0.35 * (rng.random(shape) < 1 / (1 + np.exp(3.2 - 1.2 * odds))), 0, 3)
    crash = (fall >= 0.3) & (fall >= before(fall) + 0.1)
    dollars = np.exp(noisy(-0.5, 8.0, 0.05) + own)

    keys = {"gwcode": np.repeat([each.gwcode for each in STATES], YEARS),
            "iso3": np.repeat([each.iso3 for each in STATES], YEARS),
            "year": np.tile(np.arange(FIRST, LAST + 1), COUNTRIES)}

    def table(**grids: np.ndarray) -> pd.DataFrame:
        rounded = {name: np.asarray(grid, dtype=float).round(6).ravel() for name, grid in grids.items()}
        return pd.DataFrame(keys | rounded)

    found = {
        "political_coups_country_year": table(pt_attempt=attempts, pt_attempt_num=attempts * 1,
                                              pt_coup_num=attempts & (rng.random(shape) < 0.5)),
        "security_conflict_country_year": table(
            n_conflicts=conflict, max_intensity=conflict * (1 + (strain > 1.5)), n_internationalized=0 * conflict,
            n_interstate=0 * conflict, incidence=conflict, country_onset=(conflict > 0) & quiet),
        "institutional_vdem": table(v2x_polyarchy=np.clip(democracy + 0.1, 0, 1), v2x_libdem=democracy.round(3),
                                    v2x_libdem_codelow=democracy - 0.03, v2x_libdem_codehigh=democracy + 0.03),
        "structural_gdp_pop_infmort": table(
            gdp_growth=noisy(-1, 3, 2), gdp_pc_const_usd=dollars, gdp_pc_growth=noisy(-1, 2, 2),
            pop=np.exp(own + 9) * np.ones(shape), infmort=np.exp(noisy(0.4, 3, 0.1))),
        "economic_macro_weo": table(
            inflation_avg=np.exp(noisy(0.6, 1.5, 0.4)), current_account_pct_gdp=noisy(-2, 0, 3),
            gov_debt_pct_gdp=np.exp(noisy(0.2, 4, 0.1)), gov_balance_pct_gdp=noisy(-1, -1, 2),
            gdp_growth=noisy(-1, 3, 2), unemployment=np.exp(noisy(0.2, 2, 0.1)), fx_dep=fall, fx_crash=crash),
        "institutional_wgi": table(**{name: noisy(-0.6, 0, 0.2) for name in GOVERNANCE},
                                   **{f"{name}_se": np.full(shape, 0.2) for name in GOVERNANCE}),
    }
    for name in ("economic_macro_weo", "institutional_wgi"):
        found[name] = found[name].drop(columns="gwcode")
    governance = found["institutional_wgi"]
    found["institutional_wgi"] = governance[governance["year"] > LAST - 15].reset_index(drop=True)
    return found


def panel(made: Mapping[str, pd.DataFrame], *, ahead: int = 2) -> Panel:
    """Put made-up tables together as files of a folder would be."""
    numbers = {each.iso3: each.gwcode for each in STATES}
    families = []
    for name, table in sorted(made.items()):
        described = family_files()[name]
        keyed = table if "gwcode" in table else table.assign(gwcode=table["iso3"].map(numbers).fillna(0).astype(int))
        if name == "economic_macro_weo":
            keyed = keyed.rename(columns={"gdp_growth": "gdp_growth_imf"})
        families.append(Family(name, keyed, described.lag, described.kind == "states", described.kind == "list"))
    digest = hashlib.sha256("".join(sorted(made)).encode()).hexdigest()
    return assemble(families, _synthetic, digest, ahead=ahead)


def write(folder: Path, made: Mapping[str, pd.DataFrame]) -> Path:
    """Write made-up tables as the files of a panel."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in made.items():
        years = table["year"]
        table.to_csv(folder / f"{name}_{years.min()}_{years.max()}.csv", index=False, lineterminator="\n")
    return folder


def _synthetic(gwcode: int, iso3: str) -> Country:
    code = next((each.iso3 for each in STATES if each.gwcode == gwcode), iso3)
    return Country(gwcode, code, Label(f"synthetic {code}", f"虚构{code}"))


@contextmanager
def few_trees(*, trees: int = 8, calibrated_on: int = 1) -> Iterator[None]:
    """Fit fewer trees and look at fewer years for calibration: laws hold for any number, and tests stay fast."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("outward.risk.learners._TREES", trees)
        patch.setattr("outward.risk.learners._SEEDS", 2)
        patch.setattr("outward.risk.backtest._CALIBRATED_ON", calibrated_on)
        yield
