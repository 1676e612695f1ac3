"""What we hold, on disk: immutable releases of Parquet; a reader for studies, a writer for ingest only."""
