"""Imports in the background: checking a large file, and writing it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outward_portal.imports import actions
from outward_portal.imports.models import Import
from outward_portal.records.errors import RefusedError
from outward_portal.work.context import Context
from outward_portal.work.errors import ToldError
from outward_portal.work.kinds import job
from outward_portal.work.models import Job


def _page(found: Job) -> str:
    return reverse("import", args=[found.arguments["import"]])


@job("imports.check", name=_("Check of a spreadsheet"), page=_page)
def check(context: Context) -> None:
    """Check a file."""
    made = Import.objects.select_related("user").get(pk=context.arguments["import"])
    try:
        actions.check_file(made, lambda part, words: context.progress(part, words[0], **words[1]))
    except RefusedError as error:
        raise ToldError(str(error)) from error


@job("imports.write", name=_("Import of a spreadsheet"), page=_page)
def write(context: Context) -> None:
    """Write what was checked; the job is done in the transaction that writes it."""
    def done(result: dict[str, Any]) -> None:
        context.done(result)

    def told(part: float, words: Any) -> None:  # noqa: ARG001  (inside the transaction nobody else would see it)
        context.stop_if_cancelled()

    try:
        actions.write(context.act, context.arguments["import"], context.arguments["plan"], told, done)
    except RefusedError as error:
        raise ToldError(str(error)) from error
