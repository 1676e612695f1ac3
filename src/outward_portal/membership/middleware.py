"""Steps that an account must take before anything else: a password of its own, a second factor for staff."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from outward_portal.accounts.models import User


class RequiredSteps:
    """Leads an account that has a step to take to it, wherever it wants to go."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or lead to the step."""
        user = request.user
        if isinstance(user, User):
            step = self._step(request, user)
            if step and not self._is_on_the_way(request, step):
                return redirect(step)
        return self.answer(request)

    def _step(self, request: HttpRequest, user: User) -> str:
        if user.must_change_password:
            return "account_change_password"
        if user.needs_second_factor and not request.session.get("second_factor"):
            if not is_mfa_enabled(user):
                return "mfa_activate_totp"
            request.session["second_factor"] = True
        return ""

    def _is_on_the_way(self, request: HttpRequest, step: str) -> bool:
        allowed = [reverse(step), reverse("account_logout"), reverse("account_reauthenticate"), reverse("language")]
        return request.path in allowed or request.path.startswith("/static/")
