"""Who sees which alerts and forecasts, and who may do what about them, by role and channel."""

from __future__ import annotations

from typing import Any

import pytest

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import Act
from outward_portal.records import actions as records
from outward_portal.records.kinds import KINDS
from outward_portal.risks import queries
from outward_portal.risks.models import (
    Alert,
    AlertStep,
    CountryStanding,
    LevelPolicy,
    MadeOutlook,
    PanelFile,
    RiskForecast,
)
from tests.portal.people import People, browser_of
from tests.portal.permissions.expected import (
    KEEPS_FORECASTS,
    MOVES_ALERTS,
    READS_FORECASTS,
    READS_PANEL,
    ROLES,
    WATCHES,
)
from tests.portal.risks.outlooks import COUP, KAZ, MLI, made_up, published

pytestmark = pytest.mark.django_db
NOTE = "zqassessment"


@pytest.fixture
def alerts(people: People) -> dict[str, Alert]:
    """An alert of Kazakhstan, in which the works have a project, and one of Mali, in which they have none."""
    _, opened = published(people.office, made_up(coup={**COUP, MLI: COUP[KAZ]}))
    project(people, "KAZ")
    from outward_portal.risks.actions import alerts as actions

    actions.move(Act(people.officer), opened[0], "acknowledged", note=NOTE)
    return {alert.iso3: alert for alert in Alert.objects.all()}


def project(people: People, region: str, owner: Any = None) -> Any:
    """Add a project of the works."""
    return records.create(Act(people.enterprise), KINDS["project"], {
        "name_en": "Works abroad", "countries": region, "audience": "owner"}, owner=owner or people.works.pk)


@pytest.mark.parametrize("role", ROLES)
def test_alerts_are_seen_by_who_watches_and_by_whose_projects_are_there(
    people: People, alerts: dict[str, Alert], role: str
) -> None:
    expected = {"KAZ", "MLI"} if role in WATCHES else {"KAZ"} if role in ("enterprise", "colleague") else set()
    person = getattr(people, role)
    assert set(Alert.objects.visible_to(person).values_list("iso3", flat=True)) == expected
    browser = browser_of(person)
    for iso3, alert in alerts.items():
        answer = browser.get(f"/en/risks/alerts/{alert.pk}/")
        assert (answer.status_code == 200) == (iso3 in expected), iso3
        assert (NOTE in answer.text) == (role in WATCHES and iso3 == min(alerts)), iso3
    for address in ("/en/risks/", "/en/risks/download/json", "/api/v1/risk/alerts", "/en/risks/download/csv"):
        answer = browser.get(address)
        if answer.status_code == 200:
            assert ("Mali" in answer.text) == ("MLI" in expected), address


def test_a_retired_project_no_longer_shows_its_countrys_alerts(people: People, alerts: dict[str, Alert]) -> None:
    from outward_portal.registers.models import Project

    found = Project.objects.get(countries="KAZ")
    records.retire(Act(people.enterprise, "sold"), found)
    assert not Alert.objects.visible_to(people.enterprise).exists()
    assert alerts


def test_counts_on_an_enterprises_page_are_of_its_own(people: People, alerts: dict[str, Alert]) -> None:
    assert alerts
    assert queries.count_to_acknowledge(people.enterprise) == 0  # its own is acknowledged, the other is not its own
    assert queries.count_to_acknowledge(people.office) == 1
    assert "1 alert</p>" in browser_of(people.enterprise).get("/en/risks/").text


