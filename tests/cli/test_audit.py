"""``outward audit``: exit codes, what is written, what is said of input that cannot be read."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from outward.cli.main import main
from tests.worlds.golden import assert_golden

GOLDEN = Path(__file__).parent / "golden"
CELLS = """\
doc,cell,table,title,region,item,period,indicator,unit,text,note
D1,t1:1,1,Table 1. Sales (100 million CNY),Anyville,Pumps,2015,sales,100 million CNY,120.5,
D1,t1:2,1,Table 1. Sales (100 million CNY),Anyville,Valves,2015,sales,100 million CNY,79.4,
D1,t1:3,1,Table 1. Sales (100 million CNY),Anyville,Total,2015,sales,100 million CNY,198.9,
"""
FACTS = """\
doc,json
D1,"{""fact"":""total"",""table"":""1"",""item"":""Total"",""indicators"":[""sales""],""complete"":true}"
"""
CLAIMS = """\
doc,claim,para,lang,sentence,region,item,period,indicator,text,unit,hedge
D1,c1,7,en,"In 2015 the sales of pumps were 12.05 billion CNY.",Anyville,Pumps,2015,sales,12.05,billion CNY,
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OUTWARD_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.chdir(tmp_path)
    found = tmp_path / "documents"
    found.mkdir()
    (found / "cells.csv").write_text(CELLS, encoding="utf-8")
    (found / "facts.csv").write_text(FACTS, encoding="utf-8")
    return found


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["audit", *arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_the_example_of_the_format(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "documents", "--out", "findings.csv")
    assert (code, err) == (0, "")
    assert "120.5 + 79.4 = 199.9 ≠ 198.9" in out
    assert out.endswith("wrote findings.csv\n")
    assert_golden(Path("findings.csv").read_text(encoding="utf-8"), GOLDEN / "findings.csv")
    row = next(csv.DictReader(io.StringIO(Path("findings.csv").read_text(encoding="utf-8"))))
    assert "t1:3" in row["suspects"].split(";")
    assert set(row["evidence"].split(";")) == {"t1:1", "t1:2", "t1:3"}


def test_exit_codes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "documents")[0] == 0
    assert run(capsys, "documents", "--fail-on", "error")[0] == 3
    assert run(capsys, "documents", "--fail-on", "warning")[0] == 3
    (folder / "cells.csv").write_text(CELLS.replace("198.9", "199.9"), encoding="utf-8")
    assert run(capsys, "documents", "--fail-on", "warning")[:2] == (
        0,
        "D1: 0 errors, 0 warnings, 0 notes\n1 document: 0 errors, 0 warnings, 0 notes\n",
    )
    (folder / "cells.csv").write_text("doc,cell\n", encoding="utf-8")
    code, out, err = run(capsys, "documents", "--fail-on", "error")
    assert (code, out) == (1, "")
    assert "cells.csv, row 1, column text: the column is missing" in err


def test_a_message_in_chinese_and_json_in_both(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "claims.csv").write_text(CLAIMS, encoding="utf-8-sig")
    code, out, _ = run(capsys, "documents", "--language", "zh", "--json", "findings.json")
    assert code == 0
    assert "合计不等于各分项之和" in out
    assert out.endswith("1份文件：错误1项，警告0项，提示0项\n已写入 findings.json\n")
    [document] = json.loads(Path("findings.json").read_text(encoding="utf-8"))["documents"]
    [finding] = document["findings"]
    assert finding["message_zh"].startswith("合计不等于")
    assert finding["message_en"].startswith("A total is not")
    assert finding["arithmetic"] == ["120.5 + 79.4 = 199.9 ≠ 198.9"]
    assert document["numbers"]["t1:3"]["text"] == "198.9"
    assert [fact["declared"] for fact in document["facts"]] == [True]
    assert document["unread"] == []


