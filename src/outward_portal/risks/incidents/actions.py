"""Writing incidents: each action is one transaction, leaves a line in the incident's log and an entry in the journal.

The journal is told that something was written, of which incident, and by whom; never what: it is read by others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.records.errors import RefusedError
from outward_portal.registers.models import Project
from outward_portal.risks.incidents.templates import ENTERPRISE, tasks_for
from outward_portal.risks.models import (
    Incident,
    IncidentEntry,
    IncidentFact,
    IncidentProject,
    IncidentTask,
    SituationNote,
)

MOST_ROWS: Final = 2000
"""Tasks, facts, lines and notes of one incident: more is no log that a person reads."""


def open_incident(act: Act, values: Mapping[str, Any], projects: Iterable[Project],
                  agencies: Mapping[str, Organisation | None]) -> Incident:
    """Open an incident, name the projects that it concerns, and open its tasks from the template.

    Parameters
    ----------
    act : Act
        Who opens it.
    values : mapping
        Fields of the incident.
    projects : iterable of Project
        Those that it concerns.
    agencies : mapping of str to Organisation or None
        Whom the template's agencies stand for; ``None`` is the office.
    """
    with transaction.atomic():
        made = Incident.objects.create(**values, opened_by=act.actor)
        named = list(projects)
        IncidentProject.objects.bulk_create([IncidentProject(incident=made, project=each) for each in named])
        _open_tasks(made, named, agencies)
        _told(act, made, "incident.opened", changes={"region": [None, made.region], "risk": [None, made.risk],
                                                     "projects": [0, len(named)]})
    return made


def _open_tasks(incident: Incident, projects: list[Project], agencies: Mapping[str, Organisation | None]) -> None:
    now = timezone.now()
    rows = []
    for task in tasks_for(incident.risk, incident.route):
        row = {"incident": incident, "key": task.id, "title_en": task.title.en, "title_zh": task.title.zh,
               "due_at": now + timedelta(hours=task.hours)}
        if task.who == ENTERPRISE:
            rows += [IncidentTask(**row, project=project) for project in projects]
        else:
            rows.append(IncidentTask(**row, agency=agencies.get(task.who)))
    IncidentTask.objects.bulk_create(rows)


def name_projects(act: Act, incident: Incident, projects: Iterable[Project]) -> int:
    """Name further projects, each with the tasks that its enterprise has; give how many were new."""
    with transaction.atomic():
        current = _open(incident)
        known = set(current.projects.values_list("project", flat=True))
        new = [each for each in projects if each.pk not in known]
        IncidentProject.objects.bulk_create([IncidentProject(incident=current, project=each) for each in new])
        now = timezone.now()
        IncidentTask.objects.bulk_create([
            IncidentTask(incident=current, key=task.id, title_en=task.title.en, title_zh=task.title.zh, project=each,
                         due_at=now + timedelta(hours=task.hours))
            for task in tasks_for(current.risk, current.route) if task.who == ENTERPRISE for each in new])
        for each in new:
            _told(act, current, "incident.project-named", project=each)
    return len(new)


def unname_project(act: Act, incident: Incident, named: IncidentProject) -> None:
    """Take a project out; its open tasks go with it, and its enterprise sees the incident no longer."""
    with transaction.atomic():
        current = _open(incident)
        current.tasks.filter(project=named.project_id, done_at__isnull=True).delete()
        _told(act, current, "incident.project-removed", project=named.project)
        named.delete()


def add_fact(act: Act, incident: Incident, values: Mapping[str, Any]) -> IncidentFact:
    """Keep what somebody has found out."""
    with transaction.atomic():
        current = _open(incident)
        _check_room(current.facts)
        made = IncidentFact.objects.create(incident=current, **values, **_by(act))
        _told(act, current, "incident.fact-added", project=made.project)
    return made


def end_fact(act: Act, fact: IncidentFact) -> None:
    """Take a fact out, because it no longer holds; it stays in the log that there was one."""
    with transaction.atomic():
        current = _open(fact.incident)
        if not IncidentFact.objects.filter(pk=fact.pk, ended_at__isnull=True).update(ended_at=timezone.now()):
            raise RefusedError(_("It was taken out already."))
        _told(act, current, "incident.fact-ended", project=fact.project)


def add_task(act: Act, incident: Incident, values: Mapping[str, Any]) -> IncidentTask:
    """Add a task by hand."""
    with transaction.atomic():
        current = _open(incident)
        _check_room(current.tasks)
        made = IncidentTask.objects.create(incident=current, **values)
        _told(act, current, "incident.task-added", project=made.project)
    return made


def finish(act: Act, task: IncidentTask, note: str) -> None:
    """Say that a task is done, and what was done."""
    _settle(act, task, "incident.task-done", done_at=timezone.now(), note=note)


def unfinish(act: Act, task: IncidentTask) -> None:
    """Say that a task is not done after all; what was written of it stays."""
    _settle(act, task, "incident.task-undone", done_at=None, note=task.note)


def _settle(act: Act, task: IncidentTask, deed: str, *, done_at: datetime | None, note: str) -> None:
    with transaction.atomic():
        current = _open(task.incident)
        row = IncidentTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
        if (row.done_at is None) == (done_at is None):
            raise RefusedError(_("Somebody has changed this task meanwhile. Look at it again."))
        row.done_at, row.note = done_at, note
        row.done_by = act.actor if done_at else None
        row.done_for = act.actor.organisation if done_at and act.actor else None
        row.save(update_fields=["done_at", "note", "done_by", "done_for"])
        title = row.title_en or row.title_zh
        _told(act, current, deed, project=row.project, text=f"{title}: {note}" if note else title)


def add_entry(act: Act, incident: Incident, values: Mapping[str, Any]) -> IncidentEntry:
    """Add a line to the log."""
    with transaction.atomic():
        current = _open(incident)
        _check_room(current.entries)
        made = IncidentEntry.objects.create(incident=current, **values, **_by(act))
        entries.write(act, "incident.entry-added", current)
    return made


def write_note(act: Act, incident: Incident, *, text_en: str, text_zh: str, base: int, is_draft: bool = False
               ) -> SituationNote:
    """Keep a version of the note, in the place of the one that its writer saw.

    Raises
    ------
    RefusedError
        If somebody has written another version meanwhile.
    """
    overtaken = _("Somebody has written another version meanwhile. Copy your text, open that version and add to it.")
    try:
        with transaction.atomic():
            current = _open(incident)
            newest = current.notes.first()
            if (newest.number if newest else 0) != base:
                raise RefusedError(overtaken)
            _check_room(current.notes)
            made = SituationNote.objects.create(incident=current, number=base + 1, text_en=text_en, text_zh=text_zh,
                                                is_draft=is_draft, by=act.actor)
            _told(act, current, "incident.note-written", changes={"version": [base or None, base + 1]})
    except IntegrityError as error:
        raise RefusedError(overtaken) from error
    return made


def close(act: Act, incident: Incident, lessons: str) -> None:
    """Close an incident with what was learned."""
    with transaction.atomic():
        current = _open(incident)
        current.closed_at, current.closed_by, current.lessons = timezone.now(), act.actor, lessons
        current.save(update_fields=["closed_at", "closed_by", "lessons"])
        _told(act, current, "incident.closed")


def reopen(act: Act, incident: Incident) -> None:
    """Open a closed incident again, for the reason that the act gives; its lessons stay."""
    with transaction.atomic():
        current = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
        if current.is_open:
            raise RefusedError(_("It is open already."))
        current.closed_at, current.closed_by = None, None
        current.save(update_fields=["closed_at", "closed_by"])
        _told(act, current, "incident.reopened", text=act.reason)


def _open(incident: Incident) -> Incident:
    """Take hold of an incident that is not closed."""
    current: Incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if not current.is_open:
        raise RefusedError(_("The incident is closed. Open it again to write in it."))
    return current


def _check_room(rows: Any) -> None:
    if rows.count() >= MOST_ROWS:
        raise RefusedError(_("An incident holds at most %(most)d of these. Open another one.") % {"most": MOST_ROWS})


def _by(act: Act) -> dict[str, Any]:
    return {"by": act.actor, "organisation": act.actor.organisation if act.actor else None}


def _told(act: Act, incident: Incident, deed: str, *, project: Project | None = None, text: str = "",
          changes: Mapping[str, Any] | None = None) -> None:
    """Write what was done into the incident's log, and that something was done into the journal."""
    IncidentEntry.objects.create(incident=incident, project=project, happened_at=timezone.now(), text=text[:2000],
                                 deed=deed, **_by(act))
    entries.write(act, deed, incident, changes=changes)