@pytest.mark.parametrize("role", ROLES)
def test_forecasts_and_their_record_are_read_by_who_has_work_here(people: People, role: str) -> None:
    published(people.office)
    person = getattr(people, role)
    reads = role in READS_FORECASTS
    for model in (CountryStanding, RiskForecast, MadeOutlook):
        assert model.objects.visible_to(person).exists() == reads, model
    browser = browser_of(person)
    for address in ("/en/risks/", "/en/risks/countries/", "/en/risks/countries/KAZ/", "/en/risks/record/",
                    "/en/risks/record/coup/", "/en/risks/levels/", "/api/v1/risk/countries/KAZ"):
        assert (browser.get(address).status_code == 200) == reads, address
    assert (browser.get("/en/risks/panel/").status_code == 200) == (role in READS_PANEL)
    assert PanelFile.objects.visible_to(person).count() == LevelPolicy.objects.visible_to(person).count() == 0


@pytest.mark.parametrize("role", ROLES)
def test_acts_are_refused_to_those_who_may_not(people: People, alerts: dict[str, Alert], role: str) -> None:
    person, alert = getattr(people, role), alerts["MLI"]
    for action, allowed in (("panel.keep", KEEPS_FORECASTS), ("outlook.make", KEEPS_FORECASTS),
                            ("levels.set", KEEPS_FORECASTS), ("alert.open", MOVES_ALERTS),
                            ("alert.change", MOVES_ALERTS), ("forecasts.verify", READS_PANEL)):
        assert may(person, action, alert) == (role in allowed), action
    browser = browser_of(person)
    posts = {f"alerts/{alert.pk}/to/acknowledged": {}, f"alerts/{alert.pk}/give": {},
             f"alerts/{alert.pk}/level": {"level": "alarm", "reason": "x"},
             "alerts/new": {"event": "coup", "region": "SDN", "level": "alarm", "year": "2027", "reason": "x"},
             "levels/": {"kind": "social", "watch": "9", "warning": "8", "alarm": "7", "reason": "x"},
             "panel/": {"source": "x"}, "panel/outlook": {}, "record/verify": {}}
    for address, given in posts.items():
        answer = browser.post(f"/en/risks/{address}", given)
        if role not in MOVES_ALERTS | KEEPS_FORECASTS | READS_PANEL:
            assert answer.status_code in (302, 403, 404), address
            assert answer.status_code != 302 or "/account/" in answer.headers["Location"], address
    alert.refresh_from_db()
    assert (alert.stage == "acknowledged") == (alert.override == "alarm") == (role in MOVES_ALERTS)
    assert LevelPolicy.objects.exists() == (role in KEEPS_FORECASTS)
    assert Alert.objects.filter(iso3="SDN").exists() == (role in MOVES_ALERTS)


def test_projects_beside_an_alert_are_those_that_the_reader_weighs(people: People, alerts: dict[str, Alert]) -> None:
    records.create(Act(people.office), KINDS["project"], {
        "name_en": "Zqpublic park", "countries": "KAZ;UZB", "audience": "public"}, owner=None)
    records.create(Act(people.rival), KINDS["project"], {
        "name_en": "Zqrival mine", "countries": "KAZ", "audience": "owner"}, owner=people.rival.organisation_id)
    address = f"/en/risks/alerts/{alerts['KAZ'].pk}/"
    office, enterprise = (browser_of(person).get(address).text for person in (people.office, people.enterprise))
    assert "Zqpublic park" in office
    assert "Works abroad" in enterprise
    for page, secrets in ((office, ("Zqrival", "Works abroad")), (enterprise, ("Zqrival", "Zqpublic"))):
        assert [secret for secret in secrets if secret in page] == []
    assert queries.projects_by_country(["KAZ", "MLI"], people.office) == {"KAZ": 1}
    assert queries.projects_by_country(["KAZ", "MLI"], people.enterprise) == {"KAZ": 1}
    page = browser_of(people.office).get("/en/risks/?projects=1").text
    assert "Kazakhstan" in page
    assert "Mali" not in page


def test_steps_are_for_who_watches(people: People, alerts: dict[str, Alert]) -> None:
    assert alerts
    assert not AlertStep.objects.visible_to(people.enterprise).exists()
    assert AlertStep.objects.visible_to(people.contributor).exists()
