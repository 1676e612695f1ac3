"""Attaching a file to a record, taking it away and bringing it back."""

from __future__ import annotations

from contextlib import ExitStack

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.records.files import storage
from outward_portal.records.files.inspection import fit_name, inspect
from outward_portal.records.files.scanner import scan
from outward_portal.records.models import Attachment, Record


def attach(act: Act, record: Record, upload: UploadedFile, *, title: str, audience: str) -> Attachment:
    """Look at an uploaded file and keep it.

    The file is in its place before its row is written, so no row is ever without its file; a file without a row, left
    by a server that was killed, is removed by ``remove_orphan_files``. The journal is told the file's number and not
    its title: more people read the history than see the file.

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
    sent_as = upload.name or ""
    with storage.received(upload.chunks()) as path:
        type = inspect(path, sent_as)
        scan(path)
        digest, size = storage.digest(path), path.stat().st_size
        name = storage.keep(path)
    file_name = fit_name(sent_as, type.extension)
    own = act.actor is not None and record.owner_id is not None and act.actor.organisation_id == record.owner_id
    with ExitStack() as undo:
        undo.callback(storage.discard, name)
        with transaction.atomic():
            kept = Attachment.objects.create(
                record_id=record.pk, title=title or file_name.rpartition(".")[0], file=name, file_name=file_name,
                content_type=type.content_type, size=size, sha256=digest, audience=audience,
                owner_id=record.owner_id if own else None, added_by=act.actor)
            entries.write(act, "record.attached", kept, record=record.pk, changes={"file": [None, kept.pk]})
        undo.pop_all()  # the row stands: so does the file
    return kept


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
