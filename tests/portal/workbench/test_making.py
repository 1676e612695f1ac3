"""A new index: its framework, its spreadsheet, its data; what is wrong is listed at once and nothing of it is kept."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings

from outward.composite.shipped import SHIPPED
from outward_portal.journal import entries
from outward_portal.journal.models import Entry
from outward_portal.workbench import reading
from outward_portal.workbench.models import IndexAssessment, IndexVersion
from tests.composite.provinces import text as provinces
from tests.portal.imports.sheets import as_xlsx
from tests.portal.people import People, browser_of
from tests.portal.workbench.indices import FRAMEWORK, HEADER, ROWS, made, post_new, sent_as, table

pytestmark = pytest.mark.django_db


def uploads() -> set[Path]:
    return {path for path in settings.FILES.uploads.rglob("*") if path.is_file()}


def test_the_list_says_what_to_do_where_it_is_empty(people: People) -> None:
    page = browser_of(people.analyst).get("/en/workbench/").text
    assert 'href="/en/workbench/new"' in page
    assert "never guessed in silence" in page
    assert "/en/workbench/new" not in browser_of(people.member).get("/en/workbench/").text


@pytest.mark.parametrize("id", SHIPPED)
def test_the_spreadsheet_of_a_framework_is_the_one_that_is_read_again(people: People, id: str) -> None:
    answer = browser_of(people.analyst).get(f"/en/workbench/templates/{id}.xlsx")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "unit" in [cell.value for cell in openpyxl.load_workbook(io.BytesIO(answer.content))["data"][5]]
    assert browser_of(people.analyst).get("/en/workbench/templates/nothing.xlsx").status_code == 404


def test_a_table_by_a_shipped_framework_is_ranked(people: People) -> None:
    answer = browser_of(people.analyst).post("/en/workbench/new", {
        "title": "Provinces", "framework": SHIPPED[0], "framework_text": "", "audience": "self",
        "table": sent_as(provinces().encode(), "provinces.csv")}, follow=True)
    assert answer.status_code == 200
    page = answer.text
    assert "The data are made up" in page
    assert "Liaoning" in page
    assert "has 0 of 6 indicators of “innovation ability”" in page
    version = IndexVersion.objects.get()
    assert (version.framework, version.number, version.is_synthetic) == (SHIPPED[0], 1, True)
    assert version.file_name == "provinces.csv"


def test_a_framework_of_ones_own_and_a_workbook_are_ranked(people: People) -> None:
    answer = post_new(people.analyst, data=as_xlsx([list(HEADER), *ROWS], "data"), name="ports.xlsx")
    index = IndexAssessment.objects.get()
    assert answer.headers["Location"] == f"/en/workbench/{index.pk}/"
    assert index.owner == people.analyst
    assert index.newest is not None
    assert index.newest.framework_name.zh == "停靠港"
    page = browser_of(people.analyst).get(f"/zh-hans/workbench/{index.pk}/").text
    assert "甲港" in page
    assert "己港" in page


def test_the_journal_tells_that_an_index_was_made_and_none_of_its_words(people: People) -> None:
    post_new(people.analyst, data=table(), title="Secret plan")
    told = list(Entry.objects.filter(action__startswith="index.").order_by("id"))
    assert [entry.action for entry in told] == ["index.made", "index.saved"]
    assert "Secret" not in str([entry.changes for entry in told])
    assert list(entries.broken()) == []


def test_every_problem_of_a_table_is_listed_by_row_and_column_and_the_other_entries_stand(people: People) -> None:
    rows = [list(row) for row in ROWS]
    rows[0][5], rows[1][3], rows[2][7] = "many", "20x0", "1;5"
    before = uploads()
    answer = post_new(people.analyst, data=table([*rows, rows[3]]), title="Kept title")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('<tr><th scope="row">ports.csv</th>') >= 4
    for row, column in ((2, "lines"), (3, "year"), (4, "fees")):
        assert f'<td class="numeric">{row}</td><td>{column}</td>' in page
    assert 'value="Kept title"' in page
    assert "停靠港" in page  # the framework's text stands in its field
    assert not IndexAssessment.objects.exists()
    assert uploads() == before


def test_a_framework_that_was_sent_as_a_file_is_not_lost_with_a_bad_table(people: People) -> None:
    answer = browser_of(people.analyst).post("/en/workbench/new", {
        "title": "x", "framework": "own", "framework_text": "", "audience": "self",
        "framework_file": sent_as(FRAMEWORK.encode(), "ports.toml"), "table": sent_as(b"unit,nonsense\na,1\n")})
    assert answer.status_code == 422
    assert "name_zh = &quot;停靠港&quot;" in answer.text
    assert "nonsense" in answer.text


def test_problems_of_a_framework_name_its_lines(people: People) -> None:
    answer = post_new(people.analyst, data=table(), framework=FRAMEWORK.replace("direction = -1", "direction = 3"))
    assert answer.status_code == 422
    assert "framework.toml" in answer.content.decode()
    assert "the direction is 3" in answer.content.decode()


def test_the_spreadsheet_of_a_framework_of_ones_own_is_given_out_before_there_are_data(people: People) -> None:
    answer = post_new(people.analyst, title="", template="1")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert "depth" in [cell.value for cell in book["data"][5]]
    refused = post_new(people.analyst, framework="[index", template="1")
    assert refused.status_code == 422
    assert 'id="error_id_framework_text"' in refused.content.decode()
    assert 'id="error_id_table"' not in refused.content.decode()


def test_a_table_of_a_chinese_spreadsheet_program_is_read(people: People) -> None:
    assert post_new(people.analyst, data=table().decode().encode("gb18030")).status_code == 302
    assert "甲港" in browser_of(people.analyst).get(f"/zh-hans/workbench/{IndexAssessment.objects.get().pk}/").text


def test_more_people_see_a_new_index_only_when_its_maker_has_confirmed_it(people: People) -> None:
    refused = post_new(people.analyst, data=table(), audience="members")
    assert refused.status_code == 422
    assert 'id="error_id_confirmed"' in refused.content.decode()
    assert post_new(people.analyst, data=table(), audience="members", confirmed="on").status_code == 302
    assert IndexAssessment.objects.get().audience == "members"


@pytest.mark.parametrize("name", ["member", "administrator", "visitor"])
def test_who_makes_no_indices_is_refused(people: People, name: str) -> None:
    answer = post_new(getattr(people, name), data=table())
    assert answer.status_code == (302 if name == "visitor" else 403)
    assert not IndexAssessment.objects.exists()


def _bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    return stream.getvalue()


@pytest.mark.parametrize(("data", "name"), [
    (b"", "ports.csv"), (b"\0\0\0\0", "ports.csv"), (b"unit", "ports.csv"), (b"unit,lines\n", "ports.csv"),
    (b"%PDF-1.7", "ports.pdf"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ports.xls"), (_bomb(), "ports.xlsx"),
    (b"PK\x03\x04 nothing", "ports.csv"), (b'unit,lines\n"a,1\n', "ports.csv"),
    (as_xlsx([["unit", "lines"], ["a", "=1+1"]]), "ports.xlsx"), (as_xlsx([["a"]]), "ports.xlsx"),
    (b"unit,lines\n" + b"a,1e999\n", "ports.csv"), (b"unit,lines\n" + b"x" * 9000 + b",1\n", "ports.csv"),
    (b"\xff\xfe\x00u", "ports.csv"), (",".join(["unit"] * 500).encode() + b"\n", "ports.csv"),
])
def test_a_hostile_table_is_refused_in_words_and_leaves_nothing(people: People, data: bytes, name: str) -> None:
    before = uploads()
    answer = post_new(people.analyst, data=data, name=name)
    assert answer.status_code == 422
    assert not IndexAssessment.objects.exists()
    assert uploads() == before


@pytest.mark.parametrize("framework", [
    "", "[index", "x = " + "[" * 20_000, "[index]\ncode = 5", "[index]\ncode = \"i\"\n", "\0",
    "[[indicator]]\n" * 3_000,
    "[index]\ncode = \"i\"\n[[indicator]]\ncode = \"a\"\nweight = " + "9" * 400 + "\n",
    "[index]\ncode = \"i\"\n[[indicator]]\ncode = \"a\"\nweight = " + "9" * 5_000 + "\n",
    FRAMEWORK + "[choices.uncertainty]\nruns = 9000000\n",
    FRAMEWORK + "".join(f'[[indicator]]\ncode = "i{n}"\npillar = "cost"\n' for n in range(120)),
    FRAMEWORK + "".join(f'[[factor]]\nname = "f{n}"\nalternatives = [{{data = {{year = "2020"}}}}, '
                        '{data = {year = "2021"}}]\n' for n in range(9)),
])
def test_a_hostile_framework_is_refused_in_words(people: People, framework: str) -> None:
    assert post_new(people.analyst, data=table(), framework=framework).status_code == 422
    assert not IndexAssessment.objects.exists()


def test_what_is_too_large_for_the_portal_is_refused_with_where_to_go(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit, value in (("MOST_DATA_BYTES", 100), ("MOST_CELLS", 10), ("MOST_UNITS", 3)):
        with monkeypatch.context() as patched:
            patched.setattr(reading, limit, value)
            assert post_new(people.analyst, data=table()).status_code == 422, limit
            book = as_xlsx([list(HEADER), *ROWS])
            assert post_new(people.analyst, data=book, name="a.xlsx").status_code == 422, limit


@pytest.mark.parametrize("name", ["../../etc/passwd.csv", "a\r\nSet-Cookie: x.csv", "<script>alert(1)</script>.csv",
                                  "x" * 300 + ".csv", "...csv", "报告.csv"])
def test_a_files_name_decides_nothing(people: People, name: str) -> None:
    answer = post_new(people.analyst, data=table(), name=name)
    assert answer.status_code == 302
    version = IndexVersion.objects.get()
    assert not set(version.file_name) & set("/\\<>\r\n")
    client = browser_of(people.analyst)
    assert "<script>alert" not in client.get(f"/en/workbench/{version.assessment_id}/").text
    given = client.get(f"/en/workbench/{version.assessment_id}/files/data")
    assert given.getvalue() == table()
    assert given.headers["Content-Disposition"].startswith("attachment")


def test_what_somebody_types_is_never_markup(people: People) -> None:
    framework = FRAMEWORK.replace('"reach"\nname_zh', '"<b>reach</b>"\nname_zh')
    index = made(people.analyst, title="<i>Ports</i>", framework=framework,
                 data=table().replace(b"Alpha", b"<img src=x>"))
    client = browser_of(people.analyst)
    for page in ("", "audit", "compare", "charts", "unit?unit=aa", "edit", "retire", "send"):
        told = client.get(f"/en/workbench/{index.pk}/{page}").text
        assert not [markup for markup in ("<b>reach", "<i>Ports", "<img src=x") if markup in told], page


def test_other_data_make_the_next_version_and_the_first_stands_as_it_was(people: People) -> None:
    index = made(people.analyst)
    client = browser_of(people.analyst)
    rows = [list(row) for row in ROWS]
    rows[3][5] = 99
    sent: dict[str, Any] = {"framework": "", "note": "one correction", "keep_choices": "on"}
    done = client.post(f"/en/workbench/{index.pk}/send", {**sent, "table": sent_as(table(rows), "new.csv")})
    assert done.status_code == 302
    first, second = IndexVersion.objects.order_by("number")
    assert (second.number, second.note, second.framework_text) == (2, "one correction", first.framework_text)
    assert first.sha256 != second.sha256
    assert client.get(f"/en/workbench/{index.pk}/files/data?version=1").getvalue() == table()
    assert "Send the file" not in client.get(f"/en/workbench/{index.pk}/").text
    again = client.post(f"/en/workbench/{index.pk}/send", {**sent, "table": sent_as(table(rows), "new.csv")})
    assert again.status_code == 422
    assert "These data are those of the newest version" in again.text
    assert len(uploads() & {Path(version.file.path) for version in (first, second)}) == 2
    nothing = client.post(f"/en/workbench/{index.pk}/send", sent, follow=True)
    assert "Nothing was changed" in nothing.text


def test_another_framework_has_to_fit_the_data(people: People) -> None:
    index = made(people.analyst)
    client = browser_of(people.analyst)
    refused = client.post(f"/en/workbench/{index.pk}/send", {
        "framework": "own", "framework_text": FRAMEWORK.replace('"depth"', '"draught"')})
    assert refused.status_code == 422
    assert "depth" in refused.text
    moved = FRAMEWORK.replace('pillar = "cost"\ndirection', 'pillar = "reach"\ndirection', 1)
    client.post(f"/en/workbench/{index.pk}/send", {"framework": "own", "framework_text": moved})
    assert IndexVersion.objects.count() == 2
    compared = client.get(f"/en/workbench/{index.pk}/compare?with=version-1").text
    assert "Framework" in compared