def test_facts_may_be_found_instead(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "documents", "--facts", "found", "--json", "findings.json")
    [document] = json.loads(Path("findings.json").read_text(encoding="utf-8"))["documents"]
    assert all(not fact["declared"] for fact in document["facts"])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_hostile_documents_are_shown_and_not_obeyed(
    folder: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    evil = "<script>alert(1)</script>\u202e\x1b[31m{{ 7*7 }}&"
    (folder / "cells.csv").write_text(CELLS.replace("Pumps", evil).replace("D1", "<b>D1"), encoding="utf-8")
    (folder / "facts.csv").write_text(FACTS.replace("D1", "<b>D1"), encoding="utf-8")
    code, out, _ = run(capsys, "documents", "--html", "page.html", "--out", "f.csv", "--language", language)
    page = Path("page.html").read_text(encoding="utf-8")
    assert code == 0
    assert "\x1b" not in out
    for bad in ("<script", "<b>", "\u202e", "\x1b", "{{ 7*7 }}&<", " 49"):
        assert bad not in page.replace("{{ 7*7 }}", "{{ 7*7 }}")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\\u202e\\u001b[31m{{ 7*7 }}&amp;" in page
    assert "default-src &#39;none&#39;" in page


def test_the_order_of_rows_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    second = [line.replace("D1", "D2").replace("198.9", "203.9") for line in CELLS.splitlines()[1:]]
    files = {
        "cells.csv": [*CELLS.splitlines(), *second],
        "claims.csv": CLAIMS.splitlines(),
        "facts.csv": [*FACTS.splitlines(), FACTS.splitlines()[1].replace("D1", "D2")],
    }
    written = set()
    for seed in range(6):
        for name, lines in files.items():
            rows = lines[1:]
            random.Random(seed).shuffle(rows)
            (folder / name).write_text("\n".join([lines[0], *rows]) + "\n", encoding="utf-8")
        code, out, _ = run(capsys, "documents", "--out", "f.csv", "--json", "f.json", "--html", "f.html")
        assert code == 0
        written.add((out, *(Path(name).read_bytes() for name in ("f.csv", "f.json", "f.html"))))
    assert len(written) == 1


def test_scaling_all_numbers_changes_no_verdict(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = []
    for texts in (("120.5", "79.4", "198.9"), ("1205", "794", "1989"), ("1.205", "0.794", "1.989")):
        table = CELLS
        for before, after in zip(("120.5", "79.4", "198.9"), texts, strict=True):
            table = table.replace(f",{before},", f",{after},")
        (folder / "cells.csv").write_text(table, encoding="utf-8")
        run(capsys, "documents", "--out", "f.csv")
        rows = list(csv.DictReader(io.StringIO(Path("f.csv").read_text(encoding="utf-8"))))
        found.append([(row["rule"], row["severity"], row["suspects"]) for row in rows])
    assert found[0] == found[1] == found[2] != []


def test_what_is_read_is_not_overwritten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "documents", "--out", "documents/cells.csv")
    assert code == 1
    assert "it would overwrite what is read" in err
    assert (folder / "cells.csv").read_text(encoding="utf-8") == CELLS
    code, _, err = run(capsys, "documents", "--out", "x.csv", "--json", "./x.csv")
    assert code == 1
    assert "two files of one name" in err
    code, _, err = run(capsys, "documents", "--out", "nowhere/x.csv")
    assert code == 1
    assert "there is no such folder" in err
    assert not list(Path().glob(".*"))


@pytest.mark.parametrize("given", ["nothing-here", "x" * 5000, "a\0b", ""])
def test_what_is_neither_folder_nor_case_is_said(folder: Path, capsys: pytest.CaptureFixture[str], given: str) -> None:
    code, _, err = run(capsys, given)
    assert code == 1
    assert err.startswith("outward: ")
    assert "Traceback" not in err


def test_a_folder_without_tables_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "cells.csv").unlink()
    code, _, err = run(capsys, "documents")
    assert code == 1
    assert "neither cells.csv nor case.toml is in it (documents)" in err


def test_a_folder_is_audited_without_heavy_libraries(folder: Path) -> None:
    program = (
        "import sys; from outward.cli.main import main; code = main(['audit', 'documents']); "
        "print(sorted({'pandas', 'duckdb', 'pyarrow', 'scipy', 'jinja2'} & set(sys.modules))); sys.exit(code)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


def test_the_case(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = folder / "report.txt"
    text.write_text("30. In 2016, the output of CNC machine tools is 6,8197 units.\n", encoding="utf-8")
    code, out, _ = run(
        capsys, "liaoning", "--out", "f.csv", "--json", "f.json", "--html", "f.html", "--text", str(text)
    )
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(Path("f.csv").read_text(encoding="utf-8"))))
    assert {row["doc"] for row in rows} == {"liaoning"}
    [document] = json.loads(Path("f.json").read_text(encoding="utf-8"))["documents"]
    ids = {id for row in rows for column in ("suspects", "evidence") for id in row[column].split(";") if id}
    assert ids <= set(document["numbers"])
    grouping = next(row for row in rows if row["rule"] == "digit_grouping")
    assert (grouping["suspects"], json.loads(grouping["repair"])) == ("C061", {"C061": "68,197"})
    assert document["numbers"]["C061"]["sentence"] == "In 2016, the output of CNC machine tools is 6,8197 units."
    assert "claims without their sentence in the text: C001" in out


def test_the_case_is_audited_alike_in_every_run(folder: Path) -> None:
    main(["audit", "liaoning"])
    written = []
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-m", "outward.cli.main", "audit", "liaoning", "--json", f"{seed}.json"],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        written.append(Path(f"{seed}.json").read_bytes())
    assert written[0] == written[1]
