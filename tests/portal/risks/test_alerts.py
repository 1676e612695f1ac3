"""Alerts: only what rises opens one; their life, their level by hand, and what stays of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.journal.models import Entry
from outward_portal.notices.actions import follow
from outward_portal.notices.models import Notice
from outward_portal.records.errors import RefusedError
from outward_portal.risks import record
from outward_portal.risks.actions import alerts as actions
from outward_portal.risks.actions.levels import set_costs
from outward_portal.risks.models import Alert, AlertStep, CountryStanding
from tests.portal.people import People, browser_of
from tests.portal.risks.outlooks import COUP, KAZ, MLI, SDN, YEAR, made_up, published

pytestmark = pytest.mark.django_db


def higher(probability: float) -> dict[Any, Any]:
    """Let Kazakhstan's newest forecast of a coup be another."""
    return {**COUP, KAZ: (*COUP[KAZ][1:], probability)}


def test_only_what_rises_opens_an_alert_and_what_is_chronic_is_shown_apart(people: People) -> None:
    row, opened = published(people.office)
    assert [(alert.iso3, alert.level, alert.state, alert.outlook) for alert in opened] == [
        ("KAZ", "warning", "rising", row)]
    stands = {each.iso3: (each.level, each.state) for each in CountryStanding.objects.filter(event="coup")}
    assert stands == {"KAZ": ("warning", "rising"), "MLI": ("alarm", "chronic"), "SDN": ("quiet", "quiet"),
                      "UZB": ("watch", "abstained")}
    page = browser_of(people.office).get("/en/risks/countries/?state=chronic").text
    assert "Mali" in page
    assert "Kazakhstan" not in page


def test_a_first_forecast_has_risen_from_nowhere(people: People) -> None:
    _, opened = published(people.office, made_up(coup={KAZ: (0.2,), MLI: (None, None, 0.2), SDN: (0.001, 0.2)}))
    assert [alert.iso3 for alert in opened] == ["SDN"]


def test_a_running_alert_follows_the_newest_forecast_and_is_not_opened_twice(people: People) -> None:
    _, (alert,) = published(people.office)
    _, opened = published(people.office, made_up(year=YEAR + 1, coup=higher(0.2)))
    alert.refresh_from_db()
    assert opened == []
    assert (alert.level, alert.year, alert.probability) == ("alarm", YEAR + 1, 0.06)
    assert [step.deed for step in alert.steps.all()] == ["alert.level", "alert.opened"]


def test_what_was_closed_for_a_year_is_called_out_again_only_at_a_higher_level(people: People) -> None:
    _, (alert,) = published(people.office)
    actions.move(Act(people.officer), alert, "closed", note="A new election is agreed.")
    assert published(people.office, made_up(panel="b" * 64))[1] == []
    (again,) = published(people.office, made_up(panel="c" * 64, coup=higher(0.2)))[1]
    assert again.level == "alarm"


def test_who_follows_the_country_or_the_level_is_told_of_an_opened_alert(people: People) -> None:
    follow(Act(people.analyst), "risk:watch")
    follow(Act(people.contributor), "country:DEU")
    follow(Act(people.member), "risk:watch")  # sees no alerts
    _, opened = published(people.office)
    told = Notice.objects.filter(occurrence__kind="alert.opened")
    assert set(told.values_list("reader", flat=True)) == {people.analyst.pk}
    assert told.count() == len(opened)
    (alert,) = opened
    actions.override(Act(people.office), alert, "alarm", "It is worse than that.")
    actions.move(Act(people.office), alert, "closed", note="x")
    actions.move(Act(people.office), alert, "open", note="y")
    kinds = Notice.objects.filter(reader=people.analyst).order_by("pk").values_list("occurrence__kind", flat=True)
    assert list(kinds) == ["alert.opened", "alert.raised", "alert.reopened"]


def test_an_alert_goes_through_its_life_and_each_step_is_kept(people: People) -> None:
    _, (alert,) = published(people.office)
    browser = browser_of(people.officer)

    def post(to: str, **given: str) -> Any:
        fields = {f"{to}-{name}": text for name, text in given.items()}
        return browser.post(f"/en/risks/alerts/{alert.pk}/to/{to}", fields)

    assert post("acknowledged").status_code == 302
    assert post("assessed").status_code == 422  # an assessment is written down
    assert post("assessed", note="Two enterprises are concerned.").status_code == 302
    assert post("closed", note="The term was extended by law.").status_code == 302
    assert post("reviewed", note="Nothing came.").status_code == 422  # what happened is to be said
    assert post("reviewed", note="Nothing came.", outcome="not").status_code == 302
    alert.refresh_from_db()
    assert (alert.stage, alert.outcome, alert.keeper) == ("reviewed", "not", people.officer)
    deeds = ["alert.reviewed", "alert.closed", "alert.assessed", "alert.acknowledged", "alert.opened"]
    assert [step.deed for step in AlertStep.objects.filter(alert=alert)] == deeds
    assert list(Entry._base_manager.filter(subject=f"risks.alert:{alert.pk}").order_by("-id").values_list(
        "action", flat=True)) == deeds
    assert not list(entries.broken())
    post("open", note="Once more")
    alert.refresh_from_db()
    assert alert.stage == "reviewed"  # what was reviewed is history


