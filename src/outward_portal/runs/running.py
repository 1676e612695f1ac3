"""Carrying out a run in the background: one attempt, of which nothing half is kept."""

from __future__ import annotations

import secrets
import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from outward.errors import OutwardError
from outward.report.pages import REPORTS
from outward.studies.releases import open_release
from outward.vocabulary.labels import Label
from outward_portal.accounts.policy import may
from outward_portal.journal import entries
from outward_portal.records.cases import audience_of
from outward_portal.runs.answers import Asked, check_publishable, make_answer, publish
from outward_portal.runs.models import Run
from outward_portal.runs.questions import question_at
from outward_portal.theme.languages import current_language
from outward_portal.work.context import Context
from outward_portal.work.errors import ToldError


def carry_out(context: Context) -> dict[str, Any]:
    """Answer a run's question, unless an attempt before has done so.

    Raises
    ------
    ToldError
        If whoever asked may no longer ask it, or the question is gone.
    OutwardError
        If the question has no answer; what, where and how to mend it are kept with the run.
    """
    run = Run.objects.select_related("access").get(pk=context.arguments["run"])
    if run.is_done:
        return {"run": run.pk}
    _check(context, run)
    _sweep(f".new-{run.pk}-*")
    try:
        _answer(context, run)
    except OutwardError as error:
        Run.objects.filter(pk=run.pk).update(error_what=error.what, error_where=error.where, error_mend=error.mend)
        raise
    return {"run": run.pk}


def _check(context: Context, run: Run) -> None:
    """Ask the policy again: it may have changed since the question was put."""
    question = question_at(run.question)
    if question is None:
        raise ToldError(_("This question is no longer in the library."))
    asker = context.act.actor
    if not may(asker, question.action) or not may(asker, "case.read", audience_of(run.case)):
        raise ToldError(_("Whoever asked this may no longer ask it."))


def _answer(context: Context, run: Run) -> None:
    reports = settings.WORKSPACE / REPORTS / run.case
    if run.is_report:
        check_publishable(reports)
    name = f"{run.pk}-{secrets.token_hex(8)}"
    draft, folder = settings.FILES.runs / f".new-{name}", settings.FILES.runs / name
    asked = Asked("" if run.is_report else run.question, open_release(settings.WORKSPACE, run.case, run.release),
                  run.request)

    def tell(done: float, what: Label) -> None:
        context.progress(min(done, 0.99), _spoken(what))  # whole only with its mark in the database

    digest = make_answer(asked, draft, tell)
    draft.rename(folder)
    with ExitStack() as unless_kept:
        unless_kept.callback(shutil.rmtree, folder, ignore_errors=True)
        if run.is_report:
            publish(folder, reports)
        with transaction.atomic():
            Run.objects.filter(pk=run.pk).update(folder=name, digest=digest, error_what="", error_where="",
                                                 error_mend="")
            entries.write(context.act, "run.answered", run, changes={"digest": [None, digest]})
            context.done({"run": run.pk})  # raises where this attempt was given up: it keeps nothing then
        unless_kept.pop_all()
    _sweep(f"{run.pk}-*", but=folder)


def _spoken_now(en: str, zh: str) -> str:
    return Label(en, zh).text(current_language())


def _spoken(said: Label) -> Any:
    """Make a text that is said in the language of whoever reads it."""
    return lazy(_spoken_now, str)(said.en.replace("%", "%%"), said.zh.replace("%", "%%")) if said.en or said.zh else ""


def _sweep(pattern: str, *, but: Path | None = None) -> None:
    """Take away what attempts left that were killed or given up."""
    for left in settings.FILES.runs.glob(pattern):
        if left != but:
            shutil.rmtree(left, ignore_errors=True)  # who was given up may still be writing there
