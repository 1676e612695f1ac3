"""Sample records: of each register and audience, marked, never counted with real ones, and gone again in one go."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from outward_portal.accounts.models import Audience, Organisation
from outward_portal.journal.entries import broken
from outward_portal.records import actions
from outward_portal.records.kinds import KINDS
from outward_portal.records.listing import read_query
from outward_portal.records.models import Link, PrivateField, Record, RecordCountry
from outward_portal.registers import kinds, samples
from outward_portal.registers.counting import counting_of
from outward_portal.registers.kinds import PROJECTS
from outward_portal.registers.models import Brand, Enterprise, Patent, Project, StageDate
from outward_portal.registers.places import places
from outward_portal.registers.queries import totals
from tests.portal.people import People, browser_of
from tests.portal.registers.worlds import ACT, project

pytestmark = pytest.mark.django_db


@pytest.fixture
def added(people: People) -> samples.Owners:
    owners = samples.Owners(people.works, people.rival.organisation, people.commerce)  # type: ignore[arg-type]
    samples.add_samples(ACT, owners)
    return owners


def test_every_register_has_a_marked_sample_for_every_audience(added: samples.Owners) -> None:
    for kind in kinds.ALL:
        assert set(kind.model.objects.values_list("audience", flat=True)) == set(Audience.values), kind.key
    assert not Record.objects.filter(is_sample=False).exists()
    assert not Record.objects.exclude(name_en__startswith="Sample ").exists()


def test_samples_say_what_the_forms_would_take(added: samples.Owners) -> None:
    for record in Record.objects.all():
        KINDS[record.kind].model.objects.get(pk=record.pk).full_clean()


def test_samples_count_in_each_way(added: samples.Owners) -> None:
    found = {one.name_en: one.counting for one in Project.objects.all()}
    assert set(found.values()) == {"counts", "unvalued", "umbrella", "part", "cancelled", "retired"}
    assert [one.name_en for one in Project.objects.all() if one.counting != counting_of(one)] == []


def test_each_person_sees_another_part_of_them(added: samples.Owners, people: People) -> None:
    seen = {name: Record.objects.visible_to(user).count() for name, user in people.everybody().items()}
    assert seen["visitor"] < seen["member"] < seen["analyst"] < seen["officer"] < seen["office"]
    assert seen["member"] < seen["enterprise"] == seen["colleague"]
    fields = {name: PrivateField.objects.visible_to(user).count() for name, user in people.everybody().items()}
    assert fields["visitor"] == fields["analyst"] == 0
    assert fields["enterprise"] > fields["officer"] > fields["other_officer"] > 0


def test_samples_are_never_counted_with_real_projects(added: samples.Owners, people: People) -> None:
    project(value=5, currency="USD", countries="KEN")
    query = read_query(PROJECTS, "en", {})
    real, made_up = (totals(query, people.visitor, "country", of_samples=flag) for flag in (False, True))
    assert (real.total.records, real.others) == (1, made_up.total.records + sum(
        each.records for each in made_up.left_out))
    assert {each.region for each in places(query, people.visitor).countries} == {"KEN"}
    assert "KEN" not in {each.region for each in places(query, people.visitor, of_samples=True).countries}
    for page in ("totals", "map"):
        assert "which are made up, are not counted here" in browser_of(people.visitor).get(
            f"/en/registers/projects/{page}").content.decode()
        assert "All of them are made up" in browser_of(people.visitor).get(
            f"/en/registers/projects/{page}?samples=1").content.decode()


def test_what_names_a_firm_belongs_to_it(added: samples.Owners) -> None:
    for model, name, firm in ((Brand, "Sample PUMPA", "Pump Works"), (Brand, "Sample KUGEL", "Bearing Company"),
                              (Patent, "Sample Turbine blade", "Turbine Works"),
                              (Patent, "Sample Crusher jaw", "Heavy Machinery Group")):
        assert model.objects.filter(name_en=name, enterprise__name_en=f"Sample {firm}").exists(), name


def test_the_record_of_a_sample_organisation_has_its_credit_code(added: samples.Owners) -> None:
    for owner in (added.works, added.subsidiary):
        assert owner.credit_code == Enterprise.objects.get(owner=owner).credit_code


def test_a_card_states_real_records_and_samples_apart(added: samples.Owners, people: People) -> None:
    for address in ("/en/", "/en/registers/"):
        page = browser_of(people.visitor).get(address).content.decode()
        assert '<span class="count">0 + 1 sample</span>' in page
        assert '<span class="count">0 + 3 samples</span>' in page


def test_removing_leaves_nothing_that_was_made_up(added: samples.Owners, people: People) -> None:
    real = project(name_en="Real", umbrella=Project.objects.get(name_en="Sample Metro, two lines"), value=3,
                   currency="USD")
    assert Project.objects.get(pk=real.pk).counting == "part"
    samples.remove_samples(ACT)
    assert not samples.present()
    left = Record.objects.filter(is_sample=True)
    assert set(left.values_list("name_en", "name_zh", "summary_en", "source", "countries", "audience")) == {
        (*samples.REMOVED, "", "", "", "office")}
    assert not left.filter(owner__isnull=False).exists()
    assert not left.filter(retired_at__isnull=True).exists()
    for model in (PrivateField, Link, StageDate):
        assert not model.objects.exists()
    assert not RecordCountry.objects.filter(record__is_sample=True).exists()
    assert Project.objects.get(pk=real.pk).counting == "counts"
    assert list(broken()) == []
    assert "Sample" not in browser_of(people.visitor).get("/en/registers/projects/?q=crusher").content.decode()


def test_what_sample_people_added_goes_too(added: samples.Owners) -> None:
    actions.create(ACT, PROJECTS, {"name_en": "Tried", "audience": "public"}, is_sample=True)
    samples.remove_samples(ACT)
    assert not Record.objects.filter(name_en="Tried").exists()


def test_samples_can_come_back_after_they_were_removed(added: samples.Owners) -> None:
    samples.remove_samples(ACT)
    assert samples.add_samples(ACT, added) > 50
    assert samples.present()
    samples.remove_samples(ACT)
    assert not samples.present()


def test_the_command_adds_once_and_removes(people: People) -> None:
    with pytest.raises(CommandError, match="sample_accounts"):
        call_command("sample_records")
    Organisation.objects.update(is_sample=True)
    said = StringIO()
    for options in ([], [], ["--remove"]):
        call_command("sample_records", *options, stdout=said)
    lines = said.getvalue().splitlines()
    assert lines[1] == "The sample records are there already."
    assert lines[2] == lines[0].replace("added", "taken away")
