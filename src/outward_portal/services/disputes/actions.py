"""Writing case files: each action is one transaction, with an entry in the journal that says that it was, not what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.records.errors import RefusedError
from outward_portal.services.disputes.guidance import need, paths
from outward_portal.services.models import CaseEntry, CaseItem, CaseReference, DisputeCase

MOST_ROWS: Final = 1000


def open_case(act: Act, owner: Organisation, values: Mapping[str, Any], answers: Mapping[str, str]) -> DisputeCase:
    """Open a case file, with the answers that led to it."""
    with transaction.atomic():
        made = DisputeCase.objects.create(owner=owner, opened_by=act.actor, is_sample=owner.is_sample,
                                          answers=dict(answers), **values)
        entries.write(act, "dispute.opened", made)
    return made


def edit(act: Act, case: DisputeCase, values: Mapping[str, Any]) -> None:
    """Write anew what a dispute is about."""
    with transaction.atomic():
        current = _open(case)
        for name, value in values.items():
            setattr(current, name, value)
        current.save()
        entries.write(act, "dispute.edited", current)


def choose_path(act: Act, case: DisputeCase, path: str, answers: Mapping[str, str]) -> None:
    """Keep the answers and the path that is taken; what the path needs becomes the checklist."""
    with transaction.atomic():
        current = _open(case)
        if path and path not in paths():
            raise RefusedError(_("There is no such path."))
        current.path, current.answers = path, dict(answers)
        current.save(update_fields=["path", "answers", "changed_at"])
        entries.write(act, "dispute.path-chosen", current)


def tick(act: Act, case: DisputeCase, key: str, note: str) -> None:
    """Say that something that a path needs is there; said again, the note is written anew."""
    with transaction.atomic():
        current = _open(case)
        if need(key) is None:
            raise RefusedError(_("No path needs this."))
        CaseItem.objects.update_or_create(case=current, key=key, defaults={"note": note, "done_by": act.actor})
        entries.write(act, "dispute.item-done", current)


def untick(act: Act, case: DisputeCase, key: str) -> None:
    """Say that it is not there after all."""
    with transaction.atomic():
        current = _open(case)
        if current.items.filter(key=key).delete()[0]:
            entries.write(act, "dispute.item-undone", current)


def add_entry(act: Act, case: DisputeCase, values: Mapping[str, Any]) -> CaseEntry:
    """Add a line to the log."""
    with transaction.atomic():
        current = _open(case)
        _check_room(current.entries)
        made = CaseEntry.objects.create(case=current, by=act.actor, **values)
        entries.write(act, "dispute.entry-added", current)
    return made


def add_reference(act: Act, case: DisputeCase, values: Mapping[str, Any]) -> CaseReference:
    """Name a document."""
    with transaction.atomic():
        current = _open(case)
        _check_room(current.references)
        made = CaseReference.objects.create(case=current, by=act.actor, **values)
        entries.write(act, "dispute.reference-added", current)
    return made


def remove_reference(act: Act, reference: CaseReference) -> None:
    """Take a document out of the list."""
    with transaction.atomic():
        current = _open(reference.case)
        if current.references.filter(pk=reference.pk).delete()[0]:
            entries.write(act, "dispute.reference-removed", current)


def _open(case: DisputeCase) -> DisputeCase:
    current: DisputeCase = DisputeCase.objects.select_for_update().get(pk=case.pk)
    if current.is_closed:
        raise RefusedError(_("The case file is closed."))
    return current


def _check_room(rows: Any) -> None:
    if rows.count() >= MOST_ROWS:
        raise RefusedError(_("A case file holds at most %(most)d of these.") % {"most": MOST_ROWS})
