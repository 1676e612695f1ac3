"""What an audit is worth against the truth: detected, localised, repaired, precision, false alarms, calibration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from outward.audit.documents import Finding
from tests.audit.corpus.documents import Exam, Mode
from tests.audit.corpus.errors import Plant
from tests.audit.corpus.printing import is_well_grouped, read
from tests.audit.corpus.words import UNITS

BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
ALARMS = ("error", "warning")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one planted error fared."""

    document: str
    plant: Plant
    detected: bool
    localised: bool
    repaired: bool
    by: Finding | None = None


@dataclass(slots=True)
class Score:
    """The sums over documents."""

    outcomes: list[Outcome] = field(default_factory=list)
    alarms: int = 0
    right: int = 0
    alarms_on_planted: int = 0
    clean: int = 0
    false_on_clean: int = 0
    confidences: list[tuple[float, bool]] = field(default_factory=list)
    wrong_alarms: list[tuple[str, Finding]] = field(default_factory=list)

    def add(self, exam: Exam, findings: Iterable[Finding], mode: Mode) -> None:
        """Add one audited document."""
        alarms = [finding for finding in findings if finding.severity in ALARMS]
        same = _aliases(exam) if mode in ("text", "bare") else {}
        planted = {name for plant in exam.plants for one in plant.truth for name in same.get(one, {one})}
        for finding in alarms:
            is_right = bool(planted & {*finding.suspects, *finding.evidence})
            self.right += is_right
            self.confidences.append((finding.confidence, is_right))
            if not is_right:
                self.wrong_alarms.append((exam.draft.id, finding))
        self.alarms += len(alarms)
        if exam.plants:
            self.alarms_on_planted += len(alarms)
        else:
            self.clean += 1
            self.false_on_clean += len(alarms)
        self.outcomes += [judge(exam, plant, alarms, same) for plant in exam.plants]

    def false_alarms(self) -> float:
        """Give the alarms on an average clean document."""
        return self.false_on_clean / self.clean if self.clean else 0.0

    def precision(self) -> float:
        """Give the share of alarms that rest on a planted number."""
        return self.right / self.alarms if self.alarms else 1.0


def _aliases(exam: Exam) -> dict[str, set[str]]:
    """Where only sentences are known, all claims of one sentence are one."""
    together: dict[int, set[str]] = defaultdict(set)
    for number in exam.draft.numbers.values():
        if not number.table:
            together[number.sentence].add(number.id)
    return {name: names for names in together.values() for name in names}


def judge(exam: Exam, plant: Plant, alarms: Sequence[Finding], same: dict[str, set[str]]) -> Outcome:
    """Judge how one planted error fared among the alarms."""
    ids = {name for one in plant.truth for name in same.get(one, {one})}
    found = [finding for finding in alarms if ids & {*finding.suspects, *finding.evidence}]
    close = [
        finding
        for finding in found
        if ids & set(finding.suspects) and (len(finding.suspects) <= 4 or set(finding.suspects) == set(plant.truth))
    ]
    mended = [
        finding for finding in found if any(_is_repaired(exam, name, finding, plant, same) for name in plant.truth)
    ]
    best = next(iter([*mended, *close, *found]), None)
    return Outcome(exam.draft.id, plant, bool(found), bool(close), bool(mended), best)


def _is_repaired(exam: Exam, name: str, finding: Finding, plant: Plant, same: dict[str, set[str]]) -> bool:
    texts = [finding.repair[one] for one in same.get(name, {name}) if one in finding.repair]
    true, number = plant.truth[name], exam.draft.numbers[name]
    if name in plant.units:
        scales = dict(UNITS[number.dimension])
        texts += [
            repr(value * scales[plant.units[name]] / number.scale) for one in texts if (value := read(one)) is not None
        ]
    for text in texts:
        value, right = read(text), read(true)
        alike = value is not None and right is not None and abs(value - right) <= 10.0**-number.style.digits * 1.0000001
        if number.words and value is not None and right is not None and not exam.draft.signed:
            alike = alike or abs(abs(value) - abs(right)) <= 10.0**-number.style.digits
        if text == true or (alike and is_well_grouped(text)):
            return True
    return False


