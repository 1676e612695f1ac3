"""Event files to counts: each event once, in whatever order and however often files come, and nothing half-written."""

from __future__ import annotations

import gzip
import json
import random
import zipfile
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from outward.errors import InvalidInputError, NotFoundError, OutwardError, StoreError
from outward.ingest.events import count_event_files, counting
from outward.risk.counts import MANIFEST, covered_days
from tests.ingest.event_files import Told, gdelt_file, gdelt_line, own_file

DAY = date(2024, 5, 1)
Row = tuple[object, ...]


def counts(folder: Path) -> list[Row]:
    """All counts that the manifest names."""
    paths = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["counts"].values()
    rows: list[Row] = []
    for path in paths:
        rows += duckdb.execute(f"SELECT * FROM read_parquet('{folder / path}')").fetchall()
    return sorted(rows, key=str)


def archive(path: Path, query: str) -> None:
    """Write the rows of a query as Parquet."""
    duckdb.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")


def covered(folder: Path) -> set[date]:
    return set(covered_days(json.loads((folder / MANIFEST).read_text(encoding="utf-8"))))


def made_rows(number: int, *, seed: int = 1) -> list[Told]:
    """Rows of three days in version 2.0, a good part of them told again."""
    draw = random.Random(seed)
    return [Told(id, actor1=draw.choice("ABC"), code=draw.choice(("141", "190", "042", "172")),
                 gec=draw.choice(("ZA", "CH", "GM")), mentions=str(draw.randint(1, 9)), place="Somewhere",
                 added=f"2024050{draw.randint(1, 3)}{draw.randint(0, 23):02}{draw.choice((0, 30)):02}00")
            for id in range(number)]


