"""Search: found in both languages, by what a person may see only, names first, never by a database's own operators."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from outward_portal.accounts.requests import command
from outward_portal.records import actions, passages, search
from outward_portal.records.finding import find
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import Record
from outward_portal.records.snippets import marked, snippet
from tests.portal.people import People, browser_of
from tests.portal.records.works import enterprise, project

pytestmark = pytest.mark.django_db


def record(kind: str = "project", audience: str = "public", owner: int | None = None, **values: Any) -> Record:
    return actions.create(command("a test"), KINDS[kind], {"name_en": "Nameless", **values, "audience": audience},
                          owner=owner)


def names(words: str, user: Any, **narrowed: Any) -> list[str]:
    found = find(words, user, "en", **narrowed)
    return [str(hit.name).replace("<mark>", "").replace("</mark>", "") for hit in found.hits]


@pytest.mark.parametrize("words", ["机床", "机", "集团", "沈阳 机床", "瀋陽機床", "shenyang", "SHENY", "Shenyang 集团",
                                   "machine", '"machine tool"', "沈阳机床集团", "床集"])
def test_a_record_is_found_by_words_and_characters_of_both_languages(people: People, words: str) -> None:
    record(name_en="Shenyang Machine Tool Group", name_zh="沈阳机床集团", kind="enterprise")
    record(name_en="Dalian Crane", name_zh="大连起重", kind="enterprise")
    assert [name.partition(" · ")[0] for name in names(words, people.visitor)] == ["Shenyang Machine Tool Group"]


@pytest.mark.parametrize("words", ["tool machine crane", "水泵", '"tool machine"', "machin tool"])
def test_what_does_not_hold_all_words_is_not_found(people: People, words: str) -> None:
    record(name_en="Shenyang Machine Tool Group", name_zh="沈阳机床集团", kind="enterprise")
    record(name_en="Dalian Crane", name_zh="大连起重", kind="enterprise")
    assert names(words, people.visitor) == []


def test_only_the_last_word_may_be_begun_and_only_while_it_is_typed(people: People) -> None:
    record(name_en="Crusher plant")
    assert names("crusher pla", people.visitor) == ["Crusher plant"]
    assert names("crusher pla ", people.visitor) == []


def test_names_come_first(people: People) -> None:
    record(name_en="Something else", summary_en="copper " * 40)
    record(name_en="A mine", summary_en="A mine of copper")
    record(name_en="Copper smelter in a place with quite a long name that thins the word out")
    assert names("copper", people.visitor)[0].startswith("Copper smelter")


@pytest.mark.parametrize("words", ['" OR 1', "NOT crane", "crane*", "names : crane", "crane & !x", "'); DROP TABLE x;",
                                   "^crane", "NEAR(crane x)", '"', '""', "crane:*", "a" * 5000, "\x00crane", "<->",
                                   "𠀀", "crane -x"])
def test_operators_of_the_databases_are_words_like_others(people: People, words: str) -> None:
    record(name_en="Dalian Crane")
    assert names(words, people.visitor) in ([], ["Dalian Crane"])
    assert Client().get("/en/search", {"q": words}).status_code == 200


def test_an_or_is_looked_for_as_a_word(people: People) -> None:
    record(name_en="Crane")
    record(name_en="Pump")
    assert names("crane OR pump", people.visitor) == []


AUDIENCES = {"public": 1, "members": 2, "agencies": 3, "office": 4, "owner": 5}


@pytest.mark.parametrize(("who", "seen"), [
    ("visitor", {"public"}), ("member", {"public", "members"}), ("rival", {"public", "members"}),
    ("enterprise", {"public", "members", "owner"}), ("officer", {"public", "members", "agencies"}),
    ("office", {"public", "members", "agencies", "office"}), ("administrator", {"public", "members"}),
])
def test_hits_counts_and_passages_are_of_what_may_be_seen(people: People, who: str, seen: set[str]) -> None:
    for audience in AUDIENCES:
        made = record(name_en=f"zqname {audience}", summary_en=f"zqfacts {audience}", audience=audience,
                      owner=people.works.pk if audience == "owner" else None)
        passages.replace(made.pk, [passages.Part("Article 1", f"zqpassage {audience}", "")])
    user = getattr(people, who)
    for word in ("zqname", "zqfacts", "zqpassage"):
        found = find(word, user, "en")
        assert found.count == len(seen) == sum(facet.count for facet in found.facets)
        page = browser_of(user).get("/en/search", {"q": word}).content.decode()
        for audience in AUDIENCES:
            assert (f"zqname</mark> {audience}" in page or f"zqname {audience}" in page) == (audience in seen), word


def test_a_retired_record_is_not_found(people: People) -> None:
    made = record(name_en="Dalian Crane")
    actions.retire(command("a test"), made)
    assert find("crane", people.office, "en").count == 0


def test_a_changed_record_is_found_by_its_new_words_only(people: People) -> None:
    made = record(name_en="Old name")
    actions.change(command("a test"), made, KINDS["project"], {"name_en": "Fresh name"}, revision=made.revision)
    assert names("fresh", people.visitor) == ["Fresh name"]
    assert names("old", people.visitor) == []


def test_passages_are_replaced_and_shown_with_their_page(people: People) -> None:
    made = record(name_en="Law")
    passages.replace(made.pk, [passages.Part("Article 1", "on foreign exchange", "/en/library/texts/1/#article-1")])
    passages.replace(made.pk, [passages.Part("Article 2", "on foreign staff", "/en/library/texts/1/#article-2")])
    assert find("exchange", people.visitor, "en").count == 0
    hit = find("staff", people.visitor, "zh").hits[0]
    assert hit.address == "/zh-hans/library/texts/1/#article-2"
    assert hit.passage == "Article 2"
    assert "<mark>staff</mark>" in hit.text


def test_a_record_stands_once_however_many_passages_fit(people: People) -> None:
    made = record(name_en="Law on copper", summary_en="copper")
    passages.replace(made.pk, [passages.Part(f"Article {n}", "copper", "") for n in range(9)])
    found = find("copper", people.visitor, "en")
    assert (len(found.hits), found.count) == (1, 1)


def test_hits_are_narrowed_to_a_kind_and_counts_are_not(people: People) -> None:
    record(name_en="Copper project")
    record("enterprise", name_en="Copper works")
    found = find("copper", people.visitor, "en", kind="enterprise")
    assert len(found.hits) == 1
    assert {facet.kind.key: facet.count for facet in found.facets} == {"project": 1, "enterprise": 1}


def test_pages_give_each_hit_once(people: People) -> None:
    for n in range(45):
        record(name_en=f"Copper {n}")
    pages = [names("copper", people.visitor, page=page) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({name for page in pages for name in page}) == 45


def test_very_many_hits_are_counted_up_to_a_limit(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MANY", 5)
    for n in range(9):
        record(name_en="Copper" if n == 8 else f"Plant {n}", summary_en="copper")
    found = find("copper", people.visitor, "en")
    assert found.is_capped
    assert len(found.hits) == 9
    assert "Copper" in found.hits[0].name


def test_a_line_tells_what_a_record_is_about_and_no_codes(people: People) -> None:
    project("Zqrail", countries="VNM;LAO", begins="2024-03", currency="USD", value=5, place_en="Hanoi")
    page = browser_of(people.visitor).get("/en/search?q=zqrail").content.decode()
    assert "Hanoi" in page
    assert not [code for code in ("VNM;LAO", "2024-03") if code in page]


def test_texts_are_shown_as_text(people: People) -> None:
    record(name_en="<script>alert(1)</script> crane", summary_en="<img src=x> crane")
    page = Client().get("/en/search", {"q": "crane"}).content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page


def test_while_typing_only_the_list_is_sent(people: People) -> None:
    record(name_en="Dalian Crane")
    part = Client().get("/en/search", {"q": "cra"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Dalian <mark>Cra</mark>ne" in part


def test_below_the_masthead_stand_the_first_few(people: People) -> None:
    for number in range(8):
        enterprise(f"Zqworks {number}")
    enterprise("Zqworks hidden", owner=people.works, audience="owner")
    asked = {"HX-Request": "true", "HX-Target": "suggested"}
    part = Client().get("/en/search", {"q": "zqwor"}, headers=asked)
    page = part.content.decode()
    assert page.count("/registers/enterprises/") == 6
    assert "8 entries fit" in page
    assert "hidden" not in page
    assert "<html" not in page
    assert "HX-Target" in part["Vary"]


def test_a_wrong_page_or_kind_is_taken_for_none(people: People) -> None:
    record(name_en="Dalian Crane")
    for given in ({"page": "0"}, {"page": "-1"}, {"page": "x"}, {"page": "99999999999"}, {"kind": "nothing"}):
        assert Client().get("/en/search", {"q": "crane", **given}).status_code == 200


def test_words_are_marked_where_they_begin() -> None:
    assert marked("CRRC in Crrcville & 大連機床", ["crrc", "机床"]) == (
        "<mark>CRRC</mark> in <mark>Crrc</mark>ville &amp; 大連<mark>機床</mark>")


def test_a_snippet_is_of_the_text_with_most_words() -> None:
    assert snippet(["copper", "x " * 200 + "copper and zinc"], ["copper", "zinc"]).startswith("… ")
    assert snippet(["nothing"], ["copper"]) == ""


def test_what_a_person_may_not_see_leaves_room_for_what_they_may(people: People, monkeypatch: pytest.MonkeyPatch
                                                                ) -> None:
    monkeypatch.setattr(search, "MANY", 5)
    for number in range(8):
        record(name_en=f"Crane {number}", audience="office")
    record(name_en="Crane of everybody")
    found = find("crane", people.visitor, "en")
    assert (found.count, found.is_capped, len(found.hits)) == (1, False, 1)


@pytest.mark.parametrize("words", ["cote", "Côte", "COTE", "cot", "cote divoire port"])
def test_accents_make_no_difference(people: People, words: str) -> None:
    record(name_en="Côte Dívoire Port", summary_en="Đặng")
    hit, = find(words, people.visitor, "en").hits
    assert "<mark>C" in hit.name


def test_hits_that_fit_alike_come_in_the_order_of_their_numbers(people: People) -> None:
    made = [record(name_en="Crane").pk for _ in range(6)]
    found = [hit.record for start in range(0, 6, 2)
             for hit in search.find(search.wanted("crane"), people.visitor, start=start, count=2).hits]
    assert found == made


def test_a_choice_is_found_by_what_it_says_and_not_by_its_code(people: People) -> None:
    record(name_en="Robbins", type="acquisition")
    record(name_en="Growth", kind="fact", countries="KEN", section="investment-environment", pack_key="zqkey")
    for words in ("acquisition", "并购"):
        assert names(words, people.office) == ["Robbins"], words
    for words in ("investment environment", "zqkey"):
        assert names(words, people.office) == [], words
