"""Opening a dossier of a country that the case does not name."""

from __future__ import annotations

from django.db import transaction

from outward_portal.accounts.requests import Act
from outward_portal.dossiers.models import Dossier
from outward_portal.dossiers.packs import fill, read_loaded
from outward_portal.journal import entries


def open_dossier(act: Act, region: str) -> Dossier:
    """Begin to keep a dossier, with the facts of the packs that have been loaded; a second time changes nothing."""
    read = read_loaded([region])  # before the transaction: while it is open, nobody else can write
    with transaction.atomic():
        dossier, is_new = Dossier.objects.get_or_create(region=region)
        if is_new:
            entries.write(act, "dossier.opened", dossier)
            fill(act, read)
    return dossier
