"""The audit as a study: what a release holds, audited, and what of its numbers cannot be right."""
