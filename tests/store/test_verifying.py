"""What `verify` finds in a release that somebody touched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from outward.store.reader import Release, Workspace, verify
from tests.store.small_release import publish, row


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return publish(tmp_path / "workspace", [row("1", "1", 1.0, "2016-12-31")])


def found(release: Release) -> list[tuple[str, str]]:
    read_again = Workspace(release.folder.parents[3]).latest("small")
    return [(problem.file, problem.what) for problem in verify(read_again)]


def test_an_untouched_release_has_no_problem(release: Release) -> None:
    assert found(release) == []


def test_a_changed_byte_is_found(release: Release) -> None:
    file = release.folder / "case" / "case.toml"
    file.chmod(0o644)
    file.write_bytes(b'id = "Small"\n')
    [(path, what)] = found(release)
    assert path == "case/case.toml"
    assert "13 bytes; the manifest says" in what


def test_a_missing_file_is_found(release: Release) -> None:
    (release.folder / "case" / "case.toml").unlink()
    assert found(release) == [("case/case.toml", "cannot be read: No such file or directory")]


def test_a_file_too_many_is_found(release: Release) -> None:
    (release.folder / "case" / "extra.csv").write_bytes(b"")
    assert found(release) == [("case/extra.csv", "is not in the manifest")]


def test_a_manifest_made_to_fit_is_found_by_the_release_s_name(release: Release) -> None:
    path = release.folder / "manifest.json"
    manifest = json.loads(path.read_bytes())
    manifest["files"]["case/case.toml"]["sha256"] = "0" * 64
    path.chmod(0o644)
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert [file for file, _ in found(release)] == ["manifest.json", "case/case.toml"]


def test_a_wrong_count_is_found(release: Release) -> None:
    path = release.folder / "manifest.json"
    path.chmod(0o644)
    said = path.read_text(encoding="utf-8")
    path.write_text(said.replace('"observations": 1', '"observations": 2'), encoding="utf-8")
    assert found(release) == [("observations.parquet", "1 rows; the manifest says 2")]
