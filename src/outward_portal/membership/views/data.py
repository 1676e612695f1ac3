"""A person's data: taking them out, and erasing the account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from outward_portal.accounts.requests import act
from outward_portal.membership.actions import erasure, places, profile
from outward_portal.membership.forms import EraseForm
from outward_portal.membership.views.asking import sensitive, signed_in
from outward_portal.records.errors import RefusedError


@sensitive
@never_cache
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Hand out everything that is kept about the person, as JSON."""
    user = signed_in(request)
    data = profile.take_out(act(request), user)
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = f'attachment; filename="outward-account-{user.pk}.json"'
    return response


@sensitive
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Ask whether it is meant, then erase the account; where it cannot be, say why before anything is asked."""
    user = signed_in(request)
    refusal = ""
    try:
        with transaction.atomic():
            places.check_can_leave(user)
    except RefusedError as error:
        refusal = str(error)
    form = EraseForm(request.POST or None)
    if request.method == "POST" and not refusal and form.is_valid():
        try:
            erasure.erase(act(request), user)
        except RefusedError as error:
            refusal = str(error)
        else:
            logout(request)
            messages.success(request, _("Your account is erased."))
            return redirect("home")
    return render(request, "membership/erase.jinja", {"form": form, "refusal": refusal},
                  status=422 if request.method == "POST" else 200)
