"""Errors as ``application/problem+json`` (RFC 9457): what was wrong, and how to mend it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

TITLES: Final = {
    400: "The request cannot be read",
    401: "Sign in, or send a token that is good",
    403: "You may not do this",
    404: "Nothing is here that you may see",
    405: "This address does not take this method",
    406: "Only JSON is answered",
    409: "Somebody else has changed it, or it is there already",
    412: "It is not in the state that you name",
    415: "Send JSON",
    422: "The request is understood, but something in it is wrong",
    428: "Say which revision you change",
    429: "Too many requests",
    503: "The portal cannot do this just now",
}


class ProblemError(Exception):
    """Ends a request with a problem."""

    def __init__(self, status: int, detail: str = "", *, errors: Sequence[tuple[str, str]] = (),
                 headers: dict[str, str] | None = None) -> None:
        super().__init__(status, detail)
        self.status, self.detail, self.errors, self.headers = status, detail, errors, headers or {}


def problem(status: int, detail: str = "", *, errors: Sequence[tuple[str, str]] = (),
            headers: dict[str, str] | None = None) -> HttpResponse:
    """Write a problem.

    Parameters
    ----------
    status : int
        Of HTTP; a key of ``TITLES``.
    detail : str
        What is wrong here, in the reader's language.
    errors : sequence of (place, text)
        What is wrong with each field or parameter.
    headers : dict, optional
        Such as ``Retry-After``.
    """
    said: dict[str, Any] = {"type": "about:blank", "title": TITLES[status], "status": status}
    if detail:
        said["detail"] = detail
    if errors:
        said["errors"] = [{"in": place, "detail": text} for place, text in errors]
    return HttpResponse(json.dumps(said, ensure_ascii=False), status=status, content_type="application/problem+json",
                        headers={"Cache-Control": "no-store", **(headers or {})})


def wrong_parameters(names: Sequence[str]) -> ProblemError:
    """Say which parameters of the address mean nothing."""
    return ProblemError(422, errors=[(name, _("This parameter, or its value, means nothing here.")) for name in names])
