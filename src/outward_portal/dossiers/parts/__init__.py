"""What this room itself says in the sections of a dossier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from outward_portal.dossiers.kinds import CORRIDORS, FACTS
from outward_portal.dossiers.parts import documents, facts, people, registers, samples
from outward_portal.dossiers.sections import Sections
from outward_portal.knowledge.kinds import DOCUMENTS
from outward_portal.records.kinds import Kind
from outward_portal.registers.kinds import ENTERPRISES, PARKS, PROJECTS

_PUBLISHED: Final[Mapping[str, Any]] = {"published_at__isnull": False}
_SAMPLES: Final[Mapping[str, tuple[tuple[Kind, Mapping[str, Any]], ...]]] = {
    "own": ((PROJECTS, {}), (ENTERPRISES, {})), "parks": ((PARKS, {}),), "corridors": ((CORRIDORS, {}),),
    "policies": ((DOCUMENTS, _PUBLISHED),),
}


def contribute(sections: Sections) -> None:
    """Put the room's own parts into the sections."""
    for section, contributor in facts.CONTRIBUTORS.items():
        sections.contribute(section, contributor, order=50)
        sections.contribute(section, samples.samples(FACTS, section=section, **_PUBLISHED), order=95)
    sections.contribute("policies", documents.policies, order=40)
    sections.contribute("own", registers.projects, order=40)
    sections.contribute("own", registers.enterprises, order=60)
    for section, kinds in _SAMPLES.items():
        for kind, narrowed in kinds:
            sections.contribute(section, samples.samples(kind, **narrowed), order=90)
    sections.contribute("parks", registers.parks)
    sections.contribute("corridors", registers.corridors)
    sections.contribute("disputes", documents.disputes, order=40)
    sections.contribute("contacts", people.missions, order=40)
    sections.contribute("contacts", people.agencies, order=60)
