"""The panel: files that are sent or lie in the folder, what is refused, and the job that makes an outlook of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from outward.errors import DataGapError
from outward_portal.records.files import storage
from outward_portal.risks import keeping, making, panel
from outward_portal.risks.models import Alert, MadeOutlook, PanelFile, RiskForecast
from outward_portal.work.context import Context
from outward_portal.work.models import Job
from tests.portal.people import People, browser_of
from tests.portal.risks.outlooks import made_up

pytestmark = pytest.mark.django_db
NAME = "institutional_wgi_2000_2003.csv"
TABLE = "iso3,year,wgi_rol\nKAZ,2000,0.5\nKAZ,2001,0.25\nKAZ,2003,0.125\n"


@pytest.fixture
def folder() -> Iterator[Path]:
    """The workspace's folder of panel files, empty before and after."""
    place: Path = settings.WORKSPACE / "risk" / "panel"
    place.mkdir(parents=True, exist_ok=True)
    yield place
    for file in place.iterdir():
        file.unlink()


@pytest.fixture
def office(people: People) -> Client:
    """The office's browser."""
    return browser_of(people.office)


def sent(browser: Client, name: str = NAME, text: str | bytes = TABLE, **given: str) -> Any:
    content = text if isinstance(text, bytes) else text.encode()
    return browser.post("/en/risks/panel/", {"file": SimpleUploadedFile(name, content), "source": "World Bank, 2024",
                                             **given})


def test_a_file_that_is_sent_is_in_the_panel_with_its_years_and_gaps(office: Client) -> None:
    assert sent(office).status_code == 302
    file = PanelFile.objects.get()
    assert (file.family, file.first_year, file.last_year, file.rows) == ("institutional_wgi", 2000, 2003, 3)
    page = office.get("/en/risks/panel/").text
    assert "2000–2003" in page
    assert "<td>2002</td>" in page  # the missing year
    assert "World Bank, 2024" in page


def test_another_file_of_the_name_takes_the_place_of_the_first(office: Client) -> None:
    sent(office)
    sent(office, text=TABLE + "KAZ,2004,0.5\n")
    assert PanelFile.objects.count() == 2
    assert PanelFile.objects.get(retired_at__isnull=True).last_year == 2004


@pytest.mark.parametrize(("name", "text", "told"), [
    ("weather_2000_2003.csv", TABLE, "says no family"),
    (NAME, "iso3,year,wgi_rol\nKAZ,2000,much\n", "is no usable number"),
    (NAME, "iso3,wgi_rol\nKAZ,1\n", "no column year"),
    (NAME, b"\xff\xfe\x00\x00junk", "Only CSV|UTF-8|text"),
    (NAME, "iso3,year,wgi_rol\nKAZ,1e400,1\n", "no year"),
    (NAME, "", "empty"),
    ("institutional_wgi/../../x.csv", "a\n1\n", "says no family"),
    (NAME, "iso3,year,wgi_rol\nKAZ,2000,1\nKAZ,2000,2\n", "stands twice"),
])
def test_what_cannot_be_read_is_refused_with_the_reason_and_leaves_no_file(
    office: Client, name: str, text: str | bytes, told: str
) -> None:
    before = storage.orphans(age=0)
    answer = sent(office, name, text)
    assert answer.status_code == 422
    assert any(part in answer.text for part in told.split("|")), answer.text
    assert not PanelFile.objects.exists()
    assert storage.orphans(age=0) == before


def test_files_of_the_folder_are_named_and_a_sent_one_stands_in_their_place(office: Client, folder: Path) -> None:
    (folder / NAME).write_text(TABLE, encoding="utf-8")
    (folder / "readme.csv").write_text("a\n1\n", encoding="utf-8")
    page = office.get("/en/risks/panel/").text
    assert "in the folder" in page
    assert "belong to no family" in page
    sent(office, text="iso3,year,wgi_rol\nKAZ,2010,0.5\n")
    assert "a file that was sent stands in its place" in office.get("/en/risks/panel/").text
    with panel.assembled() as place:
        assert [file.name for file in place.iterdir()] == [NAME]
        assert "2010" in (place / NAME).read_text(encoding="utf-8")


def test_a_file_is_taken_out_once_one_has_said_yes(office: Client) -> None:
    sent(office)
    file = PanelFile.objects.get()
    assert "Take it out" in office.get(f"/en/risks/panel/{file.pk}/take-out").text
    assert PanelFile.objects.filter(retired_at__isnull=True).exists()
    office.post(f"/en/risks/panel/{file.pk}/take-out")
    assert not PanelFile.objects.filter(retired_at__isnull=True).exists()
    assert panel.is_empty()


def test_the_job_keeps_the_outlook_enters_its_forecasts_and_opens_alerts(
    office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def make(place: Path, *, progress: Any) -> Any:
        told.extend(sorted(file.name for file in place.iterdir()))
        progress(0.0, "panel")
        progress(0.5, "coup")
        return made_up()

    monkeypatch.setattr(making, "make_outlook", make)
    sent(office, is_synthetic="on")
    office.post("/en/risks/panel/outlook")
    job = Job.objects.get(kind="risks.outlook")
    assert (job.state, job.result["alerts"], told) == ("done", 1, [NAME])
    row = MadeOutlook.objects.get()
    assert row.is_synthetic
    assert keeping.kept_outlook(row) is not None
    assert RiskForecast.objects.count() == row.forecasts
    assert "made up" in office.get(f"/en/risks/alerts/{Alert.objects.get().pk}/").text
    office.post("/en/risks/panel/outlook")  # the same again: nothing is entered twice
    assert MadeOutlook.objects.count() == 1
    assert RiskForecast.objects.count() == row.forecasts
    call_command("verify_ledger")


def test_a_job_that_is_called_off_writes_nothing(office: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def make(place: Path, *, progress: Any) -> Any:
        Job.objects.filter(kind="risks.outlook").update(cancel_asked_at=timezone.now())
        monkeypatch.setattr(Context, "_is_time", lambda _: True)
        progress(0.5, "coup")
        raise AssertionError("it went on")

    monkeypatch.setattr(making, "make_outlook", make)
    sent(office)
    office.post("/en/risks/panel/outlook")
    assert Job.objects.get(kind="risks.outlook").state == "cancelled"
    assert not MadeOutlook.objects.exists()
    assert not RiskForecast.objects.exists()


def test_what_the_library_finds_wrong_is_told_and_nothing_is_written(
    office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(place: Path, *, progress: Any) -> Any:
        raise DataGapError("no event can be forecast", "outlook", "Add the files of at least one event.")

    monkeypatch.setattr(making, "make_outlook", refuse)
    sent(office)
    office.post("/en/risks/panel/outlook")
    assert Job.objects.get(kind="risks.outlook").state == "failed"
    assert "no event can be forecast" in office.get("/en/risks/panel/").text
    assert not MadeOutlook.objects.exists()


def test_without_figures_no_outlook_is_asked_for(office: Client) -> None:
    assert "The panel is empty" in office.post("/en/risks/panel/outlook", follow=True).text
    assert not Job.objects.exists()


def test_an_outlook_whose_file_was_changed_is_not_read(people: People) -> None:
    from tests.portal.risks.outlooks import published

    row, _ = published(people.office)
    keeping._path(row.digest).write_bytes(b"{}")
    keeping._read.cache_clear()
    assert keeping.kept_outlook(row) is None
    page = browser_of(people.office).get("/en/risks/countries/KAZ/")
    assert page.status_code == 200
    assert "not kept here any more" in page.text
    assert "6.0%" in page.text  # the forecast itself stands
