"""Addresses of the room ``notices``."""

from __future__ import annotations

from django.urls import path

from outward_portal.notices.views import delivery, feeds, following, inbox

urlpatterns = [
    path("", inbox.inbox, name="notices"),
    path("read", inbox.read_all, name="notices-read"),
    path("<int:row>/open", inbox.open_notice, name="notice-open"),
    path("<int:row>/read", inbox.read_notice, name="notice-read"),
    path("following/", following.following, name="following"),
    path("following/<int:row>/mute", following.mute, name="following-mute"),
    path("follow", following.follow, name="follow"),
    path("unfollow", following.unfollow, name="unfollow"),
    path("delivery/", delivery.delivery, name="notices-delivery"),
    path("delivery/feed", delivery.make_feed, name="notices-feed-make"),
    path("delivery/feed/end", delivery.end_feed, name="notices-feed-end"),
    path("delivery/gateways/new", delivery.new_endpoint, name="endpoint-new"),
    path("delivery/gateways/<int:row>/end", delivery.end_endpoint, name="endpoint-end"),
    path("delivery/gateways/<int:row>/try", delivery.try_endpoint, name="endpoint-try"),
    path("unsubscribe/<str:token>", delivery.unsubscribe, name="notices-unsubscribe"),
    path("feed/<str:token>", feeds.own_feed, name="notices-feed"),
    path("feeds/", feeds.feeds, name="notices-feeds"),
    path("feeds/<str:topic>", feeds.public_feed, name="notices-public-feed"),
    path("outbox/", delivery.outbox, name="notices-outbox"),
    path("outbox/<int:row>/again", delivery.send_again, name="message-again"),
]
