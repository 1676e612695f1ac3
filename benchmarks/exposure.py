"""Time an exposure: 5,000 holdings x 6 events with covers, gaps, totals and joint tail, and the files that tell of it.

Run: ``.venv/bin/python -m benchmarks.exposure``. Seconds are of the processor, the least of some runs; the holdings are
made up. Two yardsticks in the same run: the *floor* is what any program must do (one product of arrays of 5,000 x 6,
summed by country; for the tail, the normal draws alone); the *peer* is the plain way, a loop over holdings and events.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from outward.risk.chances import chances
from outward.risk.cover_lift import cover_lifts
from outward.risk.covers import INSURANCE, Cover, shipped_covers
from outward.risk.exposure import Exposure, assess
from outward.risk.exposure_totals import totals
from outward.risk.forecasts import Forecast
from outward.risk.holdings import KINDS, STAGES, Holding
from outward.risk.joint_tail import joint_tail
from outward.risk.severity import Severities, shipped_severities
from outward.risk.world_regions import world_regions
from outward.studies.risks.exposed import SCENARIOS, expose
from outward.studies.risks.exposure_written import exposure_files

EVENTS = ("coup", "conflict_onset", "libdem_fall", "currency_crash", "debt_crisis", "banking_crisis")
COUNTRIES = 100
HOLDINGS = 5_000
REPEATS = 3
GOAL = 1.0


def made(count: int = HOLDINGS, seed: int = 1) -> tuple[list[Holding], list[Forecast]]:
    """Make up holdings in 100 countries, and forecasts of which one in twenty abstains."""
    generator = np.random.default_rng(seed)
    countries = sorted(world_regions())[:COUNTRIES]
    forecasts = [_forecast(event, number, country, float(generator.random()) * 0.1, abstains=generator.random() < 0.05)
                 for event in EVENTS for number, country in enumerate(countries, 1)]
    covers = ((), ("treaty",), ("insurance", "escrow"), ("treaty", "guarantee", "local-financing"))
    holdings = [
        Holding(f"h{number}", f"holding {number}", f"owner {number % 300}", countries[number % COUNTRIES],
                ("ships", "machine-tools", "mining")[number % 3], ("", *STAGES)[number % 8], KINDS[number % 4],
                round(float(generator.lognormal(15, 1)), 2), "USD", "" if number % 50 == 0 else "2014", "made up",
                0.9 if number % 3 == 0 else None, 0.5 if number % 2 else None, covers[number % 4])
        for number in range(count)]
    return holdings, forecasts


def _forecast(event: str, number: int, country: str, chance: float, *, abstains: bool) -> Forecast:
    if abstains:
        return Forecast(event, number, country, 2015, 1, "2014-12-31", "ensemble", None, None, None, "abstained")
    return Forecast(event, number, country, 2015, 1, "2014-12-31", "ensemble", chance, chance / 2, min(1.0, 2 * chance),
                    "ok")


def plain(holdings: Sequence[Holding], forecasts: Sequence[Forecast], severities: Severities | None = None,
          covers: Mapping[str, Cover] | None = None) -> dict[str, float]:
    """Give each holding's expected loss by a loop over holdings and events; what cannot be assessed is left out."""
    table, known = severities or shipped_severities(), {**shipped_covers(), **(covers or {})}
    probability = {(each.event, each.iso3): each.probability for each in forecasts}
    events = tuple(dict.fromkeys(each.event for each in forecasts))
    lost = {}
    for holding in holdings:
        if holding.wanting or holding.amount is None:
            continue
        acting = [known[id] for id in holding.covers]
        if holding.insured_share and all(each.type != "insurance" for each in acting):
            acting.append(known[INSURANCE])
        stays, is_assessed = 1.0, False
        for event in events:
            chance = probability.get((event, holding.iso3))
            severity = table.find(event, holding.kind, holding.stage, holding.industry)
            if chance is None or severity is None:
                continue
            is_assessed = True
            rate = chance * severity.value
            if severity.loss.basis == "local" and holding.local_share is not None:
                rate *= holding.local_share
            for cover in acting:
                share = cover.share(event, holding.kind)
                if cover.type == "insurance" and holding.insured_share is not None:
                    share *= holding.insured_share
                rate *= 1 - share
            stays *= 1 - rate
        if is_assessed:
            lost[holding.id] = holding.amount * (1 - stays)
    return lost


def seconds(work: Callable[[], object]) -> float:
    """Give the least processor time of some runs."""
    spent = []
    for _ in range(REPEATS):
        begun = time.process_time()
        work()
        spent.append(time.process_time() - begun)
    return min(spent)


def floor(exposure: Exposure) -> object:
    """Do what no program can do without: a product of arrays, and sums by country."""
    rates = exposure.probability * exposure.severity * exposure.uncovered
    sums: dict[str, float] = defaultdict(float)
    for holding, loss in zip(exposure.holdings, exposure.amounts * (1 - np.prod(1 - np.nan_to_num(rates), axis=1)),
                             strict=True):
        sums[holding.iso3] += loss
    return sums


def draws() -> object:
    """Draw as many normal numbers as the tail takes."""
    generator = np.random.default_rng(1)
    return [generator.standard_normal(SCENARIOS) for _ in range(COUNTRIES * (len(EVENTS) + 1))]


def main(_arguments: Sequence[str] = ()) -> int:
    """Print the table; exit code 1 where the goal is missed."""
    holdings, forecasts = made()
    exposure, whole = assess(holdings, forecasts), expose(holdings, forecasts)
    loop, product = seconds(lambda: plain(holdings, forecasts)), seconds(lambda: floor(exposure))
    weighed, normals = seconds(lambda: assess(holdings, forecasts).combined()), seconds(draws)
    tail = seconds(lambda: joint_tail(exposure, "USD", np.random.default_rng(1), regions=world_regions()))
    everything = seconds(lambda: expose(holdings, forecasts))
    rows = [
        ("probabilities chosen", seconds(lambda: chances(forecasts, sorted({each.iso3 for each in holdings}))), ""),
        ("expected loss, gaps named", weighed, f"{weighed / product:.1f} x the floor ({product:.4f} s), "
                                               f"1/{loop / weighed:.0f} of the peer ({loop:.2f} s)"),
        ("totals by everything", seconds(lambda: totals(exposure)), ""),
        ("worth of covers (Shapley)", seconds(lambda: cover_lifts(exposure)), ""),
        (f"joint tail, {SCENARIOS:,} scenarios", tail, f"{tail / normals:.1f} x the normal draws ({normals:.3f} s)"),
        ("all of it, the tail twice", everything, f"goal {GOAL:g} s  {'met' if everything <= GOAL else 'MISSED'}"),
        ("all files", seconds(lambda: exposure_files(whole)), ""),
    ]
    print(f"{HOLDINGS:,} made-up holdings, {len(EVENTS)} events, {COUNTRIES} countries; processor seconds, the least "
          f"of {REPEATS} runs")
    for job, spent, told in rows:
        print(f"{job:32} {spent:8.4f} s  {told}".rstrip())
    return 1 if everything > GOAL else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
