"""Reading by programs: the same rows as the pages, paged, tagged, refused in problem+json."""

from __future__ import annotations

import base64
import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from outward_portal.accounts.requests import command
from outward_portal.api.interface import document
from outward_portal.records import actions
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import Record, Relation
from tests.portal.api.calling import Program, said
from tests.portal.people import People, browser_of
from tests.portal.permissions.expected import ROLES, SEES_AUDIENCE, SEES_HISTORY
from tests.portal.permissions.world import make_world, word

pytestmark = pytest.mark.django_db
ACT = command("a test")


def made(name: str, kind: str = "project", **values: object) -> Record:
    return actions.create(ACT, KINDS[kind], {"audience": "public", "name_en": name, **values})


@pytest.mark.parametrize("role", ROLES)
def test_every_role_reads_what_the_table_says_in_every_way(people: People, role: str) -> None:
    world = make_world(people)
    program = Program(getattr(people, role))
    for kind in KINDS:
        base = f"/registers/{kind.slug}/records"
        listed = {item["id"] for item in said(program.get(f"{base}?rows=200"))["items"]}
        counted = said(program.get(f"/registers/{kind.slug}/count"))["count"]
        assert counted == len(listed)
        for audience, record in world.of(kind):
            sees = audience in SEES_AUDIENCE[role]
            assert (record.pk in listed) == sees, (kind.key, audience)
            status = 200 if sees else 404
            for path in ("", "/links", "/history") if kind.key == "project" else ("",):
                text = program.get(f"{base}/{record.pk}{path}")
                assert text.status_code == status
                told = f"reason {word(kind, audience)}" in text.content.decode()
                assert told == (path == "/history" and audience in SEES_HISTORY[role])
            found = {each["id"] for each in said(program.get(f"/search?q={word(kind, audience)}"))["items"]}
            assert (record.pk in found) == sees
    counts = {each["slug"]: each["count"] for each in said(program.get("/registers"))["items"]}
    assert set(counts.values()) == {len(SEES_AUDIENCE[role])}


def test_a_token_for_what_is_public_sees_what_a_visitor_sees(people: People) -> None:
    made("Everybody's")
    made("Office's", audience="office")
    for scope, count in (("read:public", 1), ("read", 2), ("write:records", 2)):
        assert said(Program(people.office, scope).get("/registers/projects/count"))["count"] == count


def test_pages_lead_on_and_back_without_a_row_twice_or_left_out(people: People) -> None:
    keys = [made(f"Plant {n:02d}").pk for n in range(7)]
    program, seen = Program(), list[int]()
    at: str | None = ""
    while at is not None:
        page = said(program.get(f"/registers/projects/records?rows=3&at={at}" if at else
                                "/registers/projects/records?rows=3"))
        seen += [item["id"] for item in page["items"]]
        at, back = page["next"], page["previous"]
    assert seen == keys
    assert (page["page"], page["pages"], page["count"]) == (3, 3, 7)
    earlier = said(program.get(f"/registers/projects/records?rows=3&at={back}"))
    assert [item["id"] for item in earlier["items"]] == keys[3:6]


def test_a_list_has_one_order_in_every_language(people: People) -> None:
    for en, zh in (("A", "丙"), ("B", "乙"), ("C", "甲")):
        made(en, name_zh=zh)
    program, path = Program(), "/registers/projects/records?rows=2"
    english, chinese = (program.get(path, **{"Accept-Language": language}) for language in ("en", "zh-CN"))
    assert [item["name_en"] for item in said(chinese)["items"]] == ["A", "B"]
    assert english.headers["ETag"] == chinese.headers["ETag"]
    rest = program.get(f"{path}&at={said(english)['next']}", **{"Accept-Language": "zh-CN"})
    assert [item["name_en"] for item in said(rest)["items"]] == ["C"]


def test_the_document_names_the_cookie_of_this_portal(settings: Any) -> None:
    settings.SESSION_COOKIE_NAME = "__Host-outward_session"
    made_here = document.__wrapped__()
    assert made_here["components"]["securitySchemes"]["session"]["name"] == "__Host-outward_session"


def test_a_record_has_codes_and_names_and_names_nobody_hidden(people: People) -> None:
    hidden = made("Hidden works", "enterprise", audience="office")
    record = made("A plant", countries="KEN;ZMB", type="aid", value=Decimal("5.5"), currency="USD",
                  enterprise_id=hidden.pk)
    path = f"/registers/projects/records/{record.pk}"
    found = said(Program().get(path))
    assert (found["countries_name_en"], found["type_label_en"], found["value"]) == ("Kenya;Zambia", "Aid", 5.5)
    assert (found["enterprise"], found["enterprise_name_en"]) == (None, None)
    assert said(Program(people.office).get(path))["enterprise_name_en"] == "Hidden works"
    item = said(Program().get("/registers/projects/records"))["items"][0]
    assert (item["enterprise"], item["countries_name_zh"], item["value"]) == (None, "肯尼亚;赞比亚", 5.5)
    history = Program(people.officer).get(f"{path}/history")
    assert said(history)["items"][0]["changes"]["enterprise"] == [None, None]


