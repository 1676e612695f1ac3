"""Who sees and does what with public money, written down by hand: each model, action, page, file and interface."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.db import models, transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from outward_portal.accounts.models import User
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import Act
from outward_portal.funding.awards import actions as awards
from outward_portal.funding.models import (
    Application,
    ApplicationFact,
    ApplicationStanding,
    Award,
    BudgetEntry,
    BudgetHead,
    Call,
    ClawBack,
    Decision,
    DeclaredFact,
    Instalment,
    Question,
    Report,
    Review,
    ReviewPlace,
    RuleVersion,
)
from outward_portal.funding.programmes import actions as programmes
from tests.portal.funding.made import Fund, make_fund, overdue, running, scores, under_review
from tests.portal.people import browser_of, make_people
from tests.portal.permissions.expected import ROLES

pytestmark = pytest.mark.django_db

_STAFF: Final = ("officer", "other_officer", "office", "contributor", "analyst")
_OWN: Final = ("enterprise", "colleague")
_REVIEWERS: Final = ("officer", "other_officer")
"""Both officers review the application; `officer` is of the agency that runs the programme, `other_officer` is not."""

SEES: Final[dict[type[models.Model], tuple[str, ...]]] = {
    RuleVersion: ROLES,
    Call: ROLES,
    Award: ROLES,
    DeclaredFact: _OWN,
    BudgetHead: (*_REVIEWERS, "office"),
    BudgetEntry: ("officer", "office"),
    Application: (*_OWN, *_REVIEWERS, "office"),
    ApplicationStanding: (*_OWN, *_REVIEWERS, "office"),
    ApplicationFact: (*_OWN, *_REVIEWERS, "office"),
    Question: (*_OWN, *_REVIEWERS, "office"),
    ReviewPlace: (*_REVIEWERS, "office"),
    Review: (*_REVIEWERS, "office"),
    Decision: (*_OWN, *_REVIEWERS, "office"),
    Instalment: (*_OWN, *_REVIEWERS, "office"),
    Report: (*_OWN, *_REVIEWERS, "office"),
    ClawBack: (*_OWN, *_REVIEWERS, "office"),
}
"""By model, who sees the row of a public programme and of an award of the works under it."""

SEES_BEFORE: Final[dict[type[models.Model], tuple[str, ...]]] = {
    Application: (*_OWN, "office"),
    ApplicationStanding: (*_OWN, "officer", "office"),
    ApplicationFact: (*_OWN, "office"),
    ReviewPlace: (*_REVIEWERS, "office"),
    Review: (),
    Decision: (),
}
"""The same while both officers are named and have not said that nothing binds them."""

DOES: Final[dict[str, tuple[str, ...]]] = {
    "programme.keep": ("officer", "office"),
    "programme.give": ("office",),
    "call.keep": ("officer", "office"),
    "budgets.read": (*_REVIEWERS, "office"),
    "funding.qualify": (*_OWN, "rival"),
    "applications.read": (*_OWN, "rival", *_REVIEWERS, "office"),
    "application.begin": (*_OWN, "rival"),
    "application.write": _OWN,
    "application.handle": ("office",),
    "application.reassign": (),
    "application.ask": (*_REVIEWERS, "office"),
    "application.review": _REVIEWERS,
    "application.decide": ("office",),
    "application.appeal": (),
    "application.lapse": (),
    "appeal.decide": (),
    "place.declare": ("officer",),
    "place.review": ("officer",),
    "place.free": ("office",),
    "award.reach": _OWN,
    "award.manage": ("office",),
}
"""By action, who may do it to the running award, the officer's place and an instalment: nobody appeals what is granted
or names a third reviewer, the office's person here named the two, and the days to accept are not over."""

DOES_AFTER: Final[dict[str, tuple[str, ...]]] = {"application.write": _OWN, "application.lapse": ("office",)}
"""The same of a grant that nobody accepted before the days for it were over."""

