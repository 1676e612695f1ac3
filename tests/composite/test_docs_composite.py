"""The pages on composite indices say what the code does: examples, commands, tables and every number in them."""

from __future__ import annotations

import csv
import doctest
import io
import json
import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from outward.cli.main import main
from outward.composite import read_data, read_framework
from outward.composite.choices import AGGREGATIONS, CHOICES, IMPUTATIONS, NORMALISATIONS, WEIGHTINGS, Choice, WordChoice
from outward.composite.data import Floats, IndexData
from outward.composite.explanation import contributions
from outward.composite.framework import Framework
from outward.composite.published import recover_weights
from outward.composite.table import LONG, OPTIONAL
from outward.errors import InvalidInputError
from outward.studies.indices.assessment import Assessment, assess
from tests.reference import reference_file

DOCS = Path(__file__).parents[2] / "docs"
METHOD = DOCS / "methods" / "composite.md"
HOW_TO = DOCS / "how-to" / "rank-with-an-index.md"

COIN_UNITS = "uCode,uName,Area,one,two\nA,Aland,n,1,5\nB,Borland,n,3,\nC,Cland,s,2,6\n"
COIN_CODES = ("Level,iCode,iName,Parent,Direction,Weight,Type\n1,one,One,top,1,1,Indicator\n"
              "1,two,Two,top,-1,1,Indicator\n2,top,Top,,1,1,Aggregate\n,Area,Area,,,,Group\n")


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def table(page: Path, *header: str) -> list[list[str]]:
    """Give the rows of the page's table whose header begins so; a bar within a cell is written with a backslash."""
    lines = text_of(page).splitlines()
    starts = [place for place, line in enumerate(lines[:-1]) if lines[place + 1].startswith("|---")
              and cells(line)[:len(header)] == [*header]]
    assert len(starts) == 1, f"{len(starts)} tables with the header {header}"
    rows = []
    for line in lines[starts[0] + 2:]:
        if not line.startswith("|"):
            break
        rows.append(cells(line))
    return rows


def cells(line: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def coded(cell: str) -> list[str]:
    """Give what stands between backticks."""
    return re.findall(r"`([^`]+)`", cell)


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text_of(page), flags=re.DOTALL | re.MULTILINE)


def filled_down(rows: Sequence[Sequence[str]]) -> Iterator[tuple[str, list[str]]]:
    """Give each row with what stands in its first cell, or in that of a row above."""
    name = ""
    for first, *rest in rows:
        name = first or name
        yield name, list(rest)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Save the files that the page tells to save, and go there."""
    (readiness, strength), (data, long, wrong) = blocks(HOW_TO, "toml"), blocks(HOW_TO, "csv")
    for name, text in {"readiness.toml": readiness, "strength.toml": strength, "data.csv": data, "strength.csv": long,
                       "wrong.csv": wrong, "iData.csv": COIN_UNITS, "iMeta.csv": COIN_CODES}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def example() -> tuple[Framework, IndexData]:
    """Read the page's small framework and its data."""
    framework = read_framework(blocks(HOW_TO, "toml")[0])
    header, *rows = csv.reader(io.StringIO(blocks(HOW_TO, "csv")[0]))
    return framework, read_data(header, list(enumerate(rows, start=2)), framework)


class TestMethodPage:
    """docs/methods/composite.md."""

    def test_its_examples_run(self) -> None:
        found = doctest.testfile(str(METHOD), module_relative=False, encoding="utf-8")
        assert found.attempted > 0
        assert found.failed == 0

    def test_it_stands_in_the_list_of_methods(self) -> None:
        listed = text_of(DOCS / "methods" / "README.md")
        assert "](composite.md)" in listed
        assert "](frameworks.md)" in listed

    def test_its_table_of_choices_is_the_code_s(self) -> None:
        assert table(METHOD, "key", "values") == [list(row_of(each)) for each in CHOICES]

    def test_it_names_the_other_names_of_methods(self) -> None:
        also = [f"{name} ({word})" for each in CHOICES if isinstance(each, WordChoice)
                for name, word in each.also.items()]
        assert f"Other names that are taken: {', '.join(also)}." in " ".join(text_of(METHOD).split())

    @pytest.mark.parametrize(("key", "words"), [
        ("impute.method", IMPUTATIONS), ("normalise.method", NORMALISATIONS), ("weights.method", WEIGHTINGS),
        ("aggregate.levels", AGGREGATIONS)])
    def test_every_method_has_its_formula(self, key: str, words: tuple[str, ...]) -> None:
        told = [word for row in table(METHOD, f"`{key}`") for word in coded(row[0])]
        assert sorted(told) == sorted(words)

    @pytest.mark.reference
    def test_the_weights_behind_the_logistics_performance_index(self) -> None:
        rows = table(METHOD, "edition", "countries")
        parts = [name.replace(" ", "_") for name in ("customs", "infrastructure", "international shipments",
                                                     "logistics competence", "tracking", "timeliness")]
        with reference_file("data/wb_lpi_2007_2018.csv").open(encoding="utf-8", newline="") as file:
            printed = list(csv.DictReader(file))
        assert [row[0] for row in rows] == sorted({row["year"] for row in printed})
        off, moved = [], {}
        for year, countries, *weights, residual in rows:
            of_year = [row for row in printed if row["year"] == year]
            values = np.array([[float(row[f"lpi_{part}"]) for part in parts] for row in of_year])
            scores = np.array([float(row["lpi_overall"]) for row in of_year])
            found = recover_weights(values, scores, part_digits=4, score_digits=4)
            assert found.is_exact
            assert (found.high - found.low < 0.0005).all()
            assert found.weights.sum() == pytest.approx(1, abs=1e-5)
            assert [str(len(scores)), *(f"{weight:.3f}" for weight in found.weights),
                    f"{found.largest_residual:.5f}"] == [countries, *weights, residual]
            off.append(np.abs(values.mean(axis=1) - scores).max())
            moved[year] = sum(np.count_nonzero(values.mean(axis=1) > mine) != np.count_nonzero(scores > score)
                              for mine, score in zip(values.mean(axis=1), scores, strict=True))
        assert f"by up to {max(off):.2f}" in text_of(METHOD)
        assert f"{moved['2018']} of 160 countries of 2018" in " ".join(text_of(METHOD).split())