def test_links_are_told_only_with_both_ends(people: People) -> None:
    record, seen, hidden = made("A"), made("B"), made("C", audience="office")
    for other in (seen, hidden):
        actions.link(ACT, record, other, Relation.PART)
    links = said(Program().get(f"/registers/projects/records/{record.pk}/links"))["items"]
    assert [each["record"]["id"] for each in links] == [seen.pk]


def test_an_answer_that_the_caller_has_is_not_sent_again(people: People) -> None:
    made("A")
    path = "/registers/projects/records"
    tag = Program().get(path).headers["ETag"]
    assert Program().get(path, **{"If-None-Match": tag}).status_code == 304
    assert Program(people.office).get(path, **{"If-None-Match": tag}).status_code == 200
    made("B")
    fresh = Program().get(path, **{"If-None-Match": tag})
    assert len(said(fresh)["items"]) == 2
    assert "private" in fresh.headers["Cache-Control"]


@pytest.mark.parametrize("query", ["nonsense=1", "rows=0", "rows=201", "rows=x", "rows=0000500000000",
                                   "rows=0001" + "0" * 36, pytest.param("rows=" + "0" * 4000 + "1" * 1000, id="rows"),
                                   "sort=enterprise", "sort=nothing", "country=XXX", "least=lots", "at=!!",
                                   "retired=2", "q=" + "a" * 201, "type=aid&type=park"])
def test_what_means_nothing_is_refused_by_name(query: str) -> None:
    problem = said(Program().get(f"/registers/projects/records?{query}"), 422)
    assert problem["errors"][0]["in"] == query.partition("=")[0]


@pytest.mark.parametrize(("sort", "value"), [("value", "abc"), ("value", "1e999"), ("name", "\x00"),
                                             ("name", "\ud800")])
def test_a_forged_place_is_refused_here_and_left_out_on_the_page(sort: str, value: str) -> None:
    text = base64.urlsafe_b64encode(json.dumps([value, 1, 2, False]).encode()).decode().rstrip("=")
    said(Program().get(f"/registers/projects/records?sort={sort}&at={text}"), 422)
    assert Client().get(f"/en/registers/projects/?sort={sort}&at={text}").status_code == 200


def test_errors_are_problems(people: People) -> None:
    program = Program()
    for path in ("/nothing", "/registers/nothing", "/registers/projects/records/999999", "/"):
        said(program.get(path), 404)
    said(program.get("/registers/projects/records/99999999999999999999"), 422)
    said(program.get("/registers", Accept="text/html"), 406)
    refused = program.send("DELETE", "/registers", "")
    assert said(refused, 405)
    assert refused.headers["Allow"] == "GET"
    said(program.send("POST", "/openapi.json", ""), 405)


@pytest.mark.parametrize("stated", ["Bearer outward_wrong", "Bearer ", "Basic eDp5", "x"])
def test_a_wrong_token_is_refused_rather_than_ignored(stated: str) -> None:
    refused = Program().get("/registers", Authorization=stated)
    said(refused, 401)
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_session_reads_as_its_person(people: People) -> None:
    made("Office's", audience="office")
    assert browser_of(people.office).get("/api/v1/registers/projects/count").json() == {"count": 1}


def test_vocabulary_and_register_tell_what_codes_mean() -> None:
    sectors = {each["code"]: each["name_zh"] for each in said(Program().get("/vocabulary/sectors"))["items"]}
    assert sectors["general-equipment"]
    regions = said(Program().get("/vocabulary/regions"))["items"]
    assert {"code": "KEN", "name_en": "Kenya", "name_zh": "肯尼亚"} in regions
    fields = {each["name"]: each for each in said(Program().get("/registers/projects"))["fields"]}
    assert fields["value"]["type"] == "number"
    assert "aid" in {each["code"] for each in fields["type"]["codes"]}


def test_too_many_calls_are_told_to_wait(settings: object) -> None:
    settings.API_LIMIT_VISITOR = 3  # type: ignore[attr-defined]
    client = Client(REMOTE_ADDR="192.0.2.7")
    answers = [client.get("/api/v1/registers") for _ in range(5)]
    assert [answer.status_code for answer in answers][:3] == [200, 200, 200]
    assert answers[-1].status_code == 429
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert Client(REMOTE_ADDR="192.0.2.8").get("/api/v1/registers").status_code == 200


def test_documentation_is_a_page_without_anything_from_elsewhere(people: People) -> None:
    for language in ("en", "zh-hans"):
        page = Client().get(f"/{language}/api/").content.decode()
        assert "/api/v1/registers/{slug}/records" in page
        assert "http://" not in page.replace("http://testserver", "").replace("http://www.w3.org", "")
