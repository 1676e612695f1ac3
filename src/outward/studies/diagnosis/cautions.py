"""Cautions: what a reader must know of printed numbers, said where they stand and gathered in one list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from outward.studies.diagnosis.chapter import Chapter, period_label
from outward.studies.holdings import Held, Holdings
from outward.studies.result import Column, Heading, Item, Remark, ResultChart, ResultTable, Row, shown_in
from outward.vocabulary.figures import Figure, walk
from outward.vocabulary.labels import Label
from outward.vocabulary.periods import Period
from outward.vocabulary.statements import Hedge, Statement, figures_of

MOST_NAMES = 4
"""Numbers that a caution names one by one; of more it names the source's table, or the first and says that there are
others."""
AIMS = ("targets",)
"""Chapters of thresholds: what is aimed at has no year, and their table shows the year of what stands against it."""

Cautions = Mapping[Label, Sequence[Held]]

_THESE = Label("the numbers just given", "以上数字")
_UNDATED = Label("the source prints no year", "来源未刊印年份")
_HEDGES: Mapping[Hedge, Label] = {
    "about": Label("about", "约"),
    "more than": Label("more than", "超过"),
    "less than": Label("less than", "不足"),
    "nearly": Label("nearly", "接近"),
}


def with_cautions(holdings: Holdings, chapter: Chapter) -> Chapter:
    """Say beneath each table and chart, and once after the sentences, what must be known of the numbers there."""
    section = chapter.section
    undated = section.id not in AIMS
    told = any(isinstance(item, Remark) and item.id.endswith(".undated") for item in section.items)
    items: list[Item] = []
    run: list[Figure] = []
    said: set[Label] = {_UNDATED} if told else set()
    for item in section.items:
        if isinstance(item, Statement):
            run += figures_of(item)
        elif not isinstance(item, Remark):
            items += _remarks(holdings, section.id, run, said, undated=undated)
            run.clear()
        items.append(_noted(holdings, item, undated=undated) if isinstance(item, ResultTable | ResultChart) else item)
    items += _remarks(holdings, section.id, run, said, undated=undated)
    return replace(chapter, section=replace(section, items=tuple(items)))


def caution_list(holdings: Holdings, chapters: Sequence[Chapter]) -> tuple[Item, ...]:
    """List every caution with the numbers that it is of; nothing where there is none."""
    figures = [
        figure
        for chapter in chapters
        if chapter.section.id not in AIMS
        for item in chapter.section.items
        for figure in shown_in(item)
    ]
    aims = [
        figure
        for chapter in chapters
        if chapter.section.id in AIMS
        for item in chapter.section.items
        for figure in shown_in(item)
    ]
    found = {caution: list(held) for caution, held in _cautions(holdings, figures, undated=True).items()}
    for caution, held in _cautions(holdings, aims, undated=False).items():
        known = found.setdefault(caution, [])
        known += [one for one in held if one not in known]
    if not found:
        return ()
    table = ResultTable(
        "cautions.table",
        Label("What must be known of some printed numbers", "部分刊印数字的使用说明"),
        Label("Caution", "说明"),
        (Column("numbers", Label("Numbers", "所涉数字")),),
        tuple(
            Row(f"caution.{place}", caution, (_names(holdings, held),))
            for place, (caution, held) in enumerate(found.items(), start=1)
        ),
    )
    return (Heading("cautions", Label("Numbers to be read with care", "需谨慎使用的数字")), table)


def _remarks(
    holdings: Holdings, section: str, figures: Sequence[Figure], said: set[Label], *, undated: bool
) -> list[Item]:
    remarks: list[Item] = []
    cells = {figure.id for figure in walk(figures) if figure.cell is not None}
    for caution, held in _cautions(holdings, figures, undated=undated).items():
        if caution in said:
            continue
        said.add(caution)
        names = _THESE if len(held) == len(cells) else _names(holdings, held)
        text = Label(f"Note on {names.en}: {caution.en}.", f"说明：{names.text('zh')}，{caution.text('zh')}。")
        remarks.append(Remark(f"{section}.caution.{len(said)}", text))
    return remarks


def _noted(holdings: Holdings, item: ResultTable | ResultChart, *, undated: bool) -> ResultTable | ResultChart:
    figures = list(shown_in(item))
    cells = {figure.id for figure in walk(figures) if figure.cell is not None}
    notes = [
        _note(holdings, caution, held, is_all=len(held) == len(cells))
        for caution, held in _cautions(holdings, figures, undated=undated).items()
    ]
    if isinstance(item, ResultTable):
        notes += _hedge_notes(holdings, item)
    return replace(item, notes=(*item.notes, *notes)) if notes else item


def _note(holdings: Holdings, caution: Label, held: Sequence[Held], *, is_all: bool) -> Label:
    english, chinese = caution.en, caution.text("zh")
    if is_all:
        return Label(f"All numbers: {english}.", f"全部数字：{chinese}。")
    names = _names(holdings, held)
    return Label(f"{names.en[:1].upper()}{names.en[1:]}: {english}.", f"{names.text('zh')}：{chinese}。")


def _hedge_notes(holdings: Holdings, table: ResultTable) -> list[Label]:
    """A table's cells are plain numbers: say of which of them the source says "about" or "more than"."""
    found: dict[Hedge, list[Label]] = {}
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            if isinstance(cell, Figure) and (hedge := holdings.hedge_of(cell)):
                found.setdefault(hedge, []).append(
                    Label(
                        f"{row.label.en} ({column.label.en[:1].lower()}{column.label.en[1:]})",
                        f"{row.label.text('zh')}（{column.label.text('zh')}）",
                    )
                )
    return [
        Label(
            f"The source says “{_HEDGES[hedge].en}” of {'; '.join(one.en for one in of)}.",
            f"来源表述为“{_HEDGES[hedge].zh}”的有：{'、'.join(one.zh for one in of)}。",
        )
        for hedge, of in found.items()
    ]


