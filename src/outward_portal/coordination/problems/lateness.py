"""What is told when a problem is not taken, or not answered, within its term: each once."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from outward_portal.coordination.models import Problem
from outward_portal.coordination.models.problems import UNANSWERED
from outward_portal.coordination.offices import offices
from outward_portal.coordination.problems.clock import Clock, clocks
from outward_portal.notices.telling import tell


def tell_of_late_problems(today: date) -> int:
    """Tell the office of problems that nobody has taken in time, and the lead agency too of those not answered.

    A problem that was reopened goes on with what is left of its term, and is told of again.
    """
    open_ = list(Problem.objects.filter(state__in=UNANSWERED).select_related("lead"))
    told = clocks(open_, today)
    return sum(_tell(each, told[each.pk], today) for each in open_)


def _tell(problem: Problem, clock: Clock, today: date) -> int:
    count = 0
    with transaction.atomic():
        if clock.taken_due_on is not None and today > clock.taken_due_on:
            count += tell("problem.untaken", f"problem.untaken:{problem.pk}", about=problem, to=offices()) is not None
        if clock.is_late and not clock.is_stopped:
            time = 2 if problem.reopened_at else 1
            count += tell("problem.late", f"problem.late:{problem.pk}:{time}", about=problem,
                          to=[*offices(), *([problem.lead] if problem.lead else [])]) is not None
    return count
