"""Pages about the interface: its documentation, and a person's tokens."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outward_portal.accounts.requests import act
from outward_portal.api import tokens as token_actions
from outward_portal.api.forms import TokenForm
from outward_portal.api.interface import document
from outward_portal.api.models import Token


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """Say what can be asked, made from the OpenAPI document."""
    made = document()
    operations = [(method.upper(), path, operation) for path, methods in made["paths"].items()
                  for method, operation in methods.items()]
    return render(request, "api/documentation.jinja", {
        "operations": operations, "base": request.build_absolute_uri("/api/v1"),
        "visitor_limit": settings.API_LIMIT_VISITOR, "token_limit": settings.API_LIMIT_TOKEN,
    })


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
@reauthentication_required
def tokens(request: HttpRequest) -> HttpResponse:
    """List a person's tokens, and make one; its secret is on this one answer and nowhere else."""
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        _token, secret = token_actions.make(act(request), form.cleaned_data["name"], form.cleaned_data["scope"],
                                            form.cleaned_data["days"])
        form = TokenForm()
    return render(request, "api/tokens.jinja", {
        "form": form, "secret": secret, "tokens": Token.objects.visible_to(request.user),
    }, status=422 if request.method == "POST" and not secret else 200)


@login_required
@require_POST
def revoke(request: HttpRequest, key: int) -> HttpResponse:
    """End a token."""
    token = Token.objects.visible_to(request.user).by_key(key)
    if token is None:
        raise Http404
    token_actions.revoke(act(request), token)
    messages.success(request, _("The token is good for nothing any more."))
    return redirect("tokens")
