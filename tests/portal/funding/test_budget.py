"""The budget: entries add up, the database refuses what is overspent, two decisions at once follow one another."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from outward_portal.accounts.requests import Act
from outward_portal.funding import budgeting
from outward_portal.funding.models import Application, BudgetEntry, BudgetHead, Programme
from outward_portal.records.errors import RefusedError
from tests.portal.funding.made import Fund, granted, make_fund
from tests.portal.people import People
from tests.portal.serving import copy_of, environment_of
from tests.postgresql import new_database

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def fund(people: People) -> Fund:
    return make_fund(people, budget=1_000)


Kind = BudgetEntry.Kind


def enter(fund: Fund, kind: str, amount: str) -> None:
    with transaction.atomic():
        budgeting.enter(Act(fund.people.office), budgeting.hold(fund.programme.pk), kind, Decimal(amount))


@pytest.mark.django_db
class TestLedger:
    def test_entries_come_to_the_head(self, fund: Fund) -> None:
        for kind, amount in ((Kind.COMMITTED, "600.50"), (Kind.DISBURSED, "400.25"), (Kind.RETURNED, "100"),
                             (Kind.RELEASED, "100"), (Kind.COMMITTED, "499.50")):
            enter(fund, kind, amount)
        head = BudgetHead.objects.get()
        assert (head.available, head.outstanding, head.paid) == (Decimal(0), Decimal("699.75"), Decimal("300.25"))
        assert budgeting.balances([head])[0].adds_up
        assert list(BudgetEntry.objects.values_list("number", flat=True)) == [6, 5, 4, 3, 2, 1]

    @pytest.mark.parametrize(("kind", "amount", "said"), [
        (Kind.COMMITTED, "400.01", "The budget has 400 CNY left"),
        (Kind.DISBURSED, "600.01", "Only 600 CNY are committed and not paid"),
        (Kind.RELEASED, "601", "Only 600 CNY are committed and not paid"),
        (Kind.RETURNED, "0.01", "Only 0 CNY were paid"),
        (Kind.BUDGETED, "-400.01", "Only 400 CNY are not committed"),
    ])
    def test_what_is_not_there_is_refused_in_words(self, fund: Fund, kind: str, amount: str, said: str) -> None:
        enter(fund, Kind.COMMITTED, "600")
        with pytest.raises(RefusedError, match=said):
            enter(fund, kind, amount)
        assert budgeting.balances(BudgetHead.objects.all())[0].adds_up

    @pytest.mark.parametrize("changed", [{"committed": 1001}, {"disbursed": 1}, {"released": 1}, {"returned": 1},
                                         {"budgeted": -1}, {"committed": 10, "disbursed": 11}])
    @pytest.mark.usefixtures("fund")
    def test_the_database_refuses_an_overspent_head(self, changed: dict[str, int]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            BudgetHead.objects.update(**changed)

    def test_the_database_refuses_sums_of_an_application_that_pass_each_other(self, people: People) -> None:
        granted(make_fund(people), 300_000)
        for changed in ({"granted": 400_001}, {"disbursed": 300_001}, {"claimed_back": 1}, {"returned": 1}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Application.objects.update(**changed)

    def test_the_last_hundredth_can_be_committed_and_come_back(self, fund: Fund) -> None:
        """As SQLite reckons, 1042.42 - 411.07 is more than 631.35, and so on below."""
        for kind, amount in ((Kind.BUDGETED, "-368.65"), (Kind.COMMITTED, "411.07"), (Kind.RELEASED, "411.07"),
                             (Kind.COMMITTED, "631.35"), (Kind.RELEASED, "631.35"), (Kind.BUDGETED, "1873.88"),
                             (Kind.COMMITTED, "2505.23"), (Kind.DISBURSED, "2505.23"), (Kind.RETURNED, "1554.57"),
                             (Kind.RELEASED, "1554.57")):
            enter(fund, kind, amount)
        found = budgeting.balances(BudgetHead.objects.all())[0]
        assert (found.head.available, found.head.outstanding, found.adds_up) == (
            Decimal("1554.57"), Decimal(0), True)
        with pytest.raises(IntegrityError), transaction.atomic():
            BudgetHead.objects.update(budgeted=Decimal("950.65"))

    def test_amounts_that_could_not_be_read_again_are_refused(self, fund: Fund) -> None:
        most = Decimal("9999999999999.99")
        with pytest.raises(RefusedError, match="no more than 15 digits"):
            budgeting.budget(Act(fund.people.office), fund.programme, most, "CNY", "n")
        budgeting.budget(Act(fund.people.office), fund.programme, most - 1000, "CNY", "n")
        assert BudgetHead.objects.get().budgeted == most
        programme = Programme.objects.get(pk=fund.programme.pk)
        programme.award_most = Decimal("9999999999999999.99")
        with pytest.raises(ValidationError, match="no more than 15 digits"):
            programme.clean()

    def test_a_change_by_hand_is_found(self, fund: Fund) -> None:
        enter(fund, Kind.COMMITTED, "10")
        BudgetEntry.objects.filter(kind="committed").update(amount=Decimal(11))
        assert not budgeting.balances(BudgetHead.objects.all())[0].adds_up
        BudgetEntry.objects.filter(kind="committed").delete()
        assert not budgeting.balances(BudgetHead.objects.all())[0].adds_up

    def test_another_currency_is_refused(self, fund: Fund) -> None:
        with pytest.raises(RefusedError, match="The programme is in CNY"):
            budgeting.budget(Act(fund.people.office), fund.programme, Decimal(1), "USD", "x")


@pytest.mark.django_db
def test_programmes_with_budgets_are_not_merged(people: People) -> None:
    from outward_portal.funding.kinds import PROGRAMMES
    from outward_portal.records import actions as records
    from outward_portal.records.duplicates import merging

    act = Act(people.office)
    first, second, bare = (records.create(act, PROGRAMMES, {"name_en": f"Fund {n}", "category": "leasing",
                                                            "audience": "agencies"}) for n in range(3))
    for each in (first, second):
        budgeting.budget(act, each, Decimal(10), "CNY", "n")  # type: ignore[arg-type]

    def merge(kept: int, gone: int) -> None:
        pair = [PROGRAMMES.model.objects.get(pk=key) for key in (kept, gone)]
        merging.merge(act, PROGRAMMES, pair[0], pair[1], {}, revisions={each.pk: each.revision for each in pair})

    with pytest.raises(RefusedError, match="a budget of its own"):
        merge(first.pk, second.pk)
    assert BudgetHead.objects.filter(programme__in=[first.pk, second.pk]).count() == 2
    merge(first.pk, bare.pk)
    assert not PROGRAMMES.model.objects.get(pk=first.pk).is_retired


SETTING = """
import json
from tests.portal.funding.made import make_fund, reviewed
from tests.portal.people import make_people
fund = make_fund(make_people(), budget=500_000)
keys = [reviewed(fund, 400_000, who).pk for who in (fund.people.enterprise, fund.people.rival)]
print(json.dumps({"office": [fund.second_office.pk, fund.third_office.pk], "applications": keys}))
"""
DECIDE = """
import pathlib, sys, time
from decimal import Decimal
from outward_portal.accounts.models import User
from outward_portal.accounts.requests import Act
from outward_portal.funding.models import Application
from outward_portal.records.errors import RefusedError
from outward_portal.workflows.flow import WORKFLOWS
from outward_portal.workflows.taking import take
flow, user, subject = WORKFLOWS.get("funding-application"), User.objects.get(pk={user}), Application.objects.get(
    pk={application})
