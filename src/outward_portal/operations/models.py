"""What `prepare` has done to this database, so that it does nothing twice."""

from __future__ import annotations

from django.db import models


class Step(models.Model):
    """A step of the preparation, and what it was done with."""

    name = models.CharField(max_length=100, unique=True)
    mark = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.mark}"
