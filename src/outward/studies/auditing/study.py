"""The audit of a release as a study: its findings, the numbers thought wrong, and what was held to be true."""

from __future__ import annotations

from collections.abc import Sequence

from outward.audit import Audit, Document, Finding, audit
from outward.studies.auditing.case import case_document
from outward.studies.auditing.tables import Named, Sources, facts_table, findings_table, scope_table, suspects_table
from outward.studies.auditing.written import SEVERITIES
from outward.studies.holdings import Holdings
from outward.studies.releases import Release, casebook_of
from outward.studies.result import Doubt, Item, Remark, Section, StudyResult
from outward.studies.study import Progress, unheard
from outward.vocabulary.figures import Cell, Figure, Kind, printed
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source
from outward.vocabulary.statements import Audited

SOURCE = "audit"
SECTION = "audit"

_AUDIT = Source(SOURCE, Label("Audit of the case's numbers", "案例数据审核结果"), Label("Outward", "Outward"),
                note="what the audit counts and judges; no cell of the case")
_READING = Label("Reading the release", "读取数据版本")
_HELD = Label("Holding the numbers against one another", "核对数字")
_MEASURED: tuple[Label, ...] = (
    Label("On made-up documents that were not used to tune it, the audit found 97 to 100 of 100 planted errors, named "
          "the wrong number among at most four suspects in 90 to 96, and 97 to 99 of 100 of its alarms were right; "
          "in real documents it does less well. The method's page tells how that was measured, and what the audit "
          "cannot see.",
          "在未用于调试的模拟文档中，每100个人为植入的差错，审核发现97至100个，其中90至96个能把存疑范围缩小到四个数字以内；"
          "发出的提示有97%至99%属实。用于真实文档时效果会有所降低。测算方法及审核无法发现的问题见方法说明。"),
)
"""How often findings like these are right on documents that nobody had tuned it on: docs/methods/audit.md."""


