"""Composite indices: of regions and of host countries, from a framework and a table, to ranks that can be defended."""
