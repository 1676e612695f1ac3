"""What we hold, on disk: a workspace of cases, a case of immutable releases.

``reader`` is the way out, for studies; ``writer`` the way in, for ingest only; ``layout`` says which file lies where.
"""
