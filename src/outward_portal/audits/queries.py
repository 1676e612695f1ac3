"""Reading audits: the findings of a case's release with what was decided on each, narrowed, ordered, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page, Paginator

from outward.vocabulary.labels import Label
from outward_portal.audits.keeping import audit_now, kept_audit
from outward_portal.audits.kept import KeptAudit, KeptCell, KeptFinding, cell_from, finding_from
from outward_portal.audits.models import Decision
from outward_portal.audits.words import SEVERITIES, STATES
from outward_portal.records.readable_cases import ReadableCase

PAGE_ROWS: Final = 50
AT_ONCE: Final = 5_000
"""Observations that are audited while a reader waits (a tenth of a millisecond each); more are a job's work."""

MOST: Final = 200_000
"""Observations that the portal audits at all."""

_SORTS: Final = ("grave", "sure", "table", "rule", "state")
_GRAVE: Final = {severity: place for place, severity in enumerate(SEVERITIES)}


@dataclass(frozen=True, slots=True)
class Found:
    """A row of the list: a finding with its cells, and what was decided."""

    finding: KeptFinding
    cells: Mapping[str, KeptCell]
    state: str  # of STATES
    decision: Decision | None = None  # where the reader may see it
    is_found: bool = True  # in the release that is shown

    @property
    def rule_name(self) -> Label:
        """The rule in words."""
        from outward.audit.messages import RULES  # brings numpy, which a portal does without until it is asked

        known = RULES.get(self.finding.rule, Label(self.finding.rule, self.finding.rule))
        return Label(known.en[:1].upper() + known.en[1:], known.zh)

    @property
    def sure(self) -> str:
        """How often findings like it are right."""
        return f"{self.finding.confidence:.0%}"

    @property
    def named(self) -> list[KeptCell]:
        """The cells that it names."""
        return [self.cells[id] for id in self.finding.named if id in self.cells]

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables and the prose that it names, in their order."""
        return tuple(dict.fromkeys(cell.table for cell in self.named))

    @property
    def paragraphs(self) -> str:
        """The paragraphs of the case's document that it names."""
        return ";".join(dict.fromkeys(cell.paragraph for cell in self.named if cell.paragraph))


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """What a list's address asks for; what it cannot mean is left out and named."""

    severity: str = ""
    state: str = ""
    table: str = ""
    sort: str = "grave"
    as_of: str = ""
    page: int = 1
    misunderstood: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Whether the list leaves anything out."""
        return bool(self.severity or self.state or self.table)

    def encoded(self, **changed: str) -> str:
        """Write the question as the query of an address, with some of it changed."""
        pairs = {"severity": self.severity, "state": self.state, "table": self.table,
                 "sort": "" if self.sort == "grave" else self.sort, "as_of": self.as_of, **changed}
        return urlencode({name: value for name, value in pairs.items() if value})

    def sorted_by(self, key: str) -> str:
        """Write the address's query in the order of a column; a second time turns the order around."""
        return self.encoded(sort=f"-{key}" if self.sort == key else key)


def read_query(given: Mapping[str, str]) -> AuditQuery:
    """Read a list's address."""
    allowed = {"severity": tuple(SEVERITIES), "state": tuple(STATES),
               "sort": tuple(sign + key for key in _SORTS for sign in ("", "-"))}
    taken = {name: given.get(name, "") for name in allowed}
    wrong = [name for name, value in taken.items() if value and value not in allowed[name]]
    taken = {name: "" if name in wrong else value for name, value in taken.items()}
    as_of = given.get("as_of", "")
    if as_of and not is_day(as_of):
        wrong.append("as_of")
        as_of = ""
    page = given.get("page", "")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1
    return AuditQuery(taken["severity"], taken["state"], given.get("table", "")[:80], taken["sort"] or "grave", as_of,
                      max(1, number), tuple(wrong))


def is_day(text: str) -> bool:
    """Whether a text is an ISO date."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the audit of a case's newest release is."""

    release: str
    day: str = ""  # as of which it is read; empty for all that is known
    audit: KeptAudit | None = None
    is_too_large: bool = False  # for this portal
    before_all: str = ""  # the first day on which anything was known, where a day before it was asked for


def standing(case: ReadableCase, as_of: str = "") -> Standing | None:
    """Give the audit of a case's newest release; a small one is made here. ``None`` where the case has no release."""
    release = next((each for each in reversed(case.entry.releases) if each.observations is not None), None)
    if release is None:
        return None
    day = ""
    if as_of:
        days = known_days(case.id, release.name)
        day = max((each for each in days if each <= as_of), default="")
        if not day:
            return Standing(release.name, before_all=min(days, default=as_of))
        day = "" if day == max(days) else day
    kept = kept_audit(case.id, release.name, day)
    if kept is None and (release.observations or 0) <= AT_ONCE:
        kept = audit_now(case.id, release.name, day)
    return Standing(release.name, day, kept, is_too_large=kept is None and (release.observations or 0) > MOST)


