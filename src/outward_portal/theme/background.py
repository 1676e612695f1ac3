"""Pages of work in the background: what was asked for, how far it is, calling it off, trying it again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.work import queue
from outward_portal.work.kinds import name_of, page_of
from outward_portal.work.models import Job

_SHOWN = 100  # newest jobs of a list


@login_required
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """List a person's jobs; the administrators see everybody's, without what they are about."""
    seen = Job.objects.visible_to(request.user).select_related("enqueued_by")[:_SHOWN]
    return render(request, "theme/jobs.jinja", {"jobs": seen, "name_of": name_of})


@login_required
@require_safe
def job(request: HttpRequest, key: int) -> HttpResponse:
    """Lead whoever asked to the page of the result; show anybody else the job alone."""
    found = _job_at(request, key)
    page = page_of(found) if found.enqueued_by_id == request.user.pk else ""
    return redirect(page) if page else render(request, "theme/jobs.jinja", {"jobs": [found], "name_of": name_of})


@login_required
@require_safe
def state(request: HttpRequest, key: int) -> HttpResponse:
    """Show a job's state, as a part of whatever page it stands in."""
    return render(request, "theme/job.jinja", {"job": _job_at(request, key)})


@login_required
@require_POST
def cancel(request: HttpRequest, key: int) -> HttpResponse:
    """Call a job off."""
    found = _job_for(request, key, "job.cancel")
    if queue.cancel(act(request), found):
        messages.success(request, _("Called off."))
    else:
        messages.error(request, _("There is nothing to call off: it has ended, or has been called off already."))
    return redirect("job", key=key)


@login_required
@require_POST
def again(request: HttpRequest, key: int) -> HttpResponse:
    """Have a job tried again."""
    found = _job_for(request, key, "job.again")
    if queue.again(act(request), found):
        messages.success(request, _("It is tried again."))
    else:
        messages.error(request, _("It has not failed, so there is nothing to try again."))
    return redirect("job", key=key)


def _job_at(request: HttpRequest, key: int) -> Job:
    seen = Job.objects.visible_to(request.user).select_related("enqueued_by")
    found = seen.by_key(key)
    if found is None:
        raise Http404
    return found


def _job_for(request: HttpRequest, key: int, action: str) -> Job:
    found = _job_at(request, key)
    if not may(request.user, action, found):
        raise PermissionDenied
    return found
