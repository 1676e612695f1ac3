"""Writing accounts, organisations and what ties them; each action is one transaction and leaves journal entries."""
