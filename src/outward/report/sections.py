"""What the living report says: the answers of the catalogue's studies that have a place in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outward.studies.catalogue import studies
from outward.studies.result import StudyResult
from outward.studies.study import Progress, unheard
from outward.vocabulary.labels import Label

if TYPE_CHECKING:
    from outward.studies.releases import Release


def study_results(release: Release, *, as_of: str = "", progress: Progress = unheard) -> tuple[StudyResult, ...]:
    """Ask the report's studies about a release, each for its defaults.

    Parameters
    ----------
    release : Release
        What is held.
    as_of : str
        The date up to which observations count; empty for all.
    progress : callable
        Is told how far the studies are.

    Returns
    -------
    tuple of StudyResult
        In the order of the report; a study that has nothing to say of the case is left out.
    """
    asked = [study for study in studies() if study.in_report is not None]
    results = []
    for place, study in enumerate(asked):
        def within(done: float, what: Label, place: int = place) -> None:
            progress((place + done) / len(asked), what)

        results.append(study.run(release, study.request({"as_of": as_of}), within))
    return tuple(result for result in results if result.sections)
