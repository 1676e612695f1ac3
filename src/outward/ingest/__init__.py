"""Into the store: checks that stop a surprise, and releases cut whole or not at all."""
