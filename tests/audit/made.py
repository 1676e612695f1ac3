"""Small documents written as they are printed, so that a reader can check their arithmetic by eye."""

from __future__ import annotations

from dataclasses import replace

from outward.audit import Audit, Cell, Claim, Document, Fact, Finding, audit
from outward.audit.documents import Hedge
from outward.audit.numbers import Numbers, numbers_of

ALARMS = ("error", "warning")


def cells(printed: str, table: str = "1", title: str = "", *, region: str = "Anyville", item: str = "",
          period: str = "2015") -> tuple[Cell, ...]:
    """Read a table written with bars; ids are ``1:1``, ``1:2`` ... along the rows.

    The first line names what a row is ("item", or "region, period") and the columns, each with its unit in square
    brackets. A blank prints no cell.

    Examples
    --------
    >>> [(cell.id, cell.item, cell.indicator, cell.unit, cell.text) for cell in cells('''
    ...     item  | sales [million CNY] | growth [%]
    ...     Pumps | 120.5               | 3.1
    ...     Total | 120.5               |
    ... ''')][1:]
    [('1:2', 'Pumps', 'growth', '%', '3.1'), ('1:3', 'Total', 'sales', 'million CNY', '120.5')]
    """
    (axes, *heads), *rows = [[part.strip() for part in line.split("|")] for line in printed.strip().splitlines()]
    found: list[Cell] = []
    for label, *texts in rows:
        place = {"region": region, "item": item, "period": period,
                 **dict(zip(axes.split(", "), label.split(", "), strict=True))}
        for head, text in zip(heads, texts, strict=True):
            indicator, _, unit = head.partition("[")
            if text:
                found.append(Cell(f"{table}:{len(found) + 1}", table, place["region"], place["item"], place["period"],
                                  indicator.strip(), unit.rstrip("]"), text, title))
    return tuple(found)


def fact(kind: str, **keys: object) -> Fact:
    """State a fact."""
    return Fact(kind, keys)


def claim(text: str, indicator: str, unit: str = "", *, region: str = "Anyville", item: str = "", period: str = "2015",
          hedge: Hedge = "", id: str = "c1", sentence: str = "") -> Claim:
    """Say a number in the prose."""
    return Claim(id, sentence or f"The {indicator} is {text}.", region, item, period, indicator, text, unit, hedge)


def judged(printed: tuple[Cell, ...], *facts: Fact, claims: tuple[Claim, ...] = ()) -> Audit:
    """Audit a document whose facts are given, be there none."""
    return audit(Document("D1", printed, claims, facts))


def unaided(printed: tuple[Cell, ...], claims: tuple[Claim, ...] = ()) -> Audit:
    """Audit a document whose facts have to be found."""
    return audit(Document("D1", printed, claims))


def alarms(found: Audit) -> list[Finding]:
    """Give the errors and warnings."""
    return [finding for finding in found.findings if finding.severity in ALARMS]


def only(found: Audit) -> Finding:
    """Give the one alarm of an audit."""
    one, *others = alarms(found)
    assert not others, others
    return one


def misprinted(printed: tuple[Cell, ...], **texts: str) -> tuple[Cell, ...]:
    """Print other texts in some cells of table 1: ``misprinted(table, _3="12.5")`` changes ``1:3``."""
    changed = {f"1:{name.removeprefix('_')}": text for name, text in texts.items()}
    assert changed.keys() <= {cell.id for cell in printed}
    return tuple(replace(cell, text=changed.get(cell.id, cell.text)) for cell in printed)


def read(printed: tuple[Cell, ...], *claims: Claim) -> Numbers:
    """Read the numbers of a document."""
    return numbers_of(Document("D1", printed, claims, ()), claims)


GRID = cells("""
    item          | trade [million USD]
    North / Coal  | 10
    North / Steel | 25
    North / Total | 35
    South / Coal  | 14
    South / Steel | 31
    South / Total | 45
    Total / Coal  | 24
    Total / Steel | 56
    Total / Total | 80
    """)
