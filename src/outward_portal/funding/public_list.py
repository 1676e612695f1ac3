"""The public list of awards: who was given how much, under which programme; totals within a currency alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from outward_portal.funding.models import Award, Programme
from outward_portal.theme.lists import Asked, ListShape, Narrowing

COLUMNS: Final = ("award", "programme", "programme_en", "programme_zh", "enterprise_en", "enterprise_zh", "amount",
                  "currency", "accepted_on", "sample")


def _programmes() -> list[tuple[str, str]]:
    from outward_portal.theme.words import plain_pair

    rows = Programme.objects.filter(audience="public", retired_at__isnull=True, awards__isnull=False).distinct()
    return [(str(each.pk), plain_pair(each.name_en, each.name_zh)) for each in rows.order_by("name_en", "pk")]


def _years() -> list[tuple[str, str]]:
    rows = Award.objects.filter(audience="public", programme__audience="public", programme__retired_at__isnull=True)
    return [(str(year), str(year)) for year in rows.order_by("-year").values_list("year", flat=True).distinct()]


SHAPE: Final = ListShape(
    narrowings=(Narrowing("programme", _("Programme"), _programmes, "programme"),
                Narrowing("year", _("Year"), _years, "year")),
    sorts={"accepted": "accepted_on", "amount": "amount", "programme": "programme__name_en",
           "enterprise": "enterprise_en"},
    usual="-accepted", words=_("Enterprise"),
)


def awards(asked: Asked, user: Any) -> QuerySet[Award]:
    """Give the awards that a list asks for; a programme that the reader may not see is not named by its awards."""
    seen = Programme.objects.visible_to(user)
    found = asked.narrowed(Award.objects.visible_to(user).filter(programme__in=seen.values("pk")))
    if asked.words:
        found = found.filter(enterprise_en__icontains=asked.words) | found.filter(enterprise_zh__icontains=asked.words)
    return asked.ordered(found).select_related("programme")


def totals(found: QuerySet[Award]) -> list[dict[str, Any]]:
    """Sum awards by programme, year and currency: amounts in two currencies are never added. Samples stand apart."""
    rows = found.order_by().values("programme", "programme__name_en", "programme__name_zh", "year", "currency",
                                   "is_sample").annotate(sum=Sum("amount"), count=Count("pk"))
    return [dict(row) for row in rows.order_by("-year", "programme__name_en", "currency", "is_sample")]


def items(found: Iterable[Award]) -> Iterable[dict[str, Any]]:
    """Give awards as plain data; amounts are texts, because they are exact."""
    for each in found:
        yield dict(zip(COLUMNS, (
            each.pk, each.programme_id, each.programme.name_en, each.programme.name_zh, each.enterprise_en,
            each.enterprise_zh, f"{each.amount:f}", each.currency, each.accepted_on.isoformat(), each.is_sample),
            strict=True))
