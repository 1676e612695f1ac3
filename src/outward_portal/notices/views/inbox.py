"""What somebody was told: the inbox, opening a notice, marking as read."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from outward_portal.accounts.models import User
from outward_portal.notices import actions, queries
from outward_portal.notices.models import Notice, Subscription
from outward_portal.theme.addresses import url


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """List what the reader was told, unread first of all."""
    query = queries.read_inbox_query(request.GET)
    page, rows = queries.inbox(query, request.user)
    newest = Notice.objects.visible_to(request.user).order_by("-pk").values_list("pk", flat=True).first() or 0
    return render(request, "notices/inbox.jinja", {
        "query": query, "page": page, "rows": rows, "kinds": queries.kinds_told(request.user), "newest": newest,
        "unread": queries.unread_count(request.user),
        "follows": Subscription.objects.visible_to(request.user).exists()})


@login_required
@require_POST
def open_notice(request: HttpRequest, row: int) -> HttpResponse:
    """Mark a notice as read and lead to what it is about; back to the inbox where that is no longer shown."""
    notice, user = _notice(request, row)
    actions.mark_read(user, notice)
    said = queries.rows_of([notice], user)[0].said
    if said is None or not said.address:
        messages.info(request, _("What this was about is no longer shown to you."))
        return redirect("notices")
    return redirect(said.address)


@login_required
@require_POST
def read_notice(request: HttpRequest, row: int) -> HttpResponse:
    """Mark a notice as read."""
    notice, user = _notice(request, row)
    actions.mark_read(user, notice)
    back = queries.read_inbox_query(request.POST)
    return redirect(f"{url('notices')}?{back.encoded(page=str(back.page) if back.page > 1 else '')}")


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read that the list before the reader's eyes holds: what came after, or is of another kind, stays."""
    assert isinstance(request.user, User)
    newest, back = request.POST.get("newest", ""), queries.read_inbox_query(request.POST)
    count = actions.mark_all_read(request.user, int(newest), back.kind) if newest.isascii() and newest.isdecimal(
        ) and len(newest) < 19 else 0
    messages.success(request, ngettext("%(count)d notice is marked as read.", "%(count)d notices are marked as read.",
                                       count) % {"count": count})
    return redirect(f"{url('notices')}?{back.encoded()}")


def _notice(request: HttpRequest, row: int) -> tuple[Notice, User]:
    assert isinstance(request.user, User)
    found = queries.notice_at(row, request.user)
    if found is None:
        raise Http404
    return found, request.user
