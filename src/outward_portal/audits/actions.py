"""Deciding on findings: each action is one transaction, with its reason, and leaves an entry in the journal."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.accounts.requests import Act
from outward_portal.audits.jobs import AUDIT, CORRECT
from outward_portal.audits.kept import told_of
from outward_portal.audits.models import Decision
from outward_portal.audits.queries import Found
from outward_portal.journal import entries
from outward_portal.records.cases import access_to
from outward_portal.records.errors import RefusedError
from outward_portal.work.models import Job
from outward_portal.work.queue import enqueue


def ask(act: Act, case: str, release: str, as_of: str = "") -> Job:
    """Have a large release audited in the background."""
    key = f"{case}/{release}/{as_of}/"
    over = Job.objects.filter(kind=AUDIT, key__startswith=key).exclude(state__in=[Job.State.WAITING, Job.State.RUNNING])
    return enqueue(act, AUDIT, f"{key}{over.count()}", {"case": case, "release": release, "as_of": as_of})


def decide(act: Act, case: str, release: str, found: Found, verdict: str) -> Decision:
    """Accept or dismiss a finding, for the reason that the act gives.

    Raises
    ------
    RefusedError
        If it was decided on already.
    """
    with transaction.atomic():
        decision = _made(Decision(access=access_to(case), finding=found.finding.key, release=release, verdict=verdict,
                                  told=told_of(found.finding, found.cells)), act)
        action = "finding.accepted" if verdict == Decision.Verdict.ACCEPT else "finding.dismissed"
        entries.write(act, action, decision, changes={"case": [None, case], "finding": [None, decision.finding]})
    return decision


def correct(act: Act, case: str, release: str, found: Found, texts: dict[str, str], *, source: str, known_on: str
            ) -> Decision:
    """Correct cells of a finding: the background writes them as new observations. Nothing that was known is changed.

    Parameters
    ----------
    act : Act
        Who corrects, and why.
    case, release : str
        Of what.
    found : Found
        The finding; a correction that was written is corrected by another, which takes its place.
    texts : dict of str to str
        What cells are to read, by id.
    source : str
        Where the corrected number stands.
    known_on : str
        ISO date on which that was out.

    Raises
    ------
    RefusedError
        If somebody else has decided on it meanwhile.
    """
    corrections = [{"table": cell.table, "row": cell.row, "was": cell.text, "held": cell.held, "text": texts[cell.id]}
                   for cell in found.cells.values() if cell.id in texts]
    with transaction.atomic():
        if found.decision is not None:
            _end(act, found.decision, also_written=True)
        decision = _made(Decision(access=access_to(case), finding=found.finding.key, release=release,
                                  verdict=Decision.Verdict.CORRECT, told=told_of(found.finding, found.cells),
                                  corrections=corrections, source=source, known_on=known_on), act)
        entries.write(act, "finding.corrected", decision, changes={
            "case": [None, case], "finding": [None, decision.finding], "source": [None, source],
            "known_on": [None, known_on],
            **{f"{each['table']}:{each['row']}": [each["was"], each["text"]] for each in corrections}})
        decision.job = enqueue(act, CORRECT, str(decision.pk),
                               {"decision": decision.pk, "case": case, "finding": decision.finding})
        decision.save(update_fields=["job"])
    decision.refresh_from_db()
    return decision


def withdraw(act: Act, decision: Decision) -> None:
    """Take a decision back, for the reason that the act gives; the finding is open again.

    Raises
    ------
    RefusedError
        If its correction is written or being written.
    """
    with transaction.atomic():
        _end(act, decision, also_written=False)


def _made(decision: Decision, act: Act) -> Decision:
    decision.reason, decision.decided_by = act.reason, act.actor
    decision.organisation = act.actor.organisation if act.actor else None
    try:
        with transaction.atomic():
            decision.save(force_insert=True)
    except IntegrityError as error:
        raise RefusedError(_("Somebody has decided on this finding meanwhile. Read that decision first.")) from error
    return decision


def _end(act: Act, decision: Decision, *, also_written: bool) -> None:
    current = Decision.objects.select_for_update(of=("self",)).select_related("job").get(pk=decision.pk)
    if current.is_withdrawn:
        raise RefusedError(_("This decision was withdrawn already."))
    if current.is_being_written or (current.written and not also_written):
        raise RefusedError(_("Its correction is written or being written, so it stays. Correct the number once more "
                             "instead."))
    current.withdrawn_at, current.withdrawn_because = timezone.now(), act.reason
    current.save(update_fields=["withdrawn_at", "withdrawn_because"])
    entries.write(act, "decision.withdrawn", current)


