"""Who may do what: each action has one rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from outward_portal.accounts.models import (
    LEADING_GROUP,
    SELF_MANAGED,
    Claim,
    Organisation,
    Role,
    SharingProposal,
)
from outward_portal.accounts.policy import (
    coordination_rules,
    funding_rules,
    leads_rules,
    notices_rules,
    plans_rules,
    services_rules,
    training_rules,
)
from outward_portal.accounts.policy.viewers import (
    EXPOSURE_READERS,
    FORECAST_READERS,
    REVIEW_ROLES,
    REVIEWED_KINDS,
    Viewer,
    levels,
    viewer,
)

_OPEN = SharingProposal.Answer.OPEN


def may(user: Any, action: str, subject: Any = None) -> bool:
    """Say whether a person may do something.

    Parameters
    ----------
    user : User or AnonymousUser
        Who wants to.
    action : str
        The name of a rule in this module, such as ``record.change``.
    subject : Model, type, optional
        What it is done to, where the rule depends on it.

    Raises
    ------
    LookupError
        If there is no such action.
    """
    return _ALLOWED[action](viewer(user), subject)


def ruled_actions() -> frozenset[str]:
    """Name the actions of which a rule speaks."""
    return frozenset(_ALLOWED)


def _create(v: Viewer, kind: Any) -> bool:
    """Officers and the office keep every register; an enterprise or a provider adds what is its own."""
    if kind.key in REVIEWED_KINDS:
        return False
    if v.leads:
        return True
    if v.role == Role.CONTRIBUTOR:
        return bool(kind.contributed)
    if v.role == Role.PROVIDER:
        return v.organisation is not None and bool(kind.provider_owned)
    return v.role == Role.ENTERPRISE and v.organisation is not None and bool(kind.enterprise_owned)


def _change(v: Viewer, record: Any) -> bool:
    """The owner changes its own; the office what is nobody's or seen by the agencies; an officer what is nobody's."""
    if record.owner_id is not None and record.owner_id == v.organisation and v.role != Role.ANALYST:
        return True
    if v.role == Role.OFFICE:
        return record.owner_id is None or record.audience != "owner"
    return v.role == Role.OFFICER and record.owner_id is None and record.audience != "office"


def _direct_change(v: Viewer, record: Any) -> bool:
    """Write a record's fields at once."""
    return record.kind not in REVIEWED_KINDS and _change(v, record)


def _change_around(v: Viewer, record: Any) -> bool:
    """Retire, link and attach: what two persons publish, one person changes in no way once everybody sees it."""
    return not (record.kind in REVIEWED_KINDS and record.audience == "public") and _change(v, record)


def _proposes(v: Viewer, subject: Any) -> bool:
    """Staff propose: a new subject, or a change of one that they see."""
    del subject  # whoever asks has found it among what they may see
    return v.role in REVIEW_ROLES


def _writes_draft(v: Viewer, draft: Any) -> bool:
    """A draft is written by its author and by the leading group, while nobody reviews it."""
    return draft.state in ("draft", "returned") and (v.leads or (v.role in REVIEW_ROLES and v.user == draft.author_id))


def _takes_back(v: Viewer, draft: Any) -> bool:
    """A draft is taken back by whoever wrote in it, or by the office."""
    return draft.state in ("draft", "waiting", "returned") and (
        v.role == Role.OFFICE or (v.role in REVIEW_ROLES and v.user in (draft.author_id, *draft.writers)))


def _decides_draft(v: Viewer, draft: Any) -> bool:
    """A draft is published or returned by somebody of the leading group who wrote nothing in it."""
    return v.leads and draft.state == "waiting" and v.user not in (draft.author_id, *draft.writers)


def _own_view(v: Viewer, view: Any) -> bool:
    return v.user is not None and view.user_id == v.user


def _leads(v: Viewer, _: Any) -> bool:
    return v.leads


def _keeper(v: Viewer, record: Any) -> bool:
    return v.leads and _change(v, record)


def _private_change(v: Viewer, record: Any) -> bool:
    """Private fields are written by their owner alone."""
    return record.owner_id is not None and record.owner_id == v.organisation and v.role == Role.ENTERPRISE


