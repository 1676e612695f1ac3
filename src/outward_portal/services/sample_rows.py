"""What the samples of this room say. All of it is made up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class SampleProvider:
    """A provider that is made up."""

    key: str
    name_en: str
    name_zh: str
    owner: str  # name of a sample organisation; empty: nobody's
    values: dict[str, Any] = field(default_factory=dict)


PROVIDERS: Final = (
    SampleProvider("law", "Law Firm", "律师事务所", "Sample Law Firm", {
        "services": "law", "countries": "KAZ;UZB;RUS", "languages": "en;zh;ru", "sectors": "mining;special-equipment",
        "accreditation_issuer": "Made-up bar", "accreditation_number": "S-1", "accreditation_until": "2031",
        "capacity": 6, "size": "middle", "price_basis_en": "by the hour, with a cap",
        "price_basis_zh": "按小时计费，设上限"}),
    SampleProvider("insurer", "Export Credit Insurance", "出口信用保险公司", "Sample Export Credit Insurance", {
        "services": "risk-evaluation;insurance", "countries": "KAZ;ZMB;IND;CHL", "languages": "en;zh", "size": "large",
        "accreditation_issuer": "Made-up regulator", "accreditation_number": "S-2", "accreditation_until": "2030-06",
        "capacity": 20, "price_basis_en": "premium by country and term", "price_basis_zh": "按国别和期限计收保费"}),
    SampleProvider("valuer", "Asset Valuers", "资产评估公司", "", {
        "services": "asset-valuation;accounting", "countries": "KAZ;MNG", "languages": "en;zh;ru",
        "accreditation_issuer": "Made-up board of valuers", "accreditation_number": "S-3",
        "accreditation_until": "2029-12-31", "capacity": 4, "size": "small"}),
    SampleProvider("auditor", "Accountants Abroad", "海外会计师事务所", "", {
        "services": "accounting", "countries": "ZMB;ZAF;KEN", "languages": "en;zh", "capacity": 5, "size": "middle"}),
    SampleProvider("risk", "Country Risk Advisers", "国别风险咨询公司", "", {
        "services": "risk-evaluation;insurance", "countries": "IND;VNM;IDN", "languages": "en", "size": "small"}),
    SampleProvider("translator", "Translators", "翻译公司", "", {
        "services": "translation", "languages": "en;zh;ru;kk;es", "capacity": 30, "size": "small",
        "price_basis_en": "by the thousand characters", "price_basis_zh": "按千字计费"}),
    SampleProvider("forwarder", "Heavy Haulage and Forwarding", "大件物流公司", "", {
        "services": "logistics", "countries": "KAZ;RUS;MNG;ZMB", "languages": "zh;ru", "sectors": "special-equipment",
        "size": "large"}),
    SampleProvider("agent", "Business Introductions", "商务中介公司", "", {
        "services": "intermediary", "countries": "KAZ", "languages": "ru;kk", "size": "one", "capacity": 2}),
    SampleProvider("lawyers", "Southern Lawyers", "南部律师事务所", "", {
        "services": "law;translation", "countries": "ZMB;ZAF", "languages": "en", "size": "small",
        "accreditation_issuer": "Made-up law society", "accreditation_until": "2026-01"}),
    SampleProvider("boutique", "Steppe Arbitration Counsel", "草原仲裁律师团队", "", {
        "services": "law", "countries": "KAZ", "languages": "en;ru", "size": "small", "capacity": 3}),
)


@dataclass(frozen=True, slots=True)
class SampleRequest:
    """A request that is made up, and how far it has come."""

    title_en: str
    title_zh: str
    service: str
    goes: str  # draft, open, offers, awarded, work, done, rated, cancelled
    by: str  # the provider that gets it
    owner: str = "Sample Heavy Machinery Group"
    also: tuple[str, ...] = ()  # further providers that offer
    values: dict[str, Any] = field(default_factory=dict)
    scores: tuple[int, int, int, int] = (4, 4, 3, 5)
    words: str = ""
    answer: str = ""


_KAZ: Final = {"countries": "KAZ", "languages": "en;ru"}

REQUESTS: Final = (
    SampleRequest("Translate the operating manuals", "翻译操作手册", "translation", "draft", "",
                  values={"languages": "ru;kk"}),
    SampleRequest("Counsel for a dispute over a delivery", "供货争议法律服务", "law", "open", "boutique", values={
        **_KAZ, "needs_language": True, "audience": "providers"}),
    SampleRequest("Insure receivables of two years", "两年期应收账款保险", "insurance", "offers", "insurer",
                  also=("risk",), values={
        "countries": "ZMB;CHL", "languages": "zh", "budget": 900000, "currency": "CNY"}),
    SampleRequest("Review of a lease of land", "土地租赁合同审查", "law", "awarded", "law", values={
        **_KAZ, "needs_accreditation": True}),
    SampleRequest("Value the assets of a workshop", "车间资产评估", "asset-valuation", "work", "valuer",
                  values=dict(_KAZ)),
    SampleRequest("Audit of a branch", "分公司审计", "accounting", "done", "auditor", values={"countries": "ZMB"}),
    SampleRequest("Contract of supply under foreign law", "适用外国法的供货合同", "law", "rated", "law",
                  values=dict(_KAZ), words="Made up. Clear advice, in time.", answer="Made up. Thank you."),
    SampleRequest("Licences of a branch", "分支机构许可办理", "law", "rated", "law", values=dict(_KAZ),
                  scores=(5, 3, 4, 4), words="Made up. Good, but later than agreed."),
    SampleRequest("Labour contracts on site", "现场用工合同", "law", "rated", "law",
                  owner="Sample Mining Equipment Company", values=dict(_KAZ), scores=(3, 4, 4, 4)),
    SampleRequest("Introduction to buyers", "对接采购商", "intermediary", "cancelled", "", values={"countries": "KAZ"}),
)
