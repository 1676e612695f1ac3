"""Of what this room tells, and the subjects of courses as something to follow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from outward.vocabulary.labels import Language
from outward_portal.notices.telling import NoticeKind
from outward_portal.notices.topics import TopicKind
from outward_portal.theme import words
from outward_portal.theme.addresses import url
from outward_portal.training.models import Certificate, Course, Enrolment, TrainingSession


def course_of(row: Any) -> Course:
    """Give the course of a session, an enrolment or a certificate."""
    if isinstance(row, Certificate):
        row = row.enrolment
    session: TrainingSession = row.session if isinstance(row, Enrolment) else row
    course: Course = session.course
    return course


def _named(row: Any) -> str:
    course = course_of(row)
    return words.plain_pair(course.name_en, course.name_zh)


def session_page(row: Any) -> str:
    """Give the address of a session, or of an enrolment's session."""
    return url("training-session", row=row.session_id if isinstance(row, Enrolment) else row.pk)


def certificate_page(row: Any) -> str:
    """Give the address of a certificate."""
    return url("training-certificate", row=row.pk)


def _subject_choices(_language: Language) -> Iterable[tuple[str, str]]:
    return [(value, str(label)) for value, label in Course.Subject.choices]


def _subject_page(code: str) -> str:
    return f"{url('training')}?subject={code}"


NOTICES: Final = (
    NoticeKind("training.opened", _("Sessions open for enrolment"),
               _("Open for enrolment: %(name)s, from %(begins)s; enrol by %(closes)s"), session_page, name_of=_named),
    NoticeKind("training.placed", _("Places in sessions"), _("You have a place: %(name)s, from %(begins)s"),
               session_page, name_of=_named),
    NoticeKind("training.moved-up", _("Places from the waiting list"),
               _("You have moved up and have a place: %(name)s, from %(begins)s"), session_page, name_of=_named),
    NoticeKind("training.refused", _("Requests for a place that were not accepted"),
               _("Your request for a place was not accepted: %(name)s"), session_page, name_of=_named),
    NoticeKind("training.cancelled", _("Sessions cancelled"), _("Cancelled: %(name)s, from %(begins)s"), session_page,
               name_of=_named),
    NoticeKind("training.certified", _("Certificates"), _("Your certificate %(number)s is ready: %(name)s"),
               certificate_page, name_of=_named),
    NoticeKind("training.revoked", _("Certificates revoked"), _("Your certificate %(number)s was revoked: %(name)s"),
               certificate_page, name_of=_named),
    NoticeKind("training.expiring", _("Certificates that expire"),
               _("Your certificate %(number)s expires on %(expires)s: %(name)s"), certificate_page, name_of=_named),
)
TOPIC: Final = TopicKind("course", _("Courses about"), _subject_choices, _subject_page)
