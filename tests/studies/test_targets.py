"""Targets held against a release: the figure with its source, the gap, and by name what nothing can be held against."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from outward.ingest.cases import load_case
from outward.studies.catalogue import study
from outward.studies.encoding import decode, encode
from outward.studies.holdings import Holdings
from outward.studies.releases import open_release
from outward.studies.result import StudyResult
from outward.studies.study import unheard
from outward.studies.targets import held_against, progress_rows, target_changes
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label
from tests.studies.loading import with_rows

NEW = {"indicator": "value-added.share-of-manufacturing", "period": "2019", "unit": "%", "value": 33.0,
       "value_as_printed": "33.0", "row": "t1", "known_on": "2020-01-01"}


@pytest.fixture(scope="module")
def progress(liaoning: Holdings) -> StudyResult:
    return held_against(liaoning, "r1")


def value(result: StudyResult, target: str, column: str) -> float | None:
    cell = progress_rows(result)[target][column]
    return cell.value if isinstance(cell, Figure) else None


def test_every_target_has_a_row_and_each_without_data_a_gap_that_says_what_to_load(
        liaoning: Holdings, progress: StudyResult) -> None:
    rows = progress_rows(progress)
    assert list(rows) == list(liaoning.casebook.registers["targets"]["id"])
    without = {id for id, row in rows.items() if row["value"] is None}
    assert {gap.id for gap in progress.gaps} == {f"targets.gap.{id}" for id in without}
    assert without == set(rows) - {"G05", "G08", "G09", "G20"}
    assert all(gap.mend.en and gap.mend.zh for gap in progress.gaps)


def test_the_share_of_manufacturing_is_ten_points_short_of_forty(progress: StudyResult) -> None:
    """Paragraph 68: about 30 % of the value added of industry; 40 % is the mark of the manufacturing powers."""
    assert (value(progress, "G05", "threshold"), value(progress, "G05", "value")) == (40.0, 30.0)
    assert (value(progress, "G05", "gap"), value(progress, "G05", "way")) == (10.0, 0.0)
    found = progress_rows(progress)["G05"]
    assert isinstance(found["value"], Figure)
    assert found["value"].sources == ("adb-2017",)
    assert found["reached"] == Label("no", "否")


def test_a_newer_value_moves_the_target_along_its_way_and_is_named_as_a_change(
        liaoning: Holdings, progress: StudyResult) -> None:
    later = held_against(with_rows(liaoning, NEW), "r2")
    assert value(later, "G05", "way") == pytest.approx(30.0)
    changes = target_changes(progress, later)
    assert [(each.id, each.before and each.before.value, each.after and each.after.value) for each in changes] == [
        ("G05", 30.0, 33.0)]
    assert target_changes(progress, progress) == ()


def test_a_ceiling_has_no_gap_that_would_read_as_a_way_to_go(liaoning: Holdings) -> None:
    register = liaoning.casebook.registers["targets"].copy()
    register.loc[register["id"] == "G05", "operator"] = "<="
    held = replace(liaoning, casebook=replace(liaoning.casebook, registers={
        **liaoning.casebook.registers, "targets": register}))
    found = progress_rows(held_against(held, "r1"))["G05"]
    assert isinstance(found["value"], Figure)
    assert (found["gap"], found["way"], found["reached"]) == (None, None, None)


def test_a_register_s_own_baseline_is_never_shown_as_todays_value(progress: StudyResult) -> None:
    """The Robbins project's 0 billion stands in the register; nobody has observed it."""
    assert value(progress, "G13", "start") == 0.0
    assert value(progress, "G13", "value") is None


def test_the_study_answers_from_a_release_and_not_before_its_register_was_known(
        tmp_path: Path, progress: StudyResult) -> None:
    load_case("liaoning", tmp_path / "workspace")
    release, targets = open_release(tmp_path / "workspace", "liaoning"), study("targets")
    now = targets.run(release, targets.request(), unheard)
    assert progress_rows(now) == progress_rows(progress)
    assert decode(encode(now)) == now
    before = targets.run(release, targets.request({"as_of": "2016-01-01"}), unheard)
    assert [gap.id for gap in before.gaps] == ["targets.gap"]
