"""Two records of a register: found by a form or an address, compared side by side, merged, split again."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.records import comparing, presentation
from outward_portal.records.choosing import record_named
from outward_portal.records.duplicates import merging, queries
from outward_portal.records.duplicates.forms import MergeForm
from outward_portal.records.errors import ConflictError, RefusedError
from outward_portal.records.forms import ReasonForm
from outward_portal.records.kinds import Kind
from outward_portal.records.models import DistinctPair, Record
from outward_portal.records.views.finding import kind_at, record_for
from outward_portal.theme.languages import current_language

_ROWS: Final = 50


def _pair(request: HttpRequest, kind: Kind) -> tuple[Record, Record] | None:
    """Give the two records that an address names, as far as the reader sees them."""
    found: list[Record] = []
    for text in request.GET.getlist("with"):
        record = record_named(kind.model, text, request.user)
        if record is not None and record not in found:
            found.append(record)
    return (found[0], found[1]) if len(found) == 2 else None


@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Show two records side by side, or ask which two."""
    kind = kind_at(slug)
    given = [text for text in request.GET.getlist("with") if text.strip()]
    pair = _pair(request, kind)
    if pair is None:
        return render(request, "records/choose_two.jinja", {"kind": kind, "given": given},
                      status=422 if len(given) > 1 else 200)
    groups = comparing.compared(kind, pair, current_language(), request.user)
    return render(request, "records/compare.jinja", {
        "kind": kind, "pair": pair, "groups": groups, "address": presentation.address,
        "different": sum(row.is_different for group in groups for row in group.rows)})


@login_required
@require_safe
def duplicates(request: HttpRequest, slug: str) -> HttpResponse:
    """List the pairs of a register that look alike."""
    kind = kind_at(slug)
    if not may(request.user, "duplicates.see"):
        raise PermissionDenied
    text = request.GET.get("page", "1")
    page = max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
    pairs, count = queries.pairs(kind, request.user, start=(page - 1) * _ROWS, rows=_ROWS)
    return render(request, "records/duplicates.jinja", {
        "kind": kind, "pairs": pairs, "count": count, "page": page, "more": page * _ROWS < count,
        "aside": queries.set_aside(kind, request.user), "address": presentation.address})


@login_required
@require_POST
def dismiss(request: HttpRequest, slug: str) -> HttpResponse:
    """Set a pair aside as not the same."""
    kind = kind_at(slug)
    if not may(request.user, "duplicates.see"):
        raise PermissionDenied
    first, second = (record_named(kind.model, request.POST.get(name, ""), request.user)
                     for name in ("first", "second"))
    if first is None or second is None or first.pk == second.pk:
        raise Http404
    merging.dismiss(act(request), first, second)
    messages.success(request, _("Set aside. It stands below, where it can be taken back."))
    return redirect("record-duplicates", slug=kind.slug)


@login_required
@require_POST
def ask_again(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Take a pair back that was set aside."""
    kind = kind_at(slug)
    pair = DistinctPair.objects.visible_to(request.user).filter(pk=key, first__kind=kind.key).first()
    if pair is None:
        raise Http404
    merging.ask_again(act(request), pair)
    messages.success(request, _("It is listed again."))
    return redirect("record-duplicates", slug=kind.slug)


@login_required
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask which record stays and whose value of each field; then make one of two."""
    kind = kind_at(slug)
    pair = _pair(request, kind)
    if pair is None:
        raise Http404
    if kind.review or not all(may(request.user, "record.merge", record) for record in pair):
        raise PermissionDenied
    form = MergeForm(request.POST or None, kind=kind, pair=pair, user=request.user, language=current_language())
    refused = ""
    if request.method == "POST" and form.is_valid():
        kept, gone = form.winner()
        try:
            merging.merge(act(request, form.cleaned_data["reason"]), kind, kept, gone, form.values(),
                          revisions=form.cleaned_data["revisions"])
        except ConflictError:
            refused = _("Somebody else has changed one of the two meanwhile. Open this page again.")
        except RefusedError as error:
            refused = str(error)
        else:
            messages.success(request, _("Merged. The address of the other record leads here from now on."))
            return redirect(presentation.address(kept))
    return render(request, "records/merge.jinja", {
        "kind": kind, "pair": pair, "form": form, "refused": refused, "address": presentation.address,
    }, status=409 if refused else 422 if request.method == "POST" else 200)


@login_required
@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Say what splitting brings back and what it cannot; then split."""
    kind, record = record_for(request, slug, key, "record.merge")
    entry = queries.merge_entry(record)
    if record.merged_into_id is None or entry is None:
        raise Http404
    kept = Record.objects.visible_to(request.user).filter(pk=record.merged_into_id).first()
    if kept is None or not may(request.user, "record.merge", kept):
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            merging.split(act(request, form.cleaned_data["reason"]), kind, record)
        except RefusedError as error:
            refused = str(error)
        else:
            messages.success(request, _("Split again."))
            return redirect(presentation.address(record))
    return render(request, "records/split.jinja", {
        "kind": kind, "record": record, "kept": kept, "entry": entry, "form": form, "refused": refused,
        "address": presentation.address,
    }, status=409 if refused else 422 if request.method == "POST" else 200)
