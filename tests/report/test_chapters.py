"""The analyst's own chapters: numbers by figure id only, everything else refused or shown as text."""

from __future__ import annotations

from pathlib import Path

import pytest

from outward.errors import InvalidInputError, NotFoundError
from outward.report.build import Report, build_report, no_picture
from outward.report.chapters import LONGEST, read_chapters
from outward.report.document import (
    Block,
    FootnoteMark,
    Heading,
    Link,
    ListBlock,
    Note,
    Number,
    Paragraph,
    Sentence,
    Table,
    Text,
    spans_of,
)
from outward.vocabulary.labels import LANGUAGES, Language
from tests.worlds import results

ADVICE = """\
+++
after = "scale"
+++
# Advice of the *bureau*

Sales were {{cell:1:2}} in 2015, growth {{ sales.growth.2015 bare }}; see [the ministry](https://example.org)
and [@li2017].[^a]

## Steps

- one **strong** item
- two
  - nested

### In detail

Table: Plan by year

| Year | Sales |
|---|---:|
| 2016 | {{cell:1:3 bare}} |

> A quotation with `code 12.3`.

    block 4.5

[^a]: A note with {{cell:1:2}}.
"""
WORKS = """\
[works.li2017]
author = "Li Shantong"
author_zh = "李善同"
year = "2017"
title = "Policy Opportunities"
title_zh = "政策机遇"
publisher = "ADB"
url = "https://www.adb.org"
"""


def chapters(folder: Path, files: dict[str, str], language: Language = "en") -> Report:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return build_report([results.result()], language=language, chapters=read_chapters(folder, language),
                        describe=no_picture)


def own(report: Report) -> list[Block]:
    return [block for block in report.document.blocks if block.id.startswith("chapter.")]


def refused(folder: Path, text: str, *, language: Language = "en") -> list[str]:
    with pytest.raises(InvalidInputError) as caught:
        chapters(folder, {f"50-bad.{language}.md": text}, language)
    return [str(problem) for problem in caught.value.problems]


def test_a_chapter_stands_where_it_says_with_numbers_that_are_traced(tmp_path: Path) -> None:
    report = chapters(tmp_path, {"50-advice.en.md": ADVICE, "bibliography.toml": WORKS})
    headings = [(block.number, block.text) for block in report.document.blocks if isinstance(block, Heading)]
    assert headings[2:7] == [("2.1", "By sector"), ("3", "Advice of the bureau"), ("3.1", "Steps"),
                             ("3.1.1", "In detail"), ("4", "Charts")]
    text = next(block for block in own(report) if isinstance(block, Paragraph))
    assert [span for span in spans_of(text) if isinstance(span, Number)] == [
        Number("shown:cell:1:2", "19.753"), Number("sales.growth.2015", "-3.7")]
    assert text.sentences[0].text == ("Sales were 19.753 billion CNY in 2015, growth -3.7; see the ministry and "
                                      "(Li Shantong, 2017).")
    assert report.sentences["chapter.50-advice.p1"] == text.sentences[0].text
    assert {row.id for row in report.numbers} >= {"shown:cell:1:2", "sales.growth.2015"}


def test_lists_tables_quotations_and_code_become_blocks(tmp_path: Path) -> None:
    blocks = own(chapters(tmp_path, {"50-advice.en.md": ADVICE, "bibliography.toml": WORKS}))
    listed = next(block for block in blocks if isinstance(block, ListBlock))
    assert listed.items == ((Text("one "), Text("strong", "strong"), Text(" item")), (Text("two"),),
                            (Text("– "), Text("nested")))
    table = next(block for block in blocks if isinstance(block, Table))
    assert (table.number, table.title) == ("3.1", "Plan by year")
    assert [column.numeric for column in table.columns] == [False, True]
    assert table.rows[0].cells[1].spans == (Number("cell:1:3", "1,234.00"),)
    assert table.rows[0].cells[1].sort == 1234.0
    texts = [block.sentences[0].text for block in blocks if isinstance(block, Paragraph)]
    assert texts[-2:] == ["A quotation with code 12.3.", "block 4.5"]


def test_footnotes_and_cited_works_join_the_document(tmp_path: Path) -> None:
    report = chapters(tmp_path, {"50-advice.en.md": ADVICE, "bibliography.toml": WORKS})
    mark = next(span for block in own(report) for span in spans_of(block) if isinstance(span, FootnoteMark))
    assert [note.id for note in report.document.footnotes] == [mark.id]
    assert Sentence("n", report.document.footnotes[0].spans).text == "A note with 19.753 billion CNY."
    work = next(block for block in report.document.blocks if block.id == "work.li2017")
    assert isinstance(work, Paragraph)
    assert work.sentences[0].text == "Li Shantong (2017), Policy Opportunities, ADB. https://www.adb.org"


