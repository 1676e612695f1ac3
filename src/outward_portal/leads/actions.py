"""Writing of this room beside the steps: an enterprise shows its interest in a lead."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.leads import telling
from outward_portal.leads.days import today
from outward_portal.leads.models import Interest, Lead
from outward_portal.records.errors import RefusedError


def show_interest(act: Act, lead: Lead, enterprise: Any, message: str = "") -> Interest:
    """Show an enterprise's interest in a lead.

    Raises
    ------
    RefusedError
        If the lead is no longer open, one of the two is made up and the other not, or its interest is shown already.
    """
    try:
        with transaction.atomic():
            current = Lead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
            if current.is_retired or current.open_until < today():
                raise RefusedError(_("The lead is no longer open."))
            if current.is_sample != enterprise.is_sample:
                raise RefusedError(_("What is made up and what is real are never mixed."))
            made: Interest = Interest.objects.create(
                lead=current, enterprise=enterprise, message=message, shown_by=act.actor, title_en=current.name_en,
                title_zh=current.name_zh, who_en=enterprise.name_en, who_zh=enterprise.name_zh)
            entries.write(act, "interest.shown", made, record=enterprise.pk)
            telling.moved(made, "shown")
            made.save(update_fields=["moves"])
    except IntegrityError as error:
        raise RefusedError(_("The enterprise has shown its interest already.")) from error
    return made
