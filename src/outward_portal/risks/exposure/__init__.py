"""Exposure: what forecasts mean for the projects that somebody may see, what protects them, what is assumed."""
