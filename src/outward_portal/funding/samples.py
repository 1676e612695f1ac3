"""Sample programmes, calls, applications and awards: made up, marked as such, in many states, by the steps people take.

They can be taken away again: what hangs on the programmes is deleted, the records are emptied and retired.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from outward_portal.accounts.models import Audience, Organisation, User
from outward_portal.accounts.requests import Act
from outward_portal.funding import budgeting, sample_texts
from outward_portal.funding.applications import writing
from outward_portal.funding.awards import actions as awards
from outward_portal.funding.criteria import CRITERIA
from outward_portal.funding.kinds import PROGRAMMES
from outward_portal.funding.models import (
    Application,
    Award,
    BudgetEntry,
    BudgetHead,
    Call,
    Programme,
    RuleVersion,
)
from outward_portal.funding.programmes import actions as programmes
from outward_portal.funding.sample_texts import SampleProgramme
from outward_portal.knowledge.models import Instrument
from outward_portal.membership.samples import ORGANISATIONS, PEOPLE
from outward_portal.records import actions as records
from outward_portal.records.models import Record
from outward_portal.registers.models import Project
from outward_portal.theme.words import MADE_UP
from outward_portal.workflows.flow import WORKFLOWS
from outward_portal.workflows.taking import take

REMOVED: Final = ("Removed sample", "已移除的样例")


class NoSampleOrganisationsError(Exception):
    """There are no sample organisations to apply and to decide."""


@dataclass(frozen=True, slots=True)
class Cast:
    """The sample accounts by the first part of their address, and the sample organisations by key."""

    people: Mapping[str, User]
    organisations: Mapping[str, Organisation]

    def take(self, who: str, subject: Any, step: str, **values: Any) -> Any:
        """Take a step of a life cycle as one of the sample accounts."""
        user, flow = User.objects.get(pk=self.people[who].pk), WORKFLOWS.of(subject)
        found = flow.step(step)
        assert found is not None
        return take(Act(user, "sample"), flow, subject, found, values)


def cast() -> Cast:
    """Find the sample accounts.

    Raises
    ------
    NoSampleOrganisationsError
        If one of them is missing.
    """
    people = {each.address: user for each in PEOPLE
              if (user := User.objects.filter(email=each.email, is_sample=True, erased_at=None).first())}
    names = {each.key: row for each in ORGANISATIONS
             if (row := Organisation.objects.filter(is_sample=True, name_en=each.name_en).first())}
    needed = {"enterprise", "subsidiary", "officer", "finance-officer", "office"}
    if needed - people.keys() or {"commerce", "finance"} - names.keys():
        raise NoSampleOrganisationsError
    return Cast(people, names)


def _samples() -> QuerySet[Programme]:
    return Programme.objects.filter(is_sample=True).exclude(name_en=REMOVED[0])


def present() -> bool:
    """Whether there are samples that were not taken away."""
    return _samples().exists()


def add_samples(act: Act, given: Cast) -> int:
    """Make the samples; give how many programmes they are."""
    with transaction.atomic():
        made = {each.key: _programme(act, given, each) for each in sample_texts.PROGRAMMES}
        programmes.declare(Act(given.people["enterprise"], "sample"), given.organisations["works"], {
            "taxes-paid": True, "made-at-home": True, "filed-abroad": True})
        call = made["fund"][1]
        assert call is not None
        _applications(given, call)
        _award(given, call)
    return _samples().count()


def _instrument(row: str) -> Instrument | None:
    return Instrument.objects.filter(case="liaoning", case_key=row).first() if row else None


def _add(act: Act, values: Mapping[str, Any]) -> Programme:
    made = records.create(act, PROGRAMMES, {"source": MADE_UP.en, "as_of": "2026", "audience": Audience.PUBLIC,
                                            **values}, is_sample=True)
    return Programme.objects.get(pk=made.pk)


def _programme(act: Act, given: Cast, sample: SampleProgramme) -> tuple[Programme, Call | None]:
    programme = _add(act, {"name_en": sample.name_en, "name_zh": sample.name_zh, **sample.values,
                           "instrument": _instrument(sample.instrument)})
    programmes.give(act, programme, given.organisations.get(sample.agency))
    programmes.write_rules(act, programme, sample.rules, "made up", base=0)
    budgeting.budget(act, programme, Decimal(sample.budget), sample.values["currency"], "made up")
    if not sample.title_en:
        return programme, None
    today = timezone.localdate()
    opens, closes = today + timedelta(days=sample.opens), today + timedelta(days=sample.closes)
    call = programmes.write_call(act, programme, {
        "title_en": sample.title_en, "title_zh": sample.title_zh, "opens_on": opens, "closes_on": max(closes, today)})
    call = given.take("office", call, "announce")
    if closes < today:  # it was open in its time
        Call.objects.filter(pk=call.pk).update(closes_on=closes)
        call.refresh_from_db()
    return programme, call


def _written(given: Cast, call: Call, who: str, title: str, asked: int) -> Application:
    user = User.objects.get(pk=given.people[who].pk)
    project = Project.objects.filter(owner=user.organisation, retired_at__isnull=True).order_by("pk").first()
    made = writing.begin(Act(user, "sample"), call, title, project)
    today = timezone.localdate()
    return writing.save(Act(user, "sample"), made, {
        "title": title, "project": project, **sample_texts.APPLICATION, "begins_on": today,
        "ends_on": today + timedelta(days=400), "eligible_cost": Decimal(asked * 4), "asked": Decimal(asked),
    }, {"taxes-paid": True, "first-set": True, "home": "CN-LN"}, ["SAMPLE-1", "SAMPLE-2", "SAMPLE-3"],
        revision=made.revision)


def _submitted(given: Cast, call: Call, title: str, asked: int, who: str = "enterprise") -> Application:
    made = given.take(who, _written(given, call, who, title, asked), "submit", is_true=True)
    assert isinstance(made, Application)
    return made


def _under_review(given: Cast, call: Call, title: str, asked: int, reviews: int) -> Application:
    made = _submitted(given, call, title, asked)
    officers = [given.people["officer"], given.people["finance-officer"]]
    made = given.take("office", made, "assign", officers=officers)
    for name, officer in zip(("officer", "finance-officer"), officers[:reviews], strict=False):
        place = made.places.get(officer=officer)
        given.take(name, place, "clear")
        given.take(name, place, "review", advice="grant", amount=Decimal(asked), text=sample_texts.REVIEW, scores={
            each.key: {"score": 6 + reviews, "text": sample_texts.REVIEW} for each in CRITERIA})
    return Application.objects.get(pk=made.pk)


def _applications(given: Cast, call: Call) -> None:
    """Leave applications in the states in which something waits for somebody."""
    _written(given, call, "enterprise", "Sample: service centre, Almaty (样例：阿拉木图服务中心)", 400_000)
    _submitted(given, call, "Sample: spare parts store, Durban (样例：德班备件库)", 500_000, "subsidiary")
    asked = _submitted(given, call, "Sample: laboratory, Minsk (样例：明斯克实验室)", 900_000)
    given.take("office", asked, "ask", text=sample_texts.QUESTION)
    _under_review(given, call, "Sample: training school, Lusaka (样例：卢萨卡培训学校)", 1_200_000, 1)
    _under_review(given, call, "Sample: pump works, Cairo (样例：开罗水泵厂)", 2_000_000, 2)
    refused = _under_review(given, call, "Sample: fair of last year (样例：上年展会)", 300_000, 2)
    refused = given.take("office", refused, "refuse", text=sample_texts.REFUSAL)
    given.take("enterprise", refused, "appeal", text=sample_texts.APPEAL)
    accepted = _under_review(given, call, "Sample: assembly hall, Jakarta (样例：雅加达装配车间)", 800_000, 2)
    given.take("office", accepted, "grant", amount=Decimal(700_000), text=sample_texts.GRANT)


def _award(given: Cast, call: Call) -> None:
    """Leave an award that runs: one instalment paid, one reached, one planned; reports; money claimed back."""
    made = _submitted(given, call, "Sample: crusher works, Pune (样例：浦那破碎机厂)", 3_000_000)
    made = given.take("office", made, "ask", text=sample_texts.QUESTION)
    made = given.take("enterprise", made, "answer", answer=sample_texts.ANSWER)
    made = given.take("office", made, "assign", officers=[given.people["officer"], given.people["finance-officer"]])
    for name in ("officer", "finance-officer"):
        place = made.places.get(officer=given.people[name])
        given.take(name, place, "clear")
        given.take(name, place, "review", advice="less", amount=Decimal(2_400_000), text=sample_texts.REVIEW, scores={
            each.key: {"score": 8, "text": sample_texts.REVIEW} for each in CRITERIA})
    made = given.take("office", made, "grant", amount=Decimal(2_400_000), text=sample_texts.GRANT)
    made = given.take("enterprise", made, "accept")
    office, today = Act(given.people["office"], "sample"), timezone.localdate()
    parts = [awards.plan(office, made, {"milestone": milestone, "amount": Decimal(amount),
                                        "due_on": today + timedelta(days=days)})
             for milestone, amount, days in (("Sample: site bought (样例：土地购置)", 1_000_000, -20),
                                             ("Sample: building permit (样例：建筑许可)", 800_000, 10),
                                             ("Sample: first delivery (样例：首批交付)", 600_000, 200))]
    for part in parts[:2]:
        given.take("enterprise", part, "reach", evidence="made up (虚构)")
    given.take("office", parts[0], "pay", paid_on=today, reference="SAMPLE-PAY-1")
    first = awards.ask_report(office, made, {"title": "Sample: first report (样例：首份报告)", "due_on": today})
    awards.ask_report(office, made, {"title": "Sample: yearly report (样例：年度报告)",
                                     "due_on": today + timedelta(days=12)})
    given.take("enterprise", first, "hand-in", text=sample_texts.REPORT, spent=Decimal(900_000))
    given.take("office", made, "claim-back", amount=Decimal(120_000), reason_text=sample_texts.CLAIM,
               due_on=today + timedelta(days=30))


def remove_samples(act: Act) -> int:
    """Take the samples away in one transaction; give how many programmes they were."""
    with transaction.atomic():
        keys = list(_samples().values_list("pk", flat=True))
        applications = Application.objects.filter(programme__in=keys)
        for rows in (Award.objects.filter(programme__in=keys), BudgetEntry.objects.filter(head__programme__in=keys),
                     BudgetHead.objects.filter(programme__in=keys)):
            rows.delete()
        applications.delete()
        Call.objects.filter(programme__in=keys).delete()
        RuleVersion.objects.filter(programme__in=keys).delete()
        Programme.objects.filter(pk__in=keys).update(agency=None)
        for programme in Programme.objects.filter(pk__in=keys):
            nothing = {name: PROGRAMMES.field(name).get_default() or ("" if not PROGRAMMES.field(name).null else None)
                       for name in PROGRAMMES.form_fields}
            records.change(act, programme, PROGRAMMES, {**nothing, "audience": Audience.OFFICE, "name_en": REMOVED[0],
                                                        "name_zh": REMOVED[1]}, revision=programme.revision)
            if programme.retired_at is None:
                records.retire(act, Record.objects.get(pk=programme.pk))
    return len(keys)
