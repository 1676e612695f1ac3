"""The ledger: every forecast is entered, tampering is found, and what has come due is scored by the rule."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from outward_portal.risks import ledger, record
from outward_portal.risks.models import RiskForecast
from tests.portal.people import People, browser_of
from tests.portal.risks.outlooks import KAZ, MLI, SDN, UZB, YEAR, made_up, published

pytestmark = pytest.mark.django_db


def test_every_forecast_of_an_outlook_is_entered_and_the_chain_holds(people: People) -> None:
    published(people.office)
    published(people.office, made_up(panel="b" * 64))
    outlook = made_up()
    assert RiskForecast.objects.count() == 2 * sum(len(each.forecasts) for each in outlook.events)
    assert ledger.faults() == []
    first = RiskForecast.objects.get(sequence=1)
    assert f'"inputs":"{"a" * 64}"' in first.content
    assert '"version":"test, early warning 0"' in first.content


@pytest.mark.parametrize("statement", [
    "UPDATE risks_riskforecast SET probability = 0.5 WHERE sequence = 1", "DELETE FROM risks_riskforecast"])
def test_the_database_itself_refuses_to_change_or_delete_a_forecast(people: People, statement: str) -> None:
    published(people.office)
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def unguarded(*statements: str) -> None:
    """Write past the triggers, as whoever has the database's file may."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                cursor.execute(f"DROP TRIGGER risks_riskforecast_{verb}")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else the table waits for them and cannot be altered
            cursor.execute("ALTER TABLE risks_riskforecast DISABLE TRIGGER risks_riskforecast_kept")
        for statement in statements:
            cursor.execute(statement)


@pytest.mark.parametrize(("statement", "told"), [
    ("UPDATE risks_riskforecast SET probability = 0.5 WHERE sequence = 2", "columns of entry 2"),
    ("UPDATE risks_riskforecast SET content = replace(content, 'coup', 'cope') WHERE sequence = 3", "entry 3"),
    ("DELETE FROM risks_riskforecast WHERE sequence = 5", "entry 6"),
    ("DELETE FROM risks_riskforecast WHERE sequence > 10", "journal says"),
])
def test_tampering_is_found(people: People, statement: str, told: str) -> None:
    published(people.office)
    unguarded(statement)
    assert any(told in fault for fault in ledger.faults())
    with pytest.raises(CommandError, match="not as it was written"):
        call_command("verify_ledger")
    page = browser_of(people.office).post("/en/risks/record/verify", follow=True).text
    assert "The ledger is not as it was written" in page


def test_an_untouched_ledger_is_told_to_be_whole(people: People, capsys: Any) -> None:
    published(people.office)
    call_command("verify_ledger")
    assert "all as they were written" in capsys.readouterr().out
    page = browser_of(people.office).post("/en/risks/record/verify", follow=True).text
    assert "entries are as they were written" in page


def test_forecasts_that_have_come_due_are_scored_by_the_rule_and_hindcasts_apart(people: People) -> None:
    published(people.office)
    came = {(KAZ, YEAR): True, (MLI, YEAR): False, (SDN, YEAR): False}
    found = record.record_of(made_up(year=YEAR + 2, known=came), "coup")
    assert found is not None
    (due,) = found.due
    ensemble = next(each for each in due.models if each.model == "ensemble")
    assert not due.is_hindcast
    assert (ensemble.forecasts, ensemble.events) == (3, 1)
    assert ensemble.auroc == "0.500"  # Mali's 0.12 outranks Kazakhstan's 0.06, Sudan's 0.001 does not
    assert ensemble.brier == f"{((1 - 0.06) ** 2 + 0.12 ** 2 + 0.001 ** 2) / 3:.4f}"
    assert found.waiting == 0  # Uzbekistan's forecast abstained: it waits for nothing


def test_a_forecast_entered_after_its_year_is_no_forecast(people: People) -> None:
    published(people.office, made_up(year=2012))
    found = record.record_of(made_up(year=2014, known={(KAZ, 2012): True, (UZB, 2012): True}), "coup")
    assert found is not None
    assert [due.is_hindcast for due in found.due] == [True]


def test_what_is_said_again_later_does_not_count(people: People) -> None:
    published(people.office)
    published(people.office, made_up(panel="b" * 64, coup={KAZ: (0.9,), MLI: (0.12,), SDN: (0.001,)}))
    found = record.record_of(made_up(year=YEAR + 2, known={(KAZ, YEAR): True, (MLI, YEAR): False, (SDN, YEAR): False}),
                             "coup")
    assert found is not None
    ensemble = next(each for each in found.due[0].models if each.model == "ensemble")
    assert ensemble.brier == f"{((1 - 0.06) ** 2 + 0.12 ** 2 + 0.001 ** 2) / 3:.4f}"
