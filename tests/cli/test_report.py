"""``outward report`` and ``outward trace`` as a person calls them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from outward.cli.main import main

PLAIN = ("--lang", "en", "--format", "html")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with Liaoning, and its English page in ``out``."""
    folder = tmp_path_factory.mktemp("world")
    assert run(folder, "report", "liaoning", *PLAIN, "--out", str(folder / "out")) == 0
    return folder


@pytest.fixture(scope="module")
def both(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The DOCX in both languages."""
    folder = tmp_path_factory.mktemp("both")
    assert run(world, "report", "liaoning", "--format", "docx", "--out", str(folder)) == 0
    return folder


def run(world: Path, *words: str) -> int:
    return main(["--workspace", str(world / "workspace"), *words])


def test_a_report_is_written_where_it_is_asked_for(world: Path) -> None:
    assert sorted(path.name for path in (world / "out").iterdir()) == ["numbers.csv", "report.html", "trace.json"]
    rows = list(csv.DictReader((world / "out" / "numbers.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) > 500
    assert all(row["id"].startswith("cell:") for row in rows if not row["formula"])


def test_both_languages_go_into_folders_of_their_own(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(world, "report", "liaoning", "--format", "html", "--out", str(tmp_path)) == 0
    told = capsys.readouterr()
    assert f"outward: making {tmp_path / 'zh'} beside ..." in told.err
    assert told.out.splitlines()[0] == str(tmp_path / "en" / "numbers.csv")
    ids = [[row["id"] for row in csv.DictReader((tmp_path / language / "numbers.csv").read_text("utf-8").splitlines())]
           for language in ("en", "zh")]
    assert ids[0] == ids[1]
    assert (tmp_path / "en" / "numbers.csv").read_bytes() == (world / "out" / "numbers.csv").read_bytes()
    assert b"../zh/report.html" in (tmp_path / "en" / "report.html").read_bytes()


def test_every_number_of_liaoning_is_worked_out_again(world: Path) -> None:
    from outward.vocabulary.formulas import evaluate

    trace = json.loads((world / "out" / "trace.json").read_text(encoding="utf-8"))
    for row in trace["numbers"].values():
        if row["formula"]:
            inputs = [trace["numbers"][id]["value"] for id in row["inputs"]]
            assert evaluate(row["formula"], inputs) == row["value"], row["id"]


def test_a_trace_is_printed_as_a_tree_or_json(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(world, "trace", "liaoning", "cell:1:1") == 0
    assert capsys.readouterr().out.startswith('1,301.50 (100 million CNY)  [cell:1:1]  printed "1301.50"')
    assert run(world, "trace", "liaoning", "cell:1:1", "--json", "--lang", "zh") == 0
    assert json.loads(capsys.readouterr().out)["unit"] == "亿元"
    assert run(world, "trace", "liaoning", "cell:1:0") == 1
    assert "Near it: cell:1:" in capsys.readouterr().err


def test_reports_are_compared(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(world / "out")
    assert run(world, "report", "compare", out, out) == 0
    assert capsys.readouterr().out == "No number and no sentence differs.\n"
    assert run(world, "report", "compare", out, out, "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"numbers": [], "sentences": []}
    assert run(world, "report", "compare", out, str(world)) == 1


def test_reports_are_compared_in_each_language_that_both_have(
    world: Path, both: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(world, "report", "compare", str(both), str(both)) == 0
    same = "No number and no sentence differs.\n"
    assert capsys.readouterr().out == f"en: {same}zh: {same}"
    assert run(world, "report", "compare", str(both), str(both), "--json") == 0
    assert list(json.loads(capsys.readouterr().out)) == ["en", "zh"]
    assert run(world, "report", "compare", str(world / "out"), str(both)) == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == (f"en: {same}", f"outward: zh is in {both} alone\n")
    assert run(world, "report", "compare", str(world / "out"), str(both / "zh")) == 1
    assert "'en' against 'zh'" in capsys.readouterr().err


def test_chapters_join_and_their_faults_stop_the_report(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chapter = tmp_path / "50-advice.en.md"
    chapter.write_text("+++\nstrict = false\n+++\n# Advice\n\nSell {{cell:1:1}}, 3 times.\n", encoding="utf-8")
    out = tmp_path / "out"
    assert run(world, "report", "liaoning", *PLAIN, "--chapters", str(tmp_path), "--out", str(out)) == 0
    assert "caution: 50-advice.en.md, row 6: the number 3 is typed by hand" in capsys.readouterr().err
    assert b"Advice" in (out / "report.html").read_bytes()
    chapter.write_text("# Advice\n\nSell 3.\n", encoding="utf-8")
    assert run(world, "report", "liaoning", *PLAIN, "--chapters", str(tmp_path), "--out", str(out)) == 1
    assert "50-advice.en.md, row 3: the number 3 is typed by hand" in capsys.readouterr().err


def test_a_bundle_rebuilds_the_same_bytes(world: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "b.zip"
    assert run(world, "report", "bundle", "liaoning", *PLAIN, "--out", str(bundle)) == 0
    assert main(["--workspace", str(tmp_path / "none"), "report", "rebuild", str(bundle), "--out",
                 str(tmp_path / "again")]) == 0
    for path in (world / "out").iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name
    assert not (tmp_path / "none").exists()


def test_a_bundle_that_cannot_be_rebuilt_is_not_written(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chapters = tmp_path / "chapters"
    chapters.mkdir()
    (chapters / "50-advice.en.md").write_text("# Advice\n\nSell {{cell:1:0}}.\n", encoding="utf-8")
    bundle = tmp_path / "b.zip"
    words = ("report", "bundle", "liaoning", *PLAIN, "--chapters", str(chapters), "--out", str(bundle))
    assert run(world, *words) == 1
    assert "50-advice.en.md, row 3" in capsys.readouterr().err
    assert not bundle.exists()


@pytest.mark.parametrize(("option", "value", "told"), [
    ("--out", "file", "file is a file"), ("--out", "file/below", "file is a file"),
    ("--template", "nowhere.docx", "there is no file"), ("--template", "file", "it is no Word file"),
    ("--chapters", "nowhere", "no folder 'nowhere'")])
def test_what_is_named_is_looked_at_before_any_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, value: str, told: str
) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    named = {"--out": str(tmp_path / "out"), option: str(tmp_path / value)}
    words = [word for pair in named.items() for word in pair]
    assert run(tmp_path, "report", "liaoning", *words) == 1
    assert told in (err := capsys.readouterr().err)
    assert "..." not in err  # nothing was begun
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    if option != "--out":
        assert run(tmp_path, "report", "bundle", "liaoning", *words) == 1
        assert told in capsys.readouterr().err


@pytest.mark.parametrize("out", [".", "nowhere/b.zip"])
def test_where_a_bundle_goes_is_looked_at_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], out: str
) -> None:
    assert run(tmp_path, "report", "bundle", "liaoning", "--out", str(tmp_path / out)) == 1
    assert "Name a file in a folder that exists." in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("date", ["yesterday", "2017", "20171231", "2017-W52-7", "2017-02-30", "2017-1-1", ""])
def test_a_date_that_is_none_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], date: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(tmp_path, "report", "liaoning", "--as-of", date, "--out", str(tmp_path / "out"))
    assert stopped.value.code == 2
    assert f"{date!r} is no date" in capsys.readouterr().err


def test_a_returned_report_is_checked(world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import docx
    from docx.oxml.ns import qn

    assert run(world, "report", "liaoning", "--lang", "en", "--format", "docx", "--out", str(tmp_path)) == 0
    returned = tmp_path / "report.docx"
    assert run(world, "report", "check", str(returned), "--against", str(tmp_path)) == 0
    capsys.readouterr()
    word = docx.Document(str(returned))
    start = next(one for one in word.element.iter(qn("w:bookmarkStart")) if one.get(qn("w:name"), "").startswith("n"))
    start.getnext().find(qn("w:t")).text = "99.9"
    word.save(str(tmp_path / "edited.docx"))
    assert run(world, "report", "check", str(tmp_path / "edited.docx"), "--against", str(tmp_path), "--json") == 1
    assert [one["now"] for one in json.loads(capsys.readouterr().out)["findings"]] == ["99.9"]


def test_the_report_of_a_returned_file_is_found(
    world: Path, both: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    returned = tmp_path / "returned.docx"
    returned.write_bytes((both / "zh" / "report.docx").read_bytes())
    assert run(world, "report", "check", str(returned)) == 1
    told = capsys.readouterr().err
    assert "no trace.json in any of" in told
    assert all(str(place) in told for place in (tmp_path, tmp_path / "en", tmp_path / "zh", "., en, zh"))
    for against in (both, both / "zh"):
        assert run(world, "report", "check", str(returned), "--against", str(against)) == 0
    assert run(world, "report", "check", str(returned), "--against", str(both / "en")) == 1
    assert "in 'zh', not of 'liaoning' in 'en'" in capsys.readouterr().err
    assert run(world, "report", "check", str(both / "zh" / "report.docx")) == 0
    monkeypatch.chdir(both)
    assert run(world, "report", "check", str(returned)) == 0


@pytest.mark.parametrize("words", [
    ("report",), ("report", "liaoning"), ("report", "compare", "one"), ("report", "check"), ("report", "bundle", "x"),
    ("report", "liaoning", "--lang", "fr", "--out", "x"), ("trace", "liaoning")])
def test_wrong_usage_is_exit_code_two(tmp_path: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(tmp_path, *words)
    assert stopped.value.code == 2


@pytest.mark.parametrize("words", [("report", "--help"), ("report", "check", "--help"), ("trace", "--help")])
def test_help_is_given(tmp_path: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(tmp_path, *words)
    assert stopped.value.code == 0
    assert f"usage: outward {' '.join(words[:-1])}" in capsys.readouterr().out


def test_an_unknown_case_is_exit_code_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "report", "atlantis", "--out", str(tmp_path / "out")) == 1
    assert "no case 'atlantis'" in capsys.readouterr().err
