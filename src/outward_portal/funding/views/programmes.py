"""A programme's rules in their versions, the agency that runs it, its budget."""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outward.errors import InvalidInputError
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.funding import budgeting, facts
from outward_portal.funding.models import ApplicationStanding, BudgetEntry, BudgetHead, Programme, RuleVersion
from outward_portal.funding.programmes import actions, queries
from outward_portal.funding.programmes.forms import AgencyForm, BudgetForm, RulesForm
from outward_portal.funding.views.showing import ask, programme_at, show
from outward_portal.records import presentation
from outward_portal.records.errors import RefusedError
from outward_portal.theme.finding import allowed, there

_ENTRIES = 500
_EXAMPLE = {"all": [{"fact": "sector", "is": "in", "value": ["mining-equipment"], "en": "", "zh": ""}]}


@require_safe
def rules(request: HttpRequest, key: int, row: int | None = None) -> HttpResponse:
    """Show the newest rules of a programme, or an earlier version, in words and as they are written."""
    programme = programme_at(request, key)
    versions = RuleVersion.objects.visible_to(request.user).filter(programme=programme.pk)
    version = versions.first() if row is None else there(versions.by_key(row))
    said = None
    if version is not None:
        try:
            said = queries.rules_line(version)
        except InvalidInputError:
            said = None  # it asks for a fact that the portal no longer knows; the text below still stands
    return show(request, "rules", programme=programme, address=presentation.address(programme), rule_version=version,
                rules=said, versions=list(versions.select_related("made_by")[:100]),
                text=json.dumps(version.tree, ensure_ascii=False, indent=2) if version else "",
                may_keep=may(request.user, "programme.keep", programme))


@login_required
@require_http_methods(["GET", "POST"])
def write_rules(request: HttpRequest, key: int) -> HttpResponse:
    """Write the next version of rules."""
    programme = programme_at(request, key, "programme.keep")
    newest = programme.rule_versions.first()
    tree = newest.tree if newest else _EXAMPLE
    form = RulesForm(request.POST or None, initial={
        "text": json.dumps(tree, ensure_ascii=False, indent=2), "base": newest.number if newest else 0})
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_rules(act(request), programme, form.tree, form.cleaned_data["note"],
                                base=form.cleaned_data["base"])
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved as a new version. Applications that were handed in keep theirs."))
            return redirect("programme-rules", key=key)
    return show(request, "rules_write", status=422 if form.errors else 200, form=form, programme=programme,
                address=presentation.address(programme), catalogue=facts.catalogue())


@login_required
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, key: int) -> HttpResponse:
    """Say which agency runs a programme."""
    programme = programme_at(request, key, "programme.give")
    back = presentation.address(programme)
    form = AgencyForm(request.POST or None, user=request.user, initial={"agency": programme.agency_id})
    if request.method == "POST" and form.is_valid():
        actions.give(act(request), programme, form.cleaned_data["agency"])
        messages.success(request, _("Saved."))
        return redirect(back)
    return ask(request, form, _("Agency of a programme"), back, about=programme,
               lead=_("Its officers keep rules, calls and budget, and see number and state of the applications."))


@login_required
@require_safe
def budgets(request: HttpRequest) -> HttpResponse:
    """Show what each budget comes to, held against its ledger."""
    allowed(request, "budgets.read")
    heads = BudgetHead.objects.visible_to(request.user).filter(programme__retired_at__isnull=True)
    without = Programme.objects.visible_to(request.user).filter(
        retired_at__isnull=True, budget__isnull=True, standing=Programme.Standing.RUNNING)
    return show(request, "budgets", balances=budgeting.balances(heads.select_related("programme").order_by(
        "currency", "programme__name_en")), without=list(without.order_by("name_en")[:100]))


@login_required
@require_safe
def budget(request: HttpRequest, key: int) -> HttpResponse:
    """Show a budget with the entries that it was made by."""
    allowed(request, "budgets.read")
    programme = programme_at(request, key)
    head = BudgetHead.objects.visible_to(request.user).filter(programme=key).first()
    entries = BudgetEntry.objects.visible_to(request.user).filter(head__programme=key)
    listed = list(entries.select_related("by")[:_ENTRIES])
    seen = ApplicationStanding.objects.visible_to(request.user).filter(
        pk__in=[each.application_id for each in listed if each.application_id])
    return show(request, "budget", programme=programme, address=presentation.address(programme), count=entries.count(),
                balance=budgeting.balances([head])[0] if head else None, entries=listed,
                numbers=dict(seen.values_list("pk", "number")), may_keep=may(request.user, "programme.keep", programme))


@login_required
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, key: int) -> HttpResponse:
    """Add to a budget, or take out of it."""
    programme = programme_at(request, key, "programme.keep")
    back = reverse("programme-budget", kwargs={"key": key})
    form = BudgetForm(request.POST or None, initial={"currency": programme.currency or "CNY"})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            budgeting.budget(act(request), programme, given["amount"], given["currency"], given["note"])
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Entered."))
            return redirect(back)
    return ask(request, form, _("Enter into the budget"), back, about=programme,
               lead=_("Entries are added and never changed."))
