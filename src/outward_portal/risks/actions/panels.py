"""Sending files of the panel and taking them out, and asking for an outlook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.records.errors import RefusedError
from outward_portal.records.files.inspection import FileType, inspect
from outward_portal.records.files.keeping import kept
from outward_portal.risks import panel
from outward_portal.risks.jobs import OUTLOOK
from outward_portal.risks.models import PanelFile
from outward_portal.work.models import Job
from outward_portal.work.queue import enqueue


class ProblemsError(RefusedError):
    """A file in which the library finds things to mend."""

    def __init__(self, problems: list[Any]) -> None:
        super().__init__(_("What is wrong stands in the table below, by row and column."))
        self.problems = problems


def send(act: Act, upload: UploadedFile[Any], *, source: str, is_synthetic: bool) -> PanelFile:
    """Keep a file of the panel; it takes the place of the one of the same name.

    Raises
    ------
    RefusedError
        If it must not be kept, belongs to no family, or the library cannot read it.
    """
    name = (upload.name or "").strip()
    family = panel.family_of(name)
    if not family:
        raise RefusedError(_("The file's name says no family. Name it as in the table below, such as "
                             "institutional_vdem_1950_2020.csv."))
    with kept(upload, _table) as file:
        place = panel.place_of(file.name)
        years = panel.survey(place, 0, file.size)
        if years.trouble:
            raise RefusedError(str(years.trouble))
        problems = panel.problems_of(place, name)
        if problems:
            raise ProblemsError(problems)
        with transaction.atomic():
            before = PanelFile.objects.select_for_update().filter(name=name, retired_at__isnull=True).first()
            if before is not None:
                _retire(act, before)
            made = PanelFile.objects.create(
                name=name, family=family, first_year=min(years.years), last_year=max(years.years), rows=years.rows,
                file=file.name, size=file.size, sha256=file.sha256, source=source, is_synthetic=is_synthetic,
                added_by=act.actor)
            entries.write(act, "panel.sent", made, changes={"name": [None, name], "sha256": [None, file.sha256],
                                                            "source": [None, source]})
    return made


def _table(path: Path, name: str) -> FileType:
    """Look at an upload: a table as text, nothing else."""
    found = inspect(path, name)
    if found.extension != "csv":
        raise RefusedError(_("Only CSV files in UTF-8 are read here."))
    return found


def take_out(act: Act, file: PanelFile) -> None:
    """Take a file out of the panel; outlooks that were made with it stand."""
    with transaction.atomic():
        current = PanelFile.objects.select_for_update().get(pk=file.pk)
        if current.retired_at is None:
            _retire(act, current)


def _retire(act: Act, file: PanelFile) -> None:
    file.retired_at = timezone.now()
    file.save(update_fields=["retired_at"])
    entries.write(act, "panel.taken-out", file, changes={"name": [file.name, None]})


def ask_for_outlook(act: Act) -> Job:
    """Have an outlook made from the panel as it is; while one is being made, that one is given."""
    with transaction.atomic():
        running = Job.objects.filter(kind=OUTLOOK, state__in=[Job.State.WAITING, Job.State.RUNNING]).first()
        if running is not None:
            return running
        return enqueue(act, OUTLOOK, str(Job.objects.filter(kind=OUTLOOK).count() + 1))
