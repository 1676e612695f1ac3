"""What the steps of an interest do beside moving it on; each runs in the transaction of the step, the row locked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.leads import queries, telling
from outward_portal.leads.days import today
from outward_portal.leads.models import Interest, InterestNote, Lead
from outward_portal.records import actions as records
from outward_portal.records.errors import RefusedError
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import Link, Record, Relation
from outward_portal.registers.models import Project

Values = Mapping[str, Any]


def follow(act: Act, interest: Interest, values: Values) -> None:
    """Give it to an officer: whoever takes the step, or the agency that is named."""
    agency = values.get("agency")
    interest.agency = agency or (act.actor.organisation if act.actor else None)
    interest.officer = act.actor if agency is None or (act.actor and act.actor.organisation == agency) else None
    interest.next_on = values.get("next_on")
    telling.moved(interest, "followed")


def note(act: Act, interest: Interest, values: Values) -> None:
    """Keep what was said or done, and when the next step is."""
    is_internal = bool(values.get("is_internal"))
    if is_internal and act.actor is not None and not may(act.actor, "interest.note-internally", interest):
        raise RefusedError(_("Only the leading group writes notes for itself."))
    InterestNote.objects.create(
        interest=interest, happened_on=values["happened_on"], text=values["text"], is_internal=is_internal,
        by=act.actor, organisation=act.actor.organisation if act.actor else None)
    interest.next_on, interest.is_kept_back = values.get("next_on"), is_internal
    if not is_internal:
        telling.moved(interest, "noted")


def offer(_act: Act, interest: Interest, values: Values) -> None:
    """Keep when which offer was made."""
    interest.offered_on = values["offered_on"]
    interest.offer, interest.currency = values.get("offer"), values.get("currency") or ""
    telling.moved(interest, "offered")


def end(act: Act, interest: Interest, _values: Values) -> None:
    """Keep why it ends without a contract."""
    interest.outcome, interest.next_on = act.reason[:500], None
    telling.moved(interest, "ended")


def again(_act: Act, interest: Interest, _values: Values) -> None:
    """Begin again, while the lead is open."""
    lead = Lead.objects.get(pk=interest.lead_id)
    if lead.is_retired or lead.open_until < today():
        raise RefusedError(_("The lead is no longer open."))
    interest.outcome, interest.agency, interest.officer, interest.next_on = "", None, None, None
    interest.offered_on, interest.offer, interest.currency = None, None, ""
    telling.moved(interest, "shown")


def won(act: Act, interest: Interest, values: Values) -> None:
    """Keep why it was won, and add the contract's record to the register of projects, linked to the lead."""
    interest.outcome, interest.next_on = act.reason[:500], None
    interest.project = _contract(act, interest, values)
    telling.moved(interest, "won")


def _contract(act: Act, interest: Interest, values: Values) -> Project:
    enterprise = interest.enterprise
    lead = Lead.objects.get(pk=interest.lead_id)
    if act.actor is not None and queries.find_lead(lead.pk, act.actor) is None:
        lead = Lead(pk=lead.pk, is_sample=lead.is_sample)  # of a lead that is no longer shown nothing is told
    made = records.create(act, KINDS["project"], {
        "name_en": values["name_en"], "name_zh": values["name_zh"], "type": values["type"],
        "enterprise": enterprise, "stage": Project.Stage.AGREED, "begins": values["signed_on"].isoformat(),
        "value": values.get("value"), "currency": values.get("currency") or "",
        "sector": lead.sector or enterprise.sector,
        "countries": lead.countries, "place_en": lead.place_en, "place_zh": lead.place_zh,
        "partners_en": lead.counterparty_en, "partners_zh": lead.counterparty_zh, "source": values["source"],
        "as_of": timezone.localdate().isoformat(), "audience": values["audience"],
    }, owner=enterprise.owner_id, is_sample=lead.is_sample)
    assert isinstance(made, Project)
    _link(act, made, lead)
    return made


def _link(act: Act, project: Record, lead: Record) -> None:
    """Link the contract to the lead; told in the project's history alone, because others read the lead's."""
    Link.objects.create(source_id=project.pk, target_id=lead.pk, relation=Relation.RELATED)
    entries.write(act, "record.linked", project, record=project.pk,
                  changes={"link": [None, f"{Relation.RELATED.value} {lead.pk}"]})
