"""A bundle rebuilds the same report; one that is not ours is refused and leads nowhere."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from outward.cli.cases import resolve_case
from outward.errors import InvalidInputError, NotFoundError
from outward.report import bundle as bundles
from outward.report.archive import fixed_archive
from outward.report.bundle import Settings, bundle, check_replaceable, unpack
from outward.studies.releases import Release, open_release


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    resolve_case("liaoning", folder)
    return folder


@pytest.fixture
def release(workspace: Path) -> Release:
    return open_release(workspace, "liaoning")


@pytest.fixture
def chapters(tmp_path: Path) -> Path:
    folder = tmp_path / "chapters"
    folder.mkdir()
    (folder / "50-advice.en.md").write_text("# Advice\n\nSell.\n", encoding="utf-8")
    (folder / "notes.txt").write_text("private", encoding="utf-8")
    return folder


def test_a_bundle_unpacks_to_what_it_was_packed_from(
    workspace: Path, release: Release, chapters: Path, tmp_path: Path
) -> None:
    template = tmp_path / "house.docx"
    template.write_bytes(b"template")
    settings = Settings("en", "html", "2017-12-31")
    path = tmp_path / "bundle.zip"
    path.write_bytes(bundle(release, workspace, settings, chapters=chapters, template=template))
    unpacked = unpack(path, tmp_path / "unpacked")
    assert (unpacked.case, unpacked.release, unpacked.settings) == ("liaoning", release.name, settings)
    again = open_release(unpacked.workspace, unpacked.case, unpacked.release)
    assert again.manifest == release.manifest
    assert again.files() == release.files()
    assert unpacked.template is not None
    assert unpacked.template.read_bytes() == b"template"
    assert unpacked.chapters is not None
    assert [file.name for file in unpacked.chapters.iterdir()] == ["50-advice.en.md"]


def test_a_bundle_is_the_same_bytes_from_another_folder(workspace: Path, release: Release, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere"
    shutil.copytree(workspace, other)
    copied = open_release(other, "liaoning")
    assert bundle(release, workspace, Settings()) == bundle(copied, other, Settings())


def test_the_readme_says_the_command_that_rebuilds(workspace: Path, release: Release, chapters: Path) -> None:
    packed = bundle(release, workspace, Settings("zh", "pdf", "2017-12-31"), chapters=chapters)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        readme = archive.read("README.txt").decode()
        assert archive.namelist()[0] == "README.txt"
    assert (f"outward --workspace workspace report liaoning --release {release.name} --lang zh --format pdf "
            "--as-of 2017-12-31 --chapters chapters --out DIR") in readme


def test_settings_name_languages_and_formats() -> None:
    assert Settings().languages == ("en", "zh")
    assert Settings().formats == ("html", "pdf", "docx")
    assert Settings("zh", "pdf").languages == ("zh",)
    assert Settings("zh", "pdf").formats == ("pdf",)


def test_chapters_and_template_must_be_there(workspace: Path, release: Release, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="nowhere"):
        bundle(release, workspace, Settings(), chapters=tmp_path / "nowhere")
    with pytest.raises(NotFoundError, match=r"house\.docx"):
        bundle(release, workspace, Settings(), template=tmp_path / "house.docx")
    with pytest.raises(NotFoundError, match=r"b\.zip"):
        unpack(tmp_path / "b.zip", tmp_path / "x")


_GOOD = {"case": "a", "release": "r0001-12345678", "settings": {"language": "", "format": "all", "as_of": ""},
         "chapters": False, "template": False}


@pytest.mark.parametrize(("files", "told"), [
    ({"../out.txt": b""}, "leads out of it"),
    ({"/etc/out.txt": b""}, "leads out of it"),
    ({"a\\..\\out.txt": b""}, "leads out of it"),
    ({"readme": b""}, "cannot be read"),
    ({"bundle.json": b"[]"}, "cannot be read"),
    ({"bundle.json": json.dumps(_GOOD | {"settings": {"colour": "red"}}).encode()}, "cannot be read"),
    ({"bundle.json": json.dumps(_GOOD | {"settings": {"language": "fr"}}).encode()}, "its settings are"),
])
def test_a_hostile_bundle_is_refused(tmp_path: Path, files: dict[str, bytes], told: str) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(fixed_archive(files))
    with pytest.raises(InvalidInputError, match=told):
        unpack(path, tmp_path / "inside" / "x")
    assert not list(tmp_path.rglob("out.txt"))


def test_a_bundle_replaces_only_a_bundle(workspace: Path, release: Release, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    check_replaceable(path)
    path.write_bytes(bundle(release, workspace, Settings()))
    check_replaceable(path)
    path.write_bytes(fixed_archive({"photos.json": b"{}"}))
    with pytest.raises(InvalidInputError, match="no bundle"):
        check_replaceable(path)
    path.write_text("precious", encoding="utf-8")
    with pytest.raises(InvalidInputError, match="no bundle"):
        check_replaceable(path)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_damaged_bundle_is_refused(tmp_path: Path, method: int) -> None:
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("bundle.json", json.dumps(_GOOD) + " " * 5_000 + "".join(map(str, range(3_000))))
    data = bytearray(path.read_bytes())
    data[60:200] = bytes(range(60, 200))
    path.write_bytes(data)
    with pytest.raises(InvalidInputError, match="cannot be read"):
        unpack(path, tmp_path / "x")


def test_a_bundle_with_chapters_that_are_none_is_still_one(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(fixed_archive({"bundle.json": json.dumps(_GOOD | {"chapters": True}).encode()}))
    unpacked = unpack(path, tmp_path / "x")
    assert unpacked.chapters is not None
    assert unpacked.chapters.is_dir()


def test_links_and_floods_in_a_bundle_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "b.zip"
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(InvalidInputError, match="leads out of it"):
        unpack(path, tmp_path / "x")
    path.write_bytes(b"no zip")
    with pytest.raises(InvalidInputError, match="cannot be read"):
        unpack(path, tmp_path / "y")
    path.write_bytes(fixed_archive({"a": b"12345", "b": b"1"}))
    with monkeypatch.context() as patch:
        patch.setattr(bundles, "MAX_BYTES", 5)
        with pytest.raises(InvalidInputError, match="unpacks to more than"):
            unpack(path, tmp_path / "z")
    monkeypatch.setattr(bundles, "MAX_FILES", 1)
    with pytest.raises(InvalidInputError, match="more than 1"):
        unpack(path, tmp_path / "w")
