"""The inspector finds the one fault of a scene as people write them, and none in a sound one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from manim import Scene
from PIL import Image

from detangle.errors import DetangleError
from detangle.stage.inspector import CHECKS, inspect, quietly, scenes_of
from tests.stage.inspector import talks

pytestmark = pytest.mark.filterwarnings("ignore:'mode' parameter:DeprecationWarning")

FAULTS = [(check, scene) for check, scenes in talks.BROKEN.items() for scene in scenes]


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def _quiet(media: Path) -> Iterator[None]:
    with quietly(media_dir=str(media)):
        yield


def test_each_check_has_a_scene_that_breaks_it() -> None:
    assert set(talks.BROKEN) == set(CHECKS)


@pytest.mark.parametrize("scene", talks.SOUND, ids=lambda scene: scene.__name__)
def test_a_sound_scene_has_no_findings(scene: type[Scene]) -> None:
    assert [finding.line for finding in inspect(scene).findings] == []


@pytest.mark.parametrize(("check", "scene"), FAULTS, ids=[scene.__name__ for _, scene in FAULTS])
def test_a_fault_is_found_and_no_other(check: str, scene: type[Scene]) -> None:
    assert {finding.check for finding in inspect(scene).findings} == {check}


def test_a_finding_has_its_time_and_a_still_that_outlines_it(tmp_path: Path) -> None:
    (finding,) = inspect(talks.TwoTitles, stills=tmp_path).findings
    assert finding.line.startswith(
        'TwoTitles 0:02.0 text over text: "First" and "Second" overlap by '
    )
    assert finding.still is not None
    assert finding.line.endswith(str(finding.still))
    picture = Image.open(finding.still).convert("RGB")
    assert picture.size == (854, 480)
    outlined = picture.crop((0, 0, 854, 120)).getcolors(maxcolors=100_000) or []
    assert (255, 80, 200) in [color for _, color in outlined]
    # The title stands in the middle of the upper edge, and so does the outline.
    left = picture.crop((0, 0, 200, 480)).getcolors(maxcolors=100_000) or []
    assert (255, 80, 200) not in [color for _, color in left]


def test_a_report_counts_seconds_and_frames() -> None:
    report = inspect(talks.Dash, fps=8)
    assert report.seconds == pytest.approx(1.5)
    assert report.frames == 8 + 4 + 2  # along both animations, and at their ends
    assert [play.end for play in report.plays] == pytest.approx([1.0, 1.5])


def test_a_stretched_shape_of_the_frame_is_looked_at_as_it_is(media: Path) -> None:
    with quietly((270, 480), media_dir=str(media), frame_width=4.5, frame_height=8.0):
        found = {finding.check for finding in inspect(talks.Title).findings}
    assert found == {"clipped text"}  # the title is wider than the upright frame


def test_scenes_of_a_file_are_found_by_name(tmp_path: Path) -> None:
    file = tmp_path / "my_talk.py"
    file.write_text("from manim import *\nclass Intro(Scene): pass\nclass Outro(Scene): pass\n")
    assert [scene.__name__ for scene in scenes_of(file)] == ["Intro", "Outro"]
    assert [scene.__name__ for scene in scenes_of(file, ["Outro"])] == ["Outro"]
    with pytest.raises(DetangleError, match=r"no scene 'Intor': did you mean 'Intro'"):
        scenes_of(file, ["Intor"])
    file.write_text("x = 1\n")
    with pytest.raises(DetangleError, match="no scene in it"):
        scenes_of(file)
