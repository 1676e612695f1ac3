"""Writing runs: each action is one transaction, is told who acts and why, and leaves an entry in the journal."""

from __future__ import annotations

import hashlib
import json

from django.db import transaction

from outward import __version__
from outward.studies.study import Request
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.records.cases import access_to, open_records
from outward_portal.records.models import CaseAccess
from outward_portal.runs.jobs import RUN
from outward_portal.runs.models import Run
from outward_portal.runs.questions import Question
from outward_portal.work.queue import enqueue


def asked_name(question: Question, case: str, release: str, request: Request) -> str:
    """Name a question to a release: what has one name has one answer."""
    said = json.dumps([question.id, case, release, request.canonical(), __version__], ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8")).hexdigest()


def ask(act: Act, question: Question, case: str, release: str, request: Request, *, title: str = "") -> Run:
    """Put a question to a release; it is answered in the background, and seen by whoever asks until it is shared.

    Parameters
    ----------
    act : Act
        Who asks.
    question : Question
        What.
    case, release : str
        Of what: a release of the workspace that the asker may read.
    request : Request
        With which values.
    title : str
        What the asker calls it.
    """
    with transaction.atomic():
        run = Run.objects.create(
            question=question.id, request=request.as_json(), access=access_to(case), release=release,
            version=__version__, asked=asked_name(question, case, release, request), asked_by=act.actor,
            organisation=act.actor.organisation if act.actor else None, title=title)
        entries.write(act, "run.asked", run, changes={"question": [None, question.id], "case": [None, case],
                                                      "release": [None, release]})
        run.job = enqueue(act, RUN, str(run.pk), {"run": run.pk})
        run.save(update_fields=["job"])
    run.refresh_from_db()
    return run


def open_case(act: Act, case: str, audience: str) -> None:
    """Decide who sees what is made from a case."""
    with transaction.atomic():
        access = CaseAccess.objects.select_for_update().get(pk=access_to(case).pk)
        changes = entries.differences({"audience": access.audience}, {"audience": audience})
        access.audience = audience
        access.save(update_fields=["audience"])
        entries.write(act, "case.opened", access, changes=changes)
        if changes:
            open_records(act, case, changes["audience"][0], audience)
