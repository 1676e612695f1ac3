"""Findings as files and as text: ``findings.csv``, JSON, and lines that a person reads."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, get_args

from outward.audit import Audit, Cell, Claim, Document, Finding
from outward.audit.documents import Severity
from outward.audit.messages import RULES
from outward.vocabulary.labels import Label, Language

COLUMNS: Final = ("doc", "finding", "rule", "severity", "confidence", "suspects", "evidence", "repair")
SEVERITIES: Final[Mapping[Severity, Label]] = {
    "error": Label("error", "错误"), "warning": Label("warning", "警告"), "info": Label("note", "提示")}
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Audited:
    """A document with its audit, and what a report's text had to say about its claims.

    Parameters
    ----------
    document, audit : Document, Audit
        The same document's.
    unplaced : tuple of str
        Claims whose sentence the text does not have.
    unclaimed : tuple of str
        Sentences of the text with figures that no claim covers.
    """

    document: Document
    audit: Audit
    unplaced: tuple[str, ...] = ()
    unclaimed: tuple[str, ...] = ()

    def numbered(self) -> Iterator[tuple[str, Finding]]:
        """Give each finding with its id, F1 first."""
        for place, finding in enumerate(self.audit.findings, start=1):
            yield f"F{place}", finding


def counts(audits: Sequence[Audited]) -> dict[Severity, int]:
    """Count the findings by severity, the gravest first."""
    found = Counter(finding.severity for each in audits for finding in each.audit.findings)
    return {severity: found[severity] for severity in get_args(Severity)}


def findings_csv(audits: Sequence[Audited]) -> bytes:
    """Write ``findings.csv``: every document's findings, in the order of the documents."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in audits:
        for id, finding in each.numbered():
            writer.writerow((each.document.id, id, finding.rule, finding.severity, f"{finding.confidence:.2f}",
                             ";".join(finding.suspects), ";".join(finding.evidence), _repair(finding)))
    return text.getvalue().encode("utf-8", "surrogatepass")


def _repair(finding: Finding) -> str:
    return json.dumps(dict(finding.repair), ensure_ascii=False) if finding.repair else ""


def findings_json(audits: Sequence[Audited]) -> bytes:
    """Write all that the audits say: findings with arithmetic and messages, facts, and what could not be judged."""
    content = {"format": _FORMAT, "documents": [_document(each) for each in audits]}
    return f"{json.dumps(content, ensure_ascii=False, indent=1)}\n".encode("utf-8", "surrogatepass")


def _document(each: Audited) -> dict[str, Any]:
    audit = each.audit
    named = {id for finding in audit.findings for id in (*finding.suspects, *finding.evidence, *finding.repair)}
    return {
        "doc": each.document.id,
        "findings": [_finding(id, finding) for id, finding in each.numbered()],
        "numbers": {id: number_json(number) for id, number in numbers_of(each.document).items()
                    if id in named},
        "facts": [{"declared": fact.declared, "fact": fact.kind, **fact.keys} for fact in audit.facts],
        "idle_facts": [{"fact": fact.kind, **fact.keys} for fact in audit.idle],
        "years": dict(audit.years),
        "fewest_wrong": audit.fewest_wrong,
        "unlinked": list(audit.unlinked),
        "unread": list(audit.unread),
        "unplaced": list(each.unplaced),
        "unclaimed": list(each.unclaimed),
    }


def _finding(id: str, finding: Finding) -> dict[str, Any]:
    rule = RULES.get(finding.rule, Label(finding.rule, finding.rule))
    return {
        "finding": id, "rule": finding.rule, "rule_en": rule.en, "rule_zh": rule.zh, "severity": finding.severity,
        "confidence": round(finding.confidence, 2), "suspects": list(finding.suspects),
        "evidence": list(finding.evidence), "repair": dict(finding.repair), "message_en": finding.message.en,
        "message_zh": finding.message.zh, "arithmetic": list(finding.arithmetic),
    }


def numbers_of(document: Document) -> dict[str, Cell | Claim]:
    """Give the cells and claims of a document by id, in its order."""
    numbers: list[Cell | Claim] = [*document.cells, *document.claims]
    return {number.id: number for number in numbers}


def number_json(number: Cell | Claim) -> dict[str, str]:
    """Give what is printed and where it stands."""
    place = ({"table": number.table, "title": number.title} if isinstance(number, Cell)
             else {"para": number.para, "sentence": number.sentence})
    return {**place, "region": number.region, "item": number.item, "period": number.period,
            "indicator": number.indicator, "unit": number.unit, "text": number.text}


def lines(audits: Sequence[Audited], language: Language, *, most: int) -> Iterator[str]:
    """Write the findings for a terminal: severity, message, arithmetic, confidence.

    Parameters
    ----------
    audits : sequence of Audited
        One or many documents.
    language : {"en", "zh"}
        Of the text.
    most : int
        So many findings are told at most; the last line says how many there are more.
    """
    total = sum(len(each.audit.findings) for each in audits)
    told = 0
    for each in audits:
        if told < most and (each.audit.findings or len(audits) == 1):
            yield f"{each.document.id}: {_counted([each], language)}"
        for id, finding in each.numbered():
            if told < most:
                yield from _told(id, finding, language)
                told += 1
        if each.audit.idle:
            kinds = ", ".join(f"{fact.kind} ({fact.keys.get('table') or fact.keys.get('indicator') or '-'})"
                              for fact in each.audit.idle)
            yield (f"{each.document.id}: facts that touch no number: {kinds}" if language == "en"
                   else f"{each.document.id}：未涉及任何数字的勾稽关系：{kinds}")
    if total > told:
        yield (f"... {total - told:,} more findings" if language == "en" else f"……另有{total - told:,}项发现")
    yield summary(audits, language)


def _told(id: str, finding: Finding, language: Language) -> Iterator[str]:
    head = f"{id} {SEVERITIES[finding.severity].text(language)} {finding.confidence:.2f}"
    yield f"  {head}  {finding.message.text(language)}"
    for line in finding.arithmetic:
        yield f"      {line}"
    suspects = ", ".join(finding.suspects)
    if suspects:
        yield f"      {'thought wrong: ' if language == 'en' else '存疑：'}{suspects}"


def summary(audits: Sequence[Audited], language: Language) -> str:
    """Say in a line how much was found in how many documents."""
    documents = len(audits)
    if language == "en":
        return f"{documents:,} document{'' if documents == 1 else 's'}: {_counted(audits, language)}"
    return f"{documents:,}份文件：{_counted(audits, language)}"


def _counted(audits: Sequence[Audited], language: Language) -> str:
    if language == "en":
        return ", ".join(f"{count:,} {SEVERITIES[severity].en}{'' if count == 1 else 's'}"
                         for severity, count in counts(audits).items())
    return "，".join(f"{SEVERITIES[severity].zh}{count:,}项" for severity, count in counts(audits).items())
