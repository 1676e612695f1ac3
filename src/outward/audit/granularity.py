"""Whether a mean or a share of a whole number of things can be printed so (the GRIM test)."""

from __future__ import annotations

import math
import unicodedata
from fractions import Fraction

from outward.audit.printed import Printed, read_printed
from outward.errors import InvalidValueError


def is_possible_mean(printed: str, count: int, items: int = 1) -> bool:
    """Say whether a mean of whole numbers, or a share of whole things, can be printed so.

    With ``N = count x items`` the mean is a whole number divided by ``N``; it can be printed as ``x`` if a whole number
    lies in ``[N (x - h), N (x + h)]``, ``h`` being half of the last printed digit. Both ends belong: a 5 may have been
    rounded up or to the even digit. All arithmetic is in whole numbers and fractions.

    Parameters
    ----------
    printed : str
        As printed, with its trailing zeros; a share with its sign: "34.5%".
    count : int
        How many things, at least 1.
    items : int
        How many whole numbers each thing is itself the mean of.

    Returns
    -------
    bool
        True also where every number is possible, from ``N >= 1 / (2 h)`` on: then the test says nothing.

    Raises
    ------
    InvalidValueError
        If the text is no number, or a count is below 1.

    References
    ----------
    Brown, N. J. L. and Heathers, J. A. J. (2017), "The GRIM Test: A Simple Technique Detects Numerous Anomalies in the
    Reporting of Results in Psychology", Social Psychological and Personality Science 8(4), 363-369.

    Examples
    --------
    >>> is_possible_mean("5.19", 28), is_possible_mean("5.18", 28), is_possible_mean("54.0%", 150)
    (False, True, True)
    """
    number = read_printed(printed)
    if number is None or number.misgrouped:
        raise InvalidValueError(f"{printed!r} is no number", "is_possible_mean, printed", "Pass a printed number.")
    if count < 1 or items < 1:
        raise InvalidValueError(
            f"count {count}, items {items}", "is_possible_mean", "Pass how many things there are, at least 1."
        )
    step = _step(number)
    last_digits = round(number.value / number.step)
    things = count * items
    low = things * step * (last_digits - Fraction(1, 2))
    high = things * step * (last_digits + Fraction(1, 2))
    return math.ceil(low) <= math.floor(high)


def _step(number: Printed) -> Fraction:
    """The worth of the last digit, exactly."""
    text = unicodedata.normalize("NFKC", number.text)
    part = 100 if "%" in text else 1000 if "‰" in text else 1
    return Fraction(10) ** round(math.log10(number.step)) / part
