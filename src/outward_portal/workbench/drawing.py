"""Charts of an index as SVG, from the same descriptions as a report's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from outward.charts import describe, svg
from outward.composite import Evaluation
from outward.composite.uncertainty import RankUncertainty
from outward.errors import NotFoundError
from outward.studies.indices.assessment import Assessment
from outward.studies.indices.charted import bands_chart, contribution_chart, heat_chart, slope_chart, sobol_chart
from outward.studies.indices.traced import TracedIndex, file_cells
from outward.studies.result import ResultChart
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Language
from outward_portal.workbench import computing
from outward_portal.workbench.asking import Bench
from outward_portal.workbench.comparing import Pair


class _Plain(TracedIndex):
    """Figures that a picture shows: it leads to no trace, so none is made."""

    def score(self, unit: int, code: str) -> Figure:
        """Give the score of a unit at a node."""
        return self.computed(f"{self.prefix}.{unit}.{code}.score", float(self.evaluation.scores[code][unit]))

    def rank(self, unit: int, code: str) -> Figure:
        """Give the place of a unit at a node."""
        return self.computed(f"{self.prefix}.{unit}.{code}.rank", int(self.evaluation.ranks[code][unit]), "rank", 0)


def _plain(bench: Bench, now: Evaluation) -> _Plain:
    data = computing.data_of(bench.asked)
    return _Plain(now, data, file_cells(data, {}, ""))


def _no_bands(now: Evaluation) -> RankUncertainty:
    """Stand for bands in a picture that shows none."""
    count = len(now.units)
    return RankUncertainty(now.units, now.rank, np.zeros((count, count), dtype=np.int64), np.zeros(1))


def light_assessment(bench: Bench, now: Evaluation, *, with_bands: bool = False, with_causes: bool = False
                     ) -> Assessment:
    """Put together what a picture or a file shows, and compute nothing else."""
    return Assessment(computing.data_of(bench.asked), now,
                      computing.bands(bench.asked) if with_bands else _no_bands(now),
                      computing.diagnosed(bench.asked), computing.sensitivity(bench.asked) if with_causes else (), (),
                      computing.wanting(bench.asked))


_MAKERS: Final[Mapping[str, Callable[[Bench, Evaluation], ResultChart | None]]] = {
    "bands": lambda bench, now: bands_chart(light_assessment(bench, now, with_bands=True), _plain(bench, now)),
    "pillars": lambda bench, now: heat_chart(light_assessment(bench, now), _plain(bench, now)),
    "contributions": lambda bench, now: contribution_chart(light_assessment(bench, now), _plain(bench, now)),
    "sobol": lambda bench, now: sobol_chart(light_assessment(bench, now, with_causes=True), _plain(bench, now)),
}
CHARTS: Final = frozenset({*_MAKERS, "slopes"})
"""Names of the charts."""


def picture(bench: Bench, now: Evaluation, name: str, language: Language) -> str:
    """Draw a chart of an index.

    Raises
    ------
    NotFoundError
        If there is nothing to draw, as of scores that have no parts.
    OutwardError
        If it cannot be computed or drawn.
    """
    return _drawn(_MAKERS[name](bench, now), language)


def slopes(bench: Bench, now: Evaluation, pair: Pair, language: Language) -> str:
    """Draw two versions or years."""
    found = pair.found
    names = [pair.names[unit] for unit in found.units]
    return _drawn(slope_chart(found, names, (pair.before_name, pair.after_name), _plain(bench, now)), language)


def _drawn(chart: ResultChart | None, language: Language) -> str:
    if chart is None or not chart.points:
        raise NotFoundError("there is nothing to draw", "charts of an index", "Choose a mean to split scores.")
    return svg(describe(chart, language))
