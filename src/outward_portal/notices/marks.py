"""What this room says on pages that are not its own: how much is unread."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from outward_portal.accounts.policy import may
from outward_portal.notices.models import Message
from outward_portal.notices.queries import outbox, unread_count
from outward_portal.theme.addresses import url
from outward_portal.theme.masthead import Mark
from outward_portal.work.waiting import Waiting


def unread(user: Any) -> Mark:
    """Say beside the reader's name how much is unread."""
    count = unread_count(user)
    said = ngettext("%(count)d unread notice", "%(count)d unread notices", count) % {"count": count}
    return Mark(_("Notices"), count, said if count else _("Notices"), url("notices"))


def waiting(user: Any) -> Iterator[Waiting]:
    """Say on the first page what is unread, and to those who run the portal what could not be sent."""
    yield Waiting(gettext_lazy("Notices to read"), unread_count(user), url("notices"))
    if may(user, "notices.outbox"):
        yield Waiting(gettext_lazy("Look at messages that were not sent"), outbox(Message.State.DEAD, user).count(),
                      f"{url('notices-outbox')}?state={Message.State.DEAD}")
