"""A programme with rules, budget and a call, and an application taken as far as a test wants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from outward_portal.accounts.models import Organisation, Role, User
from outward_portal.accounts.requests import Act
from outward_portal.funding import budgeting, facts
from outward_portal.funding.applications import writing
from outward_portal.funding.criteria import CRITERIA
from outward_portal.funding.kinds import PROGRAMMES
from outward_portal.funding.models import Application, Call, Programme
from outward_portal.funding.programmes import actions as programmes
from outward_portal.records import actions as records
from outward_portal.registers.kinds import ENTERPRISES
from outward_portal.workflows.flow import WORKFLOWS
from outward_portal.workflows.taking import take
from tests.portal.people import People

RULES: dict[str, Any] = {"all": [
    {"fact": "ownership", "is": "in", "value": ["private", "state-local"], "en": "Private or local",
     "zh": "民营或地方国有"},
    {"any": [{"fact": "revenue", "is": ">=", "value": "1000000", "currency": "CNY", "en": "Revenue", "zh": "收入"},
             {"fact": "first-set", "value": True, "en": "A first set", "zh": "首台套"}]}]}


@dataclass
class Fund:
    """The cast with a programme, its call, and two more of the office."""

    people: People
    second_office: User
    third_office: User
    programme: Programme
    call: Call

    def take(self, who: User, subject: Any, step: str, /, **values: Any) -> Any:
        """Take a step as somebody, by the policy as it is."""
        who = User.objects.get(pk=who.pk)  # as a request has them: nothing remembered
        flow = WORKFLOWS.of(subject)
        found = flow.step(step)
        assert found is not None
        return take(Act(who), flow, subject, found, values)


def make_fund(people: People, *, budget: int = 1_000_000, rules: Mapping[str, Any] | None = None,
              audience: str = "public") -> Fund:
    """Make a programme of the commerce department with rules, a budget and an open call."""
    office = people.office.organisation
    others = [User.objects.create_user(f"office{n}@example.org", "a long enough password", name=f"Office {n}",
                                       role=Role.OFFICE, organisation=office) for n in (2, 3)]
    act = Act(people.office)
    programme = records.create(act, PROGRAMMES, {
        "name_en": "Fund for going abroad", "name_zh": "走出去专项资金", "category": "special-fund", "currency": "CNY",
        "award_most": Decimal(600_000), "share_most": Decimal(50), "documents_en": "Contract\nBank's letter",
        "documents_zh": "合同\n银行函", "audience": audience, "source": "made up"})
    assert isinstance(programme, Programme)
    programmes.give(act, programme, people.commerce)
    programmes.write_rules(act, programme, rules or RULES, "first", base=0)
    budgeting.budget(act, programme, Decimal(budget), "CNY", "decision 1")
    programme = Programme.objects.get(pk=programme.pk)
    today = timezone.localdate()
    call = programmes.write_call(act, programme, {
        "title_en": "Call of 2026", "title_zh": "2026年申报", "opens_on": today - timedelta(days=1),
        "closes_on": today + timedelta(days=20)})
    fund = Fund(people, others[0], others[1], programme, call)
    fund.take(people.office, call, "announce")
    fund.call = Call.objects.get(pk=call.pk)
    return fund


def make_enterprise(people: People, owner: Organisation | None = None, **values: Any) -> Any:
    """Add the record of an enterprise."""
    given = {"name_en": "Test Works Ltd", "name_zh": "测试机械有限公司", "ownership": "private", "sector": "",
             "audience": "members", **values}
    return records.create(Act(people.enterprise), ENTERPRISES, given, owner=(owner or people.works).pk)


def begun(fund: Fund, who: User | None = None) -> Application:
    """Begin an application."""
    who = User.objects.get(pk=(who or fund.people.enterprise).pk)
    return writing.begin(Act(who), fund.call, "Works in Zambia", None)


def written(fund: Fund, asked: int = 400_000, who: User | None = None, **stated: Any) -> Application:
    """Begin an application and write all of it."""
    who = User.objects.get(pk=(who or fund.people.enterprise).pk)
    made = begun(fund, who)
    today = timezone.localdate()
    values = {"title": "Works in Zambia", "project": None, "purpose": "Zqpurpose", "effect": "Zqeffect",
              "begins_on": today, "ends_on": today + timedelta(days=300), "eligible_cost": Decimal(1_000_000),
              "asked": Decimal(asked)}
    facts_ = {"ownership": "private", "revenue": None, "first-set": True, **stated}
    known = {name: value for name, value in facts_.items() if name in facts.kinds()}
    return writing.save(Act(who), made, values, known, ["in the register", "on paper"], revision=made.revision)


def submitted(fund: Fund, asked: int = 400_000, who: User | None = None) -> Application:
    """Hand an application in."""
    who = who or fund.people.enterprise
    return fund.take(who, written(fund, asked, who), "submit", is_true=True)


def under_review(fund: Fund, asked: int = 400_000, who: User | None = None) -> Application:
    """Name the two officers."""
    people = fund.people
    return fund.take(people.office, submitted(fund, asked, who), "assign",
                     officers=[people.officer, people.other_officer])


def scores(score: int = 8) -> dict[str, Any]:
    """Give a review's values."""
    return {"scores": {each.key: {"score": score, "text": f"Zqscore{each.key}"} for each in CRITERIA},
            "advice": "grant", "amount": Decimal(300_000), "text": "Zqreview"}


def reviewed(fund: Fund, asked: int = 400_000, who: User | None = None) -> Application:
    """Hand both reviews in."""
    application = under_review(fund, asked, who)
    for place in application.places.select_related("officer"):
        fund.take(place.officer, place, "clear")
        fund.take(place.officer, place, "review", **scores())
    return Application.objects.get(pk=application.pk)


def granted(fund: Fund, amount: int = 300_000, who: User | None = None) -> Application:
    """Grant an amount."""
    return fund.take(fund.second_office, reviewed(fund, who=who), "grant",
                     amount=Decimal(amount), text="Zqreason")


def overdue(fund: Fund) -> Application:
    """Grant an amount, so long ago that the days to accept it were over yesterday."""
    made = granted(fund)
    made.decisions.update(at=timezone.now() - timedelta(days=made.programme.appeal_days + 1))
    return made


def running(fund: Fund, amount: int = 300_000) -> Application:
    """Accept the award."""
    return fund.take(fund.people.enterprise, granted(fund, amount), "accept")