def _signed_in(v: Viewer, _: Any) -> bool:
    return v.user is not None


def _manages(v: Viewer, organisation: Any) -> bool:
    own = organisation is not None and organisation.pk == v.organisation
    return v.role == Role.ADMINISTRATOR or (v.manages and own)


def _invites(v: Viewer, organisation: Any) -> bool:
    """Its manager and the administrators invite to an organisation, and the office to those from outside.

    To a role without an organisation only administrators invite.
    """
    if v.role == Role.ADMINISTRATOR:
        return True
    if organisation is None:
        return False
    own = v.manages and organisation.pk == v.organisation
    return own or (v.role == Role.OFFICE and organisation.kind in SELF_MANAGED)


def _keeps_organisation(v: Viewer, organisation: Any) -> bool:
    """The administrators make and edit organisations, and the office those from outside; ``None``: any at all."""
    if v.role == Role.ADMINISTRATOR:
        return True
    return v.role == Role.OFFICE and (organisation is None or organisation.kind in SELF_MANAGED)


def _shares(v: Viewer, sharing: Any) -> bool:
    return v.manages and v.role == Role.ENTERPRISE and v.organisation is not None and (
        sharing is None or v.organisation in (sharing.parent_id, sharing.subsidiary_id))


def _withdraws_proposal(v: Viewer, proposal: Any) -> bool:
    return _shares(v, None) and proposal.proposer_id == v.organisation and proposal.answer == _OPEN


def _answers_proposal(v: Viewer, proposal: Any) -> bool:
    if v.organisation is None or not _shares(v, None) or proposal.proposer_id == v.organisation:
        return False
    named = Organisation.objects.filter(pk=v.organisation, credit_code=proposal.credit_code)
    return proposal.answer == _OPEN and named.exists()


def _office(v: Viewer, _: Any) -> bool:
    return v.role == Role.OFFICE


def _claims(v: Viewer, _: Any) -> bool:
    return v.role == Role.MEMBER and v.organisation is None


def _administers(v: Viewer, _: Any) -> bool:
    return v.role == Role.ADMINISTRATOR


def _changes_address(v: Viewer, user: Any) -> bool:
    """The own address; not that of a sample account, which others are to find under the address that is told."""
    return v.user is not None and user.pk == v.user and not user.is_sample


def _withdraws_claim(v: Viewer, claim: Any) -> bool:
    return claim.claimant_id == v.user and claim.decision == Claim.Decision.OPEN


def _claim_decision(v: Viewer, claim: Any) -> bool:
    return v.role == Role.OFFICE and claim.claimant_id != v.user and claim.decision == Claim.Decision.OPEN


def _own_job(v: Viewer, job: Any) -> bool:
    return v.role == Role.ADMINISTRATOR or (v.user is not None and job.enqueued_by_id == v.user)


def _readers(v: Viewer, record: Any) -> bool:
    """Who read private fields is told to the organisation whose record it is."""
    return record.owner_id is not None and record.owner_id == v.organisation


def _totals(v: Viewer, _: Any) -> bool:
    """Totals of private fields: for the leading group, contributors and analysts; never for competitors."""
    return v.leads or v.role in (Role.CONTRIBUTOR, Role.ANALYST)


_ASKS = LEADING_GROUP | {Role.ANALYST, Role.ENTERPRISE, Role.PROVIDER, Role.CONTRIBUTOR}


def _asks(v: Viewer, _: Any) -> bool:
    """Put a question to a case: everybody with work to do here, over cases that they see."""
    return v.role in _ASKS


def _builds(v: Viewer, _: Any) -> bool:
    """Write the report that everybody reads."""
    return v.leads or v.role == Role.ANALYST


def _judges(v: Viewer, audience: Any) -> bool:
    """Decide on what an audit finds in a case that they see: what is corrected is corrected for everybody."""
    return _builds(v, None) and _case_read(v, audience)


def _own_run(v: Viewer, run: Any) -> bool:
    return v.user is not None and run.asked_by_id == v.user


def _own_index(v: Viewer, index: Any) -> bool:
    return v.user is not None and index.owner_id == v.user


