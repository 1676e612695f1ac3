"""Keeping, changing and deleting saved views."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from outward_portal.accounts.models import User
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.records.errors import RefusedError
from outward_portal.records.models import SavedView


def save(act: Act, user: User, kind: str, query: str, *, name: str, is_shared: bool) -> bool:
    """Keep a view under a name, in place of one that its maker had under it.

    Returns
    -------
    bool
        Whether there was one.
    """
    with transaction.atomic():
        view, made = SavedView.objects.update_or_create(
            user=user, kind=kind, name=name, defaults={"query": query, "is_shared": is_shared})
        entries.write(act, "view.saved", view)
    return not made


def change(act: Act, view: SavedView, *, name: str, is_shared: bool) -> None:
    """Rename a view, share it or stop sharing it.

    Raises
    ------
    RefusedError
        If its maker has another one of that name.
    """
    try:
        with transaction.atomic():
            view.name, view.is_shared = name, is_shared
            view.save(update_fields=["name", "is_shared"])
            entries.write(act, "view.saved", view)
    except IntegrityError as error:
        raise RefusedError(_("You have another view of this name.")) from error


def delete(act: Act, view: SavedView) -> None:
    """Delete a view; one that is gone already is left alone."""
    with transaction.atomic():
        present = SavedView.objects.select_for_update().filter(pk=view.pk).first()
        if present is not None:
            entries.write(act, "view.deleted", present)
            present.delete()
