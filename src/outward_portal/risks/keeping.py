"""Where outlooks are kept: a file each, named by the digest of what is in it; the rows that name them never change."""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from outward.errors import InvalidInputError
from outward_portal.risks.models import MadeOutlook

if TYPE_CHECKING:
    from outward.studies.risks.outlook import Outlook

_MOST_FILES = 12


def _path(digest: str) -> Path:
    return Path(settings.FILES.risks) / f"outlook.{digest}.json"


def keep(outlook: Outlook) -> str:
    """Write an outlook down, whole or not at all, and give its digest."""
    from outward.studies.risks.outlook_file import outlook_json

    content = outlook_json(outlook)
    digest = hashlib.sha256(content).hexdigest()
    path = _path(digest)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).replace(path)
    return digest


def sweep() -> None:
    """Let go of the oldest files beyond the newest few; their forecasts stand in the ledger."""
    kept = set(MadeOutlook.objects.order_by("-id").values_list("digest", flat=True)[:_MOST_FILES])
    for file in Path(settings.FILES.risks).glob("outlook.*.json"):
        if file.name.split(".")[1] not in kept:
            file.unlink(missing_ok=True)


def newest() -> MadeOutlook | None:
    """Give the row of the newest outlook."""
    return MadeOutlook.objects.order_by("-id").first()


def kept_outlook(made: MadeOutlook | None) -> Outlook | None:
    """Give an outlook whose file is there, holds what it held, and is of this version; else ``None``."""
    if made is None:
        return None
    try:
        stamp = _path(made.digest).stat().st_mtime_ns
    except FileNotFoundError:
        return None
    return _read(made.digest, stamp)


@lru_cache(maxsize=1)
def _read(digest: str, _stamp: int) -> Outlook | None:
    from outward.studies.risks.outlook_file import read_outlook  # brings the library's numbers

    content = _path(digest).read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        return None
    try:
        return read_outlook(content)
    except InvalidInputError:  # of an earlier version of Outward: it is made anew
        return None
