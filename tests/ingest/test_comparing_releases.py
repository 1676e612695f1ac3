"""What a comparison of two releases tells."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

from outward.ingest.cases import load_case
from outward.ingest.comparison import CHANGE_COLUMNS, Comparison, compare
from outward.store.reader import Release
from tests.ingest.small_case import ROWS, write_case


def loaded(tmp_path: Path, rows: list[str], **settings: str) -> Release:
    release = load_case(write_case(tmp_path / "small", rows, **settings), tmp_path / "workspace",
                        accept_changes=True).release
    assert release is not None
    return release


def told(comparison: Comparison) -> list[tuple[str, str, str, str]]:
    columns = ["change", "row", "printed_before", "printed_after"]
    return [(str(a), str(b), str(c), str(d)) for a, b, c, d in comparison.cells[columns].itertuples(index=False)]


def test_added_removed_changed_and_annotated_cells_are_told_apart(tmp_path: Path) -> None:
    before = loaded(tmp_path, [*ROWS])
    after = loaded(tmp_path, [
        ROWS[0].replace("110.5", "111"), ROWS[1].replace("220,", "220,2017-01-31"), ROWS[3],
        "1,4,sales-value,CN-JS,instruments,2016,100 million CNY,120,,yearbook"])
    comparison = compare(before, after)
    assert comparison.counts == {"added": 1, "removed": 1, "changed": 1, "annotated": 1}
    assert told(comparison) == [("changed", "1", "110.5", "111"), ("annotated", "2", "220", "220"),
                                ("removed", "3", "11.05", ""), ("added", "4", "", "120")]
    assert comparison.files == {"case/tables.csv": "changed"}
    back = compare(after, before)
    assert back.counts == {"added": 1, "removed": 1, "changed": 1, "annotated": 1}


def test_a_release_does_not_differ_from_itself(tmp_path: Path) -> None:
    release = loaded(tmp_path, [*ROWS])
    assert compare(release, release).is_empty


def test_renumbered_rows_are_the_same_cells(tmp_path: Path) -> None:
    before = loaded(tmp_path, [*ROWS])
    after = loaded(tmp_path, [ROWS[1].replace("1,2,", "1,1,"), ROWS[0].replace("1,1,", "1,2,"), *ROWS[2:]])
    assert compare(before, after).counts == {"added": 0, "removed": 0, "changed": 0, "annotated": 2}


def test_no_printed_text_becomes_a_formula(tmp_path: Path) -> None:
    before = loaded(tmp_path, [*ROWS])
    after = loaded(tmp_path, [ROWS[0].replace("110.5", "-111"), *ROWS[1:]])
    changed = compare(before, after)
    evil = replace(changed, cells=changed.cells.assign(printed_before="=cmd|'/c calc'!A1"))
    [cell] = csv.DictReader(io.StringIO(evil.to_csv()))
    assert (cell["printed_before"], cell["printed_after"]) == ("'=cmd|'/c calc'!A1", "-111")


def test_the_comparison_can_be_kept_as_csv(tmp_path: Path) -> None:
    before = loaded(tmp_path, [*ROWS])
    after = loaded(tmp_path, [ROWS[0].replace("110.5", "111"), *ROWS[1:]])
    lines = compare(before, after).to_csv().splitlines()
    assert lines == [",".join(CHANGE_COLUMNS), "changed,1,1,sales-value,CN-JS,instruments,,,,,2015,100 million CNY,"
                     "110.5,111.0,110.5,111,2016-12-31,2016-12-31"]
