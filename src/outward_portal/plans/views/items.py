"""The page of an item, and adding, changing, moving, taking out and handing over."""

from __future__ import annotations

from typing import Any, Literal

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outward.planning.tree import PARENTS
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.coordination.models import Task
from outward_portal.plans.actions import items as actions
from outward_portal.plans.actions import links
from outward_portal.plans.forms import HandForm, ItemForm, MoveForm
from outward_portal.plans.models import PlanItem
from outward_portal.plans.queries.links import links_of
from outward_portal.plans.queries.plans import find_item, items_of, numbers_of
from outward_portal.plans.targets import targets_of
from outward_portal.plans.views.finding import done, item_at, item_for, plan_for
from outward_portal.records import presentation
from outward_portal.records.errors import RefusedError
from outward_portal.workflows.showing import offer


@require_safe
def item(request: HttpRequest, row: int) -> HttpResponse:
    """Show an item: what it says, what it is linked to both ways, and how far it is."""
    found = item_at(request, row)
    items = items_of(found.plan, request.user)
    task: Any = Task.objects.visible_to(request.user).filter(pk=found.task_id or 0).select_related("owner").first()
    targets = targets_of(found.plan.case, request.user) if found.targets else None
    return render(request, "plans/item.jinja", {
        "item": found, "plan": found.plan, "number": numbers_of(items)[found.pk], "task": task,
        "children": [each for each in items if each.parent_id == found.pk], "links": links_of(found, request.user),
        "targets": [targets.targets[id] for id in found.target_ids if id in targets.targets] if targets else [],
        "targets_case": targets, "offer": offer(request.user, found) if found.kind != "goal" else None,
        "may_change": may(request.user, "plan-item.change", found),
        "may_link": may(request.user, "plan-item.link", found),
        "may_result": may(request.user, "plan-item.result", found),
        "may_hand": may(request.user, "plan-item.hand", found), "adds": _adds(found),
        "address": presentation.address})


def _adds(item: PlanItem) -> list[str]:
    """Name the kinds that may stand within an item."""
    return [kind for kind, parents in PARENTS.items() if item.kind in parents]


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, row: int) -> HttpResponse:
    """Add an item to a plan: ``?kind=`` says what, ``?within=`` where."""
    plan = plan_for(request, row, "plan.change")
    kind, parent = request.GET.get("kind", "goal"), _within(request, plan.pk)
    if kind not in PARENTS or (parent.kind if parent else None) not in PARENTS[kind]:  # type: ignore[index]
        raise Http404
    form = ItemForm(request.POST or None, user=request.user, plan=plan, kind=kind)
    if request.method == "POST" and form.is_valid() and done(form, lambda: actions.add(
            act(request), plan, kind, parent, form.values())):
        messages.success(request, _("Added."))
        return redirect(f"{reverse('plan', kwargs={'row': plan.pk})}#{'i' + str(parent.pk) if parent else 'tree'}")
    return render(request, "plans/form.jinja", {
        "form": form, "title": {"goal": _("Add a goal"), "measure": _("Add a measure"), "task": _("Add a task")}[kind],
        "plan": plan, "within": parent, "submit": _("Add it")}, status=422 if form.errors else 200)


def _within(request: HttpRequest, plan: int) -> PlanItem | None:
    """Give the item that the address names, of the same plan; nothing where it names none."""
    text = request.GET.get("within", "")
    if not text:
        return None
    found = find_item(int(text), request.user) if text.isascii() and text.isdecimal() and len(text) < 18 else None
    if found is None or found.plan_id != plan:
        raise Http404
    return found


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, row: int) -> HttpResponse:
    """Change what an item says."""
    found = item_for(request, row, "plan-item.change")
    form = ItemForm(request.POST or None, instance=PlanItem.objects.get(pk=found.pk), user=request.user,
                    plan=found.plan, kind=found.kind)
    if request.method == "POST" and form.is_valid() and done(form, lambda: actions.change(
            act(request), found, form.values(), revision=form.cleaned_data["revision"] or 0)):
        messages.success(request, _("Saved."))
        return redirect("plan-item", row=found.pk)
    return render(request, "plans/form.jinja", {"form": form, "title": _("Change the item"), "item": found,
                                                "submit": _("Save")}, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, row: int) -> HttpResponse:
    """Put an item within another."""
    found = item_for(request, row, "plan-item.change")
    form = MoveForm(request.POST or None, item=found, user=request.user)
    if request.method == "POST" and form.is_valid() and done(form, lambda: actions.move(
            act(request), found, form.parent)):
        messages.success(request, _("Moved."))
        return redirect(f"{reverse('plan', kwargs={'row': found.plan_id})}#i{found.pk}")
    return render(request, "plans/form.jinja", {
        "form": form, "title": _("Move the item"), "item": found, "submit": _("Move it"),
        "lead": _("It goes to the end there, with all that stands within it.")}, status=422 if form.errors else 200)


@login_required
@require_POST
def up(request: HttpRequest, row: int) -> HttpResponse:
    """Put an item before the one before it."""
    return _shifted(request, row, -1)


@login_required
@require_POST
def down(request: HttpRequest, row: int) -> HttpResponse:
    """Put an item behind the one behind it."""
    return _shifted(request, row, 1)


def _shifted(request: HttpRequest, row: int, by: Literal[-1, 1]) -> HttpResponse:
    found = item_for(request, row, "plan-item.change")
    try:
        actions.shift(act(request), found, by)
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('plan', kwargs={'row': found.plan_id})}#i{found.pk}")


@login_required
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, row: int) -> HttpResponse:
    """Ask whether an item is to be taken out, with all within it, and do it."""
    found = item_for(request, row, "plan-item.change")
    form = forms.Form(request.POST or None)
    if request.method == "POST" and done(form, lambda: actions.remove(act(request), found)):
        messages.success(request, _("Taken out."))
        return redirect("plan", row=found.plan_id)
    return render(request, "plans/form.jinja", {
        "form": form, "title": _("Take the item out"), "item": found, "submit": _("Take it out"), "is_grave": True,
        "lead": _("It is gone for good, with all that stands within it, its links and its results.")},
        status=409 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, row: int) -> HttpResponse:
    """Give a plan's task to an agency as a task of the leading group."""
    found = item_at(request, row)
    if not may(request.user, "plan-item.hand", found):
        raise PermissionDenied
    form = HandForm(request.POST or None, item=found, user=request.user)
    if request.method == "POST" and form.is_valid() and done(form, lambda: links.hand_over(
            act(request), found, form.cleaned_data)):
        messages.success(request, _("It is handed over: from now on the task says how far it is."))
        return redirect("plan-item", row=found.pk)
    return render(request, "plans/form.jinja", {
        "form": form, "title": _("Hand the task over"), "item": found, "submit": _("Hand it over"),
        "lead": _("It becomes a task of the leading group, with its clock and its reminders.")},
        status=422 if form.errors else 200)
