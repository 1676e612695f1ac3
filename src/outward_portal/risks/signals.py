"""What other rooms may listen to."""

from __future__ import annotations

from django.dispatch import Signal

alert_opened = Signal()
"""Told in the transaction that opens it. Arguments: ``alert``, and ``act``, whose act it is."""
