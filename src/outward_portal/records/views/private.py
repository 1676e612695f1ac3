"""Private fields: their page, the form in which their owner writes them, and who read them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.records.errors import RefusedError
from outward_portal.records.kinds import Kind, PrivateFieldType
from outward_portal.records.models import PrivateField, Record
from outward_portal.records.private import actions, queries
from outward_portal.records.private.forms import PrivateValueForm
from outward_portal.records.private.queries import ShownValue
from outward_portal.records.views.finding import record_at, record_for

_ROWS = 100


def values_shown(request: HttpRequest, kind: Kind, record: Record) -> list[ShownValue]:
    """Give the private values that a page will show, after writing down that they are read."""
    values = queries.current_values(kind, record, request.user)
    actions.note_reading(record, [each.row for each in values], request.user, "page")
    return values


@login_required
@require_safe
def values(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Show a record's private fields with their history, to whoever sees any of them."""
    kind, record = record_at(request, slug, key)
    past = queries.past_values(kind, record, request.user)
    writes = bool(kind.private) and may(request.user, "private.change", record)
    if not past and not writes:
        raise Http404
    actions.note_reading(record, [each.row for each in past], request.user, "history")
    return render(request, "records/private.jinja", {
        "kind": kind, "record": record, "writes": writes, "past": past,
        "present": [each for each in past if each.row.ended_at is None],
    })


@login_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, slug: str, key: int, field: str) -> HttpResponse:
    """Write a private value of one period."""
    kind, record = record_for(request, slug, key, "private.change")
    type = _type(kind, field)
    rows = PrivateField.objects.visible_to(request.user).filter(record=record.pk, field=field, ended_at__isnull=True)
    present = rows.filter(period=request.GET["period"]).first() if "period" in request.GET else None
    form = PrivateValueForm(request.POST or None, type=type, user=request.user, present=present)
    refused = ""
    if request.method == "POST" and form.is_valid():
        value = form.value()
        try:
            actions.write(act(request), record, value, replaces=form.cleaned_data["replaces"])
        except RefusedError as error:
            refused = str(error)
        else:
            messages.success(request, _("Saved."))
            unreached = queries.unreached(record.audience, value.audience)
            if unreached:
                messages.warning(request, unreached)
            return redirect("record-private", slug=kind.slug, key=record.pk)
    return render(request, "records/private_form.jinja", {
        "kind": kind, "record": record, "type": type, "form": form, "refused": refused, "present": present,
        "warning": queries.unreached(record.audience, "agency"),
        "others": [(row.period, queries.value_text(row)) for row in rows.order_by("-period")],
    }, status=409 if refused else 422 if request.method == "POST" else 200)


@login_required
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, slug: str, key: int, row: int) -> HttpResponse:
    """Ask, then take a private value out."""
    kind, record = record_for(request, slug, key, "private.change")
    found = PrivateField.objects.visible_to(request.user).filter(
        pk=row, record=record.pk, ended_at__isnull=True).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        try:
            actions.end(act(request), record, found)
        except RefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Taken out. It stays in your own history."))
        return redirect("record-private", slug=kind.slug, key=record.pk)
    return render(request, "records/private_end.jinja", {
        "kind": kind, "record": record, "type": _type(kind, found.field), "row": found,
        "value": queries.value_text(found)})


@login_required
@require_safe
def readers(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Tell the owner who read its private fields, when and which."""
    kind, record = record_at(request, slug, key)
    if not may(request.user, "private.readers", record):
        raise PermissionDenied
    page = Paginator(queries.readings_of(record, request.user), _ROWS).get_page(request.GET.get("page"))
    return render(request, "records/readers.jinja", {
        "kind": kind, "record": record, "page": page,
        "rows": [(reading, queries.field_labels(kind, reading.fields)) for reading in page.object_list]})


def _type(kind: Kind, field: str) -> PrivateFieldType:
    found = next((each for each in kind.private if each.key == field), None)
    if found is None:
        raise Http404
    return found
