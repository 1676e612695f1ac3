"""The words of made documents: four themes in two languages, two of them kept for validation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Family = Literal["industry", "other"]
Lang = Literal["en", "zh"]
Units = tuple[tuple[str, float], ...]  # the table's own first


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator: its words, units, and its usual size against the leading one."""

    key: str
    name: str
    units: Units
    typical: float
    spread: float = 0.35
    count: bool = False
    per: str = ""  # how "X per Y" calls one of it

    def exact(self, value: float) -> float:
        """Give a level that can be: people, visits and things are whole."""
        whole = {"persons", "人", "visits", "人次", "beds", "张"}
        is_whole = self.count or any(unit in whole for unit, _ in self.units)
        return float(round(value)) if is_whole else value


@dataclass(frozen=True, slots=True)
class Theme:
    """All words of one theme in one language."""

    nation: str
    province: str
    cities: tuple[str, ...]
    rivals: tuple[str, ...]
    items: tuple[str, ...]
    total: str
    measures: tuple[Measure, ...]  # lead, its twin, a part of it, a stock, people, counted things
    leading_size: float  # of the leading measure, one item of the province, base units
    titles: tuple[str, ...]
    kinds: tuple[str, ...]  # a composition of the stock
    partners: tuple[str, ...]
    trade: Measure
    funds: tuple[Measure, Measure, Measure, Measure]  # opening, in, out, closing
    goods: tuple[str, ...]  # what the account is of
    stock: Measure
    flow: Measure
    noise: tuple[tuple[str, str, str, float, float], ...]  # sentence, indicator, unit, from, to


MONEY_EN = (("100 million CNY", 1e8), ("billion CNY", 1e9), ("million CNY", 1e6))
MONEY_ZH = (("亿元", 1e8), ("万元", 1e4))
DOLLARS_EN = (("100 million USD", 1e8), ("billion USD", 1e9), ("million USD", 1e6))
DOLLARS_ZH = (("亿美元", 1e8), ("万美元", 1e4))
PEOPLE_EN = (("10000 persons", 1e4), ("persons", 1.0), ("million persons", 1e6))
PEOPLE_ZH = (("万人", 1e4), ("人", 1.0))
TONS_EN = (("10000 tons", 1e4), ("million tons", 1e6), ("thousand tons", 1e3))
TONS_ZH = (("万吨", 1e4), ("吨", 1.0), ("亿吨", 1e8))
LAND_EN = (("thousand hectares", 1e3), ("hectares", 1.0))
LAND_ZH = (("千公顷", 1e3), ("公顷", 1.0))

_CITIES_EN = ("Anling", "Beiyuan", "Changhe", "Dongtai", "Fenghai", "Guyang", "Haining", "Jinzhou Bay")
_CITIES_ZH = ("安岭市", "北源市", "长河市", "东台市", "丰海市", "固阳市", "海宁市", "锦湾市")
_RIVALS_EN = ("Eastmark", "Southford", "Highlands", "Rivermouth", "Greenplain", "Westlake")
_RIVALS_ZH = ("江东省", "南川省", "高原省", "河口省", "青平省", "西湖省")

