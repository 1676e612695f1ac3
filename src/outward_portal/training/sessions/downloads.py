"""Sessions as files: CSV and XLSX for a spreadsheet, JSON for a program, each with what it is cited by."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from outward_portal.records.table_files import citation, table_file
from outward_portal.training.sessions.queries import ListedSession

COLUMNS: Final = ("session", "course", "course_en", "course_zh", "subject", "level", "hours", "countries", "state",
                  "days", "time", "town_en", "town_zh", "online", "language", "closes", "places", "free", "waiting",
                  "trainer", "synthetic")
MOST_ROWS: Final = 5000


def session_item(row: ListedSession) -> dict[str, Any]:
    """Give a session as plain data: what everybody may know who sees it, so not where it is held."""
    session, course = row.session, row.session.course
    return dict(zip(COLUMNS, (
        session.pk, course.pk, course.name_en, course.name_zh, course.subject, course.depth,
        None if course.hours is None else float(course.hours), course.countries, session.state, session.days,
        session.hours_of_day, session.town_en, session.town_zh, session.is_online, session.language,
        session.closes_on.isoformat(), session.capacity, row.free, row.waiting, session.trainer, session.is_sample),
        strict=True))


def cited() -> str:
    """Say how the list is cited."""
    return citation(_("Training sessions"))


def answer(rows: list[ListedSession], format: str) -> HttpResponse:
    """Write the file."""
    return table_file("sessions", COLUMNS, map(session_item, rows), format, cited())
