"""The roles in plain words, for the page of help."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROLES: Final[tuple[tuple[Promise, Promise, Promise], ...]] = (
    (_("Visitor"), _("What is public"), _("Read, search, download")),
    (_("Registered visitor"), _("What is shown to everybody with an account"),
     _("Save views, claim an enterprise by its unified social credit code")),
    (_("Enterprise member"),
     _("Its own records and private fields, and those of a parent or subsidiary that shares them"),
     _("Keep its own records; say who sees what; a manager invites colleagues")),
    (_("Service provider"), _("What is shown to everybody with an account"), _("Keep its organisation's accounts")),
    (_("Agency officer"), _("What is shown to the agencies; private fields that name the agency or the leading group"),
     _("Keep the registers, merge duplicates, import tables")),
    (_("Leading group's office"), _("What an officer sees, and what is kept for the office"),
     _("Keep every register; decide on claims")),
    (_("Contributor"), _("What is shown to the agencies"), _("Add projects and parks from abroad")),
    (_("Analyst"), _("What is shown to the agencies"), _("Run studies and write reports; records are read only")),
    (_("Administrator"), _("What is shown to everybody with an account"),
     _("Keep accounts and organisations; sees nothing private")),
)
