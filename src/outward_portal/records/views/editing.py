"""Adding, changing, retiring and linking records."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from outward_portal.accounts.models import Audience
from outward_portal.accounts.policy import may, viewer
from outward_portal.accounts.requests import act
from outward_portal.records import actions, presentation
from outward_portal.records.errors import ConflictError, RefusedError
from outward_portal.records.forms import LinkForm, ReasonForm, form_class
from outward_portal.records.kinds import KINDS, Kind
from outward_portal.records.models import Link
from outward_portal.records.views.finding import kind_at, record_for
from outward_portal.theme.languages import current_language


@login_required
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a record."""
    kind = kind_at(slug)
    if not may(request.user, "record.create", kind):
        raise PermissionDenied
    owner = viewer(request.user).adds_for
    form = form_class(kind)(request.POST or None, kind=kind, user=request.user,
                            initial={"audience": Audience.AGENCIES if owner is None else Audience.OWNER,
                                     **_own_enterprise(kind, request.user)})
    if request.method == "POST" and form.is_valid():
        record = actions.create(act(request, form.cleaned_data["reason"]), kind, form.values(), owner=owner,
                                is_sample=getattr(request.user, "is_sample", False))
        messages.success(request, _("Added to the register."))
        return redirect(presentation.address(record))
    return render(request, "records/form.jinja", {"kind": kind, "form": form, "record": None, "conflict": None},
                  status=422 if request.method == "POST" else 200)


def _own_enterprise(kind: Kind, user: Any) -> dict[str, Any]:
    """Give the record of the enterprise for which somebody adds a record, where there is one."""
    seen_by = viewer(user)
    if seen_by.leads or "enterprise" not in kind.form_fields:
        return {}
    own = KINDS["enterprise"].model.objects.visible_to(user).filter(owner=seen_by.organisation, retired_at=None)
    return {"enterprise": own[0].pk} if len(own[:2]) == 1 else {}


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Change a record; what somebody else changed meanwhile is shown beside what was typed."""
    kind, record = record_for(request, slug, key, "record.change")
    form = form_class(kind)(request.POST or None, instance=record, kind=kind, user=request.user)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.change(act(request, form.cleaned_data["reason"]), record, kind, form.values(),
                                     revision=form.cleaned_data["revision"] or 0)
        except ConflictError as error:
            conflict = error.current
        else:
            messages.success(request, _("Saved.") if changed else _("Nothing was changed."))
            return redirect(presentation.address(record))
    return render(request, "records/form.jinja", {
        "kind": kind, "form": form, "record": record, "conflict": conflict,
        "current": presentation.groups(kind, conflict, current_language(), request.user) if conflict else (),
    }, status=409 if conflict else 422 if request.method == "POST" else 200)


@login_required
@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Ask why, then take a record out of its register."""
    kind, record = record_for(request, slug, key, "record.retire")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.retire(act(request, form.cleaned_data["reason"]), record)
        messages.success(request, _("Taken out of the register. It can be brought back."))
        return redirect(presentation.address(record))  # where it can be brought back
    return render(request, "records/retire.jinja", {"kind": kind, "record": record, "form": form},
                  status=422 if request.method == "POST" else 200)


@login_required
@require_POST
def restore(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Bring a retired record back."""
    _kind, record = record_for(request, slug, key, "record.retire")
    try:
        actions.restore(act(request), record)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Brought back into the register."))
    return redirect(presentation.address(record))


@login_required
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Link a record to another."""
    kind, record = record_for(request, slug, key, "record.link")
    form = LinkForm(request.POST or None, user=request.user, source=record)
    if request.method == "POST" and form.is_valid():
        actions.link(act(request), record, form.cleaned_data["target"], form.cleaned_data["relation"],
                     form.cleaned_data["note"])
        messages.success(request, _("Linked."))
        return redirect(presentation.address(record))
    return render(request, "records/link.jinja", {"kind": kind, "record": record, "form": form},
                  status=422 if request.method == "POST" else 200)


@login_required
@require_http_methods(["GET", "POST"])
def unlink(request: HttpRequest, key: int) -> HttpResponse:
    """Ask why, then take a link back, by whoever may change one of its ends."""
    stated = Link.objects.visible_to(request.user).select_related("source", "target").filter(pk=key).first()
    if stated is None:
        raise Http404
    if not (may(request.user, "record.link", stated.source) or may(request.user, "record.link", stated.target)):
        raise PermissionDenied
    ends = (stated.source, stated.target)
    here = next(each for each in ends if may(request.user, "record.link", each))
    here = next((each for each in ends if str(each.pk) == request.GET.get("from")), here)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.unlink(act(request, form.cleaned_data["reason"]), stated)
        messages.success(request, _("The link was removed. Link the records again to bring it back."))
        return redirect(presentation.address(here))
    return render(request, "records/unlink.jinja", {"kind": KINDS[here.kind], "record": here, "link": stated,
                                                    "form": form}, status=422 if request.method == "POST" else 200)
