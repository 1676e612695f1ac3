"""What the journal's actions are called."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEEDS: Final[dict[str, Promise]] = {
    "record.created": _("Added"),
    "record.changed": _("Changed"),
    "record.retired": _("Retired"),
    "record.restored": _("Brought back"),
    "record.merged": _("Merged"),
    "record.linked": _("Linked"),
    "record.unlinked": _("Link removed"),
    "record.attached": _("File attached"),
    "record.detached": _("File taken away"),
    "token.made": _("Token made"),
    "token.revoked": _("Token revoked"),
    "records.imported": _("Imported from a file"),
    "private.written": _("Private field written"),
    "private.ended": _("Private field taken out"),
    "run.asked": _("Question put"),
    "run.answered": _("Question answered"),
    "run.changed": _("Run renamed or shared"),
    "run.retired": _("Run put aside"),
    "run.restored": _("Run brought back"),
    "case.opened": _("Readers of a case decided"),
    "job.enqueued": _("Work asked for"),
    "job.cancelled": _("Work called off"),
    "job.again": _("Work tried again"),
    "dossier.opened": _("Dossier opened"),
    "pack.loaded": _("Pack of facts loaded"),
    "pack.switched": _("Pack of facts switched"),
    "pack.notice": _("Notice of a pack closed"),
    "draft.begun": _("Draft begun"),
    "draft.saved": _("Draft saved"),
    "draft.submitted": _("Draft submitted for review"),
    "draft.taken-back": _("Draft taken back"),
    "draft.withdrawn": _("Draft withdrawn"),
    "draft.returned": _("Draft returned to its author"),
    "draft.published": _("Draft published"),
    "subject.kept": _("Keeper changed"),
    "translation.taken": _("Translator changed"),
    "version.read": _("Text read from the file"),
    "record.owned": _("Given to its enterprise"),
    "account.created": _("Account made"),
    "account.moved": _("Role or organisation changed"),
    "account.closed": _("Account closed"),
    "account.reopened": _("Account opened again"),
    "account.erased": _("Account erased"),
    "account.edited": _("Name or language changed"),
    "account.exported": _("Personal data taken out"),
    "account.password-changed": _("Password changed"),
    "account.password-reset": _("Password chosen anew by a link"),
    "account.password-given": _("First password given anew"),
    "account.second-factor-added": _("Second factor set up"),
    "account.second-factor-removed": _("Second factor taken off"),
    "account.second-factor-reset": _("Lost second factor taken off"),
    "account.recovery-codes-renewed": _("Recovery codes renewed"),
    "account.sessions-ended": _("Other sessions ended"),
    "invitation.made": _("Invited"),
    "invitation.withdrawn": _("Invitation withdrawn"),
    "invitation.accepted": _("Invitation accepted"),
    "claim.made": _("Enterprise claimed"),
    "claim.granted": _("Claim granted"),
    "claim.refused": _("Claim refused"),
    "claim.withdrawn": _("Claim withdrawn"),
    "sharing.proposed": _("Sharing proposed"),
    "sharing.agreed": _("Sharing agreed"),
    "sharing.declined": _("Sharing declined"),
    "sharing.withdrawn": _("Proposal to share withdrawn"),
    "sharing.ended": _("Sharing ended"),
    "organisation.created": _("Organisation made"),
    "organisation.changed": _("Organisation changed"),
    "organisation.removed": _("Organisation removed"),
}


def deed(action: str) -> str:
    """Name an action; one without a name stands for itself."""
    return str(DEEDS.get(action, action))
