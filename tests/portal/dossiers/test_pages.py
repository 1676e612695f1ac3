"""The dossier's page, the list and the comparison: what they say, to whom, and what is left out."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from outward.vocabulary.labels import Label
from outward_portal.accounts.requests import Act, command
from outward_portal.dossiers import packs, queries
from outward_portal.dossiers.comparing import Pair
from outward_portal.dossiers.kinds import FACTS
from outward_portal.dossiers.models import Dossier, Fact
from outward_portal.dossiers.parts.facts import _partner
from outward_portal.dossiers.sections import SECTIONS, Asked, Part, Sentence
from outward_portal.dossiers.vocabulary import TITLES
from outward_portal.knowledge.kinds import DOCUMENTS
from outward_portal.records import actions
from outward_portal.records.models import Record
from outward_portal.registers.kinds import AGENCIES, ENTERPRISES, PARKS, PROJECTS
from tests.portal.people import People, browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def kazakhstan() -> Dossier:
    """A dossier with the facts of both packs."""
    dossier = Dossier.objects.create(region="KAZ", roles_en="copper project", roles_zh="铜矿项目", paragraphs="36;92")
    for key in packs.SNAPSHOTS:
        packs.load_pack(command("a test"), key)
    return dossier


def page(people: People, address: str = "/en/countries/KAZ/", role: str = "visitor") -> str:
    return browser_of(getattr(people, role)).get(address).content.decode()


def add_project(name: str, **values: Any) -> None:
    actions.create(command("a test"), PROJECTS, {"name_en": name, "countries": "KAZ", "audience": "public",
                                                 "stage": "signed", **values})


def fact_of(people: People, name: str = "Corporate tax", **values: Any) -> Any:
    given = {"name_en": name, "countries": "KAZ", "section": "investment-environment", "number": Decimal(20),
             "unit": "%", "period": "2026", "source": "Tax code", "audience": "public", "may_redistribute": True,
             "review_due": timezone.now().date(), **values}
    return actions.create(Act(people.officer), FACTS, given, published_at=timezone.now())


def test_sections_stand_in_their_fixed_order_and_open_with_a_question(people: People, kazakhstan: Dossier) -> None:
    body = page(people)
    places = [body.index(f'<section class="dossier-section" id="{title.key}"') for title in TITLES]
    assert places == sorted(places)
    assert all(str(title.question) in body for title in TITLES)
    assert kazakhstan.roles_en in body


@pytest.mark.parametrize(("address", "said"), [
    ("/en/countries/KAZ/", ["20.4 million (2025 est.)", "2.72 million sq km", "288 billion USD (2024 est.)",
                            "523 KZT"]),
    ("/zh-hans/countries/KAZ/", ["2,043万人（2025年估计）", "272万平方公里", "2,884亿美元（2024年估计）", "铜矿项目"]),
])
def test_answers_are_made_from_figures_in_both_languages(people: People, kazakhstan: Dossier, address: str,
                                                         said: list[str]) -> None:
    body = page(people, address)
    assert [text for text in said if text not in body] == []
    assert kazakhstan.region in body


def test_every_number_of_an_answer_leads_to_its_source(people: People, kazakhstan: Dossier) -> None:
    body = page(people)
    assert '<a class="figure" href="#source-1" title="20,432,662 (2025 est.)">' in body
    assert 'id="source-1"' in body
    assert "licence: public domain" in body
    assert kazakhstan.region in body


def test_text_that_is_not_translated_is_marked_in_chinese(people: People, kazakhstan: Dossier) -> None:
    body = page(people, "/zh-hans/countries/KAZ/?at-a-glance=table")
    assert '<span lang="en">Astana</span> <span class="untranslated">' in body
    assert "<cite>世界概况</cite> · 美国中央情报局" in body
    assert kazakhstan.region in body


def test_the_tab_is_in_the_address_and_works_as_a_link(people: People, kazakhstan: Dossier) -> None:
    chart, sources = page(people), page(people, "/en/countries/KAZ/?risks=sources&market-demand=table")
    assert chart.count("<svg") > sources.count("<svg")
    assert 'href="/en/countries/KAZ/?market-demand=table&amp;risks=chart#risks"' in sources
    assert page(people, "/en/countries/KAZ/?risks=<script>").count("<script>") == chart.count("<script>")
    assert kazakhstan.region in chart


def test_what_is_stale_missing_or_untranslated_is_counted_at_the_top(people: People, kazakhstan: Dossier) -> None:
    asked = queries.asked(kazakhstan.region, people.visitor)
    before = queries.freshness("KAZ", asked.facts, asked.today)
    fact_of(people, review_due=timezone.now().date().replace(year=2020), number=None, summary_en="20 percent")
    after = queries.freshness("KAZ", queries.asked("KAZ", people.visitor).facts, asked.today)
    assert (after.facts, after.stale, after.untranslated) == (
        before.facts + 1, before.stale + 1, before.untranslated + 1)
    assert f"<strong>{after.stale}</strong> of {after.facts} facts" in page(people)
    assert {topic.key for topic in after.missing} == {"ports", "key-ports"}


def test_facts_that_may_not_be_seen_are_neither_shown_nor_counted(people: People, kazakhstan: Dossier) -> None:
    fact_of(people, "Secret levy", audience="office")
    unpublished = actions.create(Act(people.officer), FACTS, {
        "name_en": "Draft levy", "countries": "KAZ", "section": "risks", "number": Decimal(1), "source": "x",
        "audience": "public"})
    for role in ("visitor", "enterprise", "officer"):
        body = page(people, "/en/countries/KAZ/?investment-environment=table", role)
        assert "Secret levy" not in body
        assert "Draft levy" not in body
        assert "of 44 facts" in body
    assert "Secret levy" in page(people, "/en/countries/KAZ/?investment-environment=table", "office")
    assert unpublished.pk
    assert kazakhstan.region


def test_projects_are_counted_and_summed_once(people: People, kazakhstan: Dossier) -> None:
    add_project("Smelter", value=Decimal(800_000_000), currency="USD")
    add_project("Railway", value=Decimal(50_000_000), currency="USD", countries="KAZ;RUS")
    add_project("Abandoned", value=Decimal(9_000_000), currency="USD", stage="cancelled")
    add_project("Hidden", value=Decimal(7_000_000), currency="USD", audience="office")
    body = page(people, "/en/countries/KAZ/?own=table")
    assert ">3<sup>" in body
    assert "worth " in body
    assert "800 million USD<sup>" in body
    assert "1 lies in several countries" in body
    assert "1 of them is not in the total" in body
    assert "Hidden" not in body
    assert ">4<sup>" in page(people, role="office")
    assert kazakhstan.region in body


def test_made_up_records_are_on_no_dossier_and_in_no_count(people: People, kazakhstan: Dossier) -> None:
    for kind in (PROJECTS, PARKS, ENTERPRISES):
        actions.create(command("a test"), kind, {"name_en": f"Invented {kind.key}", "countries": "KAZ",
                                                 "audience": "public"}, is_sample=True)
    actions.create(command("a test"), FACTS, {
        "name_en": "Invented fact", "countries": "KAZ", "section": "risks", "number": Decimal(1), "source": "x",
        "audience": "public"}, is_sample=True, published_at=timezone.now())
    actions.create(command("a test"), DOCUMENTS, {"name_en": "Invented law", "countries": "KAZ", "audience": "public"},
                   is_sample=True, published_at=timezone.now())
    body = page(people, "/en/countries/KAZ/?own=table&parks=table&risks=table")
    assert "Invented" not in body
    for slug, query in (("projects", ""), ("enterprises", ""), ("parks", ""), ("documents", ""),
                        ("facts", "&amp;section=risks")):
        assert f'register only, and on no dossier. <a href="/en/registers/{slug}/?country=KAZ{query}">' in body
    assert "Invented fact" in page(people, "/en/registers/facts/?country=KAZ&section=risks")
    assert "Invented" not in browser_of(people.visitor).get("/en/countries/KAZ/facts.csv").content.decode()
    row = next(row for row in queries.country_rows(people.visitor) if row.region.id == kazakhstan.region)
    assert (row.projects, row.parks) == (0, 0)


def test_the_map_of_projects_is_the_registers_own_narrowed_to_the_country(people: People, kazakhstan: Dossier) -> None:
    add_project("Smelter")
    body = page(people, "/en/countries/KAZ/?own=map")
    assert 'src="/en/registers/projects/map.svg?country=KAZ"' in body
    assert browser_of(people.visitor).get("/en/registers/projects/map.svg?country=KAZ").status_code == 200
    assert kazakhstan.region in body


def test_an_enterprise_that_the_reader_may_not_see_is_not_named_by_its_project(people: People,
                                                                               kazakhstan: Dossier) -> None:
    secret = actions.create(command("a test"), ENTERPRISES, {"name_en": "Secret Works", "audience": "office"})
    add_project("Smelter", enterprise=secret)
    assert "Secret Works" not in page(people)
    assert "Secret Works" in page(people, role="office")
    assert kazakhstan.region


def test_the_list_counts_what_the_reader_may_see(people: People, kazakhstan: Dossier) -> None:
    for name, audience in (("Open", "public"), ("Closed", "office")):
        actions.create(command("a test"), PARKS, {"name_en": name, "countries": "KAZ", "audience": audience})
    rows = {name: next(row for row in queries.country_rows(user) if row.region.id == "KAZ")
            for name, user in people.everybody().items()}
    assert (rows["visitor"].parks, rows["office"].parks) == (1, 2)
    assert rows["visitor"].complete == 96
    assert kazakhstan.region


def test_the_list_is_narrowed_and_ordered(people: People, kazakhstan: Dossier) -> None:
    Dossier.objects.create(region="BRA", roles_en="middle-end market")
    Dossier.objects.create(region="ASEAN")
    everything = page(people, "/en/countries/?kind=all")
    assert everything.index("Brazil") < everything.index("Kazakhstan")
    assert "ASEAN" in everything
    assert "ASEAN" not in page(people, "/en/countries/")
    assert "Brazil" not in page(people, "/en/countries/?q=哈萨克")
    assert "Brazil" not in page(people, "/en/countries/?role=copper")
    by_facts = page(people, "/en/countries/?sort=complete")
    assert by_facts.index(">Kazakhstan<") < by_facts.index(">Brazil<")
    assert "No dossier fits" in page(people, "/en/countries/?q=Atlantis")
    assert kazakhstan.region


def test_two_countries_side_by_side_mark_what_does_not_compare(people: People, kazakhstan: Dossier) -> None:
    Dossier.objects.create(region="RUS")
    packs.load_pack(command("a test"), "factbook")
    body = page(people, "/en/countries/compare?a=KAZ&b=RUS")
    inflation = body[body.index("Inflation of consumer prices"):]
    assert "8.8%" in inflation[:300]
    assert "6.7%" in inflation[:400]
    assert "other years" in inflation[:600]
    assert "No dossier is kept under: XXX" in page(people, "/en/countries/compare?a=KAZ&b=XXX")
    assert kazakhstan.region


def test_a_country_without_a_dossier_says_so_and_can_be_opened_by_the_leading_group(people: People,
                                                                                    kazakhstan: Dossier) -> None:
    assert "No dossier of this country is kept" in page(people, "/en/countries/FJI/")
    assert browser_of(people.enterprise).post("/en/countries/open", {"region": "FJI"}).status_code == 403
    response = browser_of(people.officer).post("/en/countries/open", {"region": "FJI"})
    assert response["Location"] == "/en/countries/FJI/"
    assert "Suva" in page(people, "/en/countries/FJI/?at-a-glance=table")
    browser_of(people.officer).post("/en/countries/open", {"region": "ASEAN"})
    assert not Dossier.objects.filter(region="ASEAN").exists()
    assert kazakhstan.region


@pytest.mark.parametrize(("address", "status"), [("XYZ/", 404), ("ASEAN/", 404), ("CN-LN/", 404), ("kaz/", 302),
                                                 ("KAZ/facts.exe", 404), ("KAZ/", 200), ("CN-HK/", 200)])
def test_addresses_lead_to_countries_only(people: People, kazakhstan: Dossier, address: str, status: int) -> None:
    assert browser_of(people.visitor).get(f"/en/countries/{address}").status_code == status
    assert kazakhstan.region


def test_files_leave_out_what_may_not_be_given_on_and_run_no_formula(people: People, kazakhstan: Dossier) -> None:
    fact_of(people, "=HYPERLINK(1)", source="@SUM(1)")
    fact_of(people, "Withheld fact", may_redistribute=False)
    fact_of(people, "Office fact", audience="office")
    reader = browser_of(people.officer)
    table = list(csv.DictReader(io.StringIO(reader.get("/en/countries/KAZ/facts.csv").content.decode("utf-8-sig"))))
    labels = [row["label_en"] for row in table]
    assert "'=HYPERLINK(1)" in labels
    assert {"Withheld fact", "Office fact"}.isdisjoint(labels)
    population = next(row for row in table if row["topic"] == "population")
    assert (population["number"], population["country_zh"], population["licence"]) == (
        "20432662", "哈萨克斯坦", "public domain")
    said = json.loads(reader.get("/en/countries/KAZ/facts.json").content)
    assert said["about"]["Withheld"].startswith("1 facts")
    assert len(said["facts"]) == len(table)
    archive = zipfile.ZipFile(io.BytesIO(reader.get("/en/countries/KAZ/facts.zip").content))
    assert sorted(archive.namelist()) == ["README.md", "facts.csv", "facts.json"]
    assert "| The World Factbook | Central Intelligence Agency" in archive.read("README.md").decode()
    assert kazakhstan.region


def test_a_file_names_the_agency_of_a_fact_to_those_who_see_it(people: People, kazakhstan: Dossier) -> None:
    mission = actions.create(command("a test"), AGENCIES, {"name_en": "Zqmission", "name_zh": "代表处",
                                                           "audience": "office"})
    fact_of(people, agency_id=mission.pk)
    for format in ("csv", "json"):
        address = f"/en/countries/{kazakhstan.region}/facts.{format}"
        assert "Zqmission" not in page(people, address)
        assert "Corporate tax" in page(people, address)
        assert "Zqmission" in page(people, address, "office")


def test_another_room_adds_to_a_section_without_a_change_here(people: People, kazakhstan: Dossier) -> None:
    def rating(asked: Asked) -> Part | None:
        return Part("Rating", Sentence(f"{asked.region} is rated B & better.", "评级为B。")) if asked.user else None

    SECTIONS.contribute("risks", rating, order=1)
    try:
        body = page(people)
    finally:
        SECTIONS.withdraw("risks", rating)
    assert '<p class="answer">KAZ is rated' in body
    assert '<p class="further">' in body
    with pytest.raises(LookupError, match="no section"):
        SECTIONS.contribute("weather", rating)
    assert kazakhstan.region == "KAZ"


def test_values_of_a_sentence_cannot_bring_markup(people: People, kazakhstan: Dossier) -> None:
    fact_of(people, "<script>alert(1)</script>", number=None, summary_en="<b onclick=x>", source="<i>evil</i>",
            section="at-a-glance")
    body = page(people, "/en/countries/KAZ/?at-a-glance=table")
    assert "<script>alert" not in body
    assert "<b onclick" not in body
    assert "<i>evil" not in body
    assert kazakhstan.region


def test_a_registers_export_leaves_out_what_may_not_be_given_on(people: People, kazakhstan: Dossier) -> None:
    fact_of(people, "Withheld fact", may_redistribute=False)
    fact_of(people, "Given fact")
    officer = browser_of(people.officer)
    response: Any = officer.get("/en/registers/facts/export.json?country=KAZ")
    said = json.loads(b"".join(response.streaming_content))
    response.close()
    names = [row["name_en"] for row in said["records"]]
    assert "Given fact" in names
    assert "Withheld fact" not in names
    assert said["count"] == len(names)
    assert said["about"]["Withheld / 未收录"].startswith("1:")
    assert {row["review_due"] for row in said["records"] if row["name_en"] == "Given fact"} == {
        timezone.now().date().isoformat()}
    assert kazakhstan.region


def test_the_api_leaves_out_what_may_not_be_given_on(people: People, kazakhstan: Dossier) -> None:
    withheld = fact_of(people, "Withheld fact", may_redistribute=False)
    fact_of(people, "Given fact")
    officer = browser_of(people.officer)
    told = officer.get("/api/v1/registers/facts/records?country=KAZ&rows=200").json()
    assert [row["name_en"] for row in told["items"] if row["name_en"].endswith("fact")] == ["Given fact"]
    assert told["count"] == len(told["items"])
    assert officer.get(f"/api/v1/registers/facts/records/{withheld.pk}").status_code == 404
    counts = {each["slug"]: each["count"] for each in officer.get("/api/v1/registers").json()["items"]}
    assert counts["facts"] == told["count"]
    for words, names in (("withheld fact", []), ("given fact", ["Given fact"])):
        assert [each["name_en"] for each in officer.get(f"/api/v1/search?q={words}").json()["items"]] == names
    given = Record.objects.get(name_en="Given fact")
    actions.link(Act(people.office), given, withheld, "related")
    assert officer.get(f"/api/v1/registers/facts/records/{given.pk}/links").json()["items"] == []
    assert kazakhstan.region


def test_the_table_says_of_each_fact_how_far_it_can_be_relied_on(people: People, kazakhstan: Dossier) -> None:
    agency = actions.create(command("a test"), AGENCIES, {"name_en": "Bureau of Levies", "audience": "public"})
    hidden = actions.create(command("a test"), AGENCIES, {"name_en": "Hidden Bureau", "audience": "office"})
    fact_of(people, "Levy", agency=agency, as_of="2026-02", confidence="high", number=None, summary_en="20 percent",
            review_due="2099-01-31")
    kept = fact_of(people, "Other levy", agency=hidden)
    Fact.objects.filter(pk=kept.pk).update(keeper=people.analyst)
    table = "/en/countries/KAZ/?investment-environment=table"
    row = page(people, table).partition(">Levy</a>")[2].partition("</tr>")[0]
    for said in ("as of 2026-02", "high confidence", "review due 2099-01-31", "kept by Bureau of Levies",
                 "in one language only"):
        assert said in row
    assert "Hidden Bureau" not in page(people, table)
    assert people.analyst.get_full_name() not in page(people, table)
    assert people.analyst.get_full_name() in page(people, table, "officer")
    assert kazakhstan.region


def test_staff_propose_a_fact_from_the_section_that_lacks_it(people: People, kazakhstan: Dossier) -> None:
    link = "/en/review/new/fact?countries=KAZ&amp;section=risks"
    assert link in page(people, role="contributor")
    assert link not in page(people)
    form = page(people, link.replace("&amp;", "&"), "contributor")
    assert 'value="Kazakhstan"' in form
    assert '<option value="risks" selected>' in form
    assert "税收，占国内生产总值比重" not in form
    assert kazakhstan.region


def test_trading_partners_are_named_in_the_pages_language_or_marked(people: People, kazakhstan: Dossier) -> None:
    body = page(people, "/zh-hans/countries/KAZ/?market-demand=chart")
    chart = body[body.index('id="market-demand"'):body.index('id="investment-environment"')]
    assert "中国" in chart
    assert ">China<" not in chart
    assert "名称未译" not in chart
    assert _partner("Gambia, The").zh == "冈比亚"
    assert not _partner("the Moon").zh
    assert kazakhstan.region


def test_years_are_compared_only_where_both_are_known() -> None:
    a, b = Fact(number=1, unit="%", period="2023"), Fact(number=2, unit="%", period="")
    assert not Pair(Label("x", "x"), a, b).differs_in_year
    assert Pair(Label("x", "x"), a, Fact(number=2, unit="%", period="2024")).differs_in_year


def test_contacts_name_the_agencies_in_one_line_and_list_who_keeps_this_countrys_facts(
    people: People, kazakhstan: Dossier
) -> None:
    named = [actions.create(command("a test"), AGENCIES, {
        "name_en": f"Bureau {n}", "membership_en": "member", "audience": "public"}) for n in range(2)]
    fact_of(people, "Levy", agency=named[0])
    contacts = page(people, "/en/countries/KAZ/?contacts=table").partition('id="contacts"')[2]
    assert all(f'<a href="/en/registers/agencies/{each.pk}/">{each.name_en}</a>' in contacts for each in named)
    assert contacts.partition("<table>")[2].partition("</table>")[0].count("Bureau") == 1
    assert kazakhstan.region
