"""Facts, as two persons publish them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, ClassVar, Final

from outward_portal.accounts.requests import Act
from outward_portal.dossiers import notices
from outward_portal.dossiers.models import Fact
from outward_portal.review.subjects import RecordSubject

_OF_THE_SOURCE: Final = ("publisher", "address", "licence", "may_redistribute", "as_of", "retrieved_on", "printed")
_OF_THE_VALUE: Final = ("number", "unit", "summary_en", "summary_zh")


class _OwnProvenance:
    """Leaves out what was said of the former source, where a draft names another and says nothing of it."""

    def clean(self) -> dict[str, Any]:
        """Empty what came with the former source, and the wording of a value that has changed."""
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        if self.instance.pk is None:  # type: ignore[attr-defined]
            return cleaned
        if self._is_changed("source", cleaned):
            former: Collection[str] = _OF_THE_SOURCE
        else:
            former = ("printed",) if any(self._is_changed(name, cleaned) for name in _OF_THE_VALUE) else ()
        for name in former:
            if name in cleaned and not self._is_changed(name, cleaned):
                cleaned[name] = False if name == "may_redistribute" else ""
        return cleaned

    def _is_changed(self, name: str, cleaned: Mapping[str, Any]) -> bool:
        """Compare as values: a draft keeps numbers as texts."""
        before = self.fields[name].to_python(self.initial.get(name))  # type: ignore[attr-defined]
        return name in cleaned and before != cleaned[name]


class FactSubject(RecordSubject):
    """A fact of a country."""

    form_mixins: ClassVar = (_OwnProvenance,)

    def publish(self, act: Act, subject: Any) -> None:
        """Tell who follows the country."""
        super().publish(act, subject)
        notices.tell_published(Fact.objects.get(pk=subject.pk))