PAGES: Final[dict[str, tuple[str, ...]]] = {
    "/en/funding/": ROLES,
    "/en/funding/calls/{call}/": ROLES,
    "/en/funding/programmes/{programme}/rules/": ROLES,
    "/en/funding/awards/": ROLES,
    "/en/funding/awards/download/csv": ROLES,
    "/en/funding/qualify/": (*_OWN, "rival"),
    "/en/funding/qualify/facts": (*_OWN, "rival"),
    "/en/funding/calls/{call}/apply": (*_OWN, "rival"),
    "/en/funding/applications/": (*_OWN, "rival", *_REVIEWERS, "office"),
    "/en/funding/applications/download/json": (*_OWN, "rival", *_REVIEWERS, "office"),
    "/en/funding/applications/{application}/": (*_OWN, *_REVIEWERS, "office"),
    "/en/funding/applications/{application}/instalments/new": ("office",),
    "/en/funding/applications/{application}/reports/new": ("office",),
    "/en/funding/reviews/": _REVIEWERS,
    "/en/funding/reviews/{place}/": ("officer", "office"),
    "/en/funding/budgets/": (*_REVIEWERS, "office"),
    "/en/funding/programmes/{programme}/budget/": (*_REVIEWERS, "office"),
    "/en/funding/programmes/{programme}/budget/enter": ("officer", "office"),
    "/en/funding/programmes/{programme}/calls/new": ("officer", "office"),
    "/en/funding/programmes/{programme}/rules/write": ("officer", "office"),
    "/en/funding/programmes/{programme}/agency": ("office",),
    "/api/v1/funding/qualify": (*_OWN, "rival"),
    "/api/v1/funding/applications": (*_OWN, "rival", *_REVIEWERS, "office"),
    "/api/v1/funding/awards": ROLES,
}
"""By address, who is answered; the others are led to the sign-in, refused, or told that nothing is here."""

SECRETS: Final[dict[str, tuple[str, ...]]] = {
    "Zqpurpose": (*_OWN, *_REVIEWERS, "office"),
    "Zqquestion": (*_OWN, *_REVIEWERS, "office"),
    "Zqreason": (*_OWN, *_REVIEWERS, "office"),
    "Zqreview": (*_REVIEWERS, "office"),
    "Zqscoreneed": (*_REVIEWERS, "office"),
    "Zqclaim": (*_OWN, *_REVIEWERS, "office"),
}
"""By word, who may ever read it, on whichever page."""


