"""A verdict laid over its rules: each part of the tree with its own answer, for a page that shows why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from outward.eligibility.rules import All, AnyOf, Condition, Node, Not, Rules
from outward.eligibility.verdicts import Finding, Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Explained:
    """A part of the rules with its answer; a condition has its finding, another part has parts."""

    node: Node
    outcome: Outcome
    finding: Finding | None = None
    parts: tuple[Explained, ...] = ()


def explain(rules: Rules, verdict: Verdict) -> Explained:
    """Give each part of the rules with its answer.

    Parameters
    ----------
    rules : Rules
        Those that were judged.
    verdict : Verdict
        What they came to.

    Examples
    --------
    >>> from decimal import Decimal
    >>> from outward.eligibility import FactKind, State, judge, read_rules
    >>> from outward.vocabulary.labels import Label
    >>> staff = {"staff": FactKind("staff", Label("Staff", ""), "number")}
    >>> rules = read_rules({"not": {"fact": "staff", "is": ">=", "value": 300, "en": "300 people"}}, staff)
    >>> told = explain(rules, judge(rules, {"staff": State(Decimal(20))}))
    >>> told.outcome.name, told.parts[0].outcome.name
    ('MET', 'NOT_MET')
    """
    return _explained(rules.root, iter(verdict.findings))


def _explained(node: Node, findings: Iterator[Finding]) -> Explained:
    match node:
        case Condition():
            finding = next(findings)
            return Explained(node, finding.outcome, finding)
        case Not():
            part = _explained(node.part, findings)
            return Explained(node, Outcome(2 - part.outcome), None, (part,))
        case All() | AnyOf():
            parts = tuple(_explained(each, findings) for each in node.parts)
            outcomes = [each.outcome for each in parts]
            return Explained(node, min(outcomes) if isinstance(node, All) else max(outcomes), None, parts)
