"""Indicators from variables: sums are taken before, ratios here."""

from __future__ import annotations

import numpy as np

from outward.composite.data import Floats, Inputs
from outward.composite.framework import Framework
from outward.errors import InvalidValueError


def numerators(framework: Framework, inputs: Inputs, values: Floats) -> Floats:
    """Take the column of each indicator before any division, shape (units, indicators)."""
    return values[:, [inputs.variables.index(each.variable) for each in framework.indicators]]


def denominated(framework: Framework, inputs: Inputs, values: Floats | None = None) -> Floats:
    """Divide by denominators, shape (units, indicators): ``factor * numerator / denominator``, or its logarithm.

    Parameters
    ----------
    framework : Framework
        Names numerators, denominators and factors.
    inputs : Inputs
        The variables.
    values : array, optional
        Other values of the variables than those of ``inputs``, of the same shape.

    Raises
    ------
    InvalidValueError
        If a denominator, or what a logarithm is taken of, is zero or negative.
    """
    given = inputs.values if values is None else values
    result = numerators(framework, inputs, given).copy()
    for place, each in enumerate(framework.indicators):
        if each.denominator:
            divisor = given[:, inputs.variables.index(each.denominator)]
            for row in np.flatnonzero(divisor <= 0):
                raise InvalidValueError(f"the denominator is {divisor[row]:g}",
                                        inputs.where(inputs.units[row], each.denominator),
                                        "Divide by amounts above 0 only, or leave the cell empty.")
            with np.errstate(over="ignore"):
                result[:, place] /= divisor
        if each.factor != 1:
            with np.errstate(over="ignore"):
                result[:, place] *= each.factor
        for row in np.flatnonzero(np.isinf(result[:, place])):
            raise InvalidValueError("the ratio is too large for a number",
                                    inputs.where(inputs.units[row], each.variable),
                                    "Give numerator and denominator in units of their own size.")
        if each.transform == "ln":
            for row in np.flatnonzero(result[:, place] <= 0):
                raise InvalidValueError(f"the value is {result[row, place]:g}, which has no logarithm",
                                        inputs.where(inputs.units[row], each.variable),
                                        "Leave the cell empty, or the transform out of the framework.")
            result[:, place] = np.log(result[:, place])
    return result
