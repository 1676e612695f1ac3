"""Spreadsheets of the tests, and sending them as a person does."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from outward_portal.accounts.models import User
from outward_portal.imports.models import Import
from tests.portal.people import browser_of

Rows = Sequence[Sequence[Any]]


def as_csv(rows: Rows, encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    """Write rows as CSV."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode(encoding)


def as_xlsx(rows: Rows, title: str = "records") -> bytes:
    """Write rows as a workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def post(user: User, data: bytes, name: str = "rows.csv", slug: str = "projects") -> HttpResponse:
    """Send a file."""
    return browser_of(user).post(f"/en/registers/{slug}/import", {"file": SimpleUploadedFile(name, data)})  # type: ignore[return-value]


def sent(user: User, rows: Rows | bytes, name: str = "rows.csv", slug: str = "projects") -> Import:
    """Send rows, and give the import with what the dry run found."""
    data = rows if isinstance(rows, bytes) else as_xlsx(rows) if name.endswith("xlsx") else as_csv(rows)
    response = post(user, data, name, slug)
    assert response.status_code == 302, response.content.decode()
    return Import.objects.latest("id")


def confirmed(user: User, made: Import, reason: str = "from the yearbook") -> Import:
    """Confirm an import."""
    response = browser_of(user).post(f"/en/registers/imports/{made.pk}/confirm", {
        "reason": reason, "plan": Import.objects.get(pk=made.pk).found.get("plan", "")})
    assert response.status_code == 302
    made.refresh_from_db()
    return made


def faults(made: Import) -> dict[str, str]:
    """Give the faults by cell."""
    return {fault["cell"] or f"row {fault['row']}": fault["text"] for fault in made.found["faults"]}
