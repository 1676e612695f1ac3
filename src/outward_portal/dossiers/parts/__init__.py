"""What this room itself says in the sections of a dossier."""

from __future__ import annotations

from outward_portal.dossiers.parts import documents, facts, people, registers
from outward_portal.dossiers.sections import Sections


def contribute(sections: Sections) -> None:
    """Put the room's own parts into the sections."""
    for section, contributor in facts.CONTRIBUTORS.items():
        sections.contribute(section, contributor, order=50)
    sections.contribute("policies", documents.policies, order=40)
    sections.contribute("own", registers.projects, order=40)
    sections.contribute("own", registers.enterprises, order=60)
    sections.contribute("own", registers.samples, order=90)
    sections.contribute("parks", registers.parks)
    sections.contribute("corridors", registers.corridors)
    sections.contribute("disputes", documents.disputes, order=40)
    sections.contribute("contacts", people.missions, order=40)
    sections.contribute("contacts", people.agencies, order=60)
