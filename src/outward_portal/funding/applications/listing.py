"""Applications as rows of a list and of files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone

from outward_portal.coordination.problems.clock import work_calendar
from outward_portal.funding.applications.flow import APPLICATION
from outward_portal.funding.applications.queries import Clock, clock
from outward_portal.funding.models import Application, Question
from outward_portal.workflows.flow import State

COLUMNS: Final = ("application", "number", "programme_en", "programme_zh", "applicant_en", "applicant_zh", "title",
                  "state", "currency", "eligible_cost", "asked", "granted", "disbursed", "submitted_on", "sample")


@dataclass(frozen=True, slots=True)
class ListedApplication:
    """A row of the list."""

    application: Application
    state: State
    clock: Clock | None


def rows(found: Iterable[Application], user: Any) -> list[ListedApplication]:
    """Give the rows of a page, each with its clock."""
    listed = list(found)
    questions: dict[int, list[Question]] = {}
    for each in Question.objects.visible_to(user).filter(application__in=[one.pk for one in listed]):
        questions.setdefault(each.application_id, []).append(each)
    calendar, today = work_calendar(), timezone.localdate()
    return [ListedApplication(each, APPLICATION.state_of(each),
                              clock(each, questions.get(each.pk, []), calendar, today)) for each in listed]


def items(found: Iterable[Application]) -> Iterable[dict[str, Any]]:
    """Give applications as plain data; amounts are texts, because they are exact."""
    for each in found:
        yield dict(zip(COLUMNS, (
            each.pk, each.number, each.programme.name_en, each.programme.name_zh, each.applicant.name_en,
            each.applicant.name_zh, each.title, each.state, each.currency, _text(each.eligible_cost),
            _text(each.asked), _text(each.granted), _text(each.disbursed),
            timezone.localdate(each.submitted_at).isoformat() if each.submitted_at else "", each.is_sample),
            strict=True))


def _text(amount: Any) -> str:
    return "" if amount is None else f"{amount:f}"
