"""Work in the background: reading files."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from outward_portal.knowledge import actions
from outward_portal.knowledge.models import Version
from outward_portal.work.context import Context
from outward_portal.work.kinds import job


@job("knowledge.read", name=_("Reading the text of a document"))
def read(context: Context) -> None:
    """Read a version's file; done twice it gives the same."""
    version = Version.objects.get(pk=context.arguments["version"])
    context.progress(0.1, _("Reading %(name)s"), name=version.file_name)
    actions.read_version(context.act, version, lambda: context.done({"version": version.pk}))
