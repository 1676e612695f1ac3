"""Provider bytes to observations; one module a provider, its quirks stay there."""
