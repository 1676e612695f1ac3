"""Asking for a digest, and making it in the background."""

from __future__ import annotations

from contextlib import ExitStack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.requests import Act
from outward_portal.coordination.digests.documents import FORMATS, LANGUAGES, written
from outward_portal.coordination.digests.gathering import gather
from outward_portal.coordination.jobs import DIGEST
from outward_portal.coordination.models import Digest, DigestFile
from outward_portal.journal import entries
from outward_portal.records.files import storage
from outward_portal.work.context import Context
from outward_portal.work.models import Job
from outward_portal.work.queue import enqueue


def ask(act: Act, year: int, quarter: int) -> tuple[Digest, Job]:
    """Ask for a quarter's digest; asked again, it is made anew beside the earlier one."""
    with transaction.atomic():
        made = Digest.objects.create(year=year, quarter=quarter, asked_by=act.actor)
        entries.write(act, "digest.asked", made, changes={"period": [None, made.period]})
        return made, enqueue(act, DIGEST, str(made.pk), {"digest": made.pk})


def make(context: Context) -> None:
    """Gather the numbers and write the documents; what is half done when the worker dies leaves no row."""
    digest = Digest.objects.get(pk=context.arguments["digest"])
    if digest.as_of is not None:
        return
    now = timezone.now()
    digest.numbers, digest.as_of = gather(digest.year, digest.quarter, now), now
    wanted = [(language, format) for language in LANGUAGES for format in FORMATS]
    contents = []
    for place, (language, format) in enumerate(wanted):
        context.progress(place / len(wanted), _("Writing document %(number)d of %(count)d"), number=place + 1,
                         count=len(wanted))
        contents.append(written(digest, language, format))
    with ExitStack() as undo, transaction.atomic():
        rows = []
        for (language, format), content in zip(wanted, contents, strict=True):
            with storage.received([content]) as path:
                name = storage.keep(path)
            undo.callback(storage.discard, name)
            rows.append(DigestFile(digest=digest, language=language, format=format, file=name, size=len(content)))
        digest.save(update_fields=["numbers", "as_of"])
        DigestFile.objects.bulk_create(rows)
        entries.write(context.act, "digest.made", digest, changes={"period": [None, digest.period]})
        context.done({"digest": digest.pk})
        undo.pop_all()