def test_a_stage_that_cannot_follow_is_refused(people: People) -> None:
    _, (alert,) = published(people.office)
    with pytest.raises(RefusedError):
        actions.move(Act(people.office), alert, "reviewed", note="x", outcome="not")
    actions.move(Act(people.office), alert, "closed", note="x")
    actions.move(Act(people.office), alert, "open", note="It was closed by mistake.")
    alert.refresh_from_db()
    assert alert.stage == "open"


def test_a_level_set_by_hand_holds_beside_the_forecasts_and_can_be_taken_back(people: People) -> None:
    _, (alert,) = published(people.office)
    browser = browser_of(people.officer)
    assert browser.post(f"/en/risks/alerts/{alert.pk}/level", {"level": "alarm", "reason": ""}).status_code == 422
    browser.post(f"/en/risks/alerts/{alert.pk}/level", {"level": "alarm", "reason": "The mission reports unrest."})
    alert.refresh_from_db()
    assert (alert.level, alert.shown_level) == ("warning", "alarm")
    page = browser.get(f"/en/risks/alerts/{alert.pk}/").text
    assert "The level was set by hand" in page
    assert "The mission reports unrest." in page
    assert browser.get("/en/risks/?level=alarm").text.count(f"/en/risks/alerts/{alert.pk}/") == 1
    browser.post(f"/en/risks/alerts/{alert.pk}/level", {"level": "", "reason": "Calm again."})
    alert.refresh_from_db()
    assert alert.shown_level == "warning"


def test_an_alert_is_opened_by_hand_once_with_a_reason_and_marked_so(people: People) -> None:
    published(people.office)
    browser = browser_of(people.officer)
    given = {"event": "expropriation", "region": "SDN", "level": "warning", "year": str(YEAR),
             "reason": "Draft law read."}
    assert browser.post("/en/risks/alerts/new", {**given, "reason": ""}).status_code == 422
    answer = browser.post("/en/risks/alerts/new", given)
    alert = Alert.objects.get(is_manual=True)
    assert answer.headers["Location"] == f"/en/risks/alerts/{alert.pk}/"
    assert (alert.gwcode, alert.kind, alert.shown_level) == (SDN.gwcode, "institutional", "warning")
    page = browser.get(answer.headers["Location"]).text
    assert "opened by hand" in page
    assert "Draft law read." in page
    assert browser.post("/en/risks/alerts/new", given).status_code == 422  # it is running


def test_an_alert_opened_by_hand_before_any_outlook_is_the_one_that_forecasts_follow(people: People) -> None:
    alert = actions.open_by_hand(Act(people.officer), event="coup", region="KAZ", level="watch", year=YEAR, reason="x")
    assert alert.gwcode == 0  # no outlook has told it yet
    assert published(people.office)[1] == []
    alert.refresh_from_db()
    assert (alert.level, alert.shown_level, alert.state) == ("warning", "watch", "rising")


def test_the_database_holds_one_running_alert_an_event_and_country(people: People) -> None:
    _, (alert,) = published(people.office)
    alert.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        alert.save(force_insert=True)


def test_an_alert_is_given_to_an_agency_and_taken_by_a_person(people: People) -> None:
    _, (alert,) = published(people.office)
    browser_of(people.officer).post(f"/en/risks/alerts/{alert.pk}/give",
                                    {"agency": people.commerce.pk, "take_it": "on"})
    alert.refresh_from_db()
    assert (alert.agency, alert.keeper) == (people.commerce, people.officer)


def test_other_costs_open_what_rises_by_them(people: People) -> None:
    published(people.office, made_up(coup={**COUP, SDN: (*[0.001] * 9, 0.006)}))
    assert set_costs(Act(people.office), "political", (1000.0, 500.0, 200.0), "A miss would be very dear.") == 1
    assert Alert.objects.get(iso3="SDN").level == "alarm"
    alert = Alert.objects.get(iso3="KAZ")
    assert alert.level == "alarm"


def test_what_happened_by_the_rule_is_said_where_it_is_known(people: People) -> None:
    _, (alert,) = published(people.office)
    assert record.outcome_of(alert, made_up()) == ""
    assert record.outcome_of(alert, made_up(known={(KAZ, YEAR): True})) == "happened"
    assert record.outcome_of(alert, made_up(known={(KAZ, YEAR): False, (MLI, YEAR): True})) == "not"


def test_home_tells_how_many_alerts_wait(people: People) -> None:
    published(people.office)
    assert "Alerts to acknowledge" in browser_of(people.officer).get("/en/").text
    assert "Alerts to acknowledge" not in browser_of(people.enterprise).get("/en/").text
