"""Files in a folder: all or none, only over an earlier report's, the same bytes each time."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from outward.errors import InvalidInputError, NotFoundError, StoreError
from outward.report import write
from outward.report.build import Report, build_report, no_picture
from outward.report.write import Format, Wanted, check_folder, read_trace, write_reports, write_single
from outward.vocabulary.labels import Language
from tests.worlds import results


def report(language: Language = "en", *, release: str = "r1") -> Report:
    result = results.result()
    plain = replace(result, release=release, sections=result.sections[:2])  # without charts: pictures are slow
    return build_report([plain], language=language, describe=no_picture)


def put(folder: Path, *formats: Format, release: str = "r1") -> list[str]:
    write_reports([Wanted(partial(report, release=release), folder, formats)])
    return sorted(path.name for path in folder.iterdir())


def test_a_report_is_its_formats_numbers_and_trace(tmp_path: Path) -> None:
    told: list[str] = []
    out = tmp_path / "a" / "en"
    written = write_reports([Wanted(report, out)], progress=told.append)
    assert sorted(path.name for path in written.paths) == sorted(path.name for path in out.iterdir()) == [
        "numbers.csv", "report.docx", "report.html", "report.pdf", "trace.json"]
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF")
    assert [told[0], told[2]] == [f"building {out}", "making report.html (en)"]
    trace = read_trace(out)
    assert trace["sentences"]["s.growth"] == "From 2014 to 2015, Anyville's industrial sales value fell by 3.7%."
    assert trace["numbers"]["cell:1:2"]["cell"]["printed"] == "197.53"
    assert set(trace["files"]) == {"numbers.csv", "report.docx", "report.html", "report.pdf"}


def test_two_builds_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        put(tmp_path / name, "html", "pdf", "docx")
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_a_report_replaces_what_an_earlier_one_wrote_and_nothing_else(tmp_path: Path) -> None:
    put(tmp_path, "html")
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    put(tmp_path, "html", release="r2")
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert read_trace(tmp_path)["release"] == "r2"


@pytest.mark.parametrize("name", ["report.html", "numbers.csv", "trace.json"])
def test_a_file_that_no_report_wrote_is_never_replaced(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(InvalidInputError, match="no earlier report wrote"):
        put(tmp_path, "html")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["report.html", "numbers.csv", "trace.json"])
def test_a_file_that_was_changed_since_is_never_replaced(tmp_path: Path, name: str) -> None:
    put(tmp_path, "html")
    changed = (tmp_path / name).read_text(encoding="utf-8").replace("197.53", "198.53")
    (tmp_path / name).write_text(changed, encoding="utf-8")
    with pytest.raises(InvalidInputError, match=name):
        put(tmp_path, "html")
    assert (tmp_path / name).read_text(encoding="utf-8") == changed


def test_a_link_in_the_way_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("mine", encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir()
    (out / "report.html").symlink_to(target)
    with pytest.raises(InvalidInputError, match=r"report\.html"):
        put(out, "html")
    (out / "report.html").unlink()
    (out / ".report.html.new").symlink_to(target)
    put(out, "html")
    assert target.read_text(encoding="utf-8") == "mine"


def test_no_folder_is_touched_if_another_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "numbers.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(InvalidInputError):
        write_reports([Wanted(report, tmp_path / "en", ("html",)),
                       Wanted(partial(report, "zh"), tmp_path / "zh", ("html",))])
    assert not (tmp_path / "en").exists()


def test_another_format_of_the_same_report_stays(tmp_path: Path) -> None:
    put(tmp_path, "html")
    assert put(tmp_path, "docx") == ["numbers.csv", "report.docx", "report.html", "trace.json"]
    assert put(tmp_path, "docx", release="r2") == ["numbers.csv", "report.docx", "trace.json"]


def test_what_is_left_of_another_report_is_named_and_not_listed(tmp_path: Path) -> None:
    put(tmp_path, "html", "docx")
    (tmp_path / "report.docx").write_bytes(b"changed by hand")
    written = write_reports([Wanted(partial(report, release="r2"), tmp_path, ("html",))])
    assert [caution.file for caution in written.cautions] == [str(tmp_path / "report.docx")]
    assert (tmp_path / "report.docx").read_bytes() == b"changed by hand"
    assert set(read_trace(tmp_path)["files"]) == {"numbers.csv", "report.html"}


def test_a_report_with_another_title_is_another_report(tmp_path: Path) -> None:
    put(tmp_path, "html", "docx")
    plain = report()
    other = replace(plain, document=replace(plain.document, title="Another title"))
    write_reports([Wanted(lambda: other, tmp_path, ("html",))])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["numbers.csv", "report.html", "trace.json"]
    assert set(read_trace(tmp_path)["files"]) == {"numbers.csv", "report.html"}


def test_a_format_that_a_killed_report_left_behind_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "html")
    plain = Path.replace

    def killed(self: Path, target: Path) -> Path:
        if target.name == "numbers.csv":
            raise KeyboardInterrupt
        return plain(self, target)

    order = ["report.docx", "numbers.csv", "trace.json"]
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        patch.setattr(write, "_make", lambda one, progress, make=write._make: replace(
            made := make(one, progress), files={name: made.files[name] for name in order}))
        with pytest.raises(KeyboardInterrupt):
            put(tmp_path, "docx", release="r2")
    assert (tmp_path / "report.docx").exists()
    assert put(tmp_path, "html") == ["numbers.csv", "report.html", "trace.json"]
    assert set(read_trace(tmp_path)["files"]) == {"numbers.csv", "report.html"}


def test_a_killed_report_can_be_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "html")
    plain = Path.replace

    def killed(self: Path, target: Path) -> Path:
        if target.name == "trace.json":
            raise KeyboardInterrupt
        return plain(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            put(tmp_path, "html", release="r2")
    put(tmp_path, "html", release="r2")
    assert read_trace(tmp_path)["release"] == "r2"
    assert not (tmp_path / write._PENDING).exists()


def test_a_full_disk_leaves_the_earlier_report_and_no_drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "html", "docx")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    plain = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        if self.name == ".trace.json.new":
            plain(self, data[:10])
            raise OSError(28, "No space left on device")
        return plain(self, data)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(StoreError, match="No space left"):
            put(tmp_path, "html", release="r2")
        patch.setattr(Path, "write_bytes", lambda self, data: full(self.with_name(".trace.json.new"), data))
        with pytest.raises(StoreError, match="Make room"):
            write_single(tmp_path / "trace.json", b"0123456789abc")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert put(tmp_path, "html", release="r2") == ["numbers.csv", "report.html", "trace.json"]


def test_another_reports_format_goes_though_a_kill_came_before_it_went(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "html", "docx")

    def killed(self: Path, *, missing_ok: bool = False) -> None:
        if self.name == "report.docx":
            raise KeyboardInterrupt
        plain(self, missing_ok=missing_ok)

    plain = Path.unlink
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", killed)
        with pytest.raises(KeyboardInterrupt):
            put(tmp_path, "html", release="r2")
    assert put(tmp_path, "html", release="r2") == ["numbers.csv", "report.html", "trace.json"]


def test_a_folder_is_looked_at_before_the_work_and_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_folder(tmp_path / "new" / "en", ("html",))
    assert list(tmp_path.iterdir()) == []

    def refuse(**given: object) -> None:
        raise PermissionError(13, "Permission denied", str(given["dir"]))

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    with pytest.raises(StoreError, match="Permission denied"):
        write_reports([Wanted(lambda: pytest.fail("the work was begun"), tmp_path / "new")])
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InvalidInputError, match="this is a file"):
        put(tmp_path / "file", "html")
    with pytest.raises(StoreError):
        put(tmp_path / "file" / "below", "html")
    with pytest.raises(StoreError):
        write_single(tmp_path / "nowhere" / "a.zip", b"")


def test_reading_a_trace_that_is_not_there_or_not_ours(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"trace\.json"):
        read_trace(tmp_path)
    for content in ("{", "[]", json.dumps({"made_by": "outward report", "files": {}, "sha256": "0"})):
        (tmp_path / "trace.json").write_text(content, encoding="utf-8")
        with pytest.raises(InvalidInputError, match="was not written by outward report"):
            read_trace(tmp_path)


def test_nothing_in_a_report_tells_where_it_was_written(tmp_path: Path) -> None:
    put(tmp_path, "html")
    for path in tmp_path.iterdir():
        assert str(tmp_path).encode() not in path.read_bytes()
