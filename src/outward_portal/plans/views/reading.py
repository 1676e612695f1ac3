"""What is read across a plan: loose ends, versions, targets, factors on their two sides, numbers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.plans.actions import factors as actions
from outward_portal.plans.figures import cited_text, evidence_for, figures_in, search_figures
from outward_portal.plans.forms import CiteForm
from outward_portal.plans.models import Factor, FactorEvidence, PlanItem
from outward_portal.plans.queries.chains import loose_ends_of
from outward_portal.plans.queries.comparing import differences
from outward_portal.plans.queries.links import answers_to
from outward_portal.plans.queries.plans import find, versions_of
from outward_portal.plans.targets import targets_of
from outward_portal.plans.views.finding import done, factor_for, plan_at
from outward_portal.records import presentation
from outward_portal.records.readable_cases import readable_case, readable_cases
from outward_portal.theme.finding import row_at

MOST_FACTORS = 500


@require_safe
def loose_ends(request: HttpRequest, row: int) -> HttpResponse:
    """List what the chains of a plan want."""
    plan = plan_at(request, row)
    kinds, targets = loose_ends_of(plan, request.user)
    return render(request, "plans/loose_ends.jinja", {"plan": plan, "kinds": kinds, "targets": targets})


@require_safe
def compare(request: HttpRequest, row: int) -> HttpResponse:
    """Show a version beside another: the one that ``?with=`` names, else the one that it follows."""
    plan = plan_at(request, row)
    versions = versions_of(plan, request.user)
    text = request.GET.get("with", "")
    if text:
        other = find(int(text), request.user) if text.isascii() and text.isdecimal() and len(text) < 18 else None
        if other is None or other.pk not in {each.pk for each in versions}:
            raise Http404
    else:
        other = next((each for each in versions if each.pk == plan.follows_id), None)
    before, after = (None, None) if other is None else sorted((plan, other), key=lambda each: each.version)
    found = differences(before, after, request.user) if before is not None and after is not None else []
    return render(request, "plans/compare.jinja", {"plan": plan, "versions": versions, "before": before,
                                                   "after": after, "differences": found})


@require_safe
def targets(request: HttpRequest) -> HttpResponse:
    """Show the targets of a case with how far they are."""
    cases = [case for case in readable_cases(request.user) if case.release_names]
    wanted = request.GET.get("case", "")
    chosen = next((case.id for case in cases if case.id == wanted), cases[0].id if cases and not wanted else "")
    if wanted and not chosen:
        raise Http404
    found = targets_of(chosen, request.user) if chosen else None
    items: Any = PlanItem.objects.visible_to(request.user).exclude(targets="").exclude(
        plan__state="closed").filter(plan__case=chosen).select_related("plan")
    by_target: dict[str, list[PlanItem]] = {}
    for item in items[:2000] if chosen else ():
        for id in item.target_ids:
            by_target.setdefault(id, []).append(item)
    return render(request, "plans/targets.jinja", {"cases": cases, "chosen": chosen, "found": found,
                                                   "items": by_target})


@require_safe
def factors(request: HttpRequest) -> HttpResponse:
    """Show the factors on their two sides, each with its figures and with what answers it."""
    found = list(Factor.objects.visible_to(request.user).filter(retired_at__isnull=True).exclude(
        state=Factor.State.SUPERSEDED).order_by("is_sample", "pk")[:MOST_FACTORS])
    evidence, answers = evidence_for(found, request.user), answers_to([each.pk for each in found], request.user)
    sides = [(value, label, [each for each in found if each.side == value]) for value, label in Factor.Side.choices]
    return render(request, "plans/factors.jinja", {
        "sides": sides, "evidence": evidence, "answers": answers, "any": bool(found),
        "may_propose": may(request.user, "record.create", _kind())})


def _kind() -> Any:
    from outward_portal.plans.kinds import FACTORS

    return FACTORS


@login_required
@require_http_methods(["GET", "POST"])
def cite(request: HttpRequest, key: int) -> HttpResponse:
    """Cite a figure for a factor."""
    factor = factor_for(request, key, "factor.cite")
    form = CiteForm(request.POST or None, user=request.user,
                    initial={"case": request.GET.get("case", ""), "figure": request.GET.get("figure", "")[:120]})
    if request.method == "POST" and form.is_valid() and done(form, lambda: actions.cite(
            act(request), factor, form.cleaned_data["case"], form.cleaned_data["figure"],
            form.cleaned_data["note"])):
        messages.success(request, _("The figure is cited."))
        return redirect("record", slug="factors", key=factor.pk)
    return render(request, "plans/form.jinja", {"form": form, "title": _("Cite a figure"), "factor": factor,
                                                "submit": _("Cite it")}, status=422 if form.errors else 200)


@login_required
@require_POST
def uncite(request: HttpRequest, row: int) -> HttpResponse:
    """Take a citation back."""
    stated = row_at(request, FactorEvidence, row)
    factor = factor_for(request, stated.factor_id, "factor.cite")
    actions.uncite(act(request), stated)
    messages.success(request, _("Saved."))
    return redirect("record", slug="factors", key=factor.pk)


@require_safe
def figure(request: HttpRequest, case: str) -> HttpResponse:
    """Show one number of a case with its source, or find numbers by words."""
    found = readable_case(case, request.user)
    if found is None:
        raise Http404
    id, words = request.GET.get("id", "")[:120], request.GET.get("q", "").replace("\0", "")[:100]
    shown = figures_in(case, [id], request.user).get(id) if id else None
    if id and shown is None:
        raise Http404
    citing: Any = FactorEvidence.objects.visible_to(request.user).filter(
        access__case=case, figure=id).select_related("factor") if id else ()
    return render(request, "plans/figure.jinja", {
        "case": found, "figure": shown, "words": words, "citing": citing,
        "results": search_figures(case, words, request.user) if words and not id else (),
        "text": cited_text, "address": presentation.address})
