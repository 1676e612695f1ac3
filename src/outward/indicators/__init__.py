"""Single measures: growth, shares, ratios, concentration, ranks, targets."""
