"""What an enterprise qualifies for, and what it declares of itself."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outward.eligibility import Outcome
from outward_portal.accounts.requests import act
from outward_portal.funding import facts, qualifying
from outward_portal.funding.fields import FactsForm, declared_kinds
from outward_portal.funding.models import DeclaredFact
from outward_portal.funding.presentation import OUTCOMES, line, missing
from outward_portal.funding.programmes import actions
from outward_portal.funding.views.showing import ask, show
from outward_portal.records import presentation
from outward_portal.registers.models import Project
from outward_portal.theme.finding import allowed


@login_required
@require_safe
def qualify(request: HttpRequest) -> HttpResponse:
    """Show by programme whether its rules are met, why, and what is missing."""
    allowed(request, "funding.qualify")
    projects = list(facts.own_projects(request.user)[:200])
    standing = qualifying.standing(request.user, _project(request, projects))
    groups = [(outcome, OUTCOMES[outcome], [
        (each, line(each.explained), list(missing(each.verdict, standing.enterprise)))
        for each in standing.of(outcome)]) for outcome in qualifying.ORDER]
    return show(request, "qualify", standing=standing, groups=groups, projects=projects,
                address=presentation.address, met=Outcome.MET, unknown=Outcome.UNKNOWN)


def _project(request: HttpRequest, projects: list[Project]) -> Project | None:
    chosen = request.GET.get("project", "")
    if not chosen:
        return None
    found = next((each for each in projects if str(each.pk) == chosen), None)
    if found is None:
        raise Http404
    return found


@login_required
@require_http_methods(["GET", "POST"])
def declare(request: HttpRequest) -> HttpResponse:
    """Ask for what no register holds."""
    allowed(request, "funding.qualify")
    assert request.user.is_authenticated
    assert request.user.organisation is not None
    kinds = {each.id: each for each in declared_kinds()}
    rows = DeclaredFact.objects.visible_to(request.user).filter(organisation=request.user.organisation)
    read = {row.fact: facts.read(kinds[row.fact].shape, row.value) for row in rows if row.fact in kinds}
    known = {fact: value for fact, value in read.items() if value is not None}
    form = FactsForm(request.POST or None, kinds=kinds.values(), known=known, hints={})
    if request.method == "POST" and form.is_valid():
        changed = {fact: value for fact, value in form.stated().items() if value != known.get(fact)}
        if changed:
            actions.declare(act(request), request.user.organisation, changed)
        messages.success(request, _("Saved.") if changed else _("Nothing was changed."))
        return redirect("qualify")
    return ask(request, form, _("What no register holds"), reverse("qualify"), lead=_(
        "Your word, seen by your own people alone until you hand in an application that states it. What you leave open "
        "counts as not known, never as a no."))
