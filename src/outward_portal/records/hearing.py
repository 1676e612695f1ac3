"""Told inside the transaction in which records are changed: whoever tells of changes listens here."""

from __future__ import annotations

from django.dispatch import Signal

changed = Signal()
"""Arguments: ``changes``, a list of (record, ``[before, after]`` by field), each already in the journal."""
