"""Factor, recommendation, measure, result: linked both ways, in a matrix that is written back, without loose ends."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from outward.planning.matrix import Line, policy_matrix
from outward.report.document import ListBlock
from outward.vocabulary.labels import Label
from outward_portal.knowledge.models import Instrument
from outward_portal.plans.actions import links
from outward_portal.plans.documents import matrix_document
from outward_portal.plans.models import ItemRecord, ItemRelation, ItemResult
from outward_portal.plans.queries.chains import loose_ends_of
from outward_portal.plans.queries.links import answers_to
from outward_portal.plans.queries.matrix import BY, matrix_of
from outward_portal.registers.models import Agency, Project
from tests.portal.people import People, browser_of
from tests.portal.plans.drawn import Drawn, draw, factor, record

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    answered = client.get(address)
    assert answered.status_code == 200, (address, answered.status_code)
    return answered.content.decode()


class TestLinks:
    def test_a_chain_is_written_on_its_pages_and_read_from_both_ends(self, drawn: Drawn) -> None:
        threat, report, project = factor(), draw(drawn.people, title_en="Zqreport"), record(Project, "Zqproject")
        report.adopted()
        client, item = browser_of(drawn.people.office), f"/en/plans/items/{drawn.measure.pk}/"
        assert client.post(f"/en/plans/items/{report.measure.pk}/factor", {"record": str(threat.pk)}).status_code == 302
        assert client.post(f"{item}recommendation", {"recommendation": report.measure.pk}).status_code == 302
        drawn.adopted()
        answered = client.post(f"{item}result", {"record": str(project.pk), "text_en": "Zqcame", "source": "a test"})
        assert answered.status_code == 302
        assert "Zqmeasure" in page(client, f"/en/plans/items/{report.measure.pk}/"), "from the recommendation"
        assert "Zqcame" in page(Client(), f"/en/plans/items/{report.measure.pk}/"), "with what came of it"
        text = page(Client(), f"/en/registers/factors/{threat.pk}/")
        for word in ("Zqreport", "carried out by", "Zqmeasure", "Zqcame", "Zqproject"):
            assert word in text, word
        text = page(Client(), item)
        assert "Zqproject" in text
        assert "Zqreport" in text

    def test_a_link_said_twice_stands_once_and_is_taken_back(self, drawn: Drawn) -> None:
        threat = factor()
        links.link(drawn.act, drawn.measure, threat, "answers")
        stated = links.link(drawn.act, drawn.measure, threat, "answers")
        assert ItemRecord.objects.count() == 1
        assert browser_of(drawn.people.enterprise).post(f"/en/plans/links/{stated.pk}/out").status_code == 404
        assert browser_of(drawn.people.officer).post(f"/en/plans/links/{stated.pk}/out").status_code == 302
        assert ItemRecord.objects.count() == 0

    def test_an_item_does_not_carry_itself_out(self, drawn: Drawn) -> None:
        client = browser_of(drawn.people.office)
        answered = client.post(f"/en/plans/items/{drawn.measure.pk}/recommendation",
                               {"recommendation": drawn.measure.pk})
        assert answered.status_code == 422
        assert ItemRelation.objects.count() == 0

    def test_a_result_says_something_and_is_written_by_who_answers_for_the_item(self, drawn: Drawn) -> None:
        address = f"/en/plans/items/{drawn.measure.pk}/result"
        assert browser_of(drawn.people.officer).get(address).status_code == 403, "nothing is adopted yet"
        drawn.adopted()
        assert browser_of(drawn.people.other_officer).get(address).status_code == 403
        client = browser_of(drawn.people.officer)
        assert client.post(address, {"source": "a test"}).status_code == 422
        assert client.post(address, {"source": "a test", "text_zh": "成果"}).status_code == 302
        made = ItemResult.objects.get()
        for wrong in ("https://example.org/elsewhere", "javascript:alert(1)", "/nowhere/"):
            refused = client.post(address, {"source": "a test", "text_zh": "x", "page": wrong})
            assert refused.status_code == 422, wrong
        where = "https://portal.example/zh-hans/plans/?state=adopted"
        client.post(address, {"source": "a test", "text_en": "Zqaward", "page": where})
        award = ItemResult.objects.get(text_en="Zqaward")
        assert award.page == "/en/plans/?state=adopted"
        text = page(Client(), f"/en/plans/items/{drawn.measure.pk}/")
        assert 'href="/en/plans/?state=adopted"' in text
        award.delete()
        assert made.organisation == drawn.people.commerce
        assert client.post(f"/en/plans/results/{made.pk}/out").status_code == 302
        assert ItemResult.objects.count() == 0

    def test_what_a_reader_may_not_see_is_in_no_chain(self, drawn: Drawn) -> None:
        secret = record(Project, "Zqsecret", audience="office")
        threat = factor("Zqhidden", audience="agencies")
        links.link(drawn.act, drawn.measure, threat, "answers")
        drawn.adopted()
        links.add_result(drawn.act, drawn.measure, {"record": secret, "text_en": "Zqsecretword", "source": "s"})
        for user in (drawn.people.enterprise, drawn.people.member, drawn.people.visitor):
            text = page(browser_of(user), f"/en/plans/items/{drawn.measure.pk}/")
            assert "Zqhidden" not in text
            assert "Zqsecret" not in text
            matrix = matrix_of(drawn.fresh(), "factors", user)
            assert not matrix.matrix.columns
        assert "Zqsecret" in page(browser_of(drawn.people.office), f"/en/plans/items/{drawn.measure.pk}/")
        assert answers_to([threat.pk], drawn.people.visitor) == {}

    def test_a_drafts_answer_is_not_told_on_a_public_factor(self, drawn: Drawn) -> None:
        threat = factor()
        links.link(drawn.act, drawn.measure, threat, "answers")
        assert "Zqmeasure" not in page(Client(), f"/en/registers/factors/{threat.pk}/")
        assert "Zqmeasure" in page(browser_of(drawn.people.analyst), f"/en/registers/factors/{threat.pk}/")


class TestLooseEnds:
    def test_each_missing_link_is_named_and_goes_when_it_is_made(self, drawn: Drawn) -> None:
        threat = factor()

        def ends() -> dict[str, list[str]]:
            return {kind.end: [each.name.en for each in kind.found]
                    for kind in loose_ends_of(drawn.fresh(), drawn.people.office)[0] if kind.found}

        assert ends() == {"factor-unanswered": ["Zqfactor"], "measure-unowned": ["Zqbare"],
                          "measure-unmeasured": ["Zqbare"], "measure-undated": ["Zqmeasure", "Zqbare"],
                          "measure-unfounded": ["Zqmeasure", "Zqbare"]}
        links.link(drawn.act, drawn.measure, threat, "answers")
        assert "factor-unanswered" not in ends()
        assert ends()["measure-unfounded"] == ["Zqbare"]
        text = page(browser_of(drawn.people.office), f"/en/plans/{drawn.plan.pk}/loose-ends")
        assert "Measures without a date" in text

    def test_a_measure_answers_what_its_recommendation_answers(self, drawn: Drawn) -> None:
        threat, report = factor(), draw(drawn.people, title_en="Zqreport")
        links.link(drawn.act, report.measure, threat, "answers")
        links.relate(drawn.act, drawn.measure, report.measure)
        kinds = {kind.end: kind.found for kind in loose_ends_of(drawn.plan, drawn.people.office)[0]}
        assert not kinds["factor-unanswered"]
        assert [each.name.en for each in kinds["measure-unfounded"]] == ["Zqbare"]

    def test_a_proposed_factor_and_a_made_up_one_ask_for_nothing(self, drawn: Drawn) -> None:
        factor("Zqproposed", state="proposed")
        factor("Zqmadeup", is_sample=True)
        kinds = {kind.end: kind.found for kind in loose_ends_of(drawn.plan, drawn.people.office)[0]}
        assert not kinds["factor-unanswered"]


class TestMatrix:
    @pytest.fixture
    def linked(self, drawn: Drawn) -> Drawn:
        threat, fund = factor(), record(Instrument, "Zqfund")
        drawn.bare.named_agency = record(Agency, "Zqbureau")
        drawn.bare.area, drawn.bare.priority, drawn.bare.reform = "rail", "base", "market"
        drawn.bare.save()
        links.link(drawn.act, drawn.measure, threat, "answers")
        links.link(drawn.act, drawn.measure, fund, "uses")
        links.relate(drawn.act, drawn.measure, draw(drawn.people, title_en="Zqreport").bare)
        ItemResult.objects.create(item=drawn.measure, record=record(Project, "Zqproject"), source="a test")
        return drawn

    def test_each_kind_of_column_has_its_marks(self, linked: Drawn) -> None:
        marks = {by: {(shown.items[row].title_en, next(line.name.en for line in shown.matrix.columns
                                                       if line.key == column))
                      for row, column in shown.matrix.crossings}
                 for by in BY for shown in [matrix_of(linked.plan, by, linked.people.office)]}
        assert marks["goals"] == {("Zqmeasure", "Zqgoal"), ("Zqbare", "Zqgoal")}
        assert marks["factors"] == {("Zqmeasure", "Zqfactor")}
        assert marks["instruments"] == {("Zqmeasure", "Zqfund")}
        assert marks["recommendations"] == {("Zqmeasure", "Zqbare")}
        assert marks["results"] == {("Zqmeasure", "Zqproject")}
        assert marks["agencies"] == {("Zqmeasure", "Department of Commerce"), ("Zqbare", "Zqbureau")}
        assert marks["areas"] == {("Zqbare", "Advanced rail transportation equipment")}
        assert len(marks["priorities"]) == len(marks["reforms"]) == 1

    @pytest.mark.parametrize("by", sorted(BY))
    def test_its_page_says_marks_in_words_too(self, linked: Drawn, by: str) -> None:
        text = page(browser_of(linked.people.office), f"/en/plans/{linked.plan.pk}/matrix/?by={by}")
        assert '<span class="unseen">meets</span>' in text
        assert "Zqmeasure" in text

    @pytest.mark.parametrize("prefix", ["en", "zh-hans"])
    def test_all_four_files_open_and_carry_a_citation(self, linked: Drawn, prefix: str) -> None:
        client = browser_of(linked.people.office)
        address = f"/{prefix}/plans/{linked.plan.pk}/matrix/matrix"
        files = {format: client.get(f"{address}.{format}?by=factors").content
                 for format in ("csv", "xlsx", "docx", "pdf")}
        assert "Zqfactor" in files["csv"].decode()
        assert "Outward" in files["csv"].decode()
        assert files["pdf"].startswith(b"%PDF")
        with zipfile.ZipFile(io.BytesIO(files["docx"])) as word:
            body = word.read("word/document.xml").decode()
        assert "Zqmeasure" in body
        assert ("Policy matrix" in body) == (prefix == "en")
        assert zipfile.is_zipfile(io.BytesIO(files["xlsx"]))
        assert client.get(f"{address}.json").status_code == 404
        assert Client().get(f"{address}.csv").status_code == 404, "a draft"

    def test_a_documents_column_bears_no_measures_number(self, linked: Drawn) -> None:
        """Keys of records and of items are counted apart, so that a factor may have a measure's."""
        shown = matrix_of(linked.plan, "factors", linked.people.office)
        unmet = policy_matrix(shown.matrix.rows, [Line(str(linked.bare.pk), Label("Zqunmet"))], [])
        document = matrix_document(replace(shown, matrix=unmet), "Factors", "a test", "en")
        told = [str(block) for block in document.blocks if isinstance(block, ListBlock)]
        assert ["1.2 Zqbare" in text for text in told] == [True, False]
        assert ["'Zqunmet'" in text for text in told] == [False, True]

    def test_a_changed_csv_is_written_back_whole(self, linked: Drawn) -> None:
        client = browser_of(linked.people.office)
        address = f"/en/plans/{linked.plan.pk}/matrix/"
        exported = client.get(f"{address}matrix.csv?by=factors").content.decode("utf-8-sig")
        lines = exported.splitlines()
        assert lines[1].endswith(",x")
        lines[1] = lines[1][:-1]
        lines[2] = f"{lines[2]}x"
        changed = SimpleUploadedFile("matrix.csv", "\r\n".join(lines).encode("utf-8-sig"))
        assert client.post(f"{address}import?by=factors", {"file": changed}).status_code == 302
        assert list(ItemRecord.objects.filter(role="answers").values_list("item__title_en", flat=True)) == ["Zqbare"]
        again = client.get(f"{address}matrix.csv?by=factors").content.decode("utf-8-sig").splitlines()
        assert again[:3] == lines[:3]

    @pytest.mark.parametrize("content", [b"", b"key,measure,9: x\r\n", b"\xff\xfe", b"key,measure\r\n999,x\r\n",
                                         b"a" * 2_000_001])
    def test_a_spoilt_file_changes_nothing_and_says_where(self, linked: Drawn, content: bytes) -> None:
        client = browser_of(linked.people.office)
        answered = client.post(f"/en/plans/{linked.plan.pk}/matrix/import?by=factors",
                               {"file": SimpleUploadedFile("matrix.csv", content)})
        assert answered.status_code == 422
        assert ItemRecord.objects.filter(role="answers").count() == 1

    def test_only_links_are_written_back_and_only_by_who_draws_plans(self, linked: Drawn) -> None:
        linked.adopted()
        address = f"/en/plans/{linked.plan.pk}/matrix/import"
        assert browser_of(linked.people.office).get(f"{address}?by=goals").status_code == 404
        assert browser_of(linked.people.enterprise).get(f"{address}?by=factors").status_code == 403


def test_the_two_sides_show_factors_with_what_answers_them(people: People) -> None:
    drawn = draw(people)
    links.link(drawn.act, drawn.measure, factor("Zqfavour", side="favourable"), "answers")
    factor("Zqgone", state="superseded")
    drawn.adopted()
    text = page(Client(), "/en/plans/factors/")
    assert text.index("Favourable") < text.index("Zqfavour") < text.index("Unfavourable")
    assert "answered by 1 measure" in text
    assert "Zqgone" not in text
    assert "Propose a factor" not in text
    assert "/en/registers/factors/new" in page(browser_of(people.officer), "/en/plans/factors/")
