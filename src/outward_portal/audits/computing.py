"""Making the audit of a release: the library is asked, and what a page needs of it is put into words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from outward.audit import Cell, Claim, Document, Finding, audit
from outward.audit.observed import document_of
from outward.audit.placed import place_of, told_in_both
from outward.casebook.folder import Casebook
from outward.errors import OutwardError
from outward.studies.auditing.case import vocabulary_of
from outward.studies.releases import Release, casebook_of
from outward.vocabulary.labels import Label, same
from outward.vocabulary.observations import CLAIMS_TABLE, Observations
from outward_portal.audits.kept import KeptAudit, KeptCell, KeptFinding, key_of


def make_audit(release: Release, as_of: str = "") -> KeptAudit:
    """Audit a release as of a day.

    Parameters
    ----------
    release : Release
        Of any case.
    as_of : str
        ISO date; empty for all that is known.
    """
    casebook = casebook_of(release)
    table = release.observations(as_of=as_of or None)
    is_by_case = "facts.csv" in casebook.files
    document = document_of(Observations(table), id=release.case_id, facts=casebook.facts if is_by_case else None,
                           vocabulary=vocabulary_of(casebook))
    numbers = _numbers(document)
    found = audit(document, fewest_wrong="skip").findings
    wanted = {id for each in found for id in (*each.suspects, *each.evidence, *each.repair)}
    cells = {cell.id: cell for cell in _cells(table, casebook, numbers, wanted)}
    findings = tuple(_kept(each, numbers, cells) for each in found)
    return KeptAudit(release.case_id, release.name, as_of, findings, cells, len(table), is_by_case)


def _numbers(document: Document) -> dict[str, Cell | Claim]:
    numbers: dict[str, Cell | Claim] = {cell.id: cell for cell in document.cells}
    return numbers | {claim.id: claim for claim in document.claims}


def _kept(finding: Finding, numbers: Mapping[str, Cell | Claim], cells: Mapping[str, KeptCell]) -> KeptFinding:
    printed = {id: numbers[id].text for id in finding.evidence if id in numbers}
    named = [numbers[id] for id in dict.fromkeys((*finding.suspects, *finding.evidence, *finding.repair))
             if id in numbers]
    message = told_in_both(finding.message, named, {id: cell.place for id, cell in cells.items()})
    return KeptFinding(key_of(finding.rule, finding.suspects, printed), finding.rule, finding.severity,
                       finding.confidence, message, finding.arithmetic, finding.suspects, finding.evidence,
                       dict(finding.repair))


def _cells(table: pd.DataFrame, casebook: Casebook, numbers: Mapping[str, Cell | Claim], wanted: set[str]
           ) -> Iterator[KeptCell]:
    """Put observations into words: those of these ids."""
    sources = {source.id: source.title for source in casebook.sources}
    vocabulary = vocabulary_of(casebook)
    for row in table.to_dict("records"):
        is_claim = row["table"] == CLAIMS_TABLE
        id = str(row["row"]) if is_claim else f"{row['table']}:{row['row']}"
        if id in wanted:
            held = str(row["value_as_printed"])
            yield KeptCell(id, str(row["table"]), str(row["row"]), place_of(row, vocabulary),
                           numbers[id].text if id in numbers else held, held, _unit(str(row["unit"]), casebook),
                           str(row["paragraph"]), sources.get(row["source"], same(str(row["source"]))),
                           str(row["known_on"]), is_claim)


def _unit(code: str, casebook: Casebook) -> Label:
    try:
        unit = casebook.units[code]
    except OutwardError:
        return same(code)
    return Label(unit.header("en"), unit.header("zh"))
