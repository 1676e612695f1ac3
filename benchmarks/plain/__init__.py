"""A plain Django list page over the same rows: what the portal's pages are compared with, in the same run."""
