"""The audit of one document, from its printed numbers to its findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from outward.audit.blocks import misplaced_blocks
from outward.audit.board import Board
from outward.audit.bounding import fewest
from outward.audit.dating import dated
from outward.audit.documents import Audit, Claim, Document, Fact, natural
from outward.audit.facts import relations_of
from outward.audit.hulls import growth_bounds
from outward.audit.induction import facts_in
from outward.audit.likeness import likeness
from outward.audit.linking import link
from outward.audit.localisation import localise
from outward.audit.numbers import numbers_of
from outward.audit.placing import placed
from outward.audit.prints import remarks
from outward.audit.relations import Relation
from outward.audit.sentences import Lexicon, assign
from outward.audit.telling import Teller

_SILENT = ("related", "region_part_of", "share_of_hidden_total")  # they may well say nothing about what is printed


def audit(document: Document, *, fewest_wrong: Literal["bound", "skip"] = "bound") -> Audit:
    """Find what in a document cannot be right, where, and what it probably was.

    Parameters
    ----------
    document : Document
        Printed tables and claims. Without facts, those that hold in most rows are found and then used.
    fewest_wrong : {"bound", "skip"}
        ``skip`` leaves the bound out, which takes longer than the rest: for who wants the findings alone.

    Returns
    -------
    Audit
        The findings, one for each cause, the gravest first; the same for every order of the rows.

    Examples
    --------
    >>> from outward.audit import Cell, Fact
    >>> sales = [("1", "Pumps", "120.5"), ("2", "Valves", "79.4"), ("3", "Total", "198.9")]
    >>> cells = tuple(Cell(id, "1", "Anyville", item, "2015", "sales", "million CNY", text) for id, item, text in sales)
    >>> fact = Fact("total", {"table": "1", "item": "Total", "indicators": ["sales"], "complete": True})
    >>> found = audit(Document("D1", cells, facts=(fact,))).findings[0]
    >>> found.rule, found.suspects, found.arithmetic
    ('total', ('3', '2'), ('120.5 + 79.4 = 199.9 ≠ 198.9',))
    """
    document = in_order(document)
    claims = _read(document)
    dates = dated(placed(document.cells, claims), claims)
    document = replace(document, cells=dates.cells)
    numbers = numbers_of(document, claims)
    facts = document.facts if document.facts is not None else facts_in(numbers)
    links = link(numbers, facts, dates.unsure)
    relations = [*relations_of(facts, numbers), *links.relations, *growth_bounds(facts, numbers),
                 *likeness(facts, numbers)]
    board = Board(numbers, relations)
    least = fewest(board) if fewest_wrong == "bound" else 0
    teller = Teller(board, numbers)
    teller.tell_remarks(remarks(numbers))
    teller.tell_labels(links.mislabelled)
    teller.tell_sayings(links.sayings)
    misplaced = misplaced_blocks(board)
    teller.tell_definitions()
    teller.tell_repairs(misplaced, localise(board))
    teller.tell_outliers(facts)
    unlinked = {claim.id for claim in claims if claim.id not in numbers.by_id} | set(links.unlinked)
    return Audit(document.id, teller.findings(), facts, tuple(sorted(unlinked)), numbers.unread,
                 fewest_wrong=least, years=dates.found, idle=_idle(facts, relations))


def _read(document: Document) -> tuple[Claim, ...]:
    """The claims, those of bare sentences read with the words of the tables."""
    if all(claim.text for claim in document.claims):
        return document.claims
    return assign(document.claims, Lexicon.of(document.cells))


def _idle(facts: Sequence[Fact], relations: Sequence[Relation]) -> tuple[Fact, ...]:
    """The declared facts from which no relation came, but those that make none of their own."""
    made = {":".join(relation.group.split(":")[:2]) for relation in relations}
    return tuple(fact for position, fact in enumerate(facts)
                 if fact.declared and fact.kind not in _SILENT and f"{fact.kind}:{position}" not in made)


def in_order(document: Document) -> Document:
    """Put rows in the order of their ids, so that the order of a file says nothing."""
    return Document(document.id, tuple(sorted(document.cells, key=lambda cell: natural(cell.id))),
                    tuple(sorted(document.claims, key=lambda claim: natural(claim.id))),
                    None if document.facts is None else tuple(sorted(document.facts, key=repr)))
