"""Exposure: what a reader weighs, what the numbers are, what private values and covers do, and who is told of them."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from django.test import Client

from outward.risk.covers import COVER_TYPES
from outward_portal.accounts.requests import Act
from outward_portal.journal.models import Entry
from outward_portal.records.models import Reading
from outward_portal.registers.kinds import PROJECTS
from outward_portal.registers.models import Project
from outward_portal.risks.exposure import actions
from outward_portal.risks.exposure.holdings import held_by
from outward_portal.risks.exposure.weighing import weighed
from outward_portal.risks.models import AssumedSeverities, ProjectCover
from tests.portal.people import People, browser_of
from tests.portal.permissions.expected import WEIGHS_RISKS
from tests.portal.risks.abroad import Abroad, add, keep, make_abroad, make_forecasts
from tests.portal.risks.outlooks import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def abroad(people: People) -> Abroad:
    found = make_abroad(people)
    make_forecasts()
    return found


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def cover_of(abroad: Abroad, **values: Any) -> ProjectCover:
    return actions.write_cover(Act(abroad.people.enterprise), abroad.works, {
        "type": "insurance", "provider": "Zqinsurer", "begins": None, "ends": None, "insured_share": None,
        "source": "zqpolicy", "audience": "itself", "agency": None, **values}, replaces=None)


class TestWhoWeighsWhat:
    def test_an_enterprise_weighs_its_own_projects_and_nobody_elses(self, abroad: Abroad) -> None:
        assert {each.name for each in held_by(abroad.people.enterprise).holdings} == {"Zqworks plant"}
        assert {each.name for each in held_by(abroad.people.rival).holdings} == {"Zqrival order"}
        told = page(browser_of(abroad.people.enterprise), "/en/risks/exposure/")
        assert "Zqworks" in told
        assert not [name for name in ("Zqrival", "Zqnobody", "Zqoffice") if name in told]

    def test_the_leading_group_weighs_what_it_sees(self, abroad: Abroad) -> None:
        names = {who: {each.name for each in held_by(getattr(abroad.people, who)).holdings}
                 for who in ("office", "officer", "analyst")}
        assert names["office"] == {"Zqworks plant", "Zqrival order", "Zqnobody park", "Zqoffice talks"}
        assert names["officer"] == names["analyst"] == names["office"] - {"Zqoffice talks"}

    def test_whoever_weighs_is_who_the_table_says(self, abroad: Abroad) -> None:
        for name, person in abroad.people.everybody().items():
            client = browser_of(person)
            refused = 302 if name == "visitor" else 403
            for address in ("", "map", "map.svg", "bars.svg", "files/result.json"):
                status = client.get(f"/en/risks/exposure/{address}").status_code
                assert status == (200 if name in WEIGHS_RISKS else refused), (name, address)

    def test_a_visitor_is_asked_to_sign_in(self, abroad: Abroad) -> None:
        response = browser_of(abroad.people.visitor).get("/en/risks/exposure/")
        assert response.status_code == 302
        assert "login" in response["Location"]

    def test_a_projects_page_leads_whoever_weighs_it_to_its_risks(self, abroad: Abroad) -> None:
        for who, is_led in (("enterprise", True), ("office", True), ("analyst", True), ("member", False)):
            type(abroad.works).objects.filter(pk=abroad.works.pk).update(audience="public")
            told = page(browser_of(getattr(abroad.people, who)), f"/en/registers/projects/{abroad.works.pk}/")
            assert (f"/en/risks/projects/{abroad.works.pk}/" in told) == is_led, who
        told = page(browser_of(abroad.people.enterprise), f"/en/registers/projects/{abroad.nobody.pk}/")
        assert "/en/risks/projects/" not in told, "it is not its own"

    def test_the_page_of_a_project_is_missing_for_whoever_does_not_weigh_it(self, abroad: Abroad) -> None:
        for who, status in (("enterprise", 200), ("colleague", 200), ("office", 200), ("rival", 404), ("member", 403)):
            client = browser_of(getattr(abroad.people, who))
            assert client.get(f"/en/risks/projects/{abroad.works.pk}/").status_code == status, who


class TestNumbers:
    def test_the_expected_loss_is_probability_times_severity_times_amount(self, abroad: Abroad) -> None:
        """Severities as shipped: a coup takes 10 % of a completed project, an onset of conflict 20 %."""
        found = weighed(abroad.people.enterprise)
        assert found.exposed is not None
        total = next(each for each in found.exposed.totals if each.by == "all")
        assert total.expected_loss == pytest.approx(1e6 * (1 - (1 - 0.1 * 0.1) * (1 - 0.2 * 0.2)))
        assert "49,600 USD" in page(browser_of(abroad.people.enterprise), "/en/risks/exposure/")

    def test_what_the_model_abstains_from_is_a_gap_and_no_zero(self, abroad: Abroad) -> None:
        found = weighed(abroad.people.rival)
        assert found.exposed is not None
        assert [(each.what, each.event, each.iso3) for each in found.exposed.exposure.gaps
                if each.what == "abstained"] == [("abstained", "conflict_onset", "ZMB")]
        assert "the model abstained" in page(browser_of(abroad.people.rival), "/en/risks/exposure/")

    def test_an_amount_without_date_or_source_is_named_and_not_weighed(self, abroad: Abroad) -> None:
        Project.objects.filter(pk=abroad.works.pk).update(as_of="")
        told = page(browser_of(abroad.people.enterprise), "/en/risks/exposure/")
        assert "not counted: the amount has no date" in told
        found = weighed(abroad.people.enterprise)
        assert found.exposed is not None
        assert all(each.coverage == 0 for each in found.exposed.totals)

    def test_parts_home_projects_and_several_countries_are_not_weighed_twice(self, abroad: Abroad) -> None:
        people = abroad.people
        add(people, PROJECTS, people.works, name_en="Zqpart", countries="KEN", value=Decimal(400), currency="USD",
            umbrella=abroad.works, source="s", as_of="2025")
        add(people, PROJECTS, people.works, name_en="Zqhome", countries="CN-LN", value=Decimal(400), currency="USD")
        add(people, PROJECTS, people.works, name_en="Zqseveral", countries="KEN;ZMB", value=Decimal(400),
            currency="USD", source="s", as_of="2025")
        held = held_by(people.enterprise)
        assert {each.name for each in held.holdings} == {"Zqworks plant", "Zqseveral"}
        assert (held.within, held.at_home, len(held.several)) == (1, 1, 1)
        assert next(each for each in held.holdings if each.name == "Zqseveral").iso3 == ""

    def test_made_up_projects_are_never_mixed_with_real_ones(self, abroad: Abroad) -> None:
        Project.objects.filter(pk=abroad.nobody.pk).update(is_sample=True)
        assert "Zqnobody park" not in {each.name for each in held_by(abroad.people.office).holdings}
        held = held_by(abroad.people.office, of_samples=True)
        assert ({each.name for each in held.holdings}, held.others) == ({"Zqnobody park"}, 3)
        assert "Synthetic" in page(browser_of(abroad.people.office), "/en/risks/exposure/?samples=1")


class TestPrivateAmounts:
    def test_they_count_for_their_owner_and_for_whom_the_owner_named(self, abroad: Abroad) -> None:
        people = abroad.people
        keep(people, abroad.works, "own-funds", 600_000, "agency", agency=people.commerce)
        amounts = {who: next(each.amount for each in held_by(getattr(people, who)).holdings
                             if each.name == "Zqworks plant")
                   for who in ("enterprise", "officer", "other_officer", "office", "analyst")}
        assert amounts == {"enterprise": 6e5, "officer": 6e5, "other_officer": 1e6, "office": 1e6, "analyst": 1e6}

    def test_what_is_owed_is_taken_out_of_the_contract_and_weighed_by_itself(self, abroad: Abroad) -> None:
        Project.objects.filter(pk=abroad.works.pk).update(type="supply")
        keep(abroad.people, abroad.works, "receivables", 250_000, "itself")
        held = held_by(abroad.people.enterprise).holdings
        assert {each.kind: each.amount for each in held} == {"contract": 750_000.0, "receivable": 250_000.0}

    def test_whoever_reads_them_from_outside_is_told_to_the_owner(self, abroad: Abroad) -> None:
        people = abroad.people
        keep(people, abroad.works, "own-funds", 600_000, "leading-group")
        page(browser_of(people.office), "/en/risks/exposure/")
        page(browser_of(people.enterprise), "/en/risks/exposure/")
        page(browser_of(people.analyst), "/en/risks/exposure/")
        assert list(Reading.objects.values_list("reader", "fields", "channel")) == [
            (people.office.pk, "own-funds", "risk")]

    def test_no_file_holds_what_its_reader_may_not_see(self, abroad: Abroad) -> None:
        keep(abroad.people, abroad.works, "own-funds", 612_345, "itself")
        for who, is_there in (("enterprise", True), ("office", False), ("officer", False), ("analyst", False)):
            client = browser_of(getattr(abroad.people, who))
            told = "".join(client.get(f"/en/risks/exposure/files/{name}").content.decode()
                           for name in ("holdings.csv", "exposure.csv", "result.json", "totals.csv"))
            assert ("612345" in told) == is_there, who


class TestCovers:
    def test_the_types_are_those_of_the_library(self) -> None:
        assert set(ProjectCover.Type.values) == set(COVER_TYPES)

    def test_a_cover_takes_away_what_it_usually_carries(self, abroad: Abroad) -> None:
        """Insurance as shipped carries 70 % of a coup and 90 % of an onset of conflict."""
        cover_of(abroad)
        found = weighed(abroad.people.enterprise)
        assert found.exposed is not None
        total = next(each for each in found.exposed.totals if each.by == "all")
        assert total.expected_loss == pytest.approx(1e6 * (1 - (1 - 0.01 * 0.3) * (1 - 0.04 * 0.1)))

    def test_it_is_seen_by_its_owner_alone_until_the_owner_says_otherwise(self, abroad: Abroad) -> None:
        cover = cover_of(abroad)
        for audience, agency, seen_by in (
            ("itself", None, {"enterprise", "colleague"}),
            ("agency", abroad.people.commerce, {"enterprise", "colleague", "officer"}),
            ("leading-group", None, {"enterprise", "colleague", "officer", "other_officer", "office"}),
        ):
            ProjectCover.objects.filter(pk=cover.pk).update(audience=audience, agency=agency)
            found = {name for name, person in abroad.people.everybody().items()
                     if ProjectCover.objects.visible_to(person).exists()}
            assert found == seen_by, audience

    def test_only_the_owner_writes_it_and_the_leading_group_those_of_nobodys_projects(self, abroad: Abroad) -> None:
        given = {"type": "treaty", "provider": "Zq", "audience": "itself"}
        for project, writers in ((abroad.works, {"enterprise", "colleague"}),
                                 (abroad.nobody, {"office", "officer", "other_officer"})):
            for name, person in abroad.people.everybody().items():
                status = browser_of(person).post(f"/en/risks/projects/{project.pk}/cover", given).status_code
                signed_out = name == "visitor"
                assert (status == 302) == (name in writers or signed_out), (name, project.name_en, status)
        assert ProjectCover.objects.filter(project=abroad.works).count() == 2
        assert set(ProjectCover.objects.filter(project=abroad.nobody).values_list("audience", flat=True)) == {
            "leading-group"}

    def test_a_change_keeps_what_was(self, abroad: Abroad) -> None:
        cover = cover_of(abroad)
        client = browser_of(abroad.people.enterprise)
        address = f"/en/risks/projects/{abroad.works.pk}/cover?row={cover.pk}"
        assert "Zqinsurer" in page(client, address)
        answered = client.post(address, {"type": "insurance", "provider": "Zqother", "insured_share": "80",
                                         "audience": "itself"})
        assert answered.status_code == 302
        cover.refresh_from_db()
        assert cover.ended_at is not None
        assert ProjectCover.objects.get(ended_at__isnull=True).insured_share == 80
        assert client.get(address).status_code == 404, "the row that ended is no longer to be changed"
        told = Entry.objects.filter(action="cover.written").values_list("changes", flat=True)
        assert set(map(str, told)) == {"{}"}, "the journal is not told what the cover is"

    @pytest.mark.parametrize("given", [
        {"type": "treaty", "insured_share": "50"}, {"type": "insurance", "begins": "2026-05-01", "ends": "2025-01-01"},
        {"type": "insurance", "insured_share": "180"}, {"type": "nonsense"}, {"type": "treaty", "audience": "agency"},
    ])
    def test_nonsense_is_refused_with_what_to_mend(self, abroad: Abroad, given: dict[str, str]) -> None:
        response = browser_of(abroad.people.enterprise).post(
            f"/en/risks/projects/{abroad.works.pk}/cover", {"audience": "itself", **given})
        assert response.status_code == 422
        assert 'role="alert"' in response.content.decode()
        assert not ProjectCover.objects.exists()

    def test_taking_out_asks_first(self, abroad: Abroad) -> None:
        cover = cover_of(abroad)
        client = browser_of(abroad.people.enterprise)
        address = f"/en/risks/projects/{abroad.works.pk}/cover/{cover.pk}/end"
        assert "Take out" in page(client, address)
        assert ProjectCover.objects.filter(ended_at__isnull=True).exists()
        client.post(address)
        assert not ProjectCover.objects.filter(ended_at__isnull=True).exists()


class TestAssumptions:
    GIVEN: ClassVar = {"factor": "loss", "event": "coup", "kind": "*", "stage": "*", "industry": "*", "value": "50",
                       "basis": "amount", "reason_en": "zqreason", "source": "judgement of the office"}

    def test_the_offices_own_is_asked_first_for_everybody(self, abroad: Abroad) -> None:
        answered = browser_of(abroad.people.office).post("/en/risks/assumptions/set", self.GIVEN)
        assert answered.status_code == 302
        found = weighed(abroad.people.enterprise)
        assert found.exposed is not None
        total = next(each for each in found.exposed.totals if each.by == "all")
        assert total.expected_loss == pytest.approx(1e6 * (1 - (1 - 0.1 * 0.5) * (1 - 0.04)))
        assert "zqreason" in page(browser_of(abroad.people.enterprise), "/en/risks/assumptions/")

    def test_each_version_is_kept_and_the_same_row_takes_its_own_place(self, abroad: Abroad) -> None:
        client = browser_of(abroad.people.office)
        client.post("/en/risks/assumptions/set", self.GIVEN)
        client.post("/en/risks/assumptions/set", self.GIVEN | {"value": "40"})
        assert [(each.number, len(each.rows)) for each in AssumedSeverities.objects.all()] == [(2, 1), (1, 1)]
        client.post("/en/risks/assumptions/0/out", {"reason": "mended", "number": "1"})
        assert AssumedSeverities.objects.count() == 2, "of an older version: refused"
        client.post("/en/risks/assumptions/0/out", {"reason": "mended", "number": "2"})
        assert AssumedSeverities.objects.first().rows == []  # type: ignore[union-attr]

    def test_only_the_office_sets_them(self, abroad: Abroad) -> None:
        for name, person in abroad.people.everybody().items():
            if name not in ("office", "visitor"):
                assert browser_of(person).post("/en/risks/assumptions/set", self.GIVEN).status_code == 403, name
        assert not AssumedSeverities.objects.exists()

    @pytest.mark.parametrize("changed", [{"value": "101"}, {"value": "x"}, {"reason_en": ""}, {"event": "*"},
                                         {"event": "nothing"}, {"stage": "x"}])
    def test_nonsense_is_refused(self, abroad: Abroad, changed: dict[str, str]) -> None:
        response = browser_of(abroad.people.office).post("/en/risks/assumptions/set", self.GIVEN | changed)
        assert response.status_code == 422

    def test_a_shipped_row_begins_the_form(self, abroad: Abroad) -> None:
        assert "selected" in page(browser_of(abroad.people.office), "/en/risks/assumptions/set?from=12")


class TestPages:
    def test_every_way_of_reading_it_opens_in_both_languages(self, abroad: Abroad) -> None:
        cover_of(abroad)
        client = browser_of(abroad.people.office)
        for prefix in ("en", "zh-hans"):
            for query in ("", "?by=risk", "?by=event&sort=-loss", "?by=industry&currency=CNY", "?by=owner&sort=name",
                          "?page=9", "?sort=amount", "?sort=coverage", "?by=nothing&sort=x"):
                told = page(client, f"/{prefix}/risks/exposure/{query}")
                assert ("mean nothing here" in told) == (query.startswith("?by=nothing") and prefix == "en")

    def test_each_forecast_has_its_record_beside_it(self, people: People) -> None:
        """The outlook is made up; its record is what the page of records shows."""
        from outward_portal.risks import keeping, record

        add(people, PROJECTS, None, name_en="Zqpark", countries="KAZ", type="park", stage="completed",
            value=Decimal(5_000_000), currency="USD", source="s", as_of="2025", audience="public")
        published(people.office, is_synthetic=True)
        found = record.record_of(keeping.kept_outlook(keeping.newest()), "coup")
        assert found is not None
        assert found.main is not None
        told = page(browser_of(people.office), "/en/risks/exposure/")
        assert f"AUROC {found.main.auroc}, skill {found.main.skill}" in told
        assert "/en/risks/record/coup/" in told
        assert "Synthetic" in told

    def test_pictures_and_files_are_of_the_same_content(self, abroad: Abroad) -> None:
        client = browser_of(abroad.people.office)
        described = json.loads(client.get("/en/risks/exposure/map").content)
        circles = described["layer"][1]["data"]["values"]
        assert {each["name"] for each in circles} == {"Kenya", "Zambia"}
        assert client.get("/en/risks/exposure/map.svg").content.startswith(b"<svg")
        assert "Kenya" in client.get("/en/risks/exposure/bars.svg").content.decode()
        totals = rows_of(client.get("/en/risks/exposure/files/totals.csv").content)
        assert {row["key"] for row in totals if row["by"] == "country"} == {"KEN", "ZMB"}
        assert "SYNTHETIC" in client.get("/en/risks/exposure/files/README.md").content.decode()
        assert client.get("/en/risks/exposure/files/nothing.csv").status_code == 404

    def test_without_projects_or_forecasts_it_says_what_to_do(self, people: People) -> None:
        assert "None of the projects that you weigh lies abroad" in page(browser_of(people.office),
                                                                         "/en/risks/exposure/")
        make_abroad(people)
        assert "no forecast has been made yet" in page(browser_of(people.office), "/en/risks/exposure/")

    def test_the_page_of_a_project_tells_status_and_what_would_help(self, abroad: Abroad) -> None:
        told = page(browser_of(abroad.people.enterprise), f"/en/risks/projects/{abroad.works.pk}/")
        assert "What would protect it more" in told
        assert "Political risk insurance" in told
        assert "contract zq1" in told
        assert "预期损失" in page(browser_of(abroad.people.enterprise), f"/zh-hans/risks/projects/{abroad.works.pk}/")
