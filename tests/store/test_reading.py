"""What a release gives: slices, the past, order, files."""

from __future__ import annotations

from pathlib import Path

import pytest

from outward.errors import InvalidValueError, NotFoundError, StoreError
from outward.store.reader import Release, Workspace
from outward.vocabulary.observations import COLUMNS
from tests.store.small_release import publish, row


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return publish(tmp_path / "workspace", [
        row("2", "10", 110.0, "2016-12-31", region="CN-JS"),
        row("2", "9", 100.0, "2016-12-31"),
        row("2", "9", 105.0, "2017-06-30"),
        row("10", "1", 100.5, "2016-12-31"),
        row("claims", "C001", 99.0, "2016-12-31"),
        row("claims", "C002", 98.0, "2016-12-31"),
    ])


def cells(table: object) -> list[tuple[str, str, float]]:
    return [(str(a), str(b), float(c)) for a, b, c in table[["table", "row", "value"]].itertuples(index=False)]  # type: ignore[index]


def test_a_revision_replaces_what_it_revises_and_nothing_else(release: Release) -> None:
    assert cells(release.observations()) == [
        ("2", "9", 105.0), ("2", "10", 110.0), ("10", "1", 100.5), ("claims", "C001", 99.0), ("claims", "C002", 98.0)]


def test_as_of_reads_the_past(release: Release) -> None:
    assert cells(release.observations(table="2", as_of="2017-06-29")) == [("2", "9", 100.0), ("2", "10", 110.0)]
    assert cells(release.observations(table="2", as_of="2017-06-30")) == [("2", "9", 105.0), ("2", "10", 110.0)]
    assert cells(release.observations(as_of="2016-12-30")) == []


def test_it_says_since_when_anything_was_known(release: Release) -> None:
    assert release.known_since() == "2016-12-31"


def test_revisions_gives_every_vintage_in_order(release: Release) -> None:
    revisions = release.revisions(table="2", region="CN-LN")
    assert list(revisions["known_on"]) == ["2016-12-31", "2017-06-30"]


def test_filters_take_one_code_several_or_none(release: Release) -> None:
    assert cells(release.observations(region="CN-JS")) == [("2", "10", 110.0)]
    assert len(release.observations(region=["CN-JS", "CN-LN"])) == 5
    assert len(release.observations(region=[])) == 0
    assert len(release.observations(indicator="no-such'; DROP TABLE x --")) == 0


def test_columns_are_those_of_observations_even_when_empty(release: Release) -> None:
    assert tuple(release.observations(period="1999").columns) == COLUMNS
    assert release.observations()["known_on"].tolist()[0] == "2017-06-30"


@pytest.mark.parametrize("day", ["2016", "31.12.2016", "2016-13-01", "", "20161231"])
def test_as_of_takes_only_whole_dates(release: Release, day: str) -> None:
    with pytest.raises(InvalidValueError, match="year, month and day"):
        release.observations(as_of=day)


def test_files_are_the_case_as_it_was_loaded(release: Release) -> None:
    assert release.files() == {"case.toml": b'id = "small"\n'}
    with pytest.raises(NotFoundError, match=r"observations\.parquet"):
        release.file("../../version")


def test_a_path_may_hold_what_a_pattern_holds(tmp_path: Path) -> None:
    strange = publish(tmp_path / "wörk [1]* {a,b} region=CN-LN 'x'", [row("1", "1", 1.0, "2016-12-31")])
    assert cells(strange.observations()) == [("1", "1", 1.0)]
    assert strange.observations()["region"].tolist() == ["CN-LN"]


def test_a_workspace_that_does_not_exist_holds_nothing_and_is_not_made(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "none")
    assert workspace.cases() == ()
    with pytest.raises(NotFoundError, match="outward case load"):
        workspace.latest("small")
    assert not (tmp_path / "none").exists()


def test_releases_come_oldest_first_also_past_9999(tmp_path: Path) -> None:
    first = publish(tmp_path, [row("1", "1", 1.0, "2016-12-31")])
    second = publish(tmp_path, [row("1", "1", 2.0, "2016-12-31")])
    workspace = Workspace(tmp_path)
    assert workspace.releases("small") == (first, second)
    assert second.manifest.parent == first.name
    later = first.folder.with_name("r10000-" + first.name[-8:])
    first.folder.rename(later)
    assert workspace.latest("small").folder == later


def test_a_release_can_be_named(release: Release) -> None:
    workspace = Workspace(release.folder.parents[3])
    assert workspace.release("small", release.name) == release
    with pytest.raises(NotFoundError, match=release.name):
        workspace.release("small", "r0009-00000000")
    with pytest.raises(InvalidValueError, match="release name"):
        workspace.release("small", "../" + release.name)
    with pytest.raises(InvalidValueError, match="case name"):
        workspace.latest("../small")


def test_a_damaged_table_is_a_store_error(release: Release) -> None:
    release.observations_path.chmod(0o644)
    release.observations_path.write_bytes(b"PAR1 not really")
    with pytest.raises(StoreError, match="release verify"):
        release.observations()


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"files": {"../x": {}}}', "[" * 100_000, "\xff"])
def test_a_damaged_manifest_is_a_store_error(release: Release, text: str) -> None:
    manifest = release.folder / "manifest.json"
    manifest.chmod(0o644)
    manifest.write_text(text, encoding="latin-1")
    with pytest.raises(StoreError, match="not a manifest"):
        Workspace(release.folder.parents[3]).latest("small")