INDUSTRY_EN = Theme(
    "China", "Linhai", _CITIES_EN, _RIVALS_EN,
    ("Metal products", "General equipment", "Special equipment", "Automobiles", "Transport equipment",
     "Electrical machinery", "Computers and electronics", "Instruments", "Textiles", "Chemicals"),
    "Total",
    (Measure("lead", "sales value", MONEY_EN, 1.0),
     Measure("twin", "revenue from principal business", MONEY_EN, 1.0, 0.02),
     Measure("part", "export delivery value", MONEY_EN, 0.15, 0.5),
     Measure("stock", "total assets", MONEY_EN, 0.9, 0.2),
     Measure("people", "annual average employees", PEOPLE_EN, 1.1e-6, 0.25, per="employee"),
     Measure("units", "number of enterprises", (("units", 1.0),), 3.2e-9, 0.25, count=True, per="enterprise"),
     Measure("gain", "total profits", MONEY_EN, 0.06, 0.4)),
    1.2e11,
    ("Main indicators of industry", "Equipment manufacturing by sector", "Industry above designated size"),
    ("State capital", "Collective capital", "Corporate capital", "Personal capital",
     "Capital of Hong Kong, Macao and Taiwan", "Foreign capital"),
    ("Japan", "Korea", "Germany", "Russia", "United States", "Viet Nam", "Kazakhstan"),
    Measure("trade", "exports", DOLLARS_EN, 1.0),
    (Measure("open", "stocks at the beginning of the year", TONS_EN, 1.0), Measure("in", "production", TONS_EN, 6.0),
     Measure("out", "deliveries", TONS_EN, 6.0), Measure("close", "stocks at the end of the year", TONS_EN, 1.0)),
    ("crude steel", "cement", "coke"),
    Measure("fdi", "outward FDI stock", DOLLARS_EN, 3e9), Measure("fdiflow", "outward FDI flow", DOLLARS_EN, 6e8),
    (("The new line rolls plates up to {x} {unit} wide", "rolling width", "mm", 1200, 3500),
     ("A {x} {unit} gas turbine was tested", "power", "MW", 5, 300),
     ("The works has ordered {x} {unit} of a new model", "order quantity", "locomotives", 12, 230),
     ("The transmission project runs at {x} {unit}", "voltage", "kV", 220, 1100)))

INDUSTRY_ZH = Theme(
    "全国", "临海省", _CITIES_ZH, _RIVALS_ZH,
    ("金属制品业", "通用设备制造业", "专用设备制造业", "汽车制造业", "运输设备制造业", "电气机械制造业",
     "电子设备制造业", "仪器仪表制造业", "纺织业", "化学工业"),
    "合计",
    (Measure("lead", "工业销售产值", MONEY_ZH, 1.0), Measure("twin", "主营业务收入", MONEY_ZH, 1.0, 0.02),
     Measure("part", "出口交货值", MONEY_ZH, 0.15, 0.5), Measure("stock", "资产总计", MONEY_ZH, 0.9, 0.2),
     Measure("people", "平均用工人数", PEOPLE_ZH, 1.1e-6, 0.25, per="人"),
     Measure("units", "企业单位数", (("个", 1.0),), 3.2e-9, 0.25, count=True, per="家企业"),
     Measure("gain", "利润总额", MONEY_ZH, 0.06, 0.4)),
    1.2e11,
    ("规模以上工业主要指标", "装备制造业分行业情况", "分行业工业经济指标"),
    ("国家资本", "集体资本", "法人资本", "个人资本", "港澳台资本", "外商资本"),
    ("日本", "韩国", "德国", "俄罗斯", "美国", "越南", "哈萨克斯坦"),
    Measure("trade", "出口额", DOLLARS_ZH, 1.0),
    (Measure("open", "年初库存", TONS_ZH, 1.0), Measure("in", "生产量", TONS_ZH, 6.0),
     Measure("out", "发货量", TONS_ZH, 6.0), Measure("close", "年末库存", TONS_ZH, 1.0)),
    ("粗钢", "水泥", "焦炭"),
    Measure("fdi", "对外直接投资存量", DOLLARS_ZH, 3e9), Measure("fdiflow", "对外直接投资流量", DOLLARS_ZH, 6e8),
    (("新生产线可轧制宽度达{x}{unit}的板材", "轧制宽度", "毫米", 1200, 3500),
     ("一台{x}{unit}燃气轮机完成试验", "功率", "兆瓦", 5, 300),
     ("该厂签订了{x}{unit}机车的订单", "订单数量", "台", 12, 230)))

