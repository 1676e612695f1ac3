"""Predictors by theme: each a grid made from what was known. Ids, names and expected signs: ``data/predictors.csv``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from outward.risk.panel import Grid, Lag, Panel, later
from outward.risk.series import (
    carried,
    change,
    decayed,
    neighbours_mean,
    positive_log,
    recent_mean,
    signed_log,
    standing,
    world_mean,
    years_since,
)

# Continents and parts of them, by ranges of Gleditsch-Ward numbers.
_REGIONS = ((2, 69), (70, 99), (100, 199), (200, 339), (340, 399), (400, 499), (500, 599), (600, 699), (700, 799),
            (800, 999))
_MIDDLING = 0.45  # of the electoral democracy index: neither here nor there
_LARGEST_RATE = 50.0  # depreciation and inflation are cut here (5,000 %)


class Known:
    """A panel as it was known, with the groups of its countries."""

    def __init__(self, panel: Panel, lag: Lag) -> None:
        self._panel, self._lag = panel, lag
        self.regions = np.array([_region(country.gwcode) for country in panel.countries], dtype=np.int64)

    def __getitem__(self, variable: str) -> Grid:
        return self._panel.known(variable, self._lag)

    def region_mean(self, grid: Grid) -> Grid:
        """Average the other countries of the region."""
        return neighbours_mean(grid, self.regions)

    @property
    def listed(self) -> NDArray[np.bool_]:
        """Which countries were states."""
        return self._panel.listed


def _region(gwcode: int) -> int:
    return next((place for place, (first, last) in enumerate(_REGIONS) if first <= gwcode <= last), -1)


def coups(known: Known) -> dict[str, Grid]:
    """Coup attempts in the country, its region and the world."""
    attempts = known["pt_attempt"]
    return {
        "coup_since": np.log1p(years_since(attempts)),
        "coup_decay2": decayed(known["pt_attempt_num"], 2),
        "coup_decay5": decayed(attempts, 5),
        "coup_decay15": decayed(attempts, 15),
        "coup_success5": decayed(known["pt_coup_num"], 5),
        "coup_region": known.region_mean(decayed(attempts, 3)),
        "coup_world": world_mean(decayed(attempts, 3)),
    }


def conflict(known: Known) -> dict[str, Grid]:
    """Armed conflict in the country and its region."""
    incidence, onset = known["incidence"], known["country_onset"]
    foreign = np.nan_to_num(known["n_interstate"]) + np.nan_to_num(known["n_internationalized"])
    return {
        "conflict": incidence,
        "conflict_intensity": known["max_intensity"],
        "conflict_count": signed_log(known["n_conflicts"]),
        "conflict_foreign": signed_log(foreign),
        "conflict_since": np.log1p(years_since(incidence)),
        "conflict_decay2": decayed(incidence, 2),
        "conflict_decay5": decayed(incidence, 5),
        "conflict_decay15": decayed(incidence, 15),
        "onset_decay10": decayed(onset, 10),
        "conflict_region": known.region_mean(incidence),
        "onset_region": known.region_mean(decayed(onset, 3)),
    }


def politics(known: Known) -> dict[str, Grid]:
    """Democracy: how much, how firmly, which way."""
    electoral, liberal = carried(known["v2x_polyarchy"], 2), carried(known["v2x_libdem"], 2)
    region = known.region_mean(liberal)
    best = np.maximum.accumulate(np.where(np.isnan(liberal), -1.0, liberal), axis=1)
    return {
        "electoral_democracy": electoral,
        "middling_democracy": (electoral - _MIDDLING) ** 2,
        "liberal_democracy": liberal,
        "liberal_middling": liberal * (1 - liberal),
        "liberal_change1": change(liberal, 1),
        "liberal_change3": change(liberal, 3),
        "liberal_change5": change(liberal, 5),
        "liberal_change10": change(liberal, 10),
        "liberal_volatility": recent_mean(np.abs(change(liberal, 1)), 5),
        "liberal_uncertainty": carried(known["v2x_libdem_codehigh"], 2) - carried(known["v2x_libdem_codelow"], 2),
        "liberal_below_best": np.where(np.isnan(liberal), np.nan, best - liberal),
        "liberal_region": region,
        "liberal_against_region": liberal - region,
        "liberal_region_change3": known.region_mean(change(liberal, 3)),
        "liberal_world_change2": world_mean(change(liberal, 2)),
    }


def development(known: Known) -> dict[str, Grid]:
    """Income, growth, people, and how long the state has been one."""
    income, infants = carried(known["gdp_pc_const_usd"], 2), carried(known["infmort"], 2)
    income = np.where(income > 0, income, np.nan)
    return {
        "income": positive_log(income),
        "income_standing": standing(income),
        "growth1": signed_log(known["gdp_pc_growth"]),
        "growth3": signed_log(recent_mean(known["gdp_pc_growth"], 3)),
        "growth5": recent_mean(known["gdp_growth"], 5),
        "population": np.log(np.maximum(carried(known["pop"], 2), 1.0)),
        "infant_mortality": positive_log(infants),
        "infant_mortality_standing": standing(infants),
        "infant_mortality_change5": change(positive_log(infants), 5),
        "state_age": np.log1p(known.listed.cumsum(axis=1).astype(float)),
    }


def economy(known: Known) -> dict[str, Grid]:
    """Prices, balances and debts."""
    inflation = _inflation(known)
    debt = signed_log(carried(known["gov_debt_pct_gdp"], 1))
    account = known["current_account_pct_gdp"]
    return {
        "inflation": inflation,
        "inflation_change": change(inflation, 1),
        "inflation3": recent_mean(inflation, 3),
        "inflation_decay5": decayed(np.maximum(inflation, 0.0), 5),
        "growth_imf": signed_log(known["gdp_growth_imf"]),
        "current_account": signed_log(account),
        "current_account3": signed_log(recent_mean(account, 3)),
        "public_debt": debt,
        "public_debt_change3": change(debt, 3),
        "budget_balance": signed_log(known["gov_balance_pct_gdp"]),
        "banking_crises": decayed(known["banking"], 3),
        "debt_crises": decayed(known["debt"], 4),
    }


def currency(known: Known) -> dict[str, Grid]:
    """The exchange rate: its falls, its swings, and prices that it has not followed."""
    fall = np.log1p(np.clip(known["fx_dep"], -0.9, _LARGEST_RATE))
    crash, inflation = known["fx_crash"], _inflation(known)
    gap = inflation - fall
    return {
        "depreciation1": fall,
        "depreciation2": later(fall, 1),
        "depreciation3": recent_mean(fall, 3),
        "depreciation_decay4": decayed(fall, 4),
        "depreciation_swing5": recent_mean(np.abs(fall - recent_mean(fall, 5)), 5),
        "crash_decay3": decayed(crash, 3),
        "crash_decay8": decayed(crash, 8),
        "crash_since": np.log1p(years_since(crash)),
        "crash_region": known.region_mean(decayed(crash, 2)),
        "crash_world": world_mean(decayed(crash, 1.5)),
        "peg": recent_mean(np.where(np.isnan(fall), np.nan, np.abs(fall) < 0.01), 5),
        "inflation_beyond1": gap,
        "inflation_beyond3": 3 * _full_mean(gap, 3),
        "inflation_beyond5": 5 * _full_mean(gap, 5),
    }


def external(known: Known) -> dict[str, Grid]:
    """Reserves, foreign debt, investment, arms, crime, work."""
    return {
        "reserves": signed_log(carried(known["reserves_pct_ext_debt"], 2)),
        "external_debt": signed_log(carried(known["external_debt_pct_gni"], 2)),
        "debt_service": signed_log(carried(known["debt_service_pct_exports"], 2)),
        "investment_inflow": signed_log(known["fdi_inflow_pct_gdp"]),
        "exports": signed_log(carried(known["exports_pct_gdp"], 2)),
        "military_spending": signed_log(carried(known["military_pct_gdp"], 2)),
        "homicide": signed_log(carried(known["homicide_per_100k"], 3)),
        "unemployment": signed_log(carried(known["unemployment"], 2)),
    }


def governance(known: Known) -> dict[str, Grid]:
    """The six Worldwide Governance Indicators."""
    return {name: carried(known[variable], 2) for name, variable in {
        "corruption_control": "ControlofCorruption", "government_effectiveness": "GovernmentEffectiveness",
        "political_stability": "PoliticalStability", "regulatory_quality": "RegulatoryQuality",
        "rule_of_law": "RuleofLaw", "voice": "VoiceandAccountability"}.items()}


THEMES: Mapping[str, Callable[[Known], dict[str, Grid]]] = {
    "coups": coups, "conflict": conflict, "politics": politics, "development": development, "economy": economy,
    "currency": currency, "external": external, "governance": governance,
}


def _inflation(known: Known) -> Grid:
    """Consumer prices where given, else the GDP deflator: the logarithm of one plus the rate."""
    consumer, deflator = known["inflation_avg"], known["gdp_deflator_inflation"]
    rate = np.where(np.isnan(consumer), deflator, consumer) / 100
    return np.log1p(np.clip(rate, -0.5, _LARGEST_RATE))


def _full_mean(grid: Grid, years: int) -> Grid:
    """Average the last years where all of them are given."""
    return np.asarray(np.mean([later(grid, back) for back in range(years)], axis=0))
