"""What is done behind the answer: its time must not tell whether there was anything to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Role, SharingProposal, User
from outward_portal.membership import mail
from outward_portal.work import queue
from outward_portal.work.context import Context
from outward_portal.work.kinds import job

TELL_OF_PROPOSAL = "membership.tell-of-proposal"
TELL_MANAGER = "membership.tell-manager-of-proposal"


@job(TELL_OF_PROPOSAL, name=_("Message about a proposal to share"))
def tell_of_proposal(context: Context) -> None:
    """Have each manager of the enterprise that a proposal names told, if there is one; each once, whatever fails."""
    proposal = SharingProposal.objects.get(pk=context.arguments["proposal"])
    for manager in User.objects.filter(organisation__credit_code=proposal.credit_code, is_manager=True, is_active=True,
                                       role=Role.ENTERPRISE):
        queue.enqueue(context.act, TELL_MANAGER, f"{proposal.pk}:{manager.pk}",
                      {**context.arguments, "manager": manager.pk})


@job(TELL_MANAGER, name=_("Message about a proposal to share"))
def tell_manager(context: Context) -> None:
    """Tell one manager of a proposal; who has left meanwhile is told nothing."""
    proposal = SharingProposal.objects.select_related("proposer").get(pk=context.arguments["proposal"])
    manager = User.objects.filter(pk=context.arguments["manager"], is_active=True, is_manager=True,
                                  organisation__credit_code=proposal.credit_code).first()
    if manager is not None:
        mail.send("sharing_proposed", manager.email, {"name": str(proposal.proposer),
                                                      "link": context.arguments["link"]})
