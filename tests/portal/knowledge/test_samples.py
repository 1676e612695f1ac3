"""Samples of the library: marked as such everywhere they are read, and taken away by one command."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client

from outward_portal.accounts.models import User
from outward_portal.accounts.requests import command
from outward_portal.knowledge import samples
from outward_portal.knowledge.models import Document, Procedure, Provision, Step, Version
from outward_portal.knowledge.quotations import quotation_problems
from outward_portal.records.finding import find
from outward_portal.review.models import Draft
from tests.portal.people import People

pytestmark = pytest.mark.django_db


def test_samples_are_marked_wherever_they_are_read(people: People) -> None:
    call_command("sample_library")
    law, procedure = Document.objects.get(type="law"), Procedure.objects.get()
    newest = Version.objects.filter(document=law).first()
    assert newest is not None
    for address in (f"/en/registers/documents/{law.pk}/", f"/en/registers/procedures/{procedure.pk}/",
                    f"/en/library/procedures/{procedure.pk}/print", f"/en/library/texts/{newest.pk}/",
                    "/en/library/provisions/", "/en/search?q=licence", "/en/registers/documents/"):
        assert 'class="tag sample"' in Client().get(address).content.decode(), address


def test_samples_are_of_no_country_and_cite_what_their_text_says(people: People) -> None:
    call_command("sample_library")
    assert set(Document.objects.values_list("countries", flat=True)) == {"WLD"}
    for each in Provision.objects.select_related("version"):
        assert quotation_problems(each.answer, each.version, each.article, each.quotation) == []


def test_a_draft_waits_where_a_sample_analyst_can_have_written_it(people: People) -> None:
    User.objects.filter(pk=people.analyst.pk).update(is_sample=True)
    samples.add_samples(command("a test"))
    assert Draft.objects.get().state == "waiting"


def test_samples_are_taken_away_and_not_added_twice(people: People) -> None:
    User.objects.filter(pk=people.analyst.pk).update(is_sample=True)
    call_command("sample_library")
    call_command("sample_library")
    assert Document.objects.count() == 2
    call_command("sample_library", remove=True)
    assert not samples.present()
    assert [model.objects.count() for model in (Version, Provision, Step, Draft)] == [0, 0, 0, 0]
    assert find("licence", people.office, "en").count == 0
    assert "Sample" not in Client().get("/en/registers/documents/").content.decode()
