"""Loading a case: what becomes of its rows, what stops a load, what a dry run leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from outward.errors import InvalidInputError, NotFoundError
from outward.ingest.cases import check_case, delete_case, delete_release, load_case
from outward.store.reader import Release, Workspace, verify
from outward.studies.releases import casebook_of, open_release
from tests.ingest.small_case import ROWS, write_case


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_case(tmp_path / "small")


def values(release: Release, as_of: str | None = None) -> dict[str, float]:
    table = release.observations(as_of=as_of)
    return {f"{a}:{b}": c for a, b, c in table[["table", "row", "value"]].itertuples(index=False)}


def loaded(folder: Path, workspace: Path) -> Release:
    release = load_case(folder, workspace, accept_changes=True).release
    assert release is not None
    return release


def test_a_loaded_case_gives_back_its_rows_and_files(folder: Path, workspace: Path) -> None:
    release = loaded(folder, workspace)
    assert values(release) == {"1:1": 110.5, "1:2": 220.0, "1:3": 11.05, "2:1": 3.2}
    assert release.files()["tables.csv"] == (folder / "tables.csv").read_bytes()
    assert casebook_of(release).case.name.zh == "小案例"
    assert verify(release) == ()
    assert {"observations": 4, "superseded": 0, "tables": 2, "indicators": 3}.items() <= release.manifest.counts.items()
    assert set(release.observations()["status"]) == {"synthetic"}


def test_the_same_folder_cuts_no_second_release(folder: Path, workspace: Path) -> None:
    first = load_case(folder, workspace)
    again = load_case(folder, workspace)
    assert (first.is_new, again.is_new) == (True, False)
    assert again.release == first.release
    assert again.changes.is_empty
    assert len(Workspace(workspace).releases("small")) == 1


def test_the_bundled_case_is_the_same_release_in_any_workspace(tmp_path: Path) -> None:
    one, other = (load_case("liaoning", tmp_path / name).release for name in ("a", "b"))
    assert one is not None
    assert other is not None
    assert one.name == other.name
    assert one.observations_path.read_bytes() == other.observations_path.read_bytes()


def test_a_dry_run_tells_and_leaves_everything_alone(folder: Path, workspace: Path) -> None:
    told = load_case(folder, workspace, dry_run=True)
    assert (told.is_new, told.release, told.counts["observations"]) == (True, None, 4)
    assert not workspace.exists()
    loaded(folder, workspace)
    write_case(folder, ROWS[:3])
    told = load_case(folder, workspace, dry_run=True)
    assert told.changes.counts == {"added": 0, "removed": 1, "changed": 0, "annotated": 0}
    assert len(Workspace(workspace).releases("small")) == 1


def test_a_correction_as_of_the_same_day_replaces_in_the_next_release_only(folder: Path, workspace: Path) -> None:
    first = loaded(folder, workspace)
    write_case(folder, [ROWS[0].replace("110.5", "111"), *ROWS[1:]])
    second = load_case(folder, workspace)
    assert second.changes.counts == {"added": 0, "removed": 0, "changed": 1, "annotated": 0}
    [cell] = second.changes.cells.to_dict("records")
    assert (cell["table"], cell["row"], cell["value_before"], cell["value_after"]) == ("1", "1", 110.5, 111.0)
    assert second.release is not None
    assert values(second.release, as_of="2016-12-31")["1:1"] == 111.0
    assert values(first)["1:1"] == 110.5


def test_a_later_date_keeps_what_was_known_before(folder: Path, workspace: Path) -> None:
    loaded(folder, workspace)
    write_case(folder, [ROWS[0].replace("110.5,", "111,2017-06-30"), *ROWS[1:]])
    release = loaded(folder, workspace)
    assert release.manifest.counts["superseded"] == 1
    assert values(release)["1:1"] == 111.0
    assert values(release, as_of="2017-06-29")["1:1"] == 110.5
    write_case(folder, [ROWS[0].replace("110.5,", "112,2018-06-30"), *ROWS[1:]])
    release = loaded(folder, workspace)
    assert [values(release, day)["1:1"] for day in ("2016-12-31", "2017-12-31", "2018-12-31")] == [110.5, 111.0, 112.0]


def test_a_revised_quantity_keeps_one_cell_id_though_rows_shift(folder: Path, workspace: Path) -> None:
    loaded(folder, workspace)
    shifted = [ROWS[1].replace("1,2,", "1,1,"), ROWS[0].replace("1,1,", "1,2,").replace("110.5,", "111,2017-06-30")]
    write_case(folder, [*shifted, *ROWS[2:]])
    release = loaded(folder, workspace)
    assert values(release) == {"1:1": 220.0, "1:2": 111.0, "1:3": 11.05, "2:1": 3.2}
    assert values(release, as_of="2016-12-31") == {"1:1": 220.0, "1:2": 110.5, "1:3": 11.05, "2:1": 3.2}


@pytest.mark.parametrize(("rows", "surprise"), [
    ([ROWS[0].replace("110.5", "1105000"), *ROWS[1:]], "sales-value was 110.5 100 million CNY, is 1105000"),
    ([ROWS[0], ROWS[3]], "3 rows before, 1 now"),
    (ROWS[:3], "employees is gone"),
])
def test_a_surprise_stops_the_load_until_it_is_accepted(
    folder: Path, workspace: Path, rows: list[str], surprise: str
) -> None:
    first = loaded(folder, workspace)
    write_case(folder, rows)
    with pytest.raises(InvalidInputError, match="--accept-changes") as caught:
        load_case(folder, workspace)
    assert surprise in str(caught.value)
    assert any(surprise in str(each) for each in load_case(folder, workspace, dry_run=True).surprises)
    assert Workspace(workspace).releases("small") == (first,)
    assert load_case(folder, workspace, accept_changes=True).is_new


def test_usual_revisions_are_no_surprise(folder: Path, workspace: Path) -> None:
    loaded(folder, workspace)
    write_case(folder, [ROWS[0].replace("110.5", "900"), *ROWS[1:]])
    assert load_case(folder, workspace).surprises == ()


def test_a_wrong_folder_is_refused_with_every_problem_and_nothing_is_made(folder: Path, workspace: Path) -> None:
    write_case(folder, [ROWS[0].replace("CN-JS", "Atlantis"), ROWS[1].replace("220", "many")])
    with pytest.raises(InvalidInputError) as caught:
        load_case(folder, workspace)
    assert [(each.file, each.row, each.column) for each in caught.value.problems] == [
        ("tables.csv", 2, "region"), ("tables.csv", 3, "value")]
    assert check_case(folder) == caught.value.problems
    assert not workspace.exists()


def test_a_name_that_is_no_folder_name_is_refused(folder: Path, workspace: Path) -> None:
    settings = folder / "case.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"small"', '"Small.Case"'), encoding="utf-8")
    assert [problem.column for problem in check_case(folder)] == ["id"]
    with pytest.raises(NotFoundError, match=r"no-such"):
        check_case(folder / "no-such")


def test_cases_and_releases_can_be_deleted(folder: Path, workspace: Path) -> None:
    first = loaded(folder, workspace)
    write_case(folder, [ROWS[0].replace("110.5", "111"), *ROWS[1:]])
    second = loaded(folder, workspace)
    delete_release("small", first.name, workspace)
    assert Workspace(workspace).releases("small") == (second,)
    assert delete_case("small", workspace) == 1
    with pytest.raises(NotFoundError, match="outward case load"):
        open_release(workspace, "small")
    with pytest.raises(NotFoundError):
        delete_case("small", workspace / "nowhere")
    assert not (workspace / "nowhere").exists()
