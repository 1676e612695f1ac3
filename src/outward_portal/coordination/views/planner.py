"""The calendar, and the days on which the group's clock differs from Monday to Friday."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.coordination import members
from outward_portal.coordination.group_forms import DaysForm
from outward_portal.coordination.models import CalendarDay
from outward_portal.coordination.planner import months
from outward_portal.coordination.planner.icalendar import calendar_file
from outward_portal.coordination.views.finding import done
from outward_portal.theme.finding import allowed, row_at


@login_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show a month: meetings, and the days on which tasks are due."""
    allowed(request, "tasks.read")
    month = months.month(months.asked_month(request.GET.get("month", "")), request.user)
    return render(request, "coordination/calendar.jinja", {"month": month,
                                                           "may_keep": may(request.user, "group.keep")})


@login_required
@require_safe
def calendar_download(request: HttpRequest) -> HttpResponse:
    """Send the reader's calendar as a file that other calendars read."""
    allowed(request, "tasks.read")
    content = calendar_file(months.events(request.user, request.build_absolute_uri("/").rstrip("/")),
                            _("Leading group"))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers={
        "Content-Disposition": 'attachment; filename="leading-group.ics"', "Cache-Control": "private, no-store"})


@login_required
@require_http_methods(["GET", "POST"])
def days(request: HttpRequest) -> HttpResponse:
    """Show and enter holidays and moved working days."""
    allowed(request, "group.keep")
    form = DaysForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        count = members.add_days(act(request), form.cleaned_data["days"])
        messages.success(request, _("Days entered or changed: %(count)d.") % {"count": count})
        return redirect("group-days")
    return render(request, "coordination/days.jinja", {"form": form, "days": CalendarDay.objects.order_by("-date")},
                  status=422 if form.errors else 200)


@login_required
@require_POST
def day_out(request: HttpRequest, row: int) -> HttpResponse:
    """Let a day be an ordinary one again."""
    allowed(request, "group.keep")
    day = row_at(request, CalendarDay, row)
    return done(request, "group-days", lambda: members.remove_day(act(request), day), _("Taken out."))

