"""What this room tells of: calls to whoever follows them, and what happens to an application to those it concerns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Organisation
from outward_portal.funding.models import Application, Call, ClawBack, Instalment, Programme, Report, ReviewPlace
from outward_portal.notices.telling import NoticeKind, tell

DAYS_BEFORE: Final = (14, 3)
"""So many days before a call closes or a report is due it is told."""


def _application(subject: Any) -> str:
    return reverse("application", kwargs={"row": getattr(subject, "application_id", None) or subject.pk})


KINDS: Final = (
    NoticeKind("funding.call-opened", _("Call opened"), _("Applications are taken: %(name)s, until %(day)s."),
               lambda call: reverse("call", kwargs={"row": call.pk})),
    NoticeKind("funding.call-closes", _("Call closes soon"), _("%(name)s closes on %(day)s, in %(days)s days."),
               lambda call: reverse("call", kwargs={"row": call.pk})),
    NoticeKind("funding.submitted", _("Application handed in"), _("Handed in: %(name)s."), _application),
    NoticeKind("funding.asked", _("Question to an applicant"), _("A question waits for your answer: %(name)s. Until "
                                                                 "then the clock stands still."), _application),
    NoticeKind("funding.answered", _("Question answered"), _("The applicant has answered: %(name)s."), _application),
    NoticeKind("funding.review-named", _("Review asked of an officer"), _("You are named to review %(name)s."),
               lambda place: reverse("review-place", kwargs={"row": place.pk})),
    NoticeKind("funding.reviewed", _("Both reviews are in"), _("Both reviews are in: %(name)s waits for a decision."),
               _application),
    NoticeKind("funding.decided", _("Application decided"), _("It is decided: %(name)s."), _application),
    NoticeKind("funding.appealed", _("Refusal appealed"), _("The refusal is appealed: %(name)s."), _application),
    NoticeKind("funding.lapsed", _("Award lapsed"), _("The award was not accepted in time and has lapsed: %(name)s."),
               _application),
    NoticeKind("funding.paid", _("Instalment paid"), _("An instalment is paid: %(name)s."), _application),
    NoticeKind("funding.report-asked", _("Report asked for"), _("A report is due on %(day)s: %(name)s."), _application),
    NoticeKind("funding.report-due", _("Report due soon"), _("A report is due on %(day)s, in %(days)s days: %(name)s."),
               _application),
    NoticeKind("funding.report-answered", _("Report answered"), _("The office has answered your report: %(name)s."),
               _application),
    NoticeKind("funding.claimed-back", _("Money claimed back"), _("Money is claimed back until %(day)s."),
               _application),
)


def offices() -> list[Organisation]:
    """Give the leading group's office, as an address of what waits for it."""
    return list(Organisation.objects.filter(kind=Organisation.Kind.OFFICE))


def _topics(programme: Programme) -> Iterable[str]:
    yield from ("room:funding", f"record:{programme.pk}")
    if programme.sector:
        yield f"sector:{programme.sector}"
    yield from (f"country:{code}" for code in programme.countries.split(";") if code)


def call_opened(call: Call) -> None:
    """Tell that a call takes applications."""
    tell("funding.call-opened", f"funding.call-opened:{call.pk}", about=call, topics=_topics(call.programme),
         values={"day": call.closes_on.isoformat()})


def call_closes(call: Call, today: date) -> None:
    """Tell that a call closes soon, once for each of the days that it is told before."""
    left = (call.closes_on - today).days
    _before(call.closes_on, today, lambda days: tell(
        "funding.call-closes", f"funding.call-closes:{call.pk}:{call.closes_on}:{days}", about=call,
        topics=_topics(call.programme), values={"day": call.closes_on.isoformat(), "days": left}))


def _before(day: date, today: date, say: Any) -> None:
    """Say something at the nearest of the days before; a day on which nobody looked is made up for."""
    left = (day - today).days
    due = [days for days in DAYS_BEFORE if 0 <= left <= days]
    if due:
        say(min(due))


def _to_office(kind: str, application: Application, at: object) -> None:
    tell(kind, f"{kind}:{application.pk}:{at}", about=application, to=offices())


def _to_applicant(kind: str, application: Application, at: object) -> None:
    tell(kind, f"{kind}:{application.pk}:{at}", about=application, to=[application.applicant])


def submitted(application: Application) -> None:
    """Tell the office that an application came in."""
    _to_office("funding.submitted", application, "")


def asked(application: Application, question: int) -> None:
    """Tell the applicant that a question waits."""
    _to_applicant("funding.asked", application, question)


def answered(application: Application, question: int, asked_by: Any) -> None:
    """Tell whoever asked, and the office, that the answer is there."""
    tell("funding.answered", f"funding.answered:{application.pk}:{question}", about=application,
         to=[*offices(), *([asked_by] if asked_by is not None else [])])


def review_named(place: ReviewPlace) -> None:
    """Tell an officer that they are named."""
    tell("funding.review-named", f"funding.review-named:{place.pk}", about=place, to=[place.officer])


def reviewed(application: Application) -> None:
    """Tell the office that both reviews are in, anew where one was taken out and another came in its place."""
    _to_office("funding.reviewed", application, max(application.reviews.values_list("pk", flat=True)))


def decided(application: Application, kind: str) -> None:
    """Tell the applicant that it is decided."""
    _to_applicant("funding.decided", application, kind)


def appealed(application: Application) -> None:
    """Tell the office of an appeal."""
    _to_office("funding.appealed", application, "")


def lapsed(application: Application) -> None:
    """Tell the applicant that the office ended an award that was not accepted."""
    _to_applicant("funding.lapsed", application, "")


def paid(instalment: Instalment) -> None:
    """Tell the applicant of a payment."""
    tell("funding.paid", f"funding.paid:{instalment.pk}", about=instalment, to=[instalment.application.applicant])


def report_asked(report: Report) -> None:
    """Tell the applicant of a report that is owed."""
    tell("funding.report-asked", f"funding.report-asked:{report.pk}", about=report,
         to=[report.application.applicant], values={"day": report.due_on.isoformat()})


def report_due(report: Report, today: date) -> None:
    """Tell the applicant that a report is due soon."""
    _before(report.due_on, today, lambda days: tell(
        "funding.report-due", f"funding.report-due:{report.pk}:{report.due_on}:{days}", about=report,
        to=[report.application.applicant],
        values={"day": report.due_on.isoformat(), "days": (report.due_on - today).days}))


def report_answered(report: Report) -> None:
    """Tell the applicant what the office says to a report."""
    tell("funding.report-answered", f"funding.report-answered:{report.pk}:{report.handed_in_at}", about=report,
         to=[report.application.applicant])


def claimed_back(claim: ClawBack) -> None:
    """Tell the applicant that money is claimed back."""
    tell("funding.claimed-back", f"funding.claimed-back:{claim.pk}", about=claim, to=[claim.application.applicant],
         values={"day": claim.due_on.isoformat()})
