"""What a person does in this room: each is one transaction, and all but reading leave an entry in the journal."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.accounts.models import Organisation, User
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.notices.jobs import deliver_soon
from outward_portal.notices.models import Delivery, Endpoint, Message, Notice, Subscription
from outward_portal.notices.models.outbox import new_word
from outward_portal.notices.outbox.guard import NotAllowedError, target_of
from outward_portal.notices.topics import can_follow
from outward_portal.records.errors import RefusedError

MOST_SUBSCRIPTIONS: Final = 1000
MOST_ENDPOINTS: Final = 5


def follow(act: Act, topic: str) -> Subscription:
    """Follow a topic; one that is followed already stays as it is.

    Raises
    ------
    RefusedError
        If there is no such topic for this person, or too many are followed.
    """
    user = _actor(act)
    if not can_follow(topic, user):
        raise RefusedError(_("There is nothing here that can be followed under this name."))
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # two at once must not go over the limit
        known = Subscription.objects.filter(user=user, topic=topic).first()
        if known is not None:
            return known
        if Subscription.objects.filter(user=user).count() >= MOST_SUBSCRIPTIONS:
            raise RefusedError(_("You follow %(most)d things, which is the most there can be. Stop following some.")
                               % {"most": MOST_SUBSCRIPTIONS})
        made: Subscription = Subscription.objects.create(user=user, topic=topic)
        entries.write(act, "topic.followed", made)
    return made


def unfollow(act: Act, topic: str) -> bool:
    """Stop following a topic. Says whether it was followed."""
    with transaction.atomic():
        known = Subscription.objects.select_for_update().filter(user=_actor(act), topic=topic).first()
        if known is None:
            return False
        entries.write(act, "topic.unfollowed", known)
        known.delete()
    return True


def mute(act: Act, subscription: Subscription, *, is_muted: bool) -> None:
    """Keep a topic and tell nothing of it, or tell of it again."""
    with transaction.atomic():
        current = Subscription.objects.select_for_update().filter(pk=subscription.pk).first()
        if current is None or (current.muted_at is not None) == is_muted:
            return
        current.muted_at = timezone.now() if is_muted else None
        current.save(update_fields=["muted_at"])
        entries.write(act, "topic.muted" if is_muted else "topic.unmuted", current)


def mark_read(user: User, notice: Notice) -> None:
    """Note that a person has read a notice; a second time changes nothing."""
    Notice.objects.filter(pk=notice.pk, reader=user, read_at__isnull=True).update(read_at=timezone.now())


def mark_all_read(user: User, newest: int, kind: str = "") -> int:
    """Note that a person has read all notices, or those of a kind, up to the newest that they saw. Gives how many."""
    found = Notice.objects.filter(reader=user, read_at__isnull=True, pk__lte=newest)
    return (found.filter(occurrence__kind=kind) if kind else found).update(read_at=timezone.now())


def choose_digest(act: Act, digest: str) -> None:
    """Choose how often what is unread is sent by e-mail."""
    with transaction.atomic():
        current = _delivery(_actor(act))
        before, current.digest = current.digest, digest
        current.save(update_fields=["digest"])
        if before != digest:
            entries.write(act, "delivery.changed", current, changes={"digest": [before, digest]})


def switch_off(act: Act, user: User) -> None:
    """Send a person no digests any more: by the link in a message, without signing in."""
    with transaction.atomic():
        current = _delivery(user)
        if current.digest != Delivery.Digest.OFF:
            before, current.digest = current.digest, Delivery.Digest.OFF
            current.save(update_fields=["digest"])
            entries.write(act, "delivery.unsubscribed", current, changes={"digest": [before, Delivery.Digest.OFF]})


def _delivery(user: User) -> Delivery:
    """Take hold of how a person wants to be told."""
    Delivery.objects.get_or_create(user=user)
    found: Delivery = Delivery.objects.select_for_update().get(user=user)
    return found


def make_feed(act: Act) -> str:
    """Make the secret of a person's feed, in place of the one before; it is given here and never again."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        current = _delivery(_actor(act))
        current.feed_digest, current.feed_made_at = digest_of(secret), timezone.now()
        current.save(update_fields=["feed_digest", "feed_made_at"])
        entries.write(act, "feed.made", current)
    return secret


def end_feed(act: Act) -> None:
    """End the address of a person's feed at once."""
    with transaction.atomic():
        current = _delivery(_actor(act))
        if current.feed_digest is not None:
            current.feed_digest = current.feed_made_at = None
            current.save(update_fields=["feed_digest", "feed_made_at"])
            entries.write(act, "feed.ended", current)


def digest_of(secret: str) -> str:
    """Give what is kept of a feed's secret; it is long and random, so a plain hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def make_endpoint(act: Act, name: str, address: str, organisation: Organisation | None = None) -> Endpoint:
    """Set up a message gateway.

    Raises
    ------
    RefusedError
        If the address is not allowed, is there already, or there are too many.
    """
    user = _actor(act)
    try:
        target_of(address)
    except NotAllowedError as error:
        raise RefusedError(str(error)) from error
    try:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=user.pk)
            if Endpoint.objects.filter(user=user, ended_at__isnull=True).count() >= MOST_ENDPOINTS:
                raise RefusedError(_("You have %(most)d gateways, which is the most there can be. End one first.")
                                   % {"most": MOST_ENDPOINTS})
            made: Endpoint = Endpoint.objects.create(user=user, organisation=organisation, name=name, address=address)
            entries.write(act, "endpoint.made", made)
    except IntegrityError as error:
        raise RefusedError(_("This address is one of your gateways already.")) from error
    return made


def end_endpoint(act: Act, endpoint: Endpoint) -> None:
    """Send nothing to a gateway any more; its secret is good for nothing from then on."""
    with transaction.atomic():
        current = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
        if current.ended_at is None:
            current.ended_at, current.nonce = timezone.now(), new_word()
            current.save(update_fields=["ended_at", "nonce"])
            entries.write(act, "endpoint.ended", current)


def try_endpoint(act: Act, endpoint: Endpoint) -> Message:
    """Have a message sent to a gateway that tells of nothing, to see whether it arrives."""
    with transaction.atomic():
        made: Message = Message.objects.create(key=f"trial:{endpoint.pk}:{new_word()}", user_id=endpoint.user_id,
                                               channel=Message.Channel.WEBHOOK, endpoint=endpoint)
        entries.write(act, "endpoint.tried", endpoint)
        deliver_soon(made.key)
    return made


def send_again(act: Act, message: Message) -> bool:
    """Have a message that was given up tried again. Says whether there was anything to do."""
    with transaction.atomic():
        current = Message.objects.select_for_update().get(pk=message.pk)
        if current.state != Message.State.DEAD:
            return False
        current.state, current.attempts, current.due_at, current.error = Message.State.WAITING, 0, timezone.now(), ""
        current.save(update_fields=["state", "attempts", "due_at", "error"])
        entries.write(act, "message.again", current)
        deliver_soon(f"again:{current.pk}:{new_word()}")
    return True


def _actor(act: Act) -> User:
    if act.actor is None:
        raise RefusedError(_("Only a person follows and is told."))
    return act.actor