def _cautions(holdings: Holdings, figures: Iterable[Figure], *, undated: bool) -> Cautions:
    """Cautions of the printed cells beneath figures, in order, each with the values that it is of."""
    found: dict[Label, list[Held]] = {}
    for figure in walk(figures):
        held = holdings.of_cell(figure)
        if held is None:
            continue
        caution = holdings.caution(figure)
        if caution is not None:
            found.setdefault(caution, []).append(held)
        if undated and not held.period:
            found.setdefault(_UNDATED, []).append(held)
    return found


def _names(holdings: Holdings, held: Sequence[Held]) -> Label:
    """Name values: those of a table of the source together where they are many."""
    by_table: dict[str, list[Held]] = {}
    for one in held:
        cell = one.figure.cell
        assert cell is not None
        by_table.setdefault(cell.table, []).append(one)
    english, chinese = [], []
    for table, of in by_table.items():
        periods: dict[Label, dict[str, None]] = {}
        for one in of:
            base = one.indicator.removesuffix(".growth")
            periods.setdefault(holdings.in_full(one, base), {})[one.period] = None
        if len(periods) > MOST_NAMES and table.isdigit():
            whole = _in_table(holdings, table, {one.indicator for one in of})
            english.append(whole.en)
            chinese.append(whole.text("zh"))
            continue
        shown = [_dated(name, list(when)) for name, when in list(periods.items())[:MOST_NAMES]]
        english += [name.en for name in shown]
        chinese += [name.text("zh") for name in shown]
        if len(periods) > MOST_NAMES:
            english.append("and others")
            chinese[-1] += "等"
    return Label("; ".join(english), "、".join(chinese))


def _in_table(holdings: Holdings, table: str, indicators: set[str]) -> Label:
    if len(indicators) > 1:
        return Label(f"the numbers in the source's Table {table}", f"来源表{table}的数字")
    name = holdings.indicator(*indicators).name
    return Label(f"{name.en} in the source's Table {table}", f"来源表{table}的{name.text('zh')}")


def _dated(name: Label, periods: Sequence[str]) -> Label:
    """Add the years: one or two as they are, more from the first to the last."""
    known = sorted((period for period in periods if period), key=Period.parse)
    if not known:
        return name
    labels = [period_label(period) for period in known]
    chinese = "、".join(Period.parse(period).label("zh") for period in known)
    if len(known) > 2:
        return Label(
            f"{name.en}, {labels[0].en} to {labels[-1].en}",
            f"{Period.parse(known[0]).label('zh').removesuffix('年')}—{Period.parse(known[-1]).label('zh')}"
            f"{name.text('zh')}",
        )
    return Label(f"{name.en}, {' and '.join(label.en for label in labels)}", f"{chinese}{name.text('zh')}")
