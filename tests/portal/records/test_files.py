"""Files on records: what is taken, who gets them, what a killed upload leaves."""

from __future__ import annotations

import hashlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import settings as unhurried
from hypothesis import strategies as st

from outward_portal.accounts.requests import Act
from outward_portal.journal.models import Entry
from outward_portal.records.errors import RefusedError
from outward_portal.records.files import actions, pictures, storage
from outward_portal.records.files.forms import audiences
from outward_portal.records.models import Attachment, Record
from tests.portal.people import People, browser_of
from tests.portal.records import samples
from tests.portal.records.works import enterprise

pytestmark = pytest.mark.django_db
BASE = "/en/registers"


@pytest.fixture(autouse=True)
def empty_folder() -> Iterator[None]:
    """Leave nothing of one test to the next."""
    yield
    for path in storage.folder().rglob("*"):
        if path.is_file():
            path.unlink()


def kept_files() -> list[Path]:
    return [path for path in storage.folder().rglob("*") if path.is_file()]


def stored_at(file: Attachment) -> Path:
    assert file.file.name
    return storage.folder() / file.file.name


def attach(record: Record, people: People, data: bytes, name: str, audience: str = "public") -> Attachment:
    return actions.attach(Act(people.office), record, SimpleUploadedFile(name, data), title="", audience=audience)


@pytest.mark.parametrize(("data", "name", "type"), [
    (samples.pdf(), "a.pdf", "application/pdf"),
    (samples.pdf(), "a.txt", "application/pdf"),
    (samples.word(), "a.docx", "wordprocessingml.document"),
    (samples.workbook(), "a.docx", "spreadsheetml.sheet"),
    (samples.slides(), "a.bin", "presentationml.presentation"),
    (samples.png(), "a.exe", "image/png"), (samples.jpeg(), "photo", "image/jpeg"),
    (samples.webp(), "a.webp", "image/webp"),
    ("报告，第一行\n".encode(), "a.txt", "text/plain"), (b"a,b\n1,2\n", "a.csv", "text/csv"),
    (b"<script>alert(1)</script>", "a.html", "text/plain"),
])
def test_the_type_is_told_by_content_and_not_by_name(people: People, data: bytes, name: str, type: str) -> None:
    kept = attach(enterprise(), people, data, name)
    assert type in kept.content_type
    stored = stored_at(kept).read_bytes()
    assert (len(stored), hashlib.sha256(stored).hexdigest()) == (kept.size, kept.sha256)
    assert name not in str(kept.file.name)


