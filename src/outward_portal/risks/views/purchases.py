"""The checklist of a purchase abroad: its page, its answers, who sees it, and its file."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outward.risk.acquisition import checklist
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.records.errors import RefusedError
from outward_portal.records.models import PrivateField
from outward_portal.records.private.actions import note_reading
from outward_portal.records.private.queries import is_outsider, unreached
from outward_portal.registers.models import Project
from outward_portal.risks.exposure.holdings import CHANNEL
from outward_portal.risks.purchases import actions
from outward_portal.risks.purchases.forms import AnswerForm, ReadersForm
from outward_portal.risks.purchases.reading import Purchase, purchase_of
from outward_portal.risks.views.projects import project_at, project_for


@login_required
@require_safe
def purchase(request: HttpRequest, key: int) -> HttpResponse:
    """Show every question with its answer, what is open, and what must stop the purchase."""
    project, found = _at(request, key)
    return render(request, "risks/purchase.jinja", {
        "project": project, "found": found, "may_write": may(request.user, "screen.change", project)})


def _at(request: HttpRequest, key: int) -> tuple[Project, Purchase]:
    """Give a checklist that the reader may see; who reads it from outside is written down."""
    project = project_at(request, key)
    found = purchase_of(project, request.user)
    if found.screen is None and not may(request.user, "screen.change", project):
        raise Http404
    if found.screen is not None:
        if settings.READ_ONLY and is_outsider(project, request.user):
            raise Http404  # that somebody read it could not be written down
        note_reading(project, [PrivateField(field="purchase")], request.user, CHANNEL)
    return project, found


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, key: int, item: str) -> HttpResponse:
    """Answer one question."""
    project = project_for(request, key, "screen.change")
    question = next((each for each in checklist().items if each.id == item), None)
    if question is None:
        raise Http404
    found = purchase_of(project, request.user)
    present = next(each.answer for _group, questions in found.groups for each in questions
                   if each.screened.item.id == item)
    initial = {"reply": present.reply, "evidence": present.evidence, "note": present.note, "replaces": present.pk
               } if present else {}
    form = AnswerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.answer(act(request), project, item, reply=given["reply"], evidence=given["evidence"],
                           note=given["note"], replaces=given["replaces"])
        except RefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Saved."))
        return redirect("purchase", key=key)
    return render(request, "risks/purchase_answer.jinja", {"project": project, "item": question, "form": form},
                  status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def readers(request: HttpRequest, key: int) -> HttpResponse:
    """Say who sees the checklist."""
    project = project_for(request, key, "screen.change")
    screen = purchase_of(project, request.user).screen
    initial = {"audience": screen.audience, "agency": screen.agency_id} if screen else {}
    form = ReadersForm(request.POST or None, user=request.user, project=project, initial=initial)
    if not form.is_free:
        raise Http404
    if request.method == "POST" and form.is_valid():
        actions.show_to(act(request), project, audience=form.cleaned_data["audience"],
                        agency=form.cleaned_data["agency"])
        messages.success(request, _("Saved."))
        warning = unreached(project.audience, form.cleaned_data["audience"])
        if warning:
            messages.warning(request, warning)
        return redirect("purchase", key=key)
    return render(request, "risks/purchase_readers.jinja", {"project": project, "form": form},
                  status=422 if form.errors else 200)


@login_required
@require_safe
def purchase_file(request: HttpRequest, key: int) -> HttpResponse:
    """Give the checklist as JSON, as the command line writes it."""
    from outward.studies.risks.exposure_written import screen_json

    _project, found = _at(request, key)
    return HttpResponse(screen_json(found.found), content_type="application/json", headers={
        "Content-Disposition": f'attachment; filename="purchase-{key}.json"', "Cache-Control": "private, no-store"})
