"""A workspace of the release before the portal goes on in this one: nothing in it changes, the portal is put beside."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.portal.serving import Portal, copy_of, library, prepare


def digests(folder: Path) -> dict[str, str]:
    """Give the digest of each file of a folder, by its place in it."""
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in sorted(folder.rglob("*")) if file.is_file()}


def test_a_workspace_without_a_portal_gets_one_and_keeps_every_byte(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    library(workspace, "case", "load", "liaoning")
    before = digests(workspace)
    prepare(workspace)
    portal = Portal("", workspace)
    portal.run("load_registers", "liaoning")
    after = digests(workspace)
    assert before
    assert {place: after.get(place) for place in before} == before
    assert {place.split("/")[0] for place in set(after) - set(before)} == {"portal"}
    assert library(workspace, "release", "list", "liaoning")


def test_preparing_again_changes_no_row(prepared_workspace: Path, tmp_path: Path) -> None:
    """An upgrade that has nothing to change leaves the people's rows as they are."""
    workspace = copy_of(prepared_workspace, tmp_path / "workspace")
    portal = Portal("", workspace)
    portal.python("from outward_portal.accounts.models import User; User.objects.create_user('a@example.org', 'x')")
    prepare(workspace)
    count = portal.python("from outward_portal.accounts.models import User; print(User.objects.count())")
    assert count.split()[-1] == "1"
