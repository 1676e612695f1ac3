"""Sending, checking, writing and dropping an import."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outward.errors import InvalidInputError
from outward.workbooks.archive import survey
from outward_portal.accounts.models import User
from outward_portal.accounts.policy import may, viewer
from outward_portal.accounts.requests import Act
from outward_portal.imports import plans
from outward_portal.imports.checking import Findings, Step, check
from outward_portal.imports.duplicates import likenesses
from outward_portal.imports.models import Import
from outward_portal.imports.reading import read_table
from outward_portal.journal import entries
from outward_portal.records import bulk
from outward_portal.records.errors import ConflictError, RefusedError
from outward_portal.records.kinds import KINDS, Kind
from outward_portal.work import queue

BACKGROUND_BYTES: Final = {".csv": 250_000, ".xlsx": 80_000}  # about a thousand rows: larger ones go to the worker
MOST_CELLS_AT_ONCE: Final = 40_000  # and rows of a workbook that the web server reads by itself
_KEPT_FOR: Final = timedelta(days=7)
Told = Callable[[float, Any], None]


def send(act: Act, kind: Kind, upload: UploadedFile) -> Import:
    """Keep a file that somebody sent, and check it at once or in the background."""
    assert act.actor is not None
    ending = Path(upload.name or "").suffix.lower()
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    made = Import(kind=kind.key, user=act.actor, file_name=(upload.name or "")[-200:], size=upload.size or 0,
                  sha256=digest.hexdigest())
    made.file.save(f"{secrets.token_hex(16)}{ending}", upload, save=False)
    with ExitStack() as undo:
        undo.callback(forget_files, made)
        made.save()
        undo.pop_all()
    ask_for_check(act, made)
    return made


def is_large(made: Import) -> bool:
    """Whether an import is work for the background."""
    ending = Path(made.file_name).suffix.lower()
    return made.size > BACKGROUND_BYTES.get(ending, 0) or (ending == ".xlsx" and _has_many_cells(made))


def _has_many_cells(made: Import) -> bool:
    """Whether a workbook holds more than its packed size says; also of one that is faulty: its check says how."""
    try:
        survey(Path(made.file.path), max_cells=MOST_CELLS_AT_ONCE)
    except InvalidInputError:
        return True
    return False


def ask_for_check(act: Act, made: Import) -> None:
    """Have a file checked, for the first time or again; the newest check alone counts."""
    in_background = is_large(made)
    with _locked(made) as current:
        current.checks += 1
        if in_background:
            current.job = queue.enqueue(act, "imports.check", f"{current.pk}-{current.checks}", {"import": current.pk})
        current.save(update_fields=["checks", "job"])
        entries.write(act, "import.checked", current)
    if not in_background:
        check_file(current)


def ask_for_writing(act: Act, made: Import, reason: str, plan: str) -> None:
    """Have what was checked written, now that its sender has confirmed it.

    Parameters
    ----------
    act : Act
        Who confirms.
    made : Import
        Which.
    reason : str
        Why, for the history of each record.
    plan : str
        The digest of the plan that was shown.

    Raises
    ------
    RefusedError
        If it has ended, is not ready, or has been checked again since it was shown.
    """
    telling, in_background = Act(act.actor, reason, act.request), is_large(made)
    with _locked(made) as current:
        _refuse_other_plan(current, plan)
        current.reason = reason
        if in_background:
            current.job = queue.enqueue(telling, "imports.write", f"{current.pk}-{current.checks}",
                                        {"import": current.pk, "plan": plan})
        current.save(update_fields=["reason", "job"])
    if not in_background:
        write(telling, current.pk, plan)


@contextmanager
def _locked(made: Import) -> Iterator[Import]:
    """Give an import that has not ended as it is now, for the transaction in which it is changed."""
    with transaction.atomic():
        current = Import.objects.select_for_update().get(pk=made.pk)
        _refuse_ended(current)
        yield current


def _refuse_other_plan(made: Import, plan: str) -> None:
    if not is_ready(made):
        raise RefusedError(_("This import has not been checked, or has faults."))
    if made.found["plan"] != plan:
        raise RefusedError(_("This import has been checked again meanwhile. Look at what was found."))


def is_ready(made: Import) -> bool:
    """Whether an import may be written: checked, without faults, with something to do."""
    return made.state == Import.State.CHECKED and not made.found["fault_count"] and bool(
        made.found["added"] or made.found["changed"])


def _refuse_ended(made: Import) -> None:
    if made.state in (Import.State.WRITTEN, Import.State.DROPPED):
        raise RefusedError(_("This import has ended. Send the file again to begin anew."))


# -- the dry run ------------------------------------------------------------------------------------------------------


def check_file(made: Import, told: Told = lambda *_: None) -> None:
    """Check a file and keep what was found, unless it has ended or is checked anew; nothing goes into the register."""
    _refuse_ended(made)
    kind, user = KINDS[made.kind], made.user
    if not may(user, "record.import", kind):
        raise RefusedError(_("You may not import into this register."))
    try:
        table = read_table(Path(made.file.path), made.file_name)
        findings = check(kind, user, table, lambda rows: told(min(0.9, rows / 50_000), _rows_told(rows)))
    except InvalidInputError as error:
        findings = Findings()
        for problem in error.problems:
            at = problem.column if problem.column else ""
            findings.blame(at, problem.row, "", f"{problem.what}. {problem.mend}")
    alike, is_fuzzy = likenesses(kind, user, findings.steps) if not findings.fault_count else ([], True)
    _keep(made, findings, {"alike": [asdict(each) for each in alike], "is_fuzzy": is_fuzzy})


_CHECKED_ROWS = gettext_lazy("%(rows)s rows checked")
_WRITTEN_ROWS = gettext_lazy("%(rows)s rows written")


def _rows_told(rows: int) -> tuple[Any, dict[str, int]]:
    return _CHECKED_ROWS, {"rows": rows}


def _keep(made: Import, findings: Findings, alike: dict[str, Any]) -> None:
    added = sum(step.key is None for step in findings.steps)
    plan = plans.dumped([] if findings.fault_count else findings.steps)
    found = {
        "plan": hashlib.sha256(plan).hexdigest(),
        "sheet": findings.sheet, "rows": findings.rows, "added": added, "changed": len(findings.steps) - added,
        "unchanged": findings.unchanged, "fault_count": findings.fault_count,
        "faults": [asdict(fault) for fault in findings.faults], "ignored": findings.ignored,
        "changes": [[row, key, changed] for row, key, changed in findings.changes], **alike,
    }
    files = made.plan.storage
    name = files.save(f"{secrets.token_hex(16)}.plan", ContentFile(plan))
    with ExitStack() as undo:
        undo.callback(files.delete, name)
        with _locked(made) as current:
            if current.checks != made.checks:
                raise RefusedError(_("This import is being checked anew. Wait for what is found."))
            old = current.plan.name
            current.plan, current.found, current.state = name, found, Import.State.CHECKED
            current.save(update_fields=["plan", "found", "state"])
        undo.pop_all()
    if old:
        files.delete(old)


# -- writing ----------------------------------------------------------------------------------------------------------


def write(act: Act, key: int, plan: str, told: Told = lambda *_: None,
          done: Callable[[dict[str, Any]], None] = lambda _: None) -> None:
    """Write what was checked and confirmed: in one transaction, all of it or nothing; a second time does nothing.

    Parameters
    ----------
    act : Act
        Who confirmed it, and why.
    key : int
        The import.
    plan : str
        The digest of the plan that was confirmed.
    told, done : callable
        Are told how far it is, and, inside the transaction, that it is done.

    Raises
    ------
    RefusedError
        If the person may no longer do it, or a record has been changed since the dry run.
    """
    made = Import.objects.select_related("user").get(pk=key)
    if made.state == Import.State.WRITTEN:
        forget_files(made)  # a worker that was killed right behind the transaction has left them
        return
    _refuse_ended(made)
    _refuse_other_plan(made, plan)
    kind = KINDS[made.kind]
    with made.plan.open("rb") as file:
        steps = list(plans.loaded(kind, file))  # before the transaction: while it is open, nobody else can write
    try:
        with transaction.atomic():
            locked = Import.objects.select_for_update().get(pk=key)
            if locked.state == Import.State.WRITTEN:
                return
            _refuse_ended(locked)
            _refuse_other_plan(locked, plan)
            _write_steps(act, locked, kind, steps, told)
            locked.state, locked.written_at = Import.State.WRITTEN, timezone.now()
            locked.save(update_fields=["state", "written_at"])
            done({"added": locked.found["added"], "changed": locked.found["changed"]})
    except ConflictError as error:
        raise RefusedError(_("Record %(number)s was changed since the check. Check the file again.")
                           % {"number": error.current.pk}) from error
    except IntegrityError as error:
        raise RefusedError(_("The database refused a row; nothing was written. Check the file again.")) from error
    forget_files(made)


def _write_steps(act: Act, made: Import, kind: Kind, steps: Sequence[Step], told: Told) -> None:
    user: User = made.user
    if act.actor is None or act.actor.pk != user.pk or not may(user, "record.import", kind):
        raise RefusedError(_("You may not import into this register."))
    _refuse_hidden(kind, user, steps)
    owner = viewer(user).adds_for
    reason = f"{act.reason} [{made.file_name[-80:]}, SHA-256 {made.sha256}]"
    telling = Act(act.actor, reason, act.request)
    entries.write(telling, "records.imported", made, changes={
        "file": [None, made.sha256], "added": [None, made.found["added"]], "changed": [None, made.found["changed"]]})
    written = 0
    for batch in _batches(step for step in steps if step.key is None):
        bulk.create_all(telling, kind, [kind.model(owner_id=owner, is_sample=user.is_sample, **step.values)
                                        for step in batch])
        written += len(batch)
        told(written / len(steps), (_WRITTEN_ROWS, {"rows": written}))
    for batch in _batches(step for step in steps if step.key is not None):
        _refuse_forbidden(kind, user, batch)
        bulk.change_all(telling, kind, [(step.key or 0, step.revision, step.values) for step in batch])
        written += len(batch)
        told(written / len(steps), (_WRITTEN_ROWS, {"rows": written}))


def _batches(steps: Iterator[Step] | Any) -> Iterator[list[Step]]:
    source = iter(steps)
    while batch := list(islice(source, bulk.BATCH)):
        yield batch


def _refuse_hidden(kind: Kind, user: User, steps: Sequence[Step]) -> None:
    """Ask again whether rows may name the records that they name: that may have changed since the dry run."""
    for name in kind.form_fields:
        each = kind.field(name)
        if each.is_relation:
            keys = {step.values[each.attname] for step in steps if step.values.get(each.attname) is not None}
            model: Any = each.related_model
            for start in range(0, len(keys), 500):
                some = sorted(keys)[start : start + 500]
                found = model.objects.visible_to(user).filter(pk__in=some)
                if found.count() != len(some):
                    raise RefusedError(_("A record that rows name can no longer be seen. Check the file again."))
                if name in kind.wholes and not all(may(user, "record.change", whole) for whole in found):
                    raise RefusedError(_("A record can no longer be changed by you. Check the file again."))


def _refuse_forbidden(kind: Kind, user: User, steps: Sequence[Step]) -> None:
    found = kind.model.objects.visible_to(user).filter(pk__in=[step.key for step in steps], retired_at__isnull=True)
    if sum(may(user, "record.change", record) for record in found) != len(steps):
        raise RefusedError(_("A record can no longer be changed by you. Check the file again."))


# -- the end ----------------------------------------------------------------------------------------------------------


def drop(act: Act, made: Import) -> None:
    """Take an import back before it is written."""
    with _locked(made) as current:
        current.state, current.found = Import.State.DROPPED, {}
        current.save(update_fields=["state", "found"])
        entries.write(act, "import.dropped", current)
    forget_files(current)


def drop_forgotten(act: Act) -> int:
    """Drop imports that nobody has confirmed for a week: their files may hold what is private. Says how many."""
    dropped = 0
    for made in Import.objects.filter(sent_at__lt=timezone.now() - _KEPT_FOR,
                                      state__in=[Import.State.SENT, Import.State.CHECKED]):
        with suppress(RefusedError):  # it has ended in this moment
            drop(act, made)
            dropped += 1
    return dropped


def forget_files(made: Import) -> None:
    """Take away an import's files; a second time does nothing."""
    for file in (made.file, made.plan):
        if file.name:
            file.storage.delete(file.name)
