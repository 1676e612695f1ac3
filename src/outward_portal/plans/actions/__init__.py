"""Writing plans, items, links and factors: each action is one transaction with an entry in the journal."""
