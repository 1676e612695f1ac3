"""Targets as the study reads them, figures that factors cite, and what a case brings with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from outward.casebook.folder import bundled
from outward.studies.cited import cited_figures
from outward.studies.releases import casebook_of, open_release
from outward_portal.accounts.requests import command
from outward_portal.notices.models import Occurrence
from outward_portal.plans import jobs, targets
from outward_portal.plans.actions import factors as actions
from outward_portal.plans.figures import evidence_for
from outward_portal.plans.loading import load_plans
from outward_portal.plans.models import Factor, FactorEvidence, ItemRecord, Plan, PlanItem, TargetReading
from outward_portal.plans.samples import make_samples
from outward_portal.plans.vocabulary import areas, lines, priorities, reforms
from outward_portal.records.cases import access_to
from outward_portal.records.errors import RefusedError
from outward_portal.registers.loading import load_case
from tests.portal.people import People, browser_of
from tests.portal.plans.drawn import Drawn, factor, go

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    answered = client.get(address)
    assert answered.status_code == 200, (address, answered.status_code)
    return answered.content.decode()


class TestTargets:
    def test_the_page_shows_figure_source_gap_and_what_is_missing(self, with_case: Path) -> None:
        del with_case
        text = page(Client(), "/en/plans/targets/")
        assert "40%" in text
        assert "30%" in text
        assert "10 percentage points" in text
        assert "the register names no indicator" in text
        assert "30%" in page(Client(), "/zh-hans/plans/targets/?case=liaoning")
        assert Client().get("/en/plans/targets/?case=nowhere").status_code == 404

    def test_without_a_case_it_says_so(self) -> None:
        assert "No case that you may read is loaded." in page(Client(), "/en/plans/targets/")

    def test_an_item_shows_the_targets_it_serves(self, with_case: Path, people: People) -> None:
        from tests.portal.plans.drawn import draw

        del with_case
        drawn = draw(people, case="liaoning")
        drawn.measure.targets = "G05"
        drawn.measure.save()
        assert "40%" in page(browser_of(people.office), f"/en/plans/items/{drawn.measure.pk}/")
        assert "Zqmeasure" in page(browser_of(people.office), "/en/plans/targets/")
        assert "Zqmeasure" not in page(Client(), "/en/plans/targets/"), "a draft"

    def test_an_item_serves_as_many_targets_as_it_can_keep(self, with_case: Path, people: People) -> None:
        from tests.portal.plans.drawn import draw

        del with_case
        drawn, ids = draw(people, case="liaoning"), [f"G{number:02d}" for number in range(1, 21)]
        sent = browser_of(people.office).post(f"/en/plans/items/{drawn.measure.pk}/change", {
            "title_en": "Zqmeasure", "targets": ids, "revision": "1"})
        assert sent.status_code == 302
        drawn.measure.refresh_from_db()
        assert list(drawn.measure.target_ids) == ids

    def test_a_case_that_is_not_public_shows_its_targets_to_nobody_else(self, with_case: Path) -> None:
        del with_case
        access_to("liaoning")
        from outward_portal.records.models import CaseAccess

        CaseAccess.objects.filter(case="liaoning").update(audience="agencies")
        assert Client().get("/en/plans/targets/?case=liaoning").status_code == 404
        assert Client().get("/en/plans/figures/liaoning/?id=cell:claims:C185").status_code == 404

    def test_a_new_release_is_told_of_once_and_only_where_a_target_moved(
            self, with_case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert jobs.read_targets() == 0, "the first release moves nothing"
        newest = TargetReading.objects.get().release
        assert jobs.read_targets() == 0
        assert TargetReading.objects.count() == 1
        moved = targets.changes_between("liaoning", newest, newest)
        assert moved == ()

        class Change:
            id = "G05"

        monkeypatch.setattr(jobs, "changes_between", lambda *_: (Change(),))
        assert jobs._read("liaoning", [newest, "r2"])
        assert not jobs._read("liaoning", [newest, "r2"])
        told = Occurrence.objects.get(kind="target.moved")
        assert told.values == {"release": "r2", "targets": "G05"}
        del with_case


class TestEvidence:
    def test_a_figure_is_cited_by_its_claim_and_leads_to_its_page(self, with_case: Path, people: People) -> None:
        del with_case
        threat, client = factor(), browser_of(people.office)
        address = f"/en/plans/factors/{threat.pk}/cite"
        assert client.post(address, {"case": "liaoning", "figure": "C999"}).status_code == 422
        assert client.post(address, {"case": "liaoning", "figure": "C185", "note": "Zqnote"}).status_code == 302
        text = page(Client(), f"/en/registers/factors/{threat.pk}/")
        assert "730 billion USD a year" in text
        assert "/plans/figures/liaoning/?id=cell%3Aclaims%3AC185" in text
        number = page(Client(), "/en/plans/figures/liaoning/?id=cell:claims:C185")
        assert "infrastructure investment demand" in number
        assert "Zqfactor" in number, "who cites it"
        assert Client().get("/en/plans/figures/liaoning/?id=cell:claims:C999").status_code == 404
        assert "cell:claims:C185" in page(Client(), "/en/plans/figures/liaoning/?q=infrastructure investment")

    def test_a_number_that_the_release_no_longer_holds_is_said_to_be_gone(self, with_case: Path, people: People
                                                                          ) -> None:
        del with_case
        threat = factor()
        FactorEvidence.objects.create(factor=threat, access=access_to("liaoning"), figure="cell:claims:C999")
        assert evidence_for([threat], people.office)[threat.pk][0].figure is None
        assert "no longer holds the number" in page(Client(), f"/en/registers/factors/{threat.pk}/")

    def test_only_the_office_cites_for_what_is_accepted_and_nobody_for_what_is_superseded(self, people: People) -> None:
        held, proposed = factor(), factor("Zqproposed", state="proposed")
        assert browser_of(people.officer).get(f"/en/plans/factors/{held.pk}/cite").status_code == 403
        assert browser_of(people.officer).get(f"/en/plans/factors/{proposed.pk}/cite").status_code == 200
        assert browser_of(people.enterprise).get(f"/en/plans/factors/{proposed.pk}/cite").status_code == 403
        go(people.office, held, "supersede", {"follower": None})
        assert browser_of(people.office).get(f"/en/plans/factors/{held.pk}/cite").status_code == 403
        with pytest.raises(RefusedError, match="no longer holds"):
            actions.cite(command("test"), held, "liaoning", "cell:claims:C185")


class TestFactorsLife:
    def test_the_office_accepts_and_supersedes_and_officers_propose(self, people: People) -> None:
        client = browser_of(people.officer)
        made = client.post("/en/registers/factors/new", {"name_en": "Zqnew", "side": "threat", "audience": "public"})
        assert made.status_code == 302
        found = Factor.objects.get()
        assert found.state == "proposed"
        with pytest.raises(RefusedError):
            go(people.officer, found, "accept")
        go(people.office, found, "accept")
        assert Factor.objects.get(pk=found.pk).state == "accepted"
        with pytest.raises(RefusedError, match="own place"):
            go(people.office, found, "supersede", {"follower": found})
        follower = factor("Zqfollower")
        go(people.office, found, "supersede", {"follower": follower})
        assert "Zqfollower" in page(Client(), f"/en/registers/factors/{found.pk}/")


class TestLoading:
    def test_the_bundled_data_names_only_what_the_case_holds(self, with_case: Path) -> None:
        """Paragraphs 49-59 and 60-127; every figure, target, agency and instrument that a row names is there."""
        casebook = bundled("liaoning")
        factors, rows = lines("liaoning/factors.csv"), lines("liaoning/recommendations.csv")
        figures = {id for row in factors for id in row["evidence"].split(";") if id}
        assert set(cited_figures(open_release(with_case, "liaoning"), figures)) == figures
        assert {row["side"] for row in factors} == set(Factor.Side.values)
        numbers = {int(part) for row in factors for part in row["paragraphs"].split(";")}
        assert numbers == set(range(49, 60))
        ids = {name: set(casebook.registers[name]["id"]) for name in ("agencies", "instruments", "targets")}
        known = {row["id"] for row in factors}
        for row in rows:
            assert row["title_en"], row
            assert row["title_zh"], row
            assert not row["agency"] or row["agency"] in ids["agencies"], row
            assert set(filter(None, row["instruments"].split(";"))) <= ids["instruments"], row
            assert set(filter(None, row["target"].split(";"))) <= ids["targets"], row
            assert set(filter(None, row["factors"].split(";"))) <= known, row
            assert row["priority"] in {"", *priorities()}, row
            assert row["reform"] in {"", *reforms()}, row
            assert row["area"] in {"", *areas()}, row
        named = {int(number) for row in rows for part in row["paragraphs"].split(";")
                 for number in range(int(part.split("-")[0]), int(part.split("-")[-1]) + 1)}
        assert named == set(range(60, 128)) - {122}, "paragraph 122 is empty in the source"

    def test_a_case_is_loaded_once_with_its_links_and_stands_as_a_draft(self, with_case: Path, people: People) -> None:
        casebook = casebook_of(open_release(with_case, "liaoning"))
        load_case(command("test"), casebook)
        loaded = load_plans(command("test"), casebook)
        assert (loaded.factors, loaded.unfound) == (19, ())
        assert loaded.items == PlanItem.objects.count() == 117
        assert ItemRecord.objects.filter(role="uses").exists()
        assert PlanItem.objects.get(lineage="liaoning-R126i").named_agency is not None
        again = load_plans(command("test"), casebook)
        assert (again.factors, again.figures, again.items) == (0, 0, 0)
        assert Client().get(f"/en/plans/{Plan.objects.get().pk}/").status_code == 404, "nobody has adopted it"
        assert "our own translation" in page(browser_of(people.office), f"/en/plans/{Plan.objects.get().pk}/")

    def test_samples_fill_every_page_once(self, people: People) -> None:
        from outward_portal.accounts.models import Organisation

        Organisation.objects.filter(kind="agency").update(is_sample=True)
        assert make_samples(command("test")) == 4
        assert make_samples(command("test")) == 0
        assert set(Plan.objects.values_list("state", flat=True)) == {"draft", "consultation", "under-way"}
        assert set(Factor.objects.values_list("state", flat=True)) >= {"accepted", "proposed"}
        assert not Plan.objects.filter(is_sample=False).exists()
        client = browser_of(people.office)
        for plan in Plan.objects.all():
            for part in ("", "matrix/", "loose-ends", "compare"):
                page(client, f"/zh-hans/plans/{plan.pk}/{part}")


def test_a_citation_of_a_factor_is_not_shown_to_who_may_not_see_the_factor(drawn: Drawn) -> None:
    hidden = factor("Zqhidden", audience="agencies")
    actions.cite(drawn.act, hidden, "liaoning", "cell:claims:C185")
    assert not FactorEvidence.objects.visible_to(drawn.people.enterprise).exists()
    assert FactorEvidence.objects.visible_to(drawn.people.officer).exists()
