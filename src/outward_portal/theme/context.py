"""What every page knows: its language, who reads it, where its other language stands."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest

from outward import __version__
from outward_portal.accounts.policy import viewer
from outward_portal.theme.languages import TAGS, current_language, in_language, other_language


def page(request: HttpRequest) -> dict[str, Any]:
    """Give the names that the base template uses."""
    language = current_language()
    other = other_language(language)
    user = getattr(request, "user", None)
    user = user if user is not None and user.is_authenticated else None
    return {
        "request": request,
        "user": user,
        "viewer": viewer(user),
        "language": language,
        "tag": TAGS[language],
        "other": other,
        "other_tag": TAGS[other],
        "other_address": in_language(request.get_full_path(), other),
        "messages": get_messages(request),
        "read_only": settings.READ_ONLY,
        "version": __version__,
    }
