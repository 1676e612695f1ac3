"""The case's countries become dossiers, its corridors records."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from outward.casebook.folder import Casebook, read_folder
from outward_portal.accounts.requests import command
from outward_portal.dossiers.case import case_rows, load_dossiers
from outward_portal.dossiers.models import CorridorLeg, Dossier
from outward_portal.registers.loading import load_case
from tests.portal.people import People, browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def liaoning() -> Casebook:
    """The bundled case."""
    return read_folder(Path(str(files("outward.casebook") / "liaoning")))


def test_every_country_of_the_case_gets_a_dossier_with_its_roles(liaoning: Casebook) -> None:
    opened = load_dossiers(command("a test"), liaoning)
    assert opened.unknown == ()
    assert opened.written == Dossier.objects.count() == len(liaoning.registers["countries"])
    kazakhstan = Dossier.objects.get(region="KAZ")
    assert (kazakhstan.roles_en, kazakhstan.paragraphs) == (
        "copper project; capacity cooperation; industrial park host", "36;52;92")
    assert load_dossiers(command("again"), liaoning).written == 0


def test_a_region_that_the_portal_does_not_know_is_named_by_the_load(liaoning: Casebook) -> None:
    countries = liaoning.registers["countries"].copy()
    countries.loc[0, "id"] = "atlantis"
    case = replace(liaoning, registers={**liaoning.registers, "countries": countries})
    loaded = load_dossiers(command("a test"), case)
    assert (loaded.written, loaded.unknown) == (len(countries) - 1, ("atlantis",))


def test_legs_of_corridors_are_records_with_the_countries_at_their_ends(liaoning: Casebook, people: People) -> None:
    load_case(command("a test"), liaoning)
    legs = {leg.case_key: leg for leg in CorridorLeg.objects.all()}
    assert len(legs) == len(liaoning.registers["corridors"]) == len(list(case_rows(liaoning)))
    assert legs["R1.2"].countries == "CHN;RUS"
    assert legs["R2.1a"].countries == "CHN;MNG"
    assert legs["R7.1"].countries == "CHN;RUS"
    assert legs["R3a.2"].countries == ""
    assert (legs["R1.1a"].mode_en, legs["R1.1a"].paragraphs) == ("rail (port transshipment)", "84;85")
    body = browser_of(people.visitor).get("/en/countries/MNG/?corridors=table").content.decode()
    assert "of <a" in body
    assert "Mongolia to Russia" in body
    assert "Dalian to Northeast Asia" not in body
