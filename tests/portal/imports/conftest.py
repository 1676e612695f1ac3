"""What the tests of imports share with those of work."""

from tests.portal.work.conftest import queued

__all__ = ["queued"]
