"""What waits for somebody, gathered from the rooms where it does."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.policy import may, viewer
from outward_portal.membership.queries import open_claims, proposals_to
from outward_portal.review import queries as review
from outward_portal.review.models import Draft
from outward_portal.risks import queries as risks
from outward_portal.risks.incidents.queries import own_open_tasks
from outward_portal.work.models import Job
from outward_portal.work.waiting import WAITING, Waiting


def waiting_for(user: Any) -> list[Waiting]:
    """Count what waits for a person; nothing for a visitor."""
    own = viewer(user).user
    if own is None:
        return []
    found = [
        Waiting(_("Claims to enterprises to decide"), open_claims(user), reverse("claims")),
        Waiting(_("Offers to share private fields to answer"), len(proposals_to(user)), reverse("sharing")),
        Waiting(_("Jobs of yours that failed"), Job.objects.visible_to(user).filter(
            enqueued_by=own, state=Job.State.FAILED).count(), reverse("jobs")),
    ]
    if may(user, "alert.change"):
        found += [
            Waiting(_("Alerts to acknowledge"), risks.count_to_acknowledge(user), reverse("risks") + "?stage=open"),
            Waiting(_("Closed alerts to review against what happened"),
                    risks.count_due_for_review(user, timezone.localdate().year), reverse("risks") + "?stage=closed"),
        ]
    if may(user, "incident.read"):
        found.append(Waiting(_("Tasks in incidents to do"), own_open_tasks(user).count(),
                             reverse("incidents") + "?state=open"))
    if may(user, "review.propose"):
        drafts = review.drafts(user)
        waiting = [draft for draft in drafts.filter(state=Draft.State.WAITING) if may(user, "review.decide", draft)]
        found += [
            Waiting(_("Drafts of others to review"), len(waiting), reverse("review")),
            Waiting(_("Drafts of yours that were returned"),
                    drafts.filter(state=Draft.State.RETURNED, author=own).count(), reverse("review") + "?mine=1"),
        ]
    return [*WAITING.for_person(user), *(each for each in found if each.count)]
