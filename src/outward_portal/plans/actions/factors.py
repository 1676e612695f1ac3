"""Writing what factors cite."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.plans.models import Factor, FactorEvidence
from outward_portal.records.cases import access_to
from outward_portal.records.errors import RefusedError

MOST_FIGURES = 50


def cite(act: Act, factor: Factor, case: str, figure: str, note: str = "") -> FactorEvidence:
    """Cite a figure of a case for a factor; whoever asks has made sure that it is there.

    Raises
    ------
    RefusedError
        If the factor is superseded or retired, or cites enough.
    """
    with transaction.atomic():
        current = Factor.objects.select_for_update().get(pk=factor.pk)
        if current.state == Factor.State.SUPERSEDED or current.is_retired:
            raise RefusedError(_("This factor no longer holds: nothing more is cited for it."))
        if current.evidence.count() >= MOST_FIGURES:
            raise RefusedError(_("A factor cites at most %(most)d figures.") % {"most": MOST_FIGURES})
        made, is_new = FactorEvidence.objects.get_or_create(
            factor=current, access=access_to(case), figure=figure, defaults={"note": note, "by": act.actor})
        if is_new:
            entries.write(act, "factor.cited", current, record=current.pk, changes={"figure": [None, figure]})
    return made


def uncite(act: Act, evidence: FactorEvidence) -> None:
    """Take a citation back."""
    with transaction.atomic():
        if FactorEvidence.objects.filter(pk=evidence.pk).delete()[0]:
            entries.write(act, "factor.uncited", evidence.factor, record=evidence.factor_id,
                          changes={"figure": [evidence.figure, None]})
