"""Time the early warning: a back-test of four events over 45 origins (goal 3 min) and one explanation (goal 50 ms).

Run: ``.venv/bin/python -m benchmarks.risk [--panel DIR]``. The floor is what any such back-test must do:
one logit and one boosting a year, by scikit-learn as it comes, on the same rows. Times are those of the processor, on
one thread.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from outward.risk.backtest import Backtest, backtest, prepare
from outward.risk.events import event
from outward.risk.explanation import Explainer
from outward.studies.risks.panel_folder import read_panel

EVENTS = ("coup", "conflict_onset", "libdem_fall", "currency_crash")
ORIGINS = 45
LAST = 2009
GOAL_SECONDS, GOAL_MILLISECONDS = 180.0, 50.0
ROOT = Path(__file__).resolve().parents[1]


def panel_folder() -> Path:
    """Give the folder that the reference files lie in."""
    reference = Path(os.environ.get("OUTWARD_REFERENCE", ROOT.parent / "shared" / "reference"))
    return reference / "risk"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--panel", type=Path, default=panel_folder())
    given = parser.parse_args()
    begun = time.process_time()
    panel = read_panel(given.panel)
    reading = time.process_time() - begun
    print(f"reading the panel: {reading:.1f} s")
    total, floors = 0.0, 0.0
    made: Backtest | None = None
    for id in EVENTS:
        # Money has figures from 1980 on: fewer origins can be learned from.
        first = LAST - ORIGINS + 1 if id != "currency_crash" else 1988
        begun = time.process_time()
        made = backtest(event(id), panel, first=first, last=LAST)
        spent = time.process_time() - begun
        floor = floor_seconds(made) * len(made.origins)
        total, floors = total + spent, floors + floor
        print(f"{id:16} {len(made.origins)} origins  {spent:6.1f} s   two plain fits a year {floor:6.1f} s   "
              f"ratio {spent / floor:4.1f}")
    verdict = "met" if total <= GOAL_SECONDS else "NOT met"
    print(f"all four         {total:6.1f} s, goal {GOAL_SECONDS:.0f} s: {verdict}; floor {floors:.1f} s")
    assert made is not None
    explainer = Explainer(made.task, made.origins[-1], made.origins[-2])
    rows = [int(row) for row, said in zip(made.origins[-1].rows, made.origins[-1].log_odds["ensemble"], strict=True)
            if not np.isnan(said)][:100]
    begun = time.process_time()
    for row in rows:
        explainer.explain(row)
    each = 1000 * (time.process_time() - begun) / len(rows)
    print(f"one explanation  {each:6.1f} ms, goal {GOAL_MILLISECONDS:.0f} ms: "
          f"{'met' if each <= GOAL_MILLISECONDS else 'NOT met'}")


def floor_seconds(made: Backtest) -> float:
    """Fit one logit and one boosting, as scikit-learn has them, on the rows of the middle origin."""
    task = prepare(made.task.event, made.task.panel, made.task.lag)
    place = task.panel.column(made.origins[len(made.origins) // 2].year)
    newest = place - 1 - task.outcomes.settled_after
    happened = task.outcomes.happened[:, 1 : newest + 1]
    usable = ~np.isnan(happened) & ~task.impossible[:, 1 : newest + 1]
    x, y = task.table.values[:, :newest][usable], happened[usable]
    given = x[:, (~np.isnan(x)).mean(axis=0) > 0.02]
    begun = time.process_time()
    spread = np.nanstd(given, axis=0)
    centred = np.nan_to_num((given - np.nanmean(given, axis=0)) / np.where(spread > 0, spread, 1.0))
    LogisticRegression(C=0.01, max_iter=500).fit(centred, y)
    HistGradientBoostingClassifier(max_iter=60, max_leaf_nodes=6, early_stopping=False).fit(given, y)
    return time.process_time() - begun


if __name__ == "__main__":
    main()
