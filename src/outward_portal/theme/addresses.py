"""Addresses of pages in the present language, kept once they are known."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import is_valid_path, reverse

from outward.vocabulary.labels import Language
from outward_portal.theme.languages import current_language


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Give a page's address; a page asks for twenty, most of them those of every page."""
    return _url(current_language(), name, args, tuple(kwargs.items()))


@lru_cache(maxsize=4096)
def _url(language: Language, name: str, args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...]) -> str:  # noqa: ARG001
    return reverse(name, args=args, kwargs=dict(kwargs))


def whole_address(path: str) -> str:
    """Give the whole address of a page, for whoever reads it elsewhere: in a message, on paper.

    It begins with ``ADDRESS`` of the settings, or with the portal's first host.
    """
    return (settings.ADDRESS or f"{'https' if settings.HTTPS else 'http'}://{settings.ALLOWED_HOSTS[0]}") + path


def page_above(path: str) -> str:
    """Give the nearest address above a path that is a page of the portal."""
    parts = path.rstrip("/").split("/")[:-1]
    while len(parts) > 1:
        for ending in ("/", ""):
            if is_valid_path("/".join(parts) + ending):
                return "/".join(parts) + ending
        parts.pop()
    return "/"
