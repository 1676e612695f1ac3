"""Cases as folders of CSV: ``case.toml``, tables, claims, facts, sources and registers; Liaoning is bundled."""
