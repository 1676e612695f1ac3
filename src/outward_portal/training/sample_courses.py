"""Sample courses: made up, one a subject and more, with the skills to which they lead."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

COURSES: Final[Mapping[str, Mapping[str, Any]]] = {
    "insurance": {
        "name_en": "Sample course: Export credit and investment insurance",
        "name_zh": "样例课程：出口信用与海外投资保险",
        "subject": "insurance", "depth": "intermediate", "hours": Decimal(16), "teaches": "insurance:0>3",
        "valid_months": 36,
        "summary_en": "Made up. Which risks are covered, how a policy is taken out, how a claim is made.",
        "summary_zh": "虚构内容。承保哪些风险、如何投保、如何索赔。",
        "syllabus_en": "Day 1: commercial and political risks; products and premiums.\nDay 2: from the application to "
                       "the claim; a case to work through.",
        "syllabus_zh": "第一天：商业风险与政治风险，险种与费率。\n第二天：从投保到索赔，案例演练。"},
    "credit": {
        "name_en": "Sample course: Buyer's credit and project finance", "name_zh": "样例课程：买方信贷与项目融资",
        "subject": "credit", "depth": "advanced", "hours": Decimal(24), "teaches": "credit:1>3;foreign-exchange:0>2",
        "summary_en": "Made up. What a bank asks for, and how cash flows carry a debt.",
        "summary_zh": "虚构内容。银行的要求，现金流如何覆盖债务。"},
    "law": {
        "name_en": "Sample course: Contracts and arbitration abroad",
        "name_zh": "样例课程：涉外合同与仲裁",
        "subject": "law", "depth": "intermediate", "hours": Decimal(16), "teaches": "contract-law:0>3;arbitration:0>2",
        "summary_en": "Made up. Clauses that matter, claims in time, where disputes are settled.",
        "summary_zh": "虚构内容。关键条款、按期索赔、争议在何处解决。"},
    "accounting": {
        "name_en": "Sample course: Accounting and tax of a branch abroad", "name_zh": "样例课程：境外机构会计与税务",
        "subject": "accounting", "depth": "introductory", "hours": Decimal(12), "teaches": "accounting:0>3;tax:0>3",
        "summary_en": "Made up. Books in two currencies, treaties against double taxation.",
        "summary_zh": "虚构内容。双币记账，避免双重征税协定。"},
    "kazakhstan": {
        "name_en": "Sample course: Working in Kazakhstan", "name_zh": "样例课程：在哈萨克斯坦开展业务",
        "subject": "country", "depth": "introductory", "hours": Decimal(8), "countries": "KAZ",
        "teaches": "country:0>2", "valid_months": 24,
        "summary_en": "Made up. Authorities, permits, customs of business.",
        "summary_zh": "虚构内容。主管机关、许可、商务习惯。"},
    "russian": {
        "name_en": "Sample course: Russian for engineers", "name_zh": "样例课程：工程俄语",
        "subject": "language", "depth": "intermediate", "hours": Decimal(60), "teaches": "russian:1>3",
        "summary_en": "Made up. Reading drawings and writing minutes in Russian.",
        "summary_zh": "虚构内容。用俄语阅读图纸、撰写会议纪要。"},
    "safety": {
        "name_en": "Sample course: Safety of sites abroad", "name_zh": "样例课程：境外项目安全管理",
        "subject": "management", "depth": "introductory", "hours": Decimal(8), "teaches": "hse:0>3;site-security:0>2",
        "valid_months": 12,
        "summary_en": "Made up. Plans, drills, whom to call.", "summary_zh": "虚构内容。预案、演练、应急联络。"},
}
SESSIONS: Final[tuple[Mapping[str, Any], ...]] = (
    {"course": "insurance", "until": "held", "starts": -20, "days": 2, "capacity": 20,
     "people": ("enterprise", "enterprise-member", "subsidiary", "provider"), "absent": ("provider",), "certify": True},
    {"course": "safety", "until": "closed", "starts": -340, "days": 1, "capacity": 10,
     "people": ("enterprise-member", "officer"), "absent": (), "certify": True},
    {"course": "law", "until": "open", "starts": 12, "days": 2, "capacity": 2,
     "people": ("provider", "subsidiary", "enterprise-member")},
    {"course": "kazakhstan", "until": "open", "starts": 25, "days": 1, "capacity": 30, "placing": "chosen",
     "is_online": True, "people": ("enterprise", "visitor")},
    {"course": "russian", "until": "open", "starts": 40, "days": 10, "capacity": 12, "people": ()},
    {"course": "credit", "until": "running", "starts": 0, "days": 1, "capacity": 15, "people": ("enterprise",)},
    {"course": "accounting", "until": "planned", "starts": 60, "days": 2, "capacity": 25, "people": ()},
    {"course": "safety", "until": "cancelled", "starts": 8, "days": 1, "capacity": 10, "people": ("subsidiary",)},
)
MEMBERS: Final[tuple[tuple[str, str, str, Mapping[str, int]], ...]] = (
    ("Manager A", "project manager (项目经理)", "enterprise", {"project-management": 3, "english": 3, "market": 3}),
    ("Engineer 2", "site engineer (现场工程师)", "enterprise-member", {"english": 2, "hse": 2, "russian": 1}),
    ("Engineer 3", "commissioning (调试)", "", {"english": 3, "logistics": 2, "hse": 3}),
    ("Accountant", "finance (财务)", "", {"accounting": 2, "tax": 1, "credit": 1, "foreign-exchange": 2}),
    ("Counsel", "contracts (合同)", "", {"contract-law": 3, "english": 4, "country:KAZ": 2}),
)
"""Name, work, sample account, levels of a sample team."""

FURTHER: Final = (
    ("Sample Boiler Works", "样例锅炉厂"), ("Sample Crane Works", "样例起重机厂"),
    ("Sample Pump Works", "样例泵业公司"), ("Sample Cable Works", "样例电缆厂"),
)
"""Sample enterprises without accounts, so that sums over enterprises have something to show."""
