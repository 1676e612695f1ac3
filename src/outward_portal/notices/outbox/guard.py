"""Where a message may be sent: to hosts that the settings name, and to none that stands behind the portal's own wall.

``WEBHOOK_HOSTS`` lists the hosts; an empty list lets nothing out. ``WEBHOOK_LOOPBACK`` lets messages go to this machine
itself, without TLS too: for tests and for a gateway that runs beside the portal.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

_HOST: Final = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")
LONGEST: Final = 500  # characters of an address


class NotAllowedError(Exception):
    """An address to which nothing is sent; its text says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes."""

    host: str
    port: int
    path: str  # with the query
    is_encrypted: bool


def target_of(address: str) -> Target:
    """Read the address of a gateway.

    Raises
    ------
    NotAllowedError
        If it is no plain HTTPS address, or its host is not among those that the settings name.
    """
    if len(address) > LONGEST or not address.isascii() or any(letter <= " " or letter == "\x7f" for letter in address):
        raise NotAllowedError(_("This is no address of the kind https://host/path."))
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise NotAllowedError(_("This is no address of the kind https://host/path.")) from error
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in ("https", "http") or "@" in parts.netloc or parts.fragment or not _HOST.fullmatch(host):
        raise NotAllowedError(_("This is no address of the kind https://host/path."))
    if parts.scheme == "http" and not loopback_allowed():
        raise NotAllowedError(_("Messages are sent over https only."))
    if host not in allowed_hosts():
        raise NotAllowedError(_("The portal sends nothing to %(host)s. Ask whoever runs it to allow this host.")
                              % {"host": host})
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host, port or (443 if parts.scheme == "https" else 80), path, parts.scheme == "https")


def allowed_hosts() -> frozenset[str]:
    """Give the hosts to which messages may be sent."""
    return frozenset(host.lower() for host in settings.WEBHOOK_HOSTS)


def loopback_allowed() -> bool:
    """Whether messages may go to this machine itself."""
    return bool(settings.WEBHOOK_LOOPBACK)


def public_address(target: Target) -> str:
    """Look a host up, and give the network address to connect to: what was looked at is what is connected to.

    Raises
    ------
    NotAllowedError
        If any address of the host is not one of the public network: then the name is not to be trusted at all.
    OSError
        If the host is not found.
    """
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    for address in addresses:
        if not _may_connect(address):
            raise NotAllowedError(_("%(host)s is not a host of the public network.") % {"host": target.host})
    return addresses[0]


def _may_connect(address: str) -> bool:
    """Whether an address is outside of the portal's own network."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo[1] if parsed.teredo else None)
        if inner is None and parsed in _NAT64:
            inner = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
        if inner is not None:
            return _may_connect(str(inner))
    if parsed.is_loopback and loopback_allowed():
        return True
    return parsed.is_global and not parsed.is_multicast


_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
