"""A case's releases and reports, as far as somebody may see them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

from outward.report.pages import report_file
from outward_portal.accounts.policy import may
from outward_portal.records.cases import audience_of


def known_since(case: str, release: str) -> str:
    """Give the first day on which anything in a release was known."""
    from outward.studies.releases import open_release  # which brings pandas

    return open_release(settings.WORKSPACE, case, release).known_since()


def report_folder(case: str, language: str, user: Any) -> Path | None:
    """Give the folder of a case's report in a language, where there is one that a person may read."""
    if not may(user, "case.read", audience_of(case)):
        return None
    trace = report_file(settings.WORKSPACE, case, language, "trace.json")
    return trace.parent if trace else None


def readable_report_file(case: str, language: str, name: str, user: Any) -> Path | None:
    """Give a file of a case's report, where there is one that a person may read."""
    if not may(user, "case.read", audience_of(case)):
        return None
    return report_file(settings.WORKSPACE, case, language, name)
