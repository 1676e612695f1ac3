"""For whoever watches the server: does it live, and can it do its work."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from outward_portal.work.models import Job

_LEAST_FREE_BYTES: Final = 50_000_000
_LATE_AFTER: Final = timedelta(minutes=5)
_fitting: list[str] = []


@require_safe
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say that this process answers; it asks nothing of anybody, so that a busy database does not restart it."""
    return JsonResponse({"status": "ok"})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say whether the portal can do its work, part by part: 503 where it cannot."""
    parts = {"database": _database(), "disk": _disk()}
    parts["work"] = _work() if parts["database"] == "ok" else "unknown"
    is_ready = parts["database"] == parts["disk"] == "ok"
    return JsonResponse({"status": "ok" if is_ready else "failing", "read_only": settings.READ_ONLY, **parts},
                        status=200 if is_ready else 503)


def _database() -> str:
    """Say whether the database answers, and has the tables of this version; whoever asks keeps no writer waiting."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return "ok" if _has_its_tables() else "not migrated"
    except DatabaseError:
        return "failing"


def _has_its_tables() -> bool:
    """Compare migrations with the database; once they fit they do so for the life of this process."""
    if not _fitting:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _fitting.append(connection.alias)
    return True


def _disk() -> str:
    return "ok" if shutil.disk_usage(settings.FILES.folder).free > _LEAST_FREE_BYTES else "nearly full"


def _work() -> str:
    """Say whether jobs are taken up; late ones do not keep pages from being served."""
    late = Job.objects.filter(state=Job.State.WAITING, due_at__lt=timezone.now() - _LATE_AFTER)
    return "late" if late.exists() else "ok"
