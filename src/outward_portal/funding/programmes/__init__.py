"""Keeping programmes: versions of rules, calls, the agency that runs one; how their record's page shows them."""
