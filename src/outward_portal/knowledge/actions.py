"""Writing the library's parts that are no record's fields: texts, their index, steps."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.knowledge.articles import pieces
from outward_portal.knowledge.extraction import CONTENT_TYPES, cleaned, extract, kind_of
from outward_portal.knowledge.models import Document, Procedure, Step, Version
from outward_portal.records import passages
from outward_portal.review.subjects import SUBJECTS
from outward_portal.work import queue

SMALL = 1_000_000  # bytes; a file up to this is read at once, a larger one in the background


def add_version(act: Act, version: Version, upload: UploadedFile[Any] | None, pasted: str) -> Version:
    """Keep a new text, from a file or as it was pasted, and have it read.

    Parameters
    ----------
    act : Act
        Who adds it.
    version : Version
        With its document, date and language, not yet saved.
    upload : UploadedFile, optional
        A file that the form has taken for one of the three kinds.
    pasted : str
        The text itself, where there is no file.
    """
    version.added_by = act.actor
    if upload is None:
        version.text, version.extraction = cleaned(pasted), Version.Extraction.READ
        with transaction.atomic():
            version.save()
        return version
    content = upload.read()
    kind = kind_of(content[:4096])
    assert kind is not None  # the form has refused others
    version.file_name = Path(upload.name or "").name[:200]
    version.content_type, version.size = CONTENT_TYPES[kind], len(content)
    version.sha256 = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        name = f"{secrets.token_hex(16)}.{'txt' if kind == 'text' else kind}"
        version.file.save(name, ContentFile(content), save=False)
        version.save()
        if len(content) > SMALL:
            queue.enqueue(act, "knowledge.read", str(version.pk), {"version": version.pk})
    if len(content) <= SMALL:
        read_version(version)
    return version


def read_version(version: Version) -> Version:
    """Read a version's file and keep its text, or what stood in the way."""
    kinds = {content_type: kind for kind, content_type in CONTENT_TYPES.items()}
    found = extract(kinds[version.content_type], Path(version.file.path))
    outcomes = {"read": Version.Extraction.READ, "no-text": Version.Extraction.NO_TEXT}
    version.text = found.text
    version.extraction = outcomes.get(found.outcome, Version.Extraction.FAILED)
    version.extraction_note = "" if found.outcome == "read" else f"{found.outcome}: {found.detail}"[:500]
    version.save(update_fields=["text", "extraction", "extraction_note"])
    return version


def index_texts(document: Document) -> None:
    """Put the newest published text of each language into the search, in place of what stood there of the document."""
    newest: dict[str, Version] = {}
    published = document.versions.filter(published_at__isnull=False, extraction=Version.Extraction.READ)
    for version in published.order_by("dated", "pk"):
        newest[version.language] = version
    passages.replace(document.pk, [
        passages.Part(piece.title, piece.body, f"{reverse('version', args=[version.pk])}#{piece.anchor}")
        for version in newest.values() for piece in pieces(version.text)])


def write_steps(act: Act, procedure: Procedure, steps: Sequence[Mapping[str, Any]]) -> None:
    """Put a procedure's steps in place of those that stood there."""
    with transaction.atomic():
        before = SUBJECTS["procedure"].plain(procedure)["steps"]
        wanted = [{**step, "position": n} for n, step in enumerate(steps, start=1)]
        if before == wanted:
            return
        Step.objects.filter(procedure=procedure).delete()
        Step.objects.bulk_create(Step(procedure_id=procedure.pk, **_columns(step)) for step in wanted)
        Procedure.objects.filter(pk=procedure.pk).update(revision=F("revision") + 1)
        entries.write(act, "record.changed", procedure, record=procedure.pk,
                      changes={"steps": [len(before), len(wanted)]})
        passages.replace(procedure.pk, [passages.Part("", "\n".join(_texts(step)), "") for step in wanted])


def _columns(step: Mapping[str, Any]) -> dict[str, Any]:
    fields = {field.name: field for field in Step._meta.concrete_fields}
    return {fields[name].attname: (value if fields[name].is_relation or value is None
                                   else fields[name].to_python(value)) for name, value in step.items()}


def _texts(step: Mapping[str, Any]) -> list[str]:
    return [str(value) for name, value in step.items() if name.endswith(("_en", "_zh")) and value]
