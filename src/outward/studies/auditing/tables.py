"""The tables of an audit: the findings, the numbers thought wrong with their likely reading, and the facts used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from outward.audit import Cell, Claim, Document, Fact, Finding
from outward.audit.messages import RULES, WAYS
from outward.studies.holdings import Held, Holdings
from outward.studies.result import Column, ResultTable, Row
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label, same
from outward.vocabulary.observations import CLAIMS_TABLE
from outward.vocabulary.periods import Period

FINDINGS = "audit.findings"
MOST_FACTS = 40
"""Facts of a kind that the table names; of more it says how many there are."""

_FINDING = Label("Finding", "审核项")
_ONE_OF_THEM = Label(
    "A finding with several numbers and no reading for some says that one of them is wrong, not that all are.",
    "一项列有多个数字而部分未给出读数的，表示其中有误，并非全部有误。",
)
_DECLARED, _FOUND = Label("stated by the case", "案例声明"), Label("found in the tables", "从表中归纳")
_HOLDS: Mapping[str, Label] = {
    "total": Label("a total is the sum of its parts", "合计等于各分项之和"),
    "two_way_total": Label("rows and columns add up to their margins", "行、列之和等于合计"),
    "region_total": Label("a region is the sum of its members", "地区合计等于所属各地区之和"),
    "period_total": Label("a year is the sum of its parts", "全年数等于各期之和"),
    "composition": Label("shares sum to 100", "各项占比之和等于100%"),
    "ratio": Label("a ratio follows from two columns", "比率由两列相除而得"),
    "ratio_approx": Label("a ratio follows from two columns, roughly", "比率由两列相除近似而得"),
    "growth": Label("growth follows from the levels", "增速由水平值而得"),
    "share_of_total": Label("a share follows from part and total", "占比由分项与合计而得"),
    "share_of_hidden_total": Label("amount and share imply a total that runs smoothly",
                                   "由数额及占比推算的总量平稳变化"),
    "balance": Label("an account closes", "收支（存量）平衡"),
    "carry": Label("a period opens as the one before closed", "期初数等于上期期末数"),
    "stock_flow": Label("a stock changes by its flow", "存量变动等于流量"),
    "of_which": Label("a part is at most its whole", "其中项不大于总体"),
    "at_most": Label("a part is at most its whole", "部分不大于整体"),
    "region_part_of": Label("a region is at most the region that holds it", "地区数不大于其所属的上级地区数"),
    "twin": Label("two indicators are nearly equal by definition", "两项指标口径相近，数值接近"),
    "related": Label("indicators of a row move together", "同行指标协调变化"),
}
"""What each kind of fact says."""


@dataclass(frozen=True, slots=True)
class Named:
    """A finding under its name: ``F1`` is the gravest."""

    name: str
    key: str  # of its row
    finding: Finding
    gravity: Label
    sure: Figure
    cells: tuple[str, ...]  # ids of the figures of its suspects


@dataclass(frozen=True, slots=True)
class Sources:
    """What the audit's ids and words stand for."""

    holdings: Holdings
    printed: Mapping[str, Cell | Claim]  # by id
    words: Mapping[str, Label]  # what the audit reads, in both languages

    @classmethod
    def of(cls, holdings: Holdings, document: Document) -> Sources:
        """Tie a document's ids and words to what the release holds."""
        printed: list[Cell | Claim] = [*document.claims, *document.cells]
        words: dict[str, Label] = {}
        for one in printed:
            held = holdings.of_id(one.id)
            if held is not None:
                words[one.indicator] = holdings.indicator(held.indicator).name
                words[one.region] = holdings.region_label(held.region)
                if one.item == holdings.sector_label(held.sector).en:
                    words[one.item] = holdings.sector_label(held.sector)
        return cls(holdings, {one.id: one for one in printed}, words)

    def held(self, id: str) -> Held | None:
        """Give what is held under an id; nothing for what could not be read as a number."""
        return self.holdings.of_id(id)

    def unread(self, id: str) -> Label:
        """Name what a number measures that could not be read as one."""
        table, row = (CLAIMS_TABLE, id) if isinstance(self.printed[id], Claim) else self.place(id)
        observed = self.holdings.observations
        found = observed[(observed["table"] == table) & (observed["row"] == row)].iloc[0]
        what = self.holdings.indicator(str(found["indicator"])).name
        of = [self.holdings.code_label(str(found["product"]))] if found["product"] else []
        whose = self.holdings.whose(str(found["region"]), str(found["sector"]), str(found["subject"]))
        return _dated(Label(", ".join([what.en, *(one.en for one in of), whose.en]),
                            "".join([whose.text("zh"), *(one.text("zh") for one in of), what.text("zh")])),
                      str(found["period"]))

    def place(self, id: str) -> tuple[str, str]:
        """Give the table and the row of an id, or of a claim the paragraph."""
        one = self.printed[id]
        if isinstance(one, Claim):
            return CLAIMS_TABLE, one.para or one.id
        return one.table, one.id.removeprefix(f"{one.table}:")


