"""Pages of imports: the template, sending a file, what it would do, confirming."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.imports import actions, template
from outward_portal.imports.forms import ConfirmForm, UploadForm
from outward_portal.imports.models import Import
from outward_portal.records import history, presentation
from outward_portal.records.errors import RefusedError
from outward_portal.records.exporting_files import FORMATS
from outward_portal.records.kinds import KINDS, Kind
from outward_portal.records.models import Record
from outward_portal.records.views.finding import kind_at


def _kind_for(request: HttpRequest, slug: str) -> Kind:
    kind = kind_at(slug)
    if not may(request.user, "record.import", kind):
        raise PermissionDenied
    return kind


@login_required
@require_safe
def template_file(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    """Send the template of a register."""
    kind = _kind_for(request, slug)
    if format not in ("xlsx", "csv"):
        raise Http404
    data = template.as_xlsx(kind, request.user) if format == "xlsx" else template.as_csv(kind, request.user)
    return HttpResponse(data, content_type=FORMATS[format], headers={
        "Content-Disposition": f'attachment; filename="outward-{kind.slug}-template.{format}"'})


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer the template and take a filled one."""
    kind = _kind_for(request, slug)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = actions.send(act(request), kind, form.cleaned_data["file"])
        return redirect("import", key=made.pk)
    return render(request, "imports/upload.jinja", {
        "kind": kind, "form": form,
        "recent": Import.objects.visible_to(request.user).filter(kind=kind.key)[:10],
    }, status=422 if request.method == "POST" else 200)


@login_required
@require_safe
def detail(request: HttpRequest, key: int) -> HttpResponse:
    """Show what a file would do, or has done."""
    made = _import_at(request, key)
    return _page(request, made, ConfirmForm(initial={"plan": made.found.get("plan", "")}))


def _page(request: HttpRequest, made: Import, form: ConfirmForm, status: int = 200) -> HttpResponse:
    kind = KINDS[made.kind]
    return render(request, "imports/import.jinja", {
        "kind": kind, "made": made, "found": made.found, "job": made.job, "form": form,
        "is_ready": actions.is_ready(made), "changes": list(_changes(kind, made, request.user)),
        "alike": list(_alike(made, request.user)), "address": presentation.address,
    }, status=status)


@login_required
@require_POST
def confirm(request: HttpRequest, key: int) -> HttpResponse:
    """Write what was checked."""
    made = _import_at(request, key)
    if not may(request.user, "record.import", KINDS[made.kind]):
        raise PermissionDenied
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _page(request, made, form, 422)
    try:
        actions.ask_for_writing(act(request), made, form.cleaned_data["reason"], form.cleaned_data["plan"])
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("import", key=key)


@login_required
@require_POST
def check_again(request: HttpRequest, key: int) -> HttpResponse:
    """Check the file anew, because the register has changed."""
    return _done(request, key, lambda made: actions.ask_for_check(act(request), made))


@login_required
@require_POST
def drop(request: HttpRequest, key: int) -> HttpResponse:
    """Take an import back."""
    return _done(request, key, lambda made: actions.drop(act(request), made))


def _done(request: HttpRequest, key: int, what: Any) -> HttpResponse:
    made = _import_at(request, key)
    try:
        what(made)
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("import", key=key)


def _import_at(request: HttpRequest, key: int) -> Import:
    seen = Import.objects.visible_to(request.user).select_related("user", "job")
    made = seen.by_key(key)
    if made is None:
        raise Http404
    return made


def _seen(keys: set[int], user: Any) -> dict[int, Record]:
    return {record.pk: record for record in Record.objects.visible_to(user).filter(pk__in=keys)}


def _changes(kind: Kind, made: Import, user: Any) -> Iterator[tuple[int, Record, list[history.ShownChange]]]:
    """Give the differences of changed rows, for records that are still seen."""
    told = made.found.get("changes", [])
    records = _seen({key for _row, key, _changed in told}, user)
    told = [each for each in told if each[1] in records]
    several = history.shown(kind, [{kind.field(name).name: pair for name, pair in changed.items()}
                                   for _row, _key, changed in told], user)
    for (row, key, _changed), changes in zip(told, several, strict=True):
        yield row, records[key], changes


def _alike(made: Import, user: Any) -> Iterator[tuple[dict[str, Any], Record | None]]:
    told = made.found.get("alike", [])
    records = _seen({each["record"] for each in told if each["record"]}, user)
    for each in told:
        if not each["record"] or each["record"] in records:
            yield each, records.get(each["record"])
