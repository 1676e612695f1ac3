"""A case's policies and instruments become records of the library, each with the paragraphs that name it."""

from __future__ import annotations

import pytest

from outward.casebook.folder import bundled
from outward_portal.accounts.requests import command
from outward_portal.knowledge.models import Document, Instrument
from outward_portal.registers.loading import load_case


@pytest.mark.django_db
def test_the_policies_of_the_case_become_documents_with_their_paragraphs() -> None:
    load_case(command("a test"), bundled("liaoning"))
    found = {each.case_key: each for each in Document.objects.all()}
    assert len(found) == 36
    plan = found["Y07"]
    assert (plan.begins, plan.ends, plan.type, plan.countries) == ("2016", "2020", "plan", "CHN")
    assert plan.paragraphs == "54"
    assert found["Y20"].paragraphs == "94"
    assert found["Y10"].countries == "DEU"
    assert all(each.is_published and each.audience == "public" and each.source for each in found.values())
    assert {each.reliability for each in found.values()} == {"C"}  # the report names them, their texts are not in it


@pytest.mark.django_db
def test_the_instruments_of_the_case_keep_their_status_as_it_is_printed() -> None:
    load_case(command("a test"), bundled("liaoning"))
    found = {each.case_key: each for each in Instrument.objects.all()}
    assert len(found) == 37
    assert (found["I01"].status, found["I01"].status_note_en, found["I01"].paragraphs) == ("proposed", "to create",
                                                                                          "ES;126")
    assert found["I31"].status == "open"
    assert (found["I07"].status, found["I07"].status_note_zh) == ("", "拟扩大")


@pytest.mark.django_db
def test_a_second_load_changes_nothing() -> None:
    load_case(command("a test"), bundled("liaoning"))
    again = load_case(command("a test"), bundled("liaoning"))
    assert (again.added, again.changed) == ({}, 0)