def findings_table(sources: Sources, named: Sequence[Named]) -> ResultTable:
    """Give a row for each finding, the gravest first."""
    return ResultTable(
        FINDINGS,
        Label("What contradicts what", "相互矛盾之处"),
        _FINDING,
        (
            Column("gravity", Label("Gravity", "程度")),
            Column("sure", Label("Sure", "把握"), "%"),
            Column("wrong", Label("What is wrong", "问题")),
            Column("where", Label("Where", "位置")),
            Column("arithmetic", Label("Arithmetic, as printed", "按刊印数字计算")),
        ),
        tuple(
            Row(each.key, same(each.name), (each.gravity, each.sure, _wrong(each.finding),
                                            _places(sources, each.finding), _arithmetic(each.finding)))
            for each in named
        ),
    )


def suspects_table(sources: Sources, named: Sequence[Named]) -> ResultTable:
    """Give a row for each number that a finding suspects, or reads otherwise."""
    rows = []
    for each in named:
        for id in dict.fromkeys((*each.finding.repair, *each.finding.suspects)):
            held, read = sources.held(id), each.finding.repair.get(id)
            said, printed = ((sources.unread(id), same(sources.printed[id].text)) if held is None else
                             (_with_unit(sources.holdings, held), held.figure))
            rows.append(Row(f"{each.key}.{id}", said,
                            (same(each.name), _place(*sources.place(id)), printed,
                             _reading(read, is_suspect=id in each.finding.suspects))))
    return ResultTable(
        "audit.suspects",
        Label("Numbers thought wrong", "存疑数字"),
        Label("Quantity", "指标"),
        (
            Column("finding", _FINDING),
            Column("place", Label("Where in the source", "来源中的位置")),
            Column("printed", Label("Printed", "刊印值")),
            Column("reading", Label("Likely reading", "可能的正确读数")),
        ),
        tuple(rows),
        notes=(_ONE_OF_THEM,) if rows else (),
    )


def scope_table(counts: Iterable[tuple[Label, Figure]]) -> ResultTable:
    """Say how much was audited, and what could not be."""
    return ResultTable(
        "audit.scope",
        Label("What the audit looked at", "审核范围"),
        Label("What", "项目"),
        (Column("count", Label("How many", "数量"), "entries"),),
        tuple(Row(count.id, label, (count,)) for label, count in counts),
    )


def facts_table(sources: Sources, facts: Sequence[Fact]) -> ResultTable:
    """Say what was taken to hold between the numbers."""
    by_kind: dict[str, list[Fact]] = {}
    for fact in facts:
        by_kind.setdefault(fact.kind, []).append(fact)
    rows = []
    for kind, of in by_kind.items():
        for place, fact in enumerate(of[:MOST_FACTS], start=1):
            rows.append(Row(f"{kind}.{place}", _HOLDS.get(kind, same(kind)),
                            (_between(sources, fact), _table(fact), _DECLARED if fact.declared else _FOUND)))
        if len(of) > MOST_FACTS:
            more = Label(f"and {len(of) - MOST_FACTS} others", f"另有{len(of) - MOST_FACTS}项")
            rows.append(Row(f"{kind}.more", _HOLDS.get(kind, same(kind)), (more, Label(""), Label(""))))
    return ResultTable(
        "audit.facts",
        Label("What was taken to hold", "据以审核的关系"),
        Label("Fact", "关系"),
        (
            Column("between", Label("Between", "所涉指标")),
            Column("table", Label("Table", "表")),
            Column("known", Label("Known how", "依据")),
        ),
        tuple(rows),
    )


