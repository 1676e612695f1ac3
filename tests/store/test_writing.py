"""One writer at a time, whole releases or none, refusals that say how to mend them."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from outward.errors import NotFoundError, StoreError
from outward.store import durable, writer
from outward.store.reader import Workspace, verify
from outward.store.writer import writing
from tests.store.small_release import fill, publish, row

ROWS = [row("1", "1", 1.0, "2016-12-31")]


def test_the_same_content_has_the_same_name_and_bytes_anywhere(tmp_path: Path) -> None:
    one, other = publish(tmp_path / "a", ROWS), publish(tmp_path / "b" / "c", ROWS)
    assert one.name == other.name
    files = sorted(path.relative_to(one.folder) for path in one.folder.rglob("*") if path.is_file())
    for path in files:
        assert (one.folder / path).read_bytes() == (other.folder / path).read_bytes(), path


def test_a_release_s_files_are_read_only(tmp_path: Path) -> None:
    release = publish(tmp_path, ROWS)
    assert {path.stat().st_mode & 0o222 for path in release.folder.rglob("*") if path.is_file()} == {0}


def test_a_second_writer_is_refused_while_the_first_lives(tmp_path: Path) -> None:
    script = ("import sys; from pathlib import Path; from outward.errors import StoreError\n"
              "from outward.store.writer import writing\n"
              "try:\n    with writing(Path(sys.argv[1])): print('open')\n"
              "except StoreError as error: print(error)")
    ask = [sys.executable, "-c", script, str(tmp_path)]
    with writing(tmp_path):
        second = subprocess.run(ask, capture_output=True, text=True, check=True).stdout
    assert "another outward process is writing" in second
    assert subprocess.run(ask, capture_output=True, text=True, check=True).stdout == "open\n"


def test_a_dead_writer_s_lock_holds_nobody(tmp_path: Path) -> None:
    script = ("import os, signal, sys; from pathlib import Path; from outward.store.writer import writing\n"
              "with writing(Path(sys.argv[1])) as writer:\n"
              "    writer.draft('small').add('case/half.csv', b'half')\n"
              "    os.kill(os.getpid(), signal.SIGKILL)")
    assert subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False).returncode == -9
    left = tmp_path / "cases" / "small" / "releases" / ".new"
    assert (left / "case" / "half.csv").is_file()
    assert Workspace(tmp_path).cases() == ()
    release = publish(tmp_path, ROWS, case="other")
    assert not left.exists()
    assert Workspace(tmp_path).cases() == ("other",)
    assert verify(release) == ()


def test_a_full_disk_leaves_the_last_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = publish(tmp_path, ROWS)

    def full(folder: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))

    monkeypatch.setattr(writer, "sync_tree", full)
    with pytest.raises(StoreError, match="Make room on the disk"):
        publish(tmp_path, [row("1", "1", 2.0, "2016-12-31")])
    assert Workspace(tmp_path).releases("small") == (first,)
    assert verify(first) == ()
    monkeypatch.undo()
    second = publish(tmp_path, [row("1", "1", 2.0, "2016-12-31")])
    assert Workspace(tmp_path).releases("small") == (first, second)


def test_refusals_say_how_to_mend_them() -> None:
    for number, mend in ((errno.EACCES, "permission"), (errno.EROFS, "permission"), (errno.EDQUOT, "room"),
                         (errno.EIO, "Check the folder")):
        with pytest.raises(StoreError, match=mend), durable.storing("somewhere"):
            raise OSError(number, os.strerror(number), "file")


def test_a_folder_of_other_things_is_not_taken_for_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"")
    with pytest.raises(StoreError, match=r"not a workspace: it holds thesis\.docx"), writing(tmp_path):
        pass
    with pytest.raises(StoreError, match="not a folder"):
        Workspace(tmp_path / "thesis.docx")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_file_cannot_leave_the_release(tmp_path: Path) -> None:
    with writing(tmp_path) as open_writer, pytest.raises(ValueError, match="leaves the release"):
        open_writer.draft("small").add("../../../escaped", b"")


def test_deleting_takes_one_release_or_the_whole_case(tmp_path: Path) -> None:
    first = publish(tmp_path, ROWS)
    second = publish(tmp_path, [row("1", "1", 2.0, "2016-12-31")])
    with writing(tmp_path) as open_writer:
        open_writer.delete_release("small", first.name)
    assert Workspace(tmp_path).releases("small") == (second,)
    with writing(tmp_path) as open_writer:
        open_writer.delete_release("small", second.name)
    assert Workspace(tmp_path).cases() == ()
    assert list((tmp_path / "cases").iterdir()) == []
    publish(tmp_path, ROWS)
    with writing(tmp_path) as open_writer:
        open_writer.delete_case("small")
        with pytest.raises(NotFoundError):
            open_writer.delete_case("small")
    assert list((tmp_path / "cases").iterdir()) == []


def test_what_a_killed_deletion_left_is_cleared(tmp_path: Path) -> None:
    release = publish(tmp_path, ROWS)
    release.folder.rename(release.folder.with_name(".gone-" + release.name))
    case = tmp_path / "cases" / ".gone-other"
    (case / "releases").mkdir(parents=True)
    with writing(tmp_path):
        pass
    assert not case.exists()
    assert list(release.folder.parent.iterdir()) == []


def test_a_taken_file_shares_its_bytes_with_the_earlier_release(tmp_path: Path) -> None:
    first = publish(tmp_path, ROWS)
    with writing(tmp_path) as open_writer:
        draft = open_writer.draft("small")
        counts = fill(draft, [row("1", "1", 2.0, "2016-12-31")])
        draft.take("imports/0001.csv", first.folder / "case" / "case.toml")
        second = open_writer.publish(draft, "small", counts=counts, imports=(), files=draft.files())
    assert (second.folder / "imports/0001.csv").samefile(first.folder / "case" / "case.toml")
    with writing(tmp_path) as open_writer:
        open_writer.delete_release("small", first.name)
    assert verify(second) == ()