def table(scores: dict[str, Score], *, by_kind: bool = True) -> str:
    """Print what was measured, one line a mode, then one line a kind of error."""
    lines = ["mode    planted detected localised (unambiguous) repaired precision false/clean alarms"]
    for mode, score in scores.items():
        lines.append(
            f"{mode:8}{_rates(score.outcomes)} {score.precision():9.1%} {score.false_alarms():11.2f} {score.alarms:6}"
        )
    for mode, score in scores.items() if by_kind else ():
        lines += ["", f"{mode}, by kind of error", f"{'':34}planted detected localised (unambiguous) repaired"]
        kinds: dict[str, list[Outcome]] = defaultdict(list)
        for outcome in score.outcomes:
            kinds[outcome.plant.kind].append(outcome)
            if outcome.plant.consequences:
                kinds["(any with consequences)"].append(outcome)
        lines += [f"{kind:34}{_rates(outcomes)}" for kind, outcomes in sorted(kinds.items())]
        lines += ["", f"{mode}, confidence against how often right", *reliability(score)]
    return "\n".join(lines)


def _rates(outcomes: Sequence[Outcome]) -> str:
    count = len(outcomes) or 1
    clear = [outcome for outcome in outcomes if not outcome.plant.ambiguous]
    return (
        f"{len(outcomes):7} {sum(one.detected for one in outcomes) / count:8.1%} "
        f"{sum(one.localised for one in outcomes) / count:9.1%} "
        f"{sum(one.localised for one in clear) / (len(clear) or 1):13.1%} "
        f"{sum(one.repaired for one in outcomes) / count:8.1%}"
    )


def reliability(score: Score) -> list[str]:
    """Set stated confidence beside how often such findings were right."""
    lines = []
    for low, high in pairwise(BINS):
        inside = [
            right for stated, right in score.confidences if low <= stated < high or (high == 1.0 and stated == 1.0)
        ]
        if inside:
            lines.append(f"  {low:.2f}-{high:.2f} {len(inside):6} {sum(inside) / len(inside):8.1%}")
    return lines


def misses(score: Score, exams: dict[str, Exam]) -> str:
    """List what was not detected or not localised, and every alarm that rests on nothing planted."""
    lines = []
    for outcome in score.outcomes:
        if not outcome.localised:
            exam, plant = exams[outcome.document], outcome.plant
            state = "misplaced" if outcome.detected else "missed"
            lines.append(
                f"{outcome.document} {state}: {plant.kind}, {plant.checks} checks"
                + (", ambiguous" if plant.ambiguous else "")
            )
            for name in list(plant.truth)[:6]:
                number = exam.draft.numbers[name]
                where = f"table {number.table}" if number.table else exam.sentence(number)
                lines.append(f"    {name} {number.key}: {plant.truth[name]} printed {plant.wrong[name]}; {where}")
            if plant.consequences:
                lines.append(f"    with consequences in {', '.join(plant.consequences)}")
            if outcome.by:
                lines.append(f"    found as {outcome.by.rule}: suspects {', '.join(outcome.by.suspects[:8])}")
    for document, finding in score.wrong_alarms:
        where = f"{document} false alarm{_resting(exams[document], finding)}"
        lines.append(
            f"{where} ({finding.severity}, {finding.confidence:.2f}) {finding.rule}: "
            f"suspects {', '.join(finding.suspects[:8])}; {'; '.join(finding.arithmetic[:2])}"
        )
    return "\n".join(lines)


def _resting(exam: Exam, finding: Finding) -> str:
    """Say where an alarm rests on what was computed from a planted number, though not on that number itself."""
    consequences = {name for plant in exam.plants for name in plant.consequences}
    return " on a consequence" if consequences & {*finding.suspects, *finding.evidence} else ""
