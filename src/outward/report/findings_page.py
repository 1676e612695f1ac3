"""The page of an audit: findings by severity, each with its sums, its suspects in their place and its likely reading.

One file that opens from disk, without script; it asks for nothing from anywhere. What documents say is shown, never
obeyed: everything is escaped, and control characters are written out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from outward.audit import Cell, Claim, Fact, Finding
from outward.audit.documents import Severity
from outward.audit.messages import RULES
from outward.report.findings_words import WORDS
from outward.report.html_words import LANGUAGE_TAGS
from outward.report.web import asset, source_hash, templates
from outward.studies.auditing.written import SEVERITIES, Audited, counts, numbers_of, summary
from outward.vocabulary.labels import Label, Language

_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
                     "\ufffe\uffff]")
_MOST_EVIDENCE: Final = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A number of the document as the page shows it."""

    id: str
    where: str
    region: str
    item: str
    period: str
    indicator: str
    printed: str
    likely: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding as the page shows it."""

    anchor: str
    id: str
    document: str
    rule: str
    message: str
    confidence: str
    arithmetic: tuple[str, ...]
    suspects: tuple[Place, ...]
    consequences: tuple[Place, ...]
    evidence: tuple[Place, ...]
    more_evidence: int
    quotes: tuple[tuple[str, str], ...]  # ids, sentence


def findings_page(audits: Sequence[Audited], language: Language) -> bytes:
    """Write the findings of one or many documents as an HTML page.

    Parameters
    ----------
    audits : sequence of Audited
        In the order in which they are to stand.
    language : {"en", "zh"}
        Of the page; what the documents say stays as it is.

    Returns
    -------
    bytes
        UTF-8, alike in every run.
    """
    words = WORDS[language]
    groups = [(severity, words[severity], [entry for document, each in enumerate(audits, start=1)
                                           for entry in _entries(each, severity, document, language)])
              for severity in counts(audits)]
    css = asset("findings.css")
    alone = f"{words['colon']}{_shown(audits[0].document.id)}" if len(audits) == 1 else ""
    return templates().get_template("findings.html.jinja").render(
        tag=LANGUAGE_TAGS[language], words=words, groups=groups, summary=summary(audits, language), css=css,
        policy=f"default-src 'none'; style-src '{source_hash(css)}'; img-src data:; base-uri 'none'; "
               "form-action 'none'",
        title=f"{words['title']}{alone}", many=len(audits) > 1, rests=[_rest(each, language) for each in audits],
    ).encode("utf-8")


def _entries(each: Audited, severity: Severity, document: int, language: Language) -> Iterator[Entry]:
    numbers = numbers_of(each.document)
    for id, finding in each.numbered():
        if finding.severity == severity:
            yield _entry(each.document.id, f"d{document}-{id}", id, finding, numbers, language)


def _entry(document: str, anchor: str, id: str, finding: Finding, numbers: Mapping[str, Cell | Claim],
           language: Language) -> Entry:
    rule = RULES.get(finding.rule, Label(finding.rule, finding.rule)).text(language)

    def places(ids: Sequence[str]) -> tuple[Place, ...]:
        return tuple(_place(numbers[each], finding.repair.get(each, ""), language) for each in ids if each in numbers)

    consequences = tuple(each for each in finding.repair if each not in finding.suspects)
    others = tuple(each for each in finding.evidence if each not in finding.suspects and each not in finding.repair)
    return Entry(
        anchor, id, _shown(document), _shown(f"{rule[:1].upper()}{rule[1:]}"), _shown(finding.message.text(language)),
        f"{finding.confidence:.2f}", tuple(map(_shown, finding.arithmetic)), places(finding.suspects),
        places(consequences), places(others[:_MOST_EVIDENCE]), max(0, len(others) - _MOST_EVIDENCE),
        _quotes([numbers[each] for each in finding.suspects if each in numbers]))


def _quotes(numbers: Sequence[Cell | Claim]) -> tuple[tuple[str, str], ...]:
    """Each sentence once, with the claims that were taken from it."""
    said: dict[str, list[str]] = {}
    for number in numbers:
        if isinstance(number, Claim) and number.sentence:
            said.setdefault(number.sentence, []).append(number.id)
    return tuple((_shown(", ".join(ids)), _shown(sentence)) for sentence, ids in said.items())


def _place(number: Cell | Claim, likely: str, language: Language) -> Place:
    words = WORDS[language]
    if isinstance(number, Cell):
        where = f"{words['table']} {number.table}"
    else:
        where = f"{words['paragraph']} {number.para}" if number.para else words["text"]
    unit = number.unit.strip()
    written = "" if not unit or (unit == "%" and "%" in number.text) else unit if unit == "%" else f" ({unit})"
    printed = f"{number.text}{written}"
    return Place(*map(_shown, (number.id, where, number.region, number.item, number.period, number.indicator, printed,
                               likely)))


def _shown(text: str) -> str:
    """Write control characters out, also those that turn the direction of a line."""
    return _HIDDEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _rest(each: Audited, language: Language) -> dict[str, object]:
    """What the page tells of a document beside its findings."""
    audit = each.audit
    lists = {key: tuple(map(_shown, value)) for key, value in (
        ("unlinked", audit.unlinked), ("unread", audit.unread), ("unplaced", each.unplaced),
        ("unclaimed", each.unclaimed)) if value}
    return {"document": _shown(each.document.id), "lists": lists, "facts": tuple(map(_fact, audit.facts)),
            "fewest_wrong": audit.fewest_wrong,
            "counted": "".join(f"{SEVERITIES[severity].text(language)} {count}; "
                               for severity, count in counts([each]).items()).rstrip("; ")}


def _fact(fact: Fact) -> tuple[bool, str]:
    said = ", ".join(f"{key}: {_told(value)}" for key, value in fact.keys.items())
    return fact.declared, _shown(f"{fact.kind} ({said})")


def _told(value: object) -> str:
    return " + ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
