"""Deciding on findings: accept, dismiss, correct, withdraw."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.audits import actions, queries
from outward_portal.audits.forms import CorrectionForm, DecisionForm, WithdrawalForm, correctable
from outward_portal.audits.views.finding import as_it_reads_now, case_at, finding_for, standing_at
from outward_portal.records.errors import RefusedError
from outward_portal.work.models import Job


@login_required
@require_POST
def ask(request: HttpRequest, case: str) -> HttpResponse:
    """Have a release audited that is too large to be audited while a reader waits."""
    found = case_at(request, case)
    if not may(request.user, "run.ask"):
        raise PermissionDenied
    standing = standing_at(found, queries.read_query(request.POST).as_of)
    if standing.audit is None and not standing.is_too_large and not standing.before_all:
        job = actions.ask(act(request), case, standing.release, standing.day)
        messages.success(request, _("The audit is being made."))
        if Job.objects.visible_to(request.user).filter(pk=job.pk).exists():  # somebody else may have asked for it
            return redirect("job", key=job.pk)
    return redirect("audit", case=case)


@login_required
@require_POST
def decide(request: HttpRequest, case: str, finding: str) -> HttpResponse:
    """Accept or dismiss a finding."""
    at = finding_for(request, case, finding)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            actions.decide(act(request, form.cleaned_data["reason"]), case, at.release, at.found,
                           form.cleaned_data["verdict"])
        except RefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Saved."))
        return redirect("finding", case=case, finding=finding)
    return render(request, "audits/decide.jinja", {"case": at.case, "found": at.found, "form": form}, status=422)


@login_required
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, case: str, finding: str) -> HttpResponse:
    """Say what cells are to read, and where that stands; it is written in the background."""
    at = finding_for(request, case, finding)
    cells = as_it_reads_now(at, correctable(at.found))
    before = at.found.decision
    if not cells or (before is not None and before.is_being_written):
        raise Http404
    likely = dict(at.found.finding.repair) if before is None or not before.written else \
        {f"{each['table']}:{each['row']}": each["held"] for each in before.corrections}
    form = CorrectionForm(request.POST or None, cells=cells, likely=likely)
    if request.method == "POST" and form.is_valid():
        current = queries.with_cells(at.found, cells)
        try:
            actions.correct(act(request, form.cleaned_data["reason"]), case, at.release, current, form.texts,
                            source=form.cleaned_data["source"], known_on=form.cleaned_data["known_on"].isoformat())
        except RefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The correction is being written as a new observation."))
        return redirect("finding", case=case, finding=finding)
    return render(request, "audits/correct.jinja", {"case": at.case, "found": at.found, "form": form, "cells": cells},
                  status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, case: str, finding: str) -> HttpResponse:
    """Take the decision on a finding back."""
    at = finding_for(request, case, finding)
    decision = at.found.decision
    if decision is None or not decision.can_be_withdrawn:
        raise Http404
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(act(request, form.cleaned_data["reason"]), decision)
        except RefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Withdrawn. The finding is open again."))
        return redirect("finding", case=case, finding=finding)
    return render(request, "audits/withdraw.jinja", {"case": at.case, "found": at.found, "form": form,
                                                     "decision": decision}, status=422 if form.errors else 200)
