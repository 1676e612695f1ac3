"""The pages of this room, the feeds, and what programs are told."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from outward_portal.accounts.models import User
from outward_portal.accounts.requests import Act, command
from outward_portal.dossiers.models import Dossier, Fact
from outward_portal.dossiers.notices import tell_stale
from outward_portal.knowledge.models import Document
from outward_portal.membership.export import personal_data
from outward_portal.notices import actions, records, samples
from outward_portal.notices.models import Notice, Occurrence, Subscription
from outward_portal.notices.outbox.signing import secret_of, signature
from outward_portal.notices.records import tell_dates
from outward_portal.notices.telling import KINDS_OF_NOTICE, NoticeKind
from outward_portal.records import actions as recording
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import Record
from outward_portal.review import actions as reviewing
from outward_portal.review.subjects import SUBJECTS
from tests.portal.notices.telling import make_project, told
from tests.portal.people import People, browser_of

pytestmark = pytest.mark.django_db
OLD = NoticeKind("test.old", "Old", "%(name)s: %(what)s", lambda row: str(row.pk), say=lambda values: {
    "what": values["gone"]}, page_for=lambda _row, values: str(values["gone"]))
if KINDS_OF_NOTICE.get(OLD.key) is None:
    KINDS_OF_NOTICE.register(OLD)
ATOM = "{http://www.w3.org/2005/Atom}"


def kinds_told(user: User) -> list[str]:
    return list(Notice.objects.filter(reader=user).order_by("pk").values_list("occurrence__kind", flat=True))


def test_the_button_on_a_record_and_on_a_country_follows_and_stops(people: People) -> None:
    project, browser = make_project(people), browser_of(people.member)
    for page, topic in ((f"/en/registers/projects/{project.pk}/", f"record:{project.pk}"),
                        ("/en/countries/KEN/", "country:KEN")):
        assert 'action="/en/notices/follow"' in browser.get(page).content.decode()
        answer = browser.post("/en/notices/follow", {"topic": topic, "next": page})
        assert answer.headers["Location"] == page
        assert 'action="/en/notices/unfollow"' in browser.get(page).content.decode()
        browser.post("/en/notices/unfollow", {"topic": topic, "next": page})
        assert not Subscription.objects.exists()
    assert "notices/follow" not in browser_of(people.visitor).get("/en/countries/KEN/").content.decode()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:x", "\\\\evil", ""])
def test_the_button_leads_back_into_this_portal_only(people: People, back: str) -> None:
    answer = browser_of(people.member).post("/en/notices/follow", {"topic": "country:KEN", "next": back})
    assert answer.headers["Location"] == "/en/notices/following/"


@pytest.mark.parametrize("topic", ["country:XYZ", "nothing", "", "record:x", "record:01", "room:nowhere", "country:",
                                   "risk:quiet", "subject:none", "x" * 200, "sector:\x00"])
def test_what_is_no_topic_cannot_be_followed(people: People, topic: str) -> None:
    browser_of(people.member).post("/en/notices/follow", {"topic": topic})
    assert not Subscription.objects.exists()


def test_every_picker_follows_and_says_what_is_wrong_with_nothing_lost(people: People) -> None:
    project, browser = make_project(people), browser_of(people.member)
    for picker, what, topic in (("country", "Kenya", "country:KEN"), ("sector", "mining", "sector:mining"),
                                ("room", "library", "room:library"), ("risk", "alarm", "risk:alarm"),
                                ("subject", "investment-approval", "subject:investment-approval"),
                                ("record-project", str(project.pk), f"record:{project.pk}")):
        answer = browser.post("/en/notices/following/", {"picker": picker, "what": what})
        assert answer.status_code == 302, picker
        assert Subscription.objects.filter(user=people.member, topic=topic).exists()
    wrong = browser.post("/en/notices/following/", {"picker": "country", "what": "Atlantis zq"})
    assert wrong.status_code == 422
    assert "Atlantis zq" in wrong.content.decode()
    shown = browser.get("/zh-hans/notices/following/").content.decode()
    assert "肯尼亚" in shown
    assert "测试项目" in shown


def test_the_inbox_is_read_one_by_one_and_as_a_whole(people: People) -> None:
    project, browser = make_project(people), browser_of(people.member)
    actions.follow(Act(people.member), "country:KEN")
    for key in "123":
        told(project, ["country:KEN"], key=key)
    first, second, third = Notice.objects.order_by("pk")
    assert browser.post(f"/en/notices/{first.pk}/open").headers["Location"] == f"/en/registers/projects/{project.pk}/"
    browser.post(f"/en/notices/{second.pk}/read", {"state": "unread", "page": "1"})
    page = browser.get("/en/notices/").content.decode()
    assert page.count("Zqproject works: moved</button>") == 1
    assert '<span class="count">1</span>' in page
    everything = browser.get("/en/notices/?state=all&kind=test.happened").content.decode()
    assert everything.count('<p class="muted">Test · ') == 3
    told(project, ["country:KEN"], key="4")  # comes while the page is before the reader's eyes
    browser.post("/en/notices/read", {"newest": str(third.pk)})
    assert list(Notice.objects.filter(read_at__isnull=True).values_list("pk", flat=True)) == [
        Notice.objects.latest("pk").pk]
    for newest in ("", "x", "-1", "9" * 30):
        browser.post("/en/notices/read", {"newest": newest})
    assert Notice.objects.filter(read_at__isnull=True).count() == 1


def test_marking_all_of_a_kind_leaves_the_others_unread(people: People) -> None:
    project, browser = make_project(people, stage="planned"), browser_of(people.member)
    actions.follow(Act(people.member), "country:KEN")
    told(project, ["country:KEN"])
    recording.change(Act(people.office), project, KINDS["project"], {"stage": "under-way"}, revision=project.revision)
    newest = Notice.objects.latest("pk").pk
    answer = browser.post("/en/notices/read", {"newest": str(newest), "kind": "project.stage", "state": "unread"})
    assert answer.headers["Location"] == "/en/notices/?kind=project.stage"
    assert list(Notice.objects.filter(read_at__isnull=True).values_list("occurrence__kind", flat=True)) == [
        "test.happened"]


def test_the_first_page_says_what_is_unread(people: People) -> None:
    actions.follow(Act(people.member), "country:KEN")
    told(make_project(people), ["country:KEN"])
    assert "Notices to read" in browser_of(people.member).get("/en/").content.decode()


def test_a_persons_feed_is_valid_atom_in_both_languages_with_the_same_ids(people: People) -> None:
    actions.follow(Act(people.member), "country:KEN")
    project = make_project(people, name_en="Works & <b>co\x07</b>")
    told(project, ["country:KEN"])
    secret = actions.make_feed(Act(people.member))
    visitor = browser_of(people.visitor)
    english, chinese = (visitor.get(f"/{prefix}/notices/feed/{secret}") for prefix in ("en", "zh-hans"))
    assert english.headers["Content-Type"].startswith("application/atom+xml")
    feeds = [ET.fromstring(answer.content) for answer in (english, chinese)]
    for feed in feeds:
        assert feed.tag == f"{ATOM}feed"
        for name in ("id", "title", "updated"):
            assert feed.findtext(f"{ATOM}{name}"), name
        (entry,) = feed.findall(f"{ATOM}entry")
        assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "").tzinfo is not None
        assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} == {"self", "alternate"}
    ids = [[element.text for element in feed.iter(f"{ATOM}id")] for feed in feeds]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 2
    titles = [feed.findtext(f"{ATOM}entry/{ATOM}title") for feed in feeds]
    assert titles == ["Works & <b>co</b>: moved", "测试项目: moved"]
    again = visitor.get(f"/en/notices/feed/{secret}", headers={"If-None-Match": english.headers["ETag"]})
    assert again.status_code == 304


def test_a_public_feed_tells_what_visitors_see_and_no_record_has_one(people: People) -> None:
    seen, hidden = make_project(people, name_en="Zqseen"), make_project(people, "members", name_en="Zqhidden")
    for project in (seen, hidden):
        told(project, ["country:KEN", f"record:{project.pk}"])
    for browser in (browser_of(people.visitor), browser_of(people.office)):
        feed = browser.get("/en/notices/feeds/country:KEN").content.decode()
        assert "Zqseen" in feed
        assert "Zqhidden" not in feed
    assert browser_of(people.visitor).get(f"/en/notices/feeds/record:{seen.pk}").status_code == 404
    assert browser_of(people.visitor).get("/en/notices/feeds/country:XYZ").status_code == 404


def test_programs_follow_read_and_mark(people: People) -> None:
    project, browser = make_project(people), browser_of(people.member)
    put = browser.put("/api/v1/subscriptions/country:KEN", {}, content_type="application/json")
    assert (put.status_code, put.json()["name"]) == (200, "Kenya")
    told(project, ["country:KEN"])
    page = browser.get("/api/v1/notices?unread=true").json()
    assert (page["count"], page["unread"], page["items"][0]["text"]) == (1, 1, "Zqproject works: moved")
    key = page["items"][0]["id"]
    assert browser.post(f"/api/v1/notices/{key}/read", content_type="application/json").json()["read_at"]
    assert browser.get("/api/v1/notices?unread=true").json()["count"] == 0
    muted = browser.put("/api/v1/subscriptions/country:KEN", {"muted": True}, content_type="application/json")
    assert muted.json()["muted"]
    assert browser.get("/api/v1/subscriptions").json()["items"] == [muted.json()]
    assert browser.delete("/api/v1/subscriptions/country:KEN").status_code == 204
    assert browser.delete("/api/v1/subscriptions/country:KEN").status_code == 404
    assert browser.put("/api/v1/subscriptions/nothing", {}, content_type="application/json").status_code == 422


def test_programs_are_told_in_the_language_of_the_account(people: People) -> None:
    actions.follow(Act(people.member), "country:KEN")
    told(make_project(people), ["country:KEN"])
    for language, name, text, prefix in (("en", "Kenya", "Zqproject works", "/en/"),
                                         ("zh-hans", "肯尼亚", "测试项目", "/zh-hans/")):
        User.objects.filter(pk=people.member.pk).update(language=language)
        browser = browser_of(people.member)
        (notice,) = browser.get("/api/v1/notices", headers={"Accept-Language": "en"}).json()["items"]
        assert (notice["text"], notice["address"].startswith(prefix)) == (f"{text}: moved", True)
        (followed,) = browser.get("/api/v1/subscriptions", headers={"Accept-Language": "en"}).json()["items"]
        assert followed["name"] == name


def test_a_notice_whose_values_an_older_version_wrote_names_its_subject(people: People) -> None:
    actions.follow(Act(people.member), "country:KEN")
    project = make_project(people)
    Occurrence.objects.create(key="old", kind=OLD.key, subject=f"records.record:{project.pk}")
    Notice.objects.create(reader=people.member, occurrence=Occurrence.objects.get())
    assert "Old: Zqproject works" in browser_of(people.member).get("/en/notices/").content.decode()


def test_a_project_that_moves_on_and_any_change_of_what_is_followed_are_told(people: People) -> None:
    project = make_project(people, stage="planned")
    actions.follow(Act(people.member), "country:KEN")
    actions.follow(Act(people.analyst), f"record:{project.pk}")
    for values in ({"place_en": "Mombasa"}, {"stage": "under-way"}):
        project = KINDS["project"].model.objects.get(pk=project.pk)
        recording.change(Act(people.office), project, KINDS["project"], values, revision=project.revision)
    assert kinds_told(people.member) == ["project.stage"]
    assert kinds_told(people.analyst) == ["record.changed", "project.stage"]
    page = browser_of(people.member).get("/zh-hans/notices/").content.decode()
    assert "测试项目" in page


def test_dates_within_a_week_are_told_once(people: People) -> None:
    today = date(2026, 11, 26)
    project = make_project(people, begins="2026-12-01", ends="2026-12-31")
    make_project(people, begins="2026-12")  # not known to the day
    actions.follow(Act(people.member), f"record:{project.pk}")
    with transaction.atomic():
        assert [tell_dates(today + timedelta(days=n)) for n in (-10, 0, 1, 28, 29)] == [0, 1, 0, 1, 0]
    assert kinds_told(people.member) == ["record.begins", "record.ends"]


def test_no_date_is_left_out_where_many_come_near_at_once(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "_TOLD_AT_ONCE", 1)
    for _ in range(2):
        make_project(people, ends="2026-12-01")
    with transaction.atomic():
        assert [tell_dates(date(2026, 11, day)) for day in (26, 27, 28)] == [1, 1, 0]


def published_document(people: People) -> Document:
    made = recording.create(Act(people.office), KINDS["document"], {
        "name_en": "Zqlaw", "name_zh": "测试法", "countries": "KEN", "subjects": "investment-approval",
        "status": "in-force", "source": "x", "audience": "public", "published_at": timezone.now()})
    return Document.objects.get(pk=made.pk)


def reviewed(people: People, document: Document, **values: object) -> None:
    writer, reviewer = Act(people.analyst, "because"), Act(people.officer)
    draft = reviewing.open_draft(writer, SUBJECTS["document"], document)
    draft = reviewing.save(writer, draft, values, revision=draft.revision)
    reviewing.submit(writer, draft)
    draft.refresh_from_db()
    reviewing.publish(reviewer, draft, revision=draft.revision)


def test_drafts_and_what_becomes_of_documents_are_told_to_whom_it_concerns(people: People) -> None:
    document = published_document(people)
    Document.objects.filter(pk=document.pk).update(keeper=people.other_officer)
    actions.follow(Act(people.member), "subject:investment-approval")
    actions.follow(Act(people.office), "room:review")
    actions.follow(Act(people.rival), "room:review")  # sees no drafts
    reviewed(people, document, status="repealed")
    assert kinds_told(people.member) == ["document.status"]
    assert kinds_told(people.other_officer) == kinds_told(people.office) == ["draft.waiting"]
    assert kinds_told(people.analyst) == ["draft.published"]
    assert kinds_told(people.rival) == []


def test_a_returned_draft_is_told_to_who_wrote_it(people: People) -> None:
    writer = Act(people.analyst)
    draft = reviewing.open_draft(writer, SUBJECTS["document"], published_document(people))
    reviewing.submit(writer, draft)
    draft.refresh_from_db()
    reviewing.return_to_author(Act(people.office), draft, "Say more.", revision=draft.revision)
    assert kinds_told(people.analyst) == ["draft.returned"]
    page = browser_of(people.analyst).get("/en/notices/").content.decode()
    assert "A draft of yours was returned: Zqlaw" in page


def test_stale_facts_are_told_once_to_their_keeper_and_to_the_countrys_followers(people: People) -> None:
    Dossier.objects.create(region="KEN")
    actions.follow(Act(people.member), "country:KEN")
    for name, audience in (("seen", "public"), ("hidden", "agencies")):
        made = recording.create(Act(people.office), KINDS["fact"], {
            "name_en": name, "countries": "KEN", "section": "economy", "summary_en": "x", "source": "y",
            "audience": audience, "published_at": timezone.now(), "review_due": date(2026, 11, 1)})
        Fact.objects.filter(pk=made.pk).update(keeper=people.officer)
    with transaction.atomic():
        assert [tell_stale(day) for day in (date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 3))] == [0, 1, 1]
    assert kinds_told(people.officer) == ["fact.stale"]
    assert kinds_told(people.member) == ["country.stale"]
    assert Notice.objects.get(reader=people.member).occurrence.values["count"] == 1


def test_personal_data_hold_what_somebody_follows_and_was_told_and_no_secret(people: People) -> None:
    actions.follow(Act(people.member), "country:KEN")
    told(make_project(people), ["country:KEN"])
    actions.make_feed(Act(people.member))
    rows = personal_data(people.member)["rows"]
    assert rows["notices.Subscription.user"][0]["topic"] == "country:KEN"
    assert rows["notices.Notice.reader"][0]["occurrence__kind"] == "test.happened"
    assert "feed_digest" not in str(rows)


def test_the_docs_check_of_a_signature_takes_what_the_portal_signs_and_nothing_else() -> None:
    page = (Path(__file__).parents[3] / "docs" / "how-to" / "follow-and-be-told.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    exec(page.split("```python\n")[1].split("```")[0], names)  # the page's own example
    secret, now = secret_of("nonce"), 1_800_000_000
    headers = {"webhook-id": "m1", "webhook-timestamp": str(now),
               "webhook-signature": signature(secret, "m1", now, b"{}")}
    assert names["is_genuine"](secret, headers, b"{}", now)
    assert not names["is_genuine"](secret, headers, b"{ }", now)
    assert not names["is_genuine"](secret, headers, b"{}", now + 301)
    assert not names["is_genuine"](secret_of("other"), headers, b"{}", now)


def test_samples_are_followed_and_told_once(people: People) -> None:
    User.objects.filter(pk=people.member.pk).update(is_sample=True)
    project = make_project(people)
    Record.objects.filter(pk=project.pk).update(is_sample=True)
    assert samples.add_samples(command("test")) == 3
    assert samples.present()
    assert samples.add_samples(command("test")) == 3
    assert samples.remove_samples() == 3
