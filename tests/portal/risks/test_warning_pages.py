"""Pages, files and the interface: what they say of forecasts, in both languages, and how good such ones were."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from django.conf import settings

from outward_portal.journal.models import Entry
from outward_portal.risks.models import LevelPolicy
from tests.portal.people import People, browser_of
from tests.portal.risks.outlooks import LOG_ODDS, YEAR, made_up, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _outlook(people: People) -> None:
    published(people.office)


def test_a_country_shows_each_event_with_interval_baselines_reasons_and_record(people: People) -> None:
    page = browser_of(people.analyst).get("/en/risks/countries/KAZ/").text
    for words in ("6.0%", "3.0% – 12.0%", "own past alone", "governance ratings alone", "past average", "+0.75",
                  "−0.25", "log-odds in all", f"{LOG_ODDS:.2f}".replace("-", "−"), "Mali 1991",
                  "it happened", "came true", "Expropriation", "an indicator", "61", "75%"):
        assert words.lower() in page.lower(), words
    assert "the panel has no debt crises" in page


def test_the_parts_that_are_shown_sum_to_the_log_odds() -> None:
    why = made_up().events[0].reasons[705, ""]
    assert abs(why.base + sum(part.part for part in why.parts) - why.log_odds) < 1e-9


def test_a_country_without_a_forecast_says_that_this_is_no_calm(people: People) -> None:
    browser = browser_of(people.analyst)
    assert "no sign of calm" in browser.get("/en/risks/countries/UZB/").text  # the model abstained
    assert "no sign of calm" in browser.get("/en/risks/countries/FRA/").text
    assert browser.get("/en/risks/countries/XXX/").status_code == 404
    assert browser.get("/en/risks/countries/CN-LN/").status_code == 404


def test_pages_speak_chinese(people: People) -> None:
    browser = browser_of(people.office)
    assert "哈萨克斯坦" in browser.get("/zh-hans/risks/").text
    page = browser.get("/zh-hans/risks/countries/KAZ/").text
    assert "政变企图" in page
    assert "某指标" in page


@pytest.mark.parametrize("query", ["kind=political", "event=coup", "level=warning", "state=rising", "stage=open",
                                   "stage=running", "q=Kazakh", "q=哈萨克", "region=KAZ", "sort=-level"])
def test_the_list_is_narrowed(people: People, query: str) -> None:
    assert "1 alert</p>" in browser_of(people.office).get(f"/en/risks/?{query}").text


@pytest.mark.parametrize("query", ["kind=economic", "level=alarm", "stage=closed", "q=Mali", "region=MLI"])
def test_what_does_not_fit_is_left_out(people: People, query: str) -> None:
    assert "No alert fits" in browser_of(people.office).get(f"/en/risks/?{query}").text


@pytest.mark.parametrize("query", ["kind=weather", "level=x", "sort=zz", "region=../..", "page=-3", "stage=%00"])
def test_an_address_that_means_nothing_is_told_and_breaks_nothing(people: People, query: str) -> None:
    answer = browser_of(people.office).get(f"/en/risks/?{query}")
    assert answer.status_code == 200
    assert "mean nothing here" in answer.text or query.startswith("page")


def test_files_hold_what_the_list_holds_with_its_citation(people: People) -> None:
    browser = browser_of(people.office)
    lines = list(csv.reader(io.StringIO(browser.get("/en/risks/download/csv").content.decode("utf-8-sig"))))
    row = dict(zip(lines[0], lines[1], strict=True))
    assert (row["iso3"], row["level"], row["probability"]) == ("KAZ", "warning", "0.06")
    assert "panel aaaaaaaaaaaa" in str(lines)
    said = json.loads(browser.get("/en/risks/download/json?level=alarm").content)
    assert said["alerts"] == []
    assert "Early warning" in said["citation"]
    assert browser.get("/en/risks/countries/download/xlsx").content.startswith(b"PK")
    assert browser.get("/en/risks/download/exe").status_code == 404


def test_costs_are_tried_before_they_are_saved_and_each_version_is_kept(people: People) -> None:
    browser = browser_of(people.office)
    tried = browser.get("/en/risks/levels/?kind=political&watch=200&warning=40&alarm=5").text
    assert tried.count(">tried<") == 3
    assert not LevelPolicy.objects.exists()
    costs = {"kind": "political", "watch": "200", "warning": "40", "alarm": "5"}
    assert browser.post("/en/risks/levels/", costs).status_code == 422  # a reason is asked for
    assert browser.post("/en/risks/levels/", {**costs, "reason": "People are there."}).status_code == 302
    browser.post("/en/risks/levels/", {**costs, "alarm": "4", "reason": "Fewer alarms."})
    assert [row.alarm for row in LevelPolicy.objects.all()] == [4.0, 5.0]
    assert Entry._base_manager.filter(action="levels.set").latest("id").changes["alarm"] == [5.0, 4.0]
    assert "People are there." in browser.get("/en/risks/levels/?kind=political").text


@pytest.mark.parametrize("costs", ["watch=1&warning=2&alarm=3", "watch=nan&warning=2&alarm=1",
                                   "watch=1e99&warning=2&alarm=1", "watch=-1&warning=-2&alarm=-3",
                                   "watch=&warning=&alarm="])
def test_costs_that_mean_nothing_are_refused(people: People, costs: str) -> None:
    answer = browser_of(people.office).get(f"/en/risks/levels/?kind=political&{costs}")
    assert answer.status_code == 422
    assert ">tried<" not in answer.text


def test_costs_that_are_saved_without_an_outlook_say_that_countries_stand_as_they_stood(people: People) -> None:
    for file in Path(settings.FILES.risks).glob("outlook.*"):
        file.unlink()
    answer = browser_of(people.office).post("/en/risks/levels/", {
        "kind": "social", "watch": "9", "warning": "8", "alarm": "7", "reason": "x"}, follow=True)
    assert "countries stand as they stood" in answer.text


def test_the_record_shows_scores_beside_baselines_and_reliability(people: People) -> None:
    browser = browser_of(people.analyst)
    page = browser.get("/en/risks/record/").text
    assert "own past alone" in page
    assert "AUROC" in page
    page = browser.get("/en/risks/record/coup/").text
    assert "How often it came" in page
    assert "pt_attempt is at least 1" in page
    assert "forecasts wait for their outcome" in page
    assert "not forecast" in browser.get("/en/risks/record/expropriation/").text
    assert browser.get("/en/risks/record/weather/").status_code == 404


def test_the_dossier_says_where_the_country_stands_to_those_who_read_forecasts(people: People) -> None:
    assert "Early warning" in browser_of(people.analyst).get("/en/countries/KAZ/").text
    assert "Early warning of this portal" not in browser_of(people.visitor).get("/en/countries/KAZ/").text


def test_programs_read_alerts_countries_and_the_record(people: People) -> None:
    browser = browser_of(people.analyst)
    alerts = browser.get("/api/v1/risk/alerts?kind=political").json()
    assert [(each["iso3"], each["level"]) for each in alerts["items"]] == [("KAZ", "warning")]
    country = browser.get("/api/v1/risk/countries/KAZ").json()
    coup = next(each for each in country["items"] if each["event"] == "coup")
    assert (coup["probability"], coup["baselines"]["climatology"], coup["first_year"]) == (0.06, 0.025, YEAR)
    record = browser.get("/api/v1/risk/record/coup").json()
    assert record["models"][0]["model"] == "ensemble"
    for wrong in ("alerts?kind=weather", "alerts?page=99", "alerts?colour=red"):
        assert browser.get(f"/api/v1/risk/{wrong}").status_code == 422
    for missing in ("countries/FRA", "countries/XXX", "record/weather", "record/expropriation"):
        assert browser.get(f"/api/v1/risk/{missing}").status_code == 404
    assert browser_of(people.visitor).get("/api/v1/risk/alerts").status_code == 404
    assert "/api/v1/risk/alerts" in browser.get("/api/v1/openapi.json").json()["paths"]
