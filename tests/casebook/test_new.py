"""A new case is a folder that says what it wants."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from outward.casebook.folder import bundled, read_folder
from outward.casebook.layout import TABLES
from outward.casebook.new import create_case
from outward.errors import InvalidValueError, StoreError, UnknownCodeError
from tests.casebook.small import problems_of


def create(folder: Path, *, id: str = "jilin", region: str = "CN-JL", sector: str = "automobiles", known_on: str = "",
           name_zh: str = "吉林省汽车制造业") -> Path:
    return create_case(folder, id=id, name_en='Jilin "cars"', name_zh=name_zh, region=region, sector=sector,
                       known_on=known_on)


def test_a_new_case_wants_only_its_date(tmp_path: Path) -> None:
    [problem] = problems_of(create(tmp_path / "jilin"))
    assert (problem.file, problem.column, problem.what) == ("case.toml", "known_on", "no known_on")


def test_a_new_case_with_its_date_can_be_read(tmp_path: Path) -> None:
    case = read_folder(create(tmp_path / "jilin", region="吉林", known_on="2024-05-01")).case
    assert (case.region, case.nation, case.sector, case.known_on) == ("CN-JL", "CHN", "automobiles", "2024-05-01")
    assert (case.name.en, case.title.zh) == ('Jilin "cars"', "吉林省汽车制造业诊断报告")


def test_every_commented_setting_is_one_that_is_known(tmp_path: Path) -> None:
    """What the comments offer can be switched on: only a target of the example is not there yet."""
    folder = create(tmp_path / "jilin")
    text = (folder / "case.toml").read_text(encoding="utf-8")
    offered = [line.removeprefix("# ") for line in text.splitlines() if " = " in line or line.startswith("# [[")]
    plain = [line for line in offered if tomllib_reads(line)]
    (folder / "case.toml").write_text("\n".join(plain), encoding="utf-8")
    assert [(problem.column, problem.what) for problem in problems_of(folder)] == [
        ("source", "'yearbook' is not in sources.csv"),
        ("target_paths", "target 'G01' is not in registers/targets.csv")]


@pytest.mark.parametrize(("sector", "parts"), [
    ("equipment-manufacturing", bundled().case.sectors),
    ("metallurgy", ("basic-iron-steel", "nonferrous-metals")),
    ("chemicals", ()),
])
def test_a_new_case_begins_with_the_parts_of_its_industry(tmp_path: Path, sector: str, parts: tuple[str, ...]) -> None:
    assert read_folder(create(tmp_path / "new", sector=sector, known_on="2024-05-01")).case.sectors == parts


def tomllib_reads(line: str) -> bool:
    try:
        tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return False
    return True


def test_spreadsheets_read_the_headers_as_utf8(tmp_path: Path) -> None:
    folder = create(tmp_path / "jilin")
    assert (folder / "tables.csv").read_bytes() == b"\xef\xbb\xbf" + ",".join(TABLES.columns).encode() + b"\r\n"


def test_a_full_disk_leaves_nothing_in_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(StoreError, match="Make room"):
            create(tmp_path / "jilin")
    assert (create(tmp_path / "jilin") / "case.toml").is_file()


def test_the_slower_of_two_leaves_the_faster_one_s_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "jilin"
    monkeypatch.setattr(Path, "exists", lambda self: bool(create_other(self)) and False)

    def create_other(path: Path) -> bool:
        (path / "registers").mkdir(parents=True)
        (path / "case.toml").write_text("theirs", encoding="utf-8")
        return True

    with pytest.raises(StoreError, match="cannot be written"):
        create(folder)
    assert (folder / "case.toml").read_text(encoding="utf-8") == "theirs"


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(StoreError, match="is not empty"):
        create(tmp_path)
    with pytest.raises(StoreError, match="is not empty"):
        create(tmp_path / "mine.txt")
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("id", ["", "a b", "../up", ".hidden", "a/b", "a:b"])
def test_an_id_that_is_no_name_is_refused(tmp_path: Path, id: str) -> None:
    with pytest.raises(InvalidValueError, match="case id"):
        create(tmp_path / "x", id=id)
    assert not (tmp_path / "x").exists()


def test_unknown_words_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UnknownCodeError, match="Atlantis"):
        create(tmp_path / "x", region="Atlantis")
    with pytest.raises(UnknownCodeError, match="toys"):
        create(tmp_path / "x", sector="toys")
    with pytest.raises(InvalidValueError, match=r"1\.5\.2024"):
        create(tmp_path / "x", known_on="1.5.2024")
    assert not (tmp_path / "x").exists()
