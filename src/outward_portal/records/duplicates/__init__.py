"""Records that stand twice: finding them, setting pairs aside, merging two and splitting them again."""
