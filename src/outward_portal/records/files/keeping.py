"""An upload on its way to the row that names it: looked at, scanned, put where it stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from outward_portal.records.files import storage
from outward_portal.records.files.inspection import FileType, fit_name, inspect
from outward_portal.records.files.scanner import scan


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that was looked at and lies in its place."""

    name: str  # below the folder of uploads
    file_name: str  # under which it is given out
    type: FileType
    size: int
    sha256: str


@contextmanager
def kept(upload: UploadedFile[Any], look: Callable[[Path, str], FileType] = inspect) -> Iterator[KeptFile]:
    """Keep an upload for the transaction that writes its row, which begins and ends within this context.

    The file is in its place before its row is written, so no row is ever without its file; a file without a row, left
    by a server that was killed, is removed by ``remove_orphan_files``.

    Parameters
    ----------
    upload : UploadedFile
        The file as it came.
    look : callable
        Says what a file is, or refuses it.

    Raises
    ------
    RefusedError
        If the file must not be kept; its text says why.
    """
    sent_as = upload.name or ""
    with storage.received(upload.chunks()) as path:
        type = look(path, sent_as)
        scan(path)
        sha256, size = storage.digest(path), path.stat().st_size
        name = storage.keep(path)
    with ExitStack() as undo:
        undo.callback(storage.discard, name)
        yield KeptFile(name, fit_name(sent_as, type.extension), type, size, sha256)
        undo.pop_all()  # the row stands: so does the file
