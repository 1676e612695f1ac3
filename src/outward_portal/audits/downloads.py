"""The findings as a file: CSV for a spreadsheet, JSON for a program, each with what it is cited by."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from outward import __version__
from outward.vocabulary.labels import Language
from outward_portal.audits.kept import KeptAudit
from outward_portal.audits.queries import Found
from outward_portal.records.csv_tables import csv_bytes
from outward_portal.records.readable_cases import ReadableCase

FORMATS: Final = ("csv", "json")
_COLUMNS: Final = ("doc", "finding", "rule", "severity", "confidence", "suspects", "evidence", "repair", "state",
                   "is_found", "reason", "source", "known_on", "message_en", "message_zh", "arithmetic", "citation")


def citation(case: ReadableCase, audit: KeptAudit, language: Language) -> str:
    """Say how an audit is cited."""
    said = {"case": case.entry.name.text(language), "release": audit.release, "version": __version__,
            "day": audit.as_of}
    if audit.as_of:
        return _("Audit of the case %(case)s, release %(release)s as of %(day)s; Outward %(version)s") % said
    return _("Audit of the case %(case)s, release %(release)s; Outward %(version)s") % said


def answer(case: ReadableCase, audit: KeptAudit, rows: list[Found], format: str, language: Language) -> HttpResponse:
    """Write the file: the columns of the audit's own ``findings.csv``, and what was decided."""
    cited = citation(case, audit, language)
    name = f"audit-{case.id}-{audit.release}.{format}"
    if format == "csv":
        lines: list[tuple[Any, ...]] = [_COLUMNS, *(_line(case.id, row, cited) for row in rows)]
        return HttpResponse(csv_bytes(lines), content_type="text/csv; charset=utf-8",
                            headers={"Content-Disposition": f'attachment; filename="{name}"'})
    said = {"citation": cited, "case": case.id, "release": audit.release, "as_of": audit.as_of,
            "findings": list(items(rows))}
    return HttpResponse(json.dumps(said, ensure_ascii=False, indent=1), content_type="application/json",
                        headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _line(case: str, row: Found, cited: str) -> tuple[Any, ...]:
    finding, decision = row.finding, row.decision
    return (case, finding.key, finding.rule, finding.severity, finding.confidence, ";".join(finding.suspects),
            ";".join(finding.evidence), json.dumps(dict(finding.repair), ensure_ascii=False) if finding.repair else "",
            row.state, row.is_found, decision.reason if decision else "", decision.source if decision else "",
            decision.known_on if decision else "", finding.message.en, finding.message.zh,
            " | ".join(finding.arithmetic), cited)


def items(rows: list[Found]) -> Iterator[dict[str, Any]]:
    """Give findings with their decisions as plain data."""
    for row in rows:
        finding = row.finding
        yield {
            "finding": finding.key, "rule": finding.rule, "rule_en": row.rule_name.en, "rule_zh": row.rule_name.zh,
            "severity": finding.severity, "confidence": finding.confidence, "state": row.state,
            "is_found": row.is_found, "message_en": finding.message.en, "message_zh": finding.message.zh,
            "arithmetic": list(finding.arithmetic), "suspects": list(finding.suspects),
            "evidence": list(finding.evidence), "repair": dict(finding.repair),
            "cells": [{"id": cell.id, "table": cell.table, "row": cell.row, "place_en": cell.place.en,
                       "place_zh": cell.place.zh, "text": cell.text, "paragraph": cell.paragraph,
                       "known_on": cell.known_on} for cell in row.named],
            "decision": None if row.decision is None else {
                "verdict": row.decision.verdict, "reason": row.decision.reason,
                "decided_at": row.decision.decided_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "source": row.decision.source or None, "known_on": row.decision.known_on or None,
                "release": row.decision.written or None,
                "corrections": [{"cell": f"{each['table']}:{each['row']}", "was": each["was"], "text": each["text"]}
                                for each in row.decision.corrections]},
        }
