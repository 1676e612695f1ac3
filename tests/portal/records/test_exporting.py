"""Exports: codes and names, one row a record, nothing that the person may not see, no live formulas, owners told."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import override_settings

from outward_portal.accounts.models import Audience, User
from outward_portal.accounts.requests import command
from outward_portal.records import actions, exporting_files
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import PrivateField, Reading, Record
from tests.portal.people import People, browser_of

ACT = command("a test")


def made(kind: str = "project", *, owner: int | None = None, **values: Any) -> Record:
    return actions.create(ACT, KINDS[kind], {"audience": Audience.PUBLIC, **values}, owner=owner)


def fetched(user: User | AnonymousUser, format: str, query: str = "", slug: str = "projects") -> bytes:
    response = browser_of(user).get(f"/en/registers/{slug}/export.{format}?{query}")
    assert response.status_code == 200
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def lines(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.django_db
def test_a_row_has_codes_and_names_in_both_languages_and_exact_numbers(people: People) -> None:
    made(name_en="A plant", countries="KEN;ZMB", sector="special-equipment", type="investment",
         value=Decimal("1234567890123.45"), currency="USD", paragraphs="12-13", source="A report")
    [line] = lines(fetched(people.visitor, "csv"))
    assert (line["countries"], line["countries_name_en"], line["countries_name_zh"]) == (
        "KEN;ZMB", "Kenya;Zambia", "肯尼亚;赞比亚")
    assert line["sector"] == "special-equipment"
    assert line["sector_name_zh"]
    assert (line["type"], line["type_label_en"]) == ("investment", "Investment")
    assert (line["value"], line["currency"]) == ("1234567890123.45", "USD")
    assert (line["paragraphs"], line["source"], line["name_zh"]) == ("12-13", "A report", "")
    assert line["counting_label_en"] == "counts with its own value"


@pytest.mark.django_db
@pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "\t", "\r"])
def test_text_never_becomes_a_formula_and_numbers_stay_numbers(people: People, beginning: str) -> None:
    name = f"{beginning}HYPERLINK(1)"
    made(name_en=name, latitude=-1.5, longitude=2.0)
    [line] = lines(fetched(people.visitor, "csv"))
    assert (line["name_en"], line["latitude"]) == (f"'{name}", "-1.5")
    sheet = openpyxl.load_workbook(io.BytesIO(fetched(people.visitor, "xlsx")))["records"]
    row = dict(zip((cell.value for cell in sheet[1]), sheet[2], strict=True))
    assert row["name_en"].data_type == "s"
    assert (row["latitude"].data_type, row["latitude"].value) == ("n", -1.5)
    assert row["id"].data_type == "n"


@pytest.mark.django_db
def test_a_record_that_may_not_be_seen_is_neither_exported_nor_named(people: People) -> None:
    secret = made("enterprise", owner=people.works.pk, name_en="Secret Works", audience=Audience.OWNER)
    made(name_en="Open", enterprise_id=secret.pk)
    made(name_en="Hidden", owner=people.works.pk, audience=Audience.OWNER)
    for format in ("csv", "json"):
        assert b"Secret Works" not in fetched(people.rival, format)
        assert b"Hidden" not in fetched(people.rival, format)
    [line] = lines(fetched(people.rival, "csv"))
    assert (line["enterprise"], line["enterprise_name_en"]) == ("", "")
    own = {line["name_en"]: line for line in lines(fetched(people.enterprise, "csv"))}
    assert own["Open"]["enterprise_name_en"] == "Secret Works"
    assert "Hidden" in own


@pytest.mark.django_db
def test_an_export_follows_the_lists_filters_words_and_order(people: People) -> None:
    for name, kind in (("Alpha plant", "investment"), ("Beta plant", "investment"), ("Gamma plant", "aid")):
        made(name_en=name, type=kind)
    found = lines(fetched(people.visitor, "csv", "type=investment&sort=-name"))
    assert [line["name_en"] for line in found] == ["Beta plant", "Alpha plant"]
    assert [line["name_en"] for line in lines(fetched(people.visitor, "csv", "q=gamma"))] == ["Gamma plant"]


@pytest.mark.django_db
def test_retired_merged_and_sample_records_are_marked(people: People) -> None:
    kept = made(name_en="Kept")
    gone = actions.create(ACT, KINDS["project"], {"name_en": "Gone", "audience": "public"}, is_sample=True)
    actions.retire(ACT, gone)
    Record.objects.filter(pk=gone.pk).update(merged_into=kept)
    [line] = lines(fetched(people.office, "csv", "retired=1"))
    assert (line["name_en"], line["sample"], line["merged_into"], line["merged_into_name_en"]) == (
        "Gone", "true", str(kept.pk), "Kept")
    assert line["retired_at"].endswith("Z")
    assert lines(fetched(people.visitor, "csv", "retired=1")) == []


@pytest.mark.django_db
def test_a_zip_explains_itself(people: People) -> None:
    made(name_en="A plant", type="investment")
    with zipfile.ZipFile(io.BytesIO(fetched(people.visitor, "zip", "type=investment"))) as archive:
        assert sorted(archive.namelist()) == ["README.md", "codes.csv", "datapackage.json", "projects.csv",
                                              "projects.json", "projects.xlsx"]
        readme = archive.read("README.md").decode()
        package = json.loads(archive.read("datapackage.json"))
        table = lines(archive.read("projects.csv"))
        document = json.loads(archive.read("projects.json"))
    for told in ("Type: Investment", "Cite as", "引用格式", "Licence", "retrieved", "1 record,", "apostrophe",
                 "| investment |"):
        assert told in readme
    [resource, codes] = package["resources"]
    assert [each["name"] for each in resource["schema"]["fields"]] == list(table[0])
    assert codes["path"] == "codes.csv"
    assert resource["schema"]["primaryKey"] == ["id"]
    assert document["records"][0]["name_en"] == "A plant"
    assert document["count"] == len(document["records"]) == 1


@pytest.mark.django_db
def test_the_parts_of_a_zip_hold_the_same_records(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody adds a record between one part and the next."""
    made(name_en="A plant")

    def code_rows(_: Any) -> list[Any]:
        made(name_en="Another plant")
        return []

    monkeypatch.setattr(exporting_files, "code_rows", code_rows)
    monkeypatch.setattr(exporting_files, "readme", lambda export: [*code_rows(export), str(export.asked.count)])
    with zipfile.ZipFile(io.BytesIO(fetched(people.visitor, "zip"))) as archive:
        assert archive.read("README.md").decode() == "1"
        assert [line["name_en"] for line in lines(archive.read("projects.csv"))] == ["A plant"]
        document = json.loads(archive.read("projects.json"))
    assert (document["count"], [line["name_en"] for line in document["records"]]) == (1, ["A plant"])


