"""Answers in JSON, with the tag by which a caller asks whether anything has changed."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

from django.db import connection
from django.http import HttpRequest, HttpResponse

from outward import __version__
from outward_portal.accounts.policy import viewer
from outward_portal.api.callers import Caller
from outward_portal.journal.models import Head

_MOST_BYTES: Final = 16_000_000  # of answers that are kept ready in a process


@dataclass(frozen=True, slots=True)
class _Kept:
    body: bytes
    revision: int | None  # of the one record that it tells of


_lock = Lock()
_ready: OrderedDict[str, _Kept] = OrderedDict()
_size = 0


def answered(request: HttpRequest, caller: Caller, make: Callable[[], Any], *, by_revision: bool = False,
             also: str = "") -> HttpResponse:
    """Answer a reading: not at all if the caller has it, from memory if it is ready, else anew.

    What a caller sees follows from the journal's newest seal, from who asks and from the address; so all three make the
    tag, and an answer is good as long as they stand.

    Parameters
    ----------
    request : HttpRequest
        The reading.
    caller : Caller
        Who asks.
    make : callable
        Gives what is to be said, or ends the request with a problem.
    by_revision : bool
        Whether it is one record, with its ``revision``: a writer names that by the tag.
    also : str
        What else the answer follows from that the journal does not tell, such as a release.
    """
    at = _newest_seal()  # before anything is read: an answer is never older than its tag
    said = f"{__version__} {at} {viewer(caller.user)} {request.get_full_path()}{also and f' {also}'}"
    digest = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]
    kept = _kept(digest)
    if kept is None:
        told = make()
        kept = _Kept(written(told), told["revision"] if by_revision else None)
        _keep(digest, kept)
    tag = f'"{digest}"' if kept.revision is None else f'"r{kept.revision}-{digest}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
    if _has(request.headers.get("If-None-Match", ""), tag):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(kept.body, content_type="application/json", headers=headers)


def _newest_seal() -> str:
    """Read what dates every answer; asked at each request, so without the cost of building the question each time."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT seal FROM {Head._meta.db_table} WHERE id = 1")  # noqa: S608
        return str(cursor.fetchone()[0])


def written(said: Any) -> bytes:
    """Write JSON."""
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _has(stated: str, tag: str) -> bool:
    return bool(stated) and any(each.strip().removeprefix("W/") in (tag, "*") for each in stated.split(","))


def _kept(digest: str) -> _Kept | None:
    with _lock:
        kept = _ready.get(digest)
        if kept is not None:
            _ready.move_to_end(digest)
        return kept


def _keep(digest: str, kept: _Kept) -> None:
    global _size  # noqa: PLW0603  (one store a process)
    with _lock:
        if digest not in _ready:
            _ready[digest] = kept
            _size += len(kept.body)
        while _ready and _size > _MOST_BYTES:
            _size -= len(_ready.popitem(last=False)[1].body)
