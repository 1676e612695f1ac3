"""What is done behind the answer: its time must not tell whether there was anything to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Role, SharingProposal, User
from outward_portal.membership import mail
from outward_portal.work.context import Context
from outward_portal.work.kinds import job

TELL_OF_PROPOSAL = "membership.tell-of-proposal"


@job(TELL_OF_PROPOSAL, name=_("Message about a proposal to share"))
def tell_of_proposal(context: Context) -> None:
    """Tell the managers of the enterprise that a proposal names, if there is one; the same is told twice at worst."""
    proposal = SharingProposal.objects.select_related("proposer").get(pk=context.arguments["proposal"])
    for manager in User.objects.filter(organisation__credit_code=proposal.credit_code, is_manager=True, is_active=True,
                                       role=Role.ENTERPRISE):
        mail.send("sharing_proposed", manager.email, {"name": str(proposal.proposer),
                                                      "link": context.arguments["link"]})
