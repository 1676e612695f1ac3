"""Plans, items and matrices as files, each with what it is cited by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from outward.planning.matrix import as_lines
from outward.vocabulary.labels import Language
from outward_portal.plans.models import Plan, PlanItem
from outward_portal.plans.queries.matrix import BY, ShownMatrix
from outward_portal.plans.queries.plans import numbers_of
from outward_portal.records.table_files import citation
from outward_portal.theme.languages import current_language
from outward_portal.theme.words import plain_pair

PLAN_COLUMNS: Final = ("plan", "title_en", "title_zh", "state", "version", "begins", "ends", "audience", "owner_en",
                       "owner_zh", "adopted_on", "measures", "measures_done", "sample")
ITEM_COLUMNS: Final = ("item", "number", "kind", "parent", "title_en", "title_zh", "details_en", "details_zh", "state",
                       "progress", "due_on", "done_on", "agency_en", "agency_zh", "named_agency_en", "named_agency_zh",
                       "paragraphs", "priority", "reform", "area", "targets", "indicator_en", "indicator_zh",
                       "baseline", "target_value", "unit", "task")

TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def plan_item(plan: Any) -> dict[str, Any]:
    """Give a plan as plain data; ``measures`` and ``done`` are counted by the query."""
    owner = plan.owner
    return dict(zip(PLAN_COLUMNS, (
        plan.pk, plan.title_en, plan.title_zh, plan.state, plan.version, plan.begins, plan.ends, plan.audience,
        owner.name_en if owner else "", owner.name_zh if owner else "",
        plan.adopted_on.isoformat() if plan.adopted_on else None, plan.measures, plan.done, plan.is_sample),
        strict=True))


def item_rows(items: Sequence[PlanItem]) -> list[dict[str, Any]]:
    """Give a plan's items as plain data, in reading order."""
    numbers = numbers_of(items)
    ordered = sorted(items, key=lambda item: [int(part) for part in numbers[item.pk].split(".")])
    return [_item(item, numbers[item.pk]) for item in ordered]


def _item(item: PlanItem, number: str) -> dict[str, Any]:
    agency, named = item.agency, item.shown_agency
    return dict(zip(ITEM_COLUMNS, (
        item.pk, number, item.kind, item.parent_id, item.title_en, item.title_zh, item.details_en, item.details_zh,
        item.state, item.progress, item.due_on.isoformat() if item.due_on else None,
        item.done_on.isoformat() if item.done_on else None,
        agency.name_en if agency else "", agency.name_zh if agency else "", named.name_en if named else "",
        named.name_zh if named else "", item.paragraphs, item.priority, item.reform, item.area, item.targets,
        item.indicator_en, item.indicator_zh, _number(item.baseline), _number(item.target_value), item.unit,
        item.task_id), strict=True))


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def cited(plan: Plan) -> str:
    """Say how a plan is cited."""
    return citation(_("Plan “%(title)s”, version %(version)s") % {
        "title": plain_pair(plan.title_en, plan.title_zh), "version": plan.version})


def matrix_file(shown: ShownMatrix, format: str) -> HttpResponse:
    """Write a matrix as a file, in the page's language."""
    language = current_language()
    content = (_table(shown, language, format) if format in ("csv", "xlsx") else _document(shown, language, format))
    file = f"plan-{shown.plan.pk}-{shown.by}-{language}-{timezone.localdate().isoformat()}.{format}"
    return HttpResponse(content, content_type=TYPES[format],
                        headers={"Content-Disposition": f'attachment; filename="{file}"'})


def _table(shown: ShownMatrix, language: Language, format: str) -> bytes:
    import io

    from outward.workbooks.exports import write_table  # brings what writes workbooks

    header, rows = as_lines(shown.matrix, language)
    file = io.BytesIO()
    write_table(file, header, rows, [("Citation", cited(shown.plan))], format="xlsx" if format == "xlsx" else "csv")
    return file.getvalue()


def _document(shown: ShownMatrix, language: Language, format: str) -> bytes:
    from outward_portal.plans.documents import matrix_document  # brings the report's writers

    document = matrix_document(shown, str(BY[shown.by]), cited(shown.plan), language)
    if format == "docx":
        from outward.report.docx import render_docx

        return render_docx(document)
    from outward.report.pdf import render_pdf

    return render_pdf(document)
