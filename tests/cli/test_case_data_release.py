"""The commands case, data and release, from the command line down to the disk."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from outward.cli.cases import resolve_case
from outward.cli.main import main
from outward.errors import NotFoundError
from outward.studies.releases import open_release, releases_of
from tests.ingest.small_case import ROWS, write_case, write_csv


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OUTWARD_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "workspace"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_a_case_s_way_from_new_to_deleted(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "case", "new", "jiangsu", "--region", "CN-JS", "--known-on", "2020-05-01")[0] == 0
    assert run(capsys, "case", "check", "jiangsu")[:2] == (0, "jiangsu: no problems\n")
    code, out, err = run(capsys, "case", "load", "jiangsu")
    assert code == 0
    assert out.startswith("jiangsu: release r0001-")
    assert "outward: publishing the release ...\n" in err
    assert "nothing has changed since release r0001-" in run(capsys, "case", "load", "jiangsu")[1]
    code, out, _ = run(capsys, "case", "list")
    assert out.splitlines()[0].split() == ["case", "name", "observations", "releases", "newest"]
    assert out.splitlines()[1].startswith("jiangsu")
    assert run(capsys, "case", "delete", "jiangsu", "--yes")[:2] == (0, "deleted case jiangsu\n")
    assert "no cases in" in run(capsys, "case", "list")[1]
    assert (Path("jiangsu") / "case.toml").is_file()


def test_deleting_asks_and_takes_only_the_name_for_an_answer(
    workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_case(Path("small"))
    main(["case", "load", "small"])
    capsys.readouterr()

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", io.StringIO("small\n"))
    code, _, err = run(capsys, "case", "delete", "small")
    assert (code, "pass --yes" in err) == (1, True)
    monkeypatch.setattr("sys.stdin", Terminal("yes\n"))
    assert run(capsys, "case", "delete", "small")[0] == 1
    assert len(releases_of(workspace, "small")) == 1
    monkeypatch.setattr("sys.stdin", Terminal("small\n"))
    assert run(capsys, "case", "delete", "small")[0] == 0


def test_a_wrong_case_is_told_row_by_row_with_exit_code_1(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_case(Path("small"), [ROWS[0].replace("CN-JS", "Atlantis"), ROWS[1].replace("220", "many")])
    code, out, _ = run(capsys, "case", "check", "small")
    assert code == 1
    assert out.splitlines()[0].startswith("tables.csv, row 2, column region: ")
    assert out.splitlines()[-1] == "small: 2 problems"
    code, out, _ = run(capsys, "case", "check", "small", "--json")
    assert (code, [each["row"] for each in json.loads(out)]) == (1, [2, 3])
    code, _, err = run(capsys, "case", "load", "small")
    assert code == 1
    assert "tables.csv, row 3, column value" in err


def test_importing_and_comparing(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_case(Path("small"))
    write_csv(Path("revised.csv"), "sales-value,CN-JS,instruments,2015,100 million CNY,112")
    importing = ["data", "import", "revised.csv", "--case", "small", "--table", "1", "--known-on", "2018-03-01"]
    code, out, _ = run(capsys, *importing, "--dry-run")
    assert code == 0
    assert "the next release would hold 5 observations" in out
    assert "changed 1:1 sales-value, CN-JS, instruments, 2015: 110.5 -> 112 100 million CNY" in out
    assert len(releases_of(workspace, "small")) == 1
    code, out, _ = run(capsys, *importing, "--json")
    assert json.loads(out)["changes"]["counts"] == {"added": 0, "annotated": 0, "changed": 1, "removed": 0}
    first, second = (release.name for release in releases_of(workspace, "small"))
    code, out, _ = run(capsys, "release", "compare", "small", first, second, "--csv", "changes.csv")
    assert out.splitlines()[0] == f"from {first} to {second}: 0 added, 0 removed, 1 changed, 0 annotated"
    assert out.splitlines()[-1] == "  added imports/0001.csv"
    assert len(Path("changes.csv").read_text(encoding="utf-8").splitlines()) == 2
    assert run(capsys, "release", "compare", "small", first, second, "--csv", "no/such/folder.csv")[0] == 1


def test_releases_are_listed_shown_verified_and_deleted(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_case(Path("small"))
    main(["case", "load", "small"])
    write_case(Path("small"), [ROWS[0].replace("110.5", "111"), *ROWS[1:]])
    main(["case", "load", "small"])
    capsys.readouterr()
    first, second = (release.name for release in releases_of(workspace, "small"))
    listed = json.loads(run(capsys, "release", "list", "small", "--json")[1])
    assert [(each["name"], each["parent"]) for each in listed] == [(first, ""), (second, first)]
    assert run(capsys, "release", "show", "small")[1].startswith(f"release {second} of small\nafter {first}, ")
    assert json.loads(run(capsys, "release", "show", "small", first, "--json")[1])["name"] == first
    assert run(capsys, "release", "verify", "small", first)[0] == 0
    damaged = open_release(workspace, "small").folder / "case" / "tables.csv"
    damaged.chmod(0o644)
    damaged.write_bytes(b"")
    code, out, _ = run(capsys, "release", "verify", "small")
    assert code == 1
    assert out.startswith("case/tables.csv: sha256 ")
    assert run(capsys, "release", "delete", "small", second, "--yes")[:2] == (0, f"deleted release {second} of small\n")
    assert [release.name for release in releases_of(workspace, "small")] == [first]


def test_case_is_a_name_a_folder_or_the_bundled_one(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert resolve_case("liaoning", workspace).case_id == "liaoning"
    write_case(Path("elsewhere"))
    assert resolve_case("elsewhere", workspace).case_id == "small"
    assert resolve_case("small", workspace) == resolve_case("./elsewhere", workspace)
    write_case(Path("elsewhere"), [ROWS[0].replace("110.5", "111"), *ROWS[1:]])
    assert resolve_case("small", workspace).manifest.number == 1
    assert resolve_case("elsewhere", workspace).manifest.number == 2
    first = releases_of(workspace, "small")[0]
    assert resolve_case("small", workspace, first.name) == first
    with pytest.raises(NotFoundError, match="Name one of liaoning, small, or a folder"):
        resolve_case("nowhere", workspace)


@pytest.mark.parametrize("name", ["../workspace", "Small", "", "a/b", "a" * 65])
def test_a_name_cannot_be_a_path(workspace: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run(capsys, "case", "delete", name, "--yes")[0] == 1
    assert run(capsys, "case", "new", name, "--region", "CN-JS")[0] == 1
    assert not workspace.exists()


def test_wrong_usage_ends_with_2(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["case"], ["case", "new", "x"], ["data", "import"], ["release", "compare", "x", "y"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2


def test_what_does_nothing_for_want_of_a_setting_is_said_beside_the_result(
    tmp_path: Path, workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_case(tmp_path / "small", [*ROWS, "3,1,producer-price-index,CN-JS,all-sectors,2015,index,104,,yearbook"])
    said = "caution: case.toml, column price_index: producer-price-index is loaded"
    code, out, err = run(capsys, "case", "check", "small")
    assert (code, out) == (0, "small: no problems\n")
    assert err.startswith(said)
    assert said in run(capsys, "case", "load", "small")[2]
