"""A workspace of an older format is brought forward, step by step; a newer one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from outward.errors import StoreError
from outward.store.layout import FORMAT_VERSION
from outward.store.migrations import MIGRATIONS, migrated
from outward.store.reader import Workspace, verify
from tests.store.small_release import publish, row


def version_0(workspace: Path) -> None:
    """Make the layout of a version that never was: releases under ``data/<case>/``, no version but ``0``."""
    release = publish(workspace, [row("1", "1", 1.0, "2016-12-31")])
    (workspace / "data").mkdir()
    (workspace / "cases" / "small" / "releases").rename(workspace / "data" / "small")
    (workspace / "cases" / "small").rmdir()
    (workspace / "cases").rmdir()
    (workspace / "version").write_text("0\n", encoding="utf-8")
    assert (workspace / "data" / "small" / release.name).is_dir()


def from_0_to_1(workspace: Path) -> None:
    """Move each case's releases to their place; what is moved already stays."""
    for old in sorted((workspace / "data").glob("*")):
        place = workspace / "cases" / old.name
        place.mkdir(parents=True, exist_ok=True)
        old.rename(place / "releases")
    (workspace / "data").rmdir()


def test_an_older_workspace_is_brought_forward(tmp_path: Path) -> None:
    version_0(tmp_path)
    migrated(tmp_path, migrations={0: from_0_to_1})
    assert (tmp_path / "version").read_text(encoding="utf-8") == f"{FORMAT_VERSION}\n"
    assert verify(Workspace(tmp_path).latest("small")) == ()


def test_steps_run_in_order_and_a_stopped_one_runs_again(tmp_path: Path) -> None:
    version_0(tmp_path)
    ran: list[str] = []

    def stops(_: Path) -> None:
        ran.append("second")
        if ran.count("second") == 1:
            raise OSError(28, "No space left on device")

    def first(_: Path) -> None:
        ran.append("first")

    with pytest.raises(StoreError, match="Make room"):
        migrated(tmp_path, migrations={0: first, 1: stops}, to=2)
    assert (tmp_path / "version").read_text(encoding="utf-8") == "1\n"
    migrated(tmp_path, migrations={0: first, 1: stops}, to=2)
    assert ran == ["first", "second", "second"]
    assert (tmp_path / "version").read_text(encoding="utf-8") == "2\n"


def test_a_missing_step_is_named(tmp_path: Path) -> None:
    version_0(tmp_path)
    with pytest.raises(StoreError, match="workspace of format 0, for which there is no migration"):
        Workspace(tmp_path)


def test_every_version_up_to_the_present_one_has_a_step() -> None:
    assert sorted(MIGRATIONS) == list(range(1, FORMAT_VERSION))


def test_a_newer_workspace_is_refused_with_the_mend(tmp_path: Path) -> None:
    publish(tmp_path, [row("1", "1", 1.0, "2016-12-31")])
    (tmp_path / "version").write_text("99\n", encoding="utf-8")
    with pytest.raises(StoreError, match="Install the newer version of Outward"):
        Workspace(tmp_path)


@pytest.mark.parametrize("text", ["", "one", "1.5", "١", "-1", "9" * 5000])
def test_a_version_that_is_no_number_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "version").write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match="is no number"):
        Workspace(tmp_path)
