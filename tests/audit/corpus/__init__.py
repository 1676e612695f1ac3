"""Made documents with planted errors, and what an audit of them is worth: ``python -m tests.audit.corpus``.

Written from the format of documents alone, as an outside examiner would, and without the audit's own code.
"""
