"""Outward: takes a region's industry abroad, from official statistics to a decision and a written report."""

__version__ = "0.1.0"
