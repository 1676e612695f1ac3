"""Targets and how far they are: the case's register of targets held against what a release has observed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from outward.indicators import traced
from outward.studies.diagnosis.chapter import period_label, possible
from outward.studies.diagnosis.targets import CONDITIONS, Target, targets_of
from outward.studies.holdings import Holdings
from outward.studies.releases import Release, casebook_of
from outward.studies.result import Column, Gap, Remark, ResultTable, Row, Section, StudyResult
from outward.studies.study import Progress, Request, unheard
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label, same

TABLE = "targets.progress"
"""The table of the result that holds a row a target, under the target's id."""

_COLUMNS = (
    Column("indicator", Label("Indicator", "指标")),
    Column("kind", Label("Kind", "性质")),
    Column("condition", Label("Condition", "条件")),
    Column("threshold", Label("Target", "目标值")),
    Column("start", Label("At the start", "起点值")),
    Column("value", Label("Now", "现值")),
    Column("period", Label("Period", "时期")),
    Column("gap", Label("Gap", "差距")),
    Column("way", Label("Share of the way", "完成进度"), "%"),
    Column("reached", Label("Reached", "是否达到")),
    Column("paragraphs", Label("Paragraphs", "段落")),
)
_CEILINGS = (CONDITIONS["<="], CONDITIONS["<"])  # what is to stay below them has no way to go
_REACHED = {True: Label("yes", "是"), False: Label("no", "否")}
_READING = Label("Holding targets against what is observed", "对照目标与观测值")


@dataclass(frozen=True, slots=True)
class TargetChange:
    """A target whose present value differs between two releases."""

    id: str
    name: Label
    before: Figure | None
    after: Figure | None


def target_progress(release: Release, request: Request, progress: Progress = unheard) -> StudyResult:
    """Hold each target of a case against the newest observation in a release.

    A target counts as observed only where the register names an indicator and the release holds it; the baseline that
    the register itself prints is where the way began, never a present value.

    Parameters
    ----------
    release : Release
        What is held.
    request : Request
        With ``as_of``: an ISO date up to which observations were known, or empty.
    progress : callable
        Is told how far it is.

    Returns
    -------
    StudyResult
        One table with a row a target, and a gap for each that nothing can be held against.
    """
    progress(0.0, _READING)
    casebook, as_of = casebook_of(release), request.text("as_of")
    if as_of and as_of < casebook.case.known_on:  # the register was not known then
        casebook = replace(casebook, registers={})
    result = held_against(Holdings(casebook, release.observations(as_of=as_of or None)), release.name, as_of)
    progress(1.0, _READING)
    return result


def held_against(holdings: Holdings, release: str, as_of: str = "") -> StudyResult:
    """Hold the targets of a case against what is held of it."""
    found, casebook = targets_of(holdings), holdings.casebook
    items: list[ResultTable | Gap | Remark] = [_table(found)] if found else [Gap(
        "targets.gap", Label("No targets are registered.", "尚未登记目标。"),
        Label("Fill registers/targets.csv of the case.", "请填写案例的 registers/targets.csv。"))]
    items += [gap for target in found if (gap := _missing(target)) is not None]
    section = Section("targets", Label("Targets and how far they are", "目标与进展"), tuple(items))
    return StudyResult("targets", casebook.case, release, as_of, (section,), casebook.sources)


def _table(found: list[Target]) -> ResultTable:
    return ResultTable(
        TABLE, Label("Targets and how far they are", "目标与进展"), Label("Target", "目标"), _COLUMNS,
        tuple(Row(target.id, target.subject, _cells(target)) for target in found),
        notes=(Label("The share of the way runs from the value at the start, as the register prints it, to the target. "
                     "A gap of zero or less means that the target is reached.",
                     "完成进度自名录所列起点值起算，至目标值为止；差距为零或负值表示已达到。"),))


