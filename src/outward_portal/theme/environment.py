"""The templates' environment: everything printed is escaped, a name they do not know is an error."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from outward_portal.accounts.policy import may
from outward_portal.journal.deeds import deed
from outward_portal.theme import words
from outward_portal.theme.languages import PREFIXES, TAGS, in_language
from outward_portal.theme.navigation import navigation


def environment(**options: Any) -> Environment:
    """Make the environment that Django's engine uses."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**options, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])  # noqa: S701  (Django: autoescape=True)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True,
        pgettext=translation.pgettext, npgettext=translation.npgettext)
    made.globals.update(
        url=_url, static=static, deed=deed, navigation=navigation, may=may, pair=words.pair,
        plain_pair=words.plain_pair, TAGS=TAGS, PREFIXES=PREFIXES)
    made.filters.update(region=words.region_name, sector=words.sector_name, countries=words.country_names,
                        number=words.number, amount=words.amount, moment=words.moment, in_language=in_language)
    return made


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)