FARMING_EN = Theme(
    "Republic", "Norrland", ("Aston", "Brook", "Carlow", "Denby", "Esk", "Farrow", "Glen"),
    ("Sorland", "Ostmark", "Vestby", "Midtvale", "Highfell", "Lowmoor"),
    ("Wheat", "Rice", "Maize", "Soybeans", "Potatoes", "Cotton", "Fruit", "Vegetables", "Tea"), "All crops",
    (Measure("lead", "output", TONS_EN, 1.0), Measure("twin", "harvest as surveyed", TONS_EN, 1.0, 0.02),
     Measure("part", "marketed output", TONS_EN, 0.6, 0.15), Measure("stock", "sown area", LAND_EN, 0.18, 0.25),
     Measure("people", "farm workers", PEOPLE_EN, 0.05, 0.3, per="worker"),
     Measure("units", "number of farms", (("farms", 1.0),), 0.004, 0.25, count=True, per="farm"),
     Measure("gain", "irrigated area", LAND_EN, 0.05, 0.3)),
    3.1e6, ("Crops of the province", "Farming: output, land and labour", "Harvest and holdings"),
    ("Owner-operated", "Leased", "Cooperative", "State farms", "Other holders"),
    ("Egypt", "India", "Kenya", "Spain", "Peru", "Turkey"), Measure("trade", "shipments", TONS_EN, 1e-3),
    (Measure("open", "opening stocks", TONS_EN, 1.0), Measure("in", "procurement", TONS_EN, 3.0),
     Measure("out", "releases", TONS_EN, 3.0), Measure("close", "closing stocks", TONS_EN, 1.0)),
    ("grain reserve", "sugar", "cotton"),
    Measure("fdi", "storage capacity", TONS_EN, 5e6), Measure("fdiflow", "net additions to capacity", TONS_EN, 4e5),
    (("The reservoir dam is {x} {unit} high", "height of dam", "m", 30, 180),
     ("Trial plots received {x} {unit} of rain in June", "rainfall", "mm", 20, 160)))

FARMING_ZH = Theme(
    "全国", "北岭省", ("青石县", "白沙县", "黄泥县", "红河县", "绿水县", "金山县", "银川县"),
    ("南岭省", "东岭省", "西岭省", "中原省", "上河省"),
    ("小麦", "水稻", "玉米", "大豆", "马铃薯", "棉花", "水果", "蔬菜"), "总计",
    (Measure("lead", "总产量", TONS_ZH, 1.0), Measure("twin", "抽样调查产量", TONS_ZH, 1.0, 0.02),
     Measure("part", "商品量", TONS_ZH, 0.6, 0.15), Measure("stock", "播种面积", LAND_ZH, 0.18, 0.25),
     Measure("people", "农业从业人员", PEOPLE_ZH, 0.05, 0.3, per="名从业人员"),
     Measure("units", "农场数", (("个", 1.0),), 0.004, 0.25, count=True, per="个农场"),
     Measure("gain", "灌溉面积", LAND_ZH, 0.05, 0.3)),
    3.1e6, ("主要农作物生产情况", "农业产量、土地与劳动力", "分作物生产统计"),
    ("自营", "租赁", "合作社", "国有农场", "其他"),
    ("埃及", "印度", "肯尼亚", "西班牙", "秘鲁"), Measure("trade", "发运量", TONS_ZH, 1e-3),
    (Measure("open", "期初库存量", TONS_ZH, 1.0), Measure("in", "收购量", TONS_ZH, 3.0),
     Measure("out", "投放量", TONS_ZH, 3.0), Measure("close", "期末库存量", TONS_ZH, 1.0)),
    ("储备粮", "食糖", "棉花"),
    Measure("fdi", "仓储能力", TONS_ZH, 5e6), Measure("fdiflow", "当年净增仓储能力", TONS_ZH, 4e5),
    (("水库大坝高{x}{unit}", "坝高", "米", 30, 180), ("试验田六月降雨{x}{unit}", "降雨量", "毫米", 20, 160)))

VISITS_EN = (("10000 visits", 1e4), ("visits", 1.0), ("million visits", 1e6))
VISITS_ZH = (("万人次", 1e4), ("人次", 1.0))

