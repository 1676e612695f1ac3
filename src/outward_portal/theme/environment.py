"""The templates' environment: everything printed is escaped, a name they do not know is an error."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from outward_portal.accounts.policy import may
from outward_portal.journal.deeds import deed
from outward_portal.theme import words
from outward_portal.theme.addresses import url
from outward_portal.theme.languages import PREFIXES, TAGS, in_language
from outward_portal.theme.masthead import TEMPLATE_NAMES, marks
from outward_portal.theme.navigation import help_address, navigation


def environment(**options: Any) -> Environment:
    """Make the environment that Django's engine uses."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**options, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])  # noqa: S701  (Django: autoescape=True)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        _gettext, translation.ngettext, newstyle=True,
        pgettext=translation.pgettext, npgettext=translation.npgettext)
    made.globals.update(
        url=url, static=_static, deed=deed, navigation=navigation, help_address=help_address, may=may, pair=words.pair,
        plain_pair=words.plain_pair, TAGS=TAGS, PREFIXES=PREFIXES, marks=marks, **TEMPLATE_NAMES)
    made.filters.update(
        region=words.region_name, sector=words.sector_name, countries=words.country_names, paragraphs=words.paragraphs,
        source=words.source, number=words.number, amount=words.amount, moment=words.moment, in_language=in_language)
    return made


@lru_cache(maxsize=256)
def _static(path: str) -> str:
    """Give the address of a static file: the same as long as the process lives, which reads the manifest once."""
    return str(static(path))


@lru_cache(maxsize=8192)
def _translated(language: str | None, message: str) -> str:  # noqa: ARG001  (in which the translation is looked up)
    return translation.gettext(message)


def _gettext(message: str) -> str:
    """Translate a template's text; Django's own way takes a tenth of a page."""
    return _translated(translation.get_language(), message)
