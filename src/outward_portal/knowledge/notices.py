"""What is told of the library: a new document, another status, a new text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from outward.vocabulary.labels import Language
from outward_portal.knowledge.models import Document, Version
from outward_portal.knowledge.vocabulary import subjects
from outward_portal.notices.telling import NoticeKind, tell
from outward_portal.notices.topics import TopicKind, of_record
from outward_portal.records import presentation
from outward_portal.theme.addresses import url


def _status(values: Mapping[str, Any]) -> dict[str, str]:
    known = dict(Document.Status.choices)
    return {"status": str(known.get(values.get("status", ""), values.get("status", "")))}


PUBLISHED: Final = NoticeKind("document.published", _("New document"), _("New in the library: %(name)s"),
                              presentation.address)
STATUS: Final = NoticeKind("document.status", _("Status of a document"), _("%(name)s is now: %(status)s"),
                           presentation.address, _status)
CHANGED: Final = NoticeKind("document.changed", _("Document changed"),
                            _("What the library says of %(name)s was changed"), presentation.address)
VERSION: Final = NoticeKind("document.version", _("New text"), _("A new text of %(name)s, dated %(dated)s"),
                            presentation.address)


def _choices(language: Language) -> list[tuple[str, str]]:
    return [(each.id, each.name.text(language)) for each in subjects().values()]


SUBJECT: Final = TopicKind("subject", _("Subject of documents"), _choices,
                           lambda code: f"{url('records', slug='documents')}?subject={code}")


def topics_of(document: Document) -> list[str]:
    """Give the topics under which a document is followed."""
    return ["room:library", *of_record(document), *(f"subject:{each}" for each in document.subjects.split(";") if each)]


def tell_published(document: Document) -> None:
    """Tell that a document was published for the first time; within the transaction."""
    tell(PUBLISHED.key, f"document.published:{document.pk}", about=document, topics=topics_of(document))


def tell_changed(before: Document, document: Document) -> None:
    """Tell that a published document was changed; within the transaction."""
    key = f"{document.pk}:{document.revision}"
    if document.status != before.status:
        tell(STATUS.key, f"document.status:{key}", about=document, topics=topics_of(document),
             values={"status": document.status})
    elif document.revision != before.revision:
        tell(CHANGED.key, f"document.changed:{key}", about=document, topics=[f"record:{document.pk}"])


def tell_version(version: Version) -> None:
    """Tell that a text was published; within the transaction."""
    tell(VERSION.key, f"document.version:{version.pk}", about=version.document, topics=topics_of(version.document),
         values={"dated": version.dated, "language": version.language})
