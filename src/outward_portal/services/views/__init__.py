"""Pages of the room: requests, offers, providers, guidance, case files."""
