"""Writing the library's parts that are no record's fields: texts, their index, steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.knowledge.articles import pieces
from outward_portal.knowledge.extraction import CONTENT_TYPES, FileKind, cleaned, extract, kind_of
from outward_portal.knowledge.models import Document, Procedure, Step, Version
from outward_portal.records import passages
from outward_portal.records.errors import RefusedError
from outward_portal.records.files.inspection import FileType, inspect
from outward_portal.records.files.keeping import KeptFile, kept
from outward_portal.review.subjects import SUBJECTS
from outward_portal.work import queue


def kept_text(upload: UploadedFile[Any]) -> AbstractContextManager[KeptFile]:
    """Keep the file of a text for the transaction that writes its version, as files on records are kept."""
    return kept(upload, _text_type)


def _text_type(path: Path, name: str) -> FileType:
    """Say which of the three kinds a file is; a text of any encoding, which is refused when it is read."""
    with path.open("rb") as file:
        if kind_of(file.read(4096)) == "text":
            return FileType("txt")
    found = inspect(path, name)
    if found.extension not in ("pdf", "docx"):
        raise RefusedError(_("This is no PDF, DOCX or text file."))
    return found


def add_version(act: Act, version: Version, file: KeptFile | None, pasted: str) -> Version:
    """Add a new text, as it was pasted, or from a file that is then read in the background.

    Parameters
    ----------
    act : Act
        Who adds it.
    version : Version
        With its document, date and language, not yet saved.
    file : KeptFile, optional
        Its file, as ``kept_text`` gives it.
    pasted : str
        The text itself, where there is no file.
    """
    version.added_by = act.actor
    if file is None:
        version.text, version.extraction = cleaned(pasted), Version.Extraction.READ
        with transaction.atomic():
            version.save()
        return version
    version.file, version.file_name, version.size, version.sha256 = file.name, file.file_name, file.size, file.sha256
    version.content_type = CONTENT_TYPES[_KINDS[file.type.extension]]
    with transaction.atomic():
        version.save()
        queue.enqueue(act, "knowledge.read", str(version.pk), {"version": version.pk})
    return version


_KINDS: Final[dict[str, FileKind]] = {"pdf": "pdf", "docx": "docx", "txt": "text"}
"""What a file is read as, by its extension."""


def read_version(act: Act, version: Version, done: Callable[[], None] = lambda: None) -> Version:
    """Read a version's file and keep its text, or what stood in the way.

    Parameters
    ----------
    act : Act
        Who had it read.
    version : Version
        Which.
    done : callable
        Is told, inside the transaction, that it is done.
    """
    kinds = {content_type: kind for kind, content_type in CONTENT_TYPES.items()}
    found = extract(kinds[version.content_type], Path(version.file.path))
    outcomes = {"read": Version.Extraction.READ, "no-text": Version.Extraction.NO_TEXT}
    version.text = found.text
    version.extraction = outcomes.get(found.outcome, Version.Extraction.FAILED)
    version.extraction_note = "" if found.outcome == "read" else f"{found.outcome}: {found.detail}"[:500]
    with transaction.atomic():
        version.save(update_fields=["text", "extraction", "extraction_note"])
        entries.write(act, "version.read", version, record=version.document_id)
        done()
    return version


def clean_texts(act: Act) -> int:
    """Read again the texts that hold what ``cleaned`` has learnt to take out since; give how many."""
    kinds = {content_type: kind for kind, content_type in CONTENT_TYPES.items()}
    count = 0
    for version in Version.objects.filter(extraction=Version.Extraction.READ).select_related("document").iterator(50):
        if cleaned(version.text) == version.text:
            continue
        found = extract(kinds[version.content_type], Path(version.file.path)) if version.file else None
        version.text = found.text if found is not None and found.outcome == "read" else cleaned(version.text)
        with transaction.atomic():
            version.save(update_fields=["text"])
            index_texts(version.document)
            entries.write(act, "version.read", version, record=version.document_id)
        count += 1
    return count


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
