"""Work that takes its time and then writes one record, with its mark."""

from __future__ import annotations

import time

from django.db import transaction

from outward_portal.records import actions
from outward_portal.records.kinds import KINDS
from outward_portal.work.context import Context
from outward_portal.work.kinds import job


@job("drill.write", name="Drill")
def write(context: Context) -> None:
    """Take the seconds that were asked for, then write."""
    end = time.monotonic() + context.arguments["seconds"]
    while time.monotonic() < end:
        context.progress(0.5, "at it")
        time.sleep(0.05)
    with transaction.atomic():
        actions.create(context.act, KINDS["enterprise"], {"name_en": f"work {context.job.key}", "audience": "public"})
        context.done()
