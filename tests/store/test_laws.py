"""Laws of reading the past, against a plain reading of the same rows."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from outward.store.reader import Release
from tests.store.small_release import Row, publish, row

DAYS = ("2016-12-31", "2017-06-30", "2018-01-01", "2018-12-31")

rows_of_a_table = st.lists(
    st.tuples(st.sampled_from(["1", "2"]), st.integers(1, 12), st.sampled_from(DAYS),
              st.sampled_from(["CN-LN", "CN-JS"]), st.sampled_from(["2014", "2015"]), st.integers(-5, 5)),
    min_size=1, max_size=30, unique_by=lambda each: each[:3])


def plainly(rows: list[Row], day: str) -> list[tuple[str, str, str]]:
    """Read the rows as known on a day, one by one."""
    known = [each for each in rows if str(each["known_on"]) <= day]
    latest: dict[tuple[object, ...], str] = {}
    for each in known:
        key = (each["table"], each["region"], each["period"])
        latest[key] = max(latest.get(key, ""), str(each["known_on"]))
    kept = [each for each in known if each["known_on"] == latest[(each["table"], each["region"], each["period"])]]
    cells = [(str(each["table"]), str(each["row"]), str(each["known_on"])) for each in kept]
    return sorted(cells, key=lambda cell: (int(cell[0]), int(cell[1]), cell[2]))


def cells(release: Release, day: str | None) -> list[tuple[str, str, str]]:
    table = release.observations(as_of=day)
    return [(str(a), str(b), str(c)) for a, b, c in table[["table", "row", "known_on"]].itertuples(index=False)]


@given(rows_of_a_table)
@settings(max_examples=25, deadline=None)
def test_as_of_is_the_latest_known_by_then_whatever_the_order_on_disk(
    drawn: list[tuple[str, int, str, str, str, int]]
) -> None:
    rows = [row(table, str(number), float(value), day, region=region, period=period)
            for table, number, day, region, period, value in drawn]
    with tempfile.TemporaryDirectory() as folder:
        release, turned = publish(Path(folder) / "a", rows), publish(Path(folder) / "b", rows[::-1])
        for day in DAYS:
            assert cells(release, day) == cells(turned, day) == plainly(rows, day)
        assert cells(release, None) == cells(release, DAYS[-1])