def test_chinese_chapters_read_as_chinese(tmp_path: Path) -> None:
    text = "# 建议\n\n2015年销售产值为{{cell:1:2}}，\n下降{{magnitude}}[@li2017]。\n".replace("{{magnitude}}", "较多")
    report = chapters(tmp_path, {"50-advice.zh.md": text, "bibliography.toml": WORKS}, "zh")
    paragraph = next(block for block in own(report) if isinstance(block, Paragraph))
    assert paragraph.sentences[0].text == "2015年销售产值为197.53亿元，下降较多（李善同，2017）。"
    work = next(block for block in report.document.blocks if block.id == "work.li2017")
    assert isinstance(work, Paragraph)
    assert work.sentences[0].text == "李善同（2017）：《政策机遇》，ADB。https://www.adb.org"


def test_a_chapter_that_is_not_translated_says_so(tmp_path: Path) -> None:
    report = chapters(tmp_path, {"50-advice.en.md": ADVICE, "bibliography.toml": WORKS}, "zh")
    heading, note = own(report)
    assert isinstance(heading, Heading)
    assert isinstance(note, Note)
    assert note.spans == (Text("本章尚无中文文本。"),)


def test_both_languages_have_rows_for_what_either_chapter_shows(tmp_path: Path) -> None:
    files = {"50-a.en.md": "# T\n\n{{cell:1:1}}\n", "50-a.zh.md": "# 题\n\n{{cell:1:11}}与{{cell:1:1 bare}}\n",
             "60-b.en.md": "# T\n\n{{cell:1:15}}\n"}
    english, chinese = (chapters(tmp_path, files, language) for language in LANGUAGES)
    assert {row.id for row in english.numbers} == {row.id for row in chinese.numbers}
    assert {"shown:cell:1:1", "shown:cell:1:11"} <= {row.id for row in english.numbers}


def test_raw_html_is_text(tmp_path: Path) -> None:
    report = chapters(tmp_path, {"50-a.en.md": "# T\n\n<script>alert()</script>\n\na <b>b</b> &lt;i&gt;\n"})
    texts = [block.sentences[0].text for block in own(report) if isinstance(block, Paragraph)]
    assert texts == ["<script>alert()</script>", "a <b>b</b> <i>"]


@pytest.mark.parametrize(("text", "told"), [
    ("# T\n\nIt was 34.5 then.\n", "50-bad.en.md, row 3: the number 34.5 is typed by hand"),
    ("# T\n\none\ntwo １２ here\n", "50-bad.en.md, row 4: the number 12 is typed by hand"),
    ("# T\n\n- a list\n- of 7%\n", "50-bad.en.md, row 4: the number 7% is typed by hand"),
    ("# T 9\n", "50-bad.en.md, row 1: the number 9 is typed by hand"),
    ("# T\n\n{{sales.growth.2014}}\n", "no figure 'sales.growth.2014'. Near it: sales.growth.2015"),
    ("# T\n\n![x](y.png)\n", "row 3: an image (y.png)"),
    ("# T\n\n[l](javascript:alert())\n", "row 3: the link 'javascript:alert()'"),
    ("# T\n\n[l](file:///etc/passwd)\n", "row 3: the link 'file:///etc/passwd'"),
    ("# T\n\n[@nobody]\n", "row 3: no work 'nobody'"),
    ("no title\n", "row 1: the chapter has no title"),
    ("+++\nafter = 3\n+++\n# T\n", "row 1, column after: 3 is not expected here"),
    ("+++\nafter =\n+++\n# T\n", "row 1: the front matter is no TOML"),
    ("+++\nafter = \"nowhere\"\n+++\n# T\n", "row 1, column after: no section 'nowhere'. Use one of: summary, scale"),
    ("+++\nstrict = true\n+++\n# T\n\n34.5\n", "row 6: the number 34.5 is typed by hand"),
])
def test_faults_are_named_by_file_and_row(tmp_path: Path, text: str, told: str) -> None:
    problems = refused(tmp_path, text)
    assert any(told in problem for problem in problems), problems


