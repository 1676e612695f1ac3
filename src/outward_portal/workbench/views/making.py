"""A new index, the spreadsheet to fill for it, and other data or another framework for one that is there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outward.errors import OutwardError
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.records.errors import RefusedError
from outward_portal.theme.languages import current_language
from outward_portal.workbench import actions
from outward_portal.workbench.actions import Source
from outward_portal.workbench.forms import NewForm, SendForm, SourceForm
from outward_portal.workbench.models import IndexVersion
from outward_portal.workbench.views.finding import index_for

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose a framework, take its spreadsheet, send data."""
    if not may(request.user, "index.make"):
        raise PermissionDenied
    if request.method == "POST" and "template" in request.POST:
        form: SourceForm = NewForm(request.POST, request.FILES, user=request.user)
        form.is_valid()
        if form.framework_read is not None:
            return _workbook(form.framework_read)
        for name in ("title", "table", "audience", "confirmed"):  # whoever asks for the spreadsheet has no data yet
            form.errors.pop(name, None)
        return _new_page(request, form)
    form = NewForm(request.POST or None, request.FILES or None, user=request.user,
                   initial={"framework": request.GET.get("framework", "")})
    if request.method == "POST" and form.is_valid():
        try:
            index = actions.make(act(request), _source(form), title=form.cleaned_data["title"],
                                 audience=form.cleaned_data["audience"])
        except RefusedError as error:
            form.add_error("table", str(error))
        else:
            messages.success(request, _("The index is made. Move a weight or a choice and see what becomes of the "
                                        "ranks."))
            return redirect("index", key=index.pk)
    return _new_page(request, form)


def _new_page(request: HttpRequest, form: SourceForm) -> HttpResponse:
    from outward.composite.shipped import SHIPPED, shipped_framework  # brings the engine

    return render(request, "workbench/new.jinja", {
        "form": form, "frameworks": [(id, shipped_framework(id)) for id in SHIPPED],
    }, status=422 if request.method == "POST" else 200)


def _source(form: SourceForm) -> Source:
    framework, data = form.framework_read, form.data_read
    assert framework is not None
    assert data is not None
    return Source(form.text, framework.id, framework.name, data.is_synthetic, form.cleaned_data.get("table"))


@login_required
@require_safe
def template(request: HttpRequest, id: str) -> HttpResponse:  # noqa: ARG001  (a view takes it)
    """Send the spreadsheet to fill for a framework that comes with Outward."""
    from outward.composite.shipped import SHIPPED, shipped_framework

    if id not in SHIPPED:
        raise Http404
    return _workbook(shipped_framework(id))


def _workbook(framework: Any) -> HttpResponse:
    from outward.studies.indices.template import template as blank

    return HttpResponse(blank(framework, current_language()), content_type=_XLSX, headers={
        "Content-Disposition": 'attachment; filename="outward-index-template.xlsx"'})


@login_required
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, key: int) -> HttpResponse:
    """Follow the newest version by one with other data or another framework."""
    index = index_for(request, key, "index.change")
    form = SendForm(request.POST or None, request.FILES or None, index=index)
    if request.method == "POST" and form.is_valid():
        assert index.newest is not None
        choices, weights = _kept_choices(form, index.newest)
        try:
            saved = actions.send(act(request), index, _source(form), choices=choices, weights=weights,
                                 note=form.cleaned_data["note"])
        except RefusedError as error:
            form.add_error("table", str(error))
        else:
            messages.success(request, _("Version %(number)s is saved.") % {"number": saved.number} if saved is not None
                             else _("Nothing was changed."))
            return redirect("index", key=index.pk)
    return render(request, "workbench/send.jinja", {"index": index, "form": form},
                  status=422 if request.method == "POST" else 200)


def _kept_choices(form: SendForm, newest: IndexVersion) -> tuple[dict[str, Any], dict[str, float]]:
    """Give the choices and weights that are kept: those that the framework that was sent can take."""
    framework = form.framework_read
    if not form.cleaned_data["keep_choices"] or framework is None:
        return {}, {}
    codes = {node.code for node in framework.nodes if node is not framework.index}
    weights = {code: weight for code, weight in newest.weights.items() if code in codes}
    try:
        framework.with_choices(newest.choices).with_weights(weights)
    except OutwardError:
        return {}, {}
    return newest.choices, weights

