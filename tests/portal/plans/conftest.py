"""A plan with a goal, two measures and a task, in every state, and a workspace with the bundled case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from outward.ingest.cases import load_case
from tests.portal.people import People
from tests.portal.plans.drawn import Drawn, draw


@pytest.fixture(scope="session")
def loaded_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one release of the bundled case: read it, do not write in it."""
    workspace = tmp_path_factory.mktemp("targets") / "workspace"
    load_case("liaoning", workspace)
    return workspace


@pytest.fixture
def with_case(loaded_workspace: Path, settings: Settings) -> Any:
    """Let the portal read that workspace."""
    settings.WORKSPACE = loaded_workspace
    return loaded_workspace


@pytest.fixture
def drawn(people: People) -> Drawn:
    """A draft with its items."""
    return draw(people)