class TestCounting:
    """What is counted."""

    def test_events_by_country_day_and_kind(self, tmp_path: Path) -> None:
        file = gdelt_file(tmp_path / "day.tsv", [
            Told(1), Told(2, actor1="CCC", mentions="6", sources="2", url="https://a.example.co.uk/x"),
            Told(3, code="1453", gec="CH", url="https://b.example.com/y")])
        counted = count_event_files([file], tmp_path / "counts")
        assert counts(tmp_path / "counts") == [(DAY, "CHN", "riot", 1, 4, 1, 0, 0),
                                               (DAY, "ZMB", "protest", 2, 10, 3, 1, 2)]
        assert (counted.days, counted.newest, counted.files[0].taken) == (1, DAY, 3)

    def test_a_repeat_within_three_hours_counts_once_and_a_later_one_again(self, tmp_path: Path) -> None:
        times = ("000000", "023000", "053000", "083001")  # each within 180 minutes of the one before but the last
        file = gdelt_file(tmp_path / "day.tsv", [Told(id, added=f"20240501{at}") for id, at in enumerate(times)])
        count_event_files([file], tmp_path / "counts")
        assert [row[3] for row in counts(tmp_path / "counts")] == [2]

    def test_a_repeat_across_midnight_counts_once_whichever_file_comes_first(self, tmp_path: Path) -> None:
        before = gdelt_file(tmp_path / "a.tsv", [Told(1, added="20240501233000")])
        after = gdelt_file(tmp_path / "b.tsv", [Told(2, added="20240502003000"), Told(3, added="20240502120000")])
        for name, order in (("one", (before, after)), ("two", (after, before))):
            for file in order:
                count_event_files([file], tmp_path / name)
        assert counts(tmp_path / "one") == counts(tmp_path / "two")
        assert [(row[0], row[3]) for row in counts(tmp_path / "one")] == [(DAY, 1), (DAY + timedelta(days=1), 1)]

    def test_without_times_the_same_day_actors_code_and_place_are_one_event(self, tmp_path: Path) -> None:
        file = gdelt_file(tmp_path / "day.tsv", [Told(1), Told(2), Told(3, place="Ndola, Copperbelt, Zambia")])
        count_event_files([file], tmp_path / "counts")
        assert [row[3] for row in counts(tmp_path / "counts")] == [2]

    def test_what_cannot_be_taken_is_told(self, tmp_path: Path) -> None:
        lines = [*(gdelt_line(Told(id, actor1=str(id))) for id in range(60)), gdelt_line(Told(100, gec="")),
                 gdelt_line(Told(101, code="999")), gdelt_line(Told(102, day="20230501")),
                 gdelt_line(Told(103, day="x")), "too\tfew"]
        (tmp_path / "day.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        file = count_event_files([tmp_path / "day.tsv"], tmp_path / "counts").files[0]
        assert (file.rows, file.taken) == (65, 60)
        assert (file.unreadable, file.undated, file.late, file.unplaced, file.unsorted) == (1, 1, 1, 1, 1)

    def test_numbers_that_are_none_count_as_one_mention(self, tmp_path: Path) -> None:
        file = gdelt_file(tmp_path / "day.tsv", [Told(1, mentions="nan", sources="-5"),
                                                 Told(2, actor1="C", mentions="9" * 40)])
        count_event_files([file], tmp_path / "counts")
        assert [row[3:6] for row in counts(tmp_path / "counts")] == [(2, 2, 1)]

    def test_a_day_without_files_is_not_covered(self, tmp_path: Path) -> None:
        for place, day in enumerate(("20240501", "20240503")):
            count_event_files([gdelt_file(tmp_path / day, [Told(place, day=day, added=day)])], tmp_path / "counts")
        assert covered(tmp_path / "counts") == {DAY, DAY + timedelta(days=2)}

    def test_own_events_cover_all_days_of_their_span(self, tmp_path: Path) -> None:
        file = own_file(tmp_path / "own.csv", ["2024-05-01,Zambia,protest,Daily,Strike",
                                               "2024-05-03T10:30,德国,190,Daily,Shots"])
        count_event_files([file], tmp_path / "counts")
        assert [row[:4] for row in counts(tmp_path / "counts")] == [
            (DAY, "ZMB", "protest", 1), (DAY + timedelta(days=2), "DEU", "violence", 1)]
        assert len(covered(tmp_path / "counts")) == 3

    def test_a_revision_of_acled_takes_the_place_of_what_it_revises(self, tmp_path: Path) -> None:
        header = "event_id_cnty,event_date,event_type,sub_event_type,actor1,country,location,source_scale,timestamp"
        old = own_file(tmp_path / "old.csv", ["ZMB1,01 May 2024,Protests,Peaceful protest,P,Zambia,Lusaka,National,100",
                                              "ZMB2,2024-05-01,Battles,Armed clash,Q,Zambia,Ndola,International,100"],
                       header)
        new = own_file(tmp_path / "new.csv", ["ZMB1,2024-05-02,Riots,Mob violence,P,Zambia,Lusaka,National,200"],
                       header)
        expected = [(DAY, "ZMB", "violence", 1, 1, 1, 1, 1), (DAY + timedelta(days=1), "ZMB", "riot", 1, 1, 1, 0, 1)]
        for name, order in (("one", (old, new)), ("two", (new, old)), ("three", (old, new, old))):
            for file in order:
                count_event_files([file], tmp_path / name)
            assert counts(tmp_path / name) == expected
        later = own_file(tmp_path / "later.csv", ["ZMB3,2024-05-01,Protests,,R,Zambia,Lusaka,,300"], header)
        count_event_files([later], tmp_path / "one")  # counts the first day anew: what was revised stays away
        assert counts(tmp_path / "one") == sorted([*expected, (DAY, "ZMB", "protest", 1, 1, 1, 0, 0)], key=str)


class TestAgainAndAgain:
    """Order, repetition and what is stopped."""

    def test_the_same_file_twice_changes_nothing(self, tmp_path: Path) -> None:
        file = gdelt_file(tmp_path / "day.tsv", made_rows(80))
        count_event_files([file], tmp_path / "counts")
        before = {path: path.read_bytes() for path in (tmp_path / "counts").rglob("*") if path.is_file()}
        again = count_event_files([file, file], tmp_path / "counts")
        assert all(each.was_known for each in again.files)
        assert {path: path.read_bytes() for path in (tmp_path / "counts").rglob("*") if path.is_file()} == before

    @pytest.mark.parametrize("seed", range(4))
    def test_any_order_and_any_split_into_files_gives_the_same_counts(self, tmp_path: Path, seed: int) -> None:
        rows = made_rows(90)
        count_event_files([gdelt_file(tmp_path / "all.tsv", rows)], tmp_path / "whole")
        draw = random.Random(seed)
        draw.shuffle(rows)
        cuts = sorted(draw.sample(range(1, len(rows)), 3))
        files = [gdelt_file(tmp_path / f"{first}.tsv", [*rows[first:last], *draw.sample(rows, 5)])  # they overlap too
                 for first, last in zip([0, *cuts], [*cuts, len(rows)], strict=True)]
        for file in files:
            count_event_files([file], tmp_path / "parts")
        assert counts(tmp_path / "parts") == counts(tmp_path / "whole")

    def test_an_update_that_is_stopped_leaves_what_was(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        count_event_files([gdelt_file(tmp_path / "a.tsv", [Told(1)])], tmp_path / "counts")
        before = counts(tmp_path / "counts")
        other = gdelt_file(tmp_path / "b.tsv", [Told(2, actor1="C")])

        def stopped(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as broken:
            broken.setattr(counting, "publish", stopped)
            with pytest.raises(KeyboardInterrupt):
                count_event_files([other], tmp_path / "counts")
        assert counts(tmp_path / "counts") == before
        assert not (tmp_path / "counts" / ".new").exists()
        count_event_files([other], tmp_path / "counts")
        assert [row[3] for row in counts(tmp_path / "counts")] == [2]

    def test_nothing_is_taken_where_one_file_of_several_is_wrong(self, tmp_path: Path) -> None:
        good = gdelt_file(tmp_path / "a.tsv", [Told(1)])
        bad = own_file(tmp_path / "b.csv", ["yesterday,ZMB,protest,D,T"])
        with pytest.raises(InvalidInputError, match="row 2, column date"):
            count_event_files([good, bad], tmp_path / "counts")
        assert not (tmp_path / "counts" / MANIFEST).exists()


class TestPackedAndArchived:
    """Files as they come."""

    def test_packed_files_are_read(self, tmp_path: Path) -> None:
        text = gdelt_line(Told(1)) + "\n"
        with zipfile.ZipFile(tmp_path / "day.zip", "w") as archive:
            archive.writestr("20240501.export.CSV", text)
        (tmp_path / "day.gz").write_bytes(gzip.compress(gdelt_line(Told(2, actor1="C")).encode() + b"\n"))
        count_event_files([tmp_path / "day.zip", tmp_path / "day.gz"], tmp_path / "counts")
        assert [row[3] for row in counts(tmp_path / "counts")] == [2]

    @pytest.mark.parametrize("types", ["INTEGER", "VARCHAR", "DATE"])
    def test_an_archive_gives_the_counts_of_its_rows(self, tmp_path: Path, types: str) -> None:
        day = "DATE '2024-05-01'" if types == "DATE" else f"CAST(20240501 AS {types})"
        archive(tmp_path / "a.parquet", f"SELECT {day} AS SQLDATE, 'ZA' AS ActionGeo_CountryCode, '141' AS EventCode, "
                                        "3 AS NumMentions, 1 AS NumSources FROM range(5)")
        file = count_event_files([tmp_path / "a.parquet"], tmp_path / "counts").files[0]
        assert counts(tmp_path / "counts") == [(DAY, "ZMB", "protest", 5, 15, 5, 0, 0)]
        assert (file.rows, file.taken, file.layout) == (5, 5, "archive")

    def test_days_of_an_archive_are_not_counted_twice(self, tmp_path: Path) -> None:
        archive(tmp_path / "a.parquet", "SELECT DATE '2024-05-01' AS day, 'ZMB' AS country, 'riot' AS kind")
        count_event_files([tmp_path / "a.parquet"], tmp_path / "counts")
        assert count_event_files([tmp_path / "a.parquet"], tmp_path / "counts").files[0].was_known
        before = counts(tmp_path / "counts")
        with pytest.raises(InvalidInputError, match="an archive was counted for"):
            count_event_files([gdelt_file(tmp_path / "day.tsv", [Told(1)])], tmp_path / "counts")
        assert counts(tmp_path / "counts") == before


HOSTILE: dict[str, bytes] = {
    "empty": b"", "noise": bytes(range(256)) * 40, "nul": b"a\x00b\n",
    "latin": "date,country,kind,source,titlé\n".encode("latin-1"), "workbook": b"PK\x03\x04" + b"x" * 50,
    "old workbook": bytes.fromhex("D0CF11E0A1B11AE1") + b"x" * 50,
    "parquet": b"PAR1" + b"x" * 50, "gzip": b"\x1f\x8b" + b"x" * 50, "header": b"date,country,kind,source,title\n",
    "one cell": b"x\n", "quotes": b'date,country,kind,source,title\n"2024-05-01,ZMB,protest,D,T\n',
    "long line": b"date,country,kind,source,title\n2024-05-01,ZMB,protest,D," + b"x" * 5_000_000 + b"\n",
    "mixed up": b"date,country,kind,source,title\n" + b"".join(b"2024-05-01,land%d,protest,D,T\n" % place
                                                             for place in range(4000)),
    "named": "\t".join(f"c{place}" for place in range(60)).encode() + b"\n",
    "gdelt of nothing": b"\t" * 57 + b"\n",
    "broken": gdelt_line(Told(1)).encode() + b"\n" + b"a\tb\n" * 50,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_words(tmp_path: Path, name: str) -> None:
    (tmp_path / "events").write_bytes(HOSTILE[name])
    with pytest.raises(OutwardError) as refused:
        count_event_files([tmp_path / "events"], tmp_path / "counts")
    assert refused.value.mend
    assert not (tmp_path / "counts" / MANIFEST).exists()


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"nothing\.csv"):
        count_event_files([tmp_path / "nothing.csv"], tmp_path / "counts")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 9}', "[" * 100_000, '{"format": 1, "files": [{}]}',
                                  '{"format":1,"files":[],"parts":[],"counts":{"2024":"../../x"}}'])
def test_a_manifest_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "counts").mkdir()
    (tmp_path / "counts" / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(StoreError):
        count_event_files([gdelt_file(tmp_path / "day.tsv", [Told(1)])], tmp_path / "counts")
