"""The watches between the yearly forecasts: bundled exchange rates from the first start, and reported events."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from django.test import Client

from outward.studies.risks.ratewatched import bundled_rates_watched
from outward_portal.risks import reported
from tests.portal.people import People, browser_of

pytestmark = pytest.mark.django_db


def test_rates_are_watched_from_the_first_start_by_anybody_with_their_own_record(client: Client) -> None:
    found = bundled_rates_watched()
    told = client.get("/en/risks/rates/").text
    assert f"Snapshot up to {found.watch.last}" in told
    assert "Open Government Licence" in told
    for rule in found.watch.record.rules:
        assert f"<td class=\"numeric\">{rule.hits}</td><td class=\"numeric\">{rule.false_alarms}</td>" in told
    assert told.count('<th scope="row"><a href="/en/risks/rates/') == 50
    assert "page=2" in told
    assert "警报" in client.get("/zh-hans/risks/rates/").text


@pytest.mark.parametrize("key", ["code", "place", "rate", "change_1m", "change_3m", "change_12m", "since"])
def test_they_are_sorted_by_each_column_and_turned_around(client: Client, key: str) -> None:
    def codes(sort: str) -> list[str]:
        return [part.split("/")[0] for part in client.get(f"/en/risks/rates/?sort={sort}").text.split(
            '<th scope="row"><a href="/en/risks/rates/')[1:]]

    there, back = codes(key), codes(f"-{key}")
    assert len(there) == len(back) == 50
    assert there != back


def test_they_are_narrowed_by_level(client: Client) -> None:
    alarms = [row for row in bundled_rates_watched().watch.rows if row.level == "alarm"]
    told = client.get("/en/risks/rates/?level=alarm").text
    assert f"{len(alarms)} currenc" in told
    assert client.get("/en/risks/rates/?level=x&sort=y").status_code == 200


def test_one_currency_has_its_chart_its_numbers_and_the_record(client: Client) -> None:
    row = bundled_rates_watched().watch.rows[0]
    told = client.get(f"/en/risks/rates/{row.code}/").text
    assert "What such levels were worth" in told
    assert row.months[0] in told
    assert client.get(f"/en/risks/rates/{row.code}/chart.svg").content.startswith(b"<svg")
    for address in ("XXX/", "XXX/chart.svg", "files/rates.exe"):
        assert client.get(f"/en/risks/rates/{address}").status_code == 404, address


def test_files_hold_what_the_command_line_writes(client: Client) -> None:
    found = bundled_rates_watched()
    rows = list(csv.DictReader(io.StringIO(client.get("/en/risks/rates/files/rates.csv").content.decode("utf-8-sig"))))
    assert len(rows) == len(found.watch.rows)
    assert json.loads(client.get("/en/risks/rates/files/rates.json").content)["last"] == found.watch.last


@pytest.fixture
def counted(settings: object, tmp_path: Path) -> Path:
    """A workspace with counts of a made-up event file: 40 quiet days, then many protests."""
    from datetime import date, timedelta

    from outward.ingest.events import count_event_files

    lines = ["date,country,kind,source,actor1,title,url,id"]
    first = date(2024, 3, 1)
    for day in range(41):
        at = (first + timedelta(days=day)).isoformat()
        lines += [f"{at},KEN,cooperation,made up,n{each},Talks,https://example.org/{day}/{each},a{day}-{each}"
                  for each in range(20)]
        lines += [f"{at},KEN,protest,made up,n{each},Zqprotest {each},https://example.org/p{each},p{day}-{each}"
                  for each in range(60 if day == 40 else 1)]
    file = tmp_path / "events.csv"
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    settings.WORKSPACE = tmp_path  # type: ignore[attr-defined]
    count_event_files([file], tmp_path / "risk" / "events")
    return tmp_path


def test_signals_are_reported_events_with_their_titles_and_never_incidents(counted: Path, people: People) -> None:
    client = browser_of(people.office)
    told = client.get("/en/risks/reported/").text
    assert "Reported events, not incidents" in told
    assert "Kenya" in told
    assert told.count("Zqprotest") == 3
    assert 'rel="noopener noreferrer nofollow"' in told
    rows = list(csv.DictReader(io.StringIO(
        client.get("/en/risks/reported/files/signals.csv").content.decode("utf-8-sig"))))
    assert {row["status"] for row in rows} == {"reported events"}
    assert "No kind of event was reported unusually often" in client.get("/en/risks/reported/?on=2024-04-05").text
    assert "Show the newest day" in client.get("/en/risks/reported/?on=2030-01-01").text
    assert client.get("/en/risks/reported/files/signals.csv?on=2030-01-01").status_code == 404
    assert client.get("/en/risks/reported/?on=nonsense").status_code == 200
    assert reported.signals_of(None).newest.isoformat() == "2024-04-10"


def test_without_counts_it_says_which_command_counts(people: People, settings: object, tmp_path: Path) -> None:
    settings.WORKSPACE = tmp_path  # type: ignore[attr-defined]
    told = browser_of(people.office).get("/en/risks/reported/").text
    assert "outward risk stream FILES --out risk/events" in told
    assert browser_of(people.office).get("/en/risks/reported/files/signals.csv").status_code == 404


def test_reported_events_are_for_those_who_read_forecasts(people: People) -> None:
    for name, status in (("member", 403), ("administrator", 403), ("enterprise", 200), ("analyst", 200)):
        assert browser_of(getattr(people, name)).get("/en/risks/reported/").status_code == status, name
    assert browser_of(people.visitor).get("/en/risks/reported/").status_code == 302
