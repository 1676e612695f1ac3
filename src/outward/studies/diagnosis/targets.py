"""Targets and gaps: thresholds of the case, how far the industry is from each, and how long the way is (63-68)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from outward.casebook.case import TargetPath
from outward.indicators import traced
from outward.studies.diagnosis.chapter import Chapter, period_label, possible, present
from outward.studies.holdings import Held, Holdings, decimals
from outward.studies.result import Column, Gap, Heading, Item, Remark, ResultTable, Row, Section
from outward.vocabulary.figures import Cell, Figure, Kind, printed
from outward.vocabulary.labels import Label
from outward.vocabulary.statements import Statement, TargetGap
from outward.vocabulary.units import units

CONDITIONS = {
    ">=": Label("at least", "不低于"),
    ">": Label("more than", "高于"),
    "<=": Label("at most", "不高于"),
    "<": Label("less than", "低于"),
    "=": Label("as stated", "按所列"),
    "about": Label("about", "约"),
}
"""How the register's operator reads."""
WORLD_SHARE, GROUP_SIZE = "world-share-threshold", "group-revenue-goal"


@dataclass(frozen=True, slots=True)
class Target:
    """A row of the register of targets, its numbers as figures."""

    id: str
    subject: Label
    indicator: Label
    measured: tuple[Label, Label] | None  # what is measured and whose it is, where an observation stands against it
    condition: Label  # how the threshold is to be read: at least, more than, about
    threshold: Figure | None
    is_floor: bool  # to be reached or passed; a number that is only stated is none
    baseline: Figure | None
    baseline_period: str
    kind: Label
    note: Label
    stated: Figure | None = None  # the register's own baseline, which an observation may stand before
    stated_period: str = ""
    indicator_id: str = ""  # what would have to be loaded; empty where the register names none
    sector: str = ""
    paragraphs: str = ""


def targets(holdings: Holdings) -> Chapter:
    """Say what the case aims at, how far it is, and how long it takes at a stated pace."""
    register = holdings.casebook.registers.get("targets")
    if register is None or not len(register):
        gap = Gap(
            "targets.gap",
            Label("No targets are registered.", "尚未登记目标。"),
            Label("Fill registers/targets.csv.", "请填写 registers/targets.csv。"),
        )
        return Chapter(Section("targets", Label("Targets and gaps", "目标与差距"), (gap,)))
    found = targets_of(holdings)
    paths = {path.target: path for path in holdings.casebook.case.target_paths}
    gaps = [statement for target in found if (statement := _gap(holdings, target, paths)) is not None]
    assumed = _paths(paths)
    items: list[Item | None] = [*gaps, *assumed, _table(found, gaps), *_thresholds(holdings)]
    highlights: list[Statement | Remark] = [*gaps[:1]]
    for first in gaps[:1]:
        highlights += [remark for remark in assumed if remark.id.split(".")[-1] == first.id.split(".")[-1]]
    return Chapter(Section("targets", Label("Targets and gaps", "目标与差距"), present(items)), tuple(highlights))


def targets_of(holdings: Holdings) -> list[Target]:
    """Read the case's register of targets, each with the newest value that stands against it."""
    register = holdings.casebook.registers.get("targets")
    return [] if register is None else [_target(holdings, row) for _, row in register.iterrows()]


def _target(holdings: Holdings, row: pd.Series[str]) -> Target:
    held = _observed(holdings, row)
    stated, stated_period = _stated(holdings, row)
    baseline, period = (held.figure, held.period) if held else (stated, stated_period)
    return Target(
        row["id"],
        _pair(row, "subject"),
        _pair(row, "indicator"),
        (holdings.what(held), holdings.place_label(held)) if held else None,
        CONDITIONS.get(str(row.get("operator", "")), Label("")),
        _figure(holdings, row, "threshold"),
        str(row.get("operator", "")) in (">", ">="),
        baseline,
        period,
        _pair(row, "kind"),
        _pair(row, "note"),
        stated,
        stated_period,
        str(row.get("indicator_id", "")),
        str(row.get("sector", "")),
        str(row.get("paragraphs", "")),
    )


