"""What views ask before they do something: is it allowed, and is it still the same person."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from outward_portal.accounts.models import Organisation, User
from outward_portal.accounts.policy import may
from outward_portal.accounts.querysets import PolicyQuerySet
from outward_portal.membership import mail

View = Callable[..., HttpResponse]


def sensitive(view: View) -> View:
    """Let only somebody in who has given the password or a code within the last minutes."""
    asked: View = login_required(reauthentication_required(view))
    return asked


def allowed(action: str) -> Callable[[View], View]:
    """Let only somebody in whose role includes an action, whatever it is done to."""

    def decorate(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may(request.user, action):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return asked

    return decorate


def signed_in(request: HttpRequest) -> User:
    """Give the account of somebody who has signed in; a view behind ``login_required`` has one."""
    assert isinstance(request.user, User)
    return request.user


def own_organisation(request: HttpRequest) -> Organisation:
    """Give the organisation of the person, or say that there is nothing here."""
    organisation = signed_in(request).organisation
    if organisation is None:
        raise Http404
    return organisation


def one(rows: PolicyQuerySet, key: int) -> Any:
    """Give a row of those that the reader may see, or say that there is nothing here."""
    found = rows.by_key(key)
    if found is None:
        raise Http404
    return found


def tell(request: HttpRequest, name: str, to: str, context: dict[str, Any], *, language: str | None = None) -> None:
    """Send a message about what has just been done; that it was done stands even if the message cannot be sent."""
    try:
        mail.send(name, to, context, language=language)
    except mail.NotSentError:
        messages.warning(request, _("It is done, but the message about it could not be sent."))
