"""Event files reduced to counts by country, day and kind: incremental, and the same file twice changes nothing."""

from outward.ingest.events.counting import Counted, count_event_files
from outward.ingest.events.reading import FileCount

__all__ = ["Counted", "FileCount", "count_event_files"]
