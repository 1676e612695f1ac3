"""Meetings: the list, one meeting with agenda and attendance, decisions, minutes as documents."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outward.errors import OutwardError
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.coordination import downloads
from outward_portal.coordination.meetings import actions, queries
from outward_portal.coordination.meetings.documents import TYPES, minutes_file
from outward_portal.coordination.meetings.flow import page as meeting_page
from outward_portal.coordination.meetings.forms import AttendanceForm, ComingForm, DecisionForm, ItemForm, MeetingForm
from outward_portal.coordination.models import AgendaItem, Attendance, Decision
from outward_portal.coordination.views.finding import ask, done, meeting_at
from outward_portal.records.table_files import FORMATS, citation
from outward_portal.theme.finding import allowed, row_at
from outward_portal.theme.languages import current_language
from outward_portal.theme.lists import read
from outward_portal.workflows.showing import offer


@login_required
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """List the meetings."""
    allowed(request, "group.read")
    asked = read(request.GET, queries.SHAPE)
    return render(request, "coordination/meetings.jinja", {
        "asked": asked, "page": asked.page_of(queries.meetings(asked, request.user)),
        "may_plan": may(request.user, "meeting.plan"), "citation": citation(_("Meetings of the leading group"))})


@login_required
@require_safe
def meetings_file(request: HttpRequest, format: str) -> HttpResponse:
    """Send the list as a file."""
    allowed(request, "group.read")
    if format not in FORMATS:
        raise Http404
    return downloads.meetings_file(queries.meetings(read(request.GET, queries.SHAPE), request.user), format)


@login_required
@require_safe
def meeting(request: HttpRequest, row: int) -> HttpResponse:
    """Show a meeting."""
    found, user = meeting_at(request, row), request.user
    items = list(AgendaItem.objects.visible_to(user).filter(meeting=found.pk).select_related(
        "proposed_for", "meeting", "task"))
    attendances = list(Attendance.objects.visible_to(user).filter(meeting=found.pk).select_related("organisation",
                                                                                                   "meeting"))
    return render(request, "coordination/meeting.jinja", {
        "meeting": found, "offer": offer(user, found), "attendances": attendances,
        "agenda": [(each, offer(user, each)) for each in items if each.state == AgendaItem.State.ACCEPTED],
        "others": [(each, offer(user, each)) for each in items if each.state != AgendaItem.State.ACCEPTED],
        "own": next((each for each in attendances if may(user, "attendance.answer", each)), None),
        "decisions": Decision.objects.visible_to(user).filter(meeting=found.pk).prefetch_related("tasks__owner"),
        "may_change": may(user, "meeting.change", found), "may_propose": may(user, "agenda.propose", found),
        "may_record": may(user, "meeting.record", found), "may_give": may(user, "task.give"),
        "formats": tuple(TYPES)})


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a meeting."""
    allowed(request, "meeting.plan")
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.plan(act(request), form.cleaned_data)
        messages.success(request, _("Planned. Members may propose items; nobody is invited yet."))
        return redirect(meeting_page(made))
    return ask(request, form, _("Plan a meeting"), reverse("group-meetings"))


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, row: int) -> HttpResponse:
    """Change a meeting that has not been held."""
    found = meeting_at(request, row)
    allowed(request, "meeting.change", found)
    names = list(MeetingForm.base_fields)
    form = MeetingForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if request.method == "POST" and form.is_valid():
        return done(request, meeting_page(found), lambda: actions.change(act(request), found, form.cleaned_data),
                    _("Saved."))
    return ask(request, form, _("Change the meeting"), meeting_page(found), subject=str(found),
               lead=_("Whoever was invited is told of another time or place."))


@login_required
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, row: int) -> HttpResponse:
    """Propose an item for the agenda."""
    found = meeting_at(request, row)
    allowed(request, "agenda.propose", found)
    form = ItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return done(request, meeting_page(found), lambda: actions.propose(act(request), found, form.cleaned_data),
                    _("Saved."))
    return ask(request, form, _("Propose an item"), meeting_page(found), subject=str(found))


@login_required
@require_POST
def move_up(request: HttpRequest, row: int) -> HttpResponse:
    """Move an item up."""
    item = row_at(request, AgendaItem, row)
    found = item.meeting
    allowed(request, "meeting.change", found)
    return done(request, meeting_page(found) + "#agenda", lambda: actions.move_up(act(request), item), _("Moved up."))


@login_required
@require_http_methods(["GET", "POST"])
def coming(request: HttpRequest, row: int) -> HttpResponse:
    """Say whether one's own agency comes."""
    found = meeting_at(request, row)
    own = Attendance.objects.visible_to(request.user).filter(
        meeting=found.pk, organisation=getattr(request.user, "organisation_id", None)).select_related("meeting").first()
    if own is None:
        raise Http404
    allowed(request, "attendance.answer", own)
    form = ComingForm(request.POST or None, initial={"state": own.state, "who": own.who})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        return done(request, meeting_page(found),
                    lambda: actions.answer_invitation(act(request), own, given["state"], given["who"]), _("Saved."))
    return ask(request, form, _("Answer the invitation"), meeting_page(found), subject=str(found))


@login_required
@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, row: int) -> HttpResponse:
    """Write down who was there."""
    found = meeting_at(request, row)
    allowed(request, "meeting.record", found)
    form = AttendanceForm(request.POST or None, meeting=found)
    if request.method == "POST" and form.is_valid():
        return done(request, meeting_page(found),
                    lambda: actions.record_attendance(act(request), found, form.states()), _("Saved."))
    return ask(request, form, _("Who was there"), meeting_page(found), subject=str(found))


@login_required
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, row: int) -> HttpResponse:
    """Write a decision down."""
    found = meeting_at(request, row)
    allowed(request, "meeting.record", found)
    form = DecisionForm(request.POST or None, meeting=found)
    if request.method == "POST" and form.is_valid():
        return done(request, meeting_page(found) + "#decisions",
                    lambda: actions.decide(act(request), found, form.cleaned_data),
                    _("Written down under the year's next number."))
    return ask(request, form, _("Write a decision down"), meeting_page(found), subject=str(found))


@login_required
@require_safe
def minutes(request: HttpRequest, row: int, format: str) -> HttpResponse:
    """Send the minutes as a document, in the page's language."""
    found = meeting_at(request, row)
    if format not in TYPES or not (found.minutes_en or found.minutes_zh):
        raise Http404
    language = current_language()
    try:
        content = minutes_file(found, language, format)
    except OutwardError as error:
        messages.error(request, f"{error.what}. {error.mend}")
        return redirect(meeting_page(found))
    return HttpResponse(content, content_type=TYPES[format], headers={
        "Content-Disposition": f'attachment; filename="minutes-{row}-{language}.{format}"',
        "Cache-Control": "private, no-store"})


@login_required
@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """List what was decided."""
    allowed(request, "group.read")
    asked = read(request.GET, queries.decisions_shape(request.user))
    return render(request, "coordination/decisions.jinja", {
        "asked": asked, "page": asked.page_of(queries.decisions(asked, request.user)),
        "citation": citation(_("Decisions of the leading group"))})


@login_required
@require_safe
def decisions_file(request: HttpRequest, format: str) -> HttpResponse:
    """Send the decisions as a file."""
    allowed(request, "group.read")
    if format not in FORMATS:
        raise Http404
    asked = read(request.GET, queries.decisions_shape(request.user))
    return downloads.decisions_file(queries.decisions(asked, request.user), format)
