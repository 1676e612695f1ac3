"""The group itself: its members, statistics, digests."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.coordination import counting, members
from outward_portal.coordination.digests import actions as digest_actions
from outward_portal.coordination.group_forms import DigestForm, MemberForm
from outward_portal.coordination.jobs import DIGEST
from outward_portal.coordination.models import Digest, DigestFile, Member, Problem
from outward_portal.coordination.views.finding import ask, done, tried
from outward_portal.records.models import Record
from outward_portal.risks.presentation import percent
from outward_portal.theme.finding import allowed, row_at
from outward_portal.work.models import Job

_TYPES = {"pdf": "application/pdf",
          "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


@login_required
@require_safe
def group(request: HttpRequest) -> HttpResponse:
    """List the members."""
    allowed(request, "group.read")
    rows = list(Member.objects.visible_to(request.user).filter(ended_at__isnull=True).select_related(
        "organisation", "agency"))
    seen = set(Record.objects.visible_to(request.user).filter(
        pk__in=[each.agency_id for each in rows if each.agency_id]).values_list("pk", flat=True))
    return render(request, "coordination/members.jinja", {
        "members": rows, "seen": seen, "may_keep": may(request.user, "group.keep")})


@login_required
@require_POST
def from_register(request: HttpRequest) -> HttpResponse:
    """Enter the members that the register of agencies names."""
    allowed(request, "group.keep")
    count = members.from_register(act(request))
    messages.success(request, _("Members entered: %(count)d. Name for each the organisation that acts for it here.") % {
        "count": count})
    return redirect("group-members")


@login_required
@require_http_methods(["GET", "POST"])
def keep_member(request: HttpRequest, row: int | None = None) -> HttpResponse:
    """Enter a member, or change one."""
    allowed(request, "group.keep")
    found: Member | None = None if row is None else row_at(request, Member, row, ended_at__isnull=True)
    initial = {} if found is None else {"agency": found.agency_id, "organisation": found.organisation_id,
                                        "part": found.part, "place": found.place}
    form, refused = MemberForm(request.POST or None, user=request.user, initial=initial), ""
    if request.method == "POST" and form.is_valid():
        refused = tried(request, lambda: members.keep(act(request), found, form.cleaned_data), _("Saved."))
        if not refused:
            return redirect("group-members")
    return ask(request, form, _("Enter a member") if found is None else _("Change a member"),
               reverse("group-members"), refused=refused)


@login_required
@require_http_methods(["GET", "POST"])
def end_member(request: HttpRequest, row: int) -> HttpResponse:
    """Ask, then end a membership."""
    allowed(request, "group.keep")
    found = row_at(request, Member, row, ended_at__isnull=True)
    if request.method == "POST":
        return done(request, "group-members", lambda: members.end(act(request), found), _("Ended."))
    return render(request, "coordination/member_end.jinja", {"member": found})


@login_required
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Show the group's numbers; to enterprises those of problems alone, without small cells."""
    allowed(request, "coordination.statistics")
    is_group = may(request.user, "group.read")
    found = counting.group_statistics() if is_group else counting.public_statistics()
    return render(request, "coordination/statistics.jinja", {
        "numbers": found, "is_group": is_group, "smallest": counting.SMALLEST, "percent": percent,
        "topics": dict(Problem.Topic.choices)})


@login_required
@require_http_methods(["GET", "POST"])
def digests(request: HttpRequest) -> HttpResponse:
    """List the digests, and ask for one."""
    allowed(request, "group.read")
    today = timezone.localdate()
    form = DigestForm(request.POST or None, initial={"year": today.year, "quarter": (today.month + 2) // 3})
    if request.method == "POST":
        allowed(request, "digest.make")
        if form.is_valid():
            made, _job = digest_actions.ask(act(request), form.cleaned_data["year"], form.cleaned_data["quarter"])
            return redirect("group-digest", made.pk)
    return render(request, "coordination/digests.jinja", {
        "digests": Digest.objects.visible_to(request.user).select_related("asked_by").prefetch_related("files")[:200],
        "form": form, "may_make": may(request.user, "digest.make")}, status=422 if form.errors else 200)


@login_required
@require_safe
def digest(request: HttpRequest, row: int) -> HttpResponse:
    """Show a digest's numbers and documents, or how far it is."""
    found = row_at(request, Digest, row)
    return render(request, "coordination/digest.jinja", {
        "digest": found, "files": DigestFile.objects.visible_to(request.user).filter(digest=found.pk),
        "job": Job.objects.visible_to(request.user).filter(kind=DIGEST, key=str(found.pk)).first(),
        "topics": dict(Problem.Topic.choices)})


@login_required
@require_safe
def digest_file(request: HttpRequest, row: int, language: str, format: str) -> FileResponse:
    """Send a document of a digest."""
    found = DigestFile.objects.visible_to(request.user).filter(
        digest=row, language=language, format=format).select_related("digest").first() if row < 2**63 else None
    if found is None or format not in _TYPES:
        raise Http404
    return FileResponse(found.file.open("rb"), as_attachment=True, content_type=_TYPES[format],
                        filename=f"digest-{found.digest.period}-{language}.{format}",
                        headers={"Cache-Control": "private, no-store"})
