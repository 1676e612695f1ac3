"""Noise within the standard errors that the data state: indicators normalised anew in each of many runs."""

from __future__ import annotations

import numpy as np

from outward.composite.data import Floats, Inputs
from outward.composite.evaluation import Stages, normalised
from outward.composite.framework import Framework


def noisy_normalised(framework: Framework, inputs: Inputs, stages: Stages, generator: np.random.Generator, runs: int
                     ) -> Floats:
    """Draw the treated indicators within their standard errors and normalise them, run by run.

    What was treated stays treated: outliers are not looked for again in each run. A cell without a standard error stays
    as it is.

    Returns
    -------
    array, shape (runs, units, indicators)
    """
    drawn = generator.standard_normal((runs, *stages.treated.shape))
    drawn *= indicator_errors(framework, inputs, stages)
    drawn += stages.treated
    method = framework.choices.word("normalise.method")
    if method in ("minmax", "distance_to_best", "zscore", "goalposts"):
        return _linear(framework, drawn, method)
    return np.stack([normalised(framework, inputs, run) for run in drawn])


def indicator_errors(framework: Framework, inputs: Inputs, stages: Stages) -> Floats:
    """Give the standard error of each treated indicator, shape (units, indicators): 0 where none is stated.

    A ratio has its numerator's error over its denominator; a logarithm, the error times its slope (delta method). Cells
    that were imputed have none: what they might have been is what alternative imputations show.
    """
    errors = np.zeros(stages.treated.shape)
    for place, each in enumerate(framework.indicators):
        own = inputs.standard_errors[:, inputs.variables.index(each.variable)] * abs(each.factor)
        if each.denominator:
            own = own / inputs.column(each.denominator)
        if each.transform == "ln":
            own = own / np.exp(stages.imputed[:, place])
        if stages.treatments[place].logged:
            turned = stages.imputed[:, place] * (1 if stages.treatments[place].before[0] > 0 else -1)
            own = own / (turned - np.nanmin(turned) + 0.01 * np.ptp(turned[~np.isnan(turned)]))
        errors[:, place] = own
    return np.where(np.isnan(errors) | stages.filled, 0.0, errors)


def _linear(framework: Framework, drawn: Floats, method: str) -> Floats:
    """Normalise all runs at once by methods that are a shift and a factor; ``drawn`` is changed and given back."""
    choices = framework.choices
    directions = np.array([each.direction for each in framework.indicators], dtype=float)
    drawn *= directions
    low, width = choices.number("normalise.low"), choices.number("normalise.high") - choices.number("normalise.low")
    if method == "zscore":
        drawn -= np.nanmean(drawn, axis=1, keepdims=True)
        drawn /= np.nanstd(drawn, axis=1, ddof=1, keepdims=True)
        drawn *= choices.number("normalise.sd")
        drawn += choices.number("normalise.mean")
        return drawn
    if method == "goalposts":
        posts = np.array([[each.transformed(post) for post in each.goalposts or ()] for each in framework.indicators])
        posts *= directions[:, None]
        least, most = posts.min(axis=1), posts.max(axis=1)
    else:
        least = np.fmin.reduce(drawn, axis=1, keepdims=True)
        most = np.fmax.reduce(drawn, axis=1, keepdims=True)
    drawn -= least
    drawn *= width / (most - least)
    drawn += low
    if method == "goalposts" and choices.word("normalise.cap") == "yes":
        np.clip(drawn, low, low + width, out=drawn)
    return drawn
