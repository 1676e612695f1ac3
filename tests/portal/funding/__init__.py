"""The room of funding: who qualifies, applications up to the claw-back, the budget's ledger, awards."""
