"""A case as a document: what a release of it holds, printed as its sources print it."""

from __future__ import annotations

from outward.audit import Document
from outward.audit.observed import Vocabulary, document_of
from outward.casebook.folder import Casebook
from outward.studies.releases import Release, casebook_of
from outward.vocabulary.observations import Observations


def case_document(release: Release, *, facts: bool = True, as_of: str = "") -> Document:
    """Give the document of a release; its id is the case's.

    Parameters
    ----------
    release : Release
        Of any case.
    facts : bool
        False leaves the case's ``facts.csv`` out, so that the audit finds what holds in most rows.
    as_of : str
        ISO date: only what was known by then is printed in it; empty for all.

    Raises
    ------
    StoreError
        If the release cannot be read.
    """
    casebook = casebook_of(release)
    stated = casebook.facts if facts and "facts.csv" in casebook.files else None
    return document_of(Observations(release.observations(as_of=as_of or None)), id=release.case_id, facts=stated,
                       vocabulary=vocabulary_of(casebook))


def vocabulary_of(casebook: Casebook) -> Vocabulary:
    """Give what names the codes of a case."""
    return Vocabulary(casebook.indicators, casebook.sectors, casebook.regions, casebook.labels)
