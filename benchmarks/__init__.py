"""One command each: prints a table, with ratios against a peer or a floor of the same run."""
