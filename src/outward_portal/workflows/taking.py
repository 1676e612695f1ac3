"""Taking a step: one transaction, the row locked, the journal told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.records.errors import RefusedError
from outward_portal.workflows.flow import Step, Workflow


def steps_for(flow: Workflow, user: Any, subject: Any) -> list[Step]:
    """Give the steps that a person may take now, in the order of the life cycle."""
    state = getattr(subject, flow.field)
    return [step for step in flow.steps if state in step.sources and may(user, step.action, subject)]


def take(act: Act, flow: Workflow, subject: models.Model, step: Step, values: Mapping[str, Any] | None = None) -> Any:
    """Take a step.

    Parameters
    ----------
    act : Act
        Who takes it, and why. Whether they may has been asked already, of the row as they saw it; it is asked again of
        the row as it stands, for somebody who has signed in.
    flow, subject, step
        The life cycle, a row of its model, one of its steps.
    values : mapping, optional
        Cleaned values of the step's form.

    Returns
    -------
    Model
        The row as it stands now.

    Raises
    ------
    RefusedError
        If the row has moved on meanwhile, or the step's own rule refuses.
    """
    values = values or {}
    with transaction.atomic():
        current = flow.model._base_manager.select_for_update().get(pk=subject.pk)
        before = getattr(current, flow.field)
        if before not in step.sources:
            raise RefusedError(_("This can no longer be done: it has moved on to “%(state)s” meanwhile.") % {
                "state": flow.state(before).name})
        if act.actor is not None and not may(act.actor, step.action, current):
            raise RefusedError(_("You may not do this as things stand now."))
        if step.do is not None:
            step.do(act, current, values)
        after = step.becomes(current, values) if step.becomes is not None else step.target or before
        setattr(current, flow.field, after)
        current.save()
        told: dict[str, Any] = {name: [None, None] for name in values if name in step.hidden}
        told |= {} if after == before else {flow.field: [before, after]}
        said = replace(act, reason="") if step.is_private else act
        entries.write(said, step.deed, current, record=flow.record(current), changes=told)
    return current
