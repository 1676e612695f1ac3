"""Setting what a miss costs against a false alarm."""

from __future__ import annotations

from django.db import transaction

from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.risks import keeping, standings
from outward_portal.risks.actions.alerts import follow
from outward_portal.risks.models import LevelPolicy
from outward_portal.risks.policies import holding


def set_costs(act: Act, kind: str, costs: tuple[float, float, float], reason: str) -> int | None:
    """Set the costs of a kind of risk; countries are placed anew, and what rises by them opens alerts.

    Returns
    -------
    int or None
        How many alerts were opened; ``None`` where no outlook is kept, so that countries stand as they stood.
    """
    made = keeping.newest()
    outlook = keeping.kept_outlook(made)
    with transaction.atomic():
        before = holding()[kind]
        row = LevelPolicy.objects.create(kind=kind, watch=costs[0], warning=costs[1], alarm=costs[2], reason=reason,
                                         set_by=act.actor)
        entries.write(act, "levels.set", row, changes={
            "kind": [None, kind], **{name: [getattr(before, name, None), getattr(row, name)]
                                     for name in ("watch", "warning", "alarm")}})
        if made is None or outlook is None:
            return None
        return len(follow(act, made, standings.renew(made, outlook)))
