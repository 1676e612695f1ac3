"""Provisions: an answer a topic, with words that stand in the text, from two persons; read by country and topic."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from outward_portal.accounts.models import User
from outward_portal.accounts.requests import command
from outward_portal.knowledge.models import Document, Provision, Version
from outward_portal.knowledge.queries import matrix
from outward_portal.records import actions as records
from outward_portal.records.models import Record
from outward_portal.review.models import Draft
from tests.portal.knowledge.law import document, propose, review, text
from tests.portal.people import People, browser_of

pytestmark = pytest.mark.django_db
QUOTED = "Foreign investors may own up to 49 percent"


def stated(author: User, law: Document, **given: Any) -> Draft:
    version = Version.objects.filter(document=law).first() or text(law)
    return propose(author, "provision", {"topic": "foreign-ownership-limit", "answer": "yes", "version": version.pk,
                                         "article": "2", "quotation": QUOTED, **given}, record=law.pk)


def cell(user: Any, **narrowed: str) -> list[tuple[str, str]]:
    table = matrix(user, "en", **narrowed)
    return [(row.region, entry.provision.answer) for row in table.rows for entries in row.cells for entry in entries]


def test_a_provision_is_told_once_it_is_published(people: People) -> None:
    law = document()
    draft = stated(people.analyst, law)
    page = f"/en/registers/documents/{law.pk}/"
    assert QUOTED not in Client().get(page).content.decode()
    assert QUOTED in browser_of(people.office).get(page).content.decode()
    assert cell(people.office) == []  # the matrix is of what is published, for everybody
    review(draft, people.analyst, people.office)
    assert QUOTED in Client().get(page).content.decode()
    assert "/#article-2\"" in Client().get(page).content.decode()
    assert cell(people.visitor) == [("KEN", "yes")]
    assert Provision.objects.get().stated_by == people.analyst


@pytest.mark.parametrize(("given", "problem"), [
    ({"quotation": "Foreign investors may own all"}, "does not occur in the text"),
    ({"article": "3"}, "not in article 3"),
    ({"article": "77"}, "no article 77"),
    ({"quotation": ""}, "Yes and no need"),
    ({"version": ""}, "Yes and no need"),
    ({"topic": "invented"}, "Select a valid choice"),
    ({"topic": ""}, "required"),
])
def test_a_provision_needs_words_that_stand_where_it_says(people: People, given: dict[str, str], problem: str) -> None:
    law = document()
    version = text(law)
    response = browser_of(people.analyst).post(f"/en/review/new/provision?record={law.pk}", {
        "topic": "foreign-ownership-limit", "answer": "yes", "version": version.pk, "article": "2",
        "quotation": QUOTED, **given})
    assert response.status_code == 422
    assert problem in response.content.decode()
    assert Provision.objects.count() == 0


@pytest.mark.parametrize("answer", ["unclear", "n-a"])
def test_no_words_are_needed_where_a_document_is_silent(people: People, answer: str) -> None:
    law = document()
    draft = stated(people.analyst, law, answer=answer, version="", article="", quotation="")
    review(draft, people.analyst, people.office)
    assert cell(people.visitor) == [("KEN", answer)]


def test_a_topic_is_answered_once_a_document(people: People) -> None:
    law = document()
    stated(people.analyst, law)
    response = browser_of(people.officer).post(f"/en/review/new/provision?record={law.pk}", {
        "topic": "foreign-ownership-limit", "answer": "unclear"})
    assert response.status_code == 422
    assert "answered already" in response.content.decode()


def test_another_documents_text_is_no_choice(people: People) -> None:
    law, other = document(), document(name_en="Other Law")
    text(law)
    response = browser_of(people.analyst).post(f"/en/review/new/provision?record={law.pk}", {
        "topic": "foreign-ownership-limit", "answer": "yes", "version": text(other).pk, "quotation": QUOTED})
    assert response.status_code == 422


def test_a_document_that_may_not_be_seen_takes_no_provision(people: People) -> None:
    hidden = document(name_en="zqhidden", audience="office")
    assert browser_of(people.analyst).get(f"/en/review/new/provision?record={hidden.pk}").status_code == 404
    assert browser_of(people.analyst).get("/en/review/new/provision").status_code == 404


def test_lists_are_filtered_by_published_provisions_only(people: People) -> None:
    law = document()
    document(name_en="Silent Law")
    draft = stated(people.analyst, law)
    address = "/en/registers/documents/?provision=foreign-ownership-limit:yes"
    for person in (people.visitor, people.office):
        assert "Investment Law" not in browser_of(person).get(address).content.decode()
    review(draft, people.analyst, people.office)
    found = Client().get(address).content.decode()
    assert "Investment Law" in found
    assert "Silent Law" not in found
    assert "Investment Law" not in Client().get(address.replace("yes", "no")).content.decode()


def test_the_matrix_is_narrowed_and_shows_each_country_of_a_treaty(people: People) -> None:
    treaty = document(name_en="Treaty", countries="CHN;KEN")
    draft = stated(people.analyst, treaty)
    review(draft, people.analyst, people.office)
    assert cell(people.visitor) == [("CHN", "yes"), ("KEN", "yes")]
    assert cell(people.visitor, answer="no") == []
    assert cell(people.visitor, subject="tax") == []
    assert cell(people.visitor, topic="foreign-ownership-limit") == [("CHN", "yes"), ("KEN", "yes")]
    page = Client().get("/en/library/provisions/?answer=yes&subject=invented").content.decode()
    assert "Kenya" in page


def test_the_matrix_leaves_out_hidden_and_retired_documents(people: People) -> None:
    for audience, topic in (("office", "foreign-ownership-limit"), ("public", "approval-needed")):
        law = document(audience=audience)
        Provision.objects.create(document=law, topic=topic, answer="yes", published_at="2026-01-01T00:00Z")
        if audience == "public":
            records.retire(command("a test"), Record.objects.get(pk=law.pk))
    assert cell(people.visitor) == []
    assert cell(people.office) == [("KEN", "yes")]  # of the office's own, not of the retired one


def test_a_text_that_has_changed_is_looked_at_again_before_publishing(people: People) -> None:
    law = document()
    draft = stated(people.analyst, law)
    Version.objects.update(text="Article 2 Nothing of the kind.")
    review(draft, people.analyst, people.office)
    assert draft.state == "draft"
