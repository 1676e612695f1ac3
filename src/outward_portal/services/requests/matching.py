"""Which providers fit a request, by which criterion each does or does not: rows from the database to the library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from django.db.models import Count, Q

from outward.matching import AnyOf, Branch, Candidates, CapacityLeft, Criterion, From, Match, Matches, NoneOf, Overlap
from outward.matching import match as matched
from outward.vocabulary.sectors import sectors
from outward_portal.services.models import ConflictFlag, Engagement, Provider, ServiceRequest

_COLUMNS: Final = ("services", "countries", "languages", "sectors", "accreditation_until", "capacity")
_CONFLICT: Final = "conflict"
_BATCH: Final = 2000


def criteria(request: ServiceRequest) -> list[Criterion]:
    """Give what is compared: what an enterprise insists on excludes, the rest counts."""
    parents = {each.id: each.parent for each in sectors().values()}
    return [
        Criterion("service", AnyOf("services"), 3, is_required=True),
        Criterion("country", Overlap("countries"), 3, is_required=request.needs_country, least=1.0),
        Criterion("language", Overlap("languages"), 2, is_required=request.needs_language, least=1.0),
        Criterion("sector", Branch("sectors", parents, frozenset({"all-sectors", "industry"})), 1),
        Criterion("accreditation", From("accreditation_until"), 2, is_required=True),
        Criterion("capacity", CapacityLeft("capacity", "used"), 1, is_required=True),
        Criterion("conflict", NoneOf("conflict"), 0, is_required=True),
    ]


def wanted(request: ServiceRequest) -> dict[str, Any]:
    """Give what a request asks of a provider, by criterion."""
    return {"service": request.service, "country": request.countries, "language": request.languages,
            "sector": request.sector,
            "accreditation": request.deadline.isoformat() if request.needs_accreditation else "",
            "capacity": 1, "conflict": _CONFLICT}


def candidates(request: ServiceRequest, user: Any) -> Candidates:
    """Read the providers that a person may see: of a made-up enterprise the made-up ones, else the others."""
    import pandas as pd

    seen = Provider.objects.visible_to(user).filter(retired_at__isnull=True, is_sample=request.is_sample)
    rows = list(seen.order_by().values_list("pk", *_COLUMNS).iterator(chunk_size=_BATCH))
    used = dict(Engagement.objects.filter(ended_at__isnull=True).order_by().values_list("provider").annotate(
        open=Count("pk")))
    barred = set(ConflictFlag.objects.filter(request=request.pk, state=ConflictFlag.State.OPEN).values_list(
        "provider", flat=True)) if request.pk else set()
    keys, *columns = zip(*rows, strict=True) if rows else ((), *((),) * len(_COLUMNS))
    table: dict[str, Any] = dict(zip(_COLUMNS, columns, strict=True))
    table["capacity"] = np.array([np.nan if each is None else each for each in table["capacity"]], dtype=float)
    table["used"] = np.array([used.get(key, 0) for key in keys], dtype=float)
    table["conflict"] = [_CONFLICT if key in barred else "" for key in keys]
    return Candidates(pd.DataFrame({name: _column(values) for name, values in table.items()},
                                   index=pd.Index(keys, dtype=object)))


def _column(values: Any) -> Any:
    """Give texts as an array of texts, so that nothing guesses what they are."""
    return values if isinstance(values, np.ndarray) else np.array(values, dtype=object)


@dataclass(frozen=True, slots=True)
class Matched:
    """Who fits a request and who does not, a part of each."""

    count: int  # that fit
    fitting: tuple[Match, ...]
    others: tuple[Match, ...]
    providers: dict[int, Provider]


def match(request: ServiceRequest, user: Any) -> Matches:
    """Match a request against all providers that its reader may see."""
    return matched(wanted(request), candidates(request, user), criteria(request), least_coverage=0.3)


def top(request: ServiceRequest, user: Any, *, most: int = 50, others: int = 50, of_service: bool = False) -> Matched:
    """Give the best, and the nearest of those that do not fit, with their reasons.

    Parameters
    ----------
    request : ServiceRequest
        What is asked.
    user : User
        Who reads it.
    most, others : int
        How many of each.
    of_service : bool
        Whether those that do not offer the service at all are left out of the others.
    """
    found = match(request, user)
    rows = found.order[found.count:]
    if of_service:
        rows = rows[found.degrees[rows, 0] > 0]  # the first criterion is the service
    fitting = found.top(most)
    rest = tuple(found.explain(found.candidates.keys[row]) for row in rows[:others].tolist())
    keys = [each.key for each in (*fitting, *rest)]
    providers = Provider.objects.visible_to(user).in_bulk(keys)
    return Matched(found.count, fitting, rest, providers)


def explain(request: ServiceRequest, user: Any, keys: list[int]) -> dict[int, Match]:
    """Explain some providers, those that are no candidates left out."""
    found = match(request, user)
    known = set(found.candidates.keys)
    return {key: found.explain(key) for key in keys if key in known}


def takes_more(provider: Provider) -> bool:
    """Whether a provider has room for another engagement; one that states no capacity has."""
    return provider.capacity is None or Engagement.objects.filter(
        Q(provider=provider), ended_at__isnull=True).count() < provider.capacity
