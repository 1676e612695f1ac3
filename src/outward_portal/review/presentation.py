"""What the review adds to the page of a record that two persons publish."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.policy import may
from outward_portal.review import queries
from outward_portal.review.subjects import SUBJECTS

TRANSLATION_STATES: Mapping[str, Promise] = {
    "missing": _("missing"), "out-of-date": _("out of date: the original has changed since"),
    "machine": _("by machine, unchecked"), "draft": _("draft"), "checked": _("checked"), "unchecked": _("not checked"),
}


def standing(record: Any, user: Any) -> Mapping[str, Any]:
    """Give what the section of a record's page shows: to the public the dates, to staff also drafts and upkeep."""
    kind = SUBJECTS[record.kind]
    is_staff = may(user, "review.propose", record)
    return {
        "kind": kind, "is_staff": is_staff, "drafts": list(queries.open_drafts(user, record)) if is_staff else [],
        "translations": [(language, TRANSLATION_STATES[state]) for language, state
                         in queries.translation_states(kind, record).items()],
        "is_stale": queries.is_stale(record), "a_year_from_now": timezone.localdate() + timedelta(days=365),
    }
