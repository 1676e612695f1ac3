"""What is done with an award: each action holds the application, then the budget, and only then looks at sums."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.accounts.requests import Act
from outward_portal.funding import budgeting, telling
from outward_portal.funding.models import Application, Award, BudgetEntry, ClawBack, Instalment, Report
from outward_portal.journal import entries
from outward_portal.records.errors import RefusedError

Kind = BudgetEntry.Kind


def held(application: int) -> Application:
    """Take hold of an application until the transaction ends."""
    found: Application = Application.objects.select_for_update().get(pk=application)
    return found


def accept(act: Act, application: Application, values: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Publish the award."""
    today = timezone.localdate()
    enterprise = application.enterprise
    named = enterprise if enterprise is not None else application.applicant
    Award.objects.create(
        application=application, programme=application.programme, enterprise_en=named.name_en,
        enterprise_zh=named.name_zh, amount=application.granted, currency=application.currency, accepted_on=today,
        year=today.year, is_sample=application.is_sample)


def decline(act: Act, application: Application, values: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Give the money back to the budget."""
    _release(act, application)


def lapse(act: Act, application: Application, values: Mapping[str, Any]) -> None:
    """Give the money of an award that nobody accepted back to the budget; the entry keeps why."""
    _release(act, application, values["note"])
    telling.lapsed(application)


def _release(act: Act, application: Application, note: str = "") -> None:
    head = budgeting.hold(application.programme_id)
    budgeting.enter(act, head, Kind.RELEASED, application.granted, application=application, note=note)
    application.granted = Decimal(0)


def planned(application: Application) -> Decimal:
    """Give what is planned or paid in instalments."""
    rows = application.instalments.exclude(state="dropped")
    return rows.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def plan(act: Act, application: Application, values: Mapping[str, Any]) -> Instalment:
    """Plan an instalment; all of them together are no more than what was granted."""
    with transaction.atomic():
        current = _running(application)
        left = current.granted - planned(current)
        if values["amount"] > left:
            raise RefusedError(_("Of the award %(left)s are not planned yet.") % {
                "left": budgeting.money(left, current.currency)})
        made = Instalment.objects.create(application=current, **values)
        entries.write(act, "instalment.planned", made, changes={"amount": [None, str(made.amount)]})
    return made


def ask_report(act: Act, application: Application, values: Mapping[str, Any]) -> Report:
    """Ask for a report by a day."""
    with transaction.atomic():
        current = _running(application)
        if current.reports.filter(**values, state__in=("due", "returned")).exists():  # its button was pressed twice
            raise RefusedError(_("A report is not accepted yet."))
        made = Report.objects.create(application=current, **values)
        entries.write(act, "report.asked", made, changes={"due_on": [None, made.due_on]})
        telling.report_asked(made)
    return made


def reach(act: Act, instalment: Instalment, values: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Say how it can be seen that a milestone is reached."""
    _running(instalment.application)
    instalment.evidence = values["evidence"]


def say_why(act: Act, part: Instalment | Report, values: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Keep why an instalment or a report is dropped, or a milestone not reached."""
    part.remark = values["remark"]


def pay(act: Act, instalment: Instalment, values: Mapping[str, Any]) -> None:
    """Pay an instalment out of what is committed."""
    current = _running(instalment.application)
    _not_ahead(values["paid_on"])
    if current.reports.filter(due_on__lt=timezone.localdate(), state__in=("due", "returned")).exists():
        raise RefusedError(_("A report is overdue. Nothing is paid before it is handed in."))
    if current.disbursed + instalment.amount > current.granted:
        raise RefusedError(_("This would be more than was granted."))
    head = budgeting.hold(current.programme_id)
    budgeting.enter(act, head, Kind.DISBURSED, instalment.amount, application=current)
    current.disbursed += instalment.amount
    current.save(update_fields=["disbursed"])
    instalment.paid_on, instalment.reference = values["paid_on"], values["reference"]
    telling.paid(instalment)


def hand_in(act: Act, report: Report, values: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Hand a report in."""
    current = _running(report.application)
    if values["spent"] is not None and values["spent"] > current.disbursed:
        raise RefusedError(_("More cannot be spent of the award than was paid: %(paid)s.") % {
            "paid": budgeting.money(current.disbursed, current.currency)})
    report.text, report.spent, report.handed_in_at = values["text"], values["spent"], timezone.now()


def remark(act: Act, report: Report, values: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Keep what the office says to a report."""
    report.remark = values.get("remark", "")
    telling.report_answered(report)


def claim_back(act: Act, application: Application, values: Mapping[str, Any]) -> None:
    """Claim an amount back: no more than was paid and is not claimed yet."""
    left = application.disbursed - application.claimed_back
    if values["amount"] > left:
        raise RefusedError(_("Only %(left)s were paid and are not claimed back yet.") % {
            "left": budgeting.money(left, application.currency)})
    same = {"amount": values["amount"], "reason": values["reason_text"], "due_on": values["due_on"]}
    if application.claw_backs.filter(**same, state="claimed").exists():  # its button was pressed twice
        raise RefusedError(_("Money that was claimed back has not come back yet."))
    application.claimed_back += values["amount"]
    made = ClawBack.objects.create(application=application, by=act.actor, **same)
    telling.claimed_back(made)


def money_back(act: Act, claim: ClawBack, values: Mapping[str, Any]) -> None:
    """Enter that claimed money came back: it can be committed again."""
    current = held(claim.application_id)
    _not_ahead(values["returned_on"])
    head = budgeting.hold(current.programme_id)
    budgeting.enter(act, head, Kind.RETURNED, claim.amount, application=current)
    budgeting.enter(act, head, Kind.RELEASED, claim.amount, application=current)
    current.returned += claim.amount
    current.save(update_fields=["returned"])
    claim.returned_on = values["returned_on"]


def drop_claim(act: Act, claim: ClawBack, values: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Give a claim up, and say why."""
    claim.remark = values["remark"]
    current = held(claim.application_id)
    current.claimed_back -= claim.amount
    current.save(update_fields=["claimed_back"])


def close(act: Act, application: Application, values: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Close an award of which nothing is open; what was not paid goes back to the budget."""
    if application.instalments.filter(state__in=("planned", "reached")).exists():
        raise RefusedError(_("Instalments are still planned. Pay or drop them first."))
    if application.reports.exclude(state__in=("accepted", "dropped")).exists():
        raise RefusedError(_("A report is not accepted yet."))
    if application.claw_backs.filter(state="claimed").exists():
        raise RefusedError(_("Money that was claimed back has not come back yet."))
    left = application.granted - application.disbursed
    if left:
        head = budgeting.hold(application.programme_id)
        budgeting.enter(act, head, Kind.RELEASED, left, application=application)


def _running(application: Application) -> Application:
    current = held(application.pk)
    if current.state != "running":
        raise RefusedError(_("The award is not running."))
    return current


def _not_ahead(day: date) -> None:
    if day > timezone.localdate():
        raise RefusedError(_("This day is still to come."))
