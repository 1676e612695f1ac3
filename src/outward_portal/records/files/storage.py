"""Where files lie: in the portal's folder, outside of everything that is served, under random names."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.apps import apps
from django.conf import settings
from django.db.models import FileField
from django.utils.translation import gettext as _

from outward_portal.records.errors import RefusedError
from outward_portal.records.files.inspection import MOST_BYTES

INCOMING: Final = "incoming"
ORPHAN_AGE: Final = 3600  # seconds; a younger file may belong to an upload that is just being written


def folder() -> Path:
    """Give the folder of uploads."""
    place: Path = settings.FILES.uploads
    return place


@contextmanager
def received(chunks: Iterable[bytes]) -> Iterator[Path]:
    """Write an upload down under a random name, to be looked at; it is gone afterwards unless it was kept.

    Raises
    ------
    RefusedError
        If it is empty or too large.
    """
    place = folder() / INCOMING
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = place / secrets.token_hex(20)
    try:
        size = 0
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > MOST_BYTES:
                    raise RefusedError(_("The file is larger than 20 MB. Make it smaller, or attach it in parts."))
                file.write(chunk)
        if not size:
            raise RefusedError(_("The file is empty."))
        yield path
    finally:
        path.unlink(missing_ok=True)


def keep(path: Path) -> str:
    """Move a file to where it stays, for good even if the power fails; give its name below the folder of uploads."""
    name = secrets.token_hex(20)
    place = folder() / name[:2]
    place.mkdir(mode=0o700, exist_ok=True)
    with path.open("rb") as file:
        os.fsync(file.fileno())
    path.rename(place / name)
    for each in (place, folder()):
        opened = os.open(each, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
    return f"{name[:2]}/{name}"


def discard(name: str) -> None:
    """Remove a kept file that has no row."""
    (folder() / name).unlink(missing_ok=True)


def digest(path: Path) -> str:
    """Give a file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def orphans(*, age: float = ORPHAN_AGE) -> list[Path]:
    """Find files that no row names: what an upload left that was killed before its row was written.

    Parameters
    ----------
    age : float
        Seconds; younger files are left alone.
    """
    before = time.time() - age
    old = [path for path in sorted(folder().rglob("*")) if path.is_file() and path.stat().st_mtime < before]
    named = set(_named()) if old else set()
    return [path for path in old if path not in named]


def _named() -> Iterator[Path]:
    """Give every file that a row of any room names."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, FileField):
                names = model._base_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True)
                yield from (Path(field.storage.path(name)) for name in names.iterator())
