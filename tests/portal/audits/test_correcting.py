"""Corrections: a new observation with its own source, in a new release; what was known stays as it was."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Thread

import pytest

from outward.errors import BusyError
from outward.ingest.cases import load_case
from outward.ingest.imports import import_file
from outward.store.lock import held
from outward.store.reader import verify
from outward.studies.releases import casebook_of
from outward_portal.accounts.models import Role
from outward_portal.accounts.requests import Act
from outward_portal.audits import actions, correcting
from outward_portal.audits.keeping import audit_now
from outward_portal.audits.models import Decision
from outward_portal.audits.queries import Found
from outward_portal.journal.models import Entry
from tests.portal.audits.conftest import CASE, CELL, PRINTED, TRUE, address, finding_of, newest, rows_of
from tests.portal.people import People, browser_of

pytestmark = pytest.mark.django_db

SOURCE = "China Industry Economy Statistical Yearbook 2016, p. 31"


def corrected(people: People, workspace: Path, found: Found, day: str = "2026-03-01", **texts: str) -> Decision:
    return actions.correct(Act(people.analyst, "a slip of the decimal point"), CASE, newest(workspace).name, found,
                           texts or {CELL: TRUE}, source=SOURCE, known_on=day)


def reads(workspace: Path, cell: str = CELL, as_of: str | None = None) -> str:
    table, _, row = cell.partition(":")
    rows = newest(workspace).observations(table=table, as_of=as_of)
    return str(rows[rows["row"] == row]["value_as_printed"].iloc[0])


def test_a_correction_is_a_new_observation_and_the_past_reads_as_it_did(people: People, workspace: Path) -> None:
    before = newest(workspace)
    decision = corrected(people, workspace, finding_of(people.analyst))
    after = newest(workspace)
    assert decision.written == after.name != before.name
    assert (reads(workspace), reads(workspace, as_of="2026-02-28")) == (TRUE, PRINTED)
    table = after.revisions(table="1")
    both = table[table["row"] == "5"].sort_values("known_on")
    assert both["value"].tolist() == [250.0, 25.0]
    old, new = both.to_dict("records")
    was = before.observations(table="1")
    assert old == was[was["row"] == "5"].to_dict("records")[0]
    assert new["known_on"] == "2026-03-01"
    assert {name: old[name] for name in ("indicator", "region", "sector", "period", "unit", "paragraph")} == {
        name: new[name] for name in ("indicator", "region", "sector", "period", "unit", "paragraph")}
    assert decision.finding[:12] in new["note"]
    [source] = [each for each in casebook_of(after).sources if each.id == new["source"]]
    assert (source.title.en, source.date) == (SOURCE, "2026-03-01")
    assert verify(after) == ()
    assert len(after.observations()) == len(before.observations())
    entries = Entry.objects.filter(subject=f"audits.decision:{decision.pk}").order_by("id")
    assert [entry.action for entry in entries] == ["finding.corrected", "correction.written"]


def test_a_finding_that_is_corrected_is_gone_and_found_again_as_of_an_earlier_day(people: People, workspace: Path
                                                                                  ) -> None:
    found = finding_of(people.analyst)
    corrected(people, workspace, found)
    [row] = [each for each in rows_of(people.analyst) if each.finding.key == found.finding.key]
    assert (row.is_found, row.state) == (False, "corrected")
    assert [each.is_found for each in rows_of(people.analyst, "2026-02-28")
            if each.finding.key == found.finding.key] == [True]
    page = browser_of(people.visitor).get(f"/en/audits/{CASE}/?as_of=2026-02-28").content.decode()
    assert CELL in page


def test_the_form_is_filled_with_the_likely_reading_and_writes(people: People, workspace: Path) -> None:
    found = finding_of(people.officer)
    browser = browser_of(people.officer)
    page = browser.get(address(found, "correct")).content.decode()
    assert f'value="{TRUE}"' in page
    values = {"cell_0": "25.1"}
    answer = browser.post(address(found, "correct"), {**values, "source": SOURCE, "known_on": "2026-03-01",
                                                      "reason": "misread"})
    assert answer.status_code == 302
    assert reads(workspace) == "25.1"
    seen = browser.get(address(found)).content.decode()
    assert SOURCE in seen
    assert "no longer found" in seen


@pytest.mark.parametrize(("field", "value", "told"), [
    ("cell_0", "many", "no number"), ("cell_0", "2.5亿", "no number"), ("cell_0", "25%", "no number"),
    ("source", "", "required"), ("reason", "", "required"),
    ("known_on", "2999-01-01", "still to come"), ("known_on", "2010-01-01", "later day"), ("known_on", "", "required"),
    ("cell_0", PRINTED, "No number was changed"), ("source", "a\u0085b", "cannot be printed"),
])
def test_what_cannot_be_written_is_told_at_its_field(people: People, workspace: Path, field: str, value: str, told: str
                                                     ) -> None:
    values = {"cell_0": TRUE, "source": SOURCE,
              "known_on": "2026-03-01", "reason": "misread", field: value}
    answer = browser_of(people.analyst).post(address(finding_of(people.analyst), "correct"), values)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Decision.objects.exists()


def test_only_who_decides_corrects(people: People, workspace: Path) -> None:
    page = address(finding_of(people.visitor), "correct")
    for name in ("member", "enterprise", "provider", "contributor", "administrator"):
        assert browser_of(getattr(people, name)).get(page).status_code == 403, name
    assert browser_of(people.visitor).get(page).status_code == 302


def test_a_number_of_the_text_is_not_corrected_here(people: People, workspace: Path) -> None:
    found = finding_of(people.analyst, "C1")
    browser = browser_of(people.analyst)
    assert "mended in the case" in browser.get(address(found)).content.decode()
    assert browser.get(address(found, "correct")).status_code == 404


def test_a_written_correction_stays_and_is_corrected_once_more(people: People, workspace: Path) -> None:
    found = finding_of(people.analyst)
    corrected(people, workspace, found)
    browser = browser_of(people.analyst)
    assert browser.get(address(found, "withdraw")).status_code == 404
    page = browser.get(address(found, "correct")).content.decode()
    assert f'value="{PRINTED}"' in page  # what stood there before
    place = next(part.split('"')[1] for part in page.split("name=") if f'value="{PRINTED}"' in part.split(">")[0])
    same_day = browser.post(address(found, "correct"), {place: PRINTED, "source": "errata", "known_on": "2026-03-01",
                                                        "reason": "the yearbook was right"})
    assert same_day.status_code == 422
    assert browser.post(address(found, "correct"), {place: PRINTED, "source": "errata", "known_on": "2026-04-01",
                                                    "reason": "the yearbook was right"}).status_code == 302
    days = ("2026-02-01", "2026-03-15", "2026-05-01")
    assert [reads(workspace, as_of=day) for day in days] == [PRINTED, TRUE, PRINTED]
    assert Decision.objects.filter(withdrawn_at__isnull=True).count() == 1
    assert Decision.objects.filter(withdrawn_at__isnull=False).count() == 1


def test_a_correction_survives_that_the_case_is_loaded_anew(people: People, workspace: Path, loaded: Path) -> None:
    corrected(people, workspace, finding_of(people.analyst))
    load_case(loaded.parent / "case", workspace)
    assert (reads(workspace), reads(workspace, as_of="2026-02-28")) == (TRUE, PRINTED)


def test_a_worker_that_died_behind_its_release_writes_nothing_twice(people: People, workspace: Path,
                                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    cut: list[str] = []

    def dies_first(case: str, release: str) -> None:
        cut.append(release)
        if len(cut) == 1:
            raise KeyboardInterrupt
        audit_now(case, release)

    monkeypatch.setattr(correcting, "audit_now", dies_first)
    found = finding_of(people.analyst)
    with pytest.raises(KeyboardInterrupt):  # the worker that ends hands its job over
        corrected(people, workspace, found)
    after = newest(workspace)
    assert cut == [after.name] * 2
    assert reads(workspace) == TRUE  # the release is whole, and nothing of the portal knows of it
    assert not Decision.objects.exists()
    again = corrected(people, workspace, found)
    assert again.written == newest(workspace).name == after.name


def test_a_cell_that_reads_otherwise_by_now_is_not_corrected_unseen(people: People, workspace: Path) -> None:
    first = finding_of(people.analyst)
    other = next(row for row in rows_of(people.analyst) if row.finding.key != first.finding.key)
    corrected(people, workspace, first)
    stale = Found(other.finding, {**other.cells, CELL: first.cells[CELL]}, "open")
    decision = corrected(people, workspace, stale, "2026-05-01", **{CELL: "24.9"})
    assert decision.written == ""
    assert decision.job is not None
    assert "reads 25.0 by now" in decision.job.error_en
    assert reads(workspace) == TRUE
    assert decision.can_be_withdrawn
    actions.withdraw(Act(people.analyst, "seen"), decision)


def test_a_correction_is_not_written_for_who_may_no_longer(people: People, workspace: Path) -> None:
    found = finding_of(people.analyst)
    people.analyst.role = Role.MEMBER
    people.analyst.save()
    person = type(people.analyst).objects.get(pk=people.analyst.pk)
    decision = actions.correct(Act(person, "x"), CASE, newest(workspace).name, found, {CELL: TRUE}, source=SOURCE,
                               known_on="2026-03-01")
    assert decision.written == ""
    assert reads(workspace) == PRINTED


def test_another_writer_is_waited_for_and_loses_nothing(people: People, workspace: Path, tmp_path: Path) -> None:
    file = tmp_path / "more.csv"
    file.write_text("indicator,region,sector,period,unit,value\n"
                    "sales-value,CN-JS,instruments,2016,100 million CNY,231\n", encoding="utf-8")
    entered: list[bool] = []

    def write() -> None:
        with held(workspace):
            entered.append(True)
            time.sleep(1.0)
        while True:
            try:
                import_file(file, CASE, workspace, known_on="2018-06-30")
            except BusyError:
                time.sleep(0.05)
            else:
                return

    other = Thread(target=write)
    other.start()
    while not entered:
        time.sleep(0.01)
    decision = corrected(people, workspace, finding_of(people.analyst))
    other.join()
    assert decision.written
    assert reads(workspace) == TRUE
    assert set(newest(workspace).observations()["table"]) == {"1", "claims", "more"}
