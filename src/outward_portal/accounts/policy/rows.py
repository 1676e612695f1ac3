"""Who sees a row: each model has one rule, a condition on its columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from outward_portal.accounts.models import (
    SELF_MANAGED,
    Audience,
    Organisation,
    Role,
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
from outward_portal.accounts.policy.conditions import EVERYBODY, NOBODY, record_seen
from outward_portal.accounts.policy.risk_rows import RISK_ROWS
from outward_portal.accounts.policy.viewers import REVIEW_ROLES, Viewer, levels, viewer


def visible(model: type[Model], seen_by: Viewer) -> Q:
    """Give the condition under which a viewer sees a row of a model.

    Raises
    ------
    LookupError
        If no rule speaks of the model or of one that it extends: nothing is visible by accident.
    """
    for ancestor in (model, *model._meta.get_parent_list()):
        rule = _VISIBLE.get(ancestor._meta.label)
        if rule is not None:
            return rule(seen_by)
    raise LookupError(f"no rule in accounts.policy says who sees {model._meta.label}")


def ruled_models() -> frozenset[str]:
    """Name the models of which a rule speaks."""
    return frozenset(_VISIBLE)


def visible_in_time(seen_by: Viewer) -> Q:
    """Give the condition under which a viewer has seen a record while it was in its register, retired since or not."""
    return record_seen(seen_by, also_retired=True)


def audiences_to_give(user: Any, owner: int | None) -> frozenset[str]:
    """Say to whom a person may show a record: never to its owner only where it has none, for nobody would see it.

    Parameters
    ----------
    user : User or AnonymousUser
        Who writes the record.
    owner : int or None
        The organisation whose record it is.
    """
    narrow = ({"office"} if viewer(user).leads else set()) | ({"owner"} if owner is not None else set())
    return frozenset({"public", "members", "agencies"} | narrow)


def _private_field(v: Viewer) -> Q:
    """A private field: its owner, who shares with it, and whom the owner named."""
    seen = NOBODY
    if v.own:
        seen |= Q(record__owner__in=v.own)
    if v.role == Role.OFFICER and v.organisation is not None:
        seen |= Q(audience="agency", agency=v.organisation)
    if v.leads:
        seen |= Q(audience="leading-group")
    return seen & record_seen(v, "record__")


def _link(v: Viewer) -> Q:
    return record_seen(v, "source__") & record_seen(v, "target__")


def _attachment(v: Viewer) -> Q:
    return record_seen(v) & record_seen(v, "record__")


def _passage(v: Viewer) -> Q:
    return record_seen(v, "record__")


def _reading(v: Viewer) -> Q:
    """Who read an enterprise's private fields: told to the enterprise."""
    return NOBODY if v.organisation is None else Q(record__owner=v.organisation)


def _entry(v: Viewer) -> Q:
    """The journal: of records to those who may change them, of accounts to the administrators.

    What was done to a record is seen by whoever would have seen the record then, not only by whoever sees it now.
    """
    seen = NOBODY
    if v.organisation is not None:
        seen |= Q(record__owner=v.organisation)
    if v.leads:
        seen |= Q(record__isnull=False, audience__in=levels(v)) & record_seen(v, "record__") & (
            Q(record__owner__isnull=True) | Q(record__audience__in=[
                Audience.PUBLIC, Audience.MEMBERS, Audience.AGENCIES]))
    if v.role == Role.ADMINISTRATOR:
        seen |= Q(record__isnull=True, subject__startswith="accounts.")
    if v.user is not None:
        seen |= Q(actor=v.user)
    return seen


def _saved_view(v: Viewer) -> Q:
    """A saved view: its maker, and the maker's colleagues where it is shared."""
    if v.user is None:
        return NOBODY
    seen = Q(user=v.user)
    return seen if v.organisation is None else seen | Q(is_shared=True, user__organisation=v.organisation)


def _organisation(v: Viewer) -> Q:
    """An organisation: named in public, but for those that are only people's employer."""
    if v.role in (Role.OFFICE, Role.ADMINISTRATOR):
        return EVERYBODY
    seen = Q(kind__in=[Organisation.Kind.AGENCY, Organisation.Kind.OFFICE])
    if v.leads:
        seen |= Q(kind__in=[Organisation.Kind.ENTERPRISE, Organisation.Kind.PROVIDER, Organisation.Kind.MISSION])
    return seen | Q(pk__in=v.own) if v.own else seen


def _user(v: Viewer) -> Q:
    """An account: itself, its organisation's manager, the administrators."""
    if v.role == Role.ADMINISTRATOR:
        return EVERYBODY
    if v.user is None:
        return NOBODY
    seen = Q(pk=v.user)
    return seen | Q(organisation=v.organisation) if v.manages and v.organisation is not None else seen


def _sharing(v: Viewer) -> Q:
    if v.organisation is None:
        return NOBODY
    return Q(parent=v.organisation) | Q(subsidiary=v.organisation)


def _sharing_proposal(v: Viewer) -> Q:
    """A proposal: who makes it, and whom its credit code names."""
    if v.organisation is None or v.role != Role.ENTERPRISE:
        return NOBODY
    own_code = Organisation.objects.filter(pk=v.organisation).exclude(credit_code="").values("credit_code")
    return Q(proposer=v.organisation) | Q(credit_code__in=own_code)


def _invitation(v: Viewer) -> Q:
    """An invitation: the administrators, the office where it may invite, the organisation's manager."""
    if v.role == Role.ADMINISTRATOR:
        return EVERYBODY
    seen = Q(organisation=v.organisation) if v.manages and v.organisation is not None else NOBODY
    return seen | Q(organisation__kind__in=SELF_MANAGED) if v.role == Role.OFFICE else seen


