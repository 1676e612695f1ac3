"""Attaching a file to a record, taking it away and bringing it back."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.records.files import keeping
from outward_portal.records.models import Attachment, Record


def attach(act: Act, record: Record, upload: UploadedFile, *, title: str, audience: str) -> Attachment:
    """Look at an uploaded file and keep it.

    The journal is told the file's number and not its title: more people read the history than see the file.

    Parameters
    ----------
    act : Act
        Who attaches it.
    record : Record
        To what.
    upload : UploadedFile
        The file as it came.
    title : str
        What it is called; empty: its name.
    audience : str
        A value of ``Audience``.

    Raises
    ------
    RefusedError
        If the file must not be kept; its text says why.
    """
    own = act.actor is not None and record.owner_id is not None and act.actor.organisation_id == record.owner_id
    with keeping.kept(upload) as file, transaction.atomic():
        attached = Attachment.objects.create(
            record_id=record.pk, title=title or file.file_name.rpartition(".")[0], file=file.name,
            file_name=file.file_name, content_type=file.type.content_type, size=file.size, sha256=file.sha256,
            audience=audience, owner_id=record.owner_id if own else None, added_by=act.actor)
        entries.write(act, "record.attached", attached, record=record.pk, changes={"file": [None, attached.pk]})
    return attached


def retire(act: Act, file: Attachment) -> None:
    """Take a file away from its record; it can be brought back."""
    _set_retired(act, file, retire_it=True)


def restore(act: Act, file: Attachment) -> None:
    """Bring a file back that was taken away."""
    _set_retired(act, file, retire_it=False)


def _set_retired(act: Act, file: Attachment, *, retire_it: bool) -> None:
    with transaction.atomic():
        current = Attachment.objects.select_for_update().get(pk=file.pk)
        if (current.retired_at is not None) == retire_it:
            return
        current.retired_at = timezone.now() if retire_it else None
        current.save(update_fields=["retired_at"])
        entries.write(act, "record.detached" if retire_it else "record.attached", current, record=current.record_id,
                      changes={"file": [current.pk, None] if retire_it else [None, current.pk]})
