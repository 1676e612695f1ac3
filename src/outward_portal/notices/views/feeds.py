"""Atom feeds: one a person, under an address that is a secret, and one a topic, for everybody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from allauth.mfa.utils import is_mfa_enabled
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from outward_portal.accounts.models import User
from outward_portal.notices import queries
from outward_portal.notices.actions import digest_of
from outward_portal.notices.models import Delivery, Notice, Occurrence
from outward_portal.notices.outbox.contents import host
from outward_portal.notices.showing import Said
from outward_portal.notices.topics import ROOMS, TOPICS, can_follow, named
from outward_portal.theme.addresses import url
from outward_portal.theme.languages import TAGS, current_language

_ENTRIES: Final = 50
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@require_safe
@conditional_page
def own_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give what a person was told, to whoever knows the address."""
    found = Delivery.objects.select_related("user").filter(feed_digest=digest_of(token)).first()
    if found is None or not _may_come_in(found.user):
        raise Http404
    notices = list(Notice.objects.visible_to(found.user).select_related("occurrence").order_by("-pk")[:_ENTRIES])
    rows = queries.rows_of(notices, found.user)
    told = [(row.notice.occurrence, row.said) for row in rows if row.said is not None]
    return _feed(request, _("Notices"), url("notices"), told, f"person/{found.pk}")


def _may_come_in(user: User) -> bool:
    """Whether an account has taken the steps without which it may do nothing by hand either."""
    if not user.is_active or user.must_change_password:
        return False
    return not user.needs_second_factor or is_mfa_enabled(user)


@require_safe
@conditional_page
def public_feed(request: HttpRequest, topic: str) -> HttpResponse:
    """Give what happened under a topic, as far as visitors see it."""
    if topic.startswith("record:") or not can_follow(topic, None):
        raise Http404
    told = queries.public_occurrences(topic, None, _ENTRIES)
    name = named([topic], None)[topic]
    title = _("%(name)s: %(value)s") % {"name": name.kind, "value": name.name}
    return _feed(request, title, name.address or url("notices-feeds"), told,
                 f"topic/{topic}")


@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """List the feeds that everybody may read."""
    language = current_language()
    groups = [(kind, kind.choices(language)) for kind in TOPICS if kind.key != "room"]
    return render(request, "notices/feeds.jinja", {
        "rooms": [(f"room:{key}", name) for key, (name, _address) in ROOMS.items()], "groups": groups})


def _feed(request: HttpRequest, title: str, page: str, told: Iterable[tuple[Occurrence, Said]], of: str
          ) -> HttpResponse:
    """Write a feed; ids stay the same in both languages and whatever the address."""
    name = host()
    feed = Atom1Feed(title=_plain(f"{title} · Outward"), link=request.build_absolute_uri(page), description=None,
                     language=TAGS[current_language()], feed_url=request.build_absolute_uri(), author_name="Outward",
                     feed_guid=f"tag:{name},2026:notices/{of}")
    for occurrence, said in told:
        feed.add_item(
            title=_plain(said.words), link=request.build_absolute_uri(said.address or page),
            description=_plain(said.kind), unique_id=f"tag:{name},2026:notices/{occurrence.pk}",
            pubdate=occurrence.at, updateddate=occurrence.at)
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8",
                        headers={"Cache-Control": "private, no-cache"})


def _plain(text: str) -> str:
    return _UNPRINTABLE.sub("", text)