def _claim(v: Viewer) -> Q:
    if v.role == Role.OFFICE:
        return EVERYBODY
    return NOBODY if v.user is None else Q(claimant=v.user)


def _job(v: Viewer) -> Q:
    """Work in the background: who asked for it; administrators see that it is there, but no page shows them more."""
    if v.role == Role.ADMINISTRATOR:
        return EVERYBODY
    return NOBODY if v.user is None else Q(enqueued_by=v.user)


def _draft(v: Viewer) -> Q:
    """A draft: whoever wrote in it, and those who review."""
    if v.leads:
        return Q(record__isnull=True) | record_seen(v, "record__")
    return NOBODY if v.user is None else Q(author=v.user)


def _published_part(at: str) -> Callable[[Viewer], Q]:
    """A part of a document: with the document, but before it is published only to the staff who prepare it."""
    def rule(v: Viewer) -> Q:
        seen = record_seen(v, at)
        return seen if v.role in REVIEW_ROLES else seen & Q(published_at__isnull=False)
    return rule


def _step(v: Viewer) -> Q:
    return record_seen(v, "procedure__")


def _translation(v: Viewer) -> Q:
    """Who translates what: told to the staff."""
    return EVERYBODY if v.role in REVIEW_ROLES else NOBODY


def _stage_date(v: Viewer) -> Q:
    """When a project reached a stage: seen with the project."""
    return record_seen(v, "project__")


def _case_access(v: Viewer) -> Q:
    """Who sees what is made from a case: told to whoever does."""
    return Q(audience__in=levels(v))


def _dossier(v: Viewer) -> Q:
    """A country's place in a case: whoever sees the case; a dossier that somebody opened by hand is everybody's."""
    cases = apps.get_model("records", "CaseAccess")._base_manager.filter(_case_access(v))
    return Q(case="") | Q(case__in=cases.values("case"))


def _work(v: Viewer, whose: str, at: str = "") -> Q:
    """What a person has worked out: the person, and whom they let see it until it is put aside."""
    if v.user is None:
        return NOBODY
    audience = f"{at}audience"
    shared = Q(**{audience: "members"})
    if v.organisation is not None:
        shared |= Q(**{f"{at}organisation": v.organisation}) & ~Q(**{audience: "self"})
    if v.leads:
        shared |= Q(**{audience: "leading-group"})
    return Q(**{f"{at}{whose}": v.user}) | (shared & Q(**{f"{at}retired_at__isnull": True}))


def _run(v: Viewer) -> Q:
    """A run: who asked, and whom they let see it; nobody who may not see its case."""
    return _work(v, "asked_by") & Q(access__audience__in=levels(v))


def _index(v: Viewer) -> Q:
    """An index: who made it, and whom they let see it."""
    return _work(v, "owner")


def _index_version(v: Viewer) -> Q:
    """A version of an index, with its framework and data: whoever sees the index."""
    return _work(v, "owner", "assessment__")


def _decision(v: Viewer) -> Q:
    """A decision on what an audit finds: whoever has an account and sees the case; visitors are told its verdict."""
    return NOBODY if v.user is None else Q(access__audience__in=levels(v))


def _everybody(_: Viewer) -> Q:
    """That a dossier is kept, and which snapshots there are: said in public."""
    return EVERYBODY


def _import(v: Viewer) -> Q:
    """An import: whoever sent the file, which may hold what only they may see."""
    return NOBODY if v.user is None else Q(user=v.user)


def _own(v: Viewer) -> Q:
    """What is a person's and concerns nobody else, as sessions and tokens: the person alone."""
    return NOBODY if v.user is None else Q(user=v.user)


def _distinct_pair(v: Viewer) -> Q:
    """Pairs that were set aside as not the same: for the leading group, where it sees both."""
    return record_seen(v, "first__") & record_seen(v, "second__") if v.leads else NOBODY


_VISIBLE: Mapping[str, Callable[[Viewer], Q]] = {
    "api.Token": _own,
    "api.Answer": _own,
    "imports.Import": _import,
    "accounts.Organisation": _organisation,
    "accounts.User": _user,
    "accounts.Session": _own,
    "accounts.AddressChange": _own,
    "accounts.Sharing": _sharing,
    "accounts.SharingProposal": _sharing_proposal,
    "accounts.Invitation": _invitation,
    "accounts.Claim": _claim,
    "journal.Entry": _entry,
    "work.Job": _job,
    "records.Record": record_seen,
    "records.PrivateField": _private_field,
    "records.Link": _link,
    "records.Attachment": _attachment,
    "records.Reading": _reading,
    "records.Passage": _passage,
    "records.DistinctPair": _distinct_pair,
    "records.SavedView": _saved_view,
    "registers.StageDate": _stage_date,
    "records.CaseAccess": _case_access,
    "runs.Run": _run,
    "audits.Decision": _decision,
    "review.Draft": _draft,
    "review.Translation": _translation,
    "knowledge.Version": _published_part("document__"),
    "knowledge.Provision": _published_part("document__"),
    "knowledge.Step": _step,
    "dossiers.Dossier": _dossier,
    "dossiers.Pack": _everybody,
    "workbench.IndexAssessment": _index,
    "workbench.IndexVersion": _index_version,
    **RISK_ROWS,
    **coordination_rules.ROWS,
    **funding_rules.ROWS,
    **leads_rules.ROWS,
    **notices_rules.ROWS,
    **plans_rules.ROWS,
    **services_rules.ROWS,
    **training_rules.ROWS,
}
