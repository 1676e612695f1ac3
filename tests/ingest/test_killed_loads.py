"""A load that is killed at any moment leaves the last release whole, and the next load goes through."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import time
from multiprocessing.connection import Connection
from pathlib import Path

from outward.ingest.cases import load_case
from outward.store.reader import Workspace, verify
from tests.ingest.small_case import ROWS, write_case

KILLS = 50


def load_again_and_again(folder: Path, workspace: Path, began: Connection) -> None:
    """Load two states of the case in turn, until somebody kills the process."""
    began.send_bytes(b"began")
    for turn in range(10_000):
        load_case(folder / str((turn + 1) % 2), workspace)


def test_fifty_kills_at_random_moments_leave_whole_releases(tmp_path: Path) -> None:
    write_case(tmp_path / "0")
    write_case(tmp_path / "1", [ROWS[0].replace("110.5", "111"), *ROWS[1:]])
    workspace = tmp_path / "workspace"
    load_case(tmp_path / "0", workspace)
    load_case(tmp_path / "1", workspace)
    start = time.perf_counter()
    load_case(tmp_path / "0", workspace)
    longest = 3 * (time.perf_counter() - start)
    moments = random.Random(20161231)
    # A server that has imported everything forks each loader, so that the kill falls into the load, not into imports.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.ingest.test_killed_loads"])
    torn = cut = 0
    for _ in range(KILLS):
        before = Workspace(workspace).releases("small")
        began, begins = context.Pipe(duplex=False)
        loader = context.Process(target=load_again_and_again, args=(tmp_path, workspace, begins))
        loader.start()
        began.recv_bytes()
        time.sleep(moments.uniform(0.0, longest))
        loader.kill()
        loader.join()
        began.close()
        begins.close()
        assert loader.exitcode == -9
        after = Workspace(workspace).releases("small")
        assert after[: len(before)] == before, "a release was lost"
        for release in after[len(before) - 1:]:
            assert verify(release) == ()
            assert len(release.observations()) == len(ROWS)
        torn += (after[-1].folder.parent / ".new").exists()
        cut += len(after) - len(before)
    assert torn, "no kill fell into a load: this test has shown nothing"
    assert cut, "no load came to its end: this test has shown nothing"
    shutil.copytree(tmp_path / "1", tmp_path / "2")
    write_case(tmp_path / "2", [ROWS[0].replace("110.5", "112"), *ROWS[1:]])
    last = load_case(tmp_path / "2", workspace)
    assert last.is_new
    assert not (after[-1].folder.parent / ".new").exists()
