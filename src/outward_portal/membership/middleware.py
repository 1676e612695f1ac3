"""Steps that an account must take before anything else, and the end of sessions that were left alone."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from outward_portal.accounts.models import User
from outward_portal.membership import sessions


class RequiredSteps:
    """Leads an account that has a step to take to it, wherever it wants to go.

    First a password of its own where it was given one, then, for roles of staff, a second factor. A session that has
    shown no second factor where the account has one is ended: it began before there was one.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or lead to the step."""
        user = request.user
        if not isinstance(user, User):
            return self.answer(request)
        if sessions.is_over(request, user):
            logout(request)
            messages.info(request, _("You were signed out to keep your account safe. Sign in to go on."))
            return _lead(request, reverse("account_login"), request.get_full_path())
        sessions.keep_listed(request, user)
        step = _step(request, user)
        if step == "account_login":
            logout(request)
            messages.info(request, _("Your account has a second factor now. Sign in with it."))
            return _lead(request, reverse(step), request.get_full_path())
        if step and not _is_on_the_way(request, step):
            return _lead(request, reverse(step))
        return self.answer(request)


def _step(request: HttpRequest, user: User) -> str:
    if user.must_change_password:
        return "account_change_password"
    if user.needs_second_factor and not sessions.has_second_factor(request):
        return "account_login" if is_mfa_enabled(user) else "mfa_activate_totp"
    return ""


def _is_on_the_way(request: HttpRequest, step: str) -> bool:
    return request.path in {reverse(name) for name in (step, "account_logout", "account_reauthenticate", "language")}


def _lead(request: HttpRequest, to: str, back: str = "") -> HttpResponse:
    """Redirect; a request by htmx is told so in its own way, or the page would land inside the present one."""
    target = f"{to}?{urlencode({'next': back})}" if back and request.method == "GET" else to
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)
