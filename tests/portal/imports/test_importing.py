"""Imports: a dry run that names every bad cell, then all rows or none."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from django.utils import timezone

from outward_portal.accounts.models import Audience
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import Act, command
from outward_portal.imports import actions as importing
from outward_portal.imports.models import Import
from outward_portal.journal import entries
from outward_portal.journal.models import Entry
from outward_portal.membership.actions import erasure
from outward_portal.records import actions, bulk
from outward_portal.records.errors import RefusedError
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import Record
from outward_portal.registers.models import Project
from outward_portal.work.models import Job
from outward_portal.work.running import attempt
from tests.portal.imports.sheets import as_csv, as_xlsx, confirmed, faults, post, sent
from tests.portal.people import People, browser_of

pytestmark = pytest.mark.django_db
ACT = command("a test")


def made(kind: str = "project", *, owner: int | None = None, **values: Any) -> Record:
    return actions.create(ACT, KINDS[kind], {"audience": Audience.PUBLIC, **values}, owner=owner)


def test_rows_are_added_with_the_reason_and_the_files_digest(people: People) -> None:
    rows = [["name_en", "name_zh", "countries", "sector", "type", "value", "currency", "begins", "latitude",
             "longitude"],
            ["A plant", "工厂", "KEN;ZMB", "general-equipment", "Investment", "1,500,000.50", "USD", "2015-06", "-1.5",
             "30"],
            ["B plant", "", "", "", "aid", "", "", "2016", "", ""]]
    found = sent(people.office, rows)
    assert (found.found["added"], found.found["fault_count"]) == (2, 0)
    assert not Record.objects.exists()
    done = confirmed(people.office, found)
    assert done.state == "written"
    first, second = Project.objects.order_by("pk")
    assert (first.value, first.currency, first.latitude) == (Decimal("1500000.50"), "USD", -1.5)
    assert first.type == "investment"
    assert (first.audience, first.owner, first.counting) == ("agencies", None, "counts")
    assert (second.name_en, second.begins, second.value) == ("B plant", "2016", None)
    entry = Entry.objects.get(record=first.pk)
    assert entry.actor == people.office
    assert "from the yearbook" in entry.reason
    assert found.sha256 in entry.reason
    assert list(entries.broken()) == []
    listed = browser_of(people.office).get("/en/registers/projects/?q=plant&country=ZMB").content.decode()
    assert "A plant" in listed
    assert "B plant" not in listed


def test_every_bad_cell_is_named_with_how_to_mend_it(people: People) -> None:
    rows = [["name_en", "type", "value", "currency", "begins", "countries", "sector", "latitude", "nonsense",
             "audience"],
            ["Good", "aid", "5", "USD", "2015", "KEN", "", "", "", ""],
            ["Bad", "nothing", "five", "XXQ", "15.6.2015", "Kenya", "no-sector", "95", "", "Everybody"],
            ["", "aid", "5", "", "", "", "", "", "", ""],
            ["Half a place", "", "", "", "", "", "", "10", "", ""]]
    found = sent(people.office, rows)
    told = faults(found)
    assert set(told) == {"I1", "B3", "C3", "D3", "E3", "F3", "G3", "H3", "D4", "H5"}
    assert "aid" in told["B3"]
    assert "2015-06-30" in told["E3"]
    assert "KEN;ZMB" in told["F3"]
    assert "template" in told["I1"]
    page = browser_of(people.office).get(f"/en/registers/imports/{found.pk}/").content.decode()
    assert "C3" in page
    assert "confirm" not in page
    browser_of(people.office).post(f"/en/registers/imports/{found.pk}/confirm", {"reason": "x"})
    assert not Record.objects.exists()


def test_an_existing_record_is_changed_and_differences_are_shown(people: People) -> None:
    first = made(name_en="Old", summary_en="kept", value=Decimal(5), currency="USD")
    same = made(name_en="Same", value=Decimal(7), currency="USD")
    found = sent(people.office, [["id", "name_en", "value", "currency"], [first.pk, "New", 6, "USD"],
                                 [same.pk, "Same", "7.00", "USD"], ["", "Added", "", ""]], "rows.xlsx")
    assert [found.found[key] for key in ("added", "changed", "unchanged", "fault_count")] == [1, 1, 1, 0]
    page = browser_of(people.office).get(f"/en/registers/imports/{found.pk}/").content.decode()
    assert "<del>Old</del>" in page
    assert "<ins>New</ins>" in page
    confirmed(people.office, found)
    first.refresh_from_db()
    assert (first.name_en, first.summary_en, first.revision) == ("New", "kept", 2)
    assert Entry.objects.get(record=first.pk, action="record.changed").changes == {"name_en": ["Old", "New"],
                                                                                   "value": ["5.00", "6"]}
    assert Record.objects.get(pk=same.pk).revision == 1


def test_a_template_is_imported_as_it_is_without_its_labels_and_example(people: People) -> None:
    for kind in KINDS:
        if not may(people.office, "record.import", kind):
            continue  # written through drafts that two persons publish
        for format in ("xlsx", "csv"):
            data = browser_of(people.office).get(f"/en/registers/{kind.slug}/template.{format}").content
            found = sent(people.office, data, f"t.{format}", kind.slug)
            assert found.found["rows"] == 0
            assert list(faults(found)) == ["row 0"]


def test_the_templates_example_would_be_a_good_row(people: People) -> None:
    data = browser_of(people.office).get("/en/registers/projects/template.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["records"]
    for column in range(1, sheet.max_column + 1):
        sheet.cell(5, column).value = sheet.cell(4, column).value if column > 1 else None
    stream = io.BytesIO()
    book.save(stream)
    found = sent(people.office, stream.getvalue(), "t.xlsx")
    assert (faults(found), found.found["added"]) == ({}, 1)
    assert {"codes", "guide"} <= set(book.sheetnames)


def test_an_export_can_be_sent_back_unchanged(people: People) -> None:
    works = made("enterprise", name_en="=Works", name_zh="工厂", countries="CHN")
    made(name_en="-A plant", value=Decimal("5.25"), currency="USD", countries="KEN;ZMB", enterprise_id=works.pk,
         latitude=1.5, longitude=-2.25, begins="2015")
    for format in ("csv", "xlsx"):
        for slug in ("projects", "enterprises"):
            response = browser_of(people.office).get(f"/en/registers/{slug}/export.{format}")
            found = sent(people.office, b"".join(response.streaming_content), f"e.{format}", slug)  # type: ignore[attr-defined]
            assert (faults(found), found.found["unchanged"], found.found["changed"]) == ({}, 1, 0)


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("gb18030", "\t")])
def test_csv_of_any_program_is_read(people: People, encoding: str, delimiter: str) -> None:
    found = sent(people.office, as_csv([["name_zh", "place_zh"], ["沈阳机床", "大连"]], encoding, delimiter))
    confirmed(people.office, found)
    assert Record.objects.get().name_zh == "沈阳机床"


def test_likely_duplicates_are_warned_of_within_the_file_and_with_the_register(people: People) -> None:
    known = made(name_en="Nairobi Machine-Tool Works")
    hidden = made(name_en="Hidden Works", owner=people.works.pk, audience=Audience.OWNER)
    found = sent(people.office, [["name_en"], ["nairobi machine tool works"], ["Nairobi Machine Tool Work"],
                                 ["Twice"], ["twice"], ["Hidden Works"]])
    alike = {(each["row"], each["record"], each["other_row"]) for each in found.found["alike"]}
    assert {(2, known.pk, None), (3, known.pk, None), (5, None, 4)} <= alike
    assert hidden.pk not in {record for _row, record, _other in alike}
    page = browser_of(people.office).get(f"/en/registers/imports/{found.pk}/").content.decode()
    assert "Nairobi Machine-Tool Works" in page
    assert confirmed(people.office, found).state == "written"


def test_the_dry_run_warns_of_what_the_page_of_duplicates_lists(people: People) -> None:
    known = made("enterprise", name_en="Shenyang Machine Tool (Group) Co., Ltd.")
    made("enterprise", name_en="Dalian Power Plant No. 2")
    found = sent(people.office, [["name_en"], ["Machine Tool Shenyang"], ["Dalian Power Plant No. 3"]],
                 slug="enterprises")
    assert [(each["row"], each["record"]) for each in found.found["alike"]] == [(2, known.pk)]


def test_a_record_that_may_not_be_seen_or_changed_is_not_touched_and_not_named(people: People) -> None:
    hidden = made(name_en="Zqhidden", owner=people.rival.organisation_id, audience=Audience.OWNER)
    public = made(name_en="Public")
    rows: list[list[Any]] = [["id", "name_en", "enterprise"],
                             [hidden.pk, "X", ""], [public.pk, "X", ""], ["", "Y", "Zqsecret"]]
    secret = made("enterprise", name_en="Zqsecret", owner=people.rival.organisation_id, audience=Audience.OWNER)
    told = faults(sent(people.enterprise, rows))
    assert set(told) == {"A2", "A3", "C4"}
    assert told["C4"].startswith("No record is called “Zqsecret”. Add it first")
    assert faults(sent(people.enterprise, [["name_en", "enterprise"], ["Y", secret.pk]])).keys() == {"B2"}


def test_a_reference_that_may_not_be_seen_stays_as_it_is(people: People) -> None:
    secret = made("enterprise", name_en="Secret", owner=people.rival.organisation_id, audience=Audience.OWNER)
    own = made(name_en="Mine", owner=people.works.pk, enterprise_id=secret.pk)
    found = sent(people.enterprise, [["id", "name_en", "enterprise"], [own.pk, "Still mine", ""]])
    confirmed(people.enterprise, found)
    project = Project.objects.get(pk=own.pk)
    assert (project.name_en, project.enterprise_id) == ("Still mine", secret.pk)


def test_an_enterprise_adds_what_is_its_own_and_no_more(people: People) -> None:
    found = sent(people.enterprise, [["name_en"], ["Ours"]])
    confirmed(people.enterprise, found)
    record = Record.objects.get()
    assert (record.owner_id, record.audience) == (people.works.pk, "owner")
    told = faults(sent(people.enterprise, [["name_en", "audience"], ["Ours", "office"]]))
    assert set(told) == {"B2"}


def test_no_row_is_a_part_of_what_is_not_ones_own_to_change(people: People) -> None:
    whole, own = made(name_en="Whole"), made(name_en="Ours", owner=people.works.pk)
    part = made(name_en="Part", owner=people.works.pk, umbrella_id=whole.pk)
    rows: list[list[Any]] = [["id", "name_en", "umbrella"], ["", "A", whole.pk], ["", "B", "Whole"],
                             ["", "C", own.pk], [part.pk, "New", whole.pk], ["", "D", ""]]
    told = faults(sent(people.enterprise, rows))
    assert set(told) == {"C2", "C3"}
    assert "How that record counts would follow from this one" in told["C2"]
    assert sent(people.officer, [rows[0], rows[1]]).found["fault_count"] == 0


def test_an_audience_that_one_may_not_give_may_stay(people: People) -> None:
    record = made(name_en="Ours", owner=people.works.pk, audience=Audience.OFFICE)
    confirmed(people.enterprise, sent(people.enterprise, [["id", "name_en", "audience"], [record.pk, "New", "office"]]))
    found = Record.objects.get(pk=record.pk)
    assert (found.name_en, found.audience) == ("New", "office")


@pytest.mark.parametrize("who", ["officer", "office"])
def test_no_row_hides_from_everybody_what_no_organisation_owns(people: People, who: str) -> None:
    record = made(name_en="Kept")
    told = faults(sent(getattr(people, who), [["id", "name_en", "audience"], ["", "Lost", "owner"],
                                              [record.pk, "Kept", "owner"]]))
    assert set(told) == {"C2", "C3"}


def test_who_may_not_import_gets_no_page_and_sees_no_import(people: People) -> None:
    found = sent(people.office, [["name_en"], ["A"]])
    for name, person in people.everybody().items():
        client = browser_of(person)
        allowed = name in ("officer", "other_officer", "office", "enterprise", "colleague", "rival", "contributor")
        status = 200 if allowed else 302 if name == "visitor" else 403
        for address in ("import", "template.csv", "template.xlsx"):
            assert client.get(f"/en/registers/projects/{address}").status_code == status, (name, address)
        if name not in ("office", "visitor"):
            assert client.get(f"/en/registers/imports/{found.pk}/").status_code == 404
            assert client.post(f"/en/registers/imports/{found.pk}/confirm", {"reason": "x"}).status_code == 404
    assert not Record.objects.exists()


def test_a_record_changed_after_the_check_stops_everything(people: People) -> None:
    first = made(name_en="Old")
    found = sent(people.office, [["id", "name_en"], ["", "Added"], [first.pk, "New"]])
    actions.change(ACT, first, KINDS["project"], {"name_en": "Somebody else's"}, revision=1)
    confirmed(people.office, found)
    assert found.state == "checked"
    assert not Record.objects.filter(name_en__in=["Added", "New"]).exists()
    browser_of(people.office).post(f"/en/registers/imports/{found.pk}/check")
    found.refresh_from_db()
    assert confirmed(people.office, found).state == "written"
    assert Record.objects.filter(name_en__in=["Added", "New"]).count() == 2


def test_confirming_twice_writes_once(people: People) -> None:
    found = confirmed(people.office, sent(people.office, [["name_en"], ["A"]]))
    importing.write(Act(people.office, "again", "r2"), found.pk, found.found["plan"])
    browser_of(people.office).post(f"/en/registers/imports/{found.pk}/confirm", {"reason": "again"})
    assert Record.objects.count() == 1


@pytest.mark.parametrize("end", ["write", "drop"])
def test_a_check_that_ends_late_brings_nothing_back(people: People, end: str) -> None:
    found = sent(people.office, [["name_en"], ["A"]])
    late = Import.objects.get(pk=found.pk)
    if end == "write":
        confirmed(people.office, found)
    else:
        importing.drop(Act(people.office), found)
    Path(late.file.path).write_bytes(as_csv([["name_en"], ["A"]]))  # as it was when the check read it
    with pytest.raises(RefusedError, match="has ended"):
        importing.check_file(late)
    assert Import.objects.get().state == ("written" if end == "write" else "dropped")
    assert Record.objects.count() == (end == "write")


def test_the_newest_check_alone_counts(people: People) -> None:
    found = sent(people.office, [["name_en"], ["A"]])
    late = Import.objects.get(pk=found.pk)
    browser_of(people.office).post(f"/en/registers/imports/{found.pk}/check")
    kept = Import.objects.get().plan.name
    with pytest.raises(RefusedError, match="checked anew"):
        importing.check_file(late)
    assert Import.objects.get().plan.name == kept
    assert [path.name for path in Path(found.plan.path).parent.glob("*.plan")].count(str(kept)) == 1


def test_what_is_written_is_what_was_confirmed(people: People, queued: list[int],
                                               monkeypatch: pytest.MonkeyPatch) -> None:
    first = made(name_en="Old")
    found = sent(people.office, [["id", "name_en"], [first.pk, "New"], ["", "Added"]])
    shown = found.found["plan"]
    assert f'value="{shown}"' in browser_of(people.office).get(f"/en/registers/imports/{found.pk}/").content.decode()
    actions.change(ACT, first, KINDS["project"], {"name_en": "New"}, revision=1)
    monkeypatch.setattr(importing, "BACKGROUND_BYTES", {".csv": 10})
    client = browser_of(people.office)
    client.post(f"/en/registers/imports/{found.pk}/check")
    client.post(f"/en/registers/imports/{found.pk}/confirm", {"reason": "x", "plan": shown})  # while it is queued
    for job in queued:
        attempt(job, "here")
    assert Import.objects.get().state == "checked"
    assert not Record.objects.filter(name_en="Added").exists()
    client.post(f"/en/registers/imports/{found.pk}/confirm", {"reason": "x", "plan": shown})
    assert len(queued) == 2
    assert [Job.objects.get(pk=job).state for job in queued] == ["done", "failed"]


def test_a_small_workbook_with_many_cells_is_work_for_the_background(people: People, queued: list[int],
                                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "MOST_CELLS_AT_ONCE", 500)
    found = sent(people.office, as_xlsx([["name_en"], *(["A"] for _ in range(400))]), "rows.xlsx")
    assert found.size < importing.BACKGROUND_BYTES[".xlsx"]
    assert (len(queued), found.state) == (1, "sent")
    assert sent(people.office, as_xlsx([["name_en"], ["A"]]), "rows.xlsx").state == "checked"


def test_imports_that_nobody_confirms_are_dropped_by_a_command(people: People) -> None:
    old, young = (sent(people.office, [["name_en"], [name]]) for name in ("A", "B"))
    Import.objects.filter(pk=old.pk).update(sent_at=timezone.now() - timedelta(days=8))
    call_command("drop_forgotten_imports")
    assert [Import.objects.get(pk=each.pk).state for each in (old, young)] == ["dropped", "checked"]
    assert not Path(old.file.path).exists()
    assert Entry.objects.get(action="import.dropped").subject == f"imports.import:{old.pk}"


def test_a_failure_in_the_middle_leaves_nothing(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "BATCH", 2)
    found = sent(people.office, [["name_en"], *([f"Row {n}"] for n in range(5))])
    before = entries.version()
    calls: list[float] = []

    def stop(part: float, _words: object) -> None:
        calls.append(part)
        if len(calls) == 2:
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        importing.write(Act(people.office, "x", "r1"), found.pk, found.found["plan"], stop)
    assert (Record.objects.count(), entries.version()) == (0, before)
    found.refresh_from_db()
    assert found.state == "checked"
    assert confirmed(people.office, found).state == "written"
    assert Record.objects.count() == 5


def test_rights_are_asked_again_when_it_is_written(people: People) -> None:
    found = sent(people.officer, [["name_en"], ["A"]])
    people.officer.role = "analyst"
    people.officer.save()
    with pytest.raises(RefusedError):
        importing.write(Act(people.officer, "x", "r1"), found.pk, found.found["plan"])
    assert not Record.objects.exists()


def test_files_are_gone_when_an_import_has_ended(people: People) -> None:
    written, dropped = (sent(people.office, [["name_en"], [name]]) for name in ("A", "B"))
    paths = [Path(file.path) for each in (written, dropped) for file in (each.file, each.plan)]
    assert all(path.is_file() for path in paths)
    confirmed(people.office, written)
    browser_of(people.office).post(f"/en/registers/imports/{dropped.pk}/drop")
    assert not any(path.exists() for path in paths)
    assert Import.objects.get(pk=dropped.pk).state == "dropped"
    assert Record.objects.count() == 1


def test_a_large_file_is_checked_and_written_in_the_background(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BACKGROUND_BYTES", {".csv": 10})
    found = sent(people.office, [["name_en"], *([f"Row {n}"] for n in range(50))])
    assert found.job is not None
    assert (found.job.kind, found.job.state, found.state) == ("imports.check", "done", "checked")
    done = confirmed(people.office, found)
    assert done.job is not None
    assert (done.job.kind, done.job.state, done.state) == ("imports.write", "done", "written")
    assert Record.objects.count() == 50
    assert browser_of(people.office).get(f"/zh-hans/registers/imports/{found.pk}/").status_code == 200


def test_a_refusal_in_the_background_is_told(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BACKGROUND_BYTES", {".csv": 10})
    first = made(name_en="Old")
    found = sent(people.office, [["id", "name_en"], [first.pk, "New"]])
    actions.change(ACT, first, KINDS["project"], {"name_en": "Other"}, revision=1)
    assert confirmed(people.office, found).state == "checked"
    page = browser_of(people.office).get(f"/en/registers/imports/{found.pk}/").content.decode()
    assert "was changed since the check" in page


def test_what_is_no_spreadsheet_is_refused_at_once(people: People) -> None:
    for name, data in (("rows.xls", b"x"), ("rows.xlsx", b"name_en\nA"), ("rows.pdf", b"%PDF"), ("rows.csv", b"")):
        assert post(people.office, data, name).status_code == 422
    assert not Import.objects.exists()


def test_same_id_twice_and_retired_records_are_faults(people: People) -> None:
    one, gone = made(name_en="One"), made(name_en="Gone")
    actions.retire(ACT, gone)
    found = sent(people.office, [["id", "name_en"], [one.pk, "A"], [one.pk, "B"], [gone.pk, "C"], ["abc", "D"]])
    assert set(faults(found)) == {"A3", "A4", "A5"}


def test_a_workbook_with_formulas_is_refused_by_cell(people: People) -> None:
    found = sent(people.office, as_xlsx([["name_en", "value"], ["A", "=1+1"]]), "rows.xlsx")
    assert "formula" in faults(found)["B2"]


def test_nothing_is_left_of_an_erased_persons_imports(people: People,
                                                      django_capture_on_commit_callbacks: Callable[..., Any]) -> None:
    open_one, other = sent(people.officer, [["name_en"], ["A"]]), sent(people.office, [["name_en"], ["B"]])
    confirmed(people.officer, sent(people.officer, [["name_en"], ["Written"]]))
    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase(Act(people.officer), people.officer)
    assert list(Import.objects.all()) == [other]
    assert not Path(open_one.file.path).exists()
    assert not Path(open_one.plan.path).exists()
    assert Path(other.file.path).exists()
    assert Record.objects.get().name_en == "Written"