def audit_release(release: Release, *, as_of: str = "", progress: Progress = unheard) -> StudyResult:
    """Audit what one release holds.

    Parameters
    ----------
    release : Release
        What is held; nothing else is read.
    as_of : str
        ISO date: only observations known by then are audited, as in the diagnosis; empty for all.
    progress : callable
        Is told how far it is; what it raises stops the audit.

    Returns
    -------
    StudyResult
        One section for the report's annex; its ``doubts`` name the printed numbers that an error finding suspects. A
        release without observations gives no section.
    """
    progress(0.0, _READING)
    casebook = casebook_of(release)
    holdings = Holdings(casebook, release.observations(as_of=as_of or None))
    document = case_document(release, as_of=as_of)
    sections: tuple[Section, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    if document.cells or document.claims:
        progress(0.1, _HELD)
        audited = audit(document, fewest_wrong="skip")
        named = _named(holdings, audited.findings)
        sections = (_section(holdings, document, audited, named),)
        doubts = tuple(Doubt(each.key, each.name, each.cells) for each in named
                       if each.finding.severity == "error" and each.cells)
    return StudyResult("audit", casebook.case, release.name, as_of, sections, (*casebook.sources, _AUDIT), doubts)


def _named(holdings: Holdings, findings: Sequence[Finding]) -> list[Named]:
    """Call the findings as ``findings.csv`` does: F1 is the gravest."""
    named = []
    for place, finding in enumerate(findings, start=1):
        sure = _counted(f"F{place}.sure", 100 * finding.confidence, "%", "share")
        cells = tuple(held.figure.id for id in finding.suspects if (held := holdings.of_id(id)) is not None)
        named.append(Named(f"F{place}", f"{SECTION}.F{place}", finding, SEVERITIES[finding.severity], sure, cells))
    return named


def _section(holdings: Holdings, document: Document, audited: Audit, named: Sequence[Named]) -> Section:
    sources = Sources.of(holdings, document)
    items: list[Item] = [_how_much(holdings, document, named)]
    items += [Remark(f"{SECTION}.measured.{place}", text) for place, text in enumerate(_MEASURED, start=1)]
    items.append(_READING_HINT if named else _NOTHING)
    if any(each.finding.severity == "error" and each.cells for each in named):
        items.append(_MARKED)
    if named:
        items.append(findings_table(sources, named))
    suspects = suspects_table(sources, named)
    items += [suspects] if suspects.rows else []
    items.append(scope_table(_scope(document, audited)))
    facts = facts_table(sources, audited.facts)
    items += [facts] if facts.rows else []
    items.append(_UNSEEN)
    return Section(SECTION, Label("audit of the numbers", "数据审核"), tuple(items), annexed=True)


def _how_much(holdings: Holdings, document: Document, named: Sequence[Named]) -> Audited:
    parts = []
    for severity, name in SEVERITIES.items():
        count = sum(each.finding.severity == severity for each in named)
        if count or severity == "error":
            called = Label(name.en if count == 1 else f"{name.en}s", name.zh)
            parts.append((called, _counted(f"{severity}s", count, "entries", "count")))
    sure = sorted((each.sure for each in named if each.finding.severity == "error"), key=lambda figure: figure.value)
    numbers = len(document.cells) + len(document.claims)
    return Audited(f"{SECTION}.found", holdings.casebook.case.name, _counted("numbers", numbers, "entries", "count"),
                   tuple(parts), sure[0] if sure else None, sure[-1] if sure else None)


def _scope(document: Document, audited: Audit) -> list[tuple[Label, Figure]]:
    """Count what was audited, and what could not be."""
    declared = sum(fact.declared for fact in audited.facts)
    counts = (
        ("cells", Label("Numbers in tables", "表中数字"), len(document.cells)),
        ("unread", Label("of them, not read as numbers", "其中：不能读作数字"), len(audited.unread)),
        ("claims", Label("Numbers in the text", "文中数字"), len(document.claims)),
        ("unlinked", Label("of them, held against nothing: no table or other sentence tells of the same",
                           "其中：无表格或其他文句可供核对"), len(audited.unlinked)),
        ("declared", Label("Facts that the case states", "案例声明的关系"), declared),
        ("induced", Label("Facts found in the tables", "从表中归纳出的关系"), len(audited.facts) - declared),
    )
    return [(label, _counted(key, count, "entries", "count"))
            for key, label, count in counts]


def _counted(key: str, value: float, unit: str, kind: Kind) -> Figure:
    """Give a number of the audit's own: it stands in the audit's result, as a printed number does in its table."""
    return printed(Cell(SOURCE, key, f"{value:.0f}", SOURCE), float(round(value)), unit=unit, digits=0, kind=kind)


_READING_HINT = Remark(
    f"{SECTION}.hint",
    Label(
        "A printed number stands for everything that rounds to it; an error is what no such numbers can fulfil, a "
        "warning what is unlikely. The likely reading is the least change that makes the numbers agree: it is a "
        "proposal, and the report goes on showing what is printed.",
        "刊印数字代表修约后等于它的所有数值；“错误”指任何这样的数值都无法满足的关系，“警告”指不大可能出现的情形。"
        "可能的正确读数是使各数一致所需的最小改动，仅为建议；报告仍照录刊印数字。",
    ),
)
_MARKED = Remark(
    f"{SECTION}.marked",
    Label(
        "Every number of this report that rests on a number which an error suspects bears the sign †, which leads "
        "here.",
        "本报告中凡以错误项所疑数字为依据的数字均标有†，点击可回到此处。",
    ),
)
_NOTHING = Remark(f"{SECTION}.none", Label("Nothing was found to contradict anything else.", "未发现相互矛盾之处。"))
_UNSEEN = Remark(
    f"{SECTION}.unseen",
    Label(
        "The audit sees only what two printed numbers, or a number and a rule, say of each other. It does not see a "
        "wrong number that nothing else in the case depends on, an error that all tables share, or a wrong name, unit "
        "or year that leaves the arithmetic right.",
        "审核只能发现两个刊印数字之间、或数字与规则之间的矛盾；若某个错误数字与其他数字均无关联、各表错误一致，或名称、单位、年份有误而"
        "计算仍然成立，则无法发现。",
    ),
)
