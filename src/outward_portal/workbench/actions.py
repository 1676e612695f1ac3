"""Writing indices: each action is one transaction, is told who acts, and leaves an entry in the journal.

The journal keeps who saved which version with which data; titles, frameworks and notes are their maker's words and stay
out of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from outward.vocabulary.labels import Label
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.records.errors import RefusedError
from outward_portal.records.files.inspection import fit_name
from outward_portal.records.files.keeping import KeptFile, kept
from outward_portal.workbench.models import IndexAssessment, IndexVersion

MOST_VERSIONS: Final = 500


@dataclass(frozen=True, slots=True)
class Source:
    """A framework and data that were read and found fit."""

    text: str
    id: str
    name: Label
    is_synthetic: bool
    upload: UploadedFile[Any] | None  # None: the data of the version before


def make(act: Act, source: Source, *, title: str, audience: str) -> IndexAssessment:
    """Make an index from a framework and a table; its first version has the framework's own choices and weights.

    Raises
    ------
    RefusedError
        If the file must not be kept; its text says why.
    """
    assert act.actor is not None
    with _kept(source.upload) as file, transaction.atomic():
        index = IndexAssessment.objects.create(title=title, owner=act.actor, organisation=act.actor.organisation,
                                               audience=audience)
        entries.write(act, "index.made", index, changes={"audience": [None, audience]})
        version = _sourced(IndexVersion(), source)
        _place(version, file)
        _append(act, index, version)
    return index


def send(act: Act, index: IndexAssessment, source: Source, *, choices: Mapping[str, Any], weights: Mapping[str, float],
         note: str) -> IndexVersion | None:
    """Follow the newest version by one with another framework or other data; nothing where it would be the same.

    Raises
    ------
    RefusedError
        If the file must not be kept, or the index has too many versions.
    """
    with _kept(source.upload) as file, transaction.atomic():
        current = _locked(index)
        version = _sourced(_like(current.newest), source)
        version.choices, version.weights, version.note = dict(choices), dict(weights), note
        if file is not None:
            _place(version, file)
        saved = _append(act, current, version)
        if saved is None and file is not None:
            raise RefusedError(_("These data are those of the newest version."))  # the file goes with the transaction
        return saved


def save(act: Act, index: IndexAssessment, base: IndexVersion, *, choices: Mapping[str, Any],
         weights: Mapping[str, float], note: str) -> IndexVersion | None:
    """Save choices and weights as the next version, with a version's framework and data; nothing where all is the same.

    Raises
    ------
    RefusedError
        If the index has too many versions.
    """
    with transaction.atomic():
        current = _locked(index)
        version = _like(base)
        version.choices, version.weights, version.note = dict(choices), dict(weights), note
        return _append(act, current, version)


def copy(act: Act, base: IndexVersion, *, title: str, choices: Mapping[str, Any], weights: Mapping[str, float]
         ) -> IndexAssessment:
    """Begin an index of one's own from what somebody has shared; the two go their own ways from here."""
    assert act.actor is not None
    with transaction.atomic():
        index = IndexAssessment.objects.create(title=title, owner=act.actor, organisation=act.actor.organisation)
        entries.write(act, "index.made", index, changes={"from": [None, f"{base.assessment_id}/{base.number}"]})
        version = _like(base)
        version.choices, version.weights = dict(choices), dict(weights)
        _append(act, index, version)
    return index


def _kept(upload: UploadedFile[Any] | None) -> Any:
    from outward_portal.workbench.reading import table_type  # brings the engine

    return nullcontext(None) if upload is None else kept(upload, table_type)


def _locked(index: IndexAssessment) -> IndexAssessment:
    return IndexAssessment.objects.select_for_update(of=("self",)).select_related("newest").get(pk=index.pk)


def _like(base: IndexVersion | None) -> IndexVersion:
    """Begin a version with the framework and data of another."""
    assert base is not None
    return IndexVersion(
        framework=base.framework, framework_en=base.framework_en, framework_zh=base.framework_zh,
        framework_text=base.framework_text, file=base.file.name, file_name=base.file_name, size=base.size,
        sha256=base.sha256, is_synthetic=base.is_synthetic)


def _sourced(version: IndexVersion, source: Source) -> IndexVersion:
    version.framework, version.framework_text, version.is_synthetic = source.id[:200], source.text, source.is_synthetic
    version.framework_en, version.framework_zh = source.name.en[:300], source.name.zh[:300]
    return version


def _place(version: IndexVersion, file: KeptFile) -> None:
    version.file, version.file_name = file.name, fit_name(file.file_name, file.type.extension)
    version.size, version.sha256 = file.size, file.sha256


def _append(act: Act, index: IndexAssessment, version: IndexVersion) -> IndexVersion | None:
    """Number a version and save it, unless it is what the newest one is."""
    newest = index.newest
    version.digest = version.named()
    if newest is not None and newest.digest == version.digest:
        return None
    version.number = newest.number + 1 if newest is not None else 1
    if version.number > MOST_VERSIONS:
        raise RefusedError(_("An index has at most %(most)s versions. Begin another one.") % {"most": MOST_VERSIONS})
    version.assessment, version.made_by = index, act.actor
    version.save()
    index.newest = version
    index.save(update_fields=["newest"])
    entries.write(act, "index.saved", index, changes={"version": [None, version.number],
                                                      "data": [None, version.sha256]})
    return version
