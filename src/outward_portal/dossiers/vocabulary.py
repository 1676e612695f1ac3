"""The sections of a dossier, in their fixed order, with the question that each opens with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class SectionTitle:
    """A section: what it is called, what it asks, and what to do where it holds nothing."""

    key: str
    name: Promise
    question: Promise
    missing: Promise  # what to load or whom to ask


TITLES: Final = (
    SectionTitle("at-a-glance", _("At a glance"), _("What kind of country is it?"),
                 _("No fact is kept. The office can load the pack of the World Factbook, or add facts by hand.")),
    SectionTitle("market-demand", _("Market demand"), _("What does it buy, and how fast does its market grow?"),
                 _("No fact on demand is kept. The office can load the pack of the World Factbook; figures by product "
                   "come with a study of markets.")),
    SectionTitle("investment-environment", _("Investment environment"), _("What does it cost and take to work there?"),
                 _("No fact on prices, power or transport is kept. Load the packs, or ask the mission there.")),
    SectionTitle("policies", _("Policies and laws"), _("Which rules apply to an investor?"),
                 _("No document of this country is in the library. The department of commerce collects them; missions "
                   "can propose some.")),
    SectionTitle("risks", _("Risks"), _("What can go wrong?"),
                 _("No fact on risks is kept. A country's risk is rated by a study of risk, which has not been run.")),
    SectionTitle("own", _("The region's own business there"),
                 _("Which enterprises, projects and leads of the region are there?"),
                 _("No enterprise, project or lead that you may see names this country.")),
    SectionTitle("parks", _("Parks"), _("Is there a park to move into?"),
                 _("No park in this country is registered. Missions and officers can add one.")),
    SectionTitle("corridors", _("Corridors"), _("How do goods get there?"),
                 _("No leg of the case's corridors names this country.")),
    SectionTitle("providers", _("Service providers"), _("Who can help on the spot?"),
                 _("No service provider is listed for this country. Ask the office which firms are at work there.")),
    SectionTitle("disputes", _("Disputes"), _("How are disputes settled?"),
                 _("No treaty or procedure on disputes is in the library. Ask the department of commerce.")),
    SectionTitle("contacts", _("Contacts"), _("Whom can one ask?"),
                 _("No mission or agency is registered. The administrators add them.")),
)

SECTION_CHOICES: Final = [(title.key, title.name) for title in TITLES]
