"""A small law and the way through the library's pages, for tests."""

from __future__ import annotations

from typing import Any

from django.test import Client

from outward_portal.accounts.models import User
from outward_portal.accounts.requests import command
from outward_portal.knowledge import actions
from outward_portal.knowledge.kinds import DOCUMENTS
from outward_portal.knowledge.models import Document, Version
from outward_portal.records import actions as records
from outward_portal.review.models import Draft
from tests.portal.people import browser_of

LAW = """Chapter I General
Article 1 This Law governs investment.
Article 2 Foreign investors may own up to 49 percent of an enterprise.
Article 3 Profits may be remitted freely after taxes are paid.
"""


def document(**values: Any) -> Document:
    """Add a published law."""
    made = records.create(command("a test"), DOCUMENTS, {
        "name_en": "Investment Law of Testland", "countries": "KEN", "audience": "public", **values})
    Document.objects.filter(pk=made.pk).update(published_at="2026-01-01T00:00Z")
    return Document.objects.get(pk=made.pk)


def text(of: Document, words: str = LAW, *, dated: str = "2020", published: bool = True,
         language: str = "en") -> Version:
    """Add a text to a law."""
    made = Version(document=of, dated=dated, language=language)
    actions.add_version(command("a test"), made, None, words)
    if published:
        Version.objects.filter(pk=made.pk).update(published_at="2026-01-01T00:00Z")
        actions.index_texts(of)
    return Version.objects.get(pk=made.pk)


def propose(user: User, kind: str, given: dict[str, Any], record: int | None = None) -> Draft:
    """Propose something through its page, and give the draft."""
    address = f"/en/review/new/{kind}" + (f"?record={record}" if record else "")
    response = browser_of(user).post(address, given)
    assert response.status_code == 302, response.content.decode()
    return Draft.objects.latest("pk")


def review(draft: Draft, author: User, reviewer: User, verdict: str = "publish", remark: str = "") -> Client:
    """Submit a draft and decide it, through the pages."""
    browser_of(author).post(f"/en/review/drafts/{draft.pk}/submit")
    draft.refresh_from_db()
    client = browser_of(reviewer)
    client.post(f"/en/review/drafts/{draft.pk}/decide", {"verdict": verdict, "remark": remark,
                                                         "revision": draft.revision})
    draft.refresh_from_db()
    return client
