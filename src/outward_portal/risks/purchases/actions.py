"""Answering the checklist of a purchase: each answer stays, another one follows it; the journal is told no answer."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.records.errors import RefusedError
from outward_portal.records.models import PrivateAudience
from outward_portal.registers.models import Project
from outward_portal.risks.models import PurchaseAnswer, PurchaseScreen


def answer(act: Act, project: Project, item: str, *, reply: str, evidence: str, note: str, replaces: int | None
           ) -> PurchaseAnswer:
    """Answer a question, in the place of the answer that its writer saw.

    Raises
    ------
    RefusedError
        If somebody has answered it meanwhile.
    """
    overtaken = _("Somebody has answered this question meanwhile. Read that answer first; nothing of yours was saved.")
    try:
        with transaction.atomic():
            screen = _screen(project)
            present = PurchaseAnswer.objects.select_for_update().filter(
                screen=screen, item=item, ended_at__isnull=True).first()
            if (present.pk if present else None) != replaces:
                raise RefusedError(overtaken)
            if present is not None:
                present.ended_at = timezone.now()
                present.save(update_fields=["ended_at"])
            made = PurchaseAnswer.objects.create(
                screen=screen, item=item, reply=reply, evidence=evidence, note=note, by=act.actor,
                organisation=act.actor.organisation if act.actor else None)
            entries.write(act, "purchase.answered", made, record=project.pk)
    except IntegrityError as error:
        raise RefusedError(overtaken) from error
    return made


def show_to(act: Act, project: Project, *, audience: str, agency: Any) -> PurchaseScreen:
    """Say who sees the checklist with its answers."""
    with transaction.atomic():
        screen = _screen(project)
        screen.audience, screen.agency = audience, agency
        screen.save(update_fields=["audience", "agency"])
        entries.write(act, "purchase.shown", screen, record=project.pk)
    return screen


def _screen(project: Project) -> PurchaseScreen:
    """Give the project's checklist; of nobody's project the leading group sees it."""
    whose = PrivateAudience.ITSELF if project.owner_id is not None else PrivateAudience.LEADING_GROUP
    screen, _made = PurchaseScreen.objects.get_or_create(project=project, defaults={"audience": whose})
    return screen