def _reads_forecasts(v: Viewer, _: Any) -> bool:
    return v.role in FORECAST_READERS


def _keeps_panel(v: Viewer, _: Any) -> bool:
    return v.leads or v.role == Role.ANALYST


def _weighs_risks(v: Viewer, _: Any) -> bool:
    return v.role in EXPOSURE_READERS


def _keeps_private(v: Viewer, project: Any) -> bool:
    """What is private to a project, as its cover: its owner; of nobody's project, the leading group."""
    return _private_change(v, project) or (v.leads and project.owner_id is None)


def _handles_incidents(v: Viewer, _: Any) -> bool:
    """Read and write in incidents: whoever asks has found the incident among those that they see."""
    return v.leads or v.role == Role.ENTERPRISE


def _does_task(v: Viewer, task: Any) -> bool:
    """A task is done by the office, the agency that it is given to, or the enterprise of its project."""
    if v.role == Role.OFFICER:
        return task.agency_id is not None and task.agency_id == v.organisation
    return v.role == Role.OFFICE or (v.role == Role.ENTERPRISE and task.project_id is not None)


def _watches(v: Viewer, _: Any) -> bool:
    """Read what was done about alerts: who watches every country for the leading group."""
    return v.leads or v.role in (Role.CONTRIBUTOR, Role.ANALYST)


def _case_read(v: Viewer, audience: Any) -> bool:
    return audience in levels(v)


def _switches_packs(v: Viewer, _: Any) -> bool:
    return v.role in (Role.OFFICE, Role.ADMINISTRATOR)


_ALLOWED: Mapping[str, Callable[[Viewer, Any], bool]] = {
    "record.create": _create,
    "record.change": _direct_change,
    "record.retire": _change_around,
    "record.merge": _keeper,
    "record.link": _change_around,
    "record.attach": _change_around,
    "record.import": _create,
    "private.change": _private_change,
    "private.readers": _readers,
    "duplicates.see": _leads,
    "aggregates.read": _totals,
    "view.save": _signed_in,
    "view.change": _own_view,
    "members.manage": _manages,
    "organisation.invite": _invites,
    "organisation.keep": _keeps_organisation,
    "sharing.agree": _shares,
    "sharing.withdraw": _withdraws_proposal,
    "sharing.answer": _answers_proposal,
    "claim.make": _claims,
    "claim.withdraw": _withdraws_claim,
    "claim.decide": _claim_decision,
    "claims.read": _office,
    "accounts.administer": _administers,
    "email.change": _changes_address,
    "job.cancel": _own_job,
    "job.again": _own_job,
    "review.propose": _proposes,
    "review.write": _writes_draft,
    "review.withdraw": _takes_back,
    "review.decide": _decides_draft,
    "review.assign": _leads,
    "run.ask": _asks,
    "report.build": _builds,
    "run.change": _own_run,
    "run.retire": _own_run,
    "index.read": _signed_in,
    "index.make": _asks,
    "index.change": _own_index,
    "index.retire": _own_index,
    "case.read": _case_read,
    "case.open": _office,
    "audit.decide": _judges,
    "dossier.open": _leads,
    "pack.switch": _switches_packs,
    "forecasts.read": _reads_forecasts,
    "forecasts.verify": _keeps_panel,
    "panel.read": _keeps_panel,
    "panel.keep": _office,
    "outlook.make": _office,
    "levels.set": _office,
    "alert.open": _leads,
    "alert.change": _leads,
    "alert.steps": _watches,
    "exposure.read": _weighs_risks,
    "severities.set": _office,
    "cover.change": _keeps_private,
    "screen.change": _keeps_private,
    "incident.read": _handles_incidents,
    "incident.open": _office,
    "incident.manage": _office,
    "incident.write": _handles_incidents,
    "incident.task": _does_task,
    **coordination_rules.ACTIONS,
    **funding_rules.ACTIONS,
    **leads_rules.ACTIONS,
    **notices_rules.ACTIONS,
    **plans_rules.ACTIONS,
    **services_rules.ACTIONS,
    **training_rules.ACTIONS,
}