def row_of(choice: Choice) -> Iterator[str]:
    """Write a choice as the page's table has it."""
    yield f"`{choice.key}`"
    yield choice.values.replace(" | ", ", ")
    yield "-" if choice.default == "" else f"{choice.default:g}" if isinstance(choice.default, float) else str(
        choice.default)
    yield choice.reason.en
    other, words = choice.only
    yield f"`{other}` = {', '.join(words)}" if other else "-"


class TestWorkedTable:
    """Every number of it, by the command line and by plain arithmetic from the numbers that are given."""

    GIVEN = ("unit", "output", "workers")
    STEPS = ("raw", "denominated", "imputed", "treated", "normalised")

    def numbers(self, *header: str) -> dict[str, list[float]]:
        """Read a table of numbers by its first cell; a dash is a gap."""
        return {row[0]: [float("nan") if cell == "-" else float(cell.removesuffix(" %")) for cell in row[1:]
                         if not re.fullmatch(r"\d+ to \d+", cell)] for row in table(METHOD, *header)}

    def test_what_is_given_is_the_page_s_data(self) -> None:
        header, *rows = csv.reader(io.StringIO(blocks(HOW_TO, "csv")[0]))
        assert header[:5] == [*self.GIVEN, "loss-share", "exports"]
        assert {row[0]: [cell or "-" for cell in row[1:5]] for row in rows} == {
            row[0]: row[1:] for row in table(METHOD, *self.GIVEN)}

    def test_the_command_line_gives_it(self, files: Path) -> None:
        assert main(shlex.split("index evaluate readiness.toml --data data.csv --out ranking")) == 0
        with (files / "ranking" / "values.csv").open(encoding="utf-8", newline="") as file:
            written = {(row["unit"], row["indicator"], row["step"]): row for row in csv.DictReader(file)}
        printed = table(METHOD, "unit", "indicator", "raw")
        assert len(written) == len(printed) * len(self.STEPS)
        for unit, indicator, *values, status in printed:
            steps = [written[unit, indicator, step] for step in self.STEPS]
            assert [f"{float(row['value']):.2f}" if row["value"] else "-" for row in steps] == values
            assert steps[-1]["status"] == status
        result = json.loads((files / "ranking" / "result.json").read_text(encoding="utf-8"))
        units = {each["unit"]: each for each in result["units"]}
        for unit, *cells_of_unit in table(METHOD, "unit", "efficiency"):
            each = units[unit]
            scores = [each["scores"][code] for code in ("efficiency", "openness", "readiness")]
            assert cells_of_unit == [*(f"{score:.2f}" for score in scores), str(each["rank"]),
                                     f"{each['rank_p05']:g} to {each['rank_p95']:g}",
                                     f"{100 * each['reliability']:.0f} %"]

    def test_plain_arithmetic_gives_it(self) -> None:
        given = self.numbers(*self.GIVEN)
        units = list(given)
        output, workers, losses, exports = np.array(list(given.values())).T
        filled = np.where(np.isnan(losses), np.nanmean(losses), losses)
        capped = np.minimum(exports, np.sort(exports)[-2])
        columns = {"output-per-worker": output / workers, "loss-share": -filled, "exports": capped}
        scaled = {code: 100 * (column - column.min()) / np.ptp(column) for code, column in columns.items()}
        for unit, code, *_, normalised, _status in table(METHOD, "unit", "indicator", "raw"):
            assert f"{scaled[code][units.index(unit)]:.2f}" == normalised
        efficiency = (scaled["output-per-worker"] + scaled["loss-share"]) / 2
        score = (2 * efficiency + scaled["exports"]) / 3
        for unit, row in self.numbers("unit", "efficiency").items():
            at = units.index(unit)
            rank, given_share = 1 + np.count_nonzero(score > score[at] + 1e-9), 100 - 100 * np.isnan(losses[at]) / 3
            assert row == pytest.approx([efficiency[at], scaled["exports"][at], score[at], rank, given_share], abs=0.5)
            assert row[:3] == pytest.approx([efficiency[at], scaled["exports"][at], score[at]], abs=0.005)
        split = np.column_stack([scaled["output-per-worker"], scaled["loss-share"], scaled["exports"]]) / 3
        for unit, row in self.numbers("unit", "output-per-worker").items():
            assert row == pytest.approx([*split[units.index(unit)], score[units.index(unit)]], abs=0.005)

    def test_contributions_are_the_code_s(self) -> None:
        found = assessed(example())
        split = contributions(found.evaluation)
        for unit, row in self.numbers("unit", "output-per-worker").items():
            at = found.evaluation.units.index(unit)
            assert row == pytest.approx([*split[at], found.evaluation.score[at]], abs=0.005)

    def test_without_treatment_two_regions_change_places(self) -> None:
        framework, data = example()
        found = assessed((framework.with_choices({"treat.method": "none"}), data)).evaluation
        at = {unit: place for place, unit in enumerate(found.units)}
        told = ", ".join(f"{unit} {found.score[at[unit]]:.2f}, rank {found.rank[at[unit]]}"
                         for unit in ("north", "south"))
        assert f"change places ({told})" in " ".join(text_of(METHOD).split())
        shrunk: Floats = found.scores["exports"]
        assert [f"{shrunk[at[unit]]:.1f}" for unit in ("north", "east", "south", "west")] == [
            "0.0", "22.2", "11.1", "100.0"]


