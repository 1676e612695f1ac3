"""Made-up charts of units: ranks with intervals, scores by pillar, ranks of two years; with ties and missing points."""

from __future__ import annotations

from outward.studies.result import ChartKind, Point, ResultChart
from outward.vocabulary.figures import Cell, printed
from outward.vocabulary.labels import Label, same

PROVINCES = tuple(Label(en, zh) for en, zh in (
    ("Beijing", "北京"), ("Tianjin", "天津"), ("Hebei", "河北"), ("Shanxi", "山西"), ("Inner Mongolia", "内蒙古"),
    ("Liaoning", "辽宁"), ("Jilin", "吉林"), ("Heilongjiang", "黑龙江"), ("Shanghai", "上海"), ("Jiangsu", "江苏"),
    ("Zhejiang", "浙江"), ("Anhui", "安徽"), ("Fujian", "福建"), ("Jiangxi", "江西"), ("Shandong", "山东"),
    ("Henan", "河南"), ("Hubei", "湖北"), ("Hunan", "湖南"), ("Guangdong", "广东"), ("Guangxi", "广西"),
    ("Hainan", "海南"), ("Chongqing", "重庆"), ("Sichuan", "四川"), ("Guizhou", "贵州"), ("Yunnan", "云南"),
    ("Tibet", "西藏"), ("Shaanxi", "陕西"), ("Gansu", "甘肃"), ("Qinghai", "青海"), ("Ningxia", "宁夏"),
    ("Xinjiang", "新疆"),
))
LOW, RANK, HIGH = Label("5th percentile", "第5百分位"), Label("rank", "位次"), Label("95th percentile", "第95百分位")
TRADE, CAPITAL, TALENT = (Label("trade in goods", "货物贸易"), Label("outward investment", "对外投资"),
                          Label("movement of talent", "人才流动"))
EARLIER, LATER = same("2022"), same("2023")

Cells = dict[tuple[Label, Label], float]  # (unit, series): value


def chart(kind: ChartKind, cells: Cells, *, digits: int = 0) -> ResultChart:
    """A chart of values by unit and series."""
    id = f"chart.{kind.replace(' ', '-')}"
    measure = Label("score", "得分") if kind == "heat map" else Label("rank by composite index", "综合指数位次")
    points = tuple(
        Point(unit, series, printed(Cell(id, str(row), str(value), "S"), float(value),
                                    unit="index", digits=digits, kind="index"))
        for row, ((unit, series), value) in enumerate(cells.items()))
    return ResultChart(id, measure, kind, Label("province", "省份"), measure, "index", points)


def bands() -> ResultChart:
    """Four units: the first has no interval, the last an interval of one place."""
    beijing, tianjin, hebei, shanxi = PROVINCES[:4]
    return chart("bands", {
        (beijing, RANK): 1, (tianjin, LOW): 1, (tianjin, RANK): 2, (tianjin, HIGH): 3,
        (hebei, LOW): 2, (hebei, RANK): 3, (hebei, HIGH): 3, (shanxi, LOW): 4, (shanxi, RANK): 4, (shanxi, HIGH): 4})


def heat_map() -> ResultChart:
    """Three units and pillars: the first unit lacks the second pillar."""
    beijing, tianjin, hebei = PROVINCES[:3]
    return chart("heat map", {
        (beijing, TRADE): 91.5, (beijing, TALENT): 0.0, (tianjin, TRADE): 40.0, (tianjin, CAPITAL): 62.5,
        (tianjin, TALENT): 100.0, (hebei, TRADE): 15.2, (hebei, CAPITAL): 33.0, (hebei, TALENT): 50.0}, digits=1)


def slopes() -> ResultChart:
    """Six units: the first has a rank in the later year only, two are tied in each year."""
    beijing, tianjin, hebei, shanxi, mongolia, liaoning = PROVINCES[:6]
    return chart("slopes", {
        (beijing, LATER): 6, (tianjin, EARLIER): 1, (tianjin, LATER): 2, (hebei, EARLIER): 2, (hebei, LATER): 1,
        (shanxi, EARLIER): 2, (shanxi, LATER): 2, (mongolia, EARLIER): 4, (mongolia, LATER): 4,
        (liaoning, EARLIER): 5, (liaoning, LATER): 5})


def charts() -> tuple[ResultChart, ...]:
    """A chart of each of the kinds."""
    return bands(), heat_map(), slopes()