@pytest.mark.parametrize("text", ["in 2015", "2010-2014", "2010—2014", "G20 and CO2", "`34.5`", "二十"])
def test_years_names_and_code_are_no_typed_numbers(tmp_path: Path, text: str) -> None:
    assert chapters(tmp_path, {"50-a.en.md": f"# T\n\n{text}\n"}).cautions == ()


def test_a_chapter_that_is_not_strict_warns(tmp_path: Path) -> None:
    report = chapters(tmp_path, {"50-a.en.md": "+++\nstrict = false\n+++\n# T\n\nIt was 34.5.\n"})
    assert [str(caution) for caution in report.cautions] == [
        "50-a.en.md, row 6: the number 34.5 is typed by hand. Write {{figure-id}}, put it in `code`, or set "
        "strict = false in the front matter."]


def test_links_keep_to_schemes_that_are_safe(tmp_path: Path) -> None:
    text = "# T\n\n[a](https://a.org) [b](mailto:b@a.org) [c](#scale)\n"
    links = [span for block in own(chapters(tmp_path, {"50-a.en.md": text})) for span in spans_of(block)
             if isinstance(span, Link)]
    assert links == [Link("a", "https://a.org"), Link("b", "mailto:b@a.org"), Link("c", "#scale")]


def test_files_that_are_no_chapters_are_named(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("about", encoding="utf-8")
    (tmp_path / "advice.md").write_text("# T", encoding="utf-8")
    (tmp_path / "50-latin.en.md").write_bytes("# T\n\ncaf\u00e9".encode("latin-1"))
    (tmp_path / "60-long.en.md").write_bytes(b"# T\n" + b"a" * LONGEST)
    (tmp_path / "bibliography.toml").write_text('[works.a]\nauthor = "A"\nurl = "ftp://x"\nisbn = "1"\n', "utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_chapters(tmp_path, "en")
    told = "\n".join(str(problem) for problem in caught.value.problems)
    for part in ("advice.md: the file's name", "50-latin.en.md, row 3: the file is not UTF-8",
                 "60-long.en.md: the file is 2,000,004 bytes", "works.a: no year", "works.a: no title",
                 "works.a.url: 'ftp://x' is no web address", "works.a.isbn: '1' is not expected"):
        assert part in told
    with pytest.raises(NotFoundError, match="nowhere"):
        read_chapters(tmp_path / "nowhere", "en")


@pytest.mark.parametrize("text", ["x = ", "[other]\na = 1\n", "[works]\n'a b' = 1\n"])
def test_a_bibliography_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "bibliography.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInputError, match=r"bibliography\.toml"):
        read_chapters(tmp_path, "en")


@pytest.mark.parametrize(("files", "told"), [
    ({"50-a.en.md": "+++\nx = " + "[" * 3_000 + "\n+++\n# T\n"}, "too deep to read"),
    ({"50-a.en.md": "+++\nx = " + "9" * 5_000 + "\n+++\n# T\n"}, "no TOML"),
    ({"50-a.en.md": "# T\n", "bibliography.toml": "x = " + "[" * 3_000}, "too deep to read"),
    ({"50-a.en.md": "# T\n", "bibliography.toml": "x = " + "9" * 5_000}, "no TOML"),
    ({"50-a.en.md": "# \n\ntext\n"}, "row 1: a heading without words"),
    ({"50-a.en.md": "# T\n\n## \n"}, "row 3: a heading without words"),
    ({"50-a.en.md": "# T\n\nx[^a] y[^b]\n\n[^a]: t[^b]\n\n[^b]: t\n"}, "a footnote mark stands in a footnote"),
    ({"50-a.en.md": "# T\n\nx[^a]\n\n[^a]: t\n\n    - one\n"}, "row 7: a bullet_list stands in a footnote"),
])
def test_what_no_report_could_show_is_told_with_file_and_row(tmp_path: Path, files: dict[str, str], told: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        chapters(tmp_path, files)
    assert told in str(caught.value)


@pytest.mark.parametrize("name", ["50-a.en.md", "bibliography.toml", "template.docx"])
def test_no_link_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text("# Secret\n", encoding="utf-8")
    folder = tmp_path / "chapters"
    folder.mkdir()
    (folder / name).symlink_to(tmp_path / "secret")
    with pytest.raises(InvalidInputError, match="a link that leads out of the folder"):
        read_chapters(folder, "en")


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "50-a.en.md").write_text("# Title\n", encoding="utf-8")
    (tmp_path / "50-a.zh.md").symlink_to("50-a.en.md")
    assert read_chapters(tmp_path, "zh")[0].text == "# Title\n"