def _cells(target: Target) -> tuple[Figure | Label | None, ...]:
    now = target.baseline if target.measured else None
    gap = possible(traced.target_gap, f"targets.gap.{target.id}", target.threshold, now) \
        if target.threshold is not None and now is not None and target.condition not in _CEILINGS else None
    return (
        target.indicator, target.kind, target.condition, target.threshold, target.stated, now,
        period_label(target.baseline_period) if now is not None and target.baseline_period else None,
        gap, _way(target, now), _REACHED[gap.value <= 0] if gap is not None and target.is_floor else None,
        same(target.paragraphs),
    )


def _way(target: Target, now: Figure | None) -> Figure | None:
    """Give how much of the way from the start to the target is done, where both ends and the present are numbers."""
    start, end = target.stated, target.threshold
    if start is None or end is None or now is None or not target.is_floor or end.value <= start.value:
        return None
    gained = possible(traced.difference, f"targets.gained.{target.id}", now, start)
    whole = possible(traced.difference, f"targets.whole.{target.id}", end, start)
    return possible(traced.share, f"targets.way.{target.id}", gained, whole) if gained and whole else None


def _missing(target: Target) -> Gap | None:
    if target.measured is not None:
        return None
    name = target.subject.en, target.subject.text("zh")
    if target.threshold is None and not target.indicator_id:
        return Gap(f"targets.gap.{target.id}",
                   Label(f"{name[0]}: the source gives no number to reach.", f"{name[1]}：来源未给出目标数值。"),
                   Label("Write a threshold and an indicator into registers/targets.csv.",
                         "请在 registers/targets.csv 中填写目标值和指标。"))
    if not target.indicator_id:
        return Gap(f"targets.gap.{target.id}",
                   Label(f"{name[0]}: the register names no indicator to hold against the target.",
                         f"{name[1]}：名录未指明对照指标。"),
                   Label("Write the indicator's id into registers/targets.csv, column indicator_id, and load it.",
                         "请在 registers/targets.csv 的 indicator_id 列填写指标编号，并载入该指标。"))
    return Gap(f"targets.gap.{target.id}",
               Label(f"{name[0]}: no value of {target.indicator_id} is loaded.",
                     f"{name[1]}：尚未载入指标 {target.indicator_id} 的数值。"),
               Label(f"Load the indicator {target.indicator_id} for the case's region, sector "
                     f"{target.sector or 'of the case'}.",
                     f"请载入本地区、行业（{target.sector or '案例行业'}）的指标 {target.indicator_id}。"))


def progress_rows(result: StudyResult) -> dict[str, dict[str, Figure | Label | None]]:
    """Give the rows of the table by target and column, as a view shows them; ``name`` is the target's."""
    return {row.key: {"name": row.label, **dict(zip((column.key for column in table.columns), row.cells, strict=True))}
            for table in _tables(result) for row in table.rows}


def _tables(result: StudyResult) -> Iterator[ResultTable]:
    for section in result.sections:
        yield from (item for item in section.items if isinstance(item, ResultTable) and item.id == TABLE)


def target_changes(before: StudyResult, after: StudyResult) -> tuple[TargetChange, ...]:
    """Name the targets whose present value, unit or period differs from one result to a later one.

    A target that only one of the two has is no change of its progress.
    """
    old = progress_rows(before)
    return tuple(
        TargetChange(id, _label(row["name"]), _figure(old[id]["value"]), _figure(row["value"]))
        for id, row in progress_rows(after).items() if id in old and _present(old[id]) != _present(row))


def _present(row: Mapping[str, Figure | Label | None]) -> tuple[float | None, str, str]:
    value, period = _figure(row["value"]), row["period"]
    return (value.value if value else None, value.unit if value else "", period.en if isinstance(period, Label) else "")


def _figure(cell: Figure | Label | None) -> Figure | None:
    return cell if isinstance(cell, Figure) else None


def _label(cell: Figure | Label | None) -> Label:
    return cell if isinstance(cell, Label) else Label("")
