"""What a forecast is made from: named predictors with an expected sign, computed from a panel as it was known."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from outward.errors import UnknownCodeError
from outward.risk.formulas import THEMES, Known
from outward.risk.panel import Lag, Panel
from outward.vocabulary.labels import Label


@dataclass(frozen=True, slots=True)
class Predictor:
    """A predictor.

    ``sign`` is what theory says of it alone: 1 raises the risk, -1 lowers it, 0 either. ``nature`` says whether it is a
    state of things that can move, the country's history, which cannot, or its surroundings.
    """

    id: str
    theme: str
    name: Label
    sign: int
    nature: Literal["state", "history", "surroundings"]


@dataclass(frozen=True, slots=True, eq=False)
class PredictorTable:
    """Predictors by country and year; ``values`` has the shape (countries, years, predictors), missing is NaN."""

    predictors: tuple[Predictor, ...]
    values: NDArray[np.float64]


@cache
def predictors() -> Mapping[str, Predictor]:
    """Give every predictor by id.

    Examples
    --------
    >>> predictors()["coup_region"].name.en
    'coup attempts elsewhere in the region'
    """
    text = (files("outward.risk") / "data" / "predictors.csv").read_text(encoding="utf-8")
    return {row["id"]: Predictor(row["id"], row["theme"], Label(row["name_en"], row["name_zh"]), int(row["sign"]),
                                 row["nature"])  # type: ignore[arg-type]
            for row in csv.DictReader(text.splitlines())}


def predictor_table(panel: Panel, themes: Iterable[str], lag: Lag) -> PredictorTable:
    """Compute the predictors of some themes.

    Parameters
    ----------
    panel : Panel
        The figures.
    themes : iterable of str
        Ids of themes, such as "coups".
    lag : {"known", "none"}
        Whether publication lags are kept.

    Raises
    ------
    UnknownCodeError
        If there is no such theme.
    """
    wanted = tuple(themes)
    if unknown := set(wanted) - set(THEMES):
        raise UnknownCodeError(f"theme {sorted(unknown)[0]!r}", "predictors", f"Use some of {', '.join(THEMES)}.")
    known = Known(panel, lag)
    grids = {id: grid for theme in wanted for id, grid in THEMES[theme](known).items()}
    named = predictors()
    return PredictorTable(tuple(named[id] for id in grids), np.stack(list(grids.values()), axis=-1))
