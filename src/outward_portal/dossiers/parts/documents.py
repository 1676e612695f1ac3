"""What the library of policies and laws holds on a country: documents, and what they say on which topic."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from outward.vocabulary.labels import Label
from outward_portal.dossiers.sections import Asked, Cell, Cited, Part, Sentence, Table, Value
from outward_portal.knowledge.models import Document, Provision
from outward_portal.knowledge.vocabulary import topics
from outward_portal.records.presentation import address
from outward_portal.theme.words import paragraph_label

_DISPUTES: Final = "disputes"
_LIBRARY: Final = Cited(Label("Library of policies and laws of this portal", "本平台政策法规库"))


def policies(asked: Asked) -> Part | None:
    """List the documents that name the country, and what they say on each topic but disputes."""
    found = _documents(asked)
    return _part(found, _("Documents"), _provisions(asked, on_disputes=False)) if found else None


def disputes(asked: Asked) -> Part | None:
    """List the treaties and the documents on disputes that name the country, and what they say on them."""
    found = [each for each in _documents(asked)
             if each.type == Document.Type.TREATY or _DISPUTES in each.subjects.split(";")]
    return _part(found, _("Treaties and rules on disputes"), _provisions(asked, on_disputes=True)) if found else None


def _documents(asked: Asked) -> list[Document]:
    """The country's published documents that the reader may see, newest first."""
    seen = Document.objects.visible_to(asked.user).filter(
        country_rows__region=asked.region, retired_at__isnull=True, published_at__isnull=False, is_sample=False)
    return list(seen.order_by("-issued_on", "name_en", "pk"))


def _provisions(asked: Asked, *, on_disputes: bool) -> tuple[Table, ...]:
    """What published provisions answer, by topic."""
    seen = Provision.objects.visible_to(asked.user).filter(
        document__country_rows__region=asked.region, document__retired_at__isnull=True,
        document__is_sample=False, published_at__isnull=False).select_related("document").order_by("topic", "pk")
    rows = tuple((
        Cell(topics()[each.topic].question), Cell(_same(each.get_answer_display())),
        Cell(each.document.name, address(each.document)), Cell(_same(each.article)),
    ) for each in seen if each.topic in topics() and (topics()[each.topic].subject == _DISPUTES) == on_disputes)
    columns = (_("Question"), _("Answer"), _("Document"), _("Article"))
    return (Table(_("What they say"), columns, rows),) if rows else ()


def _part(found: list[Document], title: Any, provisions: tuple[Table, ...]) -> Part:
    rows = tuple((
        Cell(each.name, address(each)), Cell(_same(each.get_type_display())),
        Cell(Label(each.issuer_en, each.issuer_zh)), Cell(_same(each.issued_on)),
        Cell(_same(each.get_status_display())), Cell(paragraph_label(each.paragraphs)),
    ) for each in found)
    columns = (_("Document"), _("Type"), _("Issuing body"), _("Issued on"), _("Status"), _("Paragraphs"))
    en = "document of the library names" if len(found) == 1 else "documents of the library name"
    sentence = Sentence(f"{{0}} {en} the country.", "政策法规库中有{0}份文件涉及该国。",
                        (Value(_same(len(found)), _LIBRARY),))
    return Part(title, sentence, tables=(Table(title, columns, rows), *provisions), cited=(_LIBRARY,))


def _same(text: object) -> Label:
    return Label(str(text), str(text))
