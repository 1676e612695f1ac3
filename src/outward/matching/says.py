"""What a criterion says of a candidate, as a code that whoever shows it puts into words."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Says(StrEnum):
    """What a criterion says of a candidate."""

    UNKNOWN = "unknown"  # nothing is stated, or not exactly enough: neither yes nor no
    SAME = "same"  # all that is wanted is there
    SOME = "some"  # a part of what is wanted is there
    NONE = "none"  # nothing of it is there
    NARROWER = "narrower"  # a part of the wanted branch
    BROADER = "broader"  # the branch that the wanted one is a part of
    BESIDE = "beside"  # another part of the same branch
    ENOUGH = "enough"  # the number is met
    SHORT = "short"  # the number is below what is wanted
    OVER = "over"  # the number is above what is wanted
    IN_TIME = "in-time"  # the date is met
    LATE = "late"  # the date is after what is wanted
    EARLY = "early"  # the date is before what is wanted
    CLEAR = "clear"  # nothing that must not be is there
    BARRED = "barred"  # something that must not be is there


ALL_SAYS: Final = tuple(Says)
CODES: Final = {says: code for code, says in enumerate(ALL_SAYS)}
