"""Writing what items are linked to, and what came of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.plans.actions import links as actions
from outward_portal.plans.forms import RecommendationForm, RecordLinkForm, ResultForm
from outward_portal.plans.models import ItemRecord, ItemRelation, ItemResult, PlanItem
from outward_portal.plans.queries.plans import find_item
from outward_portal.plans.views.finding import done, item_for
from outward_portal.records.errors import RefusedError
from outward_portal.theme.finding import row_at


@login_required
@require_http_methods(["GET", "POST"])
def link_factor(request: HttpRequest, row: int) -> HttpResponse:
    """Say which factor an item answers."""
    return _link(request, row, ItemRecord.Role.ANSWERS, _("Name a factor that it answers"))


@login_required
@require_http_methods(["GET", "POST"])
def link_instrument(request: HttpRequest, row: int) -> HttpResponse:
    """Say by which instrument an item works."""
    return _link(request, row, ItemRecord.Role.USES, _("Name an instrument by which it works"))


def _link(request: HttpRequest, row: int, role: str, title: str) -> HttpResponse:
    item = item_for(request, row, "plan-item.link")
    form = RecordLinkForm(request.POST or None, role=role, user=request.user)
    if request.method == "POST" and form.is_valid() and done(form, lambda: actions.link(
            act(request), item, form.cleaned_data["record"], role, form.cleaned_data["note"])):
        return _back(request, item)
    return _page(request, item, form, title)


@login_required
@require_http_methods(["GET", "POST"])
def relate(request: HttpRequest, row: int) -> HttpResponse:
    """Say which recommendation an item carries out."""
    item = item_for(request, row, "plan-item.link")
    form = RecommendationForm(request.POST or None, item=item, user=request.user)
    if request.method == "POST" and form.is_valid():
        recommendation = find_item(int(form.cleaned_data["recommendation"]), request.user)
        if recommendation is not None and done(form, lambda: actions.relate(act(request), item, recommendation)):
            return _back(request, item)
    return _page(request, item, form, _("Name a recommendation that it carries out"))


@login_required
@require_http_methods(["GET", "POST"])
def add_result(request: HttpRequest, row: int) -> HttpResponse:
    """Write what came of an item."""
    item = item_for(request, row, "plan-item.result")
    form = ResultForm(request.POST or None, item=item, user=request.user)
    if request.method == "POST" and form.is_valid() and done(form, lambda: actions.add_result(
            act(request), item, form.cleaned_data)):
        return _back(request, item)
    return _page(request, item, form, _("Write what came of it"))


@login_required
@require_POST
def unlink(request: HttpRequest, row: int) -> HttpResponse:
    """Take a link to a factor or an instrument back."""
    stated = row_at(request, ItemRecord, row)
    return _taken_back(request, stated.item, "plan-item.link", lambda: actions.unlink(act(request), stated))


@login_required
@require_POST
def unrelate(request: HttpRequest, row: int) -> HttpResponse:
    """Take back that an item carries out another."""
    stated = row_at(request, ItemRelation, row)
    return _taken_back(request, stated.item, "plan-item.link", lambda: actions.unrelate(act(request), stated))


@login_required
@require_http_methods(["GET", "POST"])
def remove_result(request: HttpRequest, row: int) -> HttpResponse:
    """Ask whether a result is to be taken out, and do it."""
    result = row_at(request, ItemResult, row)
    if not may(request.user, "plan-item.result", result.item):
        raise PermissionDenied
    form = forms.Form(request.POST or None)
    if request.method == "POST" and done(form, lambda: actions.remove_result(act(request), result)):
        return _back(request, result.item)
    return render(request, "plans/form.jinja", {
        "form": form, "title": _("Take the result out"), "item": result.item, "submit": _("Take it out"),
        "is_grave": True, "lead": str(result)}, status=409 if form.errors else 200)


def _taken_back(request: HttpRequest, item: PlanItem, action: str, do: Any) -> HttpResponse:
    if not may(request.user, action, item):
        raise PermissionDenied
    try:
        do()
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("plan-item", row=item.pk)
    return _back(request, item)


def _back(request: HttpRequest, item: PlanItem) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("plan-item", row=item.pk)


def _page(request: HttpRequest, item: PlanItem, form: forms.Form, title: str) -> HttpResponse:
    return render(request, "plans/form.jinja", {"form": form, "title": title, "item": item, "submit": _("Save")},
                  status=422 if form.errors else 200)
