"""A backup's file: whatever was changed in it is found before anything is unpacked."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from outward_portal.operations import archive
from outward_portal.operations.archive import ArchiveError

FILES = {"portal/portal.sqlite3": b"SQLite format 3\0" * 4, "portal/uploads/a1b2c3": b"%PDF-1.7\n",
         "cases/liaoning/releases/r0001-aa/observations.parquet": bytes(range(96))}


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    members = []
    for number, (name, content) in enumerate(FILES.items()):
        source = tmp_path / f"source-{number}"
        source.write_bytes(content)
        members.append((name, source))
    archive.write(tmp_path / "kept.zip", members, {"database": "sqlite"})
    return tmp_path / "kept.zip"


def test_what_is_written_comes_back(kept: Path, tmp_path: Path) -> None:
    manifest = archive.check(kept)
    assert manifest.facts == {"database": "sqlite"}
    assert set(manifest.files) == set(FILES)
    folder = tmp_path / "into"
    folder.mkdir()
    archive.extract(kept, folder)
    assert {name: (folder / name).read_bytes() for name in FILES} == FILES
    assert (folder / "portal/uploads/a1b2c3").stat().st_mode & 0o077 == 0
    assert not list(tmp_path.glob("*.part"))


def test_no_byte_can_be_changed_unseen(kept: Path) -> None:
    """But for those of the ZIP format itself that mean nothing, such as times and versions."""
    whole = kept.read_bytes()
    unseen = []
    for place in range(len(whole)):
        kept.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1:])
        try:
            manifest = archive.check(kept)
        except ArchiveError:
            continue
        with zipfile.ZipFile(kept) as read:
            same = {name: read.read(name) for name in manifest.files}
        if same != FILES:
            unseen.append(place)
    assert unseen == []


@pytest.mark.parametrize("length", [0, 10, 400, -30])
def test_a_backup_that_was_cut_off_is_refused(kept: Path, length: int) -> None:
    kept.write_bytes(kept.read_bytes()[:length])
    with pytest.raises(ArchiveError, match="cannot be trusted"):
        archive.check(kept)


def rewritten(kept: Path, changes: Mapping[str, bytes | None]) -> None:
    """Change, add and leave out files as somebody does who can write ZIP files."""
    with zipfile.ZipFile(kept) as source:
        content: dict[str, bytes | None] = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(kept, "w") as forged:
        for name, data in (content | dict(changes)).items():
            if data is not None:
                forged.writestr(name, data)


def manifest_of(files: Mapping[str, object], number: int = 1) -> bytes:
    return json.dumps({"format": number, "facts": {}, "files": files}).encode()


@pytest.mark.parametrize(("changes", "told"), [
    ({"portal/uploads/a1b2c3": b"%PDF-1.8\n"}, "portal/uploads/a1b2c3 is not what it was"),
    ({"portal/uploads/a1b2c3": None}, "not those that its manifest names"),
    ({"portal/uploads/extra": b"x"}, "not those that its manifest names"),
    ({"portal/uploads/a1b2c3": b"0" * 50_000_000}, "is not what it was"),
    ({"manifest.json": None}, "no manifest"),
    ({"manifest.json": b"{}"}, "no manifest"),
    ({"manifest.json": b"[" * 100}, "no manifest"),
    ({"manifest.json": manifest_of({}, 2)}, "format 2"),
])
def test_a_forged_backup_is_refused(kept: Path, changes: dict[str, bytes | None], told: str) -> None:
    rewritten(kept, changes)
    with pytest.raises(ArchiveError, match=told):
        archive.check(kept)


@pytest.mark.parametrize("name", ["../evil", "portal/../../evil", "/etc/evil", "portal\\..\\evil"])
def test_a_backup_that_would_write_outside_of_its_folder_is_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / "evil.zip"
    kept = {name: {"size": 1, "sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}}
    with zipfile.ZipFile(file, "w") as forged:
        forged.writestr(name, b"x")
        forged.writestr("manifest.json", manifest_of(kept))
    with pytest.raises(ArchiveError, match="outside of its folder"):
        archive.check(file)


def test_a_file_that_is_there_is_never_overwritten_and_a_failed_backup_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "kept.zip"
    target.write_text("precious", encoding="utf-8")
    with pytest.raises(ArchiveError, match="is there already"):
        archive.write(target, [], {})
    assert target.read_text(encoding="utf-8") == "precious"
    with pytest.raises(IsADirectoryError):
        archive.write(tmp_path / "other.zip", [("x", tmp_path)], {})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept.zip"]
