"""How the group works, in numbers: tasks and problems by agency; small cells are kept from enterprises."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone

from outward_portal.accounts.models import Organisation
from outward_portal.coordination.models import Problem, Task
from outward_portal.coordination.models.tasks import UNDONE
from outward_portal.coordination.problems.clock import Clock, clocks

SMALLEST: Final = 5
"""Problems of an agency below which enterprises are told nothing of them: a number would be about one of them."""


@dataclass(frozen=True, slots=True)
class TaskNumbers:
    """Tasks of an agency."""

    given: int
    undone: int
    late: int  # undone after their day
    done: int  # reported done, or confirmed
    in_time: int  # of those done, on their day or before
    dropped: int

    @property
    def share_in_time(self) -> float | None:
        """Of all that should be done by now and were not dropped, the share that was done in time."""
        due = self.done + self.late
        return self.in_time / due if due else None


def task_numbers(tasks: Iterable[Task], today: date) -> TaskNumbers:
    """Count tasks as they stand."""
    rows = list(tasks)
    done = [each for each in rows if each.state in (Task.State.DONE, Task.State.CONFIRMED)]
    in_time = sum(each.done_at is not None and timezone.localtime(each.done_at).date() <= each.due_on for each in done)
    undone = [each for each in rows if each.state in UNDONE]
    return TaskNumbers(len(rows), len(undone), sum(each.due_on < today for each in undone), len(done), in_time,
                       sum(each.state == Task.State.DROPPED for each in rows))


@dataclass(frozen=True, slots=True)
class ProblemNumbers:
    """Problems on which an agency leads."""

    count: int
    unanswered: int
    late: int  # unanswered after their term
    answered: int
    in_time: int
    median_days: float | None  # working days to the answer

    @property
    def share_in_time(self) -> float | None:
        """Of those answered or late, the share that was answered within its term."""
        due = self.answered + self.late
        return self.in_time / due if due else None


def problem_numbers(problems: Iterable[Problem], told: Mapping[int, Clock]) -> ProblemNumbers:
    """Count problems by their clocks; what was withdrawn counts as raised alone."""
    rows = list(problems)
    answered = [told[each.pk] for each in rows if each.answered_at is not None]
    open_ = [told[each.pk] for each in rows if not told[each.pk].is_answered]
    days = [each.days for each in answered]
    return ProblemNumbers(len(rows), len(open_), sum(each.is_late for each in open_), len(answered),
                          sum(not each.is_late for each in answered), statistics.median(days) if days else None)


def suppressed(counts: Sequence[int], smallest: int = SMALLEST) -> tuple[bool, ...]:
    """Say which cells of a column with a known total are to be kept back.

    Cells below the smallest are, unless they are empty. What follows from the total is the sum of those kept back, so
    the next smallest go with them until that sum is not small either.

    Examples
    --------
    >>> suppressed([12, 3, 40, 7]), suppressed([12, 3, 2]), suppressed([12, 0, 8])
    ((False, True, False, True), (False, True, True), (False, False, False))
    """
    hidden = {place for place, count in enumerate(counts) if 0 < count < smallest}
    rest = sorted((place for place, count in enumerate(counts) if count and place not in hidden),
                  key=lambda place: counts[place], reverse=True)
    while hidden and rest and sum(counts[place] for place in hidden) < smallest:
        hidden.add(rest.pop())
    return tuple(place in hidden for place in range(len(counts)))


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency's numbers; ``None`` where they are kept back."""

    agency: Organisation | None  # None: no agency leads yet
    tasks: TaskNumbers | None
    problems: ProblemNumbers | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """The group's numbers as they stand."""

    rows: tuple[AgencyRow, ...]
    tasks: TaskNumbers | None
    problems: ProblemNumbers | None
    topics: tuple[tuple[str, int | None], ...]
    is_suppressed: bool


def group_statistics(today: date | None = None) -> Statistics:
    """Count everything, for the leading group."""
    day = today or timezone.localdate()
    tasks, problems = list(Task.objects.select_related("owner")), list(Problem.objects.select_related("lead"))
    told = clocks(problems, day)
    agencies = {each.owner_id: each.owner for each in tasks} | {
        each.lead_id: each.lead for each in problems if each.lead is not None}
    rows: list[AgencyRow] = [
        AgencyRow(agency, task_numbers([each for each in tasks if each.owner_id == key], day),
                  problem_numbers([each for each in problems if each.lead_id == key], told))
        for key, agency in sorted(agencies.items())]
    if without := [each for each in problems if each.lead_id is None]:
        rows.append(AgencyRow(None, None, problem_numbers(without, told)))
    topics = Counter(each.topic for each in problems)
    return Statistics(tuple(rows), task_numbers(tasks, day), problem_numbers(problems, told),
                      tuple(topics.most_common()), is_suppressed=False)


def public_statistics(today: date | None = None) -> Statistics:
    """Count problems alone, for enterprises: no cell that is about fewer than a handful."""
    whole = group_statistics(today)
    assert whole.problems is not None
    rows = [row for row in whole.rows if row.problems is not None and row.problems.count]
    hidden = suppressed([row.problems.count for row in rows if row.problems is not None])
    kept = tuple(AgencyRow(row.agency, None, None if is_hidden else row.problems)
                 for row, is_hidden in zip(rows, hidden, strict=True))
    topics = whole.topics
    hidden_topics = suppressed([count for _topic, count in topics if count is not None])
    return Statistics(kept, None, whole.problems if whole.problems.count >= SMALLEST else None,
                      tuple((topic, None if is_hidden else count)
                            for (topic, count), is_hidden in zip(topics, hidden_topics, strict=True)),
                      is_suppressed=any(hidden) or any(hidden_topics))

