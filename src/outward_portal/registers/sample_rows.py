"""What the sample records say. Of each register five, for the audiences from everybody to the owner alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Row:
    """A sample record."""

    key: str
    name_en: str
    name_zh: str
    values: Mapping[str, Any] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)  # field -> key of a sample before it
    owner: str = ""  # works, subsidiary, or empty for the leading group's own


def _usd(millions: float, hedge: str = "") -> dict[str, Any]:
    return {"value": Decimal(str(millions)) * 1_000_000, "currency": "USD", "value_hedge": hedge}


def _cny(millions: float) -> dict[str, Any]:
    return {"value": Decimal(str(millions)) * 1_000_000, "currency": "CNY"}


_AT_WORKS: Final = {"enterprise": "enterprise-1"}
_AT: Final = (_AT_WORKS, *({"enterprise": f"enterprise-{n}"} for n in (2, 3, 4)), _AT_WORKS)

ROWS: Final[Mapping[str, tuple[Row, ...]]] = {
    "enterprise": (
        Row("enterprise-1", "Heavy Machinery Group", "重型机械集团", {
            "sector": "special-equipment", "ownership": "state-local", "state_share": Decimal(61), "home": "CN-LN",
            "countries": "CHN", "place_en": "Shenyang", "place_zh": "沈阳", "latitude": 41.8, "longitude": 123.4,
            "products_en": "mills, crushers, tunnel boring machines", "products_zh": "磨机、破碎机、盾构机",
            "short_name": "SHMG", "website": "https://sample.example/"}, owner="works"),
        Row("enterprise-2", "Pump Works", "水泵厂", {"sector": "general-equipment", "ownership": "private",
                                                  "countries": "CHN"}),
        Row("enterprise-3", "Bearing Company", "轴承公司", {"sector": "general-equipment", "ownership": "joint",
                                                       "countries": "CHN"}),
        Row("enterprise-4", "Turbine Works", "汽轮机厂", {"sector": "electrical-machinery", "ownership": "state",
                                                    "countries": "CHN"}),
        Row("enterprise-5", "Mining Equipment Company", "矿山设备公司", {
            "sector": "special-equipment", "ownership": "state-local", "countries": "CHN"}, owner="subsidiary"),
    ),
    "project": (
        Row("project-1", "Crusher works, Pune", "浦那破碎机厂", {
            "type": "investment", "stage": "under-way", "countries": "IND", "sector": "special-equipment",
            "begins": "2024-06", "ends": "2027", "place_en": "Pune", "place_zh": "浦那", "latitude": 18.5,
            "longitude": 73.9, "filing_number": "SAMPLE-2024-017", **_usd(42)}, _AT_WORKS, owner="works"),
        Row("project-2", "Pumps for a water plant", "水厂水泵供货", {
            "type": "supply", "stage": "agreed", "countries": "EGY", "sector": "general-equipment", "begins": "2025",
            **_usd(6.5)}, {"enterprise": "enterprise-2"}),
        Row("project-3", "Cement line in talks", "洽谈中的水泥生产线", {
            "type": "construction", "stage": "idea", "countries": "ETH", "sector": "special-equipment",
            **_usd(95, "about")}, _AT_WORKS),
        Row("project-4", "Acquisition under review", "审查中的收购", {
            "type": "acquisition", "stage": "planned", "countries": "DEU", "sector": "machine-tools", **_cny(310)}),
        Row("project-5", "Workshop in Zambia", "赞比亚维修车间", {
            "type": "investment", "stage": "planned", "countries": "ZMB", "sector": "special-equipment"},
            {"enterprise": "enterprise-5"}, owner="subsidiary"),
    ),
    "park": (
        Row("park-1", "Equipment Park", "装备园区", {
            "location": "overseas", "countries": "IND", "stage": "under-way", "area_km2": Decimal("3.2"), "tenants": 14,
            "begins": "2021", "exports": Decimal(26_000_000), "exports_year": "2025", **_cny(480)}, _AT_WORKS),
        Row("park-2", "Logistics Park", "物流园区", {"location": "overseas", "countries": "KAZ", "stage": "agreed",
                                                "currency": "USD", "value": Decimal(55_000_000)}),
        Row("park-3", "Machinery Park", "机械园区", {"location": "overseas", "countries": "UGA", "stage": "planned"}),
        Row("park-4", "Processing Zone", "加工区", {"location": "domestic", "countries": "CHN", "stage": "under-way"}),
        Row("park-5", "Suspended Park", "停建园区", {"location": "overseas", "countries": "MNG", "stage": "suspended",
                                                **_cny(90)}, owner="works"),
    ),
    "cluster": tuple(
        Row(f"cluster-{n}", en, zh, {"sector": sector, "countries": "CHN", "place_en": "Liaoning", "place_zh": "辽宁"},
            owner="works" if n == 5 else "")
        for n, (en, zh, sector) in enumerate((
            ("Machine Tool Cluster", "机床集群", "machine-tools"), ("Pump Cluster", "泵业集群", "general-equipment"),
            ("Bearing Cluster", "轴承集群", "general-equipment"), ("Rail Cluster", "轨道交通集群", "railway-equipment"),
            ("Repair Cluster", "维修集群", "repair")), 1)),
    "product": tuple(
        Row(f"product-{n}", en, zh, {"sector": "special-equipment", "hs_code": code, "countries": "IND;EGY"}, _AT_WORKS,
            owner="works" if n in (1, 5) else "")
        for n, (en, zh, code) in enumerate((
            ("Jaw Crusher", "颚式破碎机", "847420"), ("Ball Mill", "球磨机", "847420"),
            ("Tunnel Boring Machine", "盾构机", "843031"), ("Screen", "振动筛", "847410"),
            ("New Crusher", "新型破碎机", "847420")), 1)),
    "subsector": tuple(
        Row(f"subsector-{n}", en, zh, {"sector": sector, "tier_en": "first", "tier_zh": "第一"},
            owner="works" if n == 5 else "")
        for n, (en, zh, sector) in enumerate((
            ("Crushing Equipment", "破碎设备", "special-equipment"), ("Pumps", "泵", "general-equipment"),
            ("Bearings", "轴承", "general-equipment"), ("Turbines", "汽轮机", "electrical-machinery"),
            ("Repair", "维修", "repair")), 1)),
    "facility": (
        Row("facility-1", "Technology Centre", "企业技术中心", {
            "type": "technology", "level_en": "national", "level_zh": "国家级", "countries": "CHN",
            "staff": 180, "begins": "2009"}, _AT_WORKS,
            owner="works"),
        Row("facility-2", "Office in Cairo", "开罗办事处", {"type": "office", "countries": "EGY", "begins": "2018-03"},
            {"enterprise": "enterprise-2"}),
        Row("facility-3", "Laboratory in Aachen", "亚琛实验室", {
            "type": "research", "countries": "DEU", "begins": "2023"}, _AT_WORKS),
        Row("facility-4", "Works in Lusaka", "卢萨卡工厂", {"type": "factory", "countries": "ZMB", "begins": "2025"}),
        Row("facility-5", "Service Office", "服务站", {"type": "office", "countries": "IND"}, _AT_WORKS, owner="works"),
    ),
    "brand": tuple(
        Row(f"brand-{n}", en, zh, {"countries": countries, "registration_number": f"SAMPLE-{n:04d}",
                                   "nice_classes": "7", "begins": f"{2014 + n}"}, _AT[n - 1],
            owner="works" if n in (1, 5) else "")
        for n, (en, zh, countries) in enumerate((
            ("IRON WEST", "铁西牌", "CHN;IND"), ("PUMPA", "泵霸", "CHN"), ("KUGEL", "滚珠牌", "DEU"),
            ("TURBO NORTH", "北方透平", "CHN"), ("NEXT", "未来牌", "CHN")), 1)),
    "patent": tuple(
        Row(f"patent-{n}", en, zh, {"type": type, "status": status, "office": "CNIPA", "filed": f"{2019 + n}-05",
                                    "application_number": f"SAMPLE-{2019 + n}-{n}"}, _AT[n - 1],
            owner="works" if n in (1, 5) else "")
        for n, (en, zh, type, status) in enumerate((
            ("Crusher jaw", "破碎机颚板", "invention", "granted"), ("Pump seal", "泵密封", "utility", "granted"),
            ("Bearing cage", "轴承保持架", "invention", "applied"),
            ("Turbine blade", "汽轮机叶片", "invention", "applied"),
            ("Housing", "外壳", "design", "applied")), 1)),
    "alliance": tuple(
        Row(f"alliance-{n}", en, zh, {"type": type, "begins": f"{2016 + n}"}, owner="works" if n == 5 else "")
        for n, (en, zh, type) in enumerate((
            ("Crusher Standards Alliance", "破碎机标准联盟", "standards"), ("Pump Patent Pool", "泵专利池", "patent"),
            ("Bearing Alliance", "轴承产业联盟", "industry"), ("Turbine Alliance", "汽轮机联盟", "industry"),
            ("Founding Alliance", "筹建中的联盟", "patent")), 1)),
    "agency": tuple(
        Row(f"agency-{n}", en, zh, {"role_en": "made up", "role_zh": "编造"}, owner="works" if n == 5 else "")
        for n, (en, zh) in enumerate((
            ("Policy Bank", "政策性银行"), ("Chamber of Commerce", "商会"), ("Export Bureau", "出口局"),
            ("Review Office", "审查办公室"), ("Works Council", "职工委员会")), 1)),
}
"""By register: for everybody, for members, for agencies, for the office, for the owner."""

DUPLICATES: Final = (
    Row("duplicate-1", "Northern Compressor Works Co., Ltd.", "北方压缩机厂有限公司", {
        "sector": "general-equipment", "countries": "CHN"}),
    Row("duplicate-2", "Northern Compressor Works", "北方压缩机厂", {
        "sector": "general-equipment", "countries": "CHN"}),
)
"""Two enterprises that are likely the same."""

SPECIAL_PROJECTS: Final = (
    Row("project-whole", "Metro, two lines", "地铁两条线", {
        "type": "construction", "stage": "under-way", "countries": "VNM", "sector": "railway-equipment",
        "begins": "2023", **_usd(300, "more than")}, _AT_WORKS),
    Row("project-part-1", "Metro, cars of line 1", "地铁一号线车辆", {
        "type": "supply", "stage": "under-way", "countries": "VNM", "begins": "2024", **_usd(120)},
        {**_AT_WORKS, "umbrella": "project-whole"}),
    Row("project-part-2", "Metro, signals of line 2", "地铁二号线信号", {
        "type": "supply", "stage": "agreed", "countries": "VNM", **_usd(60)}, {"umbrella": "project-whole"}),
    Row("project-cancelled", "Cancelled power station", "已取消的电站", {
        "type": "construction", "stage": "cancelled", "countries": "PAK", "begins": "2021", "ends": "2023",
        **_usd(210)}),
    Row("project-three", "Wind turbines for three countries", "三国风电机组", {
        "type": "supply", "stage": "agreed", "countries": "DEU;FRA;POL", "sector": "electrical-machinery",
        "begins": "2026", **_usd(75)}, {"enterprise": "enterprise-2"}),
    Row("project-untranslated", "Grinding mills, name not yet translated", "", {
        "type": "supply", "stage": "planned", "countries": "CHL", **_usd(18)}),
    Row("project-retired", "Entered twice by mistake", "误录两次", {"type": "supply", "countries": "CHL", **_usd(18)}),
)
"""Projects that each show something: parts, a cancelled deal, several countries, no translation, a retired one."""
