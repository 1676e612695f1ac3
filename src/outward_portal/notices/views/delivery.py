"""How somebody is told: digests, the feed's address, message gateways; and switching digests off by a link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.policy import may, viewer
from outward_portal.accounts.requests import Act, act, request_number
from outward_portal.notices import actions, queries
from outward_portal.notices.forms import DigestForm, EndpointForm
from outward_portal.notices.models import Endpoint
from outward_portal.notices.outbox.contents import user_of
from outward_portal.notices.outbox.guard import allowed_hosts
from outward_portal.notices.outbox.signing import secret_of
from outward_portal.records.errors import RefusedError
from outward_portal.theme.addresses import url


@login_required
@require_http_methods(["GET", "POST"])
def delivery(request: HttpRequest) -> HttpResponse:
    """Show and choose how the reader is told."""
    current = queries.delivery_of(request.user)
    form = DigestForm(request.POST or None, initial={"digest": current.digest})
    if request.method == "POST" and form.is_valid():
        actions.choose_digest(act(request), form.cleaned_data["digest"])
        messages.success(request, _("Saved."))
        return redirect("notices-delivery")
    return _page(request, form)


def _page(request: HttpRequest, form: Any, **more: Any) -> HttpResponse:
    seen = [(each, queries.last_messages(request.user, each), may(request.user, "notices.endpoint-try", each))
            for each in queries.endpoints(request.user)]
    shown = {"form": form, "delivery": queries.delivery_of(request.user), "endpoints": seen,
             "hosts": sorted(allowed_hosts()), "feed": "", "secret": "", "secret_of": "", **more}
    return render(request, "notices/delivery.jinja", shown, status=422 if form.errors else 200)


@login_required
@require_POST
def make_feed(request: HttpRequest) -> HttpResponse:
    """Make the feed's address anew, and show it this once."""
    secret = actions.make_feed(act(request))
    address = request.build_absolute_uri(url("notices-feed", token=secret))
    form = DigestForm(initial={"digest": queries.delivery_of(request.user).digest})
    return _page(request, form, feed=address)


@login_required
@require_POST
def end_feed(request: HttpRequest) -> HttpResponse:
    """End the feed's address."""
    actions.end_feed(act(request))
    messages.success(request, _("The address of your feed is good for nothing any more."))
    return redirect("notices-delivery")


@login_required
@require_http_methods(["GET", "POST"])
def new_endpoint(request: HttpRequest) -> HttpResponse:
    """Set up a message gateway, and show its secret this once."""
    organisation = _own_organisation(request)
    form = EndpointForm(request.POST or None, may_share=organisation is not None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.make_endpoint(act(request), given["name"], given["address"],
                                         organisation if given.get("for_organisation") else None)
        except RefusedError as error:
            form.add_error("address", str(error))
        else:
            digest = DigestForm(initial={"digest": queries.delivery_of(request.user).digest})
            return _page(request, digest, secret=secret_of(made.nonce), secret_of=made.name)
    return render(request, "notices/endpoint.jinja", {"form": form, "hosts": sorted(allowed_hosts())},
                  status=422 if form.errors else 200)


def _own_organisation(request: HttpRequest) -> Organisation | None:
    """Give the organisation for which the reader may set up a gateway."""
    if not may(request.user, "notices.endpoint-of-organisation"):
        return None
    own = viewer(request.user).organisation
    return None if own is None else Organisation.objects.filter(pk=own).first()


@login_required
@require_http_methods(["GET", "POST"])
def end_endpoint(request: HttpRequest, row: int) -> HttpResponse:
    """Ask whether to end a gateway, and end it."""
    found = _endpoint(request, row, "notices.endpoint-end")
    if request.method == "GET":
        return render(request, "notices/endpoint_end.jinja", {"endpoint": found})
    actions.end_endpoint(act(request), found)
    messages.success(request, _("The gateway is sent nothing any more."))
    return redirect("notices-delivery")


@login_required
@require_POST
def try_endpoint(request: HttpRequest, row: int) -> HttpResponse:
    """Have a message sent that tells of nothing."""
    actions.try_endpoint(act(request), _endpoint(request, row, "notices.endpoint-try"))
    messages.success(request, _("A message that tells of nothing is on its way. Look below in a moment."))
    return redirect("notices-delivery")


def _endpoint(request: HttpRequest, row: int, action: str) -> Endpoint:
    found: Endpoint | None = queries.endpoints(request.user).by_key(row)
    if found is None:
        raise Http404
    if not may(request.user, action, found):
        raise PermissionDenied
    return found


@csrf_exempt  # the word in the address is what proves who it is; mail programs send it by themselves (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Switch digests off for whoever has the link of a message; opening it alone does nothing."""
    user = user_of(token)
    if user is None:
        raise Http404
    if request.method == "POST":
        actions.switch_off(Act(user, "by the link in a message", request_number(request)), user)
    return render(request, "notices/unsubscribe.jinja", {"is_done": request.method == "POST"})


@login_required
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Show those who run the portal what leaves it, without contents."""
    if not may(request.user, "notices.outbox"):
        raise PermissionDenied
    state = request.GET.get("state", "")
    found = queries.outbox(state, request.user)
    return render(request, "notices/outbox.jinja", {
        "rows": found[:200], "count": found.count(), "state": state, "counts": queries.outbox_counts(request.user)})


@login_required
@require_POST
def send_again(request: HttpRequest, row: int) -> HttpResponse:
    """Have a message that was given up tried again."""
    if not may(request.user, "notices.message-again"):
        raise PermissionDenied
    found = queries.outbox("", request.user).by_key(row)
    if found is None:
        raise Http404
    if actions.send_again(act(request), found):
        messages.success(request, _("It is tried again."))
    else:
        messages.error(request, _("It was not given up, so there is nothing to try again."))
    return redirect("notices-outbox")