def known_days(case: str, release: str) -> tuple[str, ...]:
    """Give the days on which anything in a release was known: between two of them nothing changes."""
    from outward_portal.audits.readings import days_of

    return days_of(settings.WORKSPACE, case, release)


def found_in(audit: KeptAudit, user: Any, *, newest: bool = True) -> list[Found]:
    """Give every finding with its state; then, where the newest release is read, those decided on and gone since."""
    decisions = {each.finding: each for each in _open_decisions(audit.case, user)}
    verdicts = _verdicts(audit.case)
    rows = [Found(each, audit.cells, _state(verdicts.get(each.key, "")), decisions.get(each.key))
            for each in audit.findings]
    if newest:
        here = {each.key for each in audit.findings}
        rows += [from_decision(each) for key, each in decisions.items() if key not in here]
    return rows


def from_decision(decision: Decision) -> Found:
    """Give a finding as it was read when it was decided on."""
    told = decision.told
    return Found(finding_from(told["finding"]), {id: cell_from(cell) for id, cell in told["cells"].items()},
                 _state("" if decision.is_withdrawn else decision.verdict),
                 None if decision.is_withdrawn else decision, is_found=False)


def _state(verdict: str) -> str:
    return {"": "open", "accept": "accepted", "dismiss": "dismissed", "correct": "corrected"}[verdict]


def _open_decisions(case: str, user: Any) -> Iterable[Decision]:
    return Decision.objects.visible_to(user).filter(access__case=case, withdrawn_at__isnull=True).select_related(
        "decided_by", "organisation", "job").order_by("id")


def _verdicts(case: str) -> dict[str, str]:
    """Give the verdicts alone, which everybody is told who sees the findings."""
    return dict(Decision._base_manager.filter(access__case=case, withdrawn_at__isnull=True).values_list(
        "finding", "verdict"))


def decisions_on(case: str, key: str, user: Any) -> list[Decision]:
    """Give the decisions on a finding that a person may see, the newest first, withdrawn ones too."""
    return list(Decision.objects.visible_to(user).filter(access__case=case, finding=key).select_related(
        "decided_by", "organisation", "job", "access"))


def found_at(audit: KeptAudit, key: str, user: Any) -> Found | None:
    """Give one finding: of the audit, or as somebody decided on it."""
    finding = next((each for each in audit.findings if each.key == key), None)
    decisions = decisions_on(audit.case, key, user)
    newest = decisions[0] if decisions and not decisions[0].is_withdrawn else None
    if finding is not None:
        return Found(finding, audit.cells, _state(_verdicts(audit.case).get(key, "")), newest)
    if decisions:
        return from_decision(decisions[0])
    hidden = Decision._base_manager.filter(access__case=audit.case, finding=key).order_by("-id").first()
    return replace(from_decision(hidden), decision=None) if hidden is not None else None  # the finding, not who decided


def narrowed(rows: list[Found], query: AuditQuery) -> list[Found]:
    """Give the rows that a list asks for, in its order."""
    kept = [row for row in rows if (not query.severity or row.finding.severity == query.severity)
            and (not query.state or row.state == query.state) and (not query.table or query.table in row.tables)]
    orders: dict[str, Any] = {
        "grave": lambda row: (not row.is_found, _GRAVE.get(row.finding.severity, 9), -row.finding.confidence),
        "sure": lambda row: -row.finding.confidence,
        "table": lambda row: [_numbers_first(table) for table in row.tables],
        "rule": lambda row: row.finding.rule,
        "state": lambda row: list(STATES).index(row.state),
    }
    key = query.sort.removeprefix("-")
    return sorted(kept, key=orders[key], reverse=query.sort.startswith("-"))


def _numbers_first(table: str) -> tuple[int, int, str]:
    return (0, int(table), "") if table.isascii() and table.isdecimal() and len(table) < 10 else (1, 0, table)


def tables_in(rows: list[Found]) -> list[str]:
    """Name the tables that findings speak of."""
    return sorted({table for row in rows for table in row.tables}, key=_numbers_first)


def page_of(rows: list[Found], query: AuditQuery) -> Page:
    """Give one page of the rows."""
    return Paginator(narrowed(rows, query), PAGE_ROWS).get_page(query.page)


def with_cells(found: Found, cells: list[KeptCell]) -> Found:
    """Give a finding with some of its cells as they read now."""
    return replace(found, cells={**found.cells, **{cell.id: cell for cell in cells}})
