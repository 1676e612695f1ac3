"""Making an outlook: the library forecasts, then all that follows from it is written in one transaction."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from outward.studies.risks.outlook import Outlook, make_outlook
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.risks import keeping, ledger, panel, standings
from outward_portal.risks.actions.alerts import follow
from outward_portal.risks.models import MadeOutlook
from outward_portal.risks.words import event_text
from outward_portal.work.context import Context
from outward_portal.work.errors import ToldError
from outward_portal.work.models import Job


def make(context: Context) -> dict[str, Any]:
    """Make the outlook of the panel as it is now."""
    if not may(context.act.actor, "outlook.make"):
        raise ToldError(gettext_lazy("Only the leading group's office makes an outlook."))

    def tell(done: float, what: str) -> None:
        if what == "panel":
            context.progress(0.02, gettext_lazy("Reading the panel"))
        elif what:
            context.progress(0.05 + 0.9 * done, gettext_lazy("Forecasting: %(event)s"), event=event_text(what))
        context.stop_if_cancelled()

    is_synthetic = panel.is_synthetic()
    with panel.assembled() as folder:
        made = make_outlook(folder, progress=tell)
    context.progress(0.96, gettext_lazy("Entering the forecasts into the ledger"))
    digest = keeping.keep(made)
    with transaction.atomic():
        same = MadeOutlook.objects.filter(digest=digest).order_by("-id").first()
        row = same if same is not None and same == keeping.newest() else entered(
            context.act, made, digest, is_synthetic=is_synthetic, job=context.job)
        opened = follow(context.act, row, standings.renew(row, made))
        result = {"outlook": row.pk, "alerts": len(opened), "is_new": row != same}
        context.done(result)
    keeping.sweep()
    return result


def entered(act: Act, made: Outlook, digest: str, *, is_synthetic: bool, job: Job | None = None) -> MadeOutlook:
    """Write that an outlook was made, and its forecasts into the ledger, in the transaction of all that follows."""
    row = MadeOutlook.objects.create(
        digest=digest, panel_digest=made.panel_digest, version=made.method[:60], made_on=made.made_on, year=made.year,
        countries=len({(one.gwcode, one.iso3) for each in made.events for one in each.forecasts}),
        forecasts=sum(len(each.forecasts) for each in made.events), is_synthetic=is_synthetic, asked_by=act.actor,
        job=job)
    before = ledger.newest()
    after = ledger.add(row, made)
    entries.write(act, ledger.MADE, row, changes={
        "year": [None, row.year], "panel": [None, row.panel_digest], "version": [None, row.version],
        "sequence": [before[0], after[0]], "seal": [before[1], after[1]]})
    return row
