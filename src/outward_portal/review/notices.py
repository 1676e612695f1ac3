"""What is told of drafts: that one waits, to whom it concerns; that one was returned or published, to who wrote it."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import User
from outward_portal.notices.telling import NoticeKind, tell
from outward_portal.review.models import Draft
from outward_portal.theme.addresses import url


def _page(draft: Any) -> str:
    return url("draft", key=draft.pk)


WAITING: Final = NoticeKind("draft.waiting", _("Draft to review"), _("A draft waits for review: %(name)s"), _page)
RETURNED: Final = NoticeKind("draft.returned", _("Draft returned"), _("A draft of yours was returned: %(name)s"), _page)
PUBLISHED: Final = NoticeKind("draft.published", _("Draft published"), _("A draft of yours was published: %(name)s"),
                              _page)


def tell_waiting(draft: Draft, keeper: User | None) -> None:
    """Tell whoever keeps the subject, and who follows the room; within the transaction."""
    told = [keeper] if keeper is not None and keeper.pk not in draft.writers else []
    tell(WAITING.key, f"draft.waiting:{draft.pk}:{draft.revision}", about=draft, to=told,
         topics=["room:review", *([f"record:{draft.record_id}"] if draft.record_id else [])])


def tell_decided(draft: Draft) -> None:
    """Tell who wrote in it what became of a draft; within the transaction."""
    kind = RETURNED if draft.state == Draft.State.RETURNED else PUBLISHED
    writers = User.objects.filter(pk__in=[draft.author_id, *draft.writers])
    tell(kind.key, f"{kind.key}:{draft.pk}:{draft.revision}", about=draft, to=list(writers))
