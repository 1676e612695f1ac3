"""Whether somebody qualifies, as far as is known: rules as data, three-valued answers with reasons and what is missing.

A rule is a tree of conditions on facts. An answer is met, not met or unknown (Kleene's strong logic): what is not known
is never taken for a no.
"""

from outward.eligibility.evaluation import RuleBook, judge
from outward.eligibility.explanation import Explained, explain
from outward.eligibility.facts import DatedRate, FactKind, Money, State, Weight
from outward.eligibility.reading import read_rules
from outward.eligibility.rules import All, AnyOf, Condition, Node, Not, Rules
from outward.eligibility.verdicts import Finding, Outcome, Unsettled, Verdict

__all__ = ["All", "AnyOf", "Condition", "DatedRate", "Explained", "FactKind", "Finding", "Money", "Node", "Not",
           "Outcome", "RuleBook", "Rules", "State", "Unsettled", "Verdict", "Weight", "explain", "judge", "read_rules"]
