"""The templates' environment: everything printed is escaped, a name they do not know is an error."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from outward.vocabulary.labels import Language
from outward_portal.accounts.policy import may
from outward_portal.journal.deeds import deed
from outward_portal.theme import words
from outward_portal.theme.languages import PREFIXES, TAGS, current_language, in_language
from outward_portal.theme.navigation import navigation


def environment(**options: Any) -> Environment:
    """Make the environment that Django's engine uses."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**options, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])  # noqa: S701  (Django: autoescape=True)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True,
        pgettext=translation.pgettext, npgettext=translation.npgettext)
    made.globals.update(
        url=url, static=static, deed=deed, navigation=navigation, may=may, pair=words.pair,
        plain_pair=words.plain_pair, TAGS=TAGS, PREFIXES=PREFIXES)
    made.filters.update(region=words.region_name, sector=words.sector_name, countries=words.country_names,
                        number=words.number, amount=words.amount, moment=words.moment, in_language=in_language)
    return made


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Give an address in the present language; a page asks for twenty, most of them those of every page."""
    return _url(current_language(), name, args, tuple(kwargs.items()))


@lru_cache(maxsize=4096)
def _url(language: Language, name: str, args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...]) -> str:  # noqa: ARG001
    return reverse(name, args=args, kwargs=dict(kwargs))
