"""Time a composite index: bands over 10,000 runs, every cell noisy, Sobol indices, a slider's step, and memory.

Run: ``.venv/bin/python benchmarks/index.py``. Seconds are of the processor, over all threads. The data are COINr's ASEM
example (51 units, 49 indicators, four factors and all weights varied) where the reference files are there, else made-up
numbers of the same shape. Two yardsticks in the same run: the *floor* is what any program must do for 10,000 rankings
(one product of matrices, a sort, a count); the *peer* is the plain way, an evaluation a run, as COINr and every other
package does it (COINr itself took about 1,200 s for 10,000 runs on one core, measured elsewhere).
"""

from __future__ import annotations

import csv
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from outward.composite import Evaluation, Framework, IndexData, evaluate, read_data, read_framework
from outward.composite.alternatives import Alternatives
from outward.composite.coin import read_coin
from outward.composite.evaluation import reweighted
from outward.composite.sensitivity import sobol_indices
from outward.composite.uncertainty import rank_uncertainty

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = Path(os.environ.get("OUTWARD_REFERENCE", ROOT.parent / "shared" / "reference")) / "index"
RUNS = 10_000
REPEATS = 5
PLAIN = 100  # runs of the plain way; the rest is extrapolated


def asem() -> tuple[Framework, IndexData, str]:
    """Give COINr's example, or numbers of its shape."""
    if not REFERENCE.is_dir():
        return (*made(51, 49), "made-up numbers of the shape of ASEM")
    tables = read_coin(_rows(REFERENCE / "asem_idata.csv"), _rows(REFERENCE / "asem_imeta.csv"))
    return tables.framework, read_data(tables.header, tables.rows, tables.framework), "ASEM (COINr 1.1.14, MIT)"


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(enumerate(csv.DictReader(stream), start=2))


def made(units: int, indicators: int) -> tuple[Framework, IndexData]:
    """Make an index of ten pillars with three factors."""
    lines = ['[index]\ncode = "index"']
    lines += [f'[[pillar]]\ncode = "p{pillar}"' for pillar in range(min(10, indicators))]
    lines += [f'[[indicator]]\ncode = "i{place}"\npillar = "p{place % 10}"' for place in range(indicators)]
    lines.append('[[factor]]\nname = "scale"\nalternatives = [{normalise = {method = "minmax", low = 1}}, '
                 '{normalise = {method = "zscore", mean = 10, sd = 2}}]')
    lines.append('[[factor]]\nname = "rule"\nalternatives = [{aggregate = {levels = "arithmetic"}}, '
                 '{aggregate = {levels = "geometric"}}]')
    framework = read_framework("\n".join(lines))
    values = np.random.default_rng(1).lognormal(0.0, 0.4, (units, indicators))
    header = ["unit", *(f"i{place}" for place in range(indicators))]
    rows = [(line, [f"u{line}", *map(repr, row.tolist())]) for line, row in enumerate(values, start=2)]
    return framework, read_data(header, rows, framework)


def noisy(framework: Framework, data: IndexData) -> tuple[Framework, IndexData]:
    """Give every cell a standard error of a tenth of itself, and leave the factors out."""
    header = ["unit", "variable", "value", "standard_error", *(["year"] if data.years else [])]
    rows = [(entry.row, [unit, variable, repr(entry.value), repr(abs(entry.value) / 10), *([year] if year else [])])
            for (unit, variable, year, _), entry in data.entries.items() if entry.value == entry.value]
    text = framework.with_choices({"impute.method": "mean", "impute.group": ""})
    bare = Framework(text.id, text.name, text.indicators, text.pillars, variables=text.variables, choices=text.choices)
    return bare, read_data(header, rows, bare)


def seconds(work: Callable[[], object]) -> float:
    """Give the least processor time of some runs."""
    spent = []
    for _ in range(REPEATS):
        begun = time.process_time()
        work()
        spent.append(time.process_time() - begun)
    return min(spent)


def floor(units: int, indicators: int) -> Callable[[], object]:
    """Do what 10,000 rankings cannot do without."""
    generator = np.random.default_rng(1)
    values = generator.random((indicators, units))

    def work() -> object:
        scores = generator.random((RUNS, indicators)) @ values
        order = np.argsort(-scores, axis=1)
        return np.bincount((order * units + np.arange(units)).ravel(), minlength=units * units)

    return work


def plain(alternatives: Alternatives) -> float:
    """Evaluate the index anew in some runs, and extrapolate: what every package does that caches nothing."""
    combinations, _ = alternatives.draw(np.random.default_rng(1), PLAIN)
    begun = time.process_time()
    for combination in combinations:
        changes = {key: value for factor, place in zip(alternatives.factors, combination, strict=True)
                   for key, value in factor.alternatives[place].items()}
        evaluate(alternatives.framework.with_choices(changes), alternatives.data)
    return (time.process_time() - begun) * RUNS / PLAIN


def rows() -> list[tuple[str, float, float, str]]:
    """Give (job, seconds, goal, ratio to the floor or the peer)."""
    framework, data, _ = asem()
    nominal = evaluate(framework, data)
    least = seconds(floor(len(nominal.units), len(framework.indicators)))
    bands = seconds(lambda: rank_uncertainty(Alternatives.of(framework, data)))
    peer = plain(Alternatives.of(framework, data, nominal))
    uncertain = noisy(framework, data)
    cells = seconds(lambda: rank_uncertainty(Alternatives.of(*uncertain)))
    sobol = seconds(lambda: sobol_indices(Alternatives.of(framework, data), 1000))
    return [
        ("one evaluation", seconds(lambda: evaluate(framework, data)), 0.02, ""),
        ("10,000 runs with bands", bands, 0.1, f"{bands / least:.1f} x the floor ({least:.3f} s), "
                                               f"1/{peer / bands:,.0f} of the peer ({peer:.0f} s, extrapolated)"),
        ("10,000 runs, every cell noisy", cells, 1.0, f"{cells / least:.0f} x the floor"),
        ("Sobol indices, N = 1,000 (6,000 runs)", sobol, 0.1, f"{sobol / least:.1f} x the floor"),
        ("one step of a slider", _slider(nominal), 0.001, ""),
    ]


def _slider(nominal: Evaluation) -> float:
    pillar = nominal.framework.parts[nominal.framework.index.code][0].code
    steps = 200
    return seconds(lambda: [reweighted(nominal, {pillar: 1 + step / steps}) for step in range(steps)]) / steps


def memory() -> float:
    """Rank 1,000 units of 100 indicators 10,000 times in a process of its own; give its most megabytes."""
    script = (f"import sys; sys.path.insert(0, {str(ROOT)!r})\nfrom benchmarks.index import made, bands\n"
              "bands(*made(1000, 100))")
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def bands(framework: Framework, data: IndexData) -> None:
    """Rank in 10,000 runs."""
    rank_uncertainty(Alternatives.of(framework, data))


def main(_arguments: Sequence[str] = ()) -> int:
    """Print the table; exit code 1 where a goal is missed."""
    print(f"{asem()[2]}; processor seconds, the least of {REPEATS} runs")
    missed = 0
    for job, spent, goal, ratio in rows():
        missed += spent > goal
        print(f"{job:40} {spent:9.4f} s  goal {goal:g} s  {'met' if spent <= goal else 'MISSED':7} {ratio}")
    megabytes = memory()
    missed += megabytes > 300
    print(f"{'1,000 units, 100 indicators, 10,000 runs':40} {megabytes:7.0f} MB  goal 300 MB  "
          f"{'met' if megabytes <= 300 else 'MISSED'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
