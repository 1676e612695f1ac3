"""Alerts: the list and its files, one alert, opening one by hand, moving it on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.records.errors import RefusedError
from outward_portal.records.table_files import FORMATS
from outward_portal.risks import downloads, keeping, panel, presentation, queries, record, words
from outward_portal.risks.actions import alerts as actions
from outward_portal.risks.forms import GiveForm, MoveForm, OpenForm, OverrideForm
from outward_portal.risks.models import Alert, CountryStanding
from outward_portal.risks.views.finding import alert_at, reader
from outward_portal.theme.lists import read

if TYPE_CHECKING:
    from outward.risk.alerts import Stage

_PROJECTS: Final = 30  # of a country, on an alert's page


@login_required
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """List the alerts that a person may see, with what is chronic beside them."""
    reader(request)
    asked = read(request.GET, queries.ALERTS)
    made = keeping.newest()
    seen = Alert.objects.visible_to(request.user)
    page = asked.page_of(queries.alerts(asked, request.user))
    return render(request, "risks/alerts.jinja", {
        "asked": asked, "page": page, "made": made,
        "projects": queries.projects_by_country((each.region for each in page.object_list), request.user),
        "event_name": words.event_name, "any": seen.exists(), "percent": presentation.percent,
        "open_count": queries.count_to_acknowledge(request.user),
        "due_count": queries.count_due_for_review(request.user, timezone.localdate().year),
        "chronic_count": CountryStanding.objects.visible_to(request.user).filter(
            state=CountryStanding.State.CHRONIC).count(),
        "panel_is_empty": made is None and panel.is_empty(), "citation": downloads.citation(made),
    })


@login_required
@require_safe
def download(request: HttpRequest, format: str) -> HttpResponse:
    """Send the list as a file."""
    reader(request)
    if format not in FORMATS:
        raise Http404
    found = queries.alerts(read(request.GET, queries.ALERTS), request.user)
    return downloads.answer("alerts", map(downloads.alert_item, found), format, keeping.newest())


@login_required
@require_safe
def alert(request: HttpRequest, key: int) -> HttpResponse:
    """Show an alert: how sure, why, how often such warnings were right, what was done."""
    return _page(request, alert_at(request, key))


def _page(request: HttpRequest, found: Alert, forms: dict[str, MoveForm] | None = None,
          override: OverrideForm | None = None, give: GiveForm | None = None) -> HttpResponse:
    from outward.risk.alerts import next_stages  # brings the library's numbers

    outlook = keeping.kept_outlook(keeping.newest())
    rows = [row for row in queries.standings_of(found.region, request.user) if row.event == found.event]
    may_change = may(request.user, "alert.change", found)
    following = next_stages(cast("Stage", found.stage)) if may_change else ()
    moves = {to: MoveForm(to=to) for to in following} | (forms or {})
    wrong = bool(forms or override or give)
    return render(request, "risks/alert.jinja", {
        "alert": found, "event": words.event_name(found.event), "definition": words.definition(found.event),
        "kind": words.kinds()[found.kind], "shown": presentation.shown(rows, outlook), "moves": moves,
        "may_change": may_change, "models": words.models(), "deeds": words.DEEDS, "percent": presentation.percent,
        "projects": list(queries.projects_in(found.region, request.user)[:_PROJECTS]) if found.region else [],
        "by_rule": record.outcome_of(found, outlook), "steps": list(queries.steps_of(found, request.user)),
        "may_see_steps": may(request.user, "alert.steps"),
        "override": override or OverrideForm(initial={"level": found.override}),
        "give": give or GiveForm(user=request.user, initial={
            "agency": found.agency_id, "take_it": found.keeper_id == request.user.pk}),
    }, status=422 if wrong else 200)


@login_required
@require_http_methods(["GET", "POST"])
def open_alert(request: HttpRequest) -> HttpResponse:
    """Open an alert by hand."""
    reader(request, "alert.open")
    form = OpenForm(request.POST or None, initial={"event": request.GET.get("event", ""),
                                                   "region": request.GET.get("region", ""), "level": "warning"})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.open_by_hand(act(request, data["reason"]), event=data["event"], region=data["region"],
                                        level=data["level"], year=data["year"], reason=data["reason"])
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The alert is open."))
            return redirect("risk-alert", key=made.pk)
    return render(request, "risks/open.jinja", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def move(request: HttpRequest, key: int, to: str) -> HttpResponse:
    """Move an alert on."""
    found = alert_at(request, key, "alert.change")
    if to not in Alert.Stage.values:
        raise Http404
    form = MoveForm(request.POST, to=to)
    if not form.is_valid():
        return _page(request, found, forms={to: form})
    note = form.cleaned_data["note"].strip()
    try:
        actions.move(act(request, note), found, to, note=note, outcome=form.cleaned_data.get("outcome", ""))
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Saved."))
    return redirect("risk-alert", key=key)


@login_required
@require_POST
def give(request: HttpRequest, key: int) -> HttpResponse:
    """Say who looks after an alert."""
    found = alert_at(request, key, "alert.change")
    form = GiveForm(request.POST, user=request.user)
    if not form.is_valid():
        return _page(request, found, give=form)
    actions.give(act(request), found, agency=form.cleaned_data["agency"], take_it=form.cleaned_data["take_it"])
    messages.success(request, _("Saved."))
    return redirect("risk-alert", key=key)


@login_required
@require_POST
def override(request: HttpRequest, key: int) -> HttpResponse:
    """Set an alert's level by hand, or take that back."""
    found = alert_at(request, key, "alert.change")
    form = OverrideForm(request.POST)
    if not form.is_valid():
        return _page(request, found, override=form)
    try:
        actions.override(act(request, form.cleaned_data["reason"]), found, form.cleaned_data["level"],
                         form.cleaned_data["reason"])
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Saved."))
    return redirect("risk-alert", key=key)