def _reading(read: str | None, *, is_suspect: bool) -> Label:
    if read is None:
        return Label("")
    return same(read) if is_suspect else Label(f"{read} (follows)", f"{read}（随之改变）")


def _with_unit(holdings: Holdings, held: Held) -> Label:
    """Name what a number measures, whose it is, when and in which unit, so that its cell has the digits only."""
    name, unit = _dated(holdings.in_full(held), held.period), holdings.unit_label(held.figure.unit)
    return Label(f"{name.en} ({unit.en})", f"{name.text('zh')}（{unit.zh}）")


def _dated(name: Label, period: str) -> Label:
    if not period:
        return name
    when = Period.parse(period)
    return Label(f"{name.en}, {when.label('en')}", f"{when.label('zh')}{name.text('zh')}")


def _place(table: str, *rows: str) -> Label:
    """Name rows of a table of the source, or paragraphs of its text."""
    if table == CLAIMS_TABLE:
        return Label(f"text, paragraph{'s' if len(rows) > 1 else ''} {', '.join(rows)}", f"正文第{'、'.join(rows)}段")
    name = _table_name(table)
    plural = "s" if len(rows) > 1 or "–" in rows[0] else ""
    return Label(f"{name.en}, row{plural} {', '.join(rows)}", f"{name.zh}第{'、'.join(rows)}行")


def _wrong(finding: Finding) -> Label:
    """Say what is wrong and, where one slip explains it, which."""
    rule = RULES.get(finding.rule, same(finding.rule))
    way = finding.way
    if way in ("", "unknown", "grouping"):  # the rule says it already
        return Label(_capital(rule.en), rule.zh)
    if way == "definition":
        return Label(f"{_capital(rule.en)}: {WAYS[way].en}", f"{rule.zh}：{WAYS[way].zh}")
    return Label(f"{_capital(rule.en)}: likely {WAYS[way].en}", f"{rule.zh}：可能为{WAYS[way].zh}")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _places(sources: Sources, finding: Finding) -> Label:
    """Name the tables and paragraphs of a finding: those of its suspects, else of all that it rests on."""
    rows: dict[str, dict[str, None]] = {}
    for table, row in map(sources.place, finding.suspects or finding.evidence):
        rows.setdefault(table, {})[row] = None
    places = [_place(table, *_runs(list(of))) for table, of in rows.items()]
    return Label("; ".join(place.en for place in places), "；".join(place.zh for place in places))


def _runs(rows: Sequence[str]) -> list[str]:
    """Write rows that follow one another as from the first to the last."""
    if not all(row.isdigit() for row in rows):
        return list(rows)
    runs: list[list[int]] = []
    for row in sorted({int(row) for row in rows}):
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]


def _arithmetic(finding: Finding) -> Label:
    return same("; ".join(finding.arithmetic))


def _table_name(table: str) -> Label:
    return Label(f"Table {table}" if table[:1].isdigit() else f"table {table}",
                 f"表{table}" if table[:1].isdigit() else f"表“{table}”")


def _table(fact: Fact) -> Label:
    table = fact.keys.get("table")
    return _table_name(str(table)) if table else Label("all", "全部")


def _between(sources: Sources, fact: Fact) -> Label:
    """Name the indicators, items and regions of a fact."""
    words = dict.fromkeys(word for key, value in fact.keys.items() if key != "table" for word in _words(value))
    labels = [sources.words.get(word, same(word)) for word in words]
    return Label("; ".join(label.en for label in labels), "；".join(label.text("zh") for label in labels))


def _words(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key in value:
            yield from _words(key)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _words(each)
