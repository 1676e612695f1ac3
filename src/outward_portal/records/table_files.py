"""A list as a file: CSV and XLSX for a spreadsheet, JSON for a program, each with what it is cited by."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from outward import __version__

FORMATS: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def citation(what: str) -> str:
    """Say how a list of this portal is cited; ``what`` is its name."""
    return _("%(what)s, %(publisher)s, read on %(day)s; Outward %(version)s") % {
        "what": what, "publisher": settings.PUBLISHER or settings.ALLOWED_HOSTS[0],
        "day": timezone.localdate().isoformat(), "version": __version__}


def table_file(name: str, columns: Sequence[str], items: Iterable[Mapping[str, Any]], format: str, cited: str
               ) -> HttpResponse:
    """Write rows as a file.

    Parameters
    ----------
    name : str
        Of the list: in the file's name, and of its rows in JSON.
    columns : sequence of str
        Keys of the rows, in order.
    items : iterable of mapping
        Rows of plain data.
    format : str
        A key of ``FORMATS``.
    cited : str
        How it is cited, as `citation` says.
    """
    rows = list(items)
    content = _json(name, rows, cited) if format == "json" else _table(rows, columns, cited, format)
    file = f"{name}-{timezone.localdate().isoformat()}.{format}"
    return HttpResponse(content, content_type=FORMATS[format],
                        headers={"Content-Disposition": f'attachment; filename="{file}"'})


def _json(name: str, rows: list[Mapping[str, Any]], cited: str) -> bytes:
    return json.dumps({"citation": cited, name: rows}, ensure_ascii=False, indent=1, default=str).encode()


def _table(rows: list[Mapping[str, Any]], columns: Sequence[str], cited: str, format: str) -> bytes:
    from outward.workbooks.exports import write_table  # brings what writes workbooks

    file = io.BytesIO()
    write_table(file, tuple(columns), [[_cell(row[column]) for column in columns] for row in rows],
                [("Citation", cited)], format="xlsx" if format == "xlsx" else "csv")
    return file.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):  # exact to the fifteen digits that a spreadsheet holds
        return int(value) if value == value.to_integral_value() else float(value)
    return value