pathlib.Path("ready-{user}").touch()
until = time.monotonic() + 60
while not pathlib.Path("go").exists() and time.monotonic() < until:
    time.sleep(0.002)
try:
    take(Act(user), flow, subject, flow.step("grant"), {{"amount": Decimal({amount}), "text": "both at once"}})
    print("granted")
except RefusedError as error:
    print(error)
"""
TELL = """
from outward_portal.funding import budgeting
from outward_portal.funding.models import Application, BudgetHead, Decision
found = budgeting.balances(BudgetHead.objects.all())[0]
left = Application.objects.filter(state="review").values_list("pk", flat=True).first() or 0
print(found.head.committed, found.adds_up, Decision.objects.count(), left)
"""
DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture(params=DATABASES)
def shell(request: pytest.FixtureRequest, prepared_workspace: Path, tmp_path: Path) -> Iterator[Shell]:
    """A portal's database in which processes of their own work."""
    workspace = copy_of(prepared_workspace, tmp_path / "workspace")
    environment = environment_of(workspace)
    environment["PYTHONPATH"] = f"{environment['PYTHONPATH']}:{ROOT}"
    if request.param == "sqlite":
        yield Shell(workspace, environment)
        return
    with new_database(request.getfixturevalue("prepared_database")) as address:
        yield Shell(workspace, environment | {"DATABASE_URL": address})


@dataclass(frozen=True, slots=True)
class Shell:
    """Runs Python with the portal's models at hand."""

    workspace: Path
    environment: dict[str, str]

    def start(self, code: str) -> subprocess.Popen[str]:
        """Start a process."""
        return subprocess.Popen([sys.executable, "-c", f"import django; django.setup()\n{code}"], cwd=self.workspace,
                                env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, code: str) -> str:
        """Run one and give what it printed."""
        return self.ended(self.start(code))

    def ended(self, process: subprocess.Popen[str]) -> str:
        """Wait for a process and give what it printed."""
        with process:
            try:
                out, err = process.communicate(timeout=600)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        assert process.returncode == 0, err[-3000:]
        return out.strip()

    def at_once(self, pairs: list[tuple[int, int]], amount: int) -> list[str]:
        """Let several people decide at the same moment, each in a process of their own."""
        for sign in ("go", *(f"ready-{user}" for user, _ in pairs)):
            (self.workspace / sign).unlink(missing_ok=True)
        running = [self.start(DECIDE.format(user=user, application=application, amount=amount))
                   for user, application in pairs]
        until = time.monotonic() + 60
        while time.monotonic() < until and not all((self.workspace / f"ready-{user}").exists() for user, _ in pairs):
            time.sleep(0.01)
        (self.workspace / "go").touch()
        return sorted(self.ended(each) for each in running)


def test_decisions_at_once_never_overspend_and_one_application_is_decided_once(shell: Shell) -> None:
    """Two applications, two deciders, a budget for one: one is refused in words. Then both decide that one at once."""
    setting = json.loads(shell.run(SETTING).splitlines()[-1])
    told = shell.at_once(list(zip(setting["office"], setting["applications"], strict=True)), 300_000)
    assert told == ["The budget has 200,000 CNY left, and 300,000 CNY were to be committed.", "granted"]
    committed, adds_up, decisions, left = shell.run(TELL).split()
    assert (committed, adds_up, decisions) == ("300000.00", "True", "1")
    told = shell.at_once([(who, int(left)) for who in setting["office"]], 150_000)
    assert [each == "granted" for each in told] == [False, True]
    assert "it has moved on to" in told[0]
    assert shell.run(TELL).split()[:3] == ["450000.00", "True", "2"]
