"""Error localisation of records that others printed, with the verdicts that they printed."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import pytest

from outward.audit.bound import LinearEdit, fewest_wrong

ANY = math.inf
STRICT = 1e-3  # "> 0" of a source, for which an edit has only ">="


def balance(total: int, *parts: int) -> LinearEdit:
    """``total`` is the sum of ``parts``; a negative number, from -1, takes the cell before it away."""
    terms = {(part if part >= 0 else -part - 1): (1.0 if part >= 0 else -1.0) for part in parts}
    return LinearEdit({**terms, total: -1.0}, 0.0, 0.0)


def minus(cell: int) -> int:
    return -cell - 1


def at_least(cell: int, low: float = 0.0) -> LinearEdit:
    return LinearEdit({cell: 1.0}, low, ANY)


def wrong(record: Sequence[float], edits: Sequence[LinearEdit], half: float = 0.0, **options: list[float]) -> set[int]:
    bound = fewest_wrong(record, [half] * len(record), edits, **options)  # type: ignore[arg-type]
    assert bound.proven
    assert bound.count == len(bound.cells)
    return set(bound.cells)


class TestEditrules:
    """de Jonge, E. and van der Loo, M., R package editrules: examples of errorLocalizer and localizeErrors."""

    BALANCE = balance(2, 0, 1)  # profit + cost == turnover
    RECORD = (755.0, 125.0, 200.0)

    def test_any_one_of_three_in_a_balance(self) -> None:
        assert len(wrong(self.RECORD, [self.BALANCE])) == 1

    def test_a_trusted_turnover_leaves_profit_or_cost(self) -> None:
        assert wrong(self.RECORD, [self.BALANCE], weights=[1.0, 1.0, 2.0]) <= {0, 1}

    def test_costs_of_at_least_60_percent_leave_only_profit(self) -> None:
        """Also the example of R package errorlocate (README; there with turnover >= 0)."""
        edits = [self.BALANCE, LinearEdit({1: 1.0, 2: -0.6}, 0.0, ANY), at_least(2)]
        assert wrong(self.RECORD, edits) == {0}

    @pytest.mark.parametrize(("record", "adapt"), [
        ((1.0, -1.0, 2.0), {1}), ((-1.0, 1.0, 0.0), {0, 2}), ((1.0, 1.0, 2.0), set()),
    ])
    def test_positive_summands(self, record: tuple[float, ...], adapt: set[int]) -> None:
        """localizeErrors: x + y == z, all > 0."""
        assert wrong(record, [balance(2, 0, 1), *(at_least(cell, STRICT) for cell in range(3))]) == adapt

    def test_weight_of_two_where_one_is_forced(self) -> None:
        """testErrorLocalizer.R: x + y + z == w, x > 0, record (-1, 1, 0, 0), printed weight 2."""
        bound = fewest_wrong([-1.0, 1.0, 0.0, 0.0], [0.0] * 4, [balance(3, 0, 1, 2), at_least(0, STRICT)])
        assert (bound.count, bound.weight, bound.proven) == (2, 2.0, True)

    @pytest.mark.parametrize(("record", "adapt"), [((2.0, -1.0), {1}), ((0.0, 0.0), {0, 1}), ((-1.0, 2.0), {0})])
    def test_the_diamond(self, record: tuple[float, ...], adapt: set[int]) -> None:
        """Vignette "Manipulation of linear edits and error localization", section "Two examples", Eq. E1."""
        edits = [LinearEdit({0: -1.0, 1: 1.0}, -1.0, 1.0), LinearEdit({0: 1.0, 1: 1.0}, 3.0, 5.0)]
        assert wrong(record, edits) == adapt

    def test_a_missing_value_is_not_counted(self) -> None:
        """errorLocalizer, "An example with missing data": two solutions, both with c2, which is missing here."""
        edits = [balance(3, 0, 1, 2), LinearEdit({1: 1.0, 3: -0.3}, 0.0, ANY), *(at_least(i, STRICT) for i in range(4))]
        assert wrong((755.0, 50.0, math.nan, 200.0), edits) in ({0, 1}, {0, 3})


class TestScholtus2009:
    """Scholtus, S. (2009), Automatic correction of simple typing errors in numerical data with balance edits, ch. 4.

    As printed in van der Loo, de Jonge and Scholtus (2011), the vignette of R package deducorrect. x1 is cell 0.
    """

    EDITS = (balance(2, 0, 1), balance(3, 1), balance(7, 4, 5, 6), balance(8, 2, 7), balance(10, 8, minus(9)))

    def test_the_true_record_is_consistent(self) -> None:
        assert wrong((1452, 116, 1568, 116, 323, 76, 12, 411, 1979, 1842, 137), self.EDITS) == set()

    def test_one_transposition_in_x4(self) -> None:
        assert wrong((1452, 116, 1568, 161, 323, 76, 12, 411, 1979, 1842, 137), self.EDITS) == {3}

    def test_and_a_digit_too_many_in_x9(self) -> None:
        assert wrong((1452, 116, 1568, 161, 323, 76, 12, 411, 19979, 1842, 137), self.EDITS) == {3, 8}

    def test_three_lost_parts_are_bounded_by_one(self) -> None:
        """Example 4.3: five cells are wrong, but one of x5, x6, x7 would do: a bound, not the story."""
        cells = wrong((1452, 116, 1568, 161, 0, 0, 0, 411, 19979, 1842, 137), self.EDITS)
        assert {3, 8} < cells
        assert len(cells) == 3
        assert cells - {3, 8} <= {4, 5, 6}

    def test_a_lost_subtotal(self) -> None:
        assert wrong((1452, 116, 1568, 161, 323, 76, 12, 0, 19979, 1842, 137), self.EDITS) == {3, 7, 8}

    def test_a_digit_transposed(self) -> None:
        """Same vignette: 123 + 192 against 252; 129 for 192 would do."""
        assert len(wrong((123, 192, 252), [balance(2, 0, 1)])) == 1


class TestScholtus2008:
    """Scholtus, S. (2008), Algorithms for correcting some obvious inconsistencies and rounding errors in business data.

    As printed in the vignette of R package deducorrect.
    """

    ROUNDED = (12, 4, 15, 4, 3, 1, 8, 11, 27, 41, -13)  # section 5.3.2

    def test_rounding_alone_explains_the_rounded_record(self) -> None:
        assert wrong(self.ROUNDED, TestScholtus2009.EDITS, half=0.5) == set()

    def test_taken_exactly_three_cells_are_wrong(self) -> None:
        """The vignette's solution adapts x3, x8 and x9."""
        assert len(wrong(self.ROUNDED, TestScholtus2009.EDITS)) == 3

    # x0r, x0c, x0, x1r, x1c, x1, x2r, x2c, x2, x3r, x3c, x3, x4; results are revenues less costs and add up to x4
    ACCOUNTS = (
        balance(2, 0, minus(1)), balance(5, 3, minus(4)), balance(8, 6, minus(7)), balance(11, 9, minus(10)),
        balance(12, 2, 5, 8, 11),
    )

    def test_case_a_one_sign(self) -> None:
        assert wrong((2100, 1950, 150, 0, 10, 10, 20, 5, 15, 50, 10, 40, 195), self.ACCOUNTS) == {5}

    def test_case_b_two_exchanges(self) -> None:
        """Revenues and costs of accounts 1 and 3 exchanged: one of each pair is the least."""
        cells = wrong((5100, 4650, 450, 0, 130, 130, 20, 0, 20, 15, 25, 10, 610), self.ACCOUNTS)
        assert (len(cells), len(cells & {3, 4}), len(cells & {9, 10})) == (2, 1, 1)

    def test_case_c_a_sign_and_an_exchange(self) -> None:
        cells = wrong((3250, 3550, 300, 110, 10, 100, 50, 90, 40, 30, 10, 20, -140), self.ACCOUNTS)
        assert (len(cells), 2 in cells, len(cells & {6, 7})) == (2, True, 1)

    def test_case_d_two_signs_behind_rounding(self) -> None:
        """The vignette needs a tolerance of two units (eps=2); printed whole numbers give it."""
        assert wrong((5726, 5449, 276, 17, 26, 10, 0, 46, 46, 0, 0, 0, 221), self.ACCOUNTS, half=0.5) == {5, 8}

    @pytest.mark.parametrize(("record", "half", "count"), [
        ((3, 13, 10), 0.0, 1), ((14, -4, 10), 0.0, 1), ((15, 5, -10), 0.0, 1), ((17, 7, 10), 0.0, 0),
        ((12.3, -2.1, 10), 0.5, 1),
    ])
    def test_signs_in_one_balance(self, record: tuple[float, ...], half: float, count: int) -> None:
        """Section "Some simple examples": z = x - y; the fifth record is valid, the last has a rounding error too."""
        assert len(wrong(record, [balance(2, 0, minus(1))], half)) == count


def test_turnover_profit_costs_employees() -> None:
    """Regression test: a record told to us as that of de Waal et al. (2011), which we have not seen in print.

    T = P + C, -0.1 T <= P <= 0.5 T, 0 <= T <= 550 N. No one cell will do: with T = P + C = 100000 also N must change,
    with T = 100 both P and C must. All pairs are tried.
    """
    edits = [
        balance(0, 1, 2), LinearEdit({1: 1.0, 0: -0.5}, -ANY, 0.0), LinearEdit({1: 1.0, 0: 0.1}, 0.0, ANY),
        at_least(0), LinearEdit({0: 1.0, 3: -550.0}, -ANY, 0.0),
    ]
    record = (100.0, 40000.0, 60000.0, 5.0)
    assert wrong(record, edits) in ({0, 3}, {1, 2})
    sets = {
        pair for pair in itertools.combinations(range(4), 2)
        if fewest_wrong(record, [ANY if cell in pair else 0.0 for cell in range(4)], edits).count == 0
    }
    assert sets == {(0, 3), (1, 2)}
    assert wrong(record, edits, weights=[2.0, 1.0, 1.0, 1.0]) == {1, 2}
