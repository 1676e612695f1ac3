"""Reading sessions: the list, one with what its reader may see of it, one's own places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.core.paginator import Page
from django.db.models import Avg, Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.policy import may
from outward_portal.records.models import Record, RecordCountry
from outward_portal.theme.lists import Asked, ListShape, Narrowing
from outward_portal.training.models import (
    Attendance,
    Course,
    Enrolment,
    SessionAnswer,
    SessionPlace,
    TrainingSession,
)
from outward_portal.training.models.sessions import FILLING

QUESTIONS: Final = ("content", "teaching", "organisation", "use")
SHAPE: Final = ListShape(
    narrowings=(
        Narrowing("state", _("State"), TrainingSession.State.choices, "state"),
        Narrowing("subject", pgettext_lazy("course", "Subject"), Course.Subject.choices, "course__subject"),
        Narrowing("language", _("Language"), (("zh", _("Chinese")), ("en", _("English")))),
        Narrowing("region", _("Country"), is_hidden=True),
    ),
    sorts={"begins": "begins_on", "closes": "closes_on", "subject": "course__subject", "state": "state"},
    usual="-begins",
)


def sessions(asked: Asked, user: Any) -> QuerySet[TrainingSession]:
    """Give the sessions that a list asks for, as far as a person may see them."""
    found = asked.narrowed(TrainingSession.objects.visible_to(user).select_related("course"))
    if asked["language"]:
        found = found.filter(language__in=[asked["language"], TrainingSession.Language.BOTH])
    if asked["region"]:
        found = found.filter(Exists(RecordCountry.objects.filter(record=OuterRef("course"), region=asked["region"])))
    return asked.ordered(found)


@dataclass(frozen=True, slots=True)
class ListedSession:
    """A row of a list: how many places are free, and where the reader's own enrolment stands, if there is one."""

    session: TrainingSession
    free: int
    waiting: int
    own: Enrolment | None


def page_of(asked: Asked, user: Any) -> tuple[Page, list[ListedSession]]:
    """Give one page of the list."""
    page = asked.page_of(sessions(asked, user))
    return page, listed(page.object_list, user)


def listed(found: Any, user: Any) -> list[ListedSession]:
    """Put free places and own enrolments beside sessions. How many places are free is no secret; whose they are is."""
    rows = list(found)
    counts = {row["session"]: row for row in Enrolment._base_manager.filter(
        session__in=[each.pk for each in rows]).order_by().values("session").annotate(
            filled=Count("pk", filter=Q(state__in=FILLING)), waiting=Count("pk", filter=Q(state="waiting")))}
    own = own_enrolments(user, [each.pk for each in rows])
    none = {"filled": 0, "waiting": 0}
    return [ListedSession(each, max(0, each.capacity - counts.get(each.pk, none)["filled"]),
                          counts.get(each.pk, none)["waiting"], own.get(each.pk)) for each in rows]


def own_enrolments(user: Any, keys: list[int]) -> dict[int, Enrolment]:
    """Give a person's newest enrolment in each of some sessions."""
    if not user.is_authenticated:
        return {}
    found = Enrolment.objects.visible_to(user).filter(person=user, session__in=keys).select_related(
        "session__course").order_by("pk")
    return {each.session_id: each for each in found}


def find(key: int, user: Any) -> TrainingSession | None:
    """Give a session that a person may see."""
    return TrainingSession.objects.visible_to(user).select_related("course").by_key(key)


def place_of(session: TrainingSession, user: Any) -> SessionPlace | None:
    """Give where a session is held, to whoever may know."""
    return SessionPlace.objects.visible_to(user).filter(session=session.pk).first()


def enrolments_of(session: TrainingSession, user: Any) -> list[Enrolment]:
    """Give the enrolments of a session that a person may see, those who wait in the order in which they move up."""
    found = Enrolment.objects.visible_to(user).filter(session=session.pk).select_related(
        "person__organisation", "session__course")
    order = {state: place for place, state in enumerate(Enrolment.State.values)}
    return sorted(found, key=lambda each: (order[each.state], each.waits_since or each.asked_at, each.pk))


def attendance_of(session: TrainingSession, user: Any) -> dict[tuple[int, Any], bool]:
    """Give who came on which day, by enrolment and day."""
    rows = Attendance.objects.visible_to(user).filter(enrolment__session=session.pk)
    return {(row.enrolment_id, row.day): row.is_present for row in rows}


@dataclass(frozen=True, slots=True)
class Opinion:
    """What was said of a session, as far as it is shown: in threes."""

    count: int
    means: Mapping[str, Decimal]  # by question, 1 to 5
    remarks: tuple[str, ...]


def opinion_of(session: TrainingSession, user: Any) -> Opinion | None:
    """Sum the answers up; ``None`` where fewer than three may be seen."""
    seen = SessionAnswer.objects.visible_to(user).filter(session=session.pk)
    found = seen.aggregate(count=Count("pk"), **{name: Avg(name) for name in QUESTIONS})
    if not found["count"]:
        return None
    remarks = seen.exclude(remark="").order_by("remark").values_list("remark", flat=True)  # not as they came
    return Opinion(found["count"], {name: Decimal(str(round(found[name], 1))) for name in QUESTIONS}, tuple(remarks))


def course_section(record: Record, user: Any) -> Mapping[str, Any]:
    """Give the sessions of a course, for its page."""
    coming = TrainingSession.objects.visible_to(user).filter(course=record.pk).select_related("course")
    return {"sessions": listed(coming.order_by("-begins_on", "-pk")[:20], user),
            "may_plan": may(user, "session.organise") and not record.is_retired}


@dataclass(frozen=True, slots=True)
class Learning:
    """A person's record of learning."""

    enrolments: tuple[Enrolment, ...]
    hours: Decimal  # of courses attended
    to_answer: int  # sessions of which nothing was said yet


def learning_of(user: Any) -> Learning:
    """Gather what a person has learned and is enrolled in."""
    found = tuple(Enrolment.objects.visible_to(user).filter(person=user).select_related(
        "session__course", "certificate").order_by("-session__begins_on", "-pk"))
    attended = [each for each in found if each.state in ("attended", "certified")]
    return Learning(found, sum((each.session.course.hours or Decimal(0) for each in attended), Decimal(0)),
                    sum(not each.has_answered for each in attended))


def to_decide(user: Any) -> int:
    """Count the requests for a place that wait for somebody who organises, their own left out."""
    if not may(user, "session.organise"):
        return 0
    return Enrolment.objects.visible_to(user).filter(state="asked", session__state="open").exclude(person=user).count()


def to_settle(user: Any, state: str) -> int:
    """Count the sessions in a state whose last day is over and of which nobody has said that they were held."""
    if not may(user, "session.organise"):
        return 0
    return TrainingSession.objects.visible_to(user).filter(
        state=state, ends_on__lt=timezone.localdate()).count()
