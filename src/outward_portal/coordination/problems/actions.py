"""Writing problems beside their life cycle: raising one, and what is published of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.requests import Act
from outward_portal.coordination.models import Problem, ProblemRecord
from outward_portal.coordination.models.problems import UNANSWERED
from outward_portal.coordination.offices import offices
from outward_portal.journal import entries
from outward_portal.notices.telling import tell
from outward_portal.records.errors import RefusedError
from outward_portal.records.models import Record

MOST_OPEN: Final = 100
"""Problems of one enterprise that wait for an answer."""


def raise_problem(act: Act, organisation: Organisation, values: Mapping[str, Any], records: Iterable[Record] = ()
                  ) -> Problem:
    """Raise a problem for an enterprise; the office is told."""
    with transaction.atomic():
        Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)
        if Problem.objects.filter(organisation=organisation, state__in=UNANSWERED).count() >= MOST_OPEN:
            raise RefusedError(_("%(most)d problems of yours wait for an answer. Withdraw one first.") % {
                "most": MOST_OPEN})
        made = Problem.objects.create(**values, organisation=organisation, raised_by=act.actor,
                                      raised_at=timezone.now(), is_sample=organisation.is_sample)
        ProblemRecord.objects.bulk_create([ProblemRecord(problem=made, record_id=each.pk) for each in records])
        entries.write(act, "problem.raised", made, changes={"topic": [None, made.topic]})
        tell("problem.raised", f"problem.raised:{made.pk}", about=made, to=offices())
    return made
