"""Changing one's e-mail address: asking for it, and opening the link that was sent to the new one."""

from __future__ import annotations

from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outward_portal.accounts.models import AddressChange
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.membership import mail
from outward_portal.membership.actions import addresses
from outward_portal.membership.forms import AddressForm
from outward_portal.membership.views.asking import View, sensitive, signed_in, tell
from outward_portal.records.errors import RefusedError


def _with_own_address(view: View) -> View:
    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.user, "email.change", request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return asked


@sensitive
@_with_own_address
@rate_limit(action="manage_email")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Ask for the new address and send a link there; the answer does not tell whether it has an account."""
    user = signed_in(request)
    form = AddressForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        token = addresses.ask(act(request), user, email)
        try:
            if token:
                link = request.build_absolute_uri(reverse("email-confirm", args=[token]))
                mail.send("email_change", email, {"link": link}, language=user.language)
            else:
                link = request.build_absolute_uri(reverse("account_reset_password"))
                mail.send("email_change_taken", email, {"link": link})
        except mail.NotSentError:
            return render(request, "membership/not_sent.jinja", status=503)
        tell(request, "email_change_asked", user.email, _whence(request), language=user.language)
        return redirect("email-sent")
    return render(request, "membership/email_change.jinja", {
        "form": form, "wanted": AddressChange.objects.visible_to(user).filter(expires_at__gt=timezone.now()).first(),
    }, status=422 if request.method == "POST" else 200)


@login_required
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Say where to look for the link."""
    return render(request, "membership/email_sent.jinja", {"mail_folder": mail.folder()})


@login_required
@_with_own_address
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link confirms, and do it; only for whoever asked, so that a mistyped address lets nobody in."""
    user = signed_in(request)
    wanted = addresses.found(user, token)
    if wanted is None:
        return render(request, "membership/email_over.jinja", status=404)
    if request.method == "GET":
        return render(request, "membership/email_confirm.jinja", {"wanted": wanted})
    try:
        old = addresses.confirm(act(request), user, token)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your e-mail address is changed. Sign in with the new one from now on."))
        tell(request, "email_changed", old, _whence(request), language=user.language)
    return redirect("account")


@login_required
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Forget the address that was asked for."""
    addresses.withdraw(signed_in(request))
    messages.success(request, _("Your address stays as it is. The link that was sent is no longer good."))
    return redirect("account")


def _whence(request: HttpRequest) -> dict[str, Any]:
    return {"timestamp": timezone.now(), "ip": get_adapter().get_client_ip(request)}
