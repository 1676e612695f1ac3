"""Scale: how large the industry is, how it has grown, and what that says of the year before (25, 29-30)."""

from __future__ import annotations

from outward.indicators import traced
from outward.studies.diagnosis.chapter import (
    WHOLES,
    Chapter,
    figure_id,
    levels,
    like,
    period_label,
    present,
    series_or_gap,
)
from outward.studies.diagnosis.prices import price_table, unnamed_index
from outward.studies.holdings import Held, Holdings
from outward.studies.result import Column, Heading, Item, Remark, ResultTable, Row, Section
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label, same
from outward.vocabulary.statements import Disagreement, Share, Statement

LEVELS = (
    "number-of-enterprises",
    "total-assets",
    "principal-revenue",
    "sales-value",
    "gross-output-value",
    "value-added",
    "total-profit",
    "profits-and-taxes",
    "employees",
)
HIGHLIGHTS = ("number-of-enterprises", "total-assets", "principal-revenue", "total-profit")
"""What the summary repeats of them."""
FIGURES = ("number-of-enterprises", "total-assets", "principal-revenue", "total-profit")
"""What Figures 1 to 4 of the seed report draw, without printing a number of them."""


ELSEWHERE = ("export-value",)
"""Indicators whose growth another chapter tells."""


def scale(holdings: Holdings) -> Chapter:
    """Say how large the industry is and how it has grown."""
    case = holdings.casebook.case
    standing = levels(holdings, "scale", LEVELS)
    kept = {f"scale.level.{indicator}." for indicator in HIGHLIGHTS}
    leaders = levels(holdings, "scale", ("enterprises-above-10-billion",))
    clusters = levels(holdings, "scale", ("sales-revenue",), subject="group:equipment-clusters")
    items: list[Item | None] = [*standing, *_share_changes(holdings)]
    items += [Heading("scale.course", Label("Course over the years", "历年变化"))]
    for indicator in FIGURES:
        items += series_or_gap(holdings, "scale", indicator)
        series = holdings.series(indicator)
        items.append(price_table(holdings, "scale", series) if series else None)
    items.append(unnamed_index(holdings))
    items += [
        Heading("scale.latest", Label("Latest growth, and the year before that it implies", "最新增速与推算的上年数")),
        *_implied(holdings, case.region),
    ]
    if leaders or clusters:
        items += [
            Heading("scale.leaders", Label("Leading enterprises and clusters", "龙头企业与产业集群")),
            *leaders,
            *clusters,
        ]
    return Chapter(
        Section("scale", Label("Scale", "产业规模"), present(items)),
        tuple(level for level in standing if any(level.id.startswith(one) for one in kept)),
    )


def _share_changes(holdings: Holdings) -> list[Item | None]:
    """Shares that are printed with their change in points, and the earlier share that the two imply."""
    rows, statements = [], []
    for indicator in holdings.with_measure("change"):
        share_of = indicator.removesuffix(".change")
        for change in holdings.every(indicator, sector="*"):
            base, _, period = change.period.partition("-")
            held = holdings.at(share_of, period, sector=change.sector) if period else None
            if held is None:
                continue
            before = traced.share_before(f"scale.share-before.{change.key}", held.figure, change.figure)
            rows.append(
                Row(change.key, holdings.in_full(held), (same(period), held.figure, change.figure, same(base), before))
            )
            if share_of.rpartition(".")[2] in WHOLES:
                statements.append(_share(holdings, held, change, base))
    if not rows:
        return []
    table = ResultTable(
        "scale.table.shares",
        Label("Shares, their change, and the earlier share that it implies", "比重、变动及推算的基期比重"),
        Label("Quantity", "指标"),
        (
            Column("period", Label("Year", "年份")),
            Column("share", Label("Share", "比重"), "%"),
            Column("change", Label("Change", "变动"), "pp"),
            Column("base", Label("Since", "基期")),
            Column("before", Label("Share then, implied", "推算的基期比重"), "%"),
        ),
        tuple(rows),
    )
    return [*statements, table]


def _share(holdings: Holdings, held: Held, change: Held, base: str) -> Statement:
    stem, _, measure = held.indicator.rpartition(".")
    return Share(
        f"scale.share.{change.key}",
        holdings.indicator(stem).name,
        WHOLES[measure],
        holdings.place_label(held),
        held.period,
        held.figure,
        change=change.figure,
        base_period=base,
    )


def _implied(holdings: Holdings, region: str) -> list[Item | None]:
    rows, disagreements = [], []
    told: set[str] = set()
    for held, grown in holdings.growths(region):
        if held.key in told:
            continue  # printed again in a later table
        told.add(held.key)
        if grown.figure.value <= -100 or held.indicator in ELSEWHERE:
            continue
        before = traced.level_before(figure_id("scale", "level-before", held), held.figure, grown.figure)
        printed = _printed_before(holdings, held)
        rows.append(
            Row(
                held.key,
                holdings.in_full(held),
                (period_label(held.period), held.figure, grown.figure, before, printed),
            )
        )
        if printed is not None and printed.rounded != like(before, printed).rounded:
            disagreements.append(_disagreement(holdings, held, before, printed))
    if not rows:
        return []
    table = ResultTable(
        "scale.table.implied",
        Label(
            "Latest levels, their growth, and the level a year before that they imply",
            "最新数值、增速及推算的上年数",
        ),
        Label("Quantity", "指标"),
        (
            Column("period", Label("Period", "时期")),
            Column("level", Label("Level", "数值")),
            Column("growth", Label("Growth", "增速"), "%"),
            Column("implied", Label("Level a year before, implied", "推算的上年数")),
            Column("printed", Label("Level a year before, printed", "刊印的上年数")),
        ),
        tuple(rows),
        notes=(
            Label(
                "The implied level is the level divided by one plus its growth; it is as uncertain as the growth's "
                "last digit.",
                "推算的上年数＝数值÷（1＋增速），其精度取决于增速的末位数字。",
            ),
        ),
    )
    return [table, *disagreements, *([_COMPARABLE] if disagreements else [])]


_COMPARABLE = Remark(
    "scale.comparable",
    Label(
        "Growth rates are as a rule printed on a comparable scope, with the year before revised; the change between "
        "two levels printed in different years is not.",
        "刊印的增速一般按可比口径计算（上年数据经修订）；不同年份刊印的两个数值直接相比，口径未必可比。",
    ),
)


def _printed_before(holdings: Holdings, held: Held) -> Figure | None:
    if not held.period.isdigit():
        return None
    found = holdings.at(
        held.indicator,
        str(int(held.period) - 1),
        region=held.region,
        sector=held.sector,
        subject=held.subject,
        product=held.product,
        partner=held.partner,
    )
    return found.figure if found else None


def _disagreement(holdings: Holdings, held: Held, before: Figure, printed: Figure) -> Statement:
    year = str(int(held.period) - 1)
    return Disagreement(
        f"scale.disagreement.{held.key}",
        holdings.what(held),
        holdings.place_label(held),
        year,
        printed,
        like(before, printed),
        Label(f"the level and growth printed for {held.period}", f"{held.period}年刊印的数值与增速"),
    )
