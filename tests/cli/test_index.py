"""``outward index`` as a person calls it: from a table to ranks, bands, comparison, card and report."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from outward.cli.main import main
from outward.composite.shipped import SHIPPED, framework_text
from tests.composite import provinces
from tests.composite.asem import expected
from tests.reference import reference_file

PROVINCES = SHIPPED[0]
FEW = ("--set", "uncertainty.runs=201")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder that has the made-up provinces in ``data.csv``."""
    monkeypatch.setenv("OUTWARD_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.chdir(tmp_path)
    shutil.copy(provinces.FILE, tmp_path / "data.csv")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["index", *arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def on_provinces(capsys: pytest.CaptureFixture[str], command: str, *more: str) -> tuple[int, str, str]:
    return run(capsys, command, PROVINCES, "--data", "data.csv", *FEW, *more)


def explained(capsys: pytest.CaptureFixture[str], unit: str, *more: str) -> tuple[int, str, str]:
    return run(capsys, "explain", unit, PROVINCES, "--data", "data.csv", *more)


def rows(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def places(path: str) -> dict[str, str]:
    return {row["unit"]: row["rank"] for row in rows(path)}


class TestEvaluate:
    """Scores, ranks and bands."""

    def test_of_the_made_up_provinces(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, err = on_provinces(capsys, "evaluate", "--out", "out")
        assert (code, err) == (0, "")
        assert sorted(path.name for path in Path("out").iterdir()) == ["ranks.csv", "result.json", "scores.csv",
                                                                      "values.csv"]
        assert "the data are synthetic: no result about any real unit" in out
        assert "not ranked: CN-XZ has 0 of 6 indicators of pillar competitiveness-innovation" in out
        first, *_, last = rows("out/ranks.csv")
        assert (first["rank"], last["unit"], last["rank"]) == ("1", "CN-XZ", "")
        assert f"   1  {first['unit']} " in out
        assert [line for line in out.splitlines() if line.startswith("rank ")] == ["rank  unit   score  5%    95%"]
        result = json.loads(Path("out/result.json").read_text(encoding="utf-8"))
        assert (result["year"], result["coverage"], result["synthetic"]) == ("2014", "traditional", True)
        assert {each["unit"]: str(each["rank"]) for each in result["units"]} == {
            unit: rank for unit, rank in places("out/ranks.csv").items() if rank}

    def test_the_planted_provinces_rise_under_full_coverage(self, capsys: pytest.CaptureFixture[str]
                                                            ) -> None:
        for coverage in ("traditional", "full"):
            assert on_provinces(capsys, "evaluate", "--set", f"data.coverage={coverage}", "--out", coverage)[0] == 0
        before, after = places("traditional/ranks.csv"), places("full/ranks.csv")
        assert {unit for unit, rank in after.items() if rank and int(rank) < int(before[unit])} == set(provinces.RISERS)

    def test_settings_and_weights_count(self, capsys: pytest.CaptureFixture[str]) -> None:
        on_provinces(capsys, "evaluate", "--out", "one")
        code, _, _ = on_provinces(capsys, "evaluate", "--set", "normalise.method=z-score", "--weight",
                                  "competitiveness-scale=5", "--weight", "sales-value=0", "--out", "two")
        assert code == 0
        one, two = (json.loads(Path(f"{name}/result.json").read_text(encoding="utf-8")) for name in ("one", "two"))
        assert (one["choices"]["normalise.method"], two["choices"]["normalise.method"]) == ("minmax", "zscore")
        assert one["weights"]["competitiveness-scale"] == 0.25
        assert (two["weights"]["competitiveness-scale"], two["weights"]["sales-value"]) == (5 / 8, 0)
        assert places("one/ranks.csv") != places("two/ranks.csv")

    def test_the_same_bytes_twice_whatever_the_hash_seed(self) -> None:
        written = []
        for seed in ("1", "2"):
            subprocess.run([sys.executable, "-m", "outward.cli.main", "index", "evaluate", PROVINCES, "--data",
                            "data.csv", *FEW, "--out", seed], check=True, capture_output=True,
                           env={**os.environ, "PYTHONHASHSEED": seed})
            written.append({path.name: path.read_bytes() for path in Path(seed).iterdir()})
        assert written[0] == written[1]

    @pytest.mark.reference
    def test_the_example_of_coinr_to_its_printed_scores_and_ranks(self, capsys: pytest.CaptureFixture[str]
                                                                  ) -> None:
        units, codes = (str(reference_file(f"index/asem_{name}.csv")) for name in ("idata", "imeta"))
        assert run(capsys, "from-coin", units, codes, "--out", "asem") == (
            0, f"wrote {Path('asem/spec.toml')}\nwrote {Path('asem/data.csv')}\n", "")
        code, _, _ = run(capsys, "evaluate", "asem/spec.toml", "--data", "asem/data.csv", *FEW, "--out", "asem")
        assert code == 0
        found = {(row["unit"], row["code"]): row for row in rows("asem/scores.csv")}
        printed = expected("07_aggregated")
        assert len(found) == 51 * 60
        for unit, wanted in printed.items():
            for node, score in wanted.items():
                if node != "uCode":
                    assert float(found[unit, node]["score"]) == pytest.approx(float(score), abs=1e-9)
        for unit, ranks in expected("ranks").items():
            for node in ("Index", "Conn", "Sust"):
                assert found[unit, node]["rank"] == ranks[node]


WRONG = {
    "key": (("--set", "normalise.metod=rank"), "Near it: normalise.method"),
    "value": (("--set", "normalise.method=minmx"), "minmax | goalposts"),
    "no value": (("--set", "normalise.method"), "Write key=value"),
    "range": (("--set", "screen.per_unit=65"), "of at most 1"),
    "year": (("--set", "data.year=1999"), "Years are 2014"),
    "coverage": (("--set", "data.coverage=half"), "traditional, full"),
    "weight of nobody": (("--weight", "nothing=1"), "codes are competitiveness-efficiency"),
    "weight without a number": (("--weight", "sales-value"), "CODE=NUMBER"),
    "weight below 0": (("--weight", "sales-value=-1"), "0 or more"),
    "weight that is none": (("--weight", "sales-value=nan"), "0 or more"),
    "weight of the index": (("--weight", f"{PROVINCES}=1"), "is no weight"),
    "all weights 0": (tuple(word for code in ("scale", "efficiency", "innovation", "international")
                            for word in ("--weight", f"competitiveness-{code}=0")), "all weigh 0"),
    "file": (("--data", "nothing.csv"), "no file 'nothing.csv'"),
}


@pytest.mark.parametrize("command", ["evaluate", "sensitivity", "report"])
@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_in_a_line(capsys: pytest.CaptureFixture[str], name: str, command: str
                                         ) -> None:
    arguments, words = WRONG[name]
    code, out, err = on_provinces(capsys, command, "--out", "out", *arguments)
    assert (code, out) == (1, "")
    assert words in err
    assert err.startswith("outward: ")
    assert "Traceback" not in err
    assert not Path("out").exists()


def test_where_nothing_can_be_written_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    Path("file").write_text("mine", encoding="utf-8")
    for target in ("file", "file/below"):
        code, _, err = on_provinces(capsys, "evaluate", "--out", target)
        assert code == 1
        assert "cannot be made" in err
    code, _, err = run(capsys, "template", PROVINCES, "--out", "nowhere/x.xlsx")
    assert (code, "there is no such folder" in err) == (1, True)
    code, _, err = explained(capsys, "CN-LN", "--json", "data.csv")
    assert (code, "it would overwrite what is read" in err) == (1, True)
    assert Path("file").read_text(encoding="utf-8") == "mine"
    assert Path("data.csv").read_bytes() == provinces.FILE.read_bytes()


class TestSensitivity:
    """What moves the ranks."""

    def test_a_share_for_every_factor(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, _ = on_provinces(capsys, "sensitivity", "--samples", "30", "--out", "out")
        assert code == 0
        factors = ["normalisation", "treatment", "aggregation", "imputation", "weights"]
        assert [line.split()[0] for line in out.splitlines()[-5:]] == factors
        found = rows("out/sobol.csv")
        assert [row["factor"] for row in found if row["target"] == "mean_abs_rank_shift"] == factors
        assert len(found) == 31 * 5
        assert {row["code"] for row in rows("out/left_out.csv")} >= {"competitiveness-scale", "sales-value"}

    def test_exactly_over_all_combinations(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert on_provinces(capsys, "sensitivity", "--exact", "--out", "out")[0] == 0
        result = json.loads(Path("out/result.json").read_text(encoding="utf-8"))
        assert result["uncertainty"]["runs"] == result["sensitivity"][0]["runs"] == 36
        assert {row["first_error"] for row in rows("out/sobol.csv")} == {"0.0"}
        assert "weights" not in {row["factor"] for row in rows("out/sobol.csv")}

    @pytest.mark.parametrize("samples", ["1", "0", "-5", "2000000"])
    def test_a_sample_of_none_is_refused(self, capsys: pytest.CaptureFixture[str], samples: str) -> None:
        code, _, err = on_provinces(capsys, "sensitivity", "--samples", samples, "--out", "out")
        assert (code, "2 to 1,000,000" in err) == (1, True)

    def test_nothing_varied_is_told(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("spec.toml").write_text('[index]\ncode = "i"\n[choices.uncertainty]\nweight_spread = 0\n'
                                     '[[indicator]]\ncode = "a"\n', encoding="utf-8")
        Path("small.csv").write_text("unit,a\nx,1\ny,2\n", encoding="utf-8")
        assert "nothing is varied" in run(capsys, "sensitivity", "spec.toml", "--data", "small.csv", "--out", "o")[1]


class TestCompare:
    """Two sides, and why they differ."""

    def test_two_coverages(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, _ = on_provinces(capsys, "compare", "--to-set", "data.coverage=full", "--out", "out")
        assert code == 0
        gained = {row["unit"]: int(row["gained"]) for row in rows("out/comparison.csv")}
        assert {unit for unit, places in gained.items() if places > 0} == set(provinces.RISERS)
        for unit, places in gained.items():
            causes = [float(row["places"]) for row in rows("out/causes.csv") if row["unit"] == unit]
            assert sum(causes) == pytest.approx(places, abs=1e-9)
        assert "data:competitiveness-scale" in out

    def test_two_files_frameworks_and_weights(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("mine.toml").write_text(framework_text(PROVINCES), encoding="utf-8")
        shutil.copy("data.csv", "other.csv")
        for side in (("--to-data", "other.csv"), ("--to-spec", "mine.toml")):
            assert on_provinces(capsys, "compare", *side, "--out", "same")[0] == 0
            assert {row["gained"] for row in rows("same/comparison.csv")} == {"0"}
        assert on_provinces(capsys, "compare", "--to-weight", "sales-value=9", "--out", "weights")[0] == 0
        assert {row["cause"] for row in rows("weights/causes.csv")} == {"weights"}

    def test_one_side_alone_is_refused(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, _, err = on_provinces(capsys, "compare", "--out", "out")
        assert (code, "there is no other side" in err) == (1, True)


class TestExplain:
    """A unit's card."""

    @pytest.mark.parametrize("unit", ["CN-LN", "辽宁", "liaoning"])
    def test_by_code_or_name_in_either_language(self, capsys: pytest.CaptureFixture[str], unit: str
                                                ) -> None:
        code, out, err = explained(capsys, unit, "--rank", "5", "--json", "l.json")
        assert (code, err) == (0, "")
        assert out.startswith("CN-LN: rank 8 of 30, score ")
        card = json.loads(Path("l.json").read_text(encoding="utf-8"))
        assert (card["unit"], card["rank"], card["levers"]["target"]) == ("CN-LN", 8, 5)
        assert f"to rank 5 it lacks {card['levers']['gap']:.2f} points" in out

    def test_against_peers(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, _, _ = explained(capsys, "CN-LN", "--peer", "吉林", "--peer", "CN-HL", "--json", "l.json")
        assert code == 0
        assert json.loads(Path("l.json").read_text(encoding="utf-8"))["peers"] == ["CN-JL", "CN-HL"]

    @pytest.mark.parametrize(("unit", "more", "words"), [
        ("Nobody", (), "there is no unit 'Nobody'"), ("CN-XZ", (), "CN-XZ was not ranked: it has 0 of 6 indicators"),
        ("CN-LN", ("--peer", "Nobody"), "there is no unit 'Nobody'"), ("CN-LN", ("--rank", "8"), "from 1 to 7"),
        ("CN-LN", ("--rank", "0"), "from 1 to 7"),
    ])
    def test_who_is_not_there_is_told(self, capsys: pytest.CaptureFixture[str], unit: str,
                                      more: tuple[str, ...], words: str) -> None:
        code, out, err = explained(capsys, unit, *more)
        assert (code, out, words in err) == (1, "", True)


class TestReport:
    """The ranking as a document."""

    def test_in_both_languages_with_the_card_of_a_unit(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, _ = on_provinces(capsys, "report", "--unit", "辽宁", "--format", "html", "--out", "out")
        assert code == 0
        assert out.splitlines()[0] == str(Path("out/en/numbers.csv"))
        english, chinese = (Path(f"out/{each}/report.html").read_text(encoding="utf-8") for each in ("en", "zh"))
        assert "Strengths and weaknesses of Liaoning" in english
        assert "辽宁的优势与短板" in chinese
        for page in (english, chinese):
            assert "未译" not in page
            assert "untranslated" not in page
        numbers = [{row["id"]: row["value"] for row in rows(f"out/{each}/numbers.csv")} for each in ("en", "zh")]
        assert numbers[0] == numbers[1]

    def test_units_in_chinese_in_one_language_and_print(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("spec.toml").write_text('[index]\ncode = "指数"\n[choices.uncertainty]\nruns = 21\n[[indicator]]\n'
                                     'code = "甲"\n[[indicator]]\ncode = "乙"\n', encoding="utf-8")
        Path("数据.csv").write_text("unit,甲,乙\n沈阳,1,3\n大连,2,5\n=鞍山,4,4\n", encoding="utf-8")
        for command in (("evaluate",), ("report", "--lang", "zh", "--unit", "大连")):
            assert run(capsys, *command, "spec.toml", "--data", "数据.csv", "--out", "out")[0] == 0
        written = {path.name for path in Path("out").iterdir()}
        assert {"report.docx", "report.html", "report.pdf", "scores.csv"} <= written
        assert sorted(places("out/ranks.csv")) == ["'=鞍山", "大连", "沈阳"]

    def test_who_is_not_ranked_has_no_report(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, _, err = on_provinces(capsys, "report", "--unit", "CN-XZ", "--format", "html", "--out", "out")
        assert (code, "CN-XZ was not ranked" in err, Path("out").exists()) == (1, True, False)

    def test_a_percentile_may_lie_between_two_places(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Of 200 runs the 5th percentile lies between the 10th and the 11th."""
        assert on_provinces(capsys, "report", "--set", "uncertainty.runs=200", "--lang", "en", "--format", "html",
                            "--out", "out")[0] == 0


def test_choices_frameworks_and_template(capsys: pytest.CaptureFixture[str]) -> None:
    choices = json.loads(run(capsys, "choices", "--json")[1])
    assert {each["key"] for each in choices} >= {"normalise.method", "uncertainty.seed"}
    told = run(capsys, "choices", "--language", "zh")[1]
    assert all(f"{each['key']} = " in told and each["reason"]["zh"] in told for each in choices)
    assert [line.split()[0] for line in run(capsys, "frameworks")[1].splitlines()] == ["id", *SHIPPED]
    assert run(capsys, "frameworks", "--write", PROVINCES)[1] == framework_text(PROVINCES)
    code, _, err = run(capsys, "frameworks", "--write", "nothing")
    assert (code, PROVINCES in err) == (1, True)
    assert run(capsys, "template", PROVINCES, "--out", "t.xlsx")[:2] == (0, "wrote t.xlsx\n")
    assert Path("t.xlsx").read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(("command", "allowed"), [
    ("--help", set()), ("evaluate --help", set()), ("compare --help", set()),
    ("evaluate spec.toml --data data.csv --out out", {"numpy", "scipy", "openpyxl", "xlsxwriter"}),
])
def test_nothing_heavy_is_imported_unasked(command: str, allowed: set[str]) -> None:
    Path("spec.toml").write_text(framework_text(PROVINCES), encoding="utf-8")
    heavy = "{'numpy', 'scipy', 'pandas', 'pyarrow', 'duckdb', 'jinja2', 'openpyxl', 'xlsxwriter', 'altair', 'docx'}"
    program = ("import sys\nfrom outward.cli.main import main\n"
               f"try:\n    main(['index', *{command.split()!r}])\nexcept SystemExit:\n    pass\n"
               f"print(*sorted({heavy} & set(sys.modules)))")
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert set(ran.stdout.splitlines()[-1].split()) <= allowed
