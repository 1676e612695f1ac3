"""Texts of documents: read out of files without being hurt by them, taken apart by articles, compared, found."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client, override_settings

from outward_portal.accounts.requests import command
from outward_portal.journal.models import Entry
from outward_portal.knowledge import actions
from outward_portal.knowledge.articles import article, holds, pieces
from outward_portal.knowledge.differences import MOST_WORDS, differences
from outward_portal.knowledge.extraction import cleaned, extract, kind_of
from outward_portal.knowledge.models import Document, Provision, Version
from outward_portal.records.errors import RefusedError
from outward_portal.records.files import storage
from outward_portal.records.finding import find
from outward_portal.review.models import Draft
from outward_portal.work.models import Job
from outward_portal.work.running import attempt
from tests.portal.knowledge.law import LAW, document, propose, review, text
from tests.portal.people import People, browser_of
from tests.portal.records import samples

CHINESE = ("第一章 总则\n第一条 为了规范外汇管理，制定本条例。\n第十二条 经常项目外汇收入可以自行保留。\n"
           "第一百零五条 本条例自公布之日起施行。")


def pdf_of(folder: Path, words: str) -> Path:
    source = folder / "law.typ"
    source.write_text(words, encoding="utf-8")
    made = folder / "law.pdf"
    typst.compile(str(source), output=str(made))
    return made


def test_articles_and_headings_are_recognised_in_both_languages() -> None:
    english = [(piece.kind, piece.title, piece.anchor) for piece in pieces(LAW)]
    assert english == [("heading", "Chapter I General", "heading-1"), ("article", "Article 1", "article-1"),
                       ("article", "Article 2", "article-2"), ("article", "Article 3", "article-3")]
    chinese = [(piece.kind, piece.title, piece.number) for piece in pieces(CHINESE)]
    assert chinese == [("heading", "第一章 总则", ""), ("article", "第一条", "1"), ("article", "第十二条", "12"),
                       ("article", "第一百零五条", "105")]


def test_a_sentence_that_names_an_article_begins_none() -> None:
    found = pieces("Article 1 Scope.\nSubject to Article 2, investors may act.\n根据第三条的规定办理。")
    assert [piece.title for piece in found] == ["Article 1"]
    assert len(found[0].paragraphs) == 3


def test_articles_that_begin_anew_in_an_annex_keep_different_anchors() -> None:
    assert [piece.anchor for piece in pieces("Article 1 A.\nAnnex I\nArticle 1 B.")] == ["article-1", "heading-1",
                                                                                     "article-1-2"]


@pytest.mark.parametrize("typed", ["12", "第十二条", "十二", "article 12", "Article 12"])
def test_an_article_is_found_as_somebody_types_its_number(typed: str) -> None:
    found = article(CHINESE, typed)
    assert found is not None
    assert found.title == "第十二条"


def test_a_quotation_must_stand_in_the_text() -> None:
    assert holds("利润可以\n自由 汇出。", "利润可以自由汇出")
    assert not holds("利润可以自由汇出", "利润不得汇出")


def test_a_pdf_is_read_with_its_articles(tmp_path: Path) -> None:
    made = pdf_of(tmp_path, "Article 1 Profits may be remitted freely, as long as taxes have been paid to the last "
                            "shilling and the bank has been told of it in writing and in time.\n\nArticle 2 End.")
    found = extract("pdf", made)
    assert found.outcome == "read"
    assert [piece.title for piece in pieces(found.text)] == ["Article 1", "Article 2"]
    assert holds(found.text, "as long as taxes have been paid to the last shilling and the bank has been told")


def test_a_pdf_of_pictures_is_said_to_have_no_text(tmp_path: Path) -> None:
    assert extract("pdf", pdf_of(tmp_path, "#rect(width: 5cm, height: 5cm)")).outcome == "no-text"


def test_a_docx_is_read_with_its_tables(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("Article 1 Fees")
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Licence", "100"
    made.save(str(tmp_path / "law.docx"))
    found = extract("docx", tmp_path / "law.docx")
    assert (found.outcome, found.text) == ("read", "Article 1 Fees\nLicence\t100")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_is_read_in_the_encodings_in_use(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "law.txt").write_bytes(CHINESE.encode(encoding))
    assert extract("text", tmp_path / "law.txt").text == CHINESE


def hostile(name: str) -> bytes:
    """A file that means harm, or is broken."""
    packed = io.BytesIO()
    if name == "bomb":
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<a/>")
            archive.writestr("word/document.xml", b"0" * (80 * 1024 * 1024))
        return packed.getvalue()
    if name == "macro":
        plain = io.BytesIO()
        docx.Document().save(plain)
        with zipfile.ZipFile(plain) as source, zipfile.ZipFile(packed, "w") as archive:
            for entry in source.infolist():
                archive.writestr(entry.filename, source.read(entry))
            archive.writestr("word/vbaProject.bin", b"x")
        return packed.getvalue()
    return {"broken": b"%PDF-1.7\nnothing that follows is a PDF", "cut": b"PK\x03\x04 no archive"}[name]


@pytest.mark.parametrize(("name", "kind"), [("bomb", "docx"), ("macro", "docx"), ("cut", "docx"), ("broken", "pdf")])
def test_hostile_files_give_no_text_and_hurt_nobody(tmp_path: Path, name: str, kind: str) -> None:
    (tmp_path / "file").write_bytes(hostile(name))
    found = extract(kind, tmp_path / "file")  # type: ignore[arg-type]
    assert found.outcome in ("refused", "damaged")
    assert found.text == ""


def test_a_reader_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outward_portal.knowledge.extraction._SECONDS", 0.001)
    (tmp_path / "law.txt").write_text(LAW)
    assert extract("text", tmp_path / "law.txt").outcome == "too-long"


@pytest.mark.parametrize(("head", "kind"), [(b"%PDF-1.4", "pdf"), (b"PK\x03\x04", "docx"), (b"plain", "text"),
                                            (b"MZ\x00\x00", None), (b"\x89PNG\r\n\x1a\n\x00", None)])
def test_a_file_is_what_its_first_bytes_say(head: bytes, kind: str | None) -> None:
    assert kind_of(head) == kind


def test_marks_that_nobody_sees_are_taken_out() -> None:
    assert cleaned("a\u202eb\u200bc\x07d\r\ne") == "abcd\ne"


def test_versions_are_compared_by_article_and_word() -> None:
    found = differences(LAW, LAW.replace("49 percent", "100 percent") + "Article 4 New.")
    assert [(each.title, each.standing) for each in found.articles if each.standing != "same"] == [
        ("Article 2", "changed"), ("Article 4", "added")]
    changed = next(each for each in found.articles if each.standing == "changed")
    assert [(run.standing, run.text) for run in changed.runs if run.standing != "same"] == [("removed", "49"),
                                                                                         ("added", "100")]


def test_chinese_is_compared_sign_by_sign() -> None:
    found = differences("第一条 外国投资者可以投资。", "第一条 外国投资者不可以投资。")
    assert [(run.standing, run.text) for run in found.articles[0].runs if run.standing != "same"] == [("added", "不")]


def test_an_article_that_is_gone_stands_where_it_stood() -> None:
    found = differences("Article 1 A.\nArticle 2 B.\nArticle 3 C.", "Article 1 A.\nArticle 3 C.")
    assert [(each.title, each.standing) for each in found.articles] == [("Article 1", "same"), ("Article 2", "removed"),
                                                                     ("Article 3", "same")]


def test_very_long_texts_are_compared_coarsely_or_not_at_all() -> None:
    long = "word " * (MOST_WORDS + 10)
    coarse = differences(f"Article 1 {long}", f"Article 1 {long}x")
    assert [run.standing for run in coarse.articles[0].runs] == ["removed", "added"]
    assert differences("a" * 2_000_000, "b").is_too_long


def test_a_comparison_stays_within_its_budget_and_says_where_it_stopped() -> None:
    def law(word: str) -> str:
        return "\n".join(f"Article {n} " + f"{word} and so on, " * 100 for n in range(1, 41))

    found = differences(law("old"), law("new"))
    whole = [each.is_whole for each in found.articles]
    assert whole[0] is False
    assert whole[-1] is True
    assert [run.standing for run in found.articles[-1].runs] == ["removed", "added"]
    many = "\n".join(f"Article {n} A." for n in range(1, 20_001))
    assert differences(many, "Article 20001 B.").count("removed") == 20_000


@pytest.mark.django_db
def test_a_text_goes_from_upload_to_search_through_review(people: People, tmp_path: Path) -> None:
    law = document()
    made = pdf_of(tmp_path, "Article 1 Zqwords may be remitted.").read_bytes()
    draft = propose(people.analyst, "version", {
        "dated": "2020", "language": "en", "upload": SimpleUploadedFile("../../law.pdf", made)}, record=law.pk)
    version = Version.objects.get()
    assert (version.extraction, version.file_name) == ("read", "law.pdf")
    page, file = f"/en/library/texts/{version.pk}/", f"/en/library/texts/{version.pk}/file"
    assert [Client().get(address).status_code for address in (page, file)] == [404, 404]
    assert "2020" not in Client().get(f"/en/registers/documents/{law.pk}/").content.decode()
    assert find("zqwords", people.office, "en").count == 0  # not even staff find what is not published
    review(draft, people.analyst, people.office)
    assert Client().get(page).status_code == 200
    sent = Client().get(file)
    assert sent["Content-Disposition"] == 'attachment; filename="law.pdf"'
    assert b"".join(sent.streaming_content) == made  # type: ignore[attr-defined]
    hit = find("zqwords", people.visitor, "en").hits[0]
    assert hit.address == f"{page}#article-1"
    assert 'id="article-1"' in Client().get(page).content.decode()


def add(law: Document, content: bytes = LAW.encode(), name: str = "law.txt") -> Version:
    """Add a text from a file."""
    with actions.kept_text(SimpleUploadedFile(name, content)) as file:
        return actions.add_version(command("a test"), Version(document=law, dated="2020", language="en"), file, "")


@pytest.mark.django_db
def test_the_file_of_a_text_is_no_orphan() -> None:
    version = add(document())
    call_command("remove_orphan_files", age=-1)
    assert Path(version.file.path).exists()


@pytest.mark.django_db
def test_a_file_is_read_in_the_background_alone() -> None:
    with override_settings(TASKS={"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}):
        version = add(document())
    assert (version.extraction, Job.objects.get().kind) == ("waiting", "knowledge.read")
    attempt(Job.objects.get().pk, "here")
    version.refresh_from_db()
    assert version.extraction == "read"
    assert "49 percent" in version.text
    assert Entry.objects.get(action="version.read").record_id == version.document_id


def files() -> int:
    return sum(path.is_file() for path in storage.folder().rglob("*"))


@pytest.mark.django_db
@pytest.mark.parametrize(("content", "says"), [
    (samples.pdf(script=True), "JavaScript"), (samples.pdf(embedded=True), "other files"),
    (hostile("macro"), "program"), (hostile("bomb"), "unpack"), (hostile("cut"), "damaged"),
    (hostile("broken"), "damaged"), (samples.workbook(), "no PDF, DOCX or text"),
])
def test_a_hostile_file_is_refused_at_the_door(people: People, content: bytes, says: str) -> None:
    law, before = document(), files()
    response = browser_of(people.analyst).post(f"/en/review/new/version?record={law.pk}", {
        "dated": "2020", "language": "en", "upload": SimpleUploadedFile("law.pdf", content)})
    assert response.status_code == 422
    assert says in response.content.decode()
    assert (Version.objects.count(), files()) == (0, before)


@pytest.mark.django_db
def test_a_text_is_kept_with_the_scanners_word_alone() -> None:
    law, before = document(), files()
    with override_settings(SCANNER="unix:/nowhere/clamd"), pytest.raises(RefusedError, match="does not answer"):
        add(law)
    assert files() == before


@pytest.mark.django_db
def test_a_file_whose_row_is_not_written_is_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    law, before = document(), files()
    monkeypatch.setattr("outward_portal.work.queue.enqueue", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        add(law)
    assert files() == before


@pytest.mark.django_db
@pytest.mark.parametrize(("sent_as", "given_as"), [
    ("evil.hta", "evil.hta.txt"), ("law\u202etxt.exe", "lawtxt.exe.txt")])
def test_a_file_is_given_out_under_a_name_of_ours(sent_as: str, given_as: str) -> None:
    assert add(document(), name=sent_as).file_name == given_as


@pytest.mark.django_db
def test_a_text_that_could_not_be_read_is_not_published(people: People) -> None:
    law = document()
    draft = propose(people.analyst, "version", {
        "dated": "2020", "language": "en", "upload": SimpleUploadedFile("law.txt", b"a\xff\xff\xffb")}, record=law.pk)
    assert Version.objects.get().extraction == "failed"
    review(draft, people.analyst, people.office)
    assert draft.state == "draft"


@pytest.mark.django_db
@pytest.mark.parametrize("given", [
    {}, {"pasted": "Article 1", "upload": b"Article 1"}, {"upload": b"MZ\x00\x00\x00"}, {"upload": b""},
    {"pasted": "Article 1", "dated": "yesterday"},
])
def test_a_wrong_upload_is_refused_with_what_was_typed(people: People, given: dict[str, object]) -> None:
    law = document()
    sent = {"dated": "2020", "language": "en", "note": "zqnote", **given}
    if isinstance(sent.get("upload"), bytes):
        sent["upload"] = SimpleUploadedFile("law.pdf", sent["upload"])  # type: ignore[arg-type]
    response = browser_of(people.analyst).post(f"/en/review/new/version?record={law.pk}", sent)
    assert response.status_code == 422
    assert "zqnote" in response.content.decode()
    assert Version.objects.count() == 0


@pytest.mark.django_db
def test_a_scan_says_that_it_has_no_text(people: People, tmp_path: Path) -> None:
    law = document()
    scan = pdf_of(tmp_path, "#rect(width: 5cm, height: 5cm)").read_bytes()
    propose(people.analyst, "version", {"dated": "2020", "language": "en",
                                        "upload": SimpleUploadedFile("scan.pdf", scan)}, record=law.pk)
    page = browser_of(people.analyst).get(f"/en/library/texts/{Version.objects.get().pk}/").content.decode()
    assert "pictures of pages and no text" in page


@pytest.mark.django_db
def test_the_newest_text_of_each_language_is_what_search_finds(people: People) -> None:
    law = document()
    text(law, "Article 1 zqold", dated="2019")
    text(law, "Article 1 zqnew", dated="2021")
    text(law, "第一条 中文投资", dated="2018", language="zh")
    assert [find(word, people.visitor, "en").count for word in ("zqold", "zqnew", "投资")] == [0, 1, 1]


@pytest.mark.django_db
def test_texts_of_different_documents_are_not_compared(people: People) -> None:
    law, other = document(), document(name_en="Other")
    newer, older, foreign = text(law, dated="2021"), text(law, "Article 1 A.", dated="2019"), text(other)
    hidden = text(law, "Article 1 zqhidden", dated="2022", published=False)
    client = Client()
    assert "2021 compared with 2019" in client.get(f"/en/library/texts/{newer.pk}/since/{older.pk}/").content.decode()
    assert client.get(f"/en/library/texts/{newer.pk}/since/{foreign.pk}/").status_code == 404
    assert client.get(f"/en/library/texts/{hidden.pk}/since/{older.pk}/").status_code == 404
    page = client.get(f"/en/library/texts/{newer.pk}/").content.decode()
    assert f"/since/{older.pk}/" in page
    assert f"/since/{hidden.pk}/" not in page


def test_a_reviewer_sees_the_text_and_what_changed_above_the_decision(people: People) -> None:
    law = document()
    older = text(law)
    given = {"dated": "2026", "language": "en", "reason": "amended", "upload": SimpleUploadedFile(
        "law-2026.txt", LAW.replace("49", "60").encode() + b"Article 4 End.\nArticle 5 E.\nArticle 6 E.\n")}
    draft = propose(people.analyst, "version", given, law.pk)
    browser_of(people.analyst).post(f"/en/review/drafts/{draft.pk}/submit")
    body = browser_of(people.office).get(f"/en/review/drafts/{draft.pk}/").content.decode()
    shown, decision = body.index("may own up to 60 percent"), body.index("Your decision")
    assert shown < decision
    for said in ("law-2026.txt", f"/en/library/texts/{draft.subject_id}/since/{older.pk}", "1 more part", "Read"):
        assert said in body[:decision]
    edit = browser_of(people.analyst)
    edit.post(f"/en/review/drafts/{draft.pk}/take-back")
    assert "stay as they are" in edit.get(f"/en/review/drafts/{draft.pk}/edit").content.decode()


def test_a_withdrawn_new_text_is_gone_with_its_file(people: People,
                                                    django_capture_on_commit_callbacks: Any) -> None:
    law = document()
    given = {"dated": "2026", "language": "en", "upload": SimpleUploadedFile("law.txt", LAW.encode())}
    draft = propose(people.analyst, "version", given, law.pk)
    file = Path(Version.objects.get().file.path)
    assert file.exists()
    author = browser_of(people.analyst)
    with django_capture_on_commit_callbacks(execute=True):
        author.post(f"/en/review/drafts/{draft.pk}/withdraw")
    assert not Version.objects.exists()
    assert not file.exists()
    assert "not published" not in author.get(f"/en/registers/documents/{law.pk}/").content.decode()
    page = author.get(f"/en/review/drafts/{draft.pk}/")
    assert (page.status_code, "2026" in page.content.decode()) == (200, True)


def test_a_text_that_a_provision_quotes_is_not_withdrawn_before_it(people: People) -> None:
    law = document()
    made = text(law, published=False)
    provision = Provision.objects.create(document=law, topic="profit-repatriation", answer="yes", version=made)
    author = browser_of(people.analyst)
    for kind, subject in (("version", made), ("provision", provision)):
        author.post(f"/en/review/{kind}/{subject.pk}/propose")
    first, second = Draft.objects.order_by("pk")
    author.post(f"/en/review/drafts/{first.pk}/withdraw")
    assert Version.objects.exists()
    author.post(f"/en/review/drafts/{second.pk}/withdraw")
    author.post(f"/en/review/drafts/{first.pk}/withdraw")
    assert not Provision.objects.exists()
    assert not Version.objects.exists()


def test_a_withdrawn_change_leaves_what_is_published(people: People) -> None:
    made = text(document())
    author = browser_of(people.analyst)
    author.post(f"/en/review/version/{made.pk}/propose")
    author.post(f"/en/review/drafts/{Draft.objects.get().pk}/withdraw")
    assert Version.objects.get().text == made.text


def test_ligatures_and_radicals_are_read_as_the_letters_they_are(people: People) -> None:
    assert cleaned("a ﬁne oﬃce（三）；Ａ") == "a fine office（三）；Ａ"
    assert cleaned("第⼀条 ⼈⺟") == "第一条 人母"
    old = text(document(), "Article 1 An office\n第一条 人人")
    Version.objects.filter(pk=old.pk).update(text="Article 1 An oﬃce\n第⼀条 ⼈⼈")
    call_command("clean_texts", verbosity=0)
    again = Version.objects.get()
    assert again.text == old.text
    assert [piece.title for piece in pieces(again.text)] == ["Article 1", "第一条"]
    revision = Entry.objects.count()
    call_command("clean_texts", verbosity=0)
    assert Entry.objects.count() == revision
    found = find("office", people.visitor, "en")
    assert [hit for hit in found.hits if "office" in str(hit)]


def test_a_documents_page_leads_to_what_changed_since_the_text_before(people: People) -> None:
    law = document()
    older, other, newer = text(law), text(law, CHINESE, dated="2021", language="zh"), text(law, dated="2022")
    body = browser_of(people.visitor).get(f"/en/registers/documents/{law.pk}/").content.decode()
    assert f'/en/library/texts/{newer.pk}/since/{older.pk}/">What changed since 2020' in body
    assert f"/texts/{other.pk}/since/" not in body
    assert body.count("<h2>Upkeep</h2>") <= 1
