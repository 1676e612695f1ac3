"""Reading applications: the list, one with its parts as its reader may see them, and its clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward.vocabulary.workdays import Pause, WorkCalendar, running_days, term_end
from outward_portal.accounts.models import Role
from outward_portal.accounts.policy import may, viewer
from outward_portal.funding.applications.flow import APPLICATION
from outward_portal.funding.models import (
    Application,
    ApplicationStanding,
    Question,
    ReviewPlace,
)
from outward_portal.theme.lists import Asked, ListShape, Narrowing

RUNNING: Final = ("submitted", "questioned", "review", "appealed", "granted", "running")
SHAPE: Final = ListShape(
    narrowings=(
        Narrowing("state", _("State"), APPLICATION.choices, "state"),
        Narrowing("open", _("Only those that go on"), (("1", _("yes")),), is_check=True),
    ),
    sorts={"number": "number", "programme": "programme__name_en", "asked": "asked", "submitted": "submitted_at",
           "state": "state"},
    usual="-submitted", words=_("Number or title"),
)
MOST_STANDINGS: Final = 200
MOST_TO_DECIDE: Final = 100
"""So many waiting applications are asked about one by one, whether somebody may decide on them."""


def applications(asked: Asked, user: Any) -> QuerySet[Application]:
    """Give the applications that a list asks for, as far as a person may see them."""
    found = asked.narrowed(Application.objects.visible_to(user))
    if asked["open"]:
        found = found.filter(state__in=("draft", *RUNNING))
    if asked.words:
        found = found.filter(number__icontains=asked.words) | found.filter(title__icontains=asked.words)
    return asked.ordered(found).select_related("programme", "applicant", "call")


def standings(user: Any) -> list[dict[str, Any]]:
    """Give number, programme and state of the applications of which a person is told no more."""
    if viewer(user).role != Role.OFFICER:
        return []
    seen = Application.objects.visible_to(user)
    others = ApplicationStanding.objects.visible_to(user).exclude(pk__in=seen.values("pk"))
    rows = others.order_by("-id").values("number", "state", "programme__name_en", "programme__name_zh")
    return [{**row, "state": APPLICATION.state(row["state"])} for row in rows[:MOST_STANDINGS]]


@dataclass(frozen=True, slots=True)
class Clock:
    """How long the office has taken, and by when it is to decide."""

    used: int  # working days, without those on which a question waited
    term: int
    due: date | None  # None: it stands still
    is_late: bool


def clock(application: Application, questions: Iterable[Question], calendar: WorkCalendar, today: date) -> Clock | None:
    """Count the days that the leading group works to a decision; ``None`` where nothing is to be decided."""
    if application.submitted_at is None or application.state not in ("submitted", "questioned", "review"):
        return None
    begin = timezone.localdate(application.submitted_at)
    pauses = [Pause(timezone.localdate(each.asked_at),
                    timezone.localdate(each.answered_at) if each.answered_at else None) for each in questions]
    term = application.programme.decision_days
    used = running_days(begin, max(today, begin), pauses, calendar)
    return Clock(used, term, term_end(begin, term, pauses, calendar), used > term)


def own_places(user: Any) -> QuerySet[ReviewPlace]:
    """Give the reviews that wait for an officer."""
    return ReviewPlace.objects.visible_to(user).filter(
        officer=viewer(user).user, state__in=("named", "cleared"),
        application__state__in=("review", "questioned")).select_related("application__programme")


def to_decide(user: Any) -> list[Application]:
    """Give the applications on which somebody of the office may decide now."""
    waiting = Application.objects.visible_to(user).filter(state__in=("review", "appealed")).exclude(
        state="review", reviews_in=False)
    return [each for each in waiting[:MOST_TO_DECIDE]
            if may(user, "application.decide" if each.state == "review" else "appeal.decide", each)]
