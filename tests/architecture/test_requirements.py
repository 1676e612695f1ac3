"""The test run's own rules: a part that is required may not be skipped, and missing reference files are counted."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A suite of one browser test and one reference test, both skipped, under our conftest."""
    monkeypatch.syspath_prepend(str(CONFTEST.parents[1]))
    monkeypatch.delenv("OUTWARD_REQUIRE", raising=False)
    monkeypatch.setenv("OUTWARD_REFERENCE", str(pytester.path / "absent"))
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8"))
    pytester.makeini("[pytest]\nmarkers =\n    browser: needs Chromium\n    reference: needs files\n")
    pytester.makepyfile("""
        import pytest

        @pytest.mark.browser
        def test_page():
            pytest.skip("no Chromium; install it: sudo apt-get install chromium")

        @pytest.mark.reference
        def test_data():
            pytest.skip("no reference file")
    """)
    return pytester


def test_without_requirements_missing_parts_are_skipped_and_counted(suite: pytest.Pytester) -> None:
    outcome = suite.runpytest("-p", "no:django", "-ra")
    outcome.assert_outcomes(skipped=2)
    outcome.stdout.fnmatch_lines(["*install it: sudo apt-get install chromium*"])
    outcome.stdout.fnmatch_lines(["1 tests skipped for want of the reference files*"])


def test_a_required_part_that_is_missing_fails(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTWARD_REQUIRE", "browser,postgresql")
    suite.runpytest("-p", "no:django").assert_outcomes(failed=1, skipped=1)


def test_a_missing_reference_file_fails_where_the_folder_exists(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTWARD_REFERENCE", str(suite.path))
    suite.runpytest("-p", "no:django").assert_outcomes(failed=1, skipped=1)