@pytest.mark.parametrize(("data", "says"), [
    (b"", "empty"),
    (b"MZ\x90\x00" + bytes(60), "not taken"),
    (b"\x7fELF" + bytes(60), "not taken"),
    (b"GIF89a" + bytes(20), "not taken"),
    (b"text\x00with a zero", "not taken"),
    (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600), "old kind"),
    (samples.package({"a.txt": b"x"}), "not taken"),
    (b"PK\x03\x04 broken", "damaged"),
    (samples.pdf(script=True), "JavaScript"),
    (samples.pdf_with_packed_script(), "JavaScript"),
    (samples.pdf(embedded=True), "other files inside"),
    (samples.pdf(password="x"), "encrypted"),
    (b"%PDF-1.7\nnothing more", "damaged"),
    (samples.with_part(samples.word(), "word/vbaProject.bin", b"x"), "not taken"),
    (samples.with_part(samples.workbook(), "xl/vbaProject.bin", b"x"), "macros"),
    (samples.slides(ppt__vbaProject=b"x"), "program"),
    (samples.slides(**{"ppt__a.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "document type"),
    (samples.with_part(samples.word(), "word/x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "document type"),
    (samples.with_part(samples.workbook(), "xl/x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "document type"),
    (samples.slides(**{"ppt___rels__a.rels": b'<R><r TargetMode="External" Target="http://x" Type="image"/></R>'}),
     "outside"),
    (samples.slides(ppt__big=bytes(101_000_000)), "unpacks"),
    (samples.with_part(samples.word(), "word/media/big.png", bytes(70_000_000)), "unpacks"),
    (samples.with_part(samples.workbook(), "xl/media/big.png", bytes(2_000_000)), "unpacks"),
    (samples.package(samples.SLIDES | {f"ppt/{n}": b"" for n in range(2_001)}), "parts"),
    (samples.png()[:40], "picture"), (samples.jpeg()[:60], "picture"), (samples.webp()[:30], "picture"),
    (samples.jpeg(size=(60_000, 60_000)), "picture"),
])
def test_what_runs_hides_or_swells_is_refused_and_leaves_nothing(people: People, data: bytes, says: str) -> None:
    with pytest.raises(RefusedError, match=says):
        attach(enterprise(), people, data, "a.pdf")
    assert not Attachment.objects.exists()
    assert kept_files() == []


def test_a_file_above_the_limit_is_refused_while_it_comes_in(people: People) -> None:
    with pytest.raises(RefusedError, match="20 MB"):
        attach(enterprise(), people, b"a" * (20 * 1024 * 1024 + 1), "a.txt")
    assert kept_files() == []


def test_a_request_that_no_form_takes_is_refused_before_it_is_read(people: People) -> None:
    record = enterprise()
    response = browser_of(people.office).post(
        f"{BASE}/enterprises/{record.pk}/attach", b"--x\r\n", content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH="60000000")
    assert response.status_code == 400


@pytest.mark.parametrize(("data", "name"), [(samples.png(), "a.png"), (samples.jpeg(), "a.jpg"),
                                            (samples.webp(), "a.webp")])
def test_pictures_lose_what_a_camera_wrote_beside_them(people: People, data: bytes, name: str) -> None:
    kept = attach(enterprise(), people, data, name)
    stored = stored_at(kept).read_bytes()
    assert samples.SECRET_PLACE in data
    assert samples.SECRET_PLACE not in stored
    assert b"trailing" not in stored
    assert pictures.BARE[kept.file_name.rpartition(".")[2]](stored) == stored


def test_how_a_photograph_is_turned_is_kept() -> None:
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in pictures.bare_jpeg(samples.jpeg(turned=6))
    assert b"Exif" not in pictures.bare_jpeg(samples.jpeg(turned=1))


@unhurried(deadline=None)
@given(st.sampled_from(sorted(pictures.BARE)), st.data())
def test_a_spoilt_picture_is_refused_or_whole_and_never_an_error(extension: str, data: Any) -> None:
    whole = {"png": samples.png(), "jpg": samples.jpeg(), "webp": samples.webp()}[extension]
    at = data.draw(st.integers(0, len(whole) - 1))
    spoilt = whole[:at] + data.draw(st.binary(min_size=1, max_size=6)) + whole[at + 1:]
    try:
        bare = pictures.BARE[extension](spoilt)
    except pictures.DamagedPictureError:
        return
    assert pictures.BARE[extension](bare) == bare


def post(people: People, who: str, record: Record, **change: Any) -> Any:
    given = {"file": SimpleUploadedFile("年报 2025.pdf", samples.pdf()), "title": "Report", "audience": "public"}
    return browser_of(getattr(people, who)).post(f"{BASE}/enterprises/{record.pk}/attach", given | change)


def status(client: Client, file: Attachment) -> int:
    response = client.get(f"{BASE}/files/{file.pk}")
    if response.streaming:
        b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return response.status_code


def test_whoever_may_change_a_record_attaches_and_everybody_who_sees_it_gets_it(people: People) -> None:
    record = enterprise(owner=people.works)
    assert post(people, "enterprise", record).status_code == 302
    file = Attachment.objects.get()
    client = browser_of(people.visitor)
    assert "Report" in client.get(f"{BASE}/enterprises/{record.pk}/").content.decode()
    response = client.get(f"{BASE}/files/{file.pk}")
    assert b"".join(response.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
    assert response["Content-Disposition"] == (
        f'attachment; filename="file-{file.pk}.pdf"; filename*=UTF-8\'\'%E5%B9%B4%E6%8A%A5%202025.pdf')
    assert (response["X-Content-Type-Options"], response["Content-Type"]) == ("nosniff", "application/pdf")
    assert "sandbox" in response["Content-Security-Policy"]
    assert Entry.objects.get(action="record.attached").changes == {"file": [None, file.pk]}


@pytest.mark.parametrize(("who", "status"), [
    ("visitor", 302), ("member", 403), ("rival", 403), ("provider", 403), ("analyst", 403), ("officer", 403),
    ("administrator", 403),
])
def test_nobody_else_attaches(people: People, who: str, status: int) -> None:
    assert post(people, who, enterprise(owner=people.works)).status_code == status
    assert not Attachment.objects.exists()


def test_a_refused_file_is_named_and_the_title_kept(people: People) -> None:
    record = enterprise(owner=people.works)
    response = post(people, "enterprise", record, file=SimpleUploadedFile("a.pdf", b"MZ\x90\x00"), title="My title")
    assert response.status_code == 422
    page = response.content.decode()
    assert "not taken" in page
    assert "My title" in page


def test_a_file_is_never_wider_than_its_record(people: People) -> None:
    record = enterprise(owner=people.works, audience="agencies")
    assert [each.value for each in audiences(record, people.enterprise)] == ["agencies", "office", "owner"]
    assert post(people, "enterprise", record, audience="public").status_code == 422
    assert [each.value for each in audiences(enterprise(), people.officer)] == ["public", "members", "agencies"]


@pytest.mark.parametrize(("audience", "readers"), [
    ("members", {"member", "enterprise", "colleague", "rival", "provider", "officer", "other_officer", "office",
                 "contributor", "analyst", "administrator"}),
    ("agencies", {"enterprise", "colleague", "officer", "other_officer", "office", "contributor", "analyst"}),
    ("owner", {"enterprise", "colleague"}),
])
def test_a_file_is_seen_as_its_audience_says(people: People, audience: str, readers: set[str]) -> None:
    record = enterprise(owner=people.works)
    assert post(people, "enterprise", record, title="zqfiletitle", audience=audience).status_code == 302
    file = Attachment.objects.get()
    file.file_name = "zqfilename.pdf"
    file.save()
    for who, person in people.everybody().items():
        client = browser_of(person)
        assert (status(client, file) == 200) == (who in readers), who
        pages = "".join(client.get(f"{BASE}/enterprises/{record.pk}/{page}").content.decode()
                        for page in ("", "history", "edit"))
        assert ("zqfile" in pages) == (who in readers), who


def test_a_file_taken_away_is_gone_for_readers_and_can_come_back(people: People) -> None:
    record = enterprise()
    file = attach(record, people, samples.pdf(), "a.pdf")
    client = browser_of(people.office)
    assert client.post(f"{BASE}/files/{file.pk}/take-away", {"reason": ""}).status_code == 422
    assert client.post(f"{BASE}/files/{file.pk}/take-away", {"reason": "outdated"}).status_code == 302
    assert Entry.objects.get(action="record.detached").reason == "outdated"
    assert status(browser_of(people.visitor), file) == 404
    assert "taken away" in client.get(f"{BASE}/enterprises/{record.pk}/").content.decode()
    assert browser_of(people.member).post(f"{BASE}/files/{file.pk}/bring-back").status_code == 404
    assert client.post(f"{BASE}/files/{file.pk}/bring-back").status_code == 302
    assert status(browser_of(people.visitor), file) == 200
    assert browser_of(people.member).post(f"{BASE}/files/{file.pk}/take-away", {"reason": "x"}).status_code == 403


def test_a_row_that_cannot_be_written_leaves_no_file(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("outward_portal.records.files.actions.entries.write", fail)
    with pytest.raises(KeyboardInterrupt):
        attach(enterprise(), people, samples.pdf(), "a.pdf")
    assert kept_files() == []


def test_what_a_killed_upload_left_is_removed_and_nothing_else(people: People, capsys: Any) -> None:
    file = attach(enterprise(), people, samples.pdf(), "a.pdf")
    left = storage.folder() / "incoming" / "left"
    left.write_bytes(b"x")
    call_command("remove_orphan_files")  # too young
    call_command("remove_orphan_files", age=-1, look=True)
    assert left.exists()
    call_command("remove_orphan_files", age=-1)
    assert not left.exists()
    assert stored_at(file).exists()


class Clamd:
    """A scanner that answers one question."""

    def __init__(self, place: Path, reply: bytes) -> None:
        self.heard = b""
        self.server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.server.bind(str(place))
        self.server.listen(1)
        self.reply = reply
        self.thread = threading.Thread(target=self.answer)
        self.thread.start()

    def answer(self) -> None:
        connection, _ = self.server.accept()
        with connection, self.server:
            while not self.heard.endswith(b"\0\0\0\0"):
                self.heard += connection.recv(65536)
            connection.sendall(self.reply)


@pytest.mark.parametrize(("reply", "says"), [
    (b"stream: OK\0", ""), (b"stream: Eicar-Test-Signature FOUND\0", "has found something"),
    (b"INSTREAM size limit exceeded. ERROR\0", "could not look"), (b"", "could not look"),
])
def test_the_scanner_is_asked_about_the_whole_file(people: People, tmp_path: Path, reply: bytes, says: str) -> None:
    clamd = Clamd(tmp_path / "s", reply)
    with override_settings(SCANNER=f"unix:{tmp_path / 's'}"):
        if says:
            with pytest.raises(RefusedError, match=says):
                attach(enterprise(), people, b"hello", "a.txt")
        else:
            attach(enterprise(), people, b"hello", "a.txt")
    clamd.thread.join(5)
    assert clamd.heard == b"zINSTREAM\0\0\0\0\x05hello\0\0\0\0"
    assert Attachment.objects.exists() == (not says)


@pytest.mark.parametrize("address", ["unix:/nowhere/clamd", "tcp://127.0.0.1:1"])
def test_a_scanner_that_is_set_and_does_not_answer_closes_the_door(people: People, address: str) -> None:
    with override_settings(SCANNER=address), pytest.raises(RefusedError, match="does not answer"):
        attach(enterprise(), people, b"hello", "a.txt")
    assert not Attachment.objects.exists()


def test_files_lie_outside_of_everything_that_is_served(people: People) -> None:
    file = attach(enterprise(), people, b"hello", "a.txt")
    place = stored_at(file)
    assert not place.is_relative_to(settings.STATIC_ROOT)
    assert place.stat().st_mode & 0o077 == 0
    assert browser_of(people.office).get(f"/static/{file.file.name}").status_code == 404