TOURISM_EN = Theme(
    "National", "Coastland", ("Port Anne", "Bayview", "Cliffton", "Dunes", "Eastpier", "Fishbourne"),
    ("Lakeshire", "Hillshire", "Moorshire", "Woodshire", "Downshire"),
    ("Hotels", "Guest houses", "Camping", "Cruises", "Day trips", "Spas", "Museums"), "All establishments",
    (Measure("lead", "receipts", MONEY_EN, 1.0), Measure("twin", "turnover as declared", MONEY_EN, 1.0, 0.02),
     Measure("part", "receipts from foreign visitors", MONEY_EN, 0.22, 0.4),
     Measure("stock", "fixed assets", MONEY_EN, 1.6, 0.2),
     Measure("people", "persons employed", PEOPLE_EN, 4e-6, 0.25, per="person employed"),
     Measure("units", "establishments", (("establishments", 1.0),), 1.5e-7, 0.25, count=True, per="establishment"),
     Measure("gain", "wages paid", MONEY_EN, 0.28, 0.15)),
    6.5e9, ("Tourism by branch", "Visitors and receipts", "The visitor economy"),
    ("Family firms", "Chains", "Municipal", "Foreign-owned", "Associations"),
    ("France", "Norway", "Canada", "Brazil", "Italy", "Poland"), Measure("trade", "arrivals", VISITS_EN, 1e-3),
    (Measure("open", "students at the start", PEOPLE_EN, 1.0), Measure("in", "enrolments", PEOPLE_EN, 0.4),
     Measure("out", "leavers", PEOPLE_EN, 0.4), Measure("close", "students at the end", PEOPLE_EN, 1.0)),
    ("hotel schools", "colleges", "evening schools"),
    Measure("fdi", "beds in operation", (("thousand beds", 1e3), ("beds", 1.0)), 8e5),
    Measure("fdiflow", "net new beds", (("thousand beds", 1e3), ("beds", 1.0)), 5e4),
    (("The pier is {x} {unit} long", "length of pier", "m", 200, 1900),
     ("The new ship carries {x} {unit}", "capacity of ship", "passengers", 300, 4800)))

TOURISM_ZH = Theme(
    "全国", "海东省", ("安港市", "湾景市", "崖城市", "沙丘市", "东埠市", "渔浦市"),
    ("湖西省", "丘南省", "林北省", "原中省"),
    ("星级饭店", "民宿", "露营地", "邮轮", "一日游", "温泉", "博物馆"), "总计",
    (Measure("lead", "旅游收入", MONEY_ZH, 1.0), Measure("twin", "申报营业额", MONEY_ZH, 1.0, 0.02),
     Measure("part", "入境旅游收入", MONEY_ZH, 0.22, 0.4), Measure("stock", "固定资产", MONEY_ZH, 1.6, 0.2),
     Measure("people", "从业人数", PEOPLE_ZH, 4e-6, 0.25, per="名从业者"),
     Measure("units", "经营单位数", (("家", 1.0),), 1.5e-7, 0.25, count=True, per="家单位"),
     Measure("gain", "工资总额", MONEY_ZH, 0.28, 0.15)),
    6.5e9, ("旅游业分行业情况", "旅游接待与收入", "文旅经济统计"), ("家庭经营", "连锁", "市属", "外资", "协会"),
    ("法国", "挪威", "加拿大", "巴西", "意大利"), Measure("trade", "到访人次", VISITS_ZH, 1e-3),
    (Measure("open", "年初在校生", PEOPLE_ZH, 1.0), Measure("in", "招生数", PEOPLE_ZH, 0.4),
     Measure("out", "离校生数", PEOPLE_ZH, 0.4), Measure("close", "年末在校生", PEOPLE_ZH, 1.0)),
    ("旅游职业学校", "高等院校", "夜校"),
    Measure("fdi", "营业床位", (("万张", 1e4), ("张", 1.0)), 8e5),
    Measure("fdiflow", "净增床位", (("万张", 1e4), ("张", 1.0)), 5e4),
    (("新码头长{x}{unit}", "码头长度", "米", 200, 1900), ("新邮轮可载{x}{unit}", "载客量", "名旅客", 300, 4800)))

THEMES: dict[Family, dict[Lang, tuple[Theme, ...]]] = {
    "industry": {"en": (INDUSTRY_EN,), "zh": (INDUSTRY_ZH,)},
    "other": {"en": (FARMING_EN, TOURISM_EN), "zh": (FARMING_ZH, TOURISM_ZH)},
}

UNITS: dict[str, Units] = {
    measure.units[0][0]: measure.units
    for languages in THEMES.values() for themes in languages.values() for theme in themes
    for measure in (*theme.measures, theme.trade, *theme.funds, theme.stock, theme.flow)
}
