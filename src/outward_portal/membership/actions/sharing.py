"""Sharing between parent and subsidiary (paragraph 89): proposed by one, agreed by the other, ended by either."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.accounts.models import Organisation, Sharing, SharingProposal
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.membership.jobs import TELL_OF_PROPOSAL
from outward_portal.records.errors import RefusedError
from outward_portal.work import queue

_Answer = SharingProposal.Answer


def propose(act: Act, proposer: Organisation, *, side: str, credit_code: str, link: str) -> SharingProposal:
    """Propose to the enterprise with a credit code, whether or not there is one here, to share.

    Parameters
    ----------
    act : Act
        Who proposes it.
    proposer : Organisation
        For which enterprise.
    side : str
        Of the proposer; a value of ``SharingProposal.Side``.
    credit_code : str
        Of the other enterprise.
    link : str
        To the page on which its managers answer.

    Raises
    ------
    RefusedError
        If the code is the proposer's own, or the same proposal is open.
    """
    if credit_code == proposer.credit_code:
        raise RefusedError(_("This is your own code."))
    try:
        with transaction.atomic():
            made = SharingProposal.objects.create(proposer=proposer, side=side, credit_code=credit_code)
            entries.write(act, "sharing.proposed", made, changes={"organisation": [None, proposer.pk]})
            # In nobody's name: whoever proposes must not see by the job whether there was somebody to tell.
            queue.enqueue(Act(None, "", act.request), TELL_OF_PROPOSAL, str(made.pk), {
                "proposal": made.pk, "link": link})
    except IntegrityError as error:
        raise RefusedError(_("You have proposed this, and it waits for an answer.")) from error
    return made


def agree(act: Act, proposal: SharingProposal, answering: Organisation) -> Sharing:
    """Agree: from now on both see one another's private fields."""
    with transaction.atomic():
        current = _held(proposal)
        proposes_as_parent = current.side == SharingProposal.Side.PARENT
        parent, subsidiary = (current.proposer_id, answering.pk) if proposes_as_parent \
            else (answering.pk, current.proposer_id)
        now = timezone.now()
        sharing, _made = Sharing.objects.update_or_create(
            parent_id=parent, subsidiary_id=subsidiary,
            defaults={"parent_agreed_at": now, "subsidiary_agreed_at": now})
        _answer(current, _Answer.AGREED)
        entries.write(act, "sharing.agreed", sharing, changes={
            "parent": [None, parent], "subsidiary": [None, subsidiary]})
    return sharing


def decline(act: Act, proposal: SharingProposal) -> None:
    """Decline a proposal."""
    _close(act, proposal, _Answer.DECLINED, "sharing.declined")


def withdraw(act: Act, proposal: SharingProposal) -> None:
    """Take a proposal back."""
    _close(act, proposal, _Answer.WITHDRAWN, "sharing.withdrawn")


def end(act: Act, sharing: Sharing) -> None:
    """End sharing, at once and for both sides."""
    with transaction.atomic():
        current = Sharing.objects.select_for_update().filter(pk=sharing.pk).first()
        if current is not None:
            entries.write(act, "sharing.ended", current, changes={
                "parent": [current.parent_id, None], "subsidiary": [current.subsidiary_id, None]})
            current.delete()


def _close(act: Act, proposal: SharingProposal, answer: SharingProposal.Answer, action: str) -> None:
    with transaction.atomic():
        current = _held(proposal)
        _answer(current, answer)
        entries.write(act, action, current)


def _held(proposal: SharingProposal) -> SharingProposal:
    current = SharingProposal.objects.select_for_update().get(pk=proposal.pk)
    if current.answer != _Answer.OPEN:
        raise RefusedError(_("This proposal was answered or withdrawn meanwhile."))
    return current


def _answer(proposal: SharingProposal, answer: SharingProposal.Answer) -> None:
    proposal.answer, proposal.answered_at = answer, timezone.now()
    proposal.save(update_fields=["answer", "answered_at"])
