"""Which sums of confidential amounts may be shown: statistical disclosure control of a table with a total.

A sum over few contributors, or over one who makes up most of it, tells what a single one of them reported. Such cells
are withheld (primary suppression), and as many more as are needed so that nobody can work them out from the total
(secondary suppression).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from outward.errors import InvalidValueError

Reason = Literal["few", "dominant", "close", "known", "secondary"]
"""Why a sum is withheld: too few contributors; one makes up too much; the second largest could estimate the largest; an
insider knows the rest; or only to protect another cell."""


@dataclass(frozen=True, slots=True)
class SafetyRule:
    """When a sum may be shown; all three parts must hold."""

    contributors: int = 3  # minimum frequency: with two, each works out the other
    largest_share: float = 0.85  # (1, k) dominance: the largest contribution over the sum, at most; a ratio
    margin: float = 0.10  # p% rule: by how much the second largest must at least overestimate the largest; a ratio

    def __post_init__(self) -> None:
        if self.contributors < 2 or not 0 < self.largest_share < 1 or not self.margin >= 0:
            raise InvalidValueError(f"{self}", "SafetyRule", "Ask for 2 contributors or more, a largest share between "
                                    "0 and 1, and a margin of 0 or more.")


@dataclass(frozen=True, slots=True)
class ProtectedSums:
    """The sums of a table, as far as they may be shown."""

    sums: pd.Series[float]  # by cell; only those that may be shown
    contributors: pd.Series[int]  # positive contributions in each shown cell
    total: float | None  # over all cells, shown and withheld; None: withheld
    total_contributors: int | None
    withheld: pd.Series[str]  # reason by cell
    total_withheld: Reason | None = None

    @property
    def gaps(self) -> tuple[str, ...]:
        """The withheld cells, by label."""
        return tuple(str(cell) for cell in self.withheld.index)


def why_sensitive(amounts: pd.Series[float], rule: SafetyRule | None = None) -> Reason | None:
    """Say why a sum may not be shown; ``None`` where it may.

    Parameters
    ----------
    amounts : pandas.Series
        Non-negative amounts in one unit; amounts of the same label are of one contributor and are added up first.
    rule : SafetyRule, optional
        The thresholds.

    Returns
    -------
    {"few", "dominant", "close"} or None
        The first rule that is broken.

    Raises
    ------
    InvalidValueError
        If an amount is negative or missing: concentration rules say nothing then.

    References
    ----------
    Hundepool, A., et al. (2012), Statistical Disclosure Control, Wiley, ch. 4; Handbook on Statistical Disclosure
    Control, 2nd ed., section 4.2, "Sensitivity rules": minimum frequency, (n,k)-dominance with n = 1, p%-rule.

    Examples
    --------
    >>> why_sensitive(pd.Series({"A": 50_000.0, "B": 49_000.0, "C": 600.0, "D": 400.0}))
    'close'
    >>> why_sensitive(pd.Series({"A": 40.0, "B": 35.0, "C": 25.0})) is None
    True
    """
    _check(amounts, "why_sensitive, amounts")
    return _broken(_by_contributor(amounts), rule or SafetyRule())


def protected_sums(
    contributions: pd.DataFrame, *, rule: SafetyRule | None = None, known: pd.DataFrame | None = None
) -> ProtectedSums:
    """Add up confidential amounts by cell, and withhold what would tell of a single contributor.

    Use it for one amount in one unit and one period, broken down once (by sector, say), with a total.

    Parameters
    ----------
    contributions : pandas.DataFrame, columns ``cell``, ``contributor``, ``amount``
        One row a reported amount, not negative. Who belongs together is one contributor.
    rule : SafetyRule, optional
        The thresholds.
    known : pandas.DataFrame of bool, same index, optional
        One column an insider: who is told which amounts anyway. A sum is also withheld where what an insider does not
        know of it would break the rule by itself.

    Returns
    -------
    ProtectedSums
        Sums that may be shown, and the withheld cells with the reason.

    Raises
    ------
    InvalidValueError
        If an amount is negative or missing.

    Notes
    -----
    Nothing ties the shown numbers but their adding up. So the one thing that can be worked out is the sum over all
    withheld cells, the total less what is shown. Cells are withheld, the smallest first, until that sum may itself be
    shown by the rule. A total that breaks the rule is withheld itself, and then no further cell need be.

    References
    ----------
    As in ``why_sensitive``; Cox, L. H. (1980), "Suppression Methodology and Statistical Disclosure Control", Journal of
    the American Statistical Association 75(370), 377-385.

    Examples
    --------
    >>> rows = [("ships", "A", 40.0), ("ships", "B", 35.0), ("ships", "C", 25.0), ("tools", "D", 9.0),
    ...         ("motors", "E", 8.0), ("motors", "F", 7.0), ("motors", "G", 6.0)]
    >>> shown = protected_sums(pd.DataFrame(rows, columns=["cell", "contributor", "amount"]))
    >>> shown.sums.to_dict(), shown.total, shown.withheld.to_dict()
    ({'ships': 100.0}, 130.0, {'motors': 'secondary', 'tools': 'few'})
    """
    rule = rule or SafetyRule()
    amounts = contributions["amount"].astype(float)
    _check(amounts, "protected_sums, amount")
    cells, contributors = contributions["cell"], contributions["contributor"]
    unknown = [np.ones(len(amounts), dtype=bool)]
    if known is not None:
        unknown += [~known[insider].reindex(contributions.index).to_numpy(dtype=bool) for insider in known]

    def reason(within: NDArray[np.bool_]) -> Reason | None:
        """Why the sum over these rows may not be shown, to the public and to each insider."""
        for number, hidden in enumerate(unknown):
            rows = within & hidden
            if number and not rows.any():
                continue  # the insider is told everything here anyway
            broken = _broken(_by_contributor(amounts[rows].set_axis(contributors[rows])), rule)
            if broken:
                return "known" if number else broken
        return None

    inside = {cell: (cells == cell).to_numpy() for cell in sorted(cells.unique(), key=str)}
    sums = pd.Series({cell: float(amounts[rows].sum()) for cell, rows in inside.items()}, dtype=float)
    withheld: dict[object, Reason] = {cell: why for cell, rows in inside.items() if (why := reason(rows))}
    total_withheld = reason(np.ones(len(amounts), dtype=bool))
    if withheld and not total_withheld:
        together = np.any([inside[cell] for cell in withheld], axis=0)
        for cell in sums.drop(list(withheld)).sort_values(kind="stable").index:
            if reason(together) is None:
                break
            withheld[cell] = "secondary"
            together |= inside[cell]
    shown = sums.drop(list(withheld))
    positive = amounts > 0
    counts = {cell: int(contributors[inside[cell] & positive].nunique()) for cell in shown.index}
    return ProtectedSums(
        shown, pd.Series(counts, dtype=int), None if total_withheld else float(amounts.sum()),
        None if total_withheld else int(contributors[positive].nunique()),
        pd.Series({cell: withheld[cell] for cell in sums.index if cell in withheld}, dtype=object), total_withheld)


def _check(amounts: pd.Series[float], where: str) -> None:
    if amounts.isna().any() or (amounts < 0).any():
        missing, negative = int(amounts.isna().sum()), int((amounts < 0).sum())
        raise InvalidValueError(f"{missing} amounts missing, {negative} negative", where,
                                "Pass amounts of zero or more; concentration rules say nothing of others.")


def _by_contributor(amounts: pd.Series[float]) -> NDArray[np.float64]:
    """Positive sums of each contributor, largest first."""
    sums = amounts.groupby(level=0).sum().to_numpy(dtype=np.float64)
    return np.asarray(np.sort(sums[sums > 0])[::-1], dtype=np.float64)


def _broken(x: NDArray[np.float64], rule: SafetyRule) -> Reason | None:
    """The first rule that contributions ``x``, positive and largest first, break."""
    if x.size < rule.contributors:
        return "few"
    whole = float(x.sum())
    if x[0] > rule.largest_share * whole:
        return "dominant"
    if whole - x[1] - x[0] < rule.margin * x[0]:
        return "close"
    return None
