"""The way into the store: what is read is checked, compared with the last release, and becomes the next."""
