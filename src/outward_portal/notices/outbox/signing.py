"""Signing what goes to a message gateway, after the Standard Webhooks specification (standardwebhooks.com, v1).

The secret is worked out from the portal's own key and the endpoint's number: no table holds it. Whoever receives a
message computes the same and compares; ``docs/how-to/follow-and-be-told.md`` shows how.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Final

from django.conf import settings

PREFIX: Final = "whsec_"
_SALT: Final = b"outward_portal.notices.endpoint"


def secret_of(nonce: str) -> str:
    """Give the secret of an endpoint, as its owner keeps it.

    Parameters
    ----------
    nonce : str
        The endpoint's own random word; a new one gives a new secret.
    """
    made = hmac.new(settings.SECRET_KEY.encode(), _SALT + b"\x00" + nonce.encode(), hashlib.sha256).digest()
    return PREFIX + base64.b64encode(made).decode()


def signature(secret: str, id: str, timestamp: int, body: bytes) -> str:
    """Sign a message: HMAC-SHA256 over its id, the time in seconds and its body.

    Examples
    --------
    >>> secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    >>> signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    """
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
