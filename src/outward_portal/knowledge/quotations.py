"""Whether the words that a provision cites stand where it says."""

from __future__ import annotations

from django.utils.translation import gettext as _

from outward_portal.knowledge.articles import article, holds
from outward_portal.knowledge.models import Provision, Version


def quotation_problems(answer: str, version: Version | None, numbered: str, quotation: str) -> list[str]:
    """Say what is wrong with the words that a provision cites.

    Yes and no need them; they must stand in the text, and in the article where one is named.
    """
    if answer in (Provision.Answer.YES, Provision.Answer.NO) and not (version and quotation):
        return [_("Yes and no need a text and the words in it that say so.")]
    if not quotation:
        return []
    if version is None:
        return [_("Choose the text in which the quotation stands.")]
    if not holds(version.text, quotation):
        return [_("The quotation does not occur in the text. Copy it from there, word for word.")]
    if numbered:
        found = article(version.text, numbered)
        if found is None:
            return [_("The text has no article %(number)s.") % {"number": numbered}]
        if not holds(found.text, quotation):
            return [_("The quotation stands in the text, but not in article %(number)s.") % {"number": numbered}]
    return []