@pytest.fixture(scope="module")
def fund(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Fund]:
    """A running award of the works, with a row of every model."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_fund(make_people())
        people = made.people
        programmes.declare(Act(people.enterprise), people.works, {"first-set": True})
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def award(fund: Fund, django_db_blocker: DjangoDbBlocker) -> Iterator[Application]:
    from datetime import timedelta
    from decimal import Decimal

    from django.utils import timezone

    with django_db_blocker.unblock(), transaction.atomic():
        people, today = fund.people, timezone.localdate()
        application = under_review(fund)
        fund.take(people.office, application, "ask", text="Zqquestion")
        fund.take(people.enterprise, application, "answer", answer="Because")
        for place in application.places.select_related("officer"):
            fund.take(place.officer, place, "clear")
            fund.take(place.officer, place, "review", **scores())
        fund.take(fund.second_office, application, "grant", amount=Decimal(300_000), text="Zqreason")
        application = fund.take(people.enterprise, application, "accept")
        one = awards.plan(Act(people.office), application, {"milestone": "m", "amount": Decimal(100), "due_on": today})
        awards.ask_report(Act(people.office), application, {"title": "r", "due_on": today + timedelta(days=9)})
        one = fund.take(people.enterprise, one, "reach", evidence="x")
        fund.take(people.office, one, "pay", paid_on=today, reference="B")
        yield fund.take(people.office, application, "claim-back", amount=Decimal(10), reason_text="Zqclaim",
                        due_on=today)
        transaction.set_rollback(True)


def person(fund: Fund, role: str) -> Any:
    """Give somebody with nothing remembered of them."""
    found = getattr(fund.people, role)
    return User.objects.get(pk=found.pk) if isinstance(found, User) else found


@pytest.mark.parametrize("role", ROLES)
def test_rows_are_seen_as_the_table_says(fund: Fund, award: Application, role: str) -> None:
    for model, who in SEES.items():
        rows: Any = model._default_manager
        assert rows.exists(), model
        assert rows.visible_to(person(fund, role)).exists() == (role in who), (model.__name__, role)


def test_the_table_names_every_model_of_the_room() -> None:
    from django.apps import apps

    own = {model for model in apps.get_app_config("funding").get_models() if model.__name__ != "Programme"}
    assert own | {ApplicationStanding} == set(SEES)


@pytest.mark.parametrize("role", ROLES)
def test_before_a_declaration_officers_see_nothing_of_an_application(fund: Fund, role: str) -> None:
    with transaction.atomic():
        made = under_review(fund)
        for model, who in SEES_BEFORE.items():
            rows: Any = model._default_manager
            field = "pk" if model in (Application, ApplicationStanding) else "application"
            seen = rows.visible_to(person(fund, role)).filter(**{field: made.pk})
            assert seen.exists() == (role in who), (model.__name__, role)
        transaction.set_rollback(True)


@pytest.mark.parametrize("role", ROLES)
def test_a_draft_is_the_applicants_alone(fund: Fund, role: str) -> None:
    from tests.portal.funding.made import written

    with transaction.atomic():
        made = written(fund)
        assert Application.objects.visible_to(person(fund, role)).filter(pk=made.pk).exists() == (role in _OWN)
        assert ApplicationStanding.objects.visible_to(person(fund, role)).filter(pk=made.pk).exists() == (role in _OWN)
        transaction.set_rollback(True)


@pytest.mark.parametrize("role", ROLES)
def test_things_are_done_as_the_table_says(fund: Fund, award: Application, role: str) -> None:
    place = award.places.get(officer=fund.people.officer)
    instalment = award.instalments.get()
    subjects: dict[str, Any] = {"programme": fund.programme, "call": fund.call, "application": award, "appeal": award,
                                "place": place, "award": instalment}
    fund.programme.refresh_from_db()
    for action, who in DOES.items():
        subject = fund.call if action == "application.begin" else subjects.get(action.partition(".")[0])
        assert may(person(fund, role), action, subject) == (role in who), (action, role)


@pytest.mark.parametrize("role", ROLES)
def test_a_grant_that_nobody_accepts_is_ended_by_the_office_alone(fund: Fund, role: str) -> None:
    with transaction.atomic():
        made = overdue(fund)
        for action, who in DOES_AFTER.items():
            assert may(person(fund, role), action, made) == (role in who), (action, role)
        address = f"/en/workflows/funding-application/{made.pk}/lapse"
        status = browser_of(person(fund, role)).post(address, {"note": "x"}).status_code
        made.refresh_from_db()
        assert (made.state == "lapsed") == (role == "office"), (role, status)
        transaction.set_rollback(True)


def test_the_table_names_every_action_of_the_room() -> None:
    from outward_portal.accounts.policy.funding_rules import ACTIONS

    assert set(DOES) == set(ACTIONS)


def addresses(fund: Fund, award: Application) -> dict[str, str]:
    place = award.places.get(officer=fund.people.officer)
    keys = {"call": fund.call.pk, "programme": fund.programme.pk, "application": award.pk, "place": place.pk}
    return {page: page.format(**keys) for page in PAGES}


@pytest.mark.parametrize("role", ROLES)
def test_pages_are_answered_and_leak_nothing(fund: Fund, award: Application, role: str) -> None:
    client: Client = browser_of(person(fund, role))
    hidden = [word for word, who in SECRETS.items() if role not in who]
    more = ["/en/search?q=Zqpurpose", f"/en/registers/programmes/{fund.programme.pk}/",
            f"/en/registers/programmes/{fund.programme.pk}/history", "/en/notices/", "/en/"]
    for page, address in addresses(fund, award).items():
        response = client.get(address)
        assert (response.status_code == 200) == (role in PAGES[page]), (address, role, response.status_code)
        told = response.content.decode()
        assert [word for word in hidden if word in told] == [], address
    for address in more:
        told = client.get(address).content.decode().replace('value="Zqpurpose"', "")
        assert [word for word in hidden if word in told and "search" not in address] == [], address


@pytest.mark.parametrize("role", [role for role in ROLES if role not in (*_OWN, *_REVIEWERS, "office")])
def test_steps_of_others_are_not_there(fund: Fund, award: Application, role: str) -> None:
    client: Client = browser_of(person(fund, role))
    for flow, row, step in (("funding-application", award.pk, "close"), ("funding-call", fund.call.pk, "cancel"),
                            ("funding-instalment", award.instalments.get().pk, "drop")):
        address = f"/en/workflows/{flow}/{row}/{step}"
        assert client.get(address).status_code in (302, 403, 404), address
        assert client.post(address, {"reason": "x"}).status_code in (302, 403, 404), address
    award.refresh_from_db()
    assert award.state == "running"


def test_reviews_never_reach_the_applicant(fund: Fund) -> None:
    """Neither who reviews, nor that a review is in, before the decision and after it."""
    with transaction.atomic():
        made = running(fund)
        client: Client = browser_of(person(fund, "enterprise"))
        told = client.get(f"/en/funding/applications/{made.pk}/").content.decode()
        assert "Zqreason" in told
        for officer in ("Officer", "Other_Officer", "Zqreview", "Points"):
            assert officer not in told
        transaction.set_rollback(True)