def assessed(made: tuple[Framework, IndexData]) -> Assessment:
    return assess(*made, samples=2)


def commands() -> list[tuple[str, str]]:
    """Give every command of the page that stands alone, with the output that follows it, if any."""
    found = re.findall(r"^```\noutward (.*?)\n```$(?:\n+```text\n(.*?)^```$)?", text_of(HOW_TO),
                       flags=re.DOTALL | re.MULTILINE)
    assert len(found) >= 15
    return found


class TestHowTo:
    """docs/how-to/rank-with-an-index.md."""

    @pytest.mark.usefixtures("files")
    def test_every_command_gives_the_output_that_is_shown(self, capsys: pytest.CaptureFixture[str]) -> None:
        for command, output in commands():
            code = main(shlex.split(command))
            done = capsys.readouterr()
            told = (done.err if output.startswith("outward: ") else done.out).splitlines()
            assert code == int(output.startswith("outward: ")), command
            shown = output.splitlines()
            if shown and shown[-1] == "...":
                told, shown = told[:len(shown) - 1], shown[:-1]
            if shown:
                assert [line.rstrip() for line in told] == shown, command

    def test_every_key_of_a_framework_is_told_and_no_other(self) -> None:
        told: dict[str, set[str]] = {}
        for part, (keys, *_) in filled_down(table(HOW_TO, "part", "key")):
            told.setdefault(part.strip("`[]"), set()).update(coded(keys))
        lists = ("pillar", "indicator", "variable", "grouping", "factor", "allocation", "comparison")
        for part in ("index", *lists):
            header = f"[[{part}]]" if part in lists else f"[{part}]"
            with pytest.raises(InvalidInputError) as caught:
                read_framework(f'{header}\nno-such-key = 1\n')
            [problem] = [each for each in caught.value.problems if each.column == "no-such-key"]
            known = problem.mend.removeprefix("Keys are ").removesuffix(".").split(", ")
            assert told.pop(part) == set(known), part
        assert set(told) == {"coverage", "choices"}

    def test_every_column_of_the_data_is_told_and_no_other(self) -> None:
        told = [name for row in table(HOW_TO, "column", "what it holds") for name in coded(row[0])]
        assert sorted(told) == sorted({*LONG, *OPTIONAL})

    def test_every_column_of_the_output_is_told_and_no_other(self, files: Path) -> None:
        told: dict[str, list[str]] = {}
        for file, (columns, _) in filled_down(table(HOW_TO, "file", "column")):
            told.setdefault(file.strip("`"), []).extend(coded(columns))
        for command in ("evaluate readiness.toml --data data.csv", "sensitivity readiness.toml --data data.csv",
                        "compare readiness.toml --data data.csv --to-set treat.method=none"):
            assert main(["index", *shlex.split(command), "--out", "all"]) == 0
        written = {path.name: path.read_text(encoding="utf-8").splitlines()[0].split(",")
                   for path in (files / "all").glob("*.csv")}
        assert told == written
        result = json.loads((files / "all" / "result.json").read_text(encoding="utf-8"))
        assert [key for row in table(HOW_TO, "key", "what it holds") for key in coded(row[0])] == list(result)

    def test_its_first_framework_lets_the_first_alternative_be_what_holds(self) -> None:
        framework, _ = example()
        for factor in framework.factors:
            assert framework.with_choices(factor.alternatives[0]) == framework
