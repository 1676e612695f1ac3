"""Who may see and do what: the only place that decides it.

Everything is refused that no rule here allows. Rows: each model has one rule in ``_VISIBLE``, a condition on its
columns; every page, file, search and count asks for them through ``Model.objects.visible_to(user)``. Actions: each has
one rule in ``_ALLOWED``; views ask ``may(user, action, record)``.

Private fields are rows of their own (``records.PrivateField``), so a list, filter, sort, search, export or history of
records cannot leak what is not in them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from outward_portal.accounts.models import (
    LEADING_GROUP,
    SELF_MANAGED,
    Audience,
    Claim,
    Organisation,
    Role,
    Sharing,
    SharingProposal,
    User,
)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks, as far as it matters to a rule."""

    user: int | None  # None: a visitor
    role: str  # a value of Role, or "visitor"
    organisation: int | None
    manages: bool  # the organisation's accounts
    sharing: tuple[int, ...]  # organisations that share their private fields with this viewer's, by mutual consent

    @property
    def own(self) -> tuple[int, ...]:
        """The viewer's organisation and those that share with it."""
        return (*(() if self.organisation is None else (self.organisation,)), *self.sharing)

    @property
    def adds_for(self) -> int | None:
        """Whose a record is that the viewer adds: nobody's where the leading group does, else the organisation's."""
        return None if self.leads else self.organisation

    @property
    def leads(self) -> bool:
        """Whether the viewer acts for the leading group: an agency's officer or its office."""
        return self.role in LEADING_GROUP


REVIEWED_KINDS = frozenset({"document", "procedure", "fact"})
"""Kinds of records that two persons publish: nobody writes them at once, everything goes through a draft."""

REVIEW_ROLES = frozenset({Role.OFFICER, Role.OFFICE, Role.CONTRIBUTOR, Role.ANALYST})
"""Roles that propose what two persons publish."""

VISITOR = Viewer(None, "visitor", None, manages=False, sharing=())


def viewer(user: Any) -> Viewer:
    """Sum up an account; an inactive one is a visitor.

    Parameters
    ----------
    user : User or AnonymousUser
        Who asks. The answer is kept on the object for the length of a request.
    """
    if not isinstance(user, User) or not user.is_active or user.pk is None:
        return VISITOR
    known: Viewer | None = getattr(user, "_viewer", None)
    if known is None:
        known = Viewer(user.pk, user.role, user.organisation_id, user.is_manager, _partners(user.organisation_id))
        user._viewer = known  # type: ignore[attr-defined]
    return known


def _partners(organisation: int | None) -> tuple[int, ...]:
    if organisation is None:
        return ()
    agreed = Sharing.objects.filter(parent_agreed_at__isnull=False, subsidiary_agreed_at__isnull=False)
    pairs = agreed.filter(Q(parent=organisation) | Q(subsidiary=organisation)).values_list("parent", "subsidiary")
    return tuple(sorted({one for pair in pairs for one in pair} - {organisation}))


NOBODY = Q(pk__in=[])
EVERYBODY = Q()
"""Conditions under which no row, and every row, is seen."""


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


# -- rows -------------------------------------------------------------------------------------------------------------


def visible_in_time(seen_by: Viewer) -> Q:
    """Give the condition under which a viewer has seen a record while it was in its register, retired since or not."""
    return _record(seen_by, also_retired=True)


def _record(v: Viewer, at: str = "", *, also_retired: bool = False) -> Q:
    """A register's record: by its audience, and always by its owner."""
    audience, owner, retired = f"{at}audience", f"{at}owner", f"{at}retired_at__isnull"
    seen = Q(**{f"{audience}__in": _levels(v)})
    if not v.leads and not also_retired:
        seen &= Q(**{retired: True})  # what is retired stays with those who can bring it back
    if v.own:
        seen |= Q(**{f"{owner}__in": v.own})
    return seen


def _levels(v: Viewer) -> list[str]:
    """The audiences to which a viewer belongs, from everybody to the office."""
    levels: list[str] = [Audience.PUBLIC]
    if v.user is not None:
        levels.append(Audience.MEMBERS)
    if v.leads or v.role in (Role.CONTRIBUTOR, Role.ANALYST):
        levels.append(Audience.AGENCIES)
    if v.role == Role.OFFICE:
        levels.append(Audience.OFFICE)
    return levels


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
    return seen & _record(v, "record__")


