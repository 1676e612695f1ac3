"""That made-up records name a country too: they are on no dossier, so that none passes as real."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from markupsafe import Markup

from outward_portal.dossiers.sections import Asked, Contributor, Part
from outward_portal.records.kinds import Kind


def samples(kind: Kind, **narrowed: Any) -> Contributor:
    """Make the contributor that counts a register's samples and leads to them.

    Parameters
    ----------
    kind : Kind
        The register.
    **narrowed
        Conditions of the register's rows, of which those on filters of its list narrow the list as well.
    """
    filters = {each.condition: each.key for each in kind.filters}

    def part(asked: Asked) -> Part | None:
        found = kind.model.objects.visible_to(asked.user).filter(
            country_rows__region=asked.region, retired_at__isnull=True, is_sample=True, **narrowed).count()
        if not found:
            return None
        query = {"country": asked.region, **{filters[name]: value for name, value in narrowed.items()
                                             if name in filters}}
        said = ngettext("%(count)d made-up sample stands in its register only, and on no dossier.",
                        "%(count)d made-up samples stand in their register only, and on no dossier.", found)
        address = f"{reverse('records', args=[kind.slug])}?{urlencode(query)}"
        words = _("%(name)s: %(value)s") % {"name": kind.plural, "value": said % {"count": found}}
        return Part(gettext_lazy("Samples"), gaps=(
            Markup('{} <a href="{}">{}</a>').format(words, address, _("Show them")),))

    return part
