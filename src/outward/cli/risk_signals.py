"""``outward risk stream`` and ``outward risk monitor``: event files and exchange rates watched."""
