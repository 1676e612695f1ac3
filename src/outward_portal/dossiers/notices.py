"""What is told of countries: a new fact, and facts at which somebody should look again."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Audience
from outward_portal.dossiers.models import Dossier, Fact
from outward_portal.notices.telling import NoticeKind, tell
from outward_portal.notices.topics import of_record
from outward_portal.records import presentation
from outward_portal.theme.addresses import url
from outward_portal.theme.languages import current_language
from outward_portal.theme.words import country_names


def _dossier_page(dossier: Any) -> str:
    return url("dossier", region=dossier.region)


def _country(dossier: Any) -> str:
    return country_names(dossier.region)


def _name(fact: Any) -> str:
    """Name a fact by its country and what it is about."""
    return f"{country_names(fact.countries)} · {fact.label.text(current_language())}"


PUBLISHED: Final = NoticeKind("fact.published", _("New fact"), _("New or changed: %(name)s"), presentation.address,
                              name_of=_name)
STALE: Final = NoticeKind("fact.stale", _("Fact to look at again"),
                          _("A fact that you keep was to be looked at again by %(day)s: %(name)s"),
                          presentation.address, name_of=_name)
STALE_COUNTRY: Final = NoticeKind(
    "country.stale", _("Facts to look at again"),
    _("%(name)s: facts to be looked at again, %(count)s in all, the newest since %(day)s"), _dossier_page,
    name_of=_country)


def tell_published(fact: Fact) -> None:
    """Tell that a fact was published, for the first time or with changes; within the transaction."""
    tell(PUBLISHED.key, f"fact.published:{fact.pk}:{fact.revision}", about=fact, topics=of_record(fact))


def tell_stale(today: date | None = None) -> int:
    """Tell of facts whose date for another look has passed, each once; within a transaction.

    Whoever keeps a fact is told of each; who follows the country, once of all that became stale on a day. Gives how
    many facts are stale.
    """
    today = today or timezone.localdate()
    stale = Fact.objects.filter(review_due__lt=today, published_at__isnull=False, retired_at__isnull=True,
                                audience=Audience.PUBLIC).select_related("keeper")
    counts: dict[str, int] = defaultdict(int)
    newest: dict[str, date] = {}
    for fact in stale.order_by("pk"):
        due = fact.review_due
        assert due is not None
        counts[fact.countries] += 1
        newest[fact.countries] = max(due, newest.get(fact.countries, due))
        if fact.keeper is not None:
            tell(STALE.key, f"fact.stale:{fact.pk}:{due.isoformat()}", about=fact, to=[fact.keeper],
                 values={"day": due.isoformat()})
    for dossier in Dossier.objects.filter(region__in=counts):
        day = newest[dossier.region].isoformat()
        tell(STALE_COUNTRY.key, f"country.stale:{dossier.region}:{day}", about=dossier,
             topics=[f"country:{dossier.region}"], values={"count": counts[dossier.region], "day": day})
    return sum(counts.values())
