"""A workspace that `prepare` has made, for the drills."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.portal.operations.running import command, drill_environment
from tests.portal.serving import copy_of


@pytest.fixture(scope="session")
def made_ready(prepared_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace as `outward-portal prepare` leaves it: copy it, do not write in it."""
    workspace = copy_of(prepared_workspace, tmp_path_factory.mktemp("ready") / "workspace")
    done = command(drill_environment(workspace), "prepare")
    assert done.returncode == 0, done.stderr
    return workspace


@pytest.fixture
def workspace(made_ready: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return copy_of(made_ready, tmp_path / "workspace")