def private_field(people: People, audience: str) -> Record:
    works = made("enterprise", owner=people.works.pk, name_en="Test Works")
    PrivateField.objects.create(record=works, field="revenue", period="2024", number=5, unit="CNY", audience=audience)
    return works


@pytest.mark.django_db
def test_private_fields_come_when_asked_for_and_their_owner_is_told(people: People) -> None:
    works = private_field(people, "leading-group")
    plain = json.loads(fetched(people.officer, "json", slug="enterprises"))
    assert "private_fields" not in plain
    assert not Reading.objects.exists()
    asked = json.loads(fetched(people.officer, "json", "private=1", slug="enterprises"))
    assert [(each["field"], each["number"]) for each in asked["private_fields"]] == [("revenue", 5)]
    [told] = Reading.objects.all()
    assert (told.record_id, told.reader_id, told.channel, told.fields) == (works.pk, people.officer.pk, "export",
                                                                           "revenue")


@pytest.mark.django_db
@pytest.mark.parametrize("format", ["csv", "json", "xlsx", "zip"])
def test_private_fields_of_others_are_in_no_format(people: People, format: str) -> None:
    private_field(people, "itself")
    for name, person in people.everybody().items():
        if name not in ("enterprise", "colleague"):
            data = fetched(person, format, "private=1", slug="enterprises")
            if format == "zip":
                assert "private_fields.csv" not in zipfile.ZipFile(io.BytesIO(data)).namelist()
            elif format == "xlsx":
                assert "private_fields" not in openpyxl.load_workbook(io.BytesIO(data)).sheetnames
            else:
                assert b"revenue" not in data
    assert not Reading.objects.exists()


@pytest.mark.django_db
def test_reading_ones_own_private_fields_tells_nobody(people: People) -> None:
    private_field(people, "itself")
    assert len(json.loads(fetched(people.colleague, "json", "private=1", slug="enterprises"))["private_fields"]) == 1
    assert not Reading.objects.exists()


@pytest.mark.django_db
def test_every_register_exports_in_every_format(people: People) -> None:
    for kind in KINDS:
        name: dict[str, Any] = {"name_zh": "名称"} | ({"type": "technology"} if kind.key == "facility" else {})
        made(kind.key, **name)
        for format in ("csv", "xlsx", "json", "zip"):
            assert fetched(people.visitor, format, slug=kind.slug)
        assert browser_of(people.visitor).get(f"/en/registers/{kind.slug}/export").status_code == 200


@pytest.mark.django_db
def test_an_unknown_format_is_no_page(people: People) -> None:
    assert browser_of(people.visitor).get("/en/registers/projects/export.exe").status_code == 404


@pytest.mark.django_db
def test_a_file_cites_who_publishes_the_portal(people: People) -> None:
    made(name_en="Dam")
    page = browser_of(people.visitor).get("/en/registers/projects/export").content.decode()
    assert "testserver, register “Projects”, Outward portal, 1 record, retrieved" in page
    with override_settings(PUBLISHER="Department of Commerce"):
        page = browser_of(people.visitor).get("/zh-hans/registers/projects/export").content.decode()
    assert "Department of Commerce：《项目》名录" in page
