"""Early warning: events, a panel of what was known when, forecasts with their record, levels, exposure and signals."""
