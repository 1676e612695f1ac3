"""Sessions as files: CSV and XLSX for a spreadsheet, JSON for a program, each with what it is cited by."""

from __future__ import annotations

import io
import json
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from outward import __version__
from outward_portal.training.sessions.queries import ListedSession

FORMATS: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
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


def citation() -> str:
    """Say how the list is cited."""
    return _("Training sessions, %(publisher)s, read on %(day)s; Outward %(version)s") % {
        "publisher": settings.PUBLISHER or settings.ALLOWED_HOSTS[0], "day": timezone.localdate().isoformat(),
        "version": __version__}


def answer(rows: list[ListedSession], format: str) -> HttpResponse:
    """Write the file."""
    items, cited = [session_item(row) for row in rows], citation()
    if format == "json":
        content = json.dumps({"citation": cited, "sessions": items}, ensure_ascii=False, indent=1).encode()
    else:
        from outward.workbooks.exports import write_table  # brings what writes workbooks

        file = io.BytesIO()
        cells = [[("true" if value else "false") if isinstance(value, bool) else value for value in item.values()]
                 for item in items]
        write_table(file, COLUMNS, cells, [("Citation", cited)], format="xlsx" if format == "xlsx" else "csv")
        content = file.getvalue()
    name = f"sessions-{timezone.localdate().isoformat()}.{format}"
    return HttpResponse(content, content_type=FORMATS[format],
                        headers={"Content-Disposition": f'attachment; filename="{name}"'})
