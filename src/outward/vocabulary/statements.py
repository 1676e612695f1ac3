"""What a study says, before it is put into words: one frozen type a sentence pattern, no language in any of them.

Each pattern has its English and its Chinese wording in ``outward.report.phrases``. Whatever a sentence says of
direction or size, it says of the *rounded* figures that stand in it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label

Hedge = Literal["", "about", "more than", "less than", "nearly"]


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence's content. ``id`` is stable, so that two reports can be compared sentence by sentence."""

    id: str


@dataclass(frozen=True, slots=True)
class Level(Statement):
    """In {period}, {subject} of {place} was {value}, growing by {growth}, {share} of {whole}, rank {rank}."""

    subject: Label
    place: Label
    period: str
    value: Figure
    hedge: Hedge = ""
    growth: Figure | None = None  # %, against `base_period`
    base_period: str = ""
    share: Figure | None = None  # %, of `whole`
    whole: Label | None = None
    share_hedge: Hedge = ""
    rank: Figure | None = None  # among `field`
    field: Label | None = None


@dataclass(frozen=True, slots=True)
class Growth(Statement):
    """Between {base_period} and {period}, {subject} of {place} rose or fell by {growth} (a year, if `annual`)."""

    subject: Label
    place: Label
    period: str
    base_period: str
    growth: Figure
    annual: bool = False


@dataclass(frozen=True, slots=True)
class Share(Statement):
    """In {period}, {part} made up {share} of {whole}; {change} points more or less than in {base_period}."""

    part: Label
    whole: Label
    place: Label
    period: str
    share: Figure
    hedge: Hedge = ""
    change: Figure | None = None  # percentage points
    base_period: str = ""


@dataclass(frozen=True, slots=True)
class Rank(Statement):
    """In {period}, {place} ranked {rank} in {field} by {subject}; {previous} in {base_period}."""

    subject: Label
    place: Label
    field: Label
    period: str
    rank: Figure
    previous: Figure | None = None
    base_period: str = ""


@dataclass(frozen=True, slots=True)
class Comparison(Statement):
    """{subject} was {value} in {place} and {other_value} in {other}: {difference} apart, or {multiple} times."""

    subject: Label
    place: Label
    other: Label
    period: str
    value: Figure
    other_value: Figure
    difference: Figure | None = None  # value minus other_value
    multiple: Figure | None = None  # value over other_value, in times


@dataclass(frozen=True, slots=True)
class Largest(Statement):
    """By {subject}, the largest of {items} is {first} ({value}, {share} of the total), followed by {others}."""

    subject: Label
    items: Label  # what is compared: sectors, owners, destinations
    place: Label
    period: str
    ranked: tuple[tuple[Label, Figure], ...]  # largest first; the first is named as the largest
    share: Figure | None = None  # of the largest in the total
    smallest: tuple[Label, Figure] | None = None


@dataclass(frozen=True, slots=True)
class Range(Statement):
    """{subject} of {items} lies between {low} ({low_item}) and {high} ({high_item})."""

    subject: Label
    items: Label
    place: Label
    period: str
    low_item: Label
    low: Figure
    high_item: Label
    high: Figure


@dataclass(frozen=True, slots=True)
class Trend(Statement):
    """From {first period} to {last period}, {subject} of {place} rose, fell or fluctuated from {a} to {b}."""

    subject: Label
    place: Label
    points: tuple[tuple[str, Figure], ...]  # (period, figure) in order of time, at least two
    is_rank: bool = False  # a smaller rank is a better place
    change: Figure | None = None  # end to end: %, or points, or places
    average: Figure | None = None  # compound growth a year, %


@dataclass(frozen=True, slots=True)
class SumOfShares(Statement):
    """{parts} together made up {total} of {whole}."""

    parts: tuple[tuple[Label, Figure], ...]
    whole: Label
    place: Label
    period: str
    total: Figure


@dataclass(frozen=True, slots=True)
class Concentration(Statement):
    """The {n} largest {items} hold {cr} of {subject}; HHI {hhi}, as many as {effective_number} equal ones."""

    subject: Label
    items: Label
    place: Label
    period: str
    largest: int
    cr: Figure  # %
    hhi: Figure  # 0..1
    effective_number: Figure


@dataclass(frozen=True, slots=True)
class StockFlow(Statement):
    """The stock rose by {change} in {period} while the flow was {flow}: {difference} is left unexplained."""

    stock: Label
    flow_label: Label
    place: Label
    period: str
    change: Figure
    flow: Figure
    difference: Figure


@dataclass(frozen=True, slots=True)
class TargetGap(Statement):
    """{subject} stands at {value} against a target of {target}: {gap} short; {years} at {pace} a year."""

    subject: Label
    place: Label
    period: str
    value: Figure
    target: Figure
    gap: Figure  # target minus value, in the value's unit; zero or less means reached
    hedge: Hedge = ""
    pace: Figure | None = None  # growth stated or observed: % or points a year
    years: Figure | None = None
    required: Figure | None = None  # growth a year needed to reach it by `horizon`
    horizon: str = ""


@dataclass(frozen=True, slots=True)
class Count(Statement):
    """The register of {items} holds {count}; of them {parts}."""

    items: Label
    place: Label
    count: Figure
    parts: tuple[tuple[Label, Figure], ...] = ()


@dataclass(frozen=True, slots=True)
class Disagreement(Statement):
    """{subject} is printed as {printed}, but works out at {computed} from {basis}."""

    subject: Label
    place: Label
    period: str
    printed: Figure
    computed: Figure
    basis: Label


@dataclass(frozen=True, slots=True)
class Audited(Statement):
    """The audit held {numbers} of {place} against one another and found {parts}; its errors are {sure} sure."""

    place: Label
    numbers: Figure
    parts: tuple[tuple[Label, Figure], ...]  # errors, warnings and notes, each as its number calls it
    least_sure: Figure | None = None  # %, of the errors
    most_sure: Figure | None = None


@dataclass(frozen=True, slots=True)
class RankBand(Statement):
    """In {period}, {place} ranked {rank} of {of} {items} by {subject}; in nine of ten runs between {low} and {high}."""

    subject: Label
    place: Label
    items: Label  # what is ranked, in the plural
    period: str
    rank: Figure
    of: Figure
    low: Figure
    high: Figure


@dataclass(frozen=True, slots=True)
class Between(Statement):
    """In {period}, {subject} of {place} lies between {low} and {high}: what is known does not say where."""

    subject: Label
    place: Label
    period: str
    low: Figure
    high: Figure


Trajectory = Literal["rose", "fell", "unchanged", "fluctuated up", "fluctuated down", "fluctuated level"]


def trajectory(points: tuple[tuple[str, Figure], ...]) -> Trajectory:
    """Say how a series ran from end to end, judged on the rounded values: monotone, unchanged or fluctuating."""
    values = [figure.rounded for _, figure in points]
    steps = [b - a for a, b in itertools.pairwise(values)]
    if all(step == 0 for step in steps):
        return "unchanged"
    if all(step >= 0 for step in steps):
        return "rose"
    if all(step <= 0 for step in steps):
        return "fell"
    whole = values[-1] - values[0]
    return "fluctuated up" if whole > 0 else "fluctuated down" if whole < 0 else "fluctuated level"


def figures_of(statement: Statement) -> Iterator[Figure]:
    """Give the figures that stand in a statement, in the order of its fields."""

    def inside(value: object) -> Iterator[Figure]:
        if isinstance(value, Figure):
            yield value
        elif isinstance(value, tuple):
            for part in value:
                yield from inside(part)

    for name in statement.__dataclass_fields__:
        yield from inside(getattr(statement, name))