def _link(v: Viewer) -> Q:
    return _record(v, "source__") & _record(v, "target__")


def _attachment(v: Viewer) -> Q:
    return _record(v) & _record(v, "record__")


def _passage(v: Viewer) -> Q:
    return _record(v, "record__")


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
        seen |= Q(record__isnull=False, audience__in=_levels(v)) & _record(v, "record__") & (
            Q(record__owner__isnull=True) | Q(record__audience__in=[
                Audience.PUBLIC, Audience.MEMBERS, Audience.AGENCIES]))
    if v.role == Role.ADMINISTRATOR:
        seen |= Q(record__isnull=True)
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
        return Q(record__isnull=True) | _record(v, "record__")
    return NOBODY if v.user is None else Q(author=v.user)


def _published_part(at: str) -> Callable[[Viewer], Q]:
    """A part of a document: with the document, but before it is published only to the staff who prepare it."""
    def rule(v: Viewer) -> Q:
        seen = _record(v, at)
        return seen if v.role in REVIEW_ROLES else seen & Q(published_at__isnull=False)
    return rule


def _step(v: Viewer) -> Q:
    return _record(v, "procedure__")


def _translation(v: Viewer) -> Q:
    """Who translates what: told to the staff."""
    return EVERYBODY if v.role in REVIEW_ROLES else NOBODY


def _stage_date(v: Viewer) -> Q:
    """When a project reached a stage: seen with the project."""
    return _record(v, "project__")


def _case_access(v: Viewer) -> Q:
    """Who sees what is made from a case: told to whoever does."""
    return Q(audience__in=_levels(v))


def _dossier(v: Viewer) -> Q:
    """A country's place in a case: whoever sees the case; a dossier that somebody opened by hand is everybody's."""
    cases = apps.get_model("records", "CaseAccess")._base_manager.filter(_case_access(v))
    return Q(case="") | Q(case__in=cases.values("case"))


def _run(v: Viewer) -> Q:
    """A run: who asked, and whom they let see it; nobody who may not see its case."""
    if v.user is None:
        return NOBODY
    shared = Q(audience="members")
    if v.organisation is not None:
        shared |= Q(organisation=v.organisation) & ~Q(audience="self")
    if v.leads:
        shared |= Q(audience="leading-group")
    seen = Q(asked_by=v.user) | (shared & Q(retired_at__isnull=True))
    return seen & Q(access__audience__in=_levels(v))


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
    return _record(v, "first__") & _record(v, "second__") if v.leads else NOBODY


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
    "records.Record": _record,
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
    "review.Draft": _draft,
    "review.Translation": _translation,
    "knowledge.Version": _published_part("document__"),
    "knowledge.Provision": _published_part("document__"),
    "knowledge.Step": _step,
    "dossiers.Dossier": _dossier,
    "dossiers.Pack": _everybody,
}


_OPEN = SharingProposal.Answer.OPEN


# -- actions ----------------------------------------------------------------------------------------------------------


def may(user: Any, action: str, subject: Any = None) -> bool:
    """Say whether a person may do something.

    Parameters
    ----------
    user : User or AnonymousUser
        Who wants to.
    action : str
        A name in this module, such as ``record.change``.
    subject : Model, type, optional
        What it is done to, where the rule depends on it.

    Raises
    ------
    LookupError
        If there is no such action.
    """
    return _ALLOWED[action](viewer(user), subject)


def _create(v: Viewer, kind: Any) -> bool:
    """Officers and the office keep every register; an enterprise adds what is its own."""
    if kind.key in REVIEWED_KINDS:
        return False
    if v.leads:
        return True
    if v.role == Role.CONTRIBUTOR:
        return bool(kind.contributed)
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


def _own_run(v: Viewer, run: Any) -> bool:
    return v.user is not None and run.asked_by_id == v.user


def _case_read(v: Viewer, audience: Any) -> bool:
    return audience in _levels(v)


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
    "case.read": _case_read,
    "case.open": _office,
    "dossier.open": _leads,
    "pack.switch": _switches_packs,
}
