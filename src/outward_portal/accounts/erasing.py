"""Told inside the transaction in which an account is erased: whoever keeps something about people takes it off then."""

from __future__ import annotations

from django.dispatch import Signal

erasing = Signal()
"""Arguments: ``user``, the account, whose address and name can still be read."""
