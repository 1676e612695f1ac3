"""What somebody follows: the page with pickers, the button on other pages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from outward_portal.accounts.requests import act
from outward_portal.notices import actions, queries
from outward_portal.notices.forms import FollowForm, pickers
from outward_portal.notices.models import Subscription
from outward_portal.notices.topics import named
from outward_portal.records.errors import RefusedError
from outward_portal.theme.addresses import url


@login_required
@require_http_methods(["GET", "POST"])
def following(request: HttpRequest) -> HttpResponse:
    """List what the reader follows, and offer to follow more; each picker is a form of its own."""
    asked = request.POST.get("picker", "")
    forms: list[FollowForm] = []
    for picker in pickers(request.user):
        is_sent = request.method == "POST" and picker.key == asked
        form = FollowForm(request.POST if is_sent else None, picker=picker, user=request.user)
        if is_sent and form.is_valid():
            try:
                made = actions.follow(act(request), form.topic())
            except RefusedError as error:
                form.add_error("what", str(error))
            else:
                name = named([made.topic], request.user)[made.topic]
                messages.success(request, _("You follow %(name)s now.") % {"name": name.name})
                return redirect("following")
        forms.append(form)
    is_wrong = any(form.errors for form in forms)
    return render(request, "notices/following.jinja", {
        "forms": forms, "followed": queries.followed(request.user), "most": actions.MOST_SUBSCRIPTIONS},
        status=422 if is_wrong else 200)


@login_required
@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """Follow what a page is about, and lead back to it."""
    topic = request.POST.get("topic", "")
    try:
        actions.follow(act(request), topic)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        name = named([topic], request.user)[topic].name
        messages.success(request, _("You follow %(name)s now. What happens stands among your notices.")
                         % {"name": name})
    return redirect(_back(request))


@login_required
@require_POST
def unfollow(request: HttpRequest) -> HttpResponse:
    """Stop following, and lead back."""
    topic = request.POST.get("topic", "")
    if actions.unfollow(act(request), topic):
        name = named([topic], request.user)[topic].name
        messages.success(request, _("You no longer follow %(name)s.") % {"name": name})
    return redirect(_back(request))


@login_required
@require_POST
def mute(request: HttpRequest, row: int) -> HttpResponse:
    """Mute what is followed, or hear of it again."""
    found: Any = Subscription.objects.visible_to(request.user).by_key(row)
    if found is None:
        raise Http404
    actions.mute(act(request), found, is_muted=request.POST.get("mute") == "1")
    return redirect("following")


def _back(request: HttpRequest) -> str:
    """Give the page to lead back to: one of this portal."""
    asked = request.POST.get("next", "")
    is_here = url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith("/")
    return asked if is_here else url("following")
