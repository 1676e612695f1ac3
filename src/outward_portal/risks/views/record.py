"""The record: how good forecasts were by event, and whether the ledger is as it was written."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from outward_portal.accounts.policy import may
from outward_portal.risks import downloads, keeping, ledger, record, words
from outward_portal.risks.models import MadeOutlook, RiskForecast
from outward_portal.risks.views.finding import reader


@login_required
@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """Show the scores of every event beside its baselines, and how far the ledger goes."""
    reader(request)
    made = keeping.newest()
    outlook = keeping.kept_outlook(made)
    return render(request, "risks/records.jinja", {
        "made": made, "is_kept": outlook is not None, "records": record.records(outlook), "models": words.models(),
        "entries": RiskForecast.objects.visible_to(request.user).count(), "newest": ledger.newest(),
        "outlooks": MadeOutlook.objects.visible_to(request.user)[:12],
        "may_verify": may(request.user, "forecasts.verify"), "gaps": outlook.gaps if outlook is not None else (),
        "event_name": words.event_name, "citation": downloads.citation(made),
    })


@login_required
@require_safe
def event(request: HttpRequest, event: str) -> HttpResponse:
    """Show one event's record: reliability, levels, scores, what the ledger's forecasts came to."""
    reader(request)
    if event not in words.event_names():
        raise Http404
    made = keeping.newest()
    outlook = keeping.kept_outlook(made)
    return render(request, "risks/record.jinja", {
        "definition": words.definition(event), "kind": words.kinds()[words.definition(event).kind], "made": made,
        "found": record.record_of(outlook, event), "models": words.models(), "is_kept": outlook is not None,
        "citation": downloads.citation(made),
    })


@login_required
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Check the ledger's chain."""
    reader(request, "forecasts.verify")
    wrong = ledger.faults()
    if wrong:
        shown = "; ".join(wrong[:5])
        messages.error(request, ngettext(
            "The ledger is not as it was written: %(count)d fault. %(shown)s",
            "The ledger is not as it was written: %(count)d faults. %(shown)s", len(wrong))
            % {"count": len(wrong), "shown": shown})
    else:
        number, seal = ledger.newest()
        messages.success(request, _("All %(count)s entries are as they were written; the newest seal is %(seal)s….")
                         % {"count": number, "seal": seal[:16]})
    return redirect("risk-records")
