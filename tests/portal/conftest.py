"""Named people and a running portal for the portal's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from tests.portal.people import People, make_people
from tests.portal.serving import Portal, copy_of, fill, prepare, serving
from tests.postgresql import new_database


@pytest.fixture
def people(db: None) -> People:
    """One person of each role, and the organisations that they act for."""
    return make_people()


@pytest.fixture(scope="session")
def prepared_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with an empty portal in it: copy it (``serving.copy_of``), do not write in it."""
    workspace = tmp_path_factory.mktemp("portal") / "workspace"
    prepare(workspace)
    return workspace


@pytest.fixture(scope="session")
def prepared_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a PostgreSQL database with the tables of a portal: copy it (``new_database``), do not write in it."""
    with new_database() as address:
        prepare(tmp_path_factory.mktemp("postgresql") / "workspace", address)
        yield address.rpartition("/")[2]


@pytest.fixture(scope="session")
def filled_workspace(prepared_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the case, the snapshots and the samples in it: copy it, do not write in it."""
    workspace = tmp_path_factory.mktemp("filled") / "workspace"
    fill(workspace, prepared_workspace)
    return workspace


@pytest.fixture
def portal(prepared_workspace: Path, tmp_path: Path) -> Iterator[Portal]:
    """A portal that runs in a process of its own, empty but for what the test adds."""
    with serving(copy_of(prepared_workspace, tmp_path / "workspace")) as running:
        yield running


@pytest.fixture(autouse=True)
def nothing_of_another_test() -> None:
    """Forget its language, its calls, and what is kept until the journal moves on: each test's journal begins anew."""
    from outward_portal.api import limits
    from outward_portal.funding import qualifying
    from outward_portal.records import queries
    from outward_portal.registers import maps

    limits._counts.clear()  # of calls: the next test's first token has this one's key
    translation.deactivate()  # a page that was asked for in Chinese leaves the thread speaking it
    maps.picture.cache_clear()
    qualifying._read.cache_clear()
    qualifying._book.cache_clear()
    queries._count.cache_clear()
    queries._real.cache_clear()
    queries._known_names.cache_clear()