def _observed(holdings: Holdings, row: pd.Series[str]) -> Held | None:
    """The observation that the register names to hold a target against."""
    indicator = str(row.get("indicator_id", ""))
    return holdings.latest(indicator, sector=str(row.get("sector", "")) or None) if indicator else None


def _stated(holdings: Holdings, row: pd.Series[str]) -> tuple[Figure | None, str]:
    """The register's own baseline, and its year."""
    return _figure(holdings, row, "baseline"), str(row.get("baseline_year", ""))


def _pair(row: pd.Series[str], name: str) -> Label:
    return Label(str(row.get(f"{name}_en", row.get(name, ""))), str(row.get(f"{name}_zh", "")))


def _figure(holdings: Holdings, row: pd.Series[str], column: str) -> Figure | None:
    """A number of the register as a printed figure; what is no plain number is left to the words."""
    text = str(row.get(column, "")).strip()
    unit = str(row.get(f"{column}_unit", "") or row.get("unit", ""))
    try:
        value = float(text.replace(",", ""))
    except ValueError:
        return None
    if unit not in units():
        return None
    kind: Kind = "share" if unit == "%" else "count" if value.is_integer() and decimals(text, value) == 0 else "level"
    case = holdings.casebook
    cell = Cell(
        f"targets.{column}",
        str(row["id"]),
        text,
        case.sources[0].id,
        str(row.get("paragraphs", "")),
        case.case.known_on,
    )
    return printed(cell, value, unit=unit, digits=decimals(text, value), kind=kind)


def _gap(holdings: Holdings, target: Target, paths: Mapping[str, TargetPath]) -> TargetGap | None:
    """State the gap; with the years at the case's stated pace, where it states one."""
    threshold, baseline = target.threshold, target.baseline
    if threshold is None or baseline is None or not target.is_floor:
        return None
    gap = possible(traced.target_gap, f"targets.gap.{target.id}", threshold, baseline)
    if gap is None:
        return None
    pace, years = None, None
    path = paths.get(target.id)
    if path is not None and gap.value > 0:
        pace, years = _years(holdings, target, path, threshold, baseline)
    return TargetGap(
        f"targets.gap.{target.id}",
        *(target.measured or (target.indicator, target.subject)),
        target.baseline_period,
        baseline,
        threshold,
        gap,
        hedge=holdings.hedge_of(baseline),
        pace=pace,
        years=years,
    )


def _years(
    holdings: Holdings, target: Target, path: TargetPath, threshold: Figure, baseline: Figure
) -> tuple[Figure, Figure | None]:
    """The stated pace as a printed cell of case.toml, and the years it takes."""
    is_share = threshold.unit == "%"
    cell = Cell("target_paths", target.id, repr(path.pace), "case", "", holdings.casebook.case.known_on, path.note_en)
    pace = printed(
        cell,
        path.pace,
        unit="pp" if is_share else "%",
        digits=decimals("", path.pace),
        kind="points" if is_share else "growth",
    )
    if is_share:
        return pace, possible(traced.years_at_points, f"targets.years.{target.id}", threshold, baseline, pace)
    levels = _projected(target.id, threshold, baseline, pace)
    return pace, possible(traced.years_at_growth, f"targets.years.{target.id}", threshold, levels) if levels else None


def _projected(id: str, threshold: Figure, baseline: Figure, pace: Figure) -> tuple[Figure, ...]:
    """Project year by year to the threshold; nothing where it is not reached in fifty years."""
    levels: list[Figure] = []
    for year in range(1, 51):
        level = possible(traced.projection, f"targets.projection.{id}.{year}", baseline, pace, year)
        if level is None:
            return ()
        levels.append(level)
        if level.value >= threshold.value:
            return tuple(levels)
    return ()


def _paths(paths: Mapping[str, TargetPath]) -> list[Remark]:
    return [
        Remark(f"targets.path.{id}", Label(path.note_en, path.note_zh)) for id, path in paths.items() if path.note_en
    ]


