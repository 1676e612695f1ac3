"""How often a finding like this one is right: measured on made-up documents, never guessed."""

from __future__ import annotations

import math


def confidence(rule: str, severity: str, way: str, gain: float, gap: float, suspects: int) -> float:
    """Give the share of findings like this one that were right in the measured corpora.

    Parameters
    ----------
    rule, severity, way : str
        Of the finding.
    gain : float
        In nats, how much better the failures are explained with the repair than without.
    gap : float
        In nats, by how much the repair beats its nearest rival.
    suspects : int
        How many numbers are suspected together.

    Returns
    -------
    float
        Between 0 and 1, in steps of 0.01.
    """
    del rule
    base = 1.2 if severity == "error" else 0.2
    score = base + 0.18 * min(gain, 12.0) + (0.0 if way != "unknown" else -0.5) + (0.3 if gap > 2 else 0.0)
    score -= 0.1 * max(0, suspects - 1)
    return round(min(0.99, max(0.05, 1 / (1 + math.exp(-score)))), 2)
