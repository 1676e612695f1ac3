"""What the audit reads and says: printed cells, claims, facts and findings. Frozen, and without any I/O."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from outward.vocabulary.labels import Label

Severity = Literal["error", "warning", "info"]
Hedge = Literal["", "about", "more than", "less than", "nearly"]

_DIGITS = re.compile(r"([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell of a table; every word is the table's own.

    ``text`` is exactly what is printed ("1,234.5", "3,4512", "8.53%", "-"); ``item`` is what a row is about (a sector,
    partner or product, or a total); ``title`` is the table's and may carry a unit.
    """

    id: str
    table: str
    region: str
    item: str
    period: str
    indicator: str
    unit: str
    text: str
    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One number in the prose.

    Of a claim whose ``indicator`` and ``text`` are empty only the sentence is known: the audit finds its numbers
    itself. ``indicator`` may be a phrase built on others: "growth of X", "占X比重", "X per Y".
    """

    id: str
    sentence: str
    region: str = ""
    item: str = ""
    period: str = ""
    indicator: str = ""
    text: str = ""
    unit: str = ""
    hedge: Hedge = ""
    para: str = ""
    lang: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What holds between numbers by definition (``kind`` and its keys), and whether somebody said so.

    A fact that is not ``declared`` was found: it holds in most rows.
    """

    kind: str
    keys: Mapping[str, Any]
    declared: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """Printed tables and the prose about them; without facts (``None``) the audit finds what holds in most rows."""

    id: str
    cells: tuple[Cell, ...]
    claims: tuple[Claim, ...] = ()
    facts: tuple[Fact, ...] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One cause: what cannot be right, where, and what it probably was.

    Parameters
    ----------
    rule : str
        The rule that failed, by its name in ``RULES``.
    severity : {"error", "warning", "info"}
        ``error`` where a hard rule fails beyond what rounding allows, ``warning`` where a value is unlikely, ``info``
        for what is missing.
    confidence : float
        How often a finding like this one is right (0..1), from the measured corpora.
    suspects, evidence : tuple of str
        Ids of cells and claims that are thought wrong, the likeliest first, and of all that the finding rests on.
    repair : mapping of str to str
        The likely text of a suspect, and the texts of what was computed from it.
    message : Label
        What is wrong and the likely reading, in English and Chinese.
    arithmetic : tuple of str
        The sums as printed, one line each: ``120.5 + 79.4 = 199.9 ≠ 198.9``.
    way : str
        How the number went wrong, by its name in ``WAYS``; ``unknown`` where no slip explains it.
    """

    rule: str
    severity: Severity
    confidence: float
    suspects: tuple[str, ...]
    evidence: tuple[str, ...]
    repair: Mapping[str, str] = field(default_factory=dict)
    message: Label = field(default_factory=lambda: Label(""))
    arithmetic: tuple[str, ...] = ()
    way: str = "unknown"


@dataclass(frozen=True, slots=True)
class Audit:
    """What the audit of one document found.

    Parameters
    ----------
    document : str
        Its id.
    findings : tuple of Finding
        The gravest first; the same for every order of the document's rows.
    facts : tuple of Fact
        The facts that were used, declared and found.
    unlinked : tuple of str
        Ids of claims that no cell and no other claim says anything about.
    unread : tuple of str
        Ids of cells whose text is no number (dashes and blanks are missing values, not unread).
    fewest_wrong : int
        At least so many cells must be wrong for all linear rules to hold (a bound, not the story); 0 where it was
        left out.
    years : mapping of str to str
        The years that undated tables were taken to be of, by table.
    idle : tuple of Fact
        Declared facts that touch no number: of a table or indicator that the document does not have.
    """

    document: str
    findings: tuple[Finding, ...]
    facts: tuple[Fact, ...] = ()
    unlinked: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    fewest_wrong: int = 0
    years: Mapping[str, str] = field(default_factory=dict)
    idle: tuple[Fact, ...] = ()


def natural(id: str) -> tuple[tuple[int, str], ...]:
    """Order ids as people do: c9 before c10."""
    return tuple((int(part), "") if part.isdigit() and part.isascii() else (-1, part) for part in _DIGITS.split(id))
