"""Reading the library: a document's texts and provisions, the matrix, what a procedure takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from outward.vocabulary.labels import Language
from outward_portal.accounts.policy import may
from outward_portal.knowledge.articles import number_of
from outward_portal.knowledge.models import Document, Procedure, Provision, Step, Version
from outward_portal.knowledge.vocabulary import Topic, subjects, topics
from outward_portal.theme.words import region_name


def document_section(record: Any, user: Any) -> Mapping[str, Any]:
    """Give what a document's page adds: its texts and what it says on each topic, as far as the reader may see."""
    provisions = Provision.objects.visible_to(user).filter(document=record.pk).select_related("version", "stated_by")
    versions = Version.objects.visible_to(user).filter(document=record.pk).defer("text")
    return {
        "versions": _with_the_one_before(list(versions)),
        "provisions": [(topics()[each.topic], each, _shown_version(each, user), f"article-{number_of(each.article)}")
                       for each in provisions if each.topic in topics()],
        "is_staff": may(user, "review.propose", record),
        "steps": list(Step.objects.visible_to(user).filter(basis=record.pk).select_related("procedure")),
    }


def _with_the_one_before(newest_first: list[Version]) -> list[tuple[Version, Version | None]]:
    """Put beside each text the one before it in its language, with which it can be compared."""
    read = [each for each in newest_first if each.extraction == Version.Extraction.READ]
    before = {one.pk: next((other for other in read[n + 1:] if other.language == one.language), None)
              for n, one in enumerate(read)}
    return [(each, before.get(each.pk)) for each in newest_first]


def _shown_version(provision: Provision, user: Any) -> Version | None:
    version = provision.version
    return version if version and Version.objects.visible_to(user).filter(pk=version.pk).exists() else None


@dataclass(frozen=True, slots=True)
class CellEntry:
    """What one document says in a cell of the matrix."""

    provision: Provision
    document: Document


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A country with what its documents say on each topic."""

    region: str
    cells: tuple[tuple[CellEntry, ...], ...]  # in the order of the topics


@dataclass(frozen=True, slots=True)
class Matrix:
    """Countries by topics."""

    topics: tuple[Topic, ...]
    rows: tuple[MatrixRow, ...]


def matrix(user: Any, language: Language, *, subject: str = "", topic: str = "", answer: str = "") -> Matrix:
    """Give the published provisions that a reader may see, by country and topic.

    Parameters
    ----------
    user : User or AnonymousUser
        Who reads.
    language : {"en", "zh"}
        In whose order the countries stand.
    subject, topic, answer : str, optional
        What the matrix is narrowed to; countries and topics without such a provision are left out.
    """
    asked = [each for each in topics().values() if (not subject or each.subject == subject)
             and (not topic or each.id == topic)]
    found = Provision.objects.visible_to(user).filter(
        published_at__isnull=False, document__retired_at__isnull=True, topic__in=[each.id for each in asked])
    if answer:
        found = found.filter(answer=answer)
    cells: dict[str, dict[str, list[CellEntry]]] = {}
    for provision in found.select_related("document").order_by("document__name_en", "pk"):
        for region in filter(None, provision.document.countries.split(";")):
            cells.setdefault(region, {}).setdefault(provision.topic, []).append(
                CellEntry(provision, provision.document))
    answered = {id for by_topic in cells.values() for id in by_topic}
    columns = tuple(each for each in asked if each.id in answered)
    rows = tuple(MatrixRow(region, tuple(tuple(by_topic.get(each.id, ())) for each in columns))
                 for region, by_topic in sorted(cells.items(), key=lambda pair: region_name(pair[0], language)))
    return Matrix(columns, rows)


@dataclass(frozen=True, slots=True)
class CostRange:
    """What all steps together cost in one currency."""

    currency: str
    least: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """What a procedure takes; steps of which nothing is known are counted, never taken for nothing."""

    costs: tuple[CostRange, ...]
    days_least: int
    days_most: int
    without_cost: int
    without_days: int
    steps: int


def totals(steps: Sequence[Step]) -> Totals:
    """Add up the steps, each currency by itself; of a range with one end that end stands for both."""
    costs: dict[str, CostRange] = {}
    for step in steps:
        ends = _ends(step.cost_least, step.cost_most)
        if ends is not None:
            known = costs.get(step.currency, CostRange(step.currency, Decimal(0), Decimal(0)))
            costs[step.currency] = CostRange(step.currency, known.least + ends[0], known.most + ends[1])
    days = [ends for step in steps if (ends := _ends(step.days_least, step.days_most)) is not None]
    return Totals(tuple(costs[code] for code in sorted(costs)), sum(low for low, _ in days),
                  sum(high for _, high in days), sum(_ends(step.cost_least, step.cost_most) is None for step in steps),
                  len(steps) - len(days), len(steps))


def _ends(least: Any, most: Any) -> tuple[Any, Any] | None:
    if least is None and most is None:
        return None
    return (least if least is not None else most, most if most is not None else least)


def procedure_section(record: Any, user: Any) -> Mapping[str, Any]:
    """Give what a procedure's page adds: its steps and what they take; a legal basis only to whoever may see it."""
    steps = list(Step.objects.visible_to(user).filter(procedure=record.pk).select_related("basis"))
    seen = _seen_documents(user, (step.basis_id for step in steps))
    return {"steps": [(step, step.basis if step.basis_id in seen else None) for step in steps],
            "totals": totals(steps), "is_staff": may(user, "review.propose", record)}


def _seen_documents(user: Any, keys: Iterable[int | None]) -> set[int]:
    wanted = {key for key in keys if key is not None}
    return set(Document.objects.visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True))


def procedure(key: int, user: Any) -> Procedure | None:
    """Give a procedure that a reader may see."""
    found: Procedure | None = Procedure.objects.visible_to(user).filter(pk=key).first()
    return found


def version(key: int, user: Any) -> Version | None:
    """Give a text that a reader may see, with its document."""
    found: Version | None = Version.objects.visible_to(user).select_related("document").filter(pk=key).first()
    return found


def older_versions(of: Version, user: Any) -> list[Version]:
    """Give the older texts of the same document and language, with which a text can be compared."""
    same = Version.objects.visible_to(user).filter(document=of.document_id, language=of.language)
    return list(same.filter(Q(dated__lt=of.dated) | Q(dated=of.dated, pk__lt=of.pk),
                            extraction=Version.Extraction.READ).defer("text"))


def subject_counts(user: Any, language: Language) -> list[tuple[str, str, int]]:
    """Count the documents that a reader may see by subject: id, name, count; subjects without any are left out."""
    held = Document.objects.visible_to(user).filter(retired_at__isnull=True).exclude(subjects="")
    counts: Counter[str] = Counter(id for text in held.values_list("subjects", flat=True) for id in text.split(";"))
    return [(each.id, each.name.text(language), counts[each.id]) for each in subjects().values() if counts[each.id]]
