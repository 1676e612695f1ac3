"""Figures that factors cite: found in the newest release of their case, as far as a reader may read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from outward.errors import OutwardError
from outward_portal.plans.models import Factor, FactorEvidence
from outward_portal.plans.presentation import figure_text, hedged
from outward_portal.records.readable_cases import readable_case
from outward_portal.theme.languages import current_language

if TYPE_CHECKING:
    from outward.studies.cited import CitedFigure


@dataclass(frozen=True, slots=True)
class Evidence:
    """A citation with its figure; none where the newest release no longer holds it."""

    row: FactorEvidence
    figure: CitedFigure | None
    address: str

    @property
    def text(self) -> str:
        """The figure with its unit, in the page's language."""
        return cited_text(self.figure) if self.figure is not None else ""


def cited_text(found: CitedFigure) -> str:
    """Write a cited figure with its unit."""
    return hedged(figure_text(found.figure, found.unit.text(current_language())), found.hedge)


def figures_in(case: str, ids: Iterable[str], user: Any) -> dict[str, CitedFigure]:
    """Find figures of a case's newest release; nothing where a person may not read the case."""
    found = readable_case(case, user)
    wanted = tuple(sorted(set(ids)))
    if found is None or not found.release_names or not wanted:
        return {}
    try:
        return _figures(settings.WORKSPACE, case, found.release_names[0], wanted)
    except OutwardError:  # the release cannot be read: the page says that its figures are not found
        return {}


@lru_cache(maxsize=128)
def _figures(workspace: Path, case: str, release: str, ids: tuple[str, ...]) -> dict[str, CitedFigure]:
    from outward.studies.cited import cited_figures  # which brings pandas
    from outward.studies.releases import open_release

    return cited_figures(open_release(workspace, case, release), ids)


def search_figures(case: str, words: str, user: Any) -> tuple[CitedFigure, ...]:
    """Find figures of a case by words; nothing where a person may not read the case."""
    found = readable_case(case, user)
    if found is None or not found.release_names:
        return ()
    from outward.studies.cited import figures_about
    from outward.studies.releases import open_release

    try:
        return figures_about(open_release(settings.WORKSPACE, case, found.release_names[0]), words)
    except OutwardError:
        return ()


def address_of(case: str, figure: str) -> str:
    """Give the page of a number."""
    return f"{reverse('plan-figure', args=[case])}?{urlencode({'id': figure})}"


def evidence_for(factors: Iterable[Factor], user: Any) -> dict[int, list[Evidence]]:
    """Give what factors cite, as far as a person may see it, by the factor's key."""
    rows = list(FactorEvidence.objects.visible_to(user).filter(
        factor__in=[factor.pk for factor in factors]).select_related("access"))
    by_case: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        by_case[row.access.case].add(row.figure)
    known = {case: figures_in(case, ids, user) for case, ids in by_case.items()}
    found: dict[int, list[Evidence]] = defaultdict(list)
    for row in rows:
        case = row.access.case
        found[row.factor_id].append(Evidence(row, known[case].get(row.figure), address_of(case, row.figure)))
    return found
