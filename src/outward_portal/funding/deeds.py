"""What this room's actions are called in the journal."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEEDS: Final[dict[str, Promise]] = {
    "rules.written": _("Version of a programme's rules written"),
    "programme.given": _("Agency of a programme named"),
    "budget.set": _("Budget of a programme changed"),
    "call.written": _("Call written"),
    "call.announced": _("Call announced"),
    "call.cancelled": _("Call cancelled"),
    "facts.declared": _("Facts declared for questions of funding"),
    "application.begun": _("Application begun"),
    "application.saved": _("Application saved"),
    "application.submitted": _("Application handed in"),
    "application.withdrawn": _("Application withdrawn"),
    "application.asked": _("Question put to an applicant"),
    "application.answered": _("Question answered by an applicant"),
    "application.assigned": _("Reviewers of an application named"),
    "application.reassigned": _("Another reviewer of an application named"),
    "application.granted": _("Application granted"),
    "application.refused": _("Application refused"),
    "application.appealed": _("Refusal appealed"),
    "appeal.granted": _("Appeal granted"),
    "appeal.refused": _("Appeal refused"),
    "award.accepted": _("Award accepted"),
    "award.declined": _("Award declined"),
    "award.lapsed": _("Award lapsed"),
    "award.closed": _("Award closed"),
    "award.claimed-back": _("Money of an award claimed back"),
    "review.cleared": _("Reviewer declared that nothing binds them"),
    "review.bound": _("Reviewer declared a conflict of interest"),
    "review.handed-in": _("Review handed in"),
    "review.freed": _("Reviewer freed of an application"),
    "instalment.planned": _("Instalment planned"),
    "instalment.reached": _("Milestone of an instalment reached"),
    "instalment.paid": _("Instalment paid"),
    "instalment.dropped": _("Instalment dropped"),
    "report.asked": _("Report on an award asked for"),
    "report.handed-in": _("Report on an award handed in"),
    "report.accepted": _("Report on an award accepted"),
    "report.returned": _("Report on an award returned"),
    "report.dropped": _("Report on an award dropped"),
    "claw-back.returned": _("Claimed money came back"),
    "claw-back.dropped": _("Claim of money dropped"),
}
