"""Which readers may see what they would be told of: asked for many readers at once.

The policy's rules depend on a reader's role, organisation and what is shared with it, and few of them on the person:
which those are stands in the question that a rule becomes. So readers are asked for in groups. Of records, what a
registered visitor sees is not asked for again: everybody who has signed in sees it too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from django.apps import apps
from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db.models import Model

from outward_portal.accounts.models import Role, User
from outward_portal.accounts.policy import Viewer, ruled_models, visible
from outward_portal.accounts.policy.viewers import viewers_of
from outward_portal.records.models import Record

Subject = tuple[str, int]
"""What something is about: the label of a model and the key of a row."""

_BATCH: Final = 500
_SOMEBODY: Final = 8_675_309_000_000_007  # a key that no account has, to find it again in a question
_LEAST: Final = Viewer(_SOMEBODY, Role.MEMBER, None, manages=False, sharing=())
"""A registered visitor: of records, nobody who has signed in sees less."""


def subject_of(stated: str) -> Subject | None:
    """Read what an occurrence is about; nothing where its model is gone.

    Examples
    --------
    >>> subject_of("records.record:12"), subject_of("gone.model:1")
    (('records.record', 12), None)
    """
    label, _, key = stated.partition(":")
    return (label, int(key)) if key.isdecimal() and model_of(label) is not None else None


def model_of(label: str) -> type[Model] | None:
    """Give the model of a label; nothing where there is none any more."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def seen_by(wanted: Mapping[int, Iterable[Subject]], users: Iterable[User]) -> dict[int, set[Subject]]:
    """Say what readers may see of what they would be told of.

    Parameters
    ----------
    wanted : mapping
        By the key of each reader, what is asked for.
    users : iterable of User
        The readers; whoever's account is closed sees nothing.

    Returns
    -------
    dict
        By the key of each reader, what they see of it.
    """
    asked = {key: set(subjects) for key, subjects in wanted.items()}
    common = _seen(_LEAST, {subject for subject in set().union(*asked.values()) if _is_record(subject[0])})
    viewers = viewers_of(users)
    found = {key: asked.get(key, set()) & common for key in viewers}
    groups: dict[Viewer, list[int]] = defaultdict(list)
    for key, each in viewers.items():
        if asked.get(key, set()) - common:
            groups[replace(each, user=_SOMEBODY)].append(key)
    personal: dict[tuple[object, ...], bool] = {}
    for group, keys in groups.items():
        for label, of_model in _by_model({one for key in keys for one in asked[key]} - common):
            shape = (label, group.role, group.organisation is None, group.manages, bool(group.sharing))
            if shape not in personal:
                personal[shape] = _depends_on_the_person(label, group)
            if personal[shape]:
                for key in keys:
                    found[key] |= _seen(viewers[key], of_model & asked[key])
            else:
                seen = _seen(group, of_model)
                for key in keys:
                    found[key] |= seen & asked[key]
    return found


def _is_record(label: str) -> bool:
    """Whether the rule of records alone says who sees a model's rows."""
    model = model_of(label)
    return model is not None and issubclass(model, Record) and (
        model is Record or model._meta.label not in ruled_models())


def who_sees(subject: Subject, users: Iterable[User]) -> set[int]:
    """Give the keys of those who may see one row."""
    users = list(users)
    return {key for key, seen in seen_by({user.pk: (subject,) for user in users}, users).items() if seen}


def _by_model(subjects: Iterable[Subject]) -> Iterator[tuple[str, set[Subject]]]:
    found: dict[str, set[Subject]] = defaultdict(set)
    for subject in subjects:
        found[subject[0]].add(subject)
    return iter(found.items())


def _seen(viewer: Viewer, subjects: set[Subject]) -> set[Subject]:
    """Keep what a viewer sees."""
    found: set[Subject] = set()
    for label, of_model in _by_model(subjects):
        model = model_of(label)
        if model is None:
            continue
        keys = sorted(key for _, key in of_model)
        for start in range(0, len(keys), _BATCH):
            rows = model._default_manager.filter(visible(model, viewer), pk__in=keys[start:start + _BATCH])
            found |= {(label, key) for key in rows.values_list("pk", flat=True)}
    return found


def _depends_on_the_person(label: str, viewer: Viewer) -> bool:
    """Whether the rule of a model asks who the viewer is, beyond role and organisation: then their key is in it."""
    model = model_of(label)
    if model is None:
        return False
    rows = model._default_manager.filter(visible(model, viewer)).order_by()
    try:
        _, parameters = rows.values("pk").query.sql_with_params()
    except (EmptyResultSet, FullResultSet):
        return False
    return _SOMEBODY in parameters or str(_SOMEBODY) in parameters
