"""Where audits are kept ready: a file a release and day, made anew where it is missing. A release never changes."""

from __future__ import annotations

import logging
import os
import re
import tempfile
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from outward import __version__
from outward_portal.audits.kept import KeptAudit, read_audit

_log = logging.getLogger(__name__)


def _path(case: str, release: str, as_of: str) -> Path:
    version = re.sub(r"[^\w.]", "-", __version__)
    return Path(settings.FILES.audits) / f"{case}.{release}.{as_of or 'all'}.{version}.json"


def kept_audit(case: str, release: str, as_of: str = "") -> KeptAudit | None:
    """Give the audit of a release, where it has been made."""
    path = _path(case, release, as_of)
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return _read(path, stat.st_mtime_ns)


@lru_cache(maxsize=8)
def _read(path: Path, _stamp: int) -> KeptAudit:
    return read_audit(path.read_text(encoding="utf-8"))


def audit_now(case: str, release: str, as_of: str = "") -> KeptAudit:
    """Audit a release and keep what was found; the file is there whole or not at all."""
    from outward.studies.releases import open_release  # heavy, as the next: they bring the library's numbers
    from outward_portal.audits.computing import make_audit

    made = make_audit(open_release(settings.WORKSPACE, case, release), as_of)
    try:
        _keep(made)
    except OSError as error:  # no room, or no right to write: it is told, and made again for the next reader
        _log.warning("the audit of %s, release %s, cannot be kept: %s", case, release, error)
    return made


def _keep(made: KeptAudit) -> None:
    path = _path(made.case, made.release, made.as_of)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(made.to_json())
    Path(name).replace(path)
    _sweep(made.case, keep=made.release)


def _sweep(case: str, *, keep: str, most: int = 40) -> None:
    """Let go of the oldest audits of a case's other releases, beyond the newest few."""
    files = sorted(Path(settings.FILES.audits).glob(f"{case}.*.json"), key=lambda file: file.stat().st_mtime_ns)
    for file in files[:-most]:
        if f".{keep}." not in file.name:
            file.unlink(missing_ok=True)
