"""One question each: request, load, methods, result."""
