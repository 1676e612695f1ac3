"""What the sample programmes and applications say: made up, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class SampleProgramme:
    """A programme that is made up; ``opens`` and ``closes`` are days from today, none: no call."""

    key: str
    name_en: str
    name_zh: str
    values: Mapping[str, Any]
    rules: Mapping[str, Any]
    budget: int
    agency: str = ""  # key of a sample organisation; empty: the office itself
    instrument: str = ""  # row of the case's instruments that it would carry out
    opens: int = 0
    closes: int = 0
    title_en: str = ""
    title_zh: str = ""


def _declared(fact: str, en: str, zh: str) -> dict[str, Any]:
    return {"fact": fact, "value": True, "en": en, "zh": zh}


_HOME: Final = {"fact": "home", "value": "CN-LN", "evidence": "register", "en": "Seated in the province",
                "zh": "注册地在本省"}
_TAXES: Final = _declared("taxes-paid", "Taxes and social insurance are paid", "已依法缴纳税费和社会保险")
_BRANCH: Final = {"fact": "sector", "is": "in", "evidence": "register",
                  "value": ["special-equipment", "general-equipment", "electrical-machinery"],
                  "en": "Makes equipment", "zh": "从事装备制造"}
_DOCUMENTS: Final = {"documents_en": "Contract or letter of intent\nFeasibility study\nFiling of the investment",
                     "documents_zh": "合同或意向书\n可行性研究报告\n境外投资备案文件"}

PROGRAMMES: Final = (
    SampleProgramme(
        "fund", "Sample special fund for going abroad", "样例：装备制造业走出去专项资金",
        {"category": "special-fund", "currency": "CNY", "award_most": Decimal(5_000_000), "share_most": Decimal(30),
         "provider_en": "Sample province", "provider_zh": "样例省", **_DOCUMENTS,
         "summary_en": "Made up. Part of the early cost of factories and service centres abroad.",
         "summary_zh": "虚构内容。补助境外建厂和服务中心的前期费用。"},
        {"all": [_HOME, _BRANCH, {"any": [
            {"fact": "revenue", "is": ">=", "value": "50000000", "currency": "CNY", "en": "Revenue of 50 million CNY",
             "zh": "年营业收入5000万元以上"},
            _declared("first-set", "The equipment is a first set", "属于首台（套）装备")]},
            _TAXES, {"not": {"fact": "project-stage", "is": "in", "value": ["cancelled", "suspended"],
                             "en": "The project is cancelled or suspended", "zh": "项目已取消或暂停"}}]},
        20_000_000, "commerce", "I01", -20, 25, "Sample call of this year", "样例：本年度申报"),
    SampleProgramme(
        "interest", "Sample interest subsidy", "样例：贷款贴息",
        {"category": "interest", "currency": "CNY", "award_most": Decimal(3_000_000), "share_most": Decimal(50),
         "provider_en": "Sample special fund", "provider_zh": "样例专项资金",
         "documents_en": "Loan contract\nProof of interest paid", "documents_zh": "贷款合同\n利息支付凭证",
         "summary_en": "Made up. Half of a year's interest on loans for projects abroad.",
         "summary_zh": "虚构内容。补贴境外项目贷款一年利息的一半。"},
        {"all": [_HOME, _declared("loan-signed", "A loan is signed with a bank", "已与银行签订贷款合同"),
                 {"fact": "project-value", "is": ">=", "value": "100000000", "currency": "CNY",
                  "en": "A project of 100 million CNY", "zh": "项目金额1亿元以上"}]},
        6_000_000, "finance", "I03", -10, 3, "Sample call, closing soon", "样例：即将截止的申报"),
    SampleProgramme(
        "premium", "Sample subsidy to premiums of export insurance", "样例：出口信用保险保费补贴",
        {"category": "premium", "currency": "CNY", "award_most": Decimal(800_000), "share_most": Decimal(50),
         "provider_en": "Sample province", "provider_zh": "样例省",
         "documents_en": "Policy\nInvoice of the premium", "documents_zh": "保单\n保费发票"},
        {"all": [_HOME, _declared("insured", "The export is insured", "已投保出口信用保险"),
                 {"fact": "exports", "is": ">=", "value": "10000000", "currency": "CNY",
                  "en": "Exports of 10 million CNY a year", "zh": "年出口额1000万元以上"}]},
        2_000_000, "commerce", "I17", -90, -30, "Sample call of last spring", "样例：春季申报"),
    SampleProgramme(
        "first-set", "Sample insurance of first sets", "样例：首台（套）保险补偿",
        {"category": "first-set", "currency": "CNY", "award_most": Decimal(2_000_000), "share_most": Decimal(80),
         "provider_en": "Sample government", "provider_zh": "样例政府"},
        {"all": [_declared("first-set", "The equipment is a first set", "属于首台（套）装备"),
                 _declared("made-at-home", "It is made in the province", "装备在本省制造")]},
        4_000_000, "", "I24", 20, 60, "Sample call to come", "样例：即将开放的申报"),
    SampleProgramme(
        "small", "Sample grant for small private firms", "样例：民营中小企业补助",
        {"category": "special-fund", "currency": "CNY", "award_most": Decimal(200_000), "share_most": Decimal(50)},
        {"all": [{"fact": "ownership", "value": "private", "en": "Privately owned", "zh": "民营企业"},
                 {"fact": "employees", "is": "<=", "value": 300, "en": "At most 300 people", "zh": "职工不超过300人"}]},
        1_000_000, "", "", -5, 40, "Sample call for small firms", "样例：中小企业申报"),
    SampleProgramme(
        "dollars", "Sample fund platform in dollars", "样例：美元基金平台",
        {"category": "platform", "currency": "USD", "award_most": Decimal(10_000_000),
         "provider_en": "Sample fund", "provider_zh": "样例基金"},
        {"all": [{"fact": "countries", "is": "has", "value": ["IND", "EGY", "ETH", "KEN"],
                  "en": "Projects in India, Egypt, Ethiopia or Kenya", "zh": "在印度、埃及、埃塞俄比亚或肯尼亚有项目"},
                 {"fact": "project-types", "is": "has", "value": ["investment", "park"],
                  "en": "An investment or a park", "zh": "属于投资或园区项目"}]},
        50_000_000, "", "I13"),
)

APPLICATION: Final = {
    "purpose": "Made up. Site investigation, permits and the first training of people for a works abroad.\n"
               "虚构内容。境外工厂的选址勘察、审批和首批人员培训。",
    "effect": "Made up. Exports of parts of 30 million CNY a year, measured by customs' figures.\n"
              "虚构内容。每年带动零部件出口3000万元，以海关统计为准。",
}
QUESTION: Final = "Made up: which of the costs were incurred before the filing? 虚构：哪些费用发生在备案之前？"
ANSWER: Final = "Made up: none, the first invoice is of the month after. 虚构：没有，首张发票在备案次月。"
REVIEW: Final = "Made up: sound, with some risk of payment. 虚构：项目可靠，收汇存在一定风险。"
GRANT: Final = ("Made up: the need is shown; the last instalment depends on the report. "
                "虚构：必要性充分，尾款视报告而定。")
REFUSAL: Final = "Made up: the costs lie before the call. 虚构：费用发生在申报开始之前。"
APPEAL: Final = "Made up: two of three invoices are of this year. 虚构：三张发票中有两张开具于本年。"
REPORT: Final = "Made up: the site is bought, eleven people are trained. 虚构：土地已购置，11人完成培训。"
CLAIM: Final = "Made up: one machine was sold within the binding time. 虚构：一台设备在约束期内转让。"
