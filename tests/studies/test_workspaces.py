"""What a workspace holds, told from small files: releases with the day of the newest that is in them."""

from __future__ import annotations

import json
from pathlib import Path

from outward.ingest.cases import load_case
from outward.studies.workspaces import held_cases


def test_a_release_tells_the_day_of_the_newest_that_is_in_it(tmp_path: Path) -> None:
    load_case("liaoning", tmp_path)
    (case,) = held_cases(tmp_path)
    assert [release.known_on for release in case.releases] == ["2017-12-31"]
    manifest = next(tmp_path.rglob("manifest.json"))
    told = json.loads(manifest.read_bytes())
    told["imports"] = [{"known_on": "2019-03-01"}, {"known_on": "2016-01-01"}]
    manifest.write_text(json.dumps(told))
    assert held_cases(tmp_path)[0].releases[0].known_on == "2019-03-01"


def test_a_damaged_manifest_tells_what_can_be_told(tmp_path: Path) -> None:
    load_case("liaoning", tmp_path)
    next(tmp_path.rglob("manifest.json")).write_text('["imports"]')
    release = held_cases(tmp_path)[0].releases[0]
    assert (release.observations, release.known_on) == (None, "2017-12-31")
