"""Currencies of the registers' amounts: those of ``records``; the first migration names them here."""

from outward_portal.records.currencies import currency_names, validate_currency

__all__ = ["currency_names", "validate_currency"]
