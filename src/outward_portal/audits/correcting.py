"""Writing a correction: a new observation a cell, with its own source and day. What was known stays as it was."""

from __future__ import annotations

import csv
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outward.errors import BusyError
from outward.ingest.imports import import_file
from outward.ingest.loaded import Loaded
from outward.studies.releases import Release, open_release
from outward.vocabulary.observations import COLUMNS
from outward_portal.accounts.policy import may
from outward_portal.audits.keeping import audit_now
from outward_portal.audits.models import Decision
from outward_portal.journal import entries
from outward_portal.records.cases import audience_of
from outward_portal.work.context import Context
from outward_portal.work.errors import ToldError

_WAITED: Final = 120.0  # seconds for another writer of the workspace
_KEPT: Final = ("table", "row", "indicator", "region", "sector", "coverage", "partner", "product", "subject", "period",
                "unit", "paragraph")
"""What a correction takes over from the observation that it corrects: what the value is a value of."""


def carry_out(context: Context) -> dict[str, Any]:
    """Write a decision's correction, unless an attempt before has done so.

    A worker that died after the release was cut has nothing more to write: the store takes the same rows only once.

    Raises
    ------
    ToldError
        If whoever corrected may no longer do so, the decision was withdrawn, or a cell reads otherwise by now.
    OutwardError
        If the library refuses the rows.
    """
    decision = Decision.objects.select_related("access", "decided_by").get(pk=context.arguments["decision"])
    if not decision.written:
        _check(context, decision)
        context.progress(0.1, _("Writing the new observations"))
        release = _written(context, decision)
        context.progress(0.7, _("Auditing the new release"))
        audit_now(decision.access.case, release)
        with transaction.atomic():
            Decision.objects.filter(pk=decision.pk).update(written=release)
            entries.write(context.act, "correction.written", decision, changes={"release": [None, release]})
            context.done({"decision": decision.pk})
    return {"decision": decision.pk}


def _check(context: Context, decision: Decision) -> None:
    """Ask the policy again: it may have changed since."""
    if decision.is_withdrawn:
        raise ToldError(_("The decision was withdrawn."))
    if not may(context.act.actor, "audit.decide", audience_of(decision.access.case)):
        raise ToldError(_("Whoever corrected this may no longer do so."))


def _written(context: Context, decision: Decision) -> str:
    case = decision.access.case
    rows = _rows(decision, open_release(settings.WORKSPACE, case))
    with tempfile.TemporaryDirectory(prefix="outward-") as folder:
        file = Path(folder) / f"correction-{decision.pk}.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, [*_KEPT, "value", "known_on", "note"], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        loaded = _imported(context, decision, file, str(rows[0]["table"]))
    assert loaded.release is not None  # a case exists by its releases
    return loaded.release.name


def _rows(decision: Decision, release: Release) -> list[dict[str, str]]:
    """Give the new observations, each over the one that it corrects."""
    table = release.observations(table=sorted({each["table"] for each in decision.corrections}))
    table = table[table["row"].isin([each["row"] for each in decision.corrections])]
    held = {(str(row["table"]), str(row["row"])): row for row in table[list(COLUMNS)].to_dict("records")}
    return [_row(each, held.get((each["table"], each["row"])), decision) for each in decision.corrections]


def _row(correction: Mapping[str, str], held: Mapping[Any, Any] | None, decision: Decision) -> dict[str, str]:
    cell = f"{correction['table']}:{correction['row']}"
    if held is None:
        raise ToldError(_("The cell %(cell)s is no longer there."), cell=cell)
    is_done = held["known_on"] == decision.known_on and held["value_as_printed"] == correction["text"]
    if held["value_as_printed"] != correction["held"] and not is_done:
        raise ToldError(_("The cell %(cell)s reads %(now)s by now, not %(was)s. Look at it again."), cell=cell,
                        now=held["value_as_printed"], was=correction["held"])
    note = f"correction of finding {decision.finding[:12]}: printed {correction['was']}; {decision.reason}"
    return {**{name: str(held[name]) for name in _KEPT}, "value": correction["text"], "known_on": decision.known_on,
            "note": note}


def _imported(context: Context, decision: Decision, file: Path, table: str) -> Loaded:
    """Add the rows to the case; another writer is waited for, and what it wrote is kept."""
    until = time.monotonic() + _WAITED
    while True:
        try:
            return import_file(file, decision.access.case, settings.WORKSPACE, table=table, known_on=decision.known_on,
                               title=decision.source, accept_changes=True, auditing=False)
        except BusyError:
            if time.monotonic() > until:
                raise
            context.stop_if_cancelled()
            time.sleep(0.2)