def _table(found: list[Target], gaps: list[TargetGap]) -> ResultTable:
    by_id = {statement.id.removeprefix("targets.gap."): statement for statement in gaps}
    rows = []
    for target in found:
        statement = by_id.get(target.id)
        rows.append(
            Row(
                target.id,
                target.subject,
                (
                    target.indicator,
                    target.kind,
                    target.condition,
                    target.threshold,
                    target.baseline,
                    period_label(target.baseline_period) if target.baseline_period else None,
                    statement.gap if statement else None,
                    target.note,
                ),
            )
        )
    return ResultTable(
        "targets.table",
        Label("Targets, thresholds and where the case stands", "目标、门槛与现状"),
        Label("Subject", "对象"),
        (
            Column("indicator", Label("Indicator", "指标")),
            Column("kind", Label("Kind", "性质")),
            Column("condition", Label("Condition", "条件")),
            Column("threshold", Label("Threshold", "目标值")),
            Column("value", Label("Latest value", "现值")),
            Column("period", Label("Period", "时期")),
            Column("gap", Label("Gap", "差距")),
            Column("note", Label("Note", "说明")),
        ),
        tuple(rows),
        notes=(
            Label(
                "A gap of zero or less means that the threshold is reached. A gap mark stands where the source gives "
                "no number for the threshold or for today.",
                "差距为零或负值表示已达到；来源未给出目标值或现值的，以缺项号表示。",
            ),
        ),
    )


def _thresholds(holdings: Holdings) -> list[Item | None]:
    """Who reaches the thresholds of size and of world share among what the case holds."""
    items: list[Item | None] = []
    threshold = holdings.latest(GROUP_SIZE, subject=None)
    if threshold is not None:
        groups = [
            held
            for held in holdings.every("principal-revenue", sector="*", subject=None)
            if held.subject.startswith("enterprise:") and held.figure.unit == threshold.figure.unit
        ]
        reached: list[Statement] = []
        for held in groups:
            if held.figure.value >= threshold.figure.value:
                reached.append(
                    TargetGap(
                        f"targets.group.{held.subject.replace(':', '-')}",
                        holdings.what(held),
                        holdings.place_label(held),
                        held.period,
                        held.figure,
                        threshold.figure,
                        traced.target_gap(
                            f"targets.group-gap.{held.subject.replace(':', '-')}", threshold.figure, held.figure
                        ),
                        hedge=held.hedge,
                    )
                )
        if reached:
            items += [
                Heading("targets.groups", Label("Groups of the size aimed at", "达到目标规模的企业集团")),
                *reached,
            ]
    world = holdings.latest(WORLD_SHARE, subject=None)
    shares = [
        held
        for one in holdings.with_measure("share-of-world")
        for held in holdings.every(one, sector="*", subject=None)
    ]
    if world is not None and shares:
        items += [
            Heading("targets.world", Label("Share of the world market", "占世界市场份额")),
            *(_world_gap(holdings, world, held) for held in shares),
        ]
    elif world is not None:
        items.append(
            Gap(
                "targets.gap.world-share",
                Label(
                    "No share of the region in world output is loaded, so nothing can be held against the "
                    "threshold of world share.",
                    "尚未载入本地区占世界产量的比重，无法与世界份额门槛比较。",
                ),
                Label(
                    "Load an indicator with the measure share-of-world for the region and a sector.",
                    "请载入本地区分行业的带 share-of-world 后缀的指标。",
                ),
            )
        )
    return items


def _world_gap(holdings: Holdings, threshold: Held, held: Held) -> TargetGap:
    """Hold a share of the world against the threshold of world share."""
    return TargetGap(
        f"targets.world.{held.key}",
        holdings.what(held),
        holdings.place_label(held),
        held.period,
        held.figure,
        threshold.figure,
        traced.target_gap(f"targets.world-gap.{held.key}", threshold.figure, held.figure),
        hedge=held.hedge,
    )
