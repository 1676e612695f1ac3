"""From repairs to findings: one for each cause, with its arithmetic, its likely reading and what rests on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from outward.audit.arithmetic import Names as Written
from outward.audit.arithmetic import plain, sum_line
from outward.audit.board import Board
from outward.audit.confidence import confidence
from outward.audit.documents import Fact, Finding, Severity
from outward.audit.facts import FOUND
from outward.audit.labels import Mislabelled
from outward.audit.localisation import Localised, Repair
from outward.audit.messages import message
from outward.audit.misprints import readings
from outward.audit.numbers import Number, Numbers
from outward.audit.outliers import Outlier, outliers
from outward.audit.printed import Printed, decimal_comma, print_like
from outward.audit.prints import Remark
from outward.audit.relations import Relation
from outward.audit.words import Saying

_ORDER = {"error": 0, "warning": 1, "info": 2}
_MOST_LINES = 6
_MOST_SUSPECTS = 12
_MOST_VOUCHERS = 16
_MATTER_OF_DEFINITION = 0.5  # of a group's rows: if more fail, the rule is not what was thought
_FEWEST_ROWS = 4
_FIRST_PARTED = 1000.0


class Teller:
    """Collects the findings of one document."""

    def __init__(self, board: Board, numbers: Numbers) -> None:
        self.board = board
        self.numbers = numbers
        self.told: list[Finding] = []
        self.suspected: set[int] = set()

    def findings(self) -> tuple[Finding, ...]:
        """All that was told, the gravest and surest first."""
        return tuple(sorted(self.told, key=lambda each: (_ORDER[each.severity], -each.confidence, each.suspects,
                                                         each.evidence, each.rule)))

    def tell_remarks(self, found: Iterable[Remark]) -> None:
        """What prints show by themselves."""
        for remark in found:
            remark = self._with_decimal_comma(remark)  # noqa: PLW2901
            self._tell(remark.rule, remark.severity, () if remark.severity == "info" else remark.numbers,
                       remark.numbers, remark.repair, lines=remark.lines,
                       way="grouping" if remark.repair else "unknown")
            if remark.severity == "error":
                self.suspected |= set(remark.numbers)

    def _with_decimal_comma(self, remark: Remark) -> Remark:
        """Read a comma as a decimal point, where that mends more than reading it as nothing."""
        if remark.rule != "digit_grouping":
            return remark
        number = self.numbers.all[remark.numbers[0]]
        value = decimal_comma(number.printed.text)
        changes = {} if value is None else {number.index: value * number.measure.factor}
        if not changes or self.board.effect(changes, 0.0).gain <= 0:
            return remark
        self.board.apply(changes)
        return replace(remark, repair={number.id: number.printed.text.strip().replace(",", ".")})

    def tell_labels(self, found: Iterable[Mislabelled]) -> None:
        """Claims that fit another name than their own, and those of the same name that should."""
        for each in found:
            relation = Relation("label", each.formula, each.claim)
            line = sum_line(relation, Written(self.numbers), self.numbers.values)
            number = self.numbers.all[each.claim]
            if each.fits:
                line = line.replace(" ≠ ", " ≈ ")
            if each.instead.startswith("%"):
                line = line.replace(f"× {plain(100 * number.measure.factor)}", "× 100")
            claims = {index for index in each.formula.inputs if self.numbers.all[index].is_claim}
            value = each.formula.evaluate(self.numbers.values)[0]
            repair = {} if each.fits else {number.id: self._printed(each.claim, value)}
            self._tell("label", "warning", [each.claim, *([] if each.fits else sorted(claims))],
                       {each.claim, *each.formula.inputs}, repair,
                       lines=[f"{each.instead}: {line}"])

    def tell_sayings(self, found: Iterable[Saying]) -> None:
        """Trends and lists that are not as a sentence says."""
        for each in found:
            self._tell(each.rule, "warning", (each.claim,), {each.claim, *each.evidence}, {}, lines=(each.line,))

    # -- relations ------------------------------------------------------------------------------------------------

    def tell_definitions(self) -> None:
        """A rule that fails in many rows is a matter of definition: told once, and no longer counted."""
        groups: dict[str, list[int]] = defaultdict(list)
        for position, relation in enumerate(self.board.relations):
            if not relation.group.startswith("claim:") and not relation.is_hint:
                groups[relation.group].append(position)
        for group, positions in sorted(groups.items()):
            failing = [position for position in positions if position in self.board.failing]
            if self.board.relations[positions[0]].rule == "two_way_total":
                continue  # one wrong number breaks two margins, and a small table has few
            if len(positions) >= _FEWEST_ROWS and len(failing) > _MATTER_OF_DEFINITION * len(positions):
                involved = {index for position in failing for index in self.board.relations[position].numbers}
                rule = self.board.relations[failing[0]].rule
                lines = [self._line(position) for position in failing[:_MOST_LINES]]
                self.board.retire(positions)
                if FOUND in group:
                    continue  # what does not hold in most rows was no rule
                claims = {index for position in failing for index in self.board.relations[position].numbers[:1]
                          if self.numbers.all[index].is_claim}
                self._tell(rule, "info" if rule == "printed_twice" else "warning", sorted(claims), involved, {},
                           lines=lines, way="definition")

    def tell_repairs(self, exchanged: Sequence[Repair], localised: Localised) -> None:
        """One finding for each repair, and one for each knot of relations that nothing mends."""
        alike: dict[tuple[str, ...], list[Repair]] = defaultdict(list)
        for at, repair in enumerate((*exchanged, *localised.repairs)):
            alike[self._kind_of(repair) or (str(at),)].append(repair)
        for repairs in alike.values():
            if len(repairs) == 1:
                self._tell_repair(repairs[0])
            else:
                self._tell_alike(repairs)
        for knot in self._knots(localised.left):
            involved = {index for position in knot for index in self.board.relations[position].numbers}
            lines = [self._line(position) for position in knot[:_MOST_LINES]]
            suspects = sorted(involved) if len(involved) <= _MOST_SUSPECTS else []
            is_hard = any(not self.board.relations[position].is_soft for position in knot)
            self._tell(self.board.relations[knot[0]].rule, "error" if is_hard else "warning", suspects, involved,
                       {}, lines=lines, is_found=self._is_found(knot))
            self.suspected |= involved

    def _kind_of(self, repair: Repair) -> tuple[str, ...] | None:
        """What soft repairs have in common that may well be one matter: the rule, the item and the indicator."""
        relations = [self.board.relations[position] for position in repair.effect.mended]
        if not all(relation.is_soft for relation in relations) or len(repair.changes) > 1:
            return None
        number = self.numbers.all[next(iter(repair.changes))]
        return relations[0].rule, number.table, number.item, number.indicator

    def _tell_alike(self, repairs: Sequence[Repair]) -> None:
        """Several regions or years that are out of line in the same way: told once, as a matter of definition."""
        positions = [position for repair in repairs for position in repair.effect.mended
                     if not self.board.relations[position].is_hint]
        suspects = {index for repair in repairs for index in repair.changes}
        evidence = {index for position in positions for index in self.board.relations[position].numbers}
        self._tell(self.board.relations[positions[0]].rule, "warning", sorted(suspects), evidence, {}, way="definition",
                   is_found=self._is_found(positions),
                   lines=[self._line(position) for position in positions[:_MOST_LINES]])
        self.suspected |= suspects

    def _tell_repair(self, repair: Repair) -> None:
        mended = [position for position in repair.effect.mended if not self.board.relations[position].is_hint]
        relations = [self.board.relations[position] for position in mended]
        rule = min(relations, key=lambda relation: (relation.is_soft, relation.rule == "claim")).rule
        ranked = dict.fromkeys(sorted(repair.changes))
        for rival in repair.rivals:
            named = set(rival.changes)
            if len({*ranked, *named}) > max(_MOST_SUSPECTS, len(repair.changes)):
                named &= {index for position in rival.effect.mended for index in self.board.relations[position].numbers}
            ranked |= dict.fromkeys(sorted(named))
        suspects = set(ranked)
        evidence = {index for relation in relations for index in relation.numbers} | set(repair.effect.consequences)
        texts = {self.numbers.all[index].id: self._printed(index, value) for index, value in repair.outcome.items()}
        lines = [self._line(position) for position in mended[:_MOST_LINES]]
        others = [(rival.way, [self.numbers.all[index] for index in rival.changes]) for rival in repair.rivals]
        self._tell(rule, "error" if not all(relation.is_soft for relation in relations) else "warning", ranked,
                   evidence | suspects | self._vouching(suspects), texts, lines=lines, way=repair.way,
                   is_found=self._is_found(mended), changes=repair.changes, others=others)
        self.suspected |= suspects | set(repair.effect.consequences)

    def _is_found(self, positions: Iterable[int]) -> bool:
        """Whether relations rest on nothing that anybody declared."""
        return all(FOUND in self.board.relations[position].group for position in positions)

    def _vouching(self, suspects: Iterable[int]) -> set[int]:
        """What suspects were computed from, and agree with: it speaks for them, and may be wrong in their stead."""
        found: set[int] = set()
        for index in suspects:
            for position in self.board.about.get(index, ()):
                relation = self.board.relations[position]
                if relation.target == index and relation.sense == "=" and len(relation.numbers) <= _MOST_VOUCHERS:
                    found |= set(relation.numbers)
        return found

    def _printed(self, index: int, value: float) -> str:
        number = self.numbers.all[index]
        return print_like(value / number.measure.factor, self._manner(number))

    def _manner(self, number: Number) -> Printed:
        """A number's print as its column prints: the column's decimals where it alone has others, thousands parted."""
        printed = number.printed
        table = [self.numbers.all[index] for index in self.numbers.cells_by_table.get(number.table, ())]
        decimals = {other.printed.decimals for other in table
                    if other.indicator == number.indicator and other.index != number.index}
        if len(decimals) == 1:
            printed = replace(printed, decimals=decimals.pop())
        if not printed.grouped and abs(printed.value) < _FIRST_PARTED:
            printed = replace(printed, grouped=any(other.printed.grouped for other in table))
        return printed

    def _line(self, position: int) -> str:
        return sum_line(self.board.relations[position], Written(self.numbers), self.numbers.values)

    def _knots(self, positions: Iterable[int]) -> list[list[int]]:
        """Failing relations that share numbers, together."""
        knots: list[tuple[set[int], list[int]]] = []
        for position in positions:
            members = set(self.board.relations[position].numbers)
            touching = [knot for knot in knots if knot[0] & members]
            merged = (members.union(*(knot[0] for knot in touching)),
                      sorted([position, *(each for knot in touching for each in knot[1])]))
            knots = [knot for knot in knots if knot not in touching] + [merged]
        return [knot[1] for knot in knots]

    # -- outliers -------------------------------------------------------------------------------------------------

    def tell_outliers(self, facts: Sequence[Fact]) -> None:
        """Values that are unlikely beside their like; those that are suspected already are left out."""
        for outlier in outliers(self.numbers, facts, self.board.x):
            if outlier.index in self.suspected or self.suspected & set(outlier.partners):
                continue
            self._tell_outlier(outlier)

    def _tell_outlier(self, outlier: Outlier) -> None:
        number = self.numbers.all[outlier.index]
        factor = number.measure.factor
        found = readings(number.printed, outlier.low / factor, outlier.high / factor)
        repair = {number.id: print_like(found[0].value, number.printed)} if found else {}
        suspects = {outlier.index, *outlier.partners}
        self._tell(outlier.rule, "warning", (outlier.index, *outlier.partners),
                   suspects | set(outlier.evidence), repair,
                   way=found[0].way if found else "unknown", lines=[outlier.line])
        self.suspected |= suspects

    # -- one finding ----------------------------------------------------------------------------------------------

    def _tell(self, rule: str, severity: Severity, suspects: Iterable[int], evidence: Iterable[int],
              repair: Mapping[str, str], *, lines: Sequence[str] = (), way: str = "unknown",
              is_found: bool = False, changes: Mapping[int, float] | None = None,
              others: Sequence[tuple[str, Sequence[Number]]] = ()) -> None:
        suspects = tuple(dict.fromkeys(suspects))
        self.told.append(Finding(
            rule, severity, confidence(rule, way, is_found=is_found),
            tuple(self.numbers.all[index].id for index in suspects),
            tuple(sorted(self.numbers.all[index].id for index in set(evidence))),
            dict(sorted(repair.items())),
            message(rule, way, [self.numbers.all[index] for index in sorted(changes or suspects)], repair, others),
            tuple(dict.fromkeys(lines)), way))
