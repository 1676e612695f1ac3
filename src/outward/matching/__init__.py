"""What is wanted against a table of candidates: who matches, how well, and by which criterion each does or does not."""

from outward.matching.candidates import Candidates
from outward.matching.criteria import Criterion
from outward.matching.matches import Match, Matches, Reason, Verdict
from outward.matching.matching import match
from outward.matching.rules import (
    AnyOf,
    AtLeast,
    AtMost,
    Branch,
    By,
    CapacityLeft,
    From,
    NoneOf,
    Overlap,
    Rule,
    Same,
    Tokens,
    Within,
)
from outward.matching.says import Says

__all__ = ["AnyOf", "AtLeast", "AtMost", "Branch", "By", "Candidates", "CapacityLeft", "Criterion", "From", "Match",
           "Matches", "NoneOf", "Overlap", "Reason", "Rule", "Same", "Says", "Tokens", "Verdict", "Within", "match"]
