"""What rooms share where a program makes something: the page's form is asked, the page's action done, the row given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse

from outward_portal.accounts.models import User
from outward_portal.accounts.requests import Act, request_number
from outward_portal.api.answers import written
from outward_portal.api.callers import Caller
from outward_portal.api.problems import ProblemError
from outward_portal.api.texts import unstorable
from outward_portal.records.errors import RefusedError

_Form = TypeVar("_Form", bound=forms.Form)
_Made = TypeVar("_Made")


def checked(form: _Form, given: Mapping[str, Any]) -> _Form:
    """Refuse what the page's form refuses, and texts that no database stores."""
    errors = unstorable(given)
    if not errors and not form.is_valid():
        errors = [(name, " ".join(str(each) for each in told)) for name, told in form.errors.items()]
    if errors:
        raise ProblemError(422, errors=errors)
    return form


def done(make: Callable[[], _Made]) -> _Made:
    """Do what the page does; what it refuses is in conflict with how things stand."""
    try:
        return make()
    except RefusedError as error:
        raise ProblemError(409, str(error)) from error


def act_of(request: HttpRequest, caller: Caller) -> Act:
    """Say who acts, for the journal; the caller has an account."""
    assert isinstance(caller.user, User)
    return Act(caller.user, "", request_number(request))


def created(said: Mapping[str, Any], address: str = "") -> HttpResponse:
    """Answer with what was made, and where it is read if it has an address of its own."""
    return HttpResponse(written(said), status=201, content_type="application/json",
                        headers={"Cache-Control": "no-store", **({"Location": address} if address else {})})
