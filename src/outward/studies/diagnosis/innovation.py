"""Innovation: research spending, projects, patents and technical centres (28, 47)."""

from __future__ import annotations

from outward.indicators import traced
from outward.studies.diagnosis.chapter import Chapter, level_of, period_label, possible, present
from outward.studies.holdings import Held, Holdings
from outward.studies.result import Column, Gap, Item, ResultTable, Row, Section
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label
from outward.vocabulary.statements import Share, Statement

INDICATORS = (
    "rd-expenditure",
    "research-projects",
    "research-project-expenditure",
    "patent-applications",
    "invention-patent-applications",
    "valid-patents",
    "technical-centers-state",
    "technical-centers-provincial",
    "technical-centers-added",
    "supported-equipment-projects",
    "national-science-projects",
    "technology-import-expenditure",
    "technology-absorption-expenditure",
)


def innovation(holdings: Holdings) -> Chapter:
    """Say what the industry spends on research, and what comes of it."""
    found = [held for indicator in INDICATORS if (held := _found(holdings, indicator)) is not None]
    if not found:
        gap = Gap(
            "innovation.gap",
            Label("Nothing on research and patents is loaded.", "尚未载入研发与专利数据。"),
            Label(f"Load one of {', '.join(INDICATORS)}.", f"请载入下列指标之一：{'、'.join(INDICATORS)}。"),
        )
        return Chapter(Section("innovation", Label("Innovation", "技术创新"), (gap,)))
    statements: list[Statement] = [level_of(holdings, "innovation", held) for held in found]
    items: list[Item | None] = [*statements, _table(holdings, found), *_inventions(holdings)]
    return Chapter(Section("innovation", Label("Innovation", "技术创新"), present(items)), tuple(statements[:1]))


def _found(holdings: Holdings, indicator: str) -> Held | None:
    """The value for the industry, or for the wider one that the source gives."""
    case = holdings.casebook.case
    for region in (case.region, case.nation):
        wider = holdings.every(indicator, region=region, sector="*", subject=None)
        whole = [held for held in wider if not held.subject.startswith("enterprise:")]
        if whole:
            own = [held for held in whole if held.sector == case.sector]
            return (own or whole)[-1]
    return None


def _table(holdings: Holdings, found: list[Held]) -> ResultTable:
    rows = []
    for held in found:
        share = holdings.at(
            f"{held.indicator}.share-of-nation",
            held.period,
            region=held.region,
            sector=held.sector,
            subject=held.subject,
        )
        nation = (
            possible(traced.whole_of_share, f"innovation.nation.{held.key}", held.figure, share.figure)
            if share
            else None
        )
        rows.append(
            Row(
                held.key,
                holdings.in_full(held),
                (_period(held), held.figure, share.figure if share else None, nation),
            )
        )
    return ResultTable(
        "innovation.table",
        Label("Research, patents and technical centres", "研发、专利与技术中心"),
        Label("Quantity", "指标"),
        (
            Column("period", Label("Period", "时期")),
            Column("value", Label("Value", "数值")),
            Column("share", Label("Share of the nation", "占全国比重"), "%"),
            Column("nation", Label("Nation's total that it implies", "推算的全国合计")),
        ),
        tuple(rows),
    )


def _period(held: Held) -> Label:
    return period_label(held.period) if held.period else Label("not printed", "未刊印")


def _inventions(holdings: Holdings) -> list[Item | None]:
    """Inventions among the patents applied for."""
    whole, part = (_found(holdings, one) for one in ("patent-applications", "invention-patent-applications"))
    if whole is None or part is None or whole.period != part.period or whole.subject != part.subject:
        return []
    share: Figure | None = possible(traced.share, "innovation.inventions", part.figure, whole.figure)
    if share is None:
        return []
    return [
        Share(
            "innovation.inventions",
            holdings.what(part),
            holdings.what(whole),
            holdings.place_label(whole),
            whole.period,
            share,
        )
    ]
