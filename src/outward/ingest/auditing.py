"""The audit of what is being loaded: it warns of what cannot be right, by cell, and never refuses a table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import duckdb
import pandas as pd

from outward.audit import Cell, Claim, Document, Fact, Finding, audit
from outward.audit.induction import facts_in
from outward.audit.messages import RULES
from outward.audit.numbers import numbers_of
from outward.audit.observed import Vocabulary, document_of
from outward.audit.placed import place_of, told_in_both
from outward.casebook.folder import Casebook
from outward.ingest.loaded import Audited, CellWarning
from outward.store.query import quoted
from outward.vocabulary.labels import Label
from outward.vocabulary.observations import CLAIMS_TABLE, COLUMNS, Observations

MOST_CELLS: Final = 50_000
"""Of more cells a load does not wait for the audit: a table of printed figures has some thousands at most."""

_PLACE: Final = re.compile(r"(?:^|; )cell (?P<sheet>[^!]+)!(?P<cell>[A-Z]+\d+)")


def audit_incoming(engine: duckdb.DuckDBPyConnection, casebook: Casebook) -> Audited:
    """Audit ``incoming``: the facts that the case declares, and those that hold in most rows of what comes in.

    Parameters
    ----------
    engine : duckdb.DuckDBPyConnection
        Holds ``incoming``, which has been checked.
    casebook : Casebook
        The case: its facts, and what names its codes.
    """
    cells = int(engine.execute("SELECT count(*) FROM incoming").fetchall()[0][0])
    if cells > MOST_CELLS:
        return Audited(cells, left_out=True)
    texts = ", ".join(f"coalesce(CAST({quoted([column])} AS VARCHAR), '') AS {quoted([column])}"
                      for column in COLUMNS if column != "value")
    table = engine.execute(f'SELECT {texts}, "value" FROM incoming').df()[list(COLUMNS)]  # noqa: S608
    return audit_table(table.assign(value=pd.to_numeric(table["value"])), casebook)


def audit_table(table: pd.DataFrame, casebook: Casebook) -> Audited:
    """Audit observations as a load does.

    Parameters
    ----------
    table : pandas.DataFrame
        With the columns of ``Observations``.
    casebook : Casebook
        The case that they are loaded into.

    Examples
    --------
    >>> from outward.casebook.folder import bundled
    >>> from outward.casebook.observed import observations
    >>> found = audit_table(observations(bundled()).table, bundled())
    >>> found.cells, [each.cells for each in found.warnings if each.rule == "digit_grouping"]
    (669, [('claims:C061',)])
    """
    vocabulary = Vocabulary(casebook.indicators, casebook.sectors, casebook.regions, casebook.labels)
    document = document_of(Observations(table), id=casebook.case.id, facts=casebook.facts, vocabulary=vocabulary)
    findings = [each for each in audit(replace(document, facts=_all_facts(document)), fewest_wrong="skip").findings
                if each.severity != "info"]
    rows = _rows(table, {id for each in findings for id in (*each.suspects, *each.evidence, *each.repair)})
    places = {id: place_of(row, vocabulary) for id, row in rows.items()}
    numbers: list[Cell | Claim] = [cell for cell in document.cells if cell.id in rows]
    numbers += [claim for claim in document.claims if claim.id in rows]
    return Audited(len(table), warnings=tuple(
        _warning(each, {id: _place(row) for id, row in rows.items()}, told_in_both(each.message, numbers, places))
        for each in findings))


def _all_facts(document: Document) -> tuple[Fact, ...]:
    """The facts that were declared, and those that nobody declared and that most rows keep."""
    declared = document.facts or ()
    said = {_name(fact) for fact in declared}
    return (*declared, *(fact for fact in facts_in(numbers_of(document, ())) if _name(fact) not in said))


def _name(fact: Fact) -> tuple[str, str]:
    return fact.kind, repr(sorted(fact.keys.items()))


def _rows(table: pd.DataFrame, wanted: set[str]) -> dict[str, Mapping[Any, Any]]:
    """Give the observations of some cells and claims, by id."""
    is_claim = table["table"] == CLAIMS_TABLE
    ids = table["row"].where(is_claim, table["table"] + ":" + table["row"])
    named = ids.isin(wanted)
    return dict(zip(ids[named], table[named].to_dict("records"), strict=True))


def _place(row: Mapping[Any, Any]) -> str:
    """Say where a cell stands: in the workbook where its note tells, else by table and row."""
    found = _PLACE.search(str(row["note"]))
    return f"{found['sheet']}!{found['cell']}" if found else f"{row['table']}:{row['row']}"


def _warning(finding: Finding, places: Mapping[str, str], message: Label) -> CellWarning:
    named = finding.suspects or finding.evidence
    return CellWarning(finding.severity, finding.rule, RULES[finding.rule], tuple(places.get(id, id) for id in named),
                       message, finding.arithmetic)
