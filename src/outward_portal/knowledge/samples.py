"""Samples of the library: made up, marked as such, of no country, so that every page can be tried.

They can be taken away again: the records are emptied and retired, because the journal points to them; their texts,
provisions, steps and drafts are deleted.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from outward_portal.accounts.models import Role, User
from outward_portal.accounts.requests import Act
from outward_portal.knowledge import actions, kinds
from outward_portal.knowledge.models import Document, Provision, Step, Version
from outward_portal.records import actions as records
from outward_portal.records import passages
from outward_portal.records.models import Record
from outward_portal.review import actions as review
from outward_portal.review.models import Draft, Translation
from outward_portal.review.subjects import SUBJECTS
from outward_portal.theme.words import MADE_UP

SOURCE: Final = MADE_UP.en
REMOVED: Final = ("Removed sample", "已移除的样例")
_KINDS: Final = ("document", "procedure")

_LAW: Final = {
    "name_en": "Sample law on foreign investment", "name_zh": "样例：外商投资法", "type": "law", "status": "amended",
    "issuer_en": "Sample parliament", "issuer_zh": "样例议会", "number": "Sample 7/2020", "issued_on": "2020-03-01",
    "begins": "2020-07-01", "original_language": "en", "subjects": "investment-approval;foreign-exchange;disputes",
    "reliability": "D", "countries": "WLD",
    "summary_en": "Made up. Who may invest, what may be sent home, where disputes are settled.",
    "summary_zh": "虚构内容。谁可以投资、利润如何汇出、争端在何处解决。",
}
_NOTICE: Final = {
    "name_en": "Sample notice on work permits", "type": "notice", "status": "in-force", "issued_on": "2023-05",
    "issuer_en": "Sample ministry", "original_language": "en", "subjects": "labour", "reliability": "D",
    "countries": "WLD", "summary_en": "Made up. One foreign expert for nine nationals.",
}
_PROVISIONS: Final = (
    ("foreign-ownership-limit", "no", "4", "Foreign investors may own up to one hundred percent of an enterprise",
     "Until 2024 the limit was 49 percent.", "2024年以前上限为49%。"),
    ("approval-needed", "yes", "3", "An investment above one million dollars needs a licence of the Board", "", ""),
    ("profit-repatriation", "yes", "7", "Profits may be sent home after taxes have been paid", "", ""),
    ("arbitration-accepted", "unclear", "9", "", "Arbitration is named, the seat is not.",
     "提到仲裁，但未规定仲裁地。"),
    ("local-content", "n-a", "", "", "", ""),
)
_STEPS: Final[tuple[dict[str, Any], ...]] = (
    {"name_en": "Reserve a name", "name_zh": "预留名称", "office_en": "Sample registry", "office_zh": "样例登记处",
     "papers_en": "Application form\nPassport of the applicant", "papers_zh": "申请表\n申请人护照",
     "cost_most": 50, "currency": "USD", "days_least": 1, "days_most": 2},
    {"name_en": "Apply for the investment licence", "name_zh": "申请投资许可", "office_en": "Sample investment board",
     "office_zh": "样例投资委员会", "papers_en": "Business plan\nProof of funds", "papers_zh": "商业计划书\n资金证明",
     "cost_least": 500, "cost_most": 1500, "currency": "USD", "days_least": 10, "days_most": 30, "basis_article": "3"},
    {"name_en": "File the investment at home", "name_zh": "国内备案", "office_en": "Sample commerce department",
     "office_zh": "样例商务部门", "cost_most": 0, "currency": "CNY", "days_least": 3, "days_most": 7},
    {"name_en": "Open a bank account", "name_zh": "开立银行账户", "office_en": "Any bank", "office_zh": "任一银行"},
)


def present() -> bool:
    """Whether there are samples that were not taken away."""
    return _samples().exists()


def _samples() -> Any:
    return Record.objects.filter(is_sample=True, kind__in=_KINDS).exclude(name_en=REMOVED[0])


def add_samples(act: Act) -> int:
    """Make up two documents with texts and provisions, a procedure, and a draft that waits for review.

    The draft needs an author: the sample analyst, if there are sample accounts.
    """
    with transaction.atomic():
        law = _add(act, kinds.DOCUMENTS, _LAW)
        _add(act, kinds.DOCUMENTS, _NOTICE)
        newest = _add_texts(act, law)
        for topic, answer, article, quotation, en, zh in _PROVISIONS:
            Provision.objects.create(document=law, topic=topic, answer=answer, article=article, quotation=quotation,
                                     version=newest if quotation else None, comment_en=en, comment_zh=zh,
                                     published_at=timezone.now())
        procedure = _add(act, kinds.PROCEDURES, {
            "name_en": "Sample: set up a subsidiary", "name_zh": "样例：设立子公司", "countries": "WLD",
            "for_whom_en": "Foreign investors", "for_whom_zh": "外国投资者", "subjects": "investment-approval",
            "result_en": "A licensed company with a bank account", "result_zh": "持有许可证和银行账户的公司"})
        actions.write_steps(act, procedure, [
            {**step, **({"basis": law.pk} if step.get("basis_article") else {})} for step in _STEPS])
        author = User.objects.filter(is_sample=True, role=Role.ANALYST).first()
        if author is not None:
            mine = Act(author, "a sample draft: the name of the issuing body", act.request)
            draft = review.open_draft(mine, SUBJECTS["document"], Document.objects.get(pk=law.pk))
            review.save(mine, draft, {"issuer_en": "Sample national assembly"}, revision=draft.revision)
            review.submit(mine, draft)
    return _samples().count()


def _add(act: Act, kind: Any, values: dict[str, Any]) -> Any:
    made = records.create(act, kind, {"source": SOURCE, "as_of": "2026", **values, "audience": "public",
                                      "published_at": timezone.now(), "review_due": None}, is_sample=True)
    return kind.model.objects.get(pk=made.pk)


def _add_texts(act: Act, law: Document) -> Version:
    """Add the law's texts; give the newest in the original's language."""
    newest = None
    for name, dated, language in (("law-2020-en", "2020-03-01", "en"), ("law-2024-zh", "2024-01-01", "zh"),
                                  ("law-2024-en", "2024-01-01", "en")):
        words = (files("outward_portal.knowledge") / "data" / "samples" / f"{name}.txt").read_text(encoding="utf-8")
        newest = actions.add_version(act, Version(
            document=law, dated=dated, language=language, is_translation=language == "zh", note="made up",
            published_at=timezone.now()), None, words)
    actions.index_texts(law)
    assert newest is not None
    return newest


def remove_samples(act: Act) -> int:
    """Take the samples away in one transaction; give how many records they were."""
    with transaction.atomic():
        keys = list(_samples().values_list("pk", flat=True))
        for rows in (Draft.objects.filter(record__in=keys), Translation.objects.filter(record__in=keys),
                     Provision.objects.filter(document__in=keys), Step.objects.filter(procedure__in=keys)):
            rows.delete()
        Step.objects.filter(basis__in=keys).update(basis=None)
        for version in Version.objects.filter(document__in=keys):
            file = version.file
            version.delete()
            if file:
                transaction.on_commit(lambda file=file: file.storage.delete(file.name))  # type: ignore[misc]
        for kind in (kinds.DOCUMENTS, kinds.PROCEDURES):
            for record in kind.model.objects.filter(pk__in=keys):
                passages.replace(record.pk, [])
                nothing = {name: kind.field(name).get_default() or ("" if not kind.field(name).null else None)
                           for name in kind.form_fields}
                records.change(act, record, kind, {**nothing, "name_en": REMOVED[0], "name_zh": REMOVED[1]},
                               revision=record.revision)
                if record.retired_at is None:
                    records.retire(act, Record.objects.get(pk=record.pk))
    return len(keys)
