"""Draft, review, publish: by two persons, what is published standing until the second has said yes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from outward_portal.accounts.requests import Act, command
from outward_portal.journal.models import Entry
from outward_portal.knowledge.kinds import PROCEDURES
from outward_portal.knowledge.models import Document
from outward_portal.membership.actions import erasure
from outward_portal.records import actions as records
from outward_portal.records.errors import RefusedError
from outward_portal.review import actions, queries
from outward_portal.review.errors import DraftConflictError
from outward_portal.review.models import Draft, Translation
from outward_portal.review.subjects import SUBJECTS
from tests.portal.knowledge.law import document, propose, review
from tests.portal.people import People, browser_of

pytestmark = pytest.mark.django_db
NEW = {"name_en": "Fresh Law", "status": "in-force", "reason": "new"}


def seen(path: str) -> int:
    return Client().get(path).status_code


def test_a_new_document_is_public_once_a_second_person_publishes_it(people: People) -> None:
    draft = propose(people.analyst, "document", NEW)
    page = f"/en/registers/documents/{draft.subject_id}/"
    assert seen(page) == 404
    review(draft, people.analyst, people.officer)
    assert draft.state == "published"
    assert (draft.author, draft.reviewer) == (people.analyst, people.officer)
    assert seen(page) == 200
    assert [entry.action for entry in Entry.objects.filter(record=draft.subject_id).order_by("id")] == [
        "record.created", "draft.begun", "draft.submitted", "draft.published"]


@pytest.mark.parametrize("author", ["officer", "office"])
def test_nobody_publishes_what_they_wrote(people: People, author: str) -> None:
    person = getattr(people, author)
    draft = propose(person, "document", NEW)
    client = review(draft, person, person)
    assert draft.state == "waiting"
    assert client.post(f"/en/review/drafts/{draft.pk}/decide", {"verdict": "publish"}).status_code == 403
    with pytest.raises(RefusedError):
        actions.publish(Act(person), draft, revision=draft.revision)
    assert seen(f"/en/registers/documents/{draft.subject_id}/") == 404


def test_whoever_wrote_in_anothers_draft_cannot_review_it_either(people: People) -> None:
    draft = propose(people.analyst, "document", NEW)
    response = browser_of(people.officer).post(f"/en/review/drafts/{draft.pk}/edit",
                                               {**NEW, "name_en": "Mended Law", "revision": draft.revision})
    assert response.status_code == 302
    review(draft, people.analyst, people.officer)
    assert draft.state == "waiting"
    review(draft, people.analyst, people.other_officer)
    assert draft.state == "published"
    assert Document.objects.get(pk=draft.subject_id).name_en == "Mended Law"


@pytest.mark.parametrize("who", ["visitor", "member", "enterprise", "provider", "administrator"])
def test_others_neither_propose_nor_see_drafts(people: People, who: str) -> None:
    draft = propose(people.analyst, "document", NEW)
    client = browser_of(getattr(people, who))
    for address in ("/en/review/", "/en/review/new/document", f"/en/review/drafts/{draft.pk}/",
                    f"/en/review/drafts/{draft.pk}/edit", f"/en/review/drafts/{draft.pk}/withdraw"):
        assert client.get(address).status_code in (302, 403, 404), address
    for address in (f"/en/review/drafts/{draft.pk}/submit", f"/en/review/drafts/{draft.pk}/decide",
                    f"/en/review/document/{draft.subject_id}/propose", f"/en/review/document/{draft.subject_id}/keep"):
        assert client.post(address, {"verdict": "publish"}).status_code in (302, 403, 404), address
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert Draft.objects.visible_to(getattr(people, who)).count() == 0


@pytest.mark.parametrize("who", ["analyst", "contributor"])
def test_staff_outside_the_leading_group_propose_but_do_not_decide(people: People, who: str) -> None:
    draft = propose(people.officer, "document", NEW)
    browser_of(people.officer).post(f"/en/review/drafts/{draft.pk}/submit")
    assert browser_of(getattr(people, who)).post(f"/en/review/drafts/{draft.pk}/decide",
                                                 {"verdict": "publish"}).status_code == 404
    draft.refresh_from_db()
    assert draft.state == "waiting"


def test_what_is_published_stands_while_a_change_is_written(people: People) -> None:
    law = document()
    draft = actions.open_draft(Act(people.analyst), SUBJECTS["document"], law)
    actions.save(Act(people.analyst, "a better name"), draft, {"name_en": "Other Name"}, revision=draft.revision)
    page = f"/en/registers/documents/{law.pk}/"
    assert "Other Name" not in Client().get(page).content.decode()
    assert "Other Name" not in browser_of(people.office).get("/en/registers/documents/").content.decode()
    review(draft, people.analyst, people.office)
    assert "Other Name" in Client().get(page).content.decode()


def test_a_returned_draft_goes_back_with_the_reviewers_words(people: People) -> None:
    draft = propose(people.analyst, "document", NEW)
    review(draft, people.analyst, people.office, "return")
    assert draft.state == "waiting"  # a return needs words
    review(draft, people.analyst, people.office, "return", "Name the source.")
    assert (draft.state, draft.decision_note) == ("returned", "Name the source.")
    assert "Name the source." in browser_of(people.analyst).get(f"/en/review/drafts/{draft.pk}/edit").content.decode()
    review(draft, people.analyst, people.office)
    assert draft.state == "published"


def test_a_draft_that_waits_is_not_written_in(people: People) -> None:
    draft = propose(people.analyst, "document", NEW)
    actions.submit(Act(people.analyst), draft)
    with pytest.raises(RefusedError):
        actions.save(Act(people.analyst), draft, {"name_en": "Late"}, revision=Draft.objects.get().revision)
    assert browser_of(people.analyst).get(f"/en/review/drafts/{draft.pk}/edit").status_code == 403
    actions.take_back(Act(people.analyst), draft)
    assert browser_of(people.analyst).get(f"/en/review/drafts/{draft.pk}/edit").status_code == 200


def test_two_who_write_at_once_do_not_overwrite_one_another(people: People) -> None:
    draft = propose(people.analyst, "document", NEW)
    before = draft.revision
    actions.save(Act(people.analyst), draft, {"name_en": "First"}, revision=before)
    with pytest.raises(DraftConflictError):
        actions.save(Act(people.officer), draft, {"name_en": "Second"}, revision=before)
    response = browser_of(people.officer).post(f"/en/review/drafts/{draft.pk}/edit",
                                               {**NEW, "name_en": "Second", "revision": before})
    assert response.status_code == 409
    assert "First" in response.content.decode()
    assert "Second" in response.content.decode()
    assert Draft.objects.get().values["name_en"] == "First"


@pytest.mark.parametrize("verdict", ["publish", "return"])
def test_a_reviewer_decides_only_what_they_have_read(people: People, verdict: str) -> None:
    draft = propose(people.analyst, "document", NEW)
    actions.submit(Act(people.analyst), draft)
    reviewer = browser_of(people.office)
    read = Draft.objects.get().revision
    assert f'name="revision" value="{read}"' in reviewer.get(f"/en/review/drafts/{draft.pk}/").content.decode()
    actions.take_back(Act(people.analyst), draft)
    actions.save(Act(people.analyst), draft, {"name_en": "Another Law"}, revision=read + 1)
    actions.submit(Act(people.analyst), draft)
    given = {"verdict": verdict, "remark": "zqremark", "revision": read}
    response = reviewer.post(f"/en/review/drafts/{draft.pk}/decide", given)
    assert response.status_code == 409
    page = response.content.decode()
    assert all(words in page for words in ("has changed since", "Another Law", "zqremark"))
    assert Draft.objects.get().state == "waiting"
    given["revision"] = Draft.objects.get().revision
    assert reviewer.post(f"/en/review/drafts/{draft.pk}/decide", given).status_code == 302
    assert Draft.objects.get().state == ("published" if verdict == "publish" else "returned")


def test_a_draft_is_not_published_over_what_changed_since(people: People) -> None:
    law = document()
    draft = actions.open_draft(Act(people.analyst), SUBJECTS["document"], law)
    actions.submit(Act(people.analyst), draft)
    Document.objects.filter(pk=law.pk).update(name_en="Loaded anew", revision=law.revision + 1)
    with pytest.raises(RefusedError, match="changed since"):
        actions.publish(Act(people.office), draft, revision=Draft.objects.get().revision)
    assert Document.objects.get().name_en == "Loaded anew"


def test_a_published_record_is_retired_and_brought_back_by_two(people: People) -> None:
    law = document()
    page = f"/en/registers/documents/{law.pk}/"
    for person in (people.officer, people.office):
        assert browser_of(person).post(f"{page}retire", {"reason": "x"}).status_code == 403
    assert browser_of(people.office).post(f"{page}restore").status_code == 403
    for says, status in (("to be taken out of it", 404), ("to be brought back into it", 200)):
        client = browser_of(people.officer)
        address = client.post(f"/en/review/document/{law.pk}/retire")["Location"]
        assert says in client.get(address).content.decode()
        assert seen(page) == 200 if status == 404 else 404
        review(Draft.objects.latest("pk"), people.officer, people.other_officer)
        assert seen(page) == status
    told = Entry.objects.filter(record=law.pk, action__in=["record.retired", "record.restored"])
    assert {entry.actor for entry in told} == {people.other_officer}


def test_what_is_not_published_is_retired_through_no_draft(people: People) -> None:
    draft = propose(people.analyst, "document", NEW)
    browser_of(people.analyst).post(f"/en/review/document/{draft.subject_id}/retire")
    assert not Document.objects.get().is_retired
    assert "is_retired" not in Draft.objects.get().values


def test_a_withdrawn_draft_leaves_what_is_published(people: People) -> None:
    law = document()
    draft = actions.open_draft(Act(people.analyst), SUBJECTS["document"], law)
    actions.save(Act(people.analyst), draft, {"name_en": "Other"}, revision=draft.revision)
    browser_of(people.analyst).post(f"/en/review/drafts/{draft.pk}/withdraw")
    assert Document.objects.get().name_en == "Investment Law of Testland"
    assert actions.open_draft(Act(people.officer), SUBJECTS["document"], law).pk != draft.pk


def test_the_database_keeps_one_open_draft_and_two_persons(people: People) -> None:
    law = document()
    draft = actions.open_draft(Act(people.analyst), SUBJECTS["document"], law)
    assert actions.open_draft(Act(people.officer), SUBJECTS["document"], law) == draft
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.create(subject_kind="document", subject_id=law.pk, author=people.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(reviewer=people.analyst)


def test_the_journal_does_not_tell_what_a_draft_says(people: People) -> None:
    draft = propose(people.analyst, "document", {**NEW, "summary_en": "zqsecret"})
    actions.save(Act(people.analyst), draft, {"summary_en": "zqother"}, revision=draft.revision)
    told = Entry.objects.filter(action__startswith="draft.")
    assert told.exists()
    assert not [entry for entry in told if "zq" in str(entry.changes)]


def test_the_queue_shows_what_waits_is_stale_and_untranslated(people: People) -> None:
    propose(people.analyst, "document", NEW)
    stale = document(name_en="Stale Law")
    Document.objects.filter(pk=stale.pk).update(review_due="2020-01-01")
    document(name_en="Law in both", name_zh="双语法")
    today = timezone.now().date()
    assert [item.title.en for item in queries.stale(people.officer, today).items] == ["Stale Law"]
    assert {item.title.en for item in queries.untranslated(people.officer, "zh").items} == {"Fresh Law", "Stale Law"}
    assert queries.untranslated(people.officer, "en").items == ()
    page = browser_of(people.officer).get("/en/review/").content.decode()
    assert "Stale Law" in page
    assert "Fresh Law" in page
    mine = browser_of(people.officer).get("/en/review/?mine=1&kind=document").content.decode()
    assert "Stale Law" not in mine
    browser_of(people.officer).post(f"/en/review/document/{stale.pk}/keep", {"take": "1"})
    assert "Stale Law" in browser_of(people.officer).get("/en/review/?mine=1").content.decode()


def test_the_queue_tells_an_analyst_nothing_of_others_drafts(people: People) -> None:
    propose(people.officer, "document", {**NEW, "reason": "zqnote"})
    assert "zqnote" in browser_of(people.officer).get("/en/review/").content.decode()
    assert "zqnote" not in browser_of(people.analyst).get("/en/review/").content.decode()


def test_a_translation_is_saved_as_a_draft_and_ages_with_its_original(people: People) -> None:
    law = document(summary_en="It governs investment.")
    kind = SUBJECTS["document"]
    assert queries.translation_states(kind, law)["zh"] == "missing"
    address = f"/en/review/document/{law.pk}/into/zh"
    client = browser_of(people.analyst)
    assert "It governs investment." in client.get(address).content.decode()
    given = {"name_zh": "投资法", "summary_zh": "规范投资。", "state": "checked", "revision": 0}
    response = client.post(address, given)
    assert response.status_code == 302
    assert Document.objects.get().name_zh == ""  # what is published stands
    review(Draft.objects.get(), people.analyst, people.office)
    law.refresh_from_db()
    assert law.name_zh == "投资法"
    assert queries.translation_states(kind, law)["zh"] == "checked"
    assert Translation.objects.get().owner == people.analyst
    Document.objects.filter(pk=law.pk).update(summary_en="It governs all investment.")
    law.refresh_from_db()
    assert queries.translation_states(kind, law)["zh"] == "out-of-date"
    assert [item.subject.pk for item in queries.untranslated(people.office, "zh").items] == [law.pk]


def test_two_translators_do_not_overwrite_one_another(people: People) -> None:
    law = document()
    address = f"/en/review/document/{law.pk}/into/zh"
    given = {"name_zh": "投资法", "state": "draft", "revision": 0}
    assert browser_of(people.office).post(address, given).status_code == 302
    second = browser_of(people.officer).post(address, {**given, "name_zh": "外商投资法"})
    assert second.status_code == 409
    assert "外商投资法" in second.content.decode()
    assert Draft.objects.get().values["name_zh"] == "投资法"


def test_a_translation_never_lands_in_a_draft_that_was_begun_meanwhile(people: People,
                                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    law = document()
    address, given = f"/en/review/document/{law.pk}/into/zh", {"name_zh": "投资法", "state": "draft", "revision": 0}
    before = actions.open_draft(Act(people.analyst), SUBJECTS["document"], law)
    assert browser_of(people.office).post(address, given).status_code == 409
    with monkeypatch.context() as patched:  # it is begun between the page's look and the action's
        patched.setattr("outward_portal.review.views.translating.actions.open_draft_of", looks(None, before, before))
        assert browser_of(people.contributor).post(address, given).status_code == 409
    draft = Draft.objects.get()
    assert (draft.values["name_zh"], draft.revision, draft.writers) == ("", 1, [people.analyst.pk])
    actions.withdraw(Act(people.analyst), draft)
    assert browser_of(people.office).post(address, {**given, "revision": draft.revision}).status_code == 409
    assert Draft.objects.count() == 1


def looks(*found: Draft | None) -> Callable[..., Draft | None]:
    """Give one after the other to whoever looks."""
    left = list(found)
    return lambda *_: left.pop(0)


def test_nobody_saves_in_anothers_draft_who_may_not_write_in_it(people: People) -> None:
    draft = propose(people.analyst, "document", NEW)
    with pytest.raises(RefusedError, match="Somebody else"):
        actions.save(Act(people.contributor), draft, {"name_en": "Mine"}, revision=draft.revision)


@pytest.mark.parametrize("kind", ["document", "procedure"])
def test_nobody_writes_reviewed_records_at_once(people: People, kind: str) -> None:
    slug = f"{kind}s"
    for person in (people.office, people.officer):
        assert browser_of(person).post(f"/en/registers/{slug}/new", {"name_en": "x"}).status_code == 403
    if kind == "document":
        law = document()
        assert browser_of(people.office).post(f"/en/registers/documents/{law.pk}/edit",
                                              {"name_en": "x", "revision": 1}).status_code == 403


def test_an_erased_person_keeps_and_translates_nothing_and_their_draft_can_be_gone_on_with(people: People) -> None:
    law = document(summary_en="It governs investment.")
    browser_of(people.analyst).post(f"/en/review/document/{law.pk}/keep", {"take": "1"})
    browser_of(people.analyst).post(f"/en/review/document/{law.pk}/into/zh/take", {"take": "1"})
    draft = propose(people.analyst, "document", NEW)
    erasure.erase(Act(people.analyst), people.analyst)
    assert Document.objects.get(pk=law.pk).keeper is None
    assert Translation.objects.get().owner is None
    page = browser_of(people.officer).get(f"/en/review/drafts/{draft.pk}/").content.decode()
    assert f"erased account {people.analyst.pk}" in page
    assert "Analyst" not in page
    review(draft, people.officer, people.other_officer)
    assert draft.state == "published"


def test_the_queue_goes_on_beyond_its_first_page_across_kinds(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "SHOWN", 2)
    laws = [document(name_en=f"Law {n}") for n in range(3)]
    procedures = [records.create(command("a test"), PROCEDURES, {"name_en": f"Way {n}", "countries": "UGA",
                                                                 "audience": "public"}) for n in range(2)]
    wanted = [record.pk for record in (*laws, *procedures)]
    parts = [queries.untranslated(people.office, "zh", page=page) for page in (1, 2, 3, 4)]
    assert [[item.subject.pk for item in part.items] for part in parts] == [wanted[:2], wanted[2:4], wanted[4:], []]
    assert [part.has_more for part in parts] == [True, True, False, False]
    client = browser_of(people.office)
    body = client.get("/en/review/?zh=2&kind=document").content.decode()
    assert "Law 2" in body
    assert "Law 0" not in body
    assert "/en/review/?kind=document&amp;zh=1#zh" in body


def test_the_queue_is_narrowed_to_a_country_and_a_language(people: People) -> None:
    kenyan, other = document(name_en="Kenyan law"), document(name_en="Other law", countries="UGA")
    Document.objects.update(review_due="2020-01-01")
    propose(people.office, "provision", {"topic": "profit-repatriation", "answer": "unclear"}, other.pk)
    client = browser_of(people.office)
    body = client.get("/en/review/?country=KEN&language=en").content.decode()
    assert kenyan.name_en in body
    assert other.name_en not in body
    assert "Not in English" in body
    assert "Not in Chinese" not in body
    assert other.name_en in client.get("/en/review/?country=UGA").content.decode()
    assert kenyan.name_en in client.get("/en/review/?country=zq&language=zq&stale=-1&zh=x").content.decode()


def test_a_new_entry_is_shown_alone_and_in_words(people: People) -> None:
    draft = propose(people.analyst, "fact", {
        "name_en": "Levy", "countries": "VNM", "section": "risks", "number": "53.2", "unit": "%", "source": "Code",
        "review_due": "2099-01-01", "is_estimate": "on"})
    body = browser_of(people.analyst).get(f"/en/review/drafts/{draft.pk}/").content.decode()
    rows = dict(re.findall(r"<tr><th scope=\"row\">(.*?)</th><td>(.*?)</td></tr>", body))
    assert (rows["Countries"], rows["Number"]) == ("Vietnam", "53.2")
    assert (rows["An estimate"], rows["May be given on in downloads"]) == ("Yes", "No")
    assert "Published</th>" not in body
    assert 'class="changed"' not in body


def test_a_published_translation_is_checked_and_the_original_needs_none(people: People) -> None:
    law = document(summary_en="It governs investment.", original_language="en")
    address = f"/en/review/document/{law.pk}/into/zh"
    browser_of(people.analyst).post(address, {"name_zh": "投资法", "summary_zh": "规范投资。", "state": "draft",
                                              "revision": "0"})
    review(Draft.objects.get(), people.analyst, people.officer)
    law.refresh_from_db()
    assert queries.translation_states(SUBJECTS["document"], law) == {"zh": "checked"}
    shown = browser_of(people.analyst).get(f"/en/registers/documents/{law.pk}/").content.decode()
    assert "Translate into English" not in shown


def test_what_a_machine_translated_stays_marked_when_it_is_published(people: People) -> None:
    law = document()
    browser_of(people.analyst).post(f"/en/review/document/{law.pk}/into/zh", {
        "name_zh": "投资法", "state": "machine", "revision": "0"})
    review(Draft.objects.get(), people.analyst, people.officer)
    law.refresh_from_db()
    assert queries.translation_states(SUBJECTS["document"], law) == {"zh": "machine"}
